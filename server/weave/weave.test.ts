import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import type { ChangeJSON } from "../protocol/changes.ts";
import { applied, changeOf, startText, type Wish, wishes } from "../test/weave/history.ts";
import { SlowWeave } from "../test/weave/slowWeave.ts";
import { between } from "./between.ts";
import { blameOf } from "./blame.ts";
import { Order } from "./order.ts";
import { spanOf } from "./span.ts";
import { Weave } from "./weave.ts";

/** Runs of a chunk. */
const chunks = fc.constantFrom(4, 5, 8, 128);

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
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
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
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
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
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  });

  it("[V11] restores a stretch alone", () => {
    fc.assert(
      fc.property(
        startText,
        wishes(),
        chunks,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (start, history, runs, old, one, other) =>
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
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  });
});
