// The library as a page elsewhere has it: the packed module in a real browser, without the page of this repository. Knows no feature.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Participant } from "../library/exports.ts";
import { expect, test } from "./test.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What whoever installs it has beside it. */
const BESIDE = ["@codemirror/state", "@marijn/find-cluster-break"];
const imports = Object.fromEntries(BESIDE.map((name) => [name, `/elsewhere/beside/${name}`]));

/** A page of somebody's with the library in it. */
interface Elsewhere extends Window {
  bot: Participant;
}

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "companion-library-"));
  await promisify(execFile)("node", [join(ROOT, ".scripts/sync.mjs"), folder]);
});
test.afterAll(() => rm(folder, { recursive: true }));

test("[K45] joins from a browser, follows, types, and leaves", async ({ visit, server }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  await ada.type("from Ada");
  await ada.isSaved();
  const { page } = await visit({ bypassCSP: true });
  const origin = new URL(ada.link).origin;
  await page.route(`${origin}/elsewhere/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.replace("/elsewhere/", "");
    const [, beside] = /^beside\/(.*)$/.exec(path) ?? [];
    const file = beside === undefined ? join(folder, path) : fileURLToPath(import.meta.resolve(beside));
    return route.fulfill({ contentType: "text/javascript", body: await readFile(file, "utf8") });
  });
  // a document of the server's own: Chromium lets one that nobody has served into no network of this machine
  await page.goto(`${origin}/health`);
  await page.addScriptTag({ type: "importmap", content: JSON.stringify({ imports }) });
  const text = await page.evaluate(async (link) => {
    const module = "/elsewhere/browser.js";
    const { join } = (await import(module)) as typeof import("../library/browser.ts");
    const bot = await join(link, { name: "Bot" });
    (window as unknown as Elsewhere).bot = bot;
    const main = await bot.open(1).ready();
    const before = main.text.toString();
    main.edit({ from: main.text.length, insert: ", and the bot" });
    await main.saved();
    return before;
  }, ada.link);
  expect(text).toBe("from Ada");
  await ada.sees("from Ada, and the bot");
  await ada.type("!");
  await page.waitForFunction(() => {
    const { bot } = window as unknown as Elsewhere;
    return bot.open(1).text.toString().endsWith("bot!");
  });
  await page.evaluate(() => (window as unknown as Elsewhere).bot.leave());
  await expect(ada.page.locator(".face-button[aria-label*='Bot']")).toHaveCount(0);
  expect(await server.textOf(ada.roomId)).toBe("from Ada, and the bot!");
});
