// What the operator's page says of runs, held against what ran: real ones, in real browsers.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { chart, inTable, openTab, signInAt } from "../../e2e/atDashboard.ts";
import { ClockedServer } from "../../e2e/clockedServer.ts";
import { ADMIN_TOKEN } from "../../e2e/operator.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const MINUTE_MS = 60_000;

const runs = ({ page }: Visitor): Locator => page.getByRole("log", { name: "Output" }).getByRole("article");

/** Runs this in the browser, to its end. */
async function run(visitor: Visitor, code: string, ends: string): Promise<void> {
  const { page, editor } = visitor;
  const before = await runs(visitor).count();
  await editor.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await visitor.paste(code);
  await page.keyboard.press("Control+Enter");
  await expect(runs(visitor)).toHaveCount(before + 1);
  await expect(runs(visitor).nth(before)).toContainText(ends);
}

test("[O82] the tab of runs and its charts say what ran, in which language and how it ended", async ({ browser }) => {
  test.slow();
  const server = await ClockedServer.start(browser, { ADMIN_TOKEN });
  const [ada, bo, operator] = [await server.visit(), await server.visit(), await server.visit()];
  await ada.create("Ada", "JavaScript");
  await bo.create("Bo", "TypeScript");
  for (let times = 0; times < 3; times++) await run(ada, `console.log(${times});`, "The program ended.");
  await run(ada, 'throw new Error("no");', "exit code 1");
  await run(bo, "console.log(1 satisfies number);", "The program ended.");

  const page = await signInAt(operator, server.url);
  await openTab(page, "Runs");
  const rows = page.locator("tbody").getByRole("row");
  await expect(rows.filter({ hasText: "JavaScript" })).toHaveText(/^JavaScript31$/i);
  await expect(rows.filter({ hasText: "TypeScript" })).toHaveText(/^TypeScript1–?$/i);
  await axe(operator, "what ran");
  server.clock.ahead += MINUTE_MS;
  await expect(async () => {
    await page.reload();
    await expect(chart(page, "Runs that succeeded").getByRole("img")).toBeVisible({ timeout: 2_000 });
    expect(await inTable(page, "Runs that succeeded")).toBe(4);
  }).toPass();
  expect(await inTable(page, "Run: Ended with an error")).toBe(1);
  for (const { context } of [ada, bo, operator]) await context.close();
  await server.stop();
});
