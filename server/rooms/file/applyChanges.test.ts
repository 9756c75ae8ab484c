// Applying changes from their JSON: the text is the one that ChangeSets make of them, and every replacement is told.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, type ChangeSpec, Text } from "@codemirror/state";
import fc from "fast-check";
import type { ChangeJSON } from "../../protocol/changes.ts";
import { applyChanges, type Replacement } from "./applyChanges.ts";

const textOf = (text: string): Text => Text.of(text.split("\n"));

const written = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("a", "b", " ", "\n", "\ud83d") },
  { weight: 2, arbitrary: fc.constantFrom("", "word", "two\nlines", "\n\n") },
);
/** Mostly where the last one ended, as somebody who types does it. */
const edit = fc.record({
  places: fc.array(
    fc.record({
      jump: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
      back: fc.nat(4),
      length: fc.nat(3),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  written,
});

/** The change that an edit is in a text of that length, and where it ends. */
function changeOf(
  { places, written: insert }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
  length: number,
  cursor: number,
) {
  const specs: ChangeSpec[] = [];
  let free = 0;
  for (const { jump, back, length: deleted } of places) {
    const from = Math.max(free, jump === null ? cursor - back : Math.floor(jump * length));
    if (from > length) break;
    const to = Math.min(length, from + deleted);
    specs.push({ from, to, insert: textOf(insert) });
    free = to + 1;
    if (jump === null) break;
  }
  const changes = ChangeSet.of(specs, length);
  return { changes, cursor: changes.mapPos(Math.min(cursor, length), 1) };
}

describe("applying changes", () => {
  it("[C6] makes the text that they make one after the other, and tells what is replaced", () => {
    let together = 0;
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(edit, { maxLength: 40, size: "max" }), (begin, edits) => {
        const start = textOf(begin.replace(/\r/g, "_"));
        let [after, cursor] = [start, start.length];
        const json: ChangeJSON[] = [];
        for (const one of edits) {
          const made = changeOf(one, after.length, cursor);
          after = made.changes.apply(after);
          cursor = made.cursor;
          json.push(made.changes.toJSON() as ChangeJSON);
        }
        const told: Replacement[] = [];
        expect(applyChanges(start, json, (one) => told.push(one)).toString()).toBe(after.toString());
        let text = start;
        for (const one of told) {
          expect(one.before.eq(text)).toBe(true);
          text = text.replace(one.from, one.to, Text.of(one.lines));
          expect(one.after.eq(text)).toBe(true);
        }
        if (told.length < json.length) together++;
      }),
      { numRuns: 2_000 },
    );
    expect(together).toBeGreaterThan(100);
  });

  it("[C6] puts what is typed, deleted and typed again at one place into the text at once", () => {
    const told: Replacement[] = [];
    const typed: ChangeJSON[] = [
      [2, [0, "x"], 2],
      [3, [0, "y"], 2],
      [3, [1], 2],
      [1, [2], 2],
      [1, [0, "", ""], 2],
    ];
    const after = applyChanges(Text.of(["abcd"]), typed, (one) => told.push(one));
    expect(after.toJSON()).toEqual(["a", "cd"]);
    expect(told.map(({ from, to, lines }) => [from, to, lines])).toEqual([[1, 2, ["", ""]]]);
  });

  it("[C6] takes a change next to a long insertion by itself, so that a megabyte is not copied for each letter", () => {
    const long = "x".repeat(5_000);
    const told: Replacement[] = [];
    const after = applyChanges(
      Text.of(["ab"]),
      [
        [1, [0, long], 1],
        [2, [0, "y"], 5_000],
      ],
      (one) => told.push(one),
    );
    expect(told).toHaveLength(2);
    expect(after.toString()).toBe(`axy${long.slice(1)}b`);
  });

  it("refuses a change that is not of the text's length", () => {
    const two: ChangeJSON[] = [
      [2, [0, "x"]],
      [2, [0, "y"]],
    ];
    expect(() => applyChanges(Text.of(["ab"]), two)).toThrow("a change of 2 characters does not fit a text of 3");
    expect(() => applyChanges(Text.of(["ab"]), [[4, [1]]])).toThrow("does not fit");
  });
});
