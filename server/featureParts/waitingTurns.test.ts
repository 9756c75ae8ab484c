// Whose turn it is among those who wait, against a model that hands them out one by one.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { WaitingTurns } from "./waitingTurns.ts";

interface One {
  readonly origin: string;
  readonly room: string;
  readonly number: number;
}

const turns = (): WaitingTurns<One> =>
  new WaitingTurns(
    ({ origin }) => origin,
    ({ room }) => room,
  );

const waiting = fc
  .array(fc.record({ origin: fc.constantFrom("x", "y", "z"), room: fc.constantFrom("a", "b", "c") }), { maxLength: 20 })
  .map((all) => all.map((one, number): One => ({ ...one, number })));

/** Takes all of them, in their turns. */
function taken(of: WaitingTurns<One>): number[] {
  const numbers: number[] = [];
  for (let one = of.next(); one; one = of.next()) numbers.push(one.number);
  return numbers;
}

describe("those who wait", () => {
  it("[F32] come of each address in turn, and of one address of each room in turn, who came first first", () => {
    const all = turns();
    const come = (origin: string, room: string, number: number) => all.add({ origin, room, number });
    for (const number of [1, 2, 3]) come("x", "a", number);
    come("x", "b", 4);
    come("y", "a", 5);
    expect([all.count, all.countOf("x"), all.countOf("y"), all.countOf("z")]).toEqual([5, 4, 1, 0]);
    expect(taken(all)).toEqual([1, 5, 4, 2, 3]);
    expect([all.count, all.next()]).toEqual([0, undefined]);
  });

  it("[F32] are known in the order of their turns, whoever has left", () => {
    fc.assert(
      fc.property(waiting, fc.array(fc.nat(19)), fc.nat(5), (ones, leaving, first) => {
        const all = turns();
        for (const one of ones) all.add(one);
        for (let turn = 0; turn < first; turn++) all.next();
        for (const number of leaving) if (ones[number]) all.delete(ones[number]);
        const known = all.all.map(({ number }) => number);
        expect(all.count).toBe(known.length);
        expect(taken(all)).toEqual(known);
      }),
    );
  });

  it("[F32] are most of one address and of one room of it, of which the newest is known", () => {
    const all = turns();
    expect(all.newestOfMost).toBeUndefined();
    all.add({ origin: "x", room: "a", number: 1 });
    all.add({ origin: "y", room: "a", number: 2 });
    expect(all.newestOfMost?.number).toBe(1);
    for (const [index, room] of ["b", "c", "c", "b", "b", "c", "c"].entries())
      all.add({ origin: "y", room, number: 3 + index });
    expect(all.newestOfMost?.number).toBe(9);
  });
});
