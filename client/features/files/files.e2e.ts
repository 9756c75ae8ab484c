// The files as two and three people use them: tabs, the tree, deleting and putting back, by pointer, by keyboard and on a phone.
import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

// one of them does more at once than a person can
test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "0" } });

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const button = ({ page }: Visitor): Locator => page.locator("#place-files");
const tree = ({ page }: Visitor): Locator => page.getByRole("tree", { name: "Files of the room" });
const rows = (visitor: Visitor): Locator => tree(visitor).getByRole("treeitem");
const row = (visitor: Visitor, name: string): Locator => tree(visitor).locator(`[data-tip="${name}"]`);
const tabs = ({ page }: Visitor): Locator => page.getByRole("tablist", { name: "Open files" }).getByRole("tab");
const banner = ({ page }: Visitor): Locator => page.locator(".file-banners");

async function openFiles(visitor: Visitor): Promise<void> {
  await button(visitor).click();
  await expect(tree(visitor)).toBeVisible();
}

async function makeFile(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.getByRole("button", { name: "New file", exact: true }).click();
  await visitor.page.keyboard.type(name);
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("main", { name: `Code, ${name}` })).toBeVisible();
  await expect(visitor.editor).toBeFocused();
}

test("[U81] a file that somebody makes is told to the others, and leads to it", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await openFiles(ada);
  await makeFile(ada, "src/app.ts");
  const said = (visitor: Visitor): Locator => visitor.page.getByRole("status").filter({ hasText: "made src/app.ts" });
  await expect(said(bo)).toHaveText(/Ada made src\/app\.ts/);
  await expect(said(ada)).toHaveCount(0);
  await openFiles(bo);
  await expect(row(bo, "src/app.ts")).toHaveAccessibleName(/^app\.ts, new/);
  await said(bo).getByRole("button", { name: "Open" }).click();
  await expect(bo.page.getByRole("main", { name: "Code, src/app.ts" })).toBeVisible();
  await expect(bo.editor).toBeFocused();
});

test("[E10] one file has a tab without a cross; each of several keeps its text, undo, selection and scrolling", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await expect(tabs(ada)).toHaveText(["main.py"]);
  await expect(ada.page.locator(".file-tab-close")).toHaveCount(0);
  await ada.paste(Array.from({ length: 200 }, (_, at) => `line ${at + 1}`).join("\n"));
  await openFiles(ada);
  await makeFile(ada, "src/app.ts");
  await expect(tabs(ada)).toHaveText(["main.py", "app.ts"]);
  await expect(ada.language).toHaveText(/TypeScript/);
  await ada.page.keyboard.type("const one = 1;");
  await expect(ada.page.locator(".cm-line .syntax-keyword")).toHaveText("const");

  await tabs(ada).first().click();
  await expect(ada.page.locator(".cm-line", { hasText: /^line 190$/ })).toBeInViewport();
  await expect(ada.language).toHaveText(/Python/);
  await ada.page.keyboard.press("Control+z");
  await ada.sees("");
  await ada.page.keyboard.press("Control+y");
  await tabs(ada).nth(1).click();
  await ada.sees("const one = 1;");
  await ada.page.keyboard.press("Control+z");
  await ada.sees("");
  await ada.page.keyboard.press("Control+Shift+z");
  await ada.isSaved();

  // what was open, in which order, and what was shown
  await ada.page.reload();
  await ada.isIn();
  await ada.sees("const one = 1;");
  await expect(tabs(ada)).toHaveText(["main.py", "app.ts"]);
  await expect(tabs(ada).nth(1)).toHaveAttribute("aria-selected", "true");
});

test(
  "[E15] of forty tabs the chosen one is whole in view, and beside them stand a new file and the list of all",
  { tag: "@long" },
  async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada", "Python");
    for (const at of Array.from({ length: 24 }, (_, index) => index)) {
      await ada.page.getByRole("button", { name: "Add a file" }).click();
      await expect(ada.page.getByRole("textbox", { name: /^New file in/ })).toBeFocused();
      await ada.page.keyboard.type(`src/part_${at}.py`);
      await ada.page.keyboard.press("Enter");
      await expect(ada.editor).toBeFocused();
      await expect(tabs(ada)).toHaveCount(at + 2);
    }
    const list = ada.page.getByRole("button", { name: "All open files" });
    await expect(list).toBeInViewport({ ratio: 1 });
    await expect(ada.page.locator(".file-tab.shown .file-tab-close")).toBeInViewport({ ratio: 1 });
    await list.click();
    await expect(ada.page.getByRole("combobox", { name: "Search open files" })).toBeFocused();
    await ada.page.keyboard.type("part_1");
    await axe(ada, "the list of open files");
    await expect(ada.page.getByRole("option").first()).toHaveAccessibleName("src/part_1.py");
    await ada.page.keyboard.press("ArrowDown");
    await ada.page.keyboard.press("Enter");
    await expect(ada.editor).toBeFocused();
    await expect(ada.page.getByRole("main", { name: "Code, src/part_10.py" })).toBeVisible();
    await expect(ada.page.locator(".file-tab.shown .file-tab-close")).toBeInViewport({ ratio: 1 });
    // the tree follows, and shows of each name what it differs by
    await ada.page.setViewportSize({ width: 1_440, height: 400 });
    await ada.openPlace("files");
    await expect(row(ada, "src/part_10.py")).toBeInViewport({ ratio: 1 });
    await expect(row(ada, "src/part_10.py").getByText("rt_10.py")).toBeInViewport({ ratio: 1 });
    await tabs(ada).first().click();
    await expect(row(ada, "main.py")).toBeInViewport({ ratio: 1 });
  },
);

test("[E11] tabs by the keyboard, and who is in which file", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await openFiles(ada);
  for (const name of ["a.py", "b.py"]) await makeFile(ada, name);
  await bo.enter(ada.link, "Bo");
  await expect(tabs(bo)).toHaveText(["main.py"]);
  await expect(tabs(ada).first()).toHaveAccessibleName("main.py, Bo here");
  await openFiles(bo);
  await expect(row(bo, "b.py")).toHaveAccessibleName("b.py, Ada here");
  await row(bo, "b.py").click();
  await expect(bo.editor).toBeFocused();
  await expect(tabs(ada).nth(2)).toHaveAccessibleName("b.py, Bo here");
  await expect(tabs(ada).first()).toHaveAccessibleName("main.py");
  await bo.page.keyboard.type("import os");
  await ada.sees("import os");
  await expect(ada.page.locator(".cm-remote-flag, .remote-flag").first()).toHaveText("Bo");

  await tabs(ada).nth(2).focus();
  await ada.page.keyboard.press("ArrowLeft");
  await expect(tabs(ada).nth(1)).toBeFocused();
  await expect(tabs(ada).nth(1)).toHaveAttribute("aria-selected", "true");
  await ada.page.keyboard.press("Home");
  await expect(tabs(ada).first()).toBeFocused();
  await ada.page.keyboard.press("Alt+ArrowRight");
  await expect(tabs(ada)).toHaveText(["a.py", "main.py", "b.py"]);
  await expect(tabs(ada).nth(1)).toBeFocused();
  await ada.page.keyboard.press("Delete");
  await expect(tabs(ada)).toHaveText(["a.py", "b.py"]);
  await expect(tabs(ada).nth(1)).toBeFocused();
});

test("[E12] the tree by the keyboard: made, renamed, moved, reordered, deleted and put back, for everybody", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await openFiles(ada);
  await openFiles(bo);
  for (const name of ["one.js", "two.js"]) await makeFile(ada, name);
  await ada.page.getByRole("button", { name: "New folder" }).click();
  await ada.page.keyboard.type("lib");
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("deep.js");
  await ada.page.keyboard.press("Enter");
  await expect(row(bo, "lib/deep.js")).toBeVisible();
  const names = (visitor: Visitor): Locator => tree(visitor).locator(".files-row-name");
  await expect(names(bo)).toHaveText(["lib", "deep.js", "main.js", "one.js", "two.js"]);

  await row(ada, "two.js").focus();
  await ada.page.keyboard.press("Alt+ArrowUp");
  await expect(names(bo)).toHaveText(["lib", "deep.js", "main.js", "two.js", "one.js"]);
  await expect(row(ada, "two.js")).toBeFocused();
  await ada.page.keyboard.press("F2");
  await ada.page.keyboard.type("second");
  await ada.page.keyboard.press("Enter");
  await expect(row(bo, "second.js")).toBeVisible();
  await expect(row(ada, "second.js")).toBeFocused();
  await ada.page.keyboard.press("Shift+F10");
  await ada.page.getByRole("button", { name: "Move to…" }).click();
  await ada.page.getByRole("button", { name: "lib/" }).click();
  await expect(row(bo, "lib/second.js")).toBeVisible();
  await row(ada, "lib").focus();
  await ada.page.keyboard.press("ArrowLeft");
  await expect(names(ada)).toHaveText(["lib", "main.js", "one.js"]);
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("ArrowRight");
  await expect(row(ada, "lib/second.js")).toBeFocused();
  await ada.page.keyboard.press("o");
  await expect(row(ada, "one.js")).toBeFocused();
  await row(ada, "lib").focus();
  await ada.page.keyboard.press("Delete");
  await expect(names(bo)).toHaveText(["main.js", "one.js"]);
  await banner(ada).getByRole("button", { name: "Undo" }).click();
  await expect(names(bo)).toHaveText(["lib", "second.js", "deep.js", "main.js", "one.js"]);
});

test("[E20] a name that cannot be stays in its field with the reason, until it is another one", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await openFiles(ada);
  await makeFile(ada, "lib/one.js");
  await bo.enter(ada.link, "Bo");
  await openFiles(bo);
  const field = ada.page.getByRole("textbox", { name: "New file in the room" });
  const problem = ada.page.getByRole("alert");
  await ada.page.getByRole("button", { name: "New file", exact: true }).click();
  await ada.page.keyboard.type("LIB");
  await ada.page.keyboard.press("Enter");
  await expect(problem).toContainText("A file or folder has that name already");
  await expect(field).toHaveValue("LIB");
  await expect(field).toBeFocused();
  await axe(ada, "a name that is taken");
  // nor does it go when the person looks elsewhere
  await ada.editor.click();
  await expect(field).toHaveValue("LIB");
  await field.focus();
  // what no file can be called, by the reason that is true
  await field.fill(`${"字".repeat(190)}.txt`);
  await ada.page.keyboard.press("Enter");
  await expect(problem).toContainText("A file or folder cannot have that name");
  await expect(problem).toContainText("disks take 255 bytes of a name");
  await expect(field).toBeFocused();
  await field.fill("a/../b.js");
  await ada.page.keyboard.press("Enter");
  await expect(problem).toContainText(". and .. are no names");
  await expect(field).toHaveValue("a/../b.js");
  await expect(field).toBeFocused();
  await field.fill("two.js");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("main", { name: "Code, two.js" })).toBeVisible();
  await expect(problem).toHaveCount(0);

  await row(ada, "two.js").focus();
  await ada.page.keyboard.press("F2");
  const renamed = ada.page.getByRole("textbox", { name: "New name of two.js" });
  await renamed.fill("Main.js");
  await ada.page.keyboard.press("Enter");
  await expect(problem).toContainText("A file or folder has that name already");
  await expect(renamed).toHaveValue("Main.js");
  // somebody else takes it first
  await bo.page.getByRole("button", { name: "New file", exact: true }).click();
  await bo.page.keyboard.type("third.js");
  await renamed.fill("third.js");
  await Promise.all([bo.page.keyboard.press("Enter"), ada.page.keyboard.press("Enter")]);
  await expect(row(bo, "third.js")).toHaveCount(1);
  await ada.page.keyboard.press("Escape");
  await expect(renamed).toHaveCount(0);
});

test("[U61] Escape in a dialog over the drawer closes the dialog alone, and the focus goes back", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await openFiles(ada);
  await makeFile(ada, "one.js");
  await row(ada, "one.js").focus();
  const dialogs = ada.page.getByRole("dialog");
  const escape = async (): Promise<void> => {
    await expect(dialogs).toHaveCount(1);
    await ada.page.keyboard.press("Escape");
    await expect(dialogs).toHaveCount(0);
    await expect(tree(ada)).toBeVisible();
    await expect(row(ada, "one.js")).toBeFocused();
  };
  await ada.page.keyboard.press("Shift+F10");
  await escape();
  await ada.page.keyboard.press("Shift+F10");
  await ada.page.getByRole("button", { name: "Move to…" }).click();
  await escape();
  await row(ada, "one.js").click({ button: "right" });
  await escape();
  await row(ada, "one.js").focus();
  await ada.page.keyboard.press("Shift+F10");
  await ada.page.getByRole("button", { name: "Rename" }).click();
  await ada.page.keyboard.press("Escape");
  await expect(row(ada, "one.js")).toBeFocused();
  await ada.page.keyboard.press("Shift+F10");
  await ada.page.getByRole("button", { name: "Delete" }).click();
  await expect(row(ada, "one.js")).toHaveCount(0);
  await expect(row(ada, "main.js")).toBeFocused();
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  await expect(tree(ada)).toBeVisible();
});

test("[E12] a file that comes late does not take the focus from where one has gone meanwhile", async ({ visit }) => {
  const ada = await visit();
  let held: (() => void)[] | undefined;
  await ada.page.routeWebSocket(/./, (socket) => {
    socket.connectToServer().onMessage((frame) => {
      if (held && String(frame).startsWith('{"type":"file"')) held.push(() => socket.send(frame));
      else socket.send(frame);
    });
  });
  await ada.create("Ada");
  await openFiles(ada);
  const late = ada.page.getByRole("main", { name: "Code, late.js" });
  for (const goes of [false, true]) {
    held = [];
    await ada.page.getByRole("button", { name: "New file", exact: true }).click();
    await ada.page.keyboard.type(goes ? "later.js" : "late.js");
    await ada.page.keyboard.press("Enter");
    await expect.poll(() => held?.length).toBe(1);
    if (goes) await row(ada, "late.js").focus();
    for (const pass of held.splice(0)) pass();
    if (goes) await expect(ada.page.getByRole("main", { name: "Code, later.js" }).locator(".cm-content")).toBeVisible();
    else await expect(late.locator(".cm-content")).toBeFocused();
  }
  await expect(row(ada, "late.js")).toBeFocused();
});

test("[E12] rows are dragged before each other and into folders", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await openFiles(ada);
  for (const name of ["lib/x.js", "one.js", "two.js"]) await makeFile(ada, name);
  await row(ada, "two.js").dragTo(row(ada, "main.js"), { targetPosition: { x: 40, y: 4 } });
  const names = tree(ada).locator(".files-row-name");
  await expect(names).toHaveText(["lib", "x.js", "two.js", "main.js", "one.js"]);
  await row(ada, "one.js").dragTo(row(ada, "lib"));
  await expect(names).toHaveText(["lib", "x.js", "one.js", "two.js", "main.js"]);
  await row(ada, "lib/x.js").dragTo(row(ada, "main.js"), { targetPosition: { x: 40, y: 26 } });
  await expect(names).toHaveText(["lib", "one.js", "two.js", "main.js", "x.js"]);
});

test("[E13] a file is renamed, deleted and typed in at once: all see the same, and what was typed is there when it is back", async ({
  visit,
}) => {
  const [ada, bo, cy] = [await visit(), await visit(), await visit()];
  await ada.create("Ada");
  await openFiles(ada);
  await makeFile(ada, "work.js");
  for (const [visitor, name] of [
    [bo, "Bo"],
    [cy, "Cy"],
  ] as const) {
    await visitor.enter(ada.link, name);
    await openFiles(visitor);
    await row(visitor, "work.js").click();
    await expect(visitor.editor).toBeFocused();
  }
  await row(ada, "work.js").focus();
  await row(cy, "work.js").focus();
  await cy.page.keyboard.press("F2");
  await cy.page.keyboard.type("renamed");
  await Promise.all([
    cy.page.keyboard.press("Enter"),
    ada.page.keyboard.press("Delete"),
    bo.page.keyboard.type("let typed = true;"),
  ]);
  for (const visitor of [bo, cy]) await expect(banner(visitor)).toContainText("Ada deleted this file");
  await expect(banner(ada)).toContainText("You deleted");
  await bo.page.keyboard.type(" // and after");
  await bo.isSaved();
  await axe(bo, "a deleted file");
  await banner(bo).getByRole("button", { name: "Restore" }).click();
  for (const visitor of [ada, bo, cy]) {
    await expect(banner(visitor)).not.toContainText("deleted");
    await visitor.sees("let typed = true; // and after");
  }
  const names = await Promise.all([ada, bo, cy].map((one) => tree(one).locator(".files-row-name").allTextContents()));
  expect(names[1]).toEqual(names[0]);
  expect(names[2]).toEqual(names[0]);

  // from the list of those that were deleted
  await rows(ada).last().focus();
  await ada.page.keyboard.press("Delete");
  await banner(bo).getByRole("button", { name: "Close" }).click();
  await bo.sees("");
  await expect(tabs(bo)).toHaveCount(1);
  await bo.page.getByText("Deleted files (1)").click();
  await expect(bo.page.locator(".files-deleted")).toContainText("by Ada");
  await bo.page.getByRole("button", { name: /^Restore / }).click();
  await expect(rows(bo)).toHaveCount(2);
});

test.describe("while somebody is offline", () => {
  // what is loaded when it is needed first cannot be then
  test.use({ tolerated: /ERR_INTERNET_DISCONNECTED/ });

  test("[E23] [K35] an owner deletes for good what somebody else has open: it is gone, and what they did not save is theirs", async ({
    visit,
  }, testInfo) => {
    const [ada, bo] = [await visit(), await visit(PHONE)];
    await ada.create("Ada");
    await openFiles(ada);
    for (const name of ["first.js", "second.js", "third.js"]) await makeFile(ada, name);
    await bo.enter(ada.link, "Bo");
    await openFiles(bo);
    await row(bo, "third.js").click();
    await expect(bo.editor).toBeFocused();
    await bo.page.keyboard.type("what is saved");
    await bo.isSaved();
    for (const name of ["first.js", "second.js", "third.js"]) {
      await row(ada, name).focus();
      await ada.page.keyboard.press("Delete");
      await expect(row(ada, name)).toHaveCount(0);
    }
    await expect(banner(bo)).toContainText("Ada deleted this file");
    const deleted = ({ page }: Visitor): Locator => page.locator(".files-deleted");
    const dialog = ({ page }: Visitor): Locator => page.getByRole("dialog");
    const forGood = /Delete .*for good/;

    // who is no owner sees the list without it
    await button(bo).click();
    await bo.page.getByText("Deleted files (3)").click();
    await expect(deleted(bo).getByRole("button", { name: /^Restore / })).toHaveCount(3);
    await expect(deleted(bo).getByRole("button", { name: forGood })).toHaveCount(0);
    await bo.page.keyboard.press("Escape");

    // one of them
    await ada.page.getByText("Deleted files (3)").click();
    const one = deleted(ada).getByRole("button", { name: "Delete first.js for good…" });
    await one.click();
    await expect(dialog(ada)).toContainText("Delete “first.js” for good?");
    await expect(dialog(ada).getByRole("button", { name: "Keep it" })).toBeFocused();
    await axe(ada, "one file for good");
    await ada.page.keyboard.press("Escape");
    await expect(dialog(ada)).toHaveCount(0);
    await expect(one).toBeFocused();
    await one.click();
    await dialog(ada).getByRole("button", { name: "Delete for good" }).click();
    await expect(deleted(ada)).toContainText("Deleted files (2)");
    await expect(row(ada, "main.js")).toBeFocused();

    // the others, with one of them open elsewhere and something in it on its way
    await bo.context.setOffline(true);
    await bo.editor.focus();
    await bo.page.keyboard.press("Control+End");
    await bo.page.keyboard.type(", and what is not");
    const desktop = ada.page.viewportSize()!;
    await ada.page.setViewportSize(PHONE.viewport);
    await expect(ada.page.getByText("Deleted files (2)")).toBeVisible();
    await axe(ada, "an owner's list on a phone");
    await ada.page.screenshot({ path: testInfo.outputPath("phone-list.png") });
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await deleted(ada).getByRole("button", { name: "Delete all for good…" }).click();
    await expect(dialog(ada).last()).toContainText(
      "2 files, and all that was ever typed in them, are deleted for everybody. They cannot be put back.",
    );
    await axe(ada, "all files for good");
    await ada.page.screenshot({ path: testInfo.outputPath("phone-question.png") });
    await dialog(ada).last().getByRole("button", { name: "Delete for good" }).click();
    await expect(row(ada, "main.js")).toBeFocused();
    await ada.page.setViewportSize(desktop);
    await expect(deleted(ada)).toHaveCount(0);
    await expect(banner(ada)).toHaveText("");
    await bo.context.setOffline(false);
    await expect(dialog(bo)).toContainText("third.js was deleted for good.");
    await expect(dialog(bo).getByRole("textbox")).toHaveValue(", and what is not");
    await axe(bo, "what is given back");
    await bo.page.keyboard.press("Escape");
    await bo.sees("");
    await expect(tabs(bo)).toHaveCount(1);
    await expect(banner(bo)).toHaveText("");
    await bo.isSaved();

    // online, and with the focus in it: told, and nothing goes into another file
    await makeFile(ada, "fourth.js");
    await button(bo).click();
    await row(bo, "fourth.js").click();
    await expect(bo.editor).toBeFocused();
    await row(ada, "fourth.js").focus();
    await ada.page.keyboard.press("Delete");
    await expect(banner(bo)).toContainText("Ada deleted this file");
    await ada.page.getByText("Deleted files (1)").click();
    await deleted(ada).getByRole("button", { name: "Delete for good…" }).click();
    await axe(ada, "the last file for good");
    await dialog(ada).getByRole("button", { name: "Delete for good" }).click();
    await expect(bo.page.getByRole("status").filter({ hasText: "fourth.js was deleted for good." })).toHaveCount(1);
    await bo.page.keyboard.type("nowhere");
    await bo.sees("");
    await expect(bo.editor).not.toBeFocused();
    await bo.page.screenshot({ path: testInfo.outputPath("gone-on-a-phone.png") });
    await axe(bo, "after it is gone");

    // what was remembered of tabs opens nothing that is gone
    await bo.page.reload();
    await bo.isIn();
    await expect(tabs(bo)).toHaveCount(1);
  });
});

test(
  "[E14] on a phone the drawer covers the code, and axe finds nothing",
  { tag: "@long" },
  async ({ visit }, testInfo) => {
    const ada = await visit();
    await ada.create("Ada", "Python");
    await openFiles(ada);
    await axe(ada, "the drawer with one file");
    for (const name of ["src/app.py", "src/lib/util.py", "notes with a rather long name.md"]) await makeFile(ada, name);
    const bo = await visit(PHONE);
    await bo.enter(ada.link, "Bo");
    await openFiles(bo);
    await axe(bo, "the drawer on a phone");
    await bo.page.screenshot({ path: testInfo.outputPath("phone-drawer.png") });
    await row(bo, "src/app.py").click();
    await expect(tree(bo)).toHaveCount(0);
    await expect(bo.editor).toBeFocused();
    await bo.page.keyboard.type("import os");
    await ada.page.getByRole("tab", { name: "src/app.py" }).click();
    await ada.sees("import os");
    await row(ada, "main.py").focus();
    await ada.page.keyboard.press("Delete");
    await expect(ada.page.getByText("You deleted main.")).toBeVisible();
    await ada.page.getByText("Deleted files (1)").click();
    await axe(ada, "all of it");
    await ada.page.screenshot({ path: testInfo.outputPath("desktop.png") });
    await row(ada, "src").click({ button: "right" });
    await axe(ada, "what can be done");
    await ada.page.getByRole("button", { name: "Move to…" }).click();
    await axe(ada, "where to");
    await ada.page.screenshot({ path: testInfo.outputPath("move.png") });

    await button(bo).click();
    await row(bo, "src/lib/util.py").getByRole("button").click();
    await bo.page.getByRole("button", { name: "Rename" }).click();
    await axe(bo, "renaming on a phone");
    await bo.page.keyboard.press("Escape");
    await row(bo, "src/lib/util.py").click();
    await expect(bo.editor).toBeFocused();
    expect(await bo.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await bo.page.screenshot({ path: testInfo.outputPath("phone.png") });
    await axe(bo, "tabs on a phone");
  },
);

test("[U60] of a room that was deleted every open file is saved, as this page has it", async ({ visit, server }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada", "Python");
  await ada.type("first");
  await openFiles(ada);
  for (const [name, text] of [
    ["src/second.ts", "second"],
    ["third.md", "third"],
  ] as const) {
    await makeFile(ada, name);
    await ada.type(text);
  }
  await ada.isSaved();
  const key = await page.evaluate(() => (JSON.parse(localStorage["companion:rooms"]) as { key: string }[])[0]!.key);
  const deleted = { method: "DELETE", headers: { authorization: `Bearer ${key}` } };
  expect((await fetch(`${server.url}api/rooms/${ada.roomId}`, deleted)).status).toBe(204);
  const over = page.locator(".room-over");
  const saved = async (name: string): Promise<readonly string[]> => {
    const coming = page.waitForEvent("download");
    await over.getByRole("button", { name, exact: true }).click();
    const download = await coming;
    return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
  };
  expect(await saved("Save this text as a file")).toEqual(["third.md", "third"]);
  await over.getByText("Save other open files (2)").click();
  await axe(ada, "a room that is over, with files to save");
  expect(await saved("Save main.py")).toEqual(["main.py", "first"]);
  expect(await saved("Save src/second.ts")).toEqual(["second.ts", "second"]);
});
