// Differences and counts of lines as the change has them, of random ones too.
import { describe, expect, it } from "@jest/globals";
import { Chunk, Change } from "@codemirror/merge";
import { Text } from "@codemirror/state";
import fc from "fast-check";
import { applied, changeOf, startText, wishes } from "../../../../server/test/weave/history.ts";
import { changedLines, differencesOf } from "./exactDifferences.ts";

describe("how two moments differ", () => {
  it("[V403] is what the change says, and not what is guessed from letters", () => {
    expect(differencesOf([2, [1], 3, [0, "a", "b"]])).toEqual([
      { fromA: 2, toA: 3, fromB: 2, toB: 2 },
      { fromA: 6, toA: 6, fromB: 5, toB: 8 },
    ]);
  });

  it.each([
    ["a\nb\nc", "a\nX\nc", [2, [1, "X"], 2], 1, 1],
    ["a\nc", "a\nb\nc", [2, [0, "b", ""], 1], 1, 0],
    ["a\nb\nc", "a\nc", [2, [2], 1], 0, 1],
    ["a", "a\nb", [1, [0, "", "b"]], 2, 1],
    ["a\nb", "aX\nbY", [1, [0, "X"], 2, [0, "Y"]], 2, 2],
    ["abc", "aXcY", [1, [1, "X"], 1, [0, "Y"]], 1, 1],
    // an empty line is as much before what comes as behind it
    ["\n", "\nab\n\n", [[0, "", ""], [0, "ab", ""], 1], 2, 0],
    // where nothing is, is no line
    ["", "a", [[0, "a"]], 1, 0],
    ["a\nb", "", [[3]], 0, 2],
    ["", "", [], 0, 0],
  ] as const)("[V403] is counted in lines: %j and %j", (before, after, change, added, taken) => {
    expect(changedLines(before, after, differencesOf(change))).toEqual({ added, taken });
  });

  it("[V403] is as many lines as are marked where they are compared", () => {
    fc.assert(
      fc.property(startText, wishes(1), (start, [wish = []]) => {
        const change = changeOf(wish, start, []);
        if (!change) return;
        const after = applied(change, start);
        const [a, b] = [Text.of(start.split("\n")), Text.of(after.split("\n"))];
        const exact = differencesOf(change).map((one) => new Change(one.fromA, one.toA, one.fromB, one.toB));
        // the package's own counting, of differences that it takes as they are
        const chunks = Chunk.build(a, b, { override: () => exact });
        const linesOf = (text: Text, from: number, to: number): number =>
          to <= from ? 0 : text.lineAt(Math.min(to - 1, text.length)).number - text.lineAt(from).number + 1;
        const { added, taken } = changedLines(start, after, differencesOf(change));
        const marked = chunks.reduce(
          (sum, { fromA, toA, fromB, toB }) => [sum[0]! + linesOf(b, fromB, toB), sum[1]! + linesOf(a, fromA, toA)],
          [0, 0],
        );
        // it moves a difference that stands as well a little later to where a line begins, and marks one too few where an empty line comes or goes
        const isMoved = chunks.some(({ fromA, changes }) =>
          changes.some((one) => !differencesOf(change).some((difference) => difference.fromA === fromA + one.fromA)),
        );
        const hasEmpty = [start, after].some((text) => /^$/m.test(text));
        // it puts differences together that are near, so that it may mark more
        if (!isMoved && !hasEmpty) {
          expect(added).toBeLessThanOrEqual(marked[0]!);
          expect(taken).toBeLessThanOrEqual(marked[1]!);
        }
        if (start === "") expect(taken).toBe(0);
        else if (after === "") expect(added).toBe(0);
        else expect(added - taken).toBe(b.lines - a.lines);
      }),
    );
  });
});
