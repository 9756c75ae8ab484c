// Updates in a list, some of which say no more than their change.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type UpdateJSON, type UpdatesJSON, wholeUpdates, withJSON, writeUpdates } from "./updates.ts";

const listOf = (updates: readonly UpdateJSON[]): string => {
  const all = updates.map(withJSON);
  return writeUpdates(all).entries;
};

const update: fc.Arbitrary<UpdateJSON> = fc.tuple(
  fc.integer({ min: 1, max: 2 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 7, max: 8 }),
  fc.constantFrom([3], [1, [0, "a"], 2], [[2, "", "b"]], []),
);

describe("updates in a list", () => {
  it("[P85] are whole again, wherever a list begins and ends", () => {
    fc.assert(
      fc.property(fc.array(update), fc.nat(), fc.nat(), (updates, one, other) => {
        const [from, to] = [one % (updates.length + 1), other % (updates.length + 1)].toSorted((a, b) => a - b);
        const some = updates.slice(from, to);
        expect(wholeUpdates(JSON.parse(listOf(some)) as UpdatesJSON)).toEqual(some);
      }),
      { numRuns: 2_000 },
    );
  });

  it("[P85] are their change alone where they are the next of the same client at the same time", () => {
    const change = [1, [0, "a"]] as const;
    const list = listOf([
      [1, 1, 7, change],
      [1, 2, 7, change],
      [1, 3, 8, change],
      [2, 4, 8, change],
      [2, 6, 8, change],
      [2, 7, 8, change],
    ]);
    const alone = (JSON.parse(list) as UpdatesJSON).map(({ length }) => length === 1);
    expect(alone).toEqual([false, true, false, false, false, true]);
  });
});
