// What the history of a paper of 259,778 keys takes in the page: `npm run build && npm run bench:history`. A real Chromium on the built server; knows no weave.
import { writeFileSync } from "node:fs";
import { type CDPSession, chromium, type Page } from "@playwright/test";
import { ServerProcess } from "../client/e2e/serverProcess.ts";
import { Visitor } from "../client/e2e/visitor.ts";
import { readTrace, type SequentialTrace } from "../server/test/traces/trace.ts";
import { logOf } from "../server/test/weave/traceLog.ts";
import { keyTimes } from "./keyTimes.ts";
import { percentile } from "./measure.ts";

const PAPER = "automerge-paper.sequential";
const SEEKS = 300;
/** Each so manieth key is another person's, so that 10,000 are to be taken back. */
const OTHERS_EACH = 26;
/** Updates of a commit. */
const COMMIT = 200;
const PATIENCE_MS = 180_000;
/** What each figure is at most; how long it takes until the past can be played, and all of it is read, has no bound. */
const BOUNDS: Readonly<Record<string, number>> = {
  firstFrameMs: 500,
  seekP50Ms: 16,
  seekP99Ms: 100,
  memoryMiB: 20,
  blameColdMs: 1_500,
  blameWovenMs: 100,
  blameKeptMs: 100,
  blameMs: 100,
  blameKiB: 40,
  undoPreviewMs: 500,
  memoryWithAllMiB: 20,
};
const KIB = 1024;
const MIB = KIB ** 2;
const BROWSER = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The process and what it starts comes before what else the machine does, where that is allowed. */
function first(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, "-19");
  } catch {
    // others have their share
  }
}

/** Puts the paper into the first file, as if client 1 had typed it, and client 2 a little of it. */
async function typed(server: ServerProcess, roomId: string): Promise<number> {
  const stream = { roomId, file: 1 };
  const times = keyTimes();
  let version = 0;
  const seqs = [0, 0];
  await server.withStore(async (store) => {
    let entries: unknown[] = [];
    const commit = async (): Promise<void> => {
      await store.append([{ stream, from: version, count: entries.length, entries: JSON.stringify(entries) }]);
      version += entries.length;
      entries = [];
    };
    for (const { change } of logOf(readTrace<SequentialTrace>(PAPER))) {
      const client = (version + entries.length) % OTHERS_EACH === 0 ? 2 : 1;
      entries.push([client, ++seqs[client - 1]!, times.next().value, change.toJSON()]);
      if (entries.length === COMMIT) await commit();
    }
    if (entries.length > 0) await commit();
  });
  return version;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

/** The page and its threads, as the browser's debugger sees them. */
class Heaps {
  readonly #session: CDPSession;
  readonly #threads = new Set<string>();
  readonly #answers = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  constructor(session: CDPSession) {
    this.#session = session;
    session.on("Target.attachedToTarget", ({ sessionId }) => this.#threads.add(sessionId));
    session.on("Target.detachedFromTarget", ({ sessionId }) => this.#threads.delete(sessionId));
    session.on("Target.receivedMessageFromTarget", ({ message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
      if (id !== undefined) this.#answers.get(id)?.(result);
    });
  }

  async watch(): Promise<void> {
    const all = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
    await this.#session.send("Target.setAutoAttach", all);
  }

  /** MiB of objects and of typed arrays, without what is garbage. */
  async used(): Promise<number> {
    await this.#session.send("HeapProfiler.collectGarbage");
    const all = [(await this.#session.send("Runtime.getHeapUsage")) as HeapUsage];
    for (const thread of this.#threads) {
      await this.#ask(thread, "HeapProfiler.collectGarbage");
      all.push((await this.#ask(thread, "Runtime.getHeapUsage")) as HeapUsage);
    }
    return all.reduce((sum, { usedSize, backingStorageSize = 0 }) => sum + usedSize + backingStorageSize, 0) / MIB;
  }

  #ask(sessionId: string, method: string): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, resolve);
      this.#session
        .send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) })
        .catch(reject);
    });
  }
}

/**
 * ms from a press somewhere on the time line until the text of that moment is laid out, which the next frame draws. Each press waits for the
 * frame of the one before it.
 */
const seeks = (page: Page, count: number): Promise<number[]> =>
  page.evaluate(async (count) => {
    const slider = document.querySelector<HTMLElement>(".time-slider")!;
    const text = document.querySelector<HTMLElement>(".past-view .cm-content")!;
    const { left, width, top } = slider.getBoundingClientRect();
    const times: number[] = [];
    for (let seek = 0, share = 0.5; seek < count; seek++) {
      share = (share + 0.618_033_988_749) % 1;
      const at = { clientX: left + share * width, clientY: top + 5, button: 0, bubbles: true, pointerId: 1 };
      const begin = performance.now();
      const end = await new Promise<number>((resolve) => {
        // its label has the moment to the second
        const watching = new MutationObserver(() => {
          watching.disconnect();
          text.getBoundingClientRect();
          resolve(performance.now());
        });
        watching.observe(text, { attributeFilter: ["aria-label"] });
        slider.dispatchEvent(new PointerEvent("pointerdown", at));
        slider.dispatchEvent(new PointerEvent("pointerup", at));
      });
      times.push(end - begin);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }
    return times;
  }, count);

/** Has a command of the palette wait for Enter. */
async function choose(page: Page, command: string): Promise<void> {
  await page.locator("#code .cm-content").focus();
  await page.keyboard.press("F1");
  await page.getByRole("dialog").getByRole("combobox").fill(command);
  await page.getByRole("option").first().waitFor();
}

/** ms from what the page is made to do until something is there that the selector finds, and laid out. */
async function until(page: Page, selector: string, act: () => Promise<unknown>): Promise<number> {
  const measured = page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let begin = 0;
        for (const type of ["keydown", "change"])
          addEventListener(type, () => (begin = performance.now()), { capture: true, once: true });
        const look = (): void => {
          if (begin > 0 && document.querySelector(wanted)?.getBoundingClientRect().height)
            resolve(performance.now() - begin);
          else requestAnimationFrame(look);
        };
        look();
      }),
    selector,
  );
  // it listens by then
  await page.evaluate(() => {});
  await act();
  return measured;
}

const AUTHORS = "#code .blame-author";
const BLAME = "Show or hide who wrote which line";

/** ms until it is seen who wrote which line. */
async function blame(page: Page): Promise<number> {
  await choose(page, BLAME);
  return until(page, AUTHORS, () => page.keyboard.press("Enter"));
}

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
  // what the compiler puts around functions by their names is not there in the page
  await page.addInitScript("globalThis.__name = (named) => named");
  const heaps = new Heaps(await page.context().newCDPSession(page));
  await heaps.watch();
  const ada = new Visitor(page, server.url);
  // however busy the machine is
  page.setDefaultTimeout(PATIENCE_MS);
  await ada.create("Ada");
  const bo = new Visitor(await (await browser.newContext()).newPage(), server.url);
  await bo.enter(ada.link, "Bo");
  await bo.page.close();
  const updates = await typed(server, ada.roomId);
  await page.reload();
  await ada.isIn();
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/blame?"))
      sizes.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      );
  });
  const cold = await blame(page);
  // the server has a weave, and no answer for the next one
  await page.keyboard.type(" ");
  await ada.isSaved();
  await page.reload();
  await ada.isIn();
  const woven = await blame(page);
  await page.reload();
  await ada.isIn();
  const kept = await blame(page);
  await page.reload();
  await ada.isIn();
  const before = await heaps.used();
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
  await page.locator(".history-reading").waitFor({ state: "detached", timeout: PATIENCE_MS });
  const read = performance.now() - opened;
  await page.getByRole("button", { name: "Pause the history" }).click();
  const far = (await seeks(page, SEEKS)).toSorted((one, other) => one - other);
  const after = await heaps.used();
  await page.getByRole("button", { name: /^Back to now/ }).click();
  const warm = await blame(page);
  await choose(page, "Take edits back");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Take edits back" });
  await dialog.getByLabel("Whose").waitFor();
  await page.locator(".undo-lists").waitFor();
  // the next one is another element
  await page.locator(".undo-preview").evaluate((element) => element.setAttribute("data-old", ""));
  const undo = await until(page, ".undo-preview:not([data-old]) .cm-line", async () => {
    await dialog.getByLabel("Whose").selectOption({ label: "Bo" });
  });
  const goes = await page.locator(".undo-lists summary").first().textContent();
  const all = await heaps.used();
  const figures = {
    updates,
    playableMs: playable,
    firstFrameMs: firstFrame,
    readMs: read,
    seekP50Ms: percentile(far, 0.5),
    seekP99Ms: percentile(far, 0.99),
    memoryMiB: after - before,
    blameColdMs: cold,
    blameWovenMs: woven,
    blameKeptMs: kept,
    blameMs: warm,
    blameKiB: Math.max(...(await Promise.all(sizes))) / KIB,
    undoPreviewMs: undo,
    memoryWithAllMiB: all - before,
  };
  for (const [name, value] of Object.entries(figures)) {
    const most = BOUNDS[name] ?? Infinity;
    if (!(value <= most)) process.exitCode = 1;
    const bound = most === Infinity ? "" : `, ≤ ${most}${value <= most ? "" : ": missed"}`;
    process.stdout.write(`${name}: ${Math.round(value * 10) / 10}${bound}\n`);
  }
  process.stdout.write(`${goes}\n`);
} finally {
  await browser.close();
  await launched.close();
  await server.dispose();
}
