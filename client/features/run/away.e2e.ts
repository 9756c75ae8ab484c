// Running code without a network: what was loaded once runs, is seen at once by whoever runs it, and by the others when the connection is back.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, NOT_FOUND, SERVER_IS_DOWN, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

test.use({
  tolerated: new RegExp(`${SERVER_IS_DOWN.source}|${NOT_FOUND.source}|ERR_INTERNET_DISCONNECTED|Failed to fetch`),
});

const log = ({ page }: Visitor): Locator => page.getByRole("log", { name: "Output" });
const runs = (visitor: Visitor): Locator => log(visitor).getByRole("article");
const lines = (visitor: Visitor, run: number): Locator => runs(visitor).nth(run).locator(".run-line");
const field = ({ page }: Visitor): Locator => page.getByRole("textbox", { name: "Input" });
const ALONE = "Only you see this. The others do when the connection is back.";

async function makeFile(visitor: Visitor, name: string, text: string): Promise<void> {
  await visitor.page.getByRole("button", { name: "New file", exact: true }).click();
  await visitor.page.keyboard.type(name);
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("main", { name: `Code, ${name}` })).toBeVisible();
  await expect(visitor.editor).toBeFocused();
  await visitor.page.keyboard.insertText(text);
}

const showFile = ({ page }: Visitor, name: string): Promise<void> =>
  page.getByRole("tablist", { name: "Open files" }).getByRole("tab", { name }).click();

test("[M70] [M58] without a network JavaScript and Python run that ran before, and the others see it later", async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await bo.page.locator("#place-output").click();
  await ada.paste('from other import name\nprint("hello", name)');
  await ada.page.locator("#place-files").click();
  await makeFile(ada, "ask.js", 'console.log("name:", await input("who? "));');
  await makeFile(ada, "other.py", 'name = "Bo"');
  await showFile(ada, "main.py");
  await ada.isSaved();
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(bo, 0)).toHaveText("hello Bo", { timeout: 90_000 });
  await showFile(ada, "ask.js");
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(bo, 1)).toHaveText("who? ");

  await ada.context.setOffline(true);
  await expect(ada.status).toHaveText(/^Offline/);
  // what ran goes on, and nobody else can be told
  await field(ada).fill("Ada");
  await ada.page.keyboard.press("Enter");
  await expect(lines(ada, 1)).toHaveText(["who? Ada", "name: Ada"]);
  await expect(runs(ada).nth(1)).toContainText(ALONE);
  await showFile(ada, "other.py");
  await ada.paste(' + "by"');
  await showFile(ada, "main.py");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(ada, 2)).toHaveText("hello Boby", { timeout: 30_000 });
  await expect(runs(ada).nth(2)).toContainText(ALONE);
  await axe(ada, "ran without a connection");
  await expect(lines(bo, 1)).toHaveText("who? ");
  await expect(runs(bo)).toHaveCount(2);

  await ada.context.setOffline(false);
  await ada.isSaved();
  await expect(lines(bo, 1)).toHaveText(["who? Ada", "name: Ada"]);
  await expect(lines(bo, 2)).toHaveText("hello Boby");
  await expect(runs(bo).nth(2)).toContainText("The program ended.");
  await expect(runs(ada)).toHaveCount(3);
  await expect(log(ada)).not.toContainText(ALONE);
});

test("[M70] [M58] what was never loaded cannot be without a network, and says so", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await ada.paste("print(1)");
  await ada.page.locator("#place-files").click();
  await makeFile(ada, "one.js", "console.log(1)");
  await ada.page.keyboard.press("Control+Enter");
  await expect(lines(ada, 0)).toHaveText("1");
  await showFile(ada, "main.py");
  await ada.context.setOffline(true);
  await expect(ada.status).toHaveText(/^Offline/);
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Enter");
  await expect(runs(ada).nth(1)).toContainText("What is needed to run this language could not be loaded.");
  await expect(lines(ada, 1)).toHaveText(
    "What runs this language could not be loaded. Try again when the connection is back.",
  );
});
