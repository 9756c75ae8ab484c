// Files that are deleted, put back and deleted for good, as two and three people do it at once.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";
import { PHONE, banner, makeFile, openFiles, placeButton, row, rows, tabs, tree } from "./test/atFiles.ts";

// one of them does more at once than a person can
test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "0" } });

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

test("[E12] [E14] on a phone the files give way to what undoes a deletion", async ({ visit }) => {
  const ada = await visit(PHONE);
  await ada.create("Ada", "Python");
  await openFiles(ada);
  await makeFile(ada, "second.py");
  await openFiles(ada);
  await row(ada, "second.py").getByRole("button").tap();
  await ada.page.getByRole("button", { name: "Delete" }).tap();
  await expect(banner(ada)).toContainText("You deleted");
  await expect(tree(ada)).toHaveCount(0);
  await banner(ada).getByRole("button", { name: "Undo" }).tap();
  await expect(banner(ada)).not.toContainText("You deleted");
  await openFiles(ada);
  await expect(row(ada, "second.py")).toBeVisible();
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
    await placeButton(bo).click();
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
    await placeButton(bo).click();
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
