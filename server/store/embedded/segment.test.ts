// Segments give back to the letter what was packed, and are small where it counts.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { packEntries, packText, unpackSegment } from "./segment.ts";

const update = fc.tuple(
  fc.nat(3),
  fc.nat(),
  fc.maxSafeInteger(),
  fc.array(fc.oneof(fc.nat(), fc.tuple(fc.nat(9), fc.string({ unit: "grapheme" })))),
);
const strange = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
  fc.constant([1, "\ud83d"]),
  fc.constant([1, "\n"]),
);

describe("a segment", () => {
  it("[S28] holds updates to the letter, and whatever else is JSON", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: update }, strange)), (entries) => {
        const text = JSON.stringify(entries);
        // What JSON does not keep, such as -0, is not given to be packed either.
        expect(unpackSegment(packEntries(JSON.parse(text) as unknown[]))).toBe(text);
        expect(unpackSegment(packText(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("[S28] holds updates alone in columns, to the letter", () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1 }), (entries) => {
        expect(unpackSegment(packEntries(entries))).toBe(JSON.stringify(entries));
      }),
      { numRuns: 500 },
    );
  });

  it("[S28] takes about two bytes for a keystroke, whoever types", () => {
    const typed = Array.from({ length: 2_000 }, (_, index) => {
      const [client, seq] = [1 + (index % 2), index >> 1];
      const place = (client * 500 + seq) * 2;
      return [
        client,
        seq,
        1_700_000_000_000 + index * 97 + ((index * 7919) % 60),
        [place, [0, "the quick "[seq % 10]!], 90],
      ];
    });
    expect(packEntries(typed).length).toBeLessThan(typed.length * 2.5);
    expect(packText(JSON.stringify(typed)).length).toBeGreaterThan(packEntries(typed).length * 2);
  });
});
