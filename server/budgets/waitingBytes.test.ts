// What waits for slow readers, counted by address and in all.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { WaitingBytes } from "./waitingBytes.ts";

const MIB = 1024 * 1024;

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

  it("[O21] of others hold up nobody for whom little waits", () => {
    const waiting = new WaitingBytes(0, 8 * MIB);
    const [loud, honest] = [waiting.meter("a"), waiting.meter("b")];
    loud.set(7 * MIB);
    honest.set(MIB);
    expect([loud.isTight, honest.isTight]).toEqual([true, false]);
    const told: string[] = [];
    honest.set(MIB + 1);
    honest.whenRoomy(() => told.push("honest"));
    expect(told).toEqual([]);
    honest.set(MIB);
    expect(told).toEqual(["honest"]);
  });

  it("[O21] of all together beyond what may be are those of whoever has most, which goes, and is not counted from then on", async () => {
    const waiting = new WaitingBytes(0, 10 * MIB);
    const cut: string[] = [];
    const meters = Object.fromEntries(
      (["a 1", "a 2", "b", "c"] as const).map((name) => {
        const meter = waiting.meter(name[0]!);
        meter.whenCut(() => cut.push(name));
        return [name, meter];
      }),
    );
    meters["a 1"]!.set(2 * MIB);
    meters["a 2"]!.set(3 * MIB);
    meters["b"]!.set(4 * MIB);
    meters["c"]!.set(2 * MIB);
    // what it is cut by has said all that it has to say
    await Promise.resolve();
    expect(cut).toEqual(["a 2"]);
    expect(waiting.bytes).toBe(8 * MIB);
    expect(meters["c"]!.isOver).toBe(false);
    meters["a 2"]!.set(3 * MIB);
    meters["a 2"]!.set(0);
    expect(waiting.bytes).toBe(8 * MIB);
    meters["c"]!.set(10 * MIB);
    await Promise.resolve();
    expect(cut).toEqual(["a 2", "c"]);
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
