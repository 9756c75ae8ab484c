// Formatting as people use it, in the built page, while another types.
import { expect, test } from "../../e2e/test.ts";

test.use({ tolerated: /ERR_FAILED/ });

test("[Q10] [Q11] formats as one step of undo, and leaves what another writes meanwhile", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("let a=1\nif(a){\n    b( )}\n");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await bo.type("// mine ", "start");
  // half a comment cannot be formatted
  await ada.sees("// mine let a=1\nif(a){\n    b( )}\n");
  const written = bo.page.keyboard.type("and more and more and more");
  await ada.page.keyboard.press("Alt+Shift+F");
  await written;
  await expect(ada.page.getByText("Formatted.", { exact: true })).toBeVisible();
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
  await bo.create("Bo", "Ruby");
  await bo.page.keyboard.press("Alt+Shift+F");
  await expect(bo.page.getByText(/^Ruby cannot be formatted here\. These can: JavaScript,/)).toBeVisible();
});

test("[Q10] [Q11] [Q12] [Q13] formats by a program in a frame: one step of undo, errors with their line, or not at all", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await ada.paste("def f( ):\n    return {'a':1}\n");
  const asked: string[] = [];
  ada.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  // twice is once
  await ada.page.keyboard.press("Alt+Shift+F");
  await ada.page.keyboard.press("Alt+Shift+F");
  await expect(ada.page.getByText("Formatted.", { exact: true })).toBeVisible();
  await ada.sees('def f():\n    return {"a": 1}\n');
  expect(asked.filter((path) => path.endsWith(".wasm"))).toEqual([expect.stringContaining("ruff_fmt")]);
  await expect(ada.page.locator("iframe")).toHaveCount(0);
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+z");
  await ada.sees("def f( ):\n    return {'a':1}\n");
  await ada.page.keyboard.press("Control+End");
  await ada.page.keyboard.type("x = = 1");
  await ada.page.keyboard.press("Alt+Shift+F");
  await expect(ada.page.getByText("The file cannot be formatted. Line 3: Expected an expression.")).toBeVisible();
  const bo = await visit();
  await bo.create("Bo", "Go");
  await bo.paste("package main\nfunc  main( ) { }");
  await bo.page.route("**/gofmt*.wasm", (route) => route.abort());
  await bo.page.keyboard.press("Alt+Shift+F");
  await expect(bo.page.getByText("The formatter could not be loaded.", { exact: false })).toBeVisible();
  await bo.page.unroute("**/gofmt*.wasm");
  await bo.page.route("**/gofmt*.wasm", (route) => route.fulfill({ body: "no wasm" }));
  await bo.page.keyboard.press("Alt+Shift+F");
  await expect(bo.page.getByText("The formatter gave up on this file", { exact: false })).toBeVisible();
  await bo.sees("package main\nfunc  main( ) { }");
  await bo.page.unroute("**/gofmt*.wasm");
  await bo.page.keyboard.press("Alt+Shift+F");
  await bo.sees("package main\n\nfunc main() {}\n");
});
