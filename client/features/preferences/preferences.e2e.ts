// Preferences in real windows of the built page: what is chosen is seen at once, stays, and its keys work beside other people's edits.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

async function open(visitor: Visitor): Promise<void> {
  await visitor.editor.focus();
  await visitor.page.keyboard.press("Control+,");
  await expect(visitor.page.getByRole("dialog", { name: "Preferences" })).toBeVisible();
}

async function choose(visitor: Visitor, label: string, choice: string): Promise<void> {
  await open(visitor);
  await visitor.page.getByRole("dialog").getByLabel(label, { exact: true }).selectOption(choice);
  await visitor.page.keyboard.press("Escape");
  await expect(visitor.page.getByRole("dialog")).toHaveCount(0);
  await visitor.editor.focus();
}

/** Two people in a room with this text, which is the second one's. */
async function two(visit: () => Promise<Visitor>, text: string): Promise<[Visitor, Visitor]> {
  const [ada, bo] = [await visit(), await visit()];
  await bo.create("Bo", "Plain Text");
  await bo.paste(text);
  await bo.isSaved();
  await ada.enter(bo.link, "Ada");
  await ada.sees(text);
  return [ada, bo];
}

/** Bo writes at the very start, and both see it. */
async function write(bo: Visitor, ada: Visitor, text: string): Promise<void> {
  const before = await ada.text();
  // what Bo has not seen yet would come before what is written at the same place
  await bo.sees(before);
  await bo.editor.focus();
  await bo.page.keyboard.press("Control+Home");
  await bo.page.keyboard.insertText(text);
  await ada.sees(text + before);
}

test("[U95] what is chosen is seen at once, is there after a reload and in another window, and can be taken back", async ({
  visit,
  beside,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("const a = 1;");
  const scroller = ada.page.locator(".cm-scroller");
  const size = (): Promise<string> => scroller.evaluate((one) => getComputedStyle(one).fontSize);
  const ground = (): Promise<string> =>
    ada.page.locator("#code").evaluate((one) => getComputedStyle(one).backgroundColor);
  expect(await size()).toBe("15px");
  const other = await beside(ada);
  await other.returnTo(ada.link);
  await open(ada);
  const dialog = ada.page.getByRole("dialog", { name: "Preferences" });
  await axe(ada, "preferences");
  await dialog.getByLabel("Size").selectOption("20 px");
  expect(await size()).toBe("20px");
  await dialog.getByLabel("Colours").selectOption("Plum (dark)");
  expect(await ground()).toBe("rgb(34, 26, 46)");
  await dialog.getByLabel("Show spaces and tabs").check();
  await expect(ada.page.locator(".cm-highlightSpace").first()).toBeVisible();
  await dialog.getByLabel("Theme").selectOption("High contrast");
  await expect(ada.page.locator("html")).toHaveAttribute("data-theme", "contrast");
  await expect(other.page.locator("html")).toHaveAttribute("data-theme", "contrast");
  await axe(ada, "preferences in high contrast");
  await expect(other.page.locator("html")).toHaveAttribute("data-code", "plum");
  await ada.page.reload();
  await ada.isIn();
  expect(await size()).toBe("20px");
  expect(await ground()).toBe("rgb(34, 26, 46)");
  await open(ada);
  await dialog.getByRole("button", { name: "Reset all" }).click();
  expect(await size()).toBe("15px");
  await expect(ada.page.locator("html")).toHaveAttribute("data-code", "page");
  await expect(other.page.locator("html")).not.toHaveAttribute("data-theme");
});

test("[U95] the page speaks the language that is chosen, in all windows, and says so to a screen reader; it can be taken back", async ({
  visit,
  beside,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const other = await beside(ada);
  await other.goHome();
  await open(ada);
  await ada.page.getByRole("dialog").getByLabel("Language").selectOption("Deutsch");
  await expect(ada.page.getByRole("dialog", { name: "Einstellungen" })).toBeVisible();
  const htmls = [ada, other].map(({ page }) => page.locator("html"));
  for (const html of htmls) await expect(html).toHaveAttribute("lang", "de");
  await ada.page.getByRole("button", { name: "Alles zurücksetzen" }).click();
  for (const html of htmls) await expect(html).toHaveAttribute("lang", "en");
  await ada.page.reload();
  await ada.isIn();
  await expect(htmls[0]!).toHaveAttribute("lang", "en");
});

test("[U96] Tab indents as the file is indented, or as is chosen", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("if (a) {\n\tb();\n}\n");
  await ada.page.reload();
  await ada.isIn();
  await ada.type("");
  await ada.page.keyboard.press("Tab");
  await ada.sees("if (a) {\n\tb();\n}\n\t");
  await choose(ada, "One indentation is", "4 spaces");
  await ada.type("1\n");
  await ada.page.keyboard.press("Tab");
  await ada.sees("if (a) {\n\tb();\n}\n\t1\n    ");
});

test("[U97] Vim: undo is mine alone, `.` repeats my text alone, and `:w` says that it is saved already", async ({
  visit,
}) => {
  const [ada, bo] = await two(visit, "one\ntwo\nthree");
  await choose(ada, "Keys", "Vim");
  await expect(ada.page.locator(".cm-vim-panel")).toContainText("NORMAL");
  const { keyboard } = ada.page;
  // another writes while I am in insert mode
  await keyboard.type("ggciwnew");
  await expect.poll(() => ada.text()).toBe("new\ntwo\nthree");
  await write(bo, ada, "bo\n");
  await keyboard.type("er");
  await keyboard.press("Escape");
  await keyboard.type("j0.");
  await ada.sees("bo\nnewer\nnewer\nthree");
  await keyboard.press("Escape");
  for (let count = 0; count < 8; count++) await keyboard.press("u");
  await ada.sees("bo\none\ntwo\nthree");
  await bo.sees("bo\none\ntwo\nthree");
  await keyboard.type(":w\n");
  await expect(ada.page.locator(".cm-vim-panel")).toContainText("Saved already");
});

test("[U97] [B91] Vim: one u takes a whole insertion back, with the line that was opened for it", async ({ visit }) => {
  const [ada, bo] = await two(visit, "one\ntwo");
  await choose(ada, "Keys", "Vim");
  await expect(ada.page.locator(".cm-vim-panel")).toContainText("NORMAL");
  const { keyboard } = ada.page;
  await keyboard.type("ggoconst z");
  await expect.poll(() => ada.text()).toBe("one\nconst z\ntwo");
  await write(bo, ada, "bo\n");
  await keyboard.type(" = 1;");
  await keyboard.press("Escape");
  await ada.sees("bo\none\nconst z = 1;\ntwo");
  await keyboard.type("ciw2");
  await keyboard.press("Escape");
  await ada.sees("bo\none\nconst z = 12\ntwo");
  await keyboard.press("u");
  await ada.sees("bo\none\nconst z = 1;\ntwo");
  await keyboard.press("u");
  await ada.sees("bo\none\ntwo");
  await bo.sees("bo\none\ntwo");
  await keyboard.press("Control+r");
  await ada.sees("bo\none\nconst z = 1;\ntwo");
});

test("[B91] Vim: what overwrites is a step of its own, and Enter, Tab and Backspace are of the one", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "JavaScript");
  await ada.paste("const customerCount = 1;");
  await choose(ada, "Keys", "Vim");
  await expect(ada.page.locator(".cm-vim-panel")).toContainText("NORMAL");
  const { keyboard } = ada.page;
  await keyboard.type("A//KEEP");
  await keyboard.press("Escape");
  await keyboard.type("0RlEt");
  await keyboard.press("Escape");
  await ada.sees("lEtst customerCount = 1;//KEEP");
  await keyboard.press("u");
  await ada.sees("const customerCount = 1;//KEEP");
  await keyboard.type("ocustomerCountX");
  await keyboard.press("Escape");
  await ada.sees("const customerCount = 1;//KEEP\ncustomerCountX");
  await keyboard.type("a");
  for (let count = 0; count < 3; count++) await keyboard.press("Backspace");
  await ada.sees("const customerCount = 1;//KEEP\ncustomerCou");
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  await keyboard.type("1;");
  await ada.sees("const customerCount = 1;//KEEP\ncustomerCou\n  1;");
  await keyboard.press("Escape");
  await keyboard.press("u");
  await ada.sees("const customerCount = 1;//KEEP\ncustomerCountX");
  await keyboard.press("u");
  await ada.sees("const customerCount = 1;//KEEP");
  await keyboard.press("u");
  await ada.sees("const customerCount = 1;");
});

test("[U97] Vim: visual mode keeps the lines that are selected when another writes above them", async ({ visit }) => {
  const [ada, bo] = await two(visit, "one\ntwo\nthree");
  await choose(ada, "Keys", "Vim");
  await expect(ada.page.locator(".cm-vim-panel")).toContainText("NORMAL");
  await ada.page.keyboard.type("ggjV");
  await write(bo, ada, "bo\n");
  await ada.page.keyboard.type("d");
  await ada.sees("bo\none\nthree");
  await ada.page.keyboard.type("0vl");
  await write(bo, ada, "me\n");
  await ada.page.keyboard.type("d");
  await ada.sees("me\nbo\none\nree");
});

test("[U97] Emacs: its keys work in the page that is built, the mark stays when another writes, and undo is mine alone", async ({
  visit,
}) => {
  const [ada, bo] = await two(visit, "zero\none two\nthree");
  await choose(ada, "Keys", "Emacs");
  await expect(ada.page.locator(".cm-emacsMode")).toHaveCount(1);
  const { keyboard } = ada.page;
  await keyboard.press("Alt+Shift+Comma");
  await keyboard.press("Control+n");
  await keyboard.press("Control+e");
  await keyboard.type("!");
  await ada.sees("zero\none two!\nthree");
  await keyboard.press("Control+a");
  await keyboard.press("Control+Space");
  await write(bo, ada, "bo\n");
  await keyboard.press("Alt+f");
  await keyboard.press("Alt+w");
  await keyboard.press("Control+g");
  await keyboard.press("Control+e");
  await keyboard.press("Control+y");
  await ada.sees("bo\nzero\none two!one\nthree");
  for (let count = 0; count < 4; count++) await keyboard.press("Control+/");
  await ada.sees("bo\nzero\none two\nthree");
});

test("[U97] VS Code: its keys select the next of the same, and undo is mine alone", async ({ visit }) => {
  const [ada, bo] = await two(visit, "one two one");
  await choose(ada, "Keys", "VS Code");
  await ada.isWhole();
  const { keyboard } = ada.page;
  await keyboard.press("Control+Home");
  await keyboard.press("Control+d");
  await keyboard.press("Control+d");
  await keyboard.type("1");
  await ada.sees("1 two 1");
  await write(bo, ada, "bo\n");
  await keyboard.press("Control+z");
  await ada.sees("bo\none two one");
  await keyboard.press("Alt+ArrowDown");
  await bo.sees("bo\none two one");
});

test("[U97] the keys of before are back when Standard is chosen", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  await choose(ada, "Keys", "Vim");
  await expect(ada.page.locator(".cm-vim-panel")).toBeVisible();
  await choose(ada, "Keys", "Standard");
  await expect(ada.page.locator(".cm-vim-panel")).toHaveCount(0);
  await ada.type("hjkl");
  await ada.sees("hjkl");
});

const MODES = {
  Standard: ["", "Shift+ArrowLeft"],
  Vim: ["", "i", "v", "Shift+R"],
  Emacs: ["", "Control+Space", "Shift+ArrowLeft"],
  "VS Code": ["", "Shift+ArrowLeft"],
};

for (const [keymap, modes] of Object.entries(MODES))
  test(`[U97] ${keymap}: the way out of the editor is the one that it is described by, whatever it is in`, async ({
    visit,
  }) => {
    const ada = await visit();
    const { keyboard } = ada.page;
    await ada.create("Ada", "Plain Text");
    await ada.type("one two");
    await choose(ada, "Keys", keymap);
    if (keymap === "Vim") await expect(ada.page.locator(".cm-vim-panel")).toBeVisible();
    await expect(ada.editor).toHaveAccessibleDescription("Tab indents. Press Esc, then Tab to leave the editor.");
    for (const mode of modes) {
      await ada.editor.focus();
      if (mode !== "") await keyboard.press(mode);
      await keyboard.press("Escape");
      await keyboard.press("Tab");
      await expect(ada.editor).not.toBeFocused();
      await ada.sees("one two");
    }
  });

test("[U97] who closes the list of suggestions by Escape indents by Tab as before", async ({ visit }) => {
  const ada = await visit();
  const { keyboard } = ada.page;
  await ada.create("Ada", "JavaScript");
  await ada.isWhole();
  await keyboard.type("func");
  await keyboard.press("Control+Space");
  await expect(ada.page.locator(".cm-tooltip-autocomplete")).toBeVisible();
  // also while more is looked for
  await keyboard.press("Control+Space");
  await keyboard.press("Escape");
  await expect(ada.page.locator(".cm-tooltip-autocomplete")).toHaveCount(0);
  await keyboard.press("Tab");
  await ada.sees("  func");
  await expect(ada.editor).toBeFocused();
});
