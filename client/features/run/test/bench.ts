// `npm run bench:languages`: how long programs take to start in a browser, the first time, with what runs their language, and again. Knows no room.
import { chromium } from "@playwright/test";
import type {} from "./harness.ts";
import { openHarnessSite } from "./harnessSite.ts";

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const PROGRAMS = { JavaScript: "console.log(1)", Lua: "print(1)", SQL: "select 1", Python: "print(1)" } as const;
const VISITS = 3;
const LATER = 5;

const site = await openHarnessSite();
const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

/** From the click to the first that the program says. */
async function timesOf(language: string, text: string): Promise<Record<"first" | "later", number[]>> {
  const times: Record<"first" | "later", number[]> = { first: [], later: [] };
  for (let visit = 0; visit < VISITS; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(site.url);
    for (let run = 0; run <= LATER; run++) {
      const ms = await page.evaluate(
        async ([of, file]) => {
          const from = performance.now();
          window.start({ language: of, main: "main", files: { main: file }, input: "", outputBytes: 1_000_000 });
          await window.last.ended;
          return (window.last.at["output"] ?? NaN) - from;
        },
        [language, text] as const,
      );
      times[run === 0 ? "first" : "later"].push(ms);
    }
    await context.close();
  }
  return times;
}

const line = (all: readonly number[], bare: number): string =>
  `${Math.round(median(all))} ms (${Math.round(Math.min(...all))} to ${Math.round(Math.max(...all))}, ${(median(all) / bare).toFixed(1)} of JavaScript's later ones)`;
let bare: number | undefined;
for (const [language, text] of Object.entries(PROGRAMS)) {
  const { first, later } = await timesOf(language, text);
  bare ??= median(later);
  console.log(`${language}: first ${line(first, bare)}; later ${line(later, bare)}`);
}
await browser.close();
await site.close();
