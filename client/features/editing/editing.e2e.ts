// What is done in the editor by its keys, in real windows.
import { devices } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";

test("[U98] a search says how many there are, and at which the caret is", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  await ada.paste("one two one\ntwo one");
  await ada.isWhole();
  await ada.page.keyboard.press("Control+f");
  const { keyboard } = ada.page;
  const count = ada.page.locator(".search-count");
  await keyboard.type("one");
  await expect(count).toHaveText("3 results");
  await keyboard.press("Enter");
  await expect(count).toHaveText("1 of 3");
  await keyboard.press("Enter");
  await expect(count).toHaveText("2 of 3");
  await keyboard.type("x");
  await expect(count).toHaveText("No results");
});

test("[U98] carets are added by Ctrl-D, by Alt and by Ctrl with a click, and undo is one step", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  await ada.paste("one\none\ntwo");
  await ada.isWhole();
  const { keyboard } = ada.page;
  await keyboard.press("Control+Home");
  await keyboard.press("Control+d");
  await keyboard.press("Control+d");
  await keyboard.type("1");
  await ada.sees("1\n1\ntwo");
  await keyboard.press("Control+z");
  await ada.sees("one\none\ntwo");
  for (const held of ["Alt", "Control"] as const) {
    await ada.page.locator(".cm-line").nth(0).click();
    await ada.page
      .locator(".cm-line")
      .nth(2)
      .click({ modifiers: [held] });
    await keyboard.type("!");
    await ada.sees("one!\none\ntwo!");
    await keyboard.press("Control+z");
    await ada.sees("one\none\ntwo");
  }
});

test("[U98] lines are commented out and back in, and folded", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "JavaScript");
  await ada.paste("if (a) {\n  b();\n}");
  await expect(ada.page.locator(".syntax-keyword").first()).toBeVisible();
  const { keyboard } = ada.page;
  await keyboard.press("Control+a");
  await keyboard.press("Control+/");
  await ada.sees("// if (a) {\n//   b();\n// }");
  await keyboard.press("Control+/");
  await keyboard.press("Control+Home");
  await keyboard.press("Control+Shift+BracketLeft");
  await expect(ada.page.locator(".cm-foldPlaceholder")).toHaveCount(1);
  await keyboard.press("Control+Shift+BracketRight");
  await ada.sees("if (a) {\n  b();\n}");
});

test("[U99] a link opens with Ctrl and a click, and knows nothing of the room", async ({ visit, server }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const address = server.url;
  await ada.paste(`See ${address}`);
  const opening = ada.context.waitForEvent("page");
  await ada.page.locator(".code-link").click({ modifiers: ["Control"] });
  const opened = await opening;
  await opened.waitForLoadState();
  expect(opened.url()).toBe(address);
  expect(await opened.evaluate(() => window.opener === null && document.referrer === "")).toBe(true);
  await ada.sees(`See ${address}`);
});

test("[U100] a line that is wrapped goes on under its first letter", async ({ visit }) => {
  const ada = await visit({ viewport: { width: 360, height: 740 } });
  await ada.create("Ada", "Plain Text");
  await ada.paste(`\t    ${"word ".repeat(30)}end`);
  // it comes behind the text
  await expect(ada.page.locator(".cm-line")).toHaveClass(/hang-8/);
  const lefts = await ada.page.locator(".cm-line").evaluate((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const letters = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = letters.nextNode(); node; node = letters.nextNode()) {
      const first = node.textContent!.indexOf("word");
      if (first === -1) continue;
      range.setStart(node, first);
      break;
    }
    return [...range.getClientRects()].map(({ left }) => Math.round(left));
  });
  // from the first letter on
  expect(lefts.length).toBeGreaterThan(2);
  expect(Math.max(...lefts) - Math.min(...lefts)).toBeLessThanOrEqual(1);
});

test("[U101] keys for code stand over a phone's keyboard, and the focus stays in the code", async ({ visit }) => {
  const { defaultBrowserType: _, ...phone } = devices["Pixel 7"];
  const ada = await visit({ ...phone, viewport: { width: 360, height: 740 } });
  await ada.create("Ada", "JavaScript");
  const keys = ada.page.getByRole("region", { name: "Keys for code" });
  await expect(keys).toHaveCount(0);
  // what the keyboard does to the window
  await ada.page.setViewportSize({ width: 360, height: 420 });
  await expect(keys).toBeVisible();
  await axe(ada, "keys for code");
  const heights = await keys.getByRole("button").evaluateAll((all) => all.map((one) => one.clientHeight));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(40);
  await keys.getByRole("button", { name: "(", exact: true }).tap();
  await ada.sees("()");
  await expect(ada.editor).toBeFocused();
  await keys.getByRole("button", { name: "Right" }).tap();
  await keys.getByRole("button", { name: ";", exact: true }).tap();
  await ada.sees("();");
  await keys.getByRole("button", { name: "Undo" }).tap();
  await expect.poll(() => ada.text()).not.toContain(";");
  await ada.page.setViewportSize({ width: 360, height: 740 });
  await expect(keys).toHaveCount(0);
});
