// How long a keystroke in one window takes until it is painted in another. Knows the editor, no server and no test.
import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** when each key was pressed, or its letter painted, in ms on the clock that all windows of the machine share */
    times: number[];
  }
}

/** The value below which `share` (0 to 1) of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

const noteKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.times = [];
    addEventListener("keydown", () => window.times.push(performance.timeOrigin + performance.now()), { capture: true });
  });

/** A letter is painted when the frame after its coming is out. */
const notePaints = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.times = [];
    const content = document.querySelector(".cm-content")!;
    new MutationObserver(() => {
      const seen = content.textContent.length;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port2.addEventListener("message", () => {
          const now = performance.timeOrigin + performance.now();
          while (window.times.length < seen) window.times.push(now);
        });
        port2.start();
        port1.postMessage(null);
      });
    }).observe(content, { childList: true, characterData: true, subtree: true });
  });

/** Types into an empty text in one window; resolves with the ms from each key's event until its letter was painted in the other. */
export async function timeKeystrokes(from: Page, to: Page, keys: number, paceMs: number): Promise<number[]> {
  await from.locator(".cm-content").focus();
  await noteKeys(from);
  await notePaints(to);
  await from.keyboard.type("k".repeat(keys), { delay: paceMs });
  await to.waitForFunction((count) => window.times.length === count, keys);
  const [pressed, painted] = await Promise.all([from, to].map((page) => page.evaluate(() => window.times)));
  return painted!.map((time, key) => time - pressed![key]!);
}
