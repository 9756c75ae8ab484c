// How a file is indented, as people see and choose it in the status line.
import { expect, test } from "../../e2e/test.ts";

test("[Q50] the status line says how this file is indented, and another way is chosen there for it alone", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const indent = page.getByLabel("Indentation of this file");
  await expect(indent).toHaveValue("Spaces: 2");
  await indent.selectOption("Tabs: 4");
  await ada.type("if (a) {\n");
  await ada.sees("if (a) {\n\t\n}");
  await expect(indent).toHaveValue("Tabs: 4");
  await expect(async () => {
    await page.keyboard.press("F1");
    await expect(page.getByRole("combobox", { name: "Search commands" })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("Indent this file with 8 spaces");
  await page.keyboard.press("Enter");
  await expect(indent).toHaveValue("Spaces: 8");
  await ada.openPlace("files");
  await page.getByRole("button", { name: "New file", exact: true }).click();
  await page.getByRole("textbox", { name: "New file in the room" }).fill("b.py");
  await page.keyboard.press("Enter");
  await expect(indent).toHaveValue("Spaces: 4");
  await page.getByRole("tab", { name: "main" }).click();
  await expect(indent).toHaveValue("Spaces: 8");
});
