// Idle after a minute without input, away while hidden, and told once each.
import { describe, expect, it } from "@jest/globals";
import { SimClock } from "../../../server/test/fuzz/simNetwork.ts";
import { Attention } from "./attention.ts";

function setUp() {
  const clock = new SimClock();
  const told: unknown[] = [];
  const attention = new Attention({
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
    changed: (state) => told.push(state),
  });
  return { clock, told, attention };
}

describe("attention", () => {
  it("[W7] somebody is idle after a minute without input, until the next", () => {
    const { clock, told, attention } = setUp();
    for (let turn = 0; turn < 100; turn++) {
      clock.advance(900);
      attention.input();
    }
    clock.advance(59_999);
    expect(told).toEqual([]);
    clock.advance(1);
    clock.advance(600_000);
    expect(told).toEqual(["idle"]);
    attention.input();
    attention.input();
    clock.advance(60_000);
    expect(told).toEqual(["idle", undefined, "idle"]);
  });

  it("[W7] they are away while the page is hidden, and with it once it is seen", () => {
    const { clock, told, attention } = setUp();
    attention.hidden(true);
    clock.advance(120_000);
    attention.hidden(false);
    clock.advance(59_999);
    expect(told).toEqual(["away", undefined]);
    clock.advance(1);
    attention.hidden(true);
    attention.hidden(false);
    expect(told).toEqual(["away", undefined, "idle", "away", undefined]);
    attention.stop();
    clock.advance(600_000);
    expect(told).toHaveLength(5);
  });
});
