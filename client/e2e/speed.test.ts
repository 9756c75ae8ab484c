// How long things take between real windows. The bounds are generous; the figures are printed.
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

const KEYS = 200;
/** a fast typist's pace, which does not divide a frame's time */
const PACE_MS = 37;

declare global {
  interface Window {
    /** when each key was pressed, or its letter painted, in ms on the clock that all windows of the machine share */
    times: number[];
  }
}

function quantile(values: readonly number[], share: number): number {
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

test("[U24] a keystroke is painted in the other window at once", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await bo.enter(ada.link, "Bo");
  await ada.editor.focus();
  await noteKeys(ada.page);
  await notePaints(bo.page);
  await ada.page.keyboard.type("k".repeat(KEYS), { delay: PACE_MS });
  await expect.poll(() => bo.page.evaluate(() => window.times.length)).toBe(KEYS);
  const [pressed, painted] = await Promise.all([ada, bo].map(({ page }) => page.evaluate(() => window.times)));
  const took = painted!.map((time, key) => time - pressed![key]!);
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  console.log(`keystroke → painted in the other window: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  expect(Math.min(...took)).toBeGreaterThan(0);
  expect(p50).toBeLessThan(200);
  expect(p99).toBeLessThan(1000);
});

test("[U24] a link that is opened can be typed in at once", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await ada.paste("print(1)\n");
  await ada.isSaved();
  const took: number[] = [];
  for (let time = 0; time < 5; time++) {
    // a new browser, with nothing but a name
    const bo = await visit();
    await bo.page.addInitScript(() => {
      localStorage.setItem("companion:name", "Bo");
      window.times = [];
      addEventListener("focusin", ({ target }) => {
        if (target instanceof Element && target.matches(".cm-content")) window.times.push(performance.now());
      });
    });
    await bo.page.goto(ada.link);
    await bo.isIn();
    await bo.page.keyboard.press("x");
    await expect(bo.editor).toContainText("x");
    took.push((await bo.page.evaluate(() => window.times[0])) ?? Number.NaN);
    await bo.context.close();
  }
  const figures = took.map((ms) => ms.toFixed(0)).join(", ");
  console.log(`opening a link → the first keystroke is possible: ${figures} ms`);
  expect(quantile(took, 0.5)).toBeLessThan(3000);
});
