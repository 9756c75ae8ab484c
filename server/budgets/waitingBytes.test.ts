// What waits for slow readers, counted by address and in all.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { WaitingBytes } from "./waitingBytes.ts";

describe("bytes that wait", () => {
  it("[O21] are tight from half of an address' bound on, and over from all of it, its connections together", () => {
    const waiting = new WaitingBytes(100, 0);
    const [one, two, other] = [waiting.meter("a"), waiting.meter("a"), waiting.meter("b")];
    one.set(30);
    two.set(20);
    expect([one.isTight, two.isTight]).toEqual([false, false]);
    two.set(21);
    expect([one.isTight, one.isOver, other.isTight]).toEqual([true, false, false]);
    one.set(80);
    expect([two.isTight, two.isOver, other.isOver]).toEqual([true, true, false]);
    one.set(0);
    expect([two.isTight, two.isOver]).toEqual([false, false]);
  });

  it("[O21] of all addresses together are bounded as well", () => {
    const waiting = new WaitingBytes(0, 100);
    const meters = Array.from({ length: 20 }, (_, index) => waiting.meter(`address ${index}`));
    for (const meter of meters) meter.set(6);
    expect(meters.every(({ isOver }) => isOver)).toBe(true);
    for (const meter of meters) meter.set(5);
    expect(meters.some(({ isOver }) => isOver)).toBe(false);
  });

  it("[O21] whoever waits until there is room goes on then, and not before", () => {
    const waiting = new WaitingBytes(100, 0);
    const [one, two] = [waiting.meter("a"), waiting.meter("a")];
    const told: string[] = [];
    one.set(90);
    two.whenRoomy(() => told.push("two"));
    waiting.meter("b").whenRoomy(() => told.push("other"));
    expect(told).toEqual(["other"]);
    one.set(60);
    expect(told).toEqual(["other"]);
    one.set(50);
    expect(told).toEqual(["other", "two"]);
    one.set(90);
    one.set(0);
    expect(told).toEqual(["other", "two"]);
  });

  it("[O21] are none when every connection has said so, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 1_000 }))), (steps) => {
        const waiting = new WaitingBytes(500, 2_000);
        const meters = Array.from({ length: 6 }, (_, index) => waiting.meter(`address ${index % 3}`));
        for (const [which, bytes] of steps) meters[which]!.set(bytes);
        for (const meter of meters) meter.set(0);
        expect(waiting.bytes).toBe(0);
        expect(meters.some(({ isTight }) => isTight)).toBe(false);
      }),
    );
  });
});
