// Edits taken back in two real windows: one's own, of what is selected and of a file, and those of somebody who is put out while the log cannot be read.
import { expect, test } from "../../e2e/test.ts";
import { command, makeFile } from "./test/reviewing.ts";

test("[V412] an editor takes back their own, of what is selected and of the file, and sees what comes back and what stays", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.paste("alpha\nbeta\n");
  await bo.sees("alpha\nbeta\n");
  await bo.type("mine yours");
  await ada.sees("alpha\nbeta\nmine yours");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+End");
  for (let letter = 0; letter < "yours".length; letter++) await ada.page.keyboard.press("Backspace");
  await bo.sees("alpha\nbeta\nmine ");
  await bo.editor.focus();
  await bo.page.keyboard.press("Control+Home");
  for (let letter = 0; letter < "alpha".length; letter++) await bo.page.keyboard.press("Delete");
  await ada.sees("\nbeta\nmine ");
  await bo.isSaved();
  await bo.page.keyboard.press("Control+End");
  await bo.page.keyboard.press("Shift+Home");

  const dialog = bo.page.getByRole("dialog", { name: "Take edits back" });
  await command(bo, "take edits back");
  await expect(dialog.getByText("Goes: 5 characters")).toBeVisible();
  await expect(dialog.getByText("Comes back: 5 characters")).toBeVisible();
  await expect(dialog.getByText("as others have put it elsewhere: 0 characters")).toBeVisible();
  const stretches = dialog.locator(".undo-lists");
  for (const text of ["mine", "alpha"]) await expect(stretches).toContainText(text);
  // that is gone already
  await expect(stretches).not.toContainText("yours");
  // whose is for owners to choose
  await expect(dialog.getByLabel("Whose")).toHaveCount(0);
  await dialog.getByLabel("Where").selectOption({ label: "In what is selected in main.js" });
  await expect(dialog.getByText("Comes back: 0 characters")).toBeVisible();
  await expect(dialog.getByText("Goes: 5 characters")).toBeVisible();
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees("\nbeta\n");
  await bo.isSaved();

  await command(bo, "take edits back");
  await expect(dialog.getByText("Goes: 0 characters")).toBeVisible();
  await expect(dialog.getByText("Comes back: 5 characters")).toBeVisible();
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees("alpha\nbeta\n");
  const undoes = bo.page.getByText("0 characters are gone, 5 are back. Undo reverses that.");
  await expect(undoes).toBeVisible();
  await bo.page.keyboard.press("Control+z");
  // sooner than a notice goes by itself
  await expect(undoes).toHaveCount(0, { timeout: 2_000 });

  // where there are no keys the notice has a button
  await command(bo, "take edits back");
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await ada.sees("alpha\nbeta\n");
  await bo.page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await ada.sees("\nbeta\n");
  await expect(bo.editor).toBeFocused();
});

test("[V407] [V412] what comes back by an undo of that is of whoever wrote it, by the button and by a key, in all files, and the tabs stay", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await bo.type("spam");
  await ada.sees("spam");
  await makeFile(bo, "other.js");
  await bo.type("more");
  await bo.isSaved();
  const dialog = page.getByRole("dialog", { name: "Take back what Bo wrote" });
  const takeBack = async (goes: string, where = "In main.js") => {
    await ada.openPlace("people");
    await page.getByRole("button", { name: "Take back what Bo wrote" }).click();
    // whoever asks about a person means all that they wrote
    await expect(dialog.getByLabel("Where")).toHaveValue("room");
    await dialog.getByLabel("Where").selectOption({ label: where });
    await expect(dialog.getByText(goes)).toBeVisible();
    await expect(dialog.getByText("Afterwards a button brings all of it back")).toHaveCount(
      where === "In all files" ? 1 : 0,
    );
    await dialog.getByRole("button", { name: "Take it back" }).click();
    await expect(dialog).toHaveCount(0);
    await ada.sees("");
  };
  const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
  await takeBack("Goes: 4 characters");
  await undo.click();
  await ada.sees("spam");
  await ada.isSaved();
  await takeBack("Goes: 4 characters");
  await ada.editor.focus();
  await page.keyboard.press("Control+z");
  await ada.sees("spam");
  await ada.isSaved();
  await takeBack("Goes: 8 characters", "In all files");
  await bo.sees("");
  await expect(page.getByRole("tab", { name: "other.js" })).toHaveCount(0);
  await undo.click();
  await ada.sees("spam");
  await bo.sees("more");
  await ada.isSaved();
  await expect(page.getByRole("tab", { name: "other.js" })).toHaveCount(0);
  await takeBack("Goes: 8 characters", "In all files");
});

test.describe("while the log cannot be read", () => {
  test.use({ tolerated: /ERR_FAILED/ });

  test("[V413] somebody is put out, their edits stay until they are taken back by another press, and that is said", async ({
    visit,
  }) => {
    const ada = await visit();
    const { page } = ada;
    await ada.create("Ada");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    await bo.type("spam");
    await ada.sees("spam");
    await bo.isSaved();
    await ada.openPlace("people");
    await page.getByRole("button", { name: "Take back what Bo wrote" }).click();
    const dialog = page.getByRole("dialog", { name: "Take back what Bo wrote" });
    await expect(dialog.getByText("Goes: 4 characters")).toBeVisible();
    await dialog.getByRole("checkbox", { name: "Remove Bo from the room as well" }).check();
    await ada.context.route(/\/history\/files\/\d+\/log/, (route) => route.abort());
    // what is to be read before it is taken back
    await bo.type(" and more");
    await ada.sees("spam and more");
    await dialog.getByRole("button", { name: "Take it back and remove Bo" }).click();
    await expect(dialog.getByText("Bo is removed, but not all of what they wrote is taken back.")).toBeVisible();
    await expect(bo.page.getByText(/removed you/)).toBeVisible();
    // which links are closed is said over it
    await page
      .getByRole("dialog", { name: "Bo is removed" })
      .getByRole("button", { name: "Close", exact: true })
      .click();
    await ada.sees("spam and more");
    await ada.context.unroute(/\/history\/files\/\d+\/log/);
    await dialog.getByRole("button", { name: "Take it back", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await ada.sees("");
  });
});
