// Texts changed by their past in several files at once, in two real windows: edits between two moments taken back.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import { command, makeFile, nameNow } from "./test/reviewing.ts";

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
  await expect(dialog.getByText("Cannot be taken back, as others have built upon it: 0 characters")).toBeVisible();
  await expect(dialog.locator(".undo-preview .cm-deletedChunk")).toContainText("two");
  await dialog.getByRole("radio", { name: /second\.js/ }).check();
  await expect(dialog.locator(".undo-preview .cm-deletedChunk")).toContainText("three");
  await axe(ada, "what is to be taken back of two files");
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees(" four");
  await page.getByRole("tab", { name: /^main\.js/ }).click();
  await ada.sees("one\n");
});

/** The whole of the choice that begins so. */
async function labelOf(dialog: Locator, field: string, begins: RegExp): Promise<string> {
  const choice = dialog.getByLabel(field).locator("option", { hasText: begins });
  await expect(choice).toHaveCount(1);
  return (await choice.textContent()) ?? "";
}
