// Two windows of Chromium: from the event of a key to its letter being painted in the other. Knows the page.
import { percentile } from "../measure.ts";
import type { Metrics, Run, Scenario } from "./scenario.ts";

const KEYS = 300;
/** A fast typist's pace, which does not divide a frame's time. */
const PACE_MS = 37;

async function run({ server }: Run): Promise<Metrics> {
  // Here, because all other scenarios would wait for it.
  const { chromium } = await import("@playwright/test");
  const { default: config } = await import("../../client/e2e/playwright.config.ts");
  const { timeKeystrokes } = await import("../../client/e2e/keystrokeTimes.ts");
  const { Visitor } = await import("../../client/e2e/visitor.ts");
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const visit = async () =>
      new Visitor(await (await browser.newContext()).newPage(), `http://127.0.0.1:${server.port}/`);
    const [ada, bo] = [await visit(), await visit()];
    await ada.create("Ada", "Plain Text");
    await bo.enter(ada.link, "Bo");
    const took = await timeKeystrokes(ada.page, bo.page, KEYS, PACE_MS);
    return { p50Ms: percentile(took, 0.5), p95Ms: percentile(took, 0.95), p99Ms: percentile(took, 0.99) };
  } finally {
    await browser.close();
  }
}

export const browserScenario: Scenario = {
  name: "browser",
  title: "Two windows of Chromium: from a key's event to its letter painted in the other",
  boundSeconds: 90,
  only: ["ours"],
  needsPage: true,
  run,
};
