// The token bucket.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Allowance } from "./allowance.ts";

describe("an allowance", () => {
  it("[P49] gives the burst at once, then says how long to wait, and has it by then", () => {
    const allowance = new Allowance(10, 3, 0);
    expect([1, 1, 1].map((cost) => allowance.spend(cost, 0))).toEqual([0, 0, 0]);
    expect(allowance.spend(1, 0)).toBe(100);
    expect(allowance.spend(1, 99)).toBeGreaterThan(0);
    expect(allowance.spend(1, 100)).toBe(0);
  });

  it("[P49] what costs more than the burst is possible, and empties the bucket", () => {
    const allowance = new Allowance(10, 3, 0);
    expect(allowance.spend(1_000_000, 0)).toBe(0);
    expect(allowance.spend(1, 0)).toBe(100);
  });

  it("[P49] 0 a second is no bound", () => {
    const allowance = new Allowance(0, 0, 0);
    for (let i = 0; i < 1_000; i++) expect(allowance.spend(1_000, 0)).toBe(0);
  });

  it("[P49] never gives more than the burst and what has come since; whoever waits as told is served", () => {
    const spendings = fc.array(fc.record({ cost: fc.integer({ min: 1, max: 5 }), after: fc.nat(400) }), {
      maxLength: 60,
      size: "max",
    });
    fc.assert(
      fc.property(spendings, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 5, max: 20 }), (spent, rate, burst) => {
        const allowance = new Allowance(rate, burst, 0);
        let now = 0;
        let given = 0;
        for (const { cost, after } of spent) {
          now += after;
          // A second time by a hair's breadth: the wait is in whole ms, the bucket is not.
          for (let tries = 0; ; tries++) {
            const wait = allowance.spend(cost, now);
            if (wait === 0) break;
            expect(tries).toBeLessThan(2);
            now += wait;
          }
          given += cost;
          expect(given).toBeLessThanOrEqual(burst + (now / 1000) * rate + 1e-6);
        }
      }),
    );
  });
});
