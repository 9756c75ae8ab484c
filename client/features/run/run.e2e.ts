// Running code as people meet it: in two windows and a late third, over a reload, stopped, typed to, asked for; keyboard, phone, screen reader.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const log = ({ page }: Visitor): Locator => page.getByRole("log", { name: "Output" });
const runs = (visitor: Visitor): Locator => log(visitor).getByRole("article");
const field = ({ page }: Visitor): Locator => page.getByRole("textbox", { name: "Input" });
const runButton = ({ page }: Visitor): Locator =>
  page.getByRole("banner").getByRole("button", { name: "Run", exact: true });
const stopButton = ({ page }: Visitor): Locator =>
  page.getByRole("banner").getByRole("button", { name: "Stop", exact: true });

const lines = (visitor: Visitor, run = 0): Locator => runs(visitor).nth(run).locator(".run-line");

async function openOutput({ page }: Visitor): Promise<void> {
  await page.locator("#place-output").click();
}

test("[M43] [M48] [M91] everybody sees the same run, and that it waits, who comes later and who reloads too", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await ada.paste('console.log("one");\nconsole.error("two");\nawait input("go on? ");\nconsole.log("three");');
  await ada.isSaved();
  await runButton(ada).click();
  await openOutput(bo);
  for (const visitor of [ada, bo]) await expect(lines(visitor)).toHaveText(["one", "two", /go on\?/]);
  await expect(runs(ada)).toContainText("Waits for input · Ada");
  // whoever may run may answer
  await expect(runs(bo)).toContainText("Waits for input · Ada");
  await expect(runs(ada)).toContainText("in your browser, not verified");
  await expect(runs(bo)).toContainText("in Ada’s browser, not verified");
  const cy = await visit();
  await cy.enter(ada.link, "Cy");
  await openOutput(cy);
  await expect(lines(cy)).toHaveText(["one", "two", /go on\?/]);
  await expect(runs(cy)).toContainText("Waits for input · Ada");
  const menu = await ada.menu();
  await menu.getByLabel("Who may run code").selectOption("Owners");
  await ada.page.keyboard.press("Escape");
  await expect(runs(cy)).toContainText("Waits for input from Ada · main.js");
  await field(ada).fill("yes");
  await ada.page.keyboard.press("Enter");
  for (const visitor of [ada, bo, cy]) {
    await expect(lines(visitor)).toHaveText(["one", "two", "go on? yes", "three"]);
    await expect(runs(visitor)).toContainText("The program ended.");
  }
  await expect(log(ada)).toBeFocused();
  await expect(ada.announced).toContainText("main.js: The program ended.");
  await expect(log(ada)).toHaveAttribute("aria-live", "off");
  await bo.page.reload();
  await expect(lines(bo)).toHaveText(["one", "two", "go on? yes", "three"]);
  await runs(bo).getByText("not verified").hover();
  await expect(bo.page.getByText("this proves nothing")).toBeVisible();
});

test("[M92] the first run of another opens the output, which stays closed once it was closed; a phone has a notice", async ({
  visit,
}) => {
  const [ada, bo, cy] = [await visit(), await visit(), await visit(PHONE)];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await cy.enter(ada.link, "Cy");
  await ada.paste('console.log("one");');
  await ada.isSaved();
  await bo.editor.focus();
  await runButton(ada).click();
  await expect(lines(bo)).toHaveText(["one"]);
  await expect(bo.editor).toBeFocused();
  await expect(log(cy)).toHaveCount(0);
  const told = cy.page.locator(".notice").filter({ hasText: "Ada runs main.js." });
  await told.getByRole("button", { name: "Show" }).click();
  await expect(lines(cy)).toHaveText(["one"]);
  await bo.page.getByRole("button", { name: "Close Output" }).click();
  await bo.page.reload();
  await bo.isIn();
  await runButton(ada).click();
  await expect(runs(ada)).toHaveCount(2);
  await expect(bo.page.locator("#place-output")).toContainText("1");
  await expect(log(bo)).toHaveCount(0);
});

test("[M46] a run ends by its button, by its key, by somebody else, and with the window that runs it", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await openOutput(bo);
  await ada.paste('console.log("be");\nconsole.log("gun");\nfor (;;);');
  await runButton(ada).click();
  await expect(lines(bo)).toHaveText(["be", "gun"]);
  await stopButton(ada).click();
  await expect(runs(bo)).toContainText("The run was stopped.");
  await expect(runButton(ada)).toBeFocused();

  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(bo, 1)).toHaveText(["be", "gun"]);
  // the key does nothing else
  expect(await ada.text()).toBe('console.log("be");\nconsole.log("gun");\nfor (;;);');
  await ada.page.keyboard.press("Control+.");
  await expect(runs(bo).nth(1)).toContainText("The run was stopped.");

  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(bo, 2)).toHaveText(["be", "gun"]);
  await runs(bo).nth(2).getByRole("button", { name: "Stop" }).click();
  await expect(runs(bo).nth(2)).toContainText("The run was stopped.");
  await expect(runButton(ada)).toBeVisible();

  // what is run again ends before
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(bo, 3)).toHaveText(["be", "gun"]);
  await ada.page.keyboard.press("Control+Enter");
  await expect(runs(bo).nth(3)).toContainText("The run was stopped.");
  await expect(lines(bo, 4)).toHaveText(["be", "gun"]);

  await ada.page.reload();
  await expect(runs(bo).nth(4)).toContainText("The browser that ran it has gone.");
  await expect(runs(ada).nth(4)).toContainText("The browser that ran it has gone.");
  await expect(runButton(ada)).toBeVisible();
});

test("[M42] [M47] Python asks while it runs, anybody answers, and where it fails leads to the line", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await openOutput(bo);
  await ada.paste('def half(n):\n    return n / 0\n\nprint("\\x1b[31mred\\x1b[0m")\nhalf(int(input("n? ")))');
  await ada.isSaved();
  await ada.page.keyboard.press("Control+Enter");
  await expect(ada.announced).toContainText("The program waits for input.", { timeout: 60_000 });
  await expect(lines(bo)).toHaveText(["red", "n? "]);
  await expect(lines(bo).first().locator(".ansi-1")).toHaveText("red");
  await field(bo).fill("8");
  await bo.page.getByRole("button", { name: "Send" }).click();
  for (const visitor of [ada, bo]) await expect(runs(visitor)).toContainText("The program ended with exit code 1.");
  await expect(runs(ada)).toContainText("ZeroDivisionError");
  await expect(log(bo)).toBeFocused();
  await runs(bo).getByRole("button", { name: '"main.py", line 2' }).click();
  await expect(bo.page.locator(".cm-activeLine")).toHaveText("    return n / 0");
  await expect(bo.editor).toBeFocused();
});

test("[M47] where a browser cannot ask, the input is written before, and no box is there while it runs", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.page.addInitScript(() => Reflect.deleteProperty(WebAssembly, "Suspending"));
  await ada.create("Ada", "Python");
  await ada.paste('print("hello", input())\nwhile True: pass');
  await ada.isSaved();
  await openOutput(ada);
  await field(ada).fill("Bo");
  await runButton(ada).click();
  await expect(lines(ada)).toHaveText("hello Bo", { timeout: 60_000 });
  await expect(field(ada)).toHaveCount(0);
  await stopButton(ada).click();
  await expect(field(ada)).toHaveValue("Bo");
});

test("[M45] who may not run asks, and nothing runs before somebody presses", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await ada.type('console.log("ran");');
  const menu = await ada.menu();
  await menu.getByLabel("Who may run code").selectOption("Owners");
  await ada.page.keyboard.press("Escape");
  await expect(runButton(bo)).toHaveCount(0);
  await openOutput(bo);
  await bo.page.getByRole("button", { name: "Ask the others to run it" }).click();
  const notice = ada.page.getByRole("status").getByText("Bo asks to run main.js");
  await expect(notice).toBeVisible();
  await expect(runs(bo)).toHaveCount(0);
  await ada.page.getByRole("status").getByRole("button", { name: "Run it" }).click();
  for (const visitor of [ada, bo]) {
    await expect(lines(visitor)).toHaveText("ran");
    await expect(log(visitor)).toContainText("Bo asks to run main.js.");
  }
  // it stays there to be pressed later
  await log(ada).getByRole("button", { name: "Run it" }).click();
  await expect(runs(bo)).toHaveCount(2);
});

test("[M49] styles show the HTML file that links them, beside its console, until the output is folded", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "HTML");
  await ada.paste(
    '<!doctype html><link rel="stylesheet" href="style.css"><h1>Hello</h1><script>console.log("from the page")</script>',
  );
  await ada.isSaved();
  await ada.openPlace("files");
  await ada.page.getByRole("button", { name: "New file", exact: true }).click();
  await ada.page.keyboard.type("style.css");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("main", { name: "Code, style.css" })).toBeVisible();
  await expect(ada.editor).toBeFocused();
  await ada.paste("h1 { color: rgb(1, 2, 3) }");
  await ada.isSaved();
  await ada.page.keyboard.press("Control+Enter");
  await ada.page.getByRole("button", { name: "Show the page" }).click();
  await expect(ada.page.frameLocator(".run-preview iframe").getByRole("heading")).toHaveText("Hello");
  await expect(ada.page.frameLocator(".run-preview iframe").getByRole("heading")).toHaveCSS("color", "rgb(1, 2, 3)");
  await expect(lines(ada)).toHaveText("from the page");
  await ada.page.getByRole("button", { name: "Close Output" }).click();
  await ada.page.locator("#place-output").click();
  await expect(runs(ada)).toContainText("The run was stopped.");
  await expect(ada.page.locator(".run-preview")).toHaveCount(0);
});

test("[M56] whoever starts a page is asked before anything of it runs, once in a tab", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit(PHONE)];
  await ada.create("Ada", "HTML");
  await bo.enter(ada.link, "Bo");
  await ada.paste('<!doctype html><script>console.log("ran")</script>');
  await ada.isSaved();
  const question = ({ page }: Visitor): Locator => page.getByRole("dialog", { name: "Show index.html?" });
  await ada.page.keyboard.press("Control+Enter");
  await expect(question(ada)).toContainText("it can learn your network address");
  await expect(question(ada).getByRole("heading")).toBeFocused();
  await axe(ada, "asked to show a page");
  // the key that asked does not answer
  await ada.page.keyboard.press("Enter");
  await question(ada).getByRole("button", { name: "Do not" }).click();
  await expect(question(ada)).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.press("Control+Enter");
  await expect(question(ada)).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(question(ada)).toHaveCount(0);
  await expect(log(ada)).toContainText("Run shows here what comes out, for everybody.");
  await expect(ada.page.locator("iframe")).toHaveCount(0);

  await ada.page.keyboard.press("Control+Enter");
  await expect(question(ada).getByRole("heading")).toBeFocused();
  // past what closes it
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  await expect(lines(ada)).toHaveText("ran");
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(ada, 1)).toHaveText("ran");
  await ada.page.reload();
  await expect(runButton(ada)).toBeVisible();
  await runButton(ada).click();
  await expect(lines(ada, 2)).toHaveText("ran");

  await bo.page.locator(".thumb-bar").getByRole("button", { name: "Run", exact: true }).tap();
  await expect(question(bo)).toBeVisible();
  await axe(bo, "asked to show a page, on a phone");
  await expect(runs(bo)).toHaveCount(3);
  await question(bo).getByRole("button", { name: "Show the page" }).tap();
  await expect(lines(bo, 3)).toHaveText("ran");
});

test("[M49] [M41] what cannot be run says why, and where there is much, the newest lines are shown", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "C++");
  await runButton(ada).click();
  await expect(ada.page.getByRole("status")).toContainText("Browsers cannot run C++, and this server runs no code.");
  await ada.language.selectOption("JavaScript");
  // the room says it back
  await expect(runButton(ada)).toHaveAttribute("data-tip", "Run in this browser");
  await ada.paste("for (let line = 0; line < 1_000; line++) console.log(line);");
  await ada.page.keyboard.press("Control+Enter");
  await expect(runs(ada)).toContainText("The program ended.");
  await expect(lines(ada)).toHaveCount(300);
  await expect(lines(ada).last()).toHaveText("999");
  await expect(lines(ada).last()).toBeInViewport();
  await log(ada).getByRole("button", { name: "Show 700 lines above" }).click();
  await expect(lines(ada)).toHaveCount(1_000);
  await ada.page.keyboard.press("Control+End");
  await ada.paste("\nfor (let line = 0; line < 2_000; line++) console.log(line);");
  await ada.page.keyboard.press("Control+Enter");
  await expect(runs(ada).nth(1)).toContainText("The program ended.");
  // what a press shows, and of how many
  await runs(ada).nth(1).getByRole("button", { name: "Show 1,000 more of 2,700 lines above" }).click();
  await expect(lines(ada, 1)).toHaveCount(1_300);
  // each change of the colour costs an element
  await ada.page.keyboard.press("Control+End");
  await ada.paste(
    '\nconst line = Array.from({ length: 200 }, (_, at) => `\\x1b[3${at % 2 + 1}mx`).join("");\nfor (let at = 0; at < 300; at++) console.log(line);',
  );
  await ada.page.keyboard.press("Control+Enter");
  await expect(runs(ada).nth(2)).toContainText("The program ended.");
  await expect(runs(ada).nth(2).locator(".run-line span")).toHaveCount(2_000);
  await expect(lines(ada, 2).last()).toBeInViewport();
});

test("[M39] an owner clears the output for everybody, after a question", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await openOutput(bo);
  await ada.type('console.log("gone soon");');
  await runButton(ada).click();
  await expect(lines(bo)).toHaveText("gone soon");
  await expect(bo.page.getByRole("button", { name: "Clear" })).toHaveCount(0);
  await ada.page.getByRole("button", { name: "Clear" }).click();
  await ada.page.getByRole("button", { name: "Keep it" }).click();
  // by its name as well
  await expect(async () => {
    await ada.page.keyboard.press("F1");
    await expect(ada.page.getByRole("combobox", { name: "Search commands" })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await ada.page.keyboard.type("Clear the output");
  await ada.page.locator(".chooser-list").getByRole("option", { name: "Clear the output" }).click();
  await expect(runs(bo)).toHaveCount(1);
  await ada.page.getByRole("button", { name: "Clear for everybody" }).click();
  for (const visitor of [ada, bo]) {
    await expect(runs(visitor)).toHaveCount(0);
    await expect(log(visitor)).toContainText("Ada cleared the output.");
  }
});

test("[M48] keyboard, screen reader and phone", { tag: "@long" }, async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit(PHONE);
  await bo.enter(ada.link, "Bo");
  await ada.paste('console.log("\\x1b[33myellow\\x1b[0m", await input("who? "));\nnull.x;');
  await ada.isSaved();
  await axe(ada, "folded");
  await ada.page.keyboard.press("Control+j");
  await expect(log(ada)).toContainText("Run shows here what comes out, for everybody.");
  await axe(ada, "nothing yet");
  // on a phone it is at the thumb
  await bo.page.locator(".thumb-bar").getByRole("button", { name: "Run", exact: true }).tap();
  await expect(field(bo)).toBeVisible();
  await expect(lines(bo)).toHaveText("who? ");
  await expect(bo.page.locator(".thumb-bar").getByRole("button", { name: "Stop", exact: true })).toBeVisible();
  await axe(bo, "asks, on a phone");
  await axe(ada, "runs elsewhere");
  await field(bo).fill("me");
  await bo.page.keyboard.press("Enter");
  await expect(runs(bo)).toContainText("main.js:2");
  await axe(bo, "failed, on a phone");
  await axe(ada, "failed");
  expect(await bo.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  await runs(bo)
    .getByRole("button", { name: /main\.js:2/ })
    .tap();
  await expect(bo.page.locator(".cm-activeLine")).toHaveText("null.x;");
  await expect(log(bo)).toHaveCount(0);
});
