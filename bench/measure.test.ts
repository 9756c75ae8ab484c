// The numbers that the bench tells.
import { describe, expect, it } from "@jest/globals";
import { goalRows } from "./goals.ts";
import { fittedExponent, median, percentile, RoomTally, Tally } from "./measure.ts";

describe("what the bench measures with", () => {
  it("[measure] a percentile is a value that so many lie below", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(51);
    expect(percentile(values, 0.99)).toBe(100);
    expect(median([3, 1, 2])).toBe(2);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it("[measure] the exponent of a power is found", () => {
    const points = [1, 10, 100].map((x) => ({ x, y: 7 * x ** 1.5 }));
    expect(fittedExponent(points)).toBeCloseTo(1.5);
  });

  it("[measure] a keystroke counts once for each who hears it, and only when it was typed while counting", () => {
    const tally = new Tally();
    const room = new RoomTally(tally);
    const [reader, light] = [room.listener(true), room.listener(false)];
    room.typed("a");
    tally.begin();
    room.typed("a");
    room.typed("b");
    reader("ba");
    reader("a?");
    light("aab");
    expect(tally.typed).toBe(2);
    expect(tally.delivered).toBe(4);
    expect(tally.latencies).toHaveLength(2);
  });

  it("[measure] a goal is judged against what others had in the same scenario", () => {
    const verdictOf = (what: string, figures: Readonly<Record<string, number>>): string | undefined => {
      const find = (scenario: string, contestant: string): number =>
        scenario === "rooms-1000" || scenario === "highest-rate" ? (figures[contestant] ?? NaN) : NaN;
      return goalRows(find, String)
        .find((row) => row[1] === what && row[2] !== "")
        ?.at(-1);
    };
    const [y, hocuspocus] = ["y-websocket-leveldb", "hocuspocus-sqlite"];
    expect(verdictOf("p99 ms", { ours: 40, [y]: 50, relay: 5 })).toBe("met");
    expect(verdictOf("p99 ms", { ours: 25, [y]: 50, relay: 5 })).toBe("met, and the aim");
    expect(verdictOf("p99 ms", { ours: 51, [y]: 50, [hocuspocus]: 60, relay: 50 })).toBe("**missed**");
    expect(verdictOf("p99 ms", { ours: 51, [y]: Infinity })).toBe("met");
    expect(verdictOf("p99 ms", { ours: 1 })).toBe("not measured");
    expect(verdictOf("keys per CPU second", { ours: 9, [hocuspocus]: 10 })).toBe("**missed**");
    expect(verdictOf("keys per CPU second", { ours: 10, [y]: 10, [hocuspocus]: 3 })).toBe("met");
    // in memory, so no measure
    expect(verdictOf("p99 ms", { ours: 40, [y]: 50, "y-websocket": 30, relay: 5 })).toBe("met");
  });
});
