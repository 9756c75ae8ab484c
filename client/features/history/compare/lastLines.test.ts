// Which lines are shown as others where lines come to the end of a text, or go from there.
import { Change, Chunk } from "@codemirror/merge";
import { Text } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import { withLastLines } from "./lastLines.ts";

/** The lines that are marked in either text. */
function marked(before: string, after: string, differences: readonly [number, number, number, number][]) {
  const [a, b] = withLastLines(
    before,
    after,
    differences.map(([fromA, toA, fromB, toB]) => ({ fromA, toA, fromB, toB })),
  );
  const override = () => differences.map((one) => new Change(...one));
  const chunks = Chunk.build(Text.of(a.split("\n")), Text.of(b.split("\n")), { override });
  return chunks.map(({ fromA, toA, fromB, toB }) => [a.slice(fromA, toA), b.slice(fromB, toB)]);
}

describe("lines at the end of a text", () => {
  it("[V403] leave the line before them as it is, whether they come or go", () => {
    expect(marked("log(1)\n", "log(1)", [[6, 7, 6, 6]])).toEqual([["\n", ""]]);
    expect(marked("log(1)", "log(1)\nlog(2)", [[6, 6, 6, 13]])).toEqual([["", "log(2)\n"]]);
    expect(
      marked("a\nx\ny\nb", "A\nx\ny\nb\n\n", [
        [0, 1, 0, 1],
        [7, 7, 7, 9],
      ]),
    ).toEqual([
      ["a\n", "A\n"],
      ["", "\n\n"],
    ]);
  });

  it("[V403] elsewhere, and where the last line is another, the texts are as they are", () => {
    expect(withLastLines("a\nb", "a\nc", [{ fromA: 2, toA: 3, fromB: 2, toB: 3 }])).toEqual(["a\nb", "a\nc"]);
    expect(withLastLines("a\nb\nc", "a\nc", [{ fromA: 1, toA: 3, fromB: 1, toB: 1 }])).toEqual(["a\nb\nc", "a\nc"]);
    expect(withLastLines("a", "ab", [{ fromA: 1, toA: 1, fromB: 1, toB: 2 }])).toEqual(["a", "ab"]);
    expect(withLastLines("a", "a", [])).toEqual(["a", "a"]);
  });
});
