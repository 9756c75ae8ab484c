// How long Python takes to start in a browser: the first time, and from the snapshot that the first has made. Knows no room.
import { chromium } from "@playwright/test";
import type {} from "./harness.ts";
import { openHarnessSite } from "./harnessSite.ts";

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const FIRST = 3;
const LATER = 5;

const site = await openHarnessSite();
const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const times: Record<"first" | "later", number[]> = { first: [], later: [] };
for (let visit = 0; visit < FIRST; visit++) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  for (let run = 0; run <= LATER; run++) {
    const ms = await page.evaluate(async () => {
      const from = performance.now();
      window.start({ language: "Python", main: "main.py", files: { "main.py": "print(1)" }, input: "" });
      await window.last.ended;
      return (window.last.at["output"] ?? NaN) - from;
    });
    times[run === 0 ? "first" : "later"].push(ms);
  }
  await context.close();
}
await browser.close();
await site.close();
const line = (all: readonly number[]): string =>
  `${Math.round(median(all))} ms (${Math.round(Math.min(...all))} to ${Math.round(Math.max(...all))})`;
console.log(`Python's first start in a browser: ${line(times.first)}; later ones: ${line(times.later)}`);
