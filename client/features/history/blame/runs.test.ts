// Whose a text is as it is edited, against the weave that knows all of its history.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet } from "@codemirror/state";
import fc from "fast-check";
import { type Blame, blameOf } from "#weave/blame.ts";
import { type Origin, stretchesOf } from "#weave/stretches.ts";
import { Weave } from "#weave/weave.ts";
import { applied, changeOf, startText, wishes } from "../../../../server/test/weave/history.ts";
import { sharesOf } from "./lineAuthors.ts";
import { Runs } from "./runs.ts";

/** Far apart in time, so that each is a stretch of its own. */
const stampOf = (version: number) => ({ client: version % 3, time: version * 1_000_000 });

const putIn = (runs: Runs): (number | undefined)[] => {
  const units: (number | undefined)[] = [];
  runs.each(0, runs.length, (from, to, origin) => {
    for (let at = from; at < to; at++) units.push(origin?.put.time);
  });
  return units;
};

const blameWith = (...columns: readonly [ends: number[], put: number[], written: number[]]): Blame => {
  const [ends, put, written] = columns.map((column) => Uint32Array.from(column));
  return { ends: ends!, put: put!, written: written! };
};

describe("whose a text is", () => {
  it("[V408] stays true as it is edited: as the weave has it afterwards", () => {
    fc.assert(
      fc.property(startText, wishes(12), fc.nat({ max: 12 }), (start, history, known) => {
        const weave = new Weave(start);
        let text = start;
        let runs = new Runs(stretchesOf(blameOf(weave, 0), stampOf));
        for (const wish of history) {
          const change = changeOf(wish, text, []);
          if (!change) continue;
          weave.append(change);
          text = applied(change, text);
          // what is read once is carried along from then on
          runs =
            weave.head <= known
              ? new Runs(stretchesOf(blameOf(weave, weave.head), stampOf))
              : runs.carried(ChangeSet.fromJSON(change), stampOf(weave.head));
        }
        expect(putIn(runs)).toEqual(putIn(new Runs(stretchesOf(blameOf(weave, weave.head), stampOf))));
        expect(runs.length).toBe(text.length);
        for (let at = 0; at < text.length; at++) expect(runs.at(at)?.put.time).toBe(putIn(runs)[at]);
      }),
    );
  });

  it("[V408] is nobody's where it was of another text, and keeps nobody from typing", () => {
    const short = new Runs([]).carried(ChangeSet.of({ from: 0, insert: "one" }, 0), stampOf(1));
    const change = ChangeSet.of({ from: 5, to: 6, insert: "x" }, 8);
    expect(putIn(short.carried(change, stampOf(2)))).toEqual([
      ...Array.from({ length: 3 }, () => 1_000_000),
      undefined,
      undefined,
      2_000_000,
      undefined,
      undefined,
    ]);
    expect(short.carried(ChangeSet.of({ from: 1, insert: "x" }, 1), stampOf(2)).length).toBe(2);
  });

  it("[V408] is one stretch of what somebody types on, as of when they began", () => {
    let runs = new Runs([]);
    for (const [at, time] of [0, 30_000, 59_000, 70_000].entries())
      runs = runs.carried(ChangeSet.of({ from: at, insert: "x" }, at), { client: 1, time });
    const found: [number, Origin | undefined][] = [];
    runs.each(0, 4, (from, to, origin) => found.push([to - from, origin]));
    expect(found.map(([length, origin]) => [length, origin?.put.time])).toEqual([
      [3, 0],
      [1, 70_000],
    ]);
  });

  it("[V408] is one stretch again where what stood between is gone", () => {
    const [ann, bo] = [1, 2].map((client) => ({ client, time: 0 }));
    const runs = [ann, bo, ann].reduce(
      (before, stamp, at) => before.carried(ChangeSet.of({ from: at, insert: "x" }, at), stamp!),
      new Runs([]),
    );
    const lengths = (of: Runs): number[] => {
      const found: number[] = [];
      of.each(0, of.length, (from, to) => found.push(to - from));
      return found;
    };
    expect(lengths(runs)).toEqual([1, 1, 1]);
    expect(lengths(runs.carried(ChangeSet.of({ from: 1, to: 2 }, 3), bo!))).toEqual([2]);
  });

  it("[V407] [V408] is another stretch where it was put back, by the same person within the minute too", () => {
    const stamps = [1, 2, 3].map((time) => ({ client: 1, time }));
    const blame = blameWith([4, 6, 9], [1, 3, 1], [1, 2, 1]);
    const runs = new Runs(stretchesOf(blame, (version) => stamps[version - 1]!));
    const found: [number, number | undefined, number | undefined][] = [];
    runs.each(0, 9, (from, to, origin) => found.push([to - from, origin?.put.time, origin?.written.time]));
    expect(found).toEqual([
      [4, 1, 1],
      [2, 3, 2],
      [3, 1, 1],
    ]);
    expect(sharesOf(runs, 0, "let one=1", () => 1).map(({ units }) => units)).toEqual([6, 2]);
  });

  it("[V409] is of whoever wrote most of a line, whoever put that back", () => {
    const at = (client: number, time: number) => ({ client, time: time * 100_000 });
    const stamps = [at(1, 1), at(2, 2), at(3, 3)];
    const blame = blameWith([4, 9, 13], [1, 2, 3], [1, 2, 1]);
    const runs = new Runs(stretchesOf(blame, (version) => stamps[version - 1]!));
    const shares = sharesOf(runs, 0, "aaaabbbbbaaaa", (client) => client);
    expect(shares.map(({ origin, units }) => [origin.written.client, units])).toEqual([
      [1, 4],
      [1, 4],
      [2, 5],
    ]);
  });

  it("[V409] is told of a line by shares, the largest first, blanks for nobody", () => {
    const first = { client: 1, time: 1 };
    const later = { client: 2, time: 100_000 };
    const again = { client: 3, time: 200_000 };
    const runs = new Runs([])
      .carried(ChangeSet.of({ from: 0, insert: "let a = 1;" }, 0), first)
      .carried(ChangeSet.of({ from: 10, insert: "      !!" }, 10), later)
      .carried(ChangeSet.of({ from: 18, insert: "?" }, 18), again);
    const shares = sharesOf(runs, 0, "let a = 1;      !!?", (client) => Math.min(client, 2));
    expect(shares.map(({ origin, units }) => [origin.written.client, units])).toEqual([
      [1, 7],
      [3, 3],
    ]);
  });
});
