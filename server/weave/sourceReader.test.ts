// Sources taken bit by bit, against all of their units one by one.
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Source } from "./copies.ts";
import { SourceReader } from "./sourceReader.ts";

const sources = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: -1, max: 50 })), { maxLength: 10 });

/** The name of each unit; −1: it is new. */
const unitsOf = (all: readonly Source[]): number[] =>
  all.flatMap(([units, name]) => Array.from({ length: units }, (_, at) => (name < 0 ? -1 : name + at)));

it("[V23] sources are the same in however many bits they are taken, and then there are no more", () => {
  fc.assert(
    fc.property(sources, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (all, wishes) => {
      const reader = new SourceReader(all);
      const taken: Source[] = [];
      for (const most of wishes) {
        const source = reader.take(most);
        if (!source) break;
        expect(source[0]).toBeLessThanOrEqual(most);
        taken.push(source);
      }
      expect(unitsOf(taken)).toEqual(unitsOf(all));
      expect(reader.take(1)).toBeUndefined();
    }),
  );
});
