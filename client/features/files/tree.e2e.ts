// The tree of files: making, naming, moving and dragging, by pointer and by keyboard, and where the focus goes.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";
import { banner, makeFile, openFiles, row, tree } from "./test/atFiles.ts";

// one of them does more at once than a person can
test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "0" } });

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
