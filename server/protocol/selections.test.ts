// How carets move with the text.
import { ChangeSet } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mapSelections } from "./selections.ts";

describe("selections over an update", () => {
  const typed = ChangeSet.of({ from: 3, insert: "xy" }, 10);

  it("[P37] the typist's caret goes to the end of what was typed, another's stays before it", () => {
    expect(mapSelections([[3, 3]], typed, true)).toEqual([[5, 5]]);
    expect(mapSelections([[3, 3]], typed, false)).toEqual([[3, 3]]);
  });

  it("[P37] a range keeps its direction, and what is deleted around a caret leaves it at the place", () => {
    expect(mapSelections([[8, 1]], typed, false)).toEqual([[10, 1]]);
    expect(mapSelections([[5, 5]], ChangeSet.of({ from: 2, to: 9 }, 10), false)).toEqual([[2, 2]]);
  });

  it("[P37] stay within the text, and a caret stays a caret", () => {
    const edit = fc.record({ from: fc.nat(50), to: fc.nat(50), insert: fc.string({ maxLength: 9 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.array(edit, { maxLength: 6, size: "max" }),
        fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 5 }),
        fc.boolean(),
        (length, edits, places, own) => {
          const clamp = (at: number): number => Math.min(at, length);
          const changes = edits.map(({ from, to, insert }) => ({
            from: clamp(Math.min(from, to)),
            to: clamp(Math.max(from, to)),
            insert,
          }));
          const change = ChangeSet.of(changes, length);
          const selections = places.map(([anchor, head]) => [clamp(anchor), clamp(head)] as const);
          const mapped = mapSelections(selections, change, own);
          expect(mapped).toHaveLength(selections.length);
          mapped.forEach(([anchor, head], index) => {
            for (const at of [anchor, head]) {
              expect(at).toBeGreaterThanOrEqual(0);
              expect(at).toBeLessThanOrEqual(change.newLength);
            }
            if (selections[index]?.[0] === selections[index]?.[1]) expect(anchor).toBe(head);
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
