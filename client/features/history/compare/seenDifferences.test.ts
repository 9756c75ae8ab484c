// What a reader sees of a change: by examples, and that its parts make the new text, of random ones.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { applied, changeOf, startText, wishes } from "../../../../server/test/weave/history.ts";
import { seenDifferences } from "./seenDifferences.ts";

describe("what a reader sees of a change", () => {
  it("[V403] text that was deleted and put back at its place is the same", () => {
    const line = "return a + b";
    expect(seenDifferences(line, line, [[line.length, line]])).toEqual([]);
    expect(seenDifferences(line, "return a - b", [[line.length, "return a - b"]])).toEqual([
      { fromA: 9, toA: 10, fromB: 9, toB: 10 },
    ]);
  });

  it("[V403] half of a pair of surrogates is a letter, also beside a pair", () => {
    const [before, after] = ["tail😀\ude00word ", "atail😀word "];
    expect(seenDifferences(before, after, [[before.length, after]])).toEqual([
      { fromA: 0, toA: 0, fromB: 0, toB: 1 },
      { fromA: 6, toA: 7, fromB: 7, toB: 7 },
    ]);
    // of these the comparison had no end
    expect(seenDifferences("😀", "\ud83da\ude00", [[2, "\ud83da\ude00"]])).toEqual([
      { fromA: 0, toA: 2, fromB: 0, toB: 3 },
    ]);
  });

  it("[V403] makes the same text, and no difference has the same on both sides", () => {
    fc.assert(
      fc.property(startText, wishes(1), (start, [wish = []]) => {
        const change = changeOf(wish, start, []);
        if (!change) return;
        const after = applied(change, start);
        for (const [to, made] of [
          [after, change],
          [start, [[start.length, ...start.split("\n")]]],
          [after, [[start.length, ...after.split("\n")]]],
        ] as const) {
          const differences = seenDifferences(start, to, made);
          let [text, at] = ["", 0];
          for (const { fromA, toA, fromB, toB } of differences) {
            expect(start.slice(fromA, toA)).not.toBe(to.slice(fromB, toB));
            text += start.slice(at, fromA) + to.slice(fromB, toB);
            at = toA;
          }
          expect(text + start.slice(at)).toBe(to);
        }
      }),
    );
  });
});
