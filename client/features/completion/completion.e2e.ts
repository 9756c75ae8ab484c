// Completion as people use it, in the built page.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";

test("[Q20] [Q21] words, keywords and snippets are offered while one types", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Java");
  await ada.type("int customerCount = 1;\ncust");
  const offered = ada.page.locator(".cm-tooltip-autocomplete");
  await offered.getByText("customerCount").click();
  await ada.sees("int customerCount = 1;\ncustomerCount");
  await ada.page.keyboard.type(";\nsou");
  await offered.getByText("sout", { exact: true }).click();
  await ada.page.keyboard.type("1");
  await ada.sees("int customerCount = 1;\ncustomerCount;\nSystem.out.println(1);");
});

test("[Q22] [B85] Enter makes a line behind a whole word, and takes none that only has its letters", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const offered = ada.page.locator(".cm-tooltip-autocomplete");
  await ada.type("while True:\npas");
  // what suggests words comes behind the first letters
  await expect(async () => {
    await ada.page.keyboard.press("Control+Space");
    await expect(offered.getByText("pass", { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await ada.page.keyboard.type("s");
  await expect(offered).toHaveCount(0);
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("KEPT");
  await expect(offered.getByText("KeyboardInterrupt")).toBeVisible();
  await expect(offered.locator("[aria-selected]")).toHaveCount(0);
  await ada.page.keyboard.press("Enter");
  await ada.sees("while True:\n    pass\n    KEPT\n    ");
  await ada.page.keyboard.type("whi");
  await expect(offered.locator("[aria-selected]")).toBeVisible();
});

test("[Q21] nothing is suggested behind a dialog that is opened while it is looked for", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada", "JavaScript");
  const dialog = page.getByRole("dialog", { name: "Preferences" });
  // once before, so that the dialog is here at once
  await page.keyboard.press("Control+,");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.type("func");
  await page.keyboard.press("Control+,");
  await expect(dialog).toBeVisible();
  // while this looks at all of the page, a list would have come
  await axe(ada, "a dialog over the code");
  await expect(page.locator(".cm-tooltip-autocomplete")).toHaveCount(0);
});
