// Formatting as people use it, in the built page, while another types.
import { expect, test } from "../../e2e/test.ts";

test("[Q10] [Q11] formats as one step of undo, and leaves what another writes meanwhile", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("let a=1\nif(a){\n    b( )}\n");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await bo.type("// mine ", "start");
  const written = bo.page.keyboard.type("and more and more and more");
  await ada.page.keyboard.press("Alt+Shift+F");
  await written;
  await expect(ada.page.getByText("Formatted.")).toBeVisible();
  const formatted = "// mine and more and more and morelet a=1\nif (a) {\n    b();\n}\n";
  await expect.poll(() => ada.text()).toMatch(/if \(a\) \{\n {4}b\(\);\n\}\n$/);
  await expect.poll(() => ada.text()).toMatch(/^\/\/ mine and more and more and more/);
  await bo.sees(await ada.text());
  expect((await ada.text()).length).toBeLessThanOrEqual(formatted.length + 10);
  // Bo is still where he was
  await bo.page.keyboard.type("!");
  await expect.poll(() => ada.text()).toContain("and more!");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+z");
  await bo.sees("// mine and more and more and more!let a=1\nif(a){\n    b( )}\n");
});

test("[Q12] says what is wrong and where, or what can be formatted", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("let a = 1;\nif (\n");
  await ada.page.keyboard.press("Alt+Shift+F");
  await expect(ada.page.getByText(/^The file cannot be formatted\. Line 3: \w/)).toBeVisible();
  await ada.sees("let a = 1;\nif (\n");
  const bo = await visit();
  await bo.create("Bo", "Python");
  await bo.page.keyboard.press("Alt+Shift+F");
  await expect(bo.page.getByText(/^Python cannot be formatted here\. These can: JavaScript,/)).toBeVisible();
});
