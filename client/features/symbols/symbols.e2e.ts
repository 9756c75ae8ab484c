// Going to a symbol as people do, in the built page.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";

test("[Q31] a key lists what the file has, typing narrows it, Enter goes there", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.page.keyboard.press("Control+Shift+O");
  const dialog = ada.page.getByRole("dialog", { name: "Functions and types of this file" });
  await expect(dialog).toContainText("No functions, types or headings are found in this file.");
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  await ada.paste("class Shop {\n  open() {}\n  close() {}\n}\nfunction shut() {}\n");
  await ada.page.keyboard.press("Control+Shift+O");
  await expect(dialog.getByRole("option")).toHaveText([/^Shop/, /^open/, /^close/, /^shut/]);
  // the one that the caret is behind
  await expect(dialog.getByRole("option", { selected: true })).toHaveText(/^shut/);
  await axe(ada, "symbols");
  await ada.page.keyboard.type("o");
  await expect(dialog.getByRole("option")).toHaveText([/^open/, /^Shop/, /^close/]);
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.keyboard.press("ArrowUp");
  await ada.page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.type("re");
  await ada.sees("class Shop {\n  reopen() {}\n  close() {}\n}\nfunction shut() {}\n");
});

test("[Q31] on a phone it is pressed by hand, whatever sheet lies over the code", async ({ visit }) => {
  const ada = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await ada.create("Ada", "JavaScript");
  await ada.paste("function one() {}\nfunction two() {}\n");
  await ada.openPlace("chat");
  await ada.page.keyboard.press("Control+Shift+O");
  const dialog = ada.page.getByRole("dialog");
  await dialog.getByRole("option", { name: /^two/ }).tap();
  await expect(dialog).toHaveCount(0);
});
