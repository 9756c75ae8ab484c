// The page's half of the feature that docs/architecture.md shows, built into a page of its own: each part of the port as people meet it.
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { readConfig } from "../../server/config.ts";
import { settingsOf } from "../../server/features/feature.ts";
import { loadClient } from "../../server/http/page.ts";
import { type RunningServer, startServer } from "../../server/server.ts";
import { MemoryStore } from "../../server/store/memory/memoryStore.ts";
import { TestLog } from "../../server/test/harness.ts";
import serverScribe from "../../server/test/scribe/index.ts";
import { expect, test } from "./test.ts";
import { Visitor } from "./visitor.ts";

const path = (from: string): string => fileURLToPath(new URL(from, import.meta.url));

/** Puts it among the features of the page, as the docs say. */
const withScribe: Plugin = {
  name: "companion:scribe",
  enforce: "pre",
  transform(code, id) {
    // the page that people get does not have its words
    if (id === path("../german.ts")) return code.replace(', "!./e2e/**"', "");
    if (id === path("../waysIn.ts")) return "export const waysIn = [];";
    if (id === path("../roomNotes.ts")) return "export const roomNotes = [];";
    if (id === path("../entryNotes.ts")) return "export const entryNotes = [];";
    if (id !== path("../features.ts")) return undefined;
    return `import { scribe } from "./e2e/scribe/index.tsx";\n${code.replace(/= \[.*\]/, "= [scribe]")}`;
  },
};

let folder: string;
let server: RunningServer;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "companion-scribe-"));
  await build({
    configFile: path("../vite.config.ts"),
    logLevel: "warn",
    plugins: [withScribe],
    build: { outDir: folder, sourcemap: false },
  });
  const features = [serverScribe];
  server = await startServer({
    config: readConfig({ PORT: "0", HOST: "127.0.0.1", SCRIBE_TIMES: "1" }, settingsOf(features)),
    store: new MemoryStore(),
    features,
    client: loadClient(folder),
    logger: new TestLog(),
  });
});
test.afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test("[A10] docs/architecture.md shows exactly this one", () => {
  const shown = readFileSync(path("../../docs/architecture.md"), "utf8");
  for (const file of ["index.tsx", "keys.ts", "words.ts"])
    expect(shown).toContain(readFileSync(path(`./scribe/${file}`), "utf8").trim());
});

test("[U4] without a feature that reads anything else the start page asks for a link alone", async ({ browser }) => {
  const context = await browser.newContext();
  const ada = new Visitor(await context.newPage(), `http://127.0.0.1:${server.port}/`);
  await ada.goHome();
  await ada.page.getByLabel("Room link", { exact: true }).fill("K7MN2PQR");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByText("That is not a room link. Paste the whole link.")).toBeVisible();
  await context.close();
});

test("[A10] [U84] it has its button, its key, its areas and its gutter, knows the text, and is told what is refused", async ({
  browser,
}) => {
  const context = await browser.newContext();
  const ada = new Visitor(await context.newPage(), `http://127.0.0.1:${server.port}/`);
  const { page } = ada;
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  const button = page.getByRole("button", { name: "Scribe", exact: true });
  const question = page.getByRole("group", { name: "Scribe" });
  await ada.create("Ada");
  await button.click();
  await expect(page.getByRole("status")).toContainText("Nobody has written anything here.");
  await expect(question).toHaveCount(0);

  await ada.type("one");
  await page.keyboard.press("Alt+Shift+S");
  await expect(question).toBeInViewport();
  // what lies over the code takes the pointer, and what is below it does not
  const code = await page.locator("#code").boundingBox();
  const below = await question.boundingBox();
  expect(below!.y).toBeGreaterThanOrEqual(code!.y + code!.height);
  const isCovered = (): Promise<boolean> =>
    page.evaluate(
      ([x, y]) => document.elementFromPoint(x!, y!)?.closest("#code") === null,
      [code!.x + code!.width / 2, code!.y + 20],
    );
  expect(await isCovered()).toBe(true);
  await question.getByRole("button", { name: "Not now" }).click();
  await expect(question).toHaveCount(0);
  expect(await isCovered()).toBe(false);

  // a dialog has its keys for itself
  await ada.menu();
  await page.keyboard.press("Alt+Shift+S");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(question).toHaveCount(0);

  await button.click();
  await question.getByRole("button", { name: "Write" }).click();
  await ada.sees("one\nAda: 3");
  await expect(page.locator(".scribe-marks .cm-gutterElement", { hasText: "✎" })).toHaveCount(1);
  await expect(page.locator(".status-bar")).toContainText("Scribe: asked 1×");
  await button.click();
  await question.getByRole("button", { name: "Write" }).click();
  await expect(page.getByRole("status")).toContainText("No more: The scribe has written as often as it may");

  await page.getByRole("button", { name: /^People, / }).click();
  const people = page.getByRole("complementary", { name: "People" }).getByRole("listitem");
  await expect(people).toHaveText([/^AAda/, /Scribe.*not a person/]);
  await expect(people.first()).not.toContainText("not a person");
  expect(errors).toEqual([]);
  await context.close();
});
