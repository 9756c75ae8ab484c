// Segments give back to the letter what was packed, and are small where it counts.
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { pack, unpack } from "./segment.ts";

const update = fc.tuple(
  fc.nat(3),
  fc.nat(),
  fc.maxSafeInteger(),
  fc.array(fc.oneof(fc.nat(), fc.tuple(fc.nat(9), fc.string({ unit: "grapheme" })))),
);
const goesOn = update.map(([, , , change]) => [change]);
const strange = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
  fc.constant([1, "\ud83d"]),
  fc.constant([1, "\n"]),
);

const isInColumns = (packed: Buffer): boolean => packed[0] === 3;

describe("a segment", () => {
  it("[S28] holds updates to the letter, and whatever else is JSON", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 9, arbitrary: update }, { weight: 9, arbitrary: goesOn }, strange)),
        async (entries) => {
          const text = JSON.stringify(entries);
          expect(unpack(await pack(text))).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("[S28] holds updates alone in columns, to the letter", async () => {
    const small = update.filter(([, , time]) => Math.abs(time) <= 2 ** 50);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(small, goesOn)), async (entries) => {
        const text = JSON.stringify(entries);
        const packed = await pack(text);
        expect(isInColumns(packed)).toBe(true);
        expect(unpack(packed)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("[S28] keeps a text that is written otherwise than usual as it is", async () => {
    const signs = [...'[],0-1. "\\ne'];
    const list = fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((some) => `[[1,2${some.join("")}]]`);
    await fc.assert(
      fc.asyncProperty(list, async (text) => {
        expect(unpack(await pack(text))).toBe(text);
      }),
      { numRuns: 5_000 },
    );
    for (const text of [
      "[[1], [2]]",
      "[[01]]",
      "[[-0]]",
      "[[1,]]",
      "[[,1]]",
      "[[1]]]",
      "[[1]",
      '[["a]]',
      "[1.5]",
      "[-]",
    ]) {
      expect(isInColumns(await pack(text))).toBe(false);
      expect(unpack(await pack(text))).toBe(text);
    }
  });

  it("[S28] reads what earlier versions packed", () => {
    const body = '[2,["[0[0\\"]]"],2,[2,2,2,2]]\na"b\n\\\n\n';
    const packed = Buffer.concat([
      Buffer.of(1),
      deflateRawSync(Buffer.from([...Buffer.from(body), 0, 0, 2, 2, 2, 2, 0, 0])),
    ]);
    expect(unpack(packed)).toBe('[[1,[1,"a\\"b"]],[1,[2,"\\\\"]]]');
    // Each entry's first number was its author then, wherever it stood.
    const whole = '[3,["[00]","[[0]]"],0,[3,3,2]]\n\n\n';
    const columns = [0, 0, 1, 2, 2, 14, 10, 2];
    const older = Buffer.concat([Buffer.of(2), deflateRawSync(Buffer.from([...Buffer.from(whole), ...columns]))]);
    expect(unpack(older)).toBe("[[1,5],[1,6],[[7]]]");
  });

  it("[S28] says so of what a later version packed", async () => {
    const packed = await pack("[[1]]");
    packed[0] = 4;
    expect(() => unpack(packed)).toThrow("later version");
  });

  it("[S28] takes no more for an update that goes on from the one before than for a whole one", async () => {
    const changes = Array.from({ length: 2_000 }, (_, index) => [300 + index, [0, "the quick "[index % 10]], 90]);
    const whole = changes.map((change, index) => [1, 1 + index, 1_700_000_000_000, change]);
    const goingOn = changes.map((change, index) => (index % 50 === 0 ? whole[index] : [change]));
    const [one, other] = [await pack(JSON.stringify(goingOn)), await pack(JSON.stringify(whole))];
    // Which of the two forms comes next is a number as well.
    expect(one.length).toBeLessThan(other.length + 40);
  });

  it("[S28] takes about two bytes for a keystroke, whoever types", async () => {
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
    expect((await pack(JSON.stringify(typed))).length).toBeLessThan(typed.length * 2.5);
  });

  it("[S46] keeps what has very many parts as text: its memory grows with its length, not with the square of that", async () => {
    const lines = (count: number): string => JSON.stringify([[1, 1, 0, [[0, ...Array<string>(count).fill("")]]]]);
    for (const count of [1_000, 400_000]) {
      const text = lines(count);
      const packed = await pack(text);
      expect([isInColumns(packed), unpack(packed)]).toEqual([count === 1_000, text]);
    }
  });

  it("[S46] gives way to others while it packs a long list, and loses nothing by it", async () => {
    const text = JSON.stringify(
      Array.from({ length: 50_000 }, (_, index) => [1, index, index * 97, [index, [0, "x"]]]),
    );
    let turns = 0;
    const count = (): void => {
      turns++;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    // Deflating has turns of its own, but few.
    const packed = await pack(text);
    clearImmediate(counting);
    expect(turns).toBeGreaterThan(4);
    expect(unpack(packed)).toBe(text);
  });
});
