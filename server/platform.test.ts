// What the platform tells of itself.
import { describe, expect, it } from "@jest/globals";
import { eventLoopBusy } from "./platform.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("The platform", () => {
  it("[D21] says that the process is busy once it has had something to do for a while", async () => {
    const busy = eventLoopBusy();
    expect(busy()).toBe(0);
    for (const end = performance.now() + 600; performance.now() < end; await turn());
    expect(busy()).toBeGreaterThan(0.9);
  });
});
