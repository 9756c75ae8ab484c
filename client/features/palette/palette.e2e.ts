// The palette as people use it: by keys, by hand, by ear, on a phone.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const field = ({ page }: Visitor): Locator => page.getByRole("dialog").getByRole("combobox");
const options = ({ page }: Visitor): Locator => page.locator(".chooser-list").getByRole("option");
const chosen = ({ page }: Visitor): Locator => page.locator(".chooser-list").getByRole("option", { selected: true });

/** The page's commands are loaded behind the first text. */
async function open(visitor: Visitor, key = "F1"): Promise<void> {
  await expect(async () => {
    await visitor.page.keyboard.press(key);
    await expect(field(visitor)).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

async function make(visitor: Visitor, path: string): Promise<void> {
  await open(visitor);
  await visitor.page.keyboard.type("new file");
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("textbox", { name: "New file in the room" })).toBeFocused();
  await visitor.page.keyboard.type(path);
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("tab", { name: path })).toHaveAttribute("aria-selected", "true");
}

test("[Z1] [Z2] a command is found by its name and done by the keyboard, and the next time it is the first", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await open(ada);
  await axe(ada, "the palette");
  await page.keyboard.type("dark");
  await expect(chosen(ada)).toHaveText("Theme: Dark");
  // a screen reader is told what is chosen
  await expect(field(ada)).toHaveAttribute("aria-activedescendant", (await chosen(ada).getAttribute("id"))!);
  await page.keyboard.press("Enter");
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
  await expect(ada.editor).toBeFocused();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.type("typed on");
  await ada.sees("typed on");

  // what is there now is no command any more; what was used before it is the first
  await open(ada);
  await page.keyboard.type("theme light");
  await page.keyboard.press("Enter");
  await open(ada);
  await expect(chosen(ada)).toHaveText("Theme: Dark");
  await page.keyboard.press("ArrowDown");
  await expect(chosen(ada)).not.toHaveText("Theme: Dark");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(options(ada).last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.type("nothing is called so");
  await expect(options(ada)).toHaveCount(0);
  await expect(page.getByText("Nothing found.")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  // its key closes it as well, and the browser's help stays away
  await open(ada);
  await page.keyboard.press("F1");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await open(ada, "Control+Shift+P");
  await page.reload();
  await ada.isIn();
  await open(ada);
  await expect(chosen(ada)).toHaveText("Theme: Dark");
});

test("[Z2] a command that opens something has the focus there", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await open(ada);
  await ada.page.keyboard.type("rename the room");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByLabel("Title of the room")).toBeFocused();
});

test("[Z2] what is typed before the list is loaded goes into it, Enter too, and nothing of it into the code", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/palette-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await ada.create("Ada");
  const waiting = page.getByRole("dialog", { name: "Commands" }).getByRole("textbox");
  const ask = (): Promise<void> =>
    expect(async () => {
      await page.keyboard.press("F1");
      await expect(waiting).toBeFocused({ timeout: 1_000 });
    }).toPass();
  await ask();
  await page.keyboard.type("lost");
  await page.keyboard.press("Escape");
  await expect(waiting).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await ask();
  await page.keyboard.press("F1");
  await expect(waiting).toHaveCount(0);
  await ask();
  await page.keyboard.type("theme dark");
  await page.keyboard.press("Enter");
  release();
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await ada.sees("");
});

test("[Z1] a command is found by what else people call it, behind those that are called so", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await open(ada);
  for (const [typed, name] of [
    ["blame", "Show or hide who wrote which line"],
    ["fork", "Make a new room of this one…"],
    ["vim", "Preferences"],
    ["wrap", "Preferences"],
    ["zip", "Download all files"],
    ["kick", "Show People"],
    ["lock", "Change the room’s settings"],
    ["waiting", "Change the room’s settings"],
    ["leave", "Go to the start page"],
  ] as const) {
    await field(ada).fill(typed);
    await expect(options(ada).filter({ hasText: name }).first(), typed).toBeVisible();
  }
  await page.keyboard.press("Escape");
});

test("[Z2] on a phone it is in the room's menu, and works by hand", async ({ visit }) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  await ada.create("Ada");
  await page.getByRole("button", { name: "More" }).tap();
  await page.getByRole("button", { name: "Commands" }).tap();
  await expect(field(ada)).toBeFocused();
  const sheet = (await page.getByRole("dialog").boundingBox())!;
  expect([sheet.x, sheet.y, sheet.width]).toEqual([0, 0, 360]);
  const row = (await options(ada).first().boundingBox())!;
  expect(row.height).toBeGreaterThanOrEqual(44);
  await field(ada).fill("dark");
  await page.locator(".chooser-list").getByRole("option", { name: "Theme: Dark" }).tap();
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("[Z3] files are found by their names, the one before comes first; a line by its number", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("one\ntwo\nthree\n");
  await make(ada, "src/second.ts");
  await make(ada, "third.py");
  await open(ada, "Control+p");
  await expect(options(ada)).toHaveText(["src/second.ts", "main.js", "third.py"]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "src/second.ts" })).toHaveAttribute("aria-selected", "true");
  await expect(ada.editor).toBeFocused();
  await open(ada, "Control+p");
  await page.keyboard.type("mn");
  await expect(chosen(ada)).toHaveText("main.js");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "main.js" })).toHaveAttribute("aria-selected", "true");
  await open(ada);
  await page.keyboard.type(":2");
  await expect(chosen(ada)).toHaveText("Go to line 2");
  await page.keyboard.press("Enter");
  await page.keyboard.type("now ");
  await ada.sees("one\nnow two\nthree\n");
  await open(ada);
  await page.keyboard.type(":999");
  await expect(chosen(ada)).toHaveText("Go to line 4");
  // the key of the other list goes over to it
  await page.keyboard.press("Control+p");
  await expect(field(ada)).toHaveValue("/");
  await page.keyboard.press("Control+p");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("[Z2] what is chosen in the palette may open it again", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await open(ada);
  await ada.page.keyboard.type("show all commands");
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toBeFocused();
  await expect(field(ada)).toHaveValue("");
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.press("F1");
  await ada.page.keyboard.type("go to line");
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toBeFocused();
  await expect(field(ada)).toHaveValue(":");
});

test("[Z4] the page of keys is opened by ?, but not where one types", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await page.keyboard.type("?");
  await ada.sees("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toHaveCount(0);
  await page.getByRole("link", { name: "Code Companion: to the start" }).focus();
  await expect(async () => {
    await page.keyboard.type("?");
    await expect(keys).toBeVisible({ timeout: 1_000 });
  }).toPass();
  // opened before the palette ever was, each key stands beside its name all the same
  await expect(keys.locator("dl > div").first()).toHaveCSS("display", "flex");
  await expect(keys.getByRole("term").filter({ hasText: "Show all commands" })).toBeVisible();
  await expect(keys.getByRole("definition").filter({ hasText: "Ctrl+Shift+P" })).toBeVisible();
  await expect(keys.getByRole("term").filter({ hasText: "Undo your last change" })).toBeVisible();
  await expect(keys.getByText("comes first, except for the key that runs the code.")).toBeVisible();
  await axe(ada, "the page of keys");
});

for (const [keymap, keys] of [
  ["vim", ["u", "dd", "yyp", "gcc", ">>", "zc"]],
  ["emacs", ["Ctrl+/", "Ctrl+S", "Alt+/"]],
] as const)
  test(`[Z4] the page of keys shows those of the keymap that is chosen, and they do what it says: ${keymap}`, async ({
    visit,
  }) => {
    const ada = await visit();
    const { page } = ada;
    await page.addInitScript(
      (chosen) => localStorage.setItem("companion:editor", JSON.stringify({ keymap: chosen, completion: false })),
      keymap,
    );
    await ada.create("Ada", "JavaScript");
    await ada.paste("f(1);\ng(2);");
    await expect(page.locator(".cm-vimMode, .cm-emacsMode")).toHaveCount(1);
    await page.locator(".room-header a").first().focus();
    const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(async () => {
      await page.keyboard.type("?");
      await expect(dialog).toBeVisible({ timeout: 1_000 });
    }).toPass();
    for (const key of keys) await expect(dialog.getByRole("definition").filter({ hasText: key }).first()).toBeVisible();
    await expect(dialog.getByRole("term").filter({ hasText: "Select the next same word" })).toHaveCount(0);
    await page.keyboard.press("Escape");
    await ada.editor.focus();
    await page.keyboard.press("Control+Home");
    if (keymap === "vim") {
      await page.keyboard.type("gg");
      await page.keyboard.type("gcc");
      await ada.sees("// f(1);\ng(2);");
      await page.keyboard.type("u");
      await ada.sees("f(1);\ng(2);");
      await page.keyboard.press("Control+r");
      await ada.sees("// f(1);\ng(2);");
      await page.keyboard.type("dd");
      await ada.sees("g(2);");
      await page.keyboard.type("yyp");
      await ada.sees("g(2);\ng(2);");
      await page.keyboard.type(">>");
      await ada.sees("g(2);\n  g(2);");
      await page.keyboard.type("<<");
      await ada.sees("g(2);\ng(2);");
      await page.keyboard.press("Alt+ArrowUp");
      await page.keyboard.press("Control+Shift+K");
      await ada.sees("g(2);");
    } else {
      await page.keyboard.press("Alt+ArrowDown");
      await ada.sees("g(2);\nf(1);");
      await page.keyboard.press("Control+/");
      await ada.sees("f(1);\ng(2);");
      await page.keyboard.press("Control+Shift+Z");
      await ada.sees("g(2);\nf(1);");
      await page.keyboard.press("Control+Shift+K");
      await expect.poll(() => ada.text()).toMatch(/^g\(2\);\n?$/);
      await page.keyboard.press("Control+s");
      await expect(page.locator(".cm-search")).toBeVisible();
    }
  });
