// The weave by the definition of its rules, on random histories beside a slow one.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import type { ChangeJSON } from "../protocol/changes.ts";
import { applied, changeOf, chunks, startText, type Wish, wishes } from "../test/weave/history.ts";
import { SlowWeave } from "../test/weave/slowWeave.ts";
import { between } from "./between.ts";
import { blameOf } from "./blame.ts";
import { Order } from "./order.ts";
import { spanOf } from "./span.ts";
import { Weave } from "./weave.ts";

/** So many files for each property; `FUZZ_RUNS` for more. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);

interface Built {
  readonly weave: Weave;
  readonly slow: SlowWeave;
  /** of each version */
  readonly texts: readonly string[];
}

function built(start: string, history: readonly (readonly Wish[])[], runs: number): Built {
  const [weave, slow] = [new Weave(start, new Order(runs)), new SlowWeave(start)];
  const [texts, cut]: [string[], string[]] = [[start], []];
  for (const wish of history) {
    const text = texts.at(-1)!;
    const change = changeOf(wish, text, cut);
    if (!change) continue;
    weave.append(change);
    slow.append(change);
    texts.push(applied(change, text));
  }
  return { weave, slow, texts };
}

const changed = (change: ChangeJSON, text: string): string =>
  change.length === 0
    ? text
    : ChangeSet.fromJSON(change)
        .apply(Text.of(text.split("\n")))
        .toString();

const each = (start: string, history: Wish[][], runs: number, check: (built: Built) => void): void =>
  check(built(start, history, runs));

describe("the weave", () => {
  it("[V10] has the text of every version, however its runs lie", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, (start, history, runs) =>
        each(start, history, runs, ({ weave, slow, texts }) => {
          expect(texts.map((_, version) => weave.textAt(version))).toEqual(texts);
          expect(texts.map((_, version) => slow.textAt(version))).toEqual(texts);
          expect(weave.length).toBe(texts.at(-1)!.length);
        }),
      ),
      { numRuns },
    );
  });

  it("[V11] has the change between any two versions, that moves nothing which both have", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, fc.nat(), fc.nat(), (start, history, runs, one, other) =>
        each(start, history, runs, ({ weave, slow, texts }) => {
          const [from, to] = [one % texts.length, other % texts.length];
          const { change } = between(weave, from, to);
          expect(changed(change, texts[from]!)).toBe(texts[to]);
          const isIn = (version: number) => (unit: (typeof slow.order)[0]) =>
            unit.put <= version && unit.deleted > version;
          const both = slow.order.filter((unit) => isIn(from)(unit) && isIn(to)(unit));
          const kept = change.reduce<number>((sum, section) => sum + (typeof section === "number" ? section : 0), 0);
          if (change.length > 0) expect(kept).toBe(both.length);
        }),
      ),
      { numRuns },
    );
  });

  it("[V12] [V13] knows of each unit who put it there and who wrote it", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, fc.nat(), (start, history, runs, at) =>
        each(start, history, runs, ({ weave, slow, texts }) => {
          const version = at % texts.length;
          const { ends, put, written } = blameOf(weave, version);
          const units = Array.from({ length: texts[version]!.length }, (_, unit) => {
            const index = ends.findIndex((end) => end > unit);
            return { put: put[index], written: written[index] };
          });
          expect(units).toEqual(slow.blame(version));
        }),
      ),
      { numRuns },
    );
  });

  it("[V11] [V21] restores a stretch alone", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, fc.nat(), fc.nat(), fc.nat(), (start, history, runs, old, one, other) =>
        each(start, history, runs, ({ weave, texts }) => {
          const [text, version] = [texts.at(-1)!, old % texts.length];
          const [from, to] = [one % (text.length + 1), other % (text.length + 1)].toSorted((a, b) => a - b) as [
            number,
            number,
          ];
          const { change } = between(weave, weave.head, version, spanOf(weave, weave.head, from, to));
          const restored = changed(change, text);
          expect(restored.startsWith(text.slice(0, from)) && restored.endsWith(text.slice(to))).toBe(true);
          if (from === 0 && to === text.length) expect(restored).toBe(texts[version]);
        }),
      ),
      { numRuns },
    );
  });

  it("[V13] knows text again from 8 units on, of the last 20 deletions of as many, the newest first", () => {
    const cutAndPasted = (text: string, between: number): number => {
      const weave = new Weave(text);
      weave.append([[text.length]]);
      for (let count = 0; count < between; count++) {
        weave.append([[0, "something else", ""]]);
        weave.append([[15]]);
      }
      weave.append([[0, text]]);
      return blameOf(weave, weave.head).written[0]!;
    };
    expect(cutAndPasted("12345678", 19)).toBe(0);
    expect(cutAndPasted("12345678", 20)).toBe(42);
    expect(cutAndPasted("1234567", 0)).toBe(2);

    const weave = new Weave("12345678");
    weave.append([8, [0, "12345678"]]);
    weave.append([[8], 8]);
    weave.append([[8]]);
    weave.append([[0, "12345678"]]);
    expect(blameOf(weave, weave.head)).toEqual({
      ends: Uint32Array.of(8),
      put: Uint32Array.of(4),
      written: Uint32Array.of(1),
    });
    // a copy of the copy is by whom the first was
    weave.append([[8]]);
    weave.append([[0, "12345678"]]);
    expect([...blameOf(weave, weave.head).written]).toEqual([1]);
  });

  it("[V20] refuses what does not fit, and takes nothing of it in", () => {
    const weave = new Weave("text");
    const refused: (() => void)[] = [
      () => weave.append([3, [0, "a"]]),
      () => weave.append([[5]]),
      () => weave.append([4, [0, "ab"]], [[1, 0]]),
      () => weave.append([4, [0, "ab"]], [[3, 0]]),
      () => weave.append([4, [0, "ab"]], [[2, 3]]),
      () => weave.append([4, [0, "ab"]], [[2, -2]]),
      () => weave.append([[4]], [[1, 0]]),
    ];
    for (const append of refused) expect(append).toThrow("invariant");
    for (const version of [-1, 1, 0.5, NaN]) expect(() => weave.textAt(version)).toThrow("there is no version");
    expect([weave.head, weave.textAt(0), weave.pool.length]).toEqual([0, "text", 4]);
  });
});
