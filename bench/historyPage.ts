// What the history of a paper of 259,778 keys takes in the page: `npm run build && npm run bench:history`. A real Chromium on the built server; knows no weave.
import { writeFileSync } from "node:fs";
import { chromium, type Page } from "@playwright/test";
import { ServerProcess } from "../client/e2e/serverProcess.ts";
import { Visitor } from "../client/e2e/visitor.ts";
import { readTrace, type SequentialTrace } from "../server/test/traces/trace.ts";
import { logOf } from "../server/test/weave/traceLog.ts";
import { keyTimes } from "./keyTimes.ts";
import { percentile } from "./measure.ts";

const PAPER = "automerge-paper.sequential";
const SEEKS = 300;
/** Updates of a commit. */
const COMMIT = 200;
const MIB = 1024 ** 2;
const BROWSER = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // memory is measured when it is asked for
  "--enable-blink-features=ForceEagerMeasureMemory",
];

/** The process and what it starts comes before what else the machine does, where that is allowed. */
function first(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, "-19");
  } catch {
    // others have their share
  }
}

/** Puts the paper into the first file, as if client 1 had typed it. */
async function typed(server: ServerProcess, roomId: string): Promise<number> {
  const stream = { roomId, file: 1 };
  const times = keyTimes();
  let version = 0;
  await server.withStore(async (store) => {
    let entries: unknown[] = [];
    const commit = async (): Promise<void> => {
      await store.append([{ stream, from: version, count: entries.length, entries: JSON.stringify(entries) }]);
      version += entries.length;
      entries = [];
    };
    for (const { change } of logOf(readTrace<SequentialTrace>(PAPER))) {
      entries.push([1, version + entries.length + 1, times.next().value, change.toJSON()]);
      if (entries.length === COMMIT) await commit();
    }
    if (entries.length > 0) await commit();
  });
  return version;
}

/** MiB of the page and its threads. */
const memory = async (page: Page): Promise<number> =>
  (await page.evaluate(async () => {
    const measured = performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
    const each: number[] = [];
    for (let time = 0; time < 5; time++) each.push((await measured.measureUserAgentSpecificMemory()).bytes);
    return Math.min(...each);
  })) / MIB;

/** ms from a press somewhere on the time line until its text is drawn, each place after the frame of the one before it. */
const seeks = (page: Page, count: number): Promise<number[]> =>
  page.evaluate(async (count) => {
    const slider = document.querySelector<HTMLElement>(".time-slider")!;
    const content = (): string => document.querySelector(".past-view .cm-content")?.getAttribute("aria-label") ?? "";
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const { left, width, top } = slider.getBoundingClientRect();
    const times: number[] = [];
    for (let seek = 0, share = 0.5; seek < count; seek++) {
      share = (share + 0.618_033_988_749) % 1;
      const at = { clientX: left + share * width, clientY: top + 5, button: 0, bubbles: true, pointerId: 1 };
      const before = content();
      const begin = performance.now();
      slider.dispatchEvent(new PointerEvent("pointerdown", at));
      slider.dispatchEvent(new PointerEvent("pointerup", at));
      while (content() === before) await frame();
      // what was dispatched is drawn by then
      times.push((await frame()) - begin);
    }
    return times;
  }, count);

const server = await ServerProcess.start({});
const launched = await chromium.launchServer({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: BROWSER,
});
first(process.pid);
first(launched.process().pid ?? process.pid);
const browser = await chromium.connect(launched.wsEndpoint());
try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  // a page by itself may measure its memory
  await page.route("**/*", async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    };
    await route.fulfill({ response, headers });
  });
  const ada = new Visitor(page, server.url);
  await ada.create("Ada");
  const updates = await typed(server, ada.roomId);
  await page.reload();
  await ada.isIn();
  const before = await memory(page);
  const opened = performance.now();
  await page.locator("#place-history").click();
  const play = page.getByRole("button", { name: "Play the history" });
  await play.waitFor();
  const playable = performance.now() - opened;
  const firstFrame = await page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const begin = performance.now();
    document.querySelector<HTMLElement>(".history-play")!.click();
    while ((document.querySelector(".past-view .cm-content")?.textContent ?? "") === "") await frame();
    return (await frame()) - begin;
  });
  await page.locator(".history-reading").waitFor({ state: "detached", timeout: 120_000 });
  const read = performance.now() - opened;
  await page.getByRole("button", { name: "Pause the history" }).click();
  const far = (await seeks(page, SEEKS)).toSorted((one, other) => one - other);
  const after = await memory(page);
  const figures = {
    updates,
    playableMs: playable,
    firstFrameMs: firstFrame,
    readMs: read,
    seekP50Ms: percentile(far, 0.5),
    seekP99Ms: percentile(far, 0.99),
    memoryMiB: after - before,
  };
  for (const [name, value] of Object.entries(figures))
    process.stdout.write(`${name}: ${Math.round(value * 10) / 10}\n`);
} finally {
  await browser.close();
  await launched.close();
  await server.dispose();
}
