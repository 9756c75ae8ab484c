// Texts changed by their past in several files at once, in two real windows: edits between two moments taken back, and the whole room brought back.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import { command, makeFile, nameNow, row } from "./test/reviewing.ts";

test("[V412] what was written between two moments is taken back in all files, each looked at before", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("one\n");
  await nameNow(ada, "Begin");
  await ada.type("two");
  await makeFile(ada, "second.js");
  await page.keyboard.type("three");
  await nameNow(ada, "End");
  await ada.type(" four");
  await ada.isSaved();
  await command(ada, "take edits back");
  const dialog = page.getByRole("dialog", { name: "Take edits back" });
  await dialog.getByLabel("From").selectOption({ label: await labelOf(dialog, "From", /^Begin, /) });
  // what is before it is no end
  await expect(dialog.getByLabel("Until").locator("option", { hasText: /^Begin/ })).toHaveCount(0);
  await dialog.getByLabel("Until").selectOption({ label: await labelOf(dialog, "Until", /^End, /) });
  await expect(dialog.getByText("Goes: 5 characters")).toBeVisible();
  await dialog.getByLabel("Where").selectOption({ label: "In all files" });
  await expect(dialog.getByText("Goes: 8 characters")).toBeVisible();
  await expect(dialog.getByText("Cannot be taken back, as others have put it elsewhere: 0 characters")).toBeVisible();
  await expect(dialog.locator(".undo-preview .cm-deletedChunk")).toContainText("two");
  await dialog.getByRole("radio", { name: /second\.js/ }).check();
  await expect(dialog.locator(".undo-preview .cm-deletedChunk")).toContainText("three");
  await axe(ada, "what is to be taken back of two files");
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees(" four");
  await expect(ada.editor).toBeFocused();
  await page.getByRole("tab", { name: /^main\.js/ }).click();
  await ada.sees("one\n");
});

test("[V312] [V416] the whole room is brought back by the keyboard alone, and that taken back by a command", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("one");
  await makeFile(ada, "second.js");
  await page.keyboard.type("two");
  await ada.isSaved();
  await command(ada, "show history");
  await expect(page.getByRole("slider", { name: "Time line" })).toBeVisible();
  // both files are read by then
  await expect(page.locator(".history-reading")).toHaveCount(0);
  await command(ada, "go back by an edit");
  await expect(page.locator(".past-view .cm-content")).toHaveText("tw");
  await command(ada, "go back by an edit");
  await command(ada, "bring it back");
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await expect(dialog.getByRole("radio", { name: "All of second.js" })).toBeChecked();
  const isFocused = (role: "radio" | "button", name: string) => expect(dialog.getByRole(role, { name })).toBeFocused();
  // behind the title and the cross
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await isFocused("radio", "All of second.js");
  await page.keyboard.press("ArrowDown");
  await isFocused("radio", "The whole room");
  await expect(dialog.getByText("1 file has another text.")).toBeVisible();
  await page.keyboard.press("Tab");
  await isFocused("button", "Bring it back");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await ada.sees("t");
  await expect(ada.editor).toBeFocused();
  await ada.isSaved();
  await command(ada, "take back that the room");
  await ada.sees("two");
});

test("[V405] what is selected is brought back alone", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("one\ntwo\nthree");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  for (const line of ["1", "2"]) {
    await ada.editor.focus();
    await page.keyboard.press("Control+Home");
    if (line === "2") await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+End");
    await page.keyboard.type(`other ${line}`);
  }
  await page.keyboard.press("Shift+Home");
  await ada.isSaved();
  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await dialog.getByRole("radio", { name: "What is selected in main.js" }).check();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees("other 1\ntwo\nthree");
});

test("[V405] what is selected of the past that is looked at is brought back alone, and nothing of the text under it", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("one\ntwo\nthree");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  await ada.editor.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("other");
  await page.keyboard.press("Control+A");
  await ada.isSaved();
  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Look at it" }).click();
  const text = page.locator(".past-view .cm-content");
  await expect(text).toContainText("three");
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  const part = dialog.getByRole("radio", { name: "What is selected in main.js" });
  const bringBack = page.locator(".past-bar").getByRole("button", { name: "Bring it back" });
  await bringBack.click();
  await expect(dialog.getByRole("radio", { name: "All of main.js" })).toBeVisible();
  await expect(part).toHaveCount(0);
  await page.keyboard.press("Escape");
  await text.locator(".cm-line").nth(1).dblclick();
  await bringBack.click();
  await part.check();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog).toHaveCount(0);
  // what is typed since beside it stays
  await ada.sees("twoother");
});

test("[V407] [V410] of a few letters that are brought back alone it is said who put them back", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.paste("let one = 123");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  await command(ada, "who wrote which line");
  const tip = page.locator("#code .blame-author");
  await expect(tip).toHaveAttribute("data-tip", /^Ada wrote this [^;]*$/);
  await bo.sees("let one = 123");
  await bo.editor.focus();
  await bo.page.keyboard.press("Control+End");
  await bo.page.keyboard.press("Control+Shift+ArrowLeft");
  await bo.page.keyboard.type("45");
  await bo.page.keyboard.press("Control+Shift+ArrowLeft");
  await bo.isSaved();
  await ada.sees("let one = 45");
  await expect(tip).toHaveAttribute("data-tip", /Bo wrote this [^;]*$/);
  await command(bo, "show versions");
  await row(bo, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await bo.page.getByRole("button", { name: "Bring it back" }).click();
  const dialog = bo.page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await dialog.getByRole("radio", { name: "What is selected in main.js" }).check();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await ada.sees("let one = 123");
  await expect(tip).toHaveAttribute("data-tip", /^Ada wrote this .*; Ada wrote this .*, Bo put it back /);
  await ada.editor.locator(".syntax-number").hover();
  await expect(page.locator(".blame-says")).toHaveText(/^Ada wrote this .*, Bo put it back /);
  await page.mouse.move(0, 0);
  await ada.editor.focus();
  await command(ada, "who wrote this line");
  await expect(page.getByText(/^Line 1: Ada wrote this .*; Ada wrote this .*, Bo put it back /)).toBeVisible();
  // an hour later
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await expect(tip).toHaveClass(/blame-age-0/);
  await command(ada, "let the colours of old lines fade");
  await expect(tip).toHaveClass(/blame-age-3/);
});

/** The whole of the choice that begins so. */
async function labelOf(dialog: Locator, field: string, begins: RegExp): Promise<string> {
  const choice = dialog.getByLabel(field).locator("option", { hasText: begins });
  await expect(choice).toHaveCount(1);
  return (await choice.textContent()) ?? "";
}

test("[V416] the whole room is brought back as one act, deleted files too, and one press takes it back", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  const tab = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
  const files = async () =>
    (await ada.page.request.get(`${ada.link.replace(/\/[^/]*$/, "")}/api/rooms/${ada.roomId}`)).json();
  const there = async (): Promise<string[]> => {
    const { files: all } = (await files()) as { files: { name: string; deleted?: object }[] };
    return all.filter(({ deleted }) => !deleted).map(({ name }) => name);
  };
  await ada.paste("one\n");
  await makeFile(ada, "second.js");
  await page.keyboard.type("two");
  await nameNow(ada, "Point");
  await command(ada, "delete this file");
  await expect.poll(there).toEqual(["main.js"]);
  await tab("main.js").click();
  await ada.type("more");
  await makeFile(ada, "third.js");
  await page.keyboard.type("new");
  await ada.isSaved();
  await expect.poll(there).toEqual(["main.js", "third.js"]);

  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await dialog.getByRole("radio", { name: "The whole room" }).check();
  await expect(dialog.getByText("1 file has another text.")).toBeVisible();
  await expect(dialog.getByText("Deleted since, and put back: second.js")).toBeVisible();
  await expect(dialog.getByText("Undo in a file is of that file alone")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Delete what was made since: third.js" }).check();
  await axe(ada, "what of the room is to come back");
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/: 1 text came back, 1 file was put back, 1 file was deleted\./)).toBeVisible();
  await expect.poll(there).toEqual(["main.js", "second.js"]);
  await tab("main.js").click();
  await ada.sees("one\n");
  await expect(bo.page.getByText("Ada brought the whole room back to an earlier moment.")).toBeVisible();
  await bo.sees("one\n");
  await bo.type("mine");
  await ada.sees("one\nmine");
  await ada.isSaved();

  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The room is as it was before it was brought back.")).toBeVisible();
  await expect.poll(there).toEqual(["main.js", "third.js"]);
  // its tab is where it was, and what was put back is gone once more
  await expect(page.locator(".file-tab-name")).toHaveText(["main.js", "third.js"]);
  await bo.sees("one\nmoremine");
  await expect(bo.page.getByText("Ada took back that the room was brought back.")).toBeVisible();
  // what is taken back is not to be taken back again
  await command(ada, "take back that the room");
  await expect(page.getByText("Nothing found.")).toBeVisible();
  await page.keyboard.press("Escape");

  // what is not to be deleted is told
  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await dialog.getByRole("radio", { name: "The whole room" }).check();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(
    page.getByText(/: 1 text came back, 1 file was put back\. 1 file made since is still there\./),
  ).toBeVisible();
});
