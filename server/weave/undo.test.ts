import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { applied, changeOf, startText, type Wish, wishes } from "../test/weave/history.ts";
import { hasOf, SlowWeave, type Unit } from "../test/weave/slowWeave.ts";
import { between } from "./between.ts";
import type { Edit } from "./edit.ts";
import { Order } from "./order.ts";
import { type Span, spanOf } from "./span.ts";
import { type Undone, undo } from "./undo.ts";
import { versionsWhere } from "./versions.ts";
import { Weave } from "./weave.ts";

/** A file that is edited, restored and undone. */
class File {
  readonly weave: Weave;
  readonly slow: SlowWeave;
  readonly undone: Undone[] = [];
  /** of each version from 1 on */
  readonly authors: number[] = [];
  readonly #cut: string[] = [];
  text: string;

  constructor(start: string, runs: number) {
    this.weave = new Weave(start, new Order(runs));
    this.slow = new SlowWeave(start);
    this.text = start;
  }

  type(wish: readonly Wish[]): void {
    const change = changeOf(wish, this.text, this.#cut);
    if (change) this.#append({ change, sources: [] }, wish[0]!.author, false);
  }

  restore(version: number, author: number): void {
    this.#append(between(this.weave, this.weave.head, version), author);
  }

  undo(versions: readonly number[], author: number, within?: Span): void {
    const { edit } = undo(this.weave, versions, { earlier: this.undone, within });
    if (edit.change.length === 0) return;
    this.#append(edit, author);
    if (!within) this.undone.push({ versions, version: this.weave.head });
  }

  by(...authors: number[]): readonly number[] {
    return versionsWhere(this.weave.head, (version) => authors.includes(this.authors[version - 1]!));
  }

  #append({ change, sources }: Edit, author: number, isTold = true): void {
    if (change.length === 0) return;
    this.weave.append(change, isTold ? sources : undefined);
    this.slow.append(change, isTold ? sources : undefined);
    this.text = applied(change, this.text);
    this.authors.push(author);
  }
}

const after = ({ change }: Edit, text: string): string => (change.length === 0 ? text : applied(change, text));

const chunks = fc.constantFrom(4, 5, 8, 128);

type Act =
  | { readonly kind: "type"; readonly wishes: Wish[][] }
  | { readonly kind: "restore"; readonly to: number; readonly author: number }
  | { readonly kind: "undo"; readonly of: number[]; readonly author: number; readonly stretch?: readonly [number, number] | undefined }
  | { readonly kind: "revoke"; readonly author: number; readonly stretch?: readonly [number, number] | undefined };

const author = fc.nat({ max: 4 });
const stretch = fc.option(fc.tuple(fc.nat(), fc.nat()), { nil: undefined, freq: 2 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("type" as const), wishes: wishes(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restore" as const), to: fc.nat(), author }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("undo" as const), of: fc.array(author, { minLength: 1, maxLength: 3 }), author, stretch }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("revoke" as const), author, stretch }) },
);

function spanIn(file: File, places: readonly [number, number] | undefined): Span | undefined {
  if (!places) return undefined;
  const [from, to] = places.map((place) => place % (file.text.length + 1)).toSorted((a, b) => a - b) as [number, number];
  return spanOf(file.weave, file.weave.head, from, to);
}

/** Does it, after a look at what it will be. */
function perform(file: File, one: Act, willUndo: (versions: readonly number[], within: Span | undefined) => void): void {
  if (one.kind === "type") return one.wishes.forEach((wish) => file.type(wish));
  if (one.kind === "restore") return file.restore(one.to % (file.weave.head + 1), one.author);
  const last = file.undone.at(-1)?.version;
  const versions = one.kind === "undo" ? file.by(...one.of) : last === undefined ? [] : [last, last + 1];
  const within = spanIn(file, one.stretch);
  willUndo(versions, within);
  file.undo(versions, one.author, within);
}

describe("taking changes back", () => {
  it("[V14] leaves what the definition says, unit by unit, whatever was undone, restored and pasted before", () => {
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 9 }), chunks, (start, acts, runs) => {
        const file = new File(start, runs);
        for (const one of acts)
          perform(file, one, (versions, within) => {
            const { edit } = undo(file.weave, versions, { earlier: file.undone, within });
            const { slow, undone } = file;
            const place = (name: number, none: number): number => (name < 0 ? none : slow.order.indexOf(slow.pool[name]!));
            const isInside = (unit: Unit): boolean => {
              const at = slow.order.indexOf(unit);
              return !within || (at > place(within.after, -1) && at < place(within.before, Infinity));
            };
            const isWanted = (version: number): boolean => hasOf(versions)(version);
            expect(after(edit, file.text)).toBe(slow.textWithout(isWanted, undone, isInside));
          });
        expect(file.weave.textAt(file.weave.head)).toBe(file.text);
        for (let version = 0; version <= file.weave.head; version++)
          expect(file.weave.textAt(version)).toBe(file.slow.textAt(version));
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  });

  it("[V15] of nothing changes nothing, and of everything leaves the first text", () => {
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 9 }), chunks, (start, acts, runs) => {
        const file = new File(start, runs);
        for (const one of acts) perform(file, one, () => {});
        expect(undo(file.weave, [], { earlier: file.undone }).edit.change).toEqual([]);
        const { edit } = undo(file.weave, [1, file.weave.head + 1], { earlier: file.undone });
        expect(after(edit, file.text)).toBe(start);
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  });

  it("[V15] of one and then of another is that of both at once", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, fc.array(fc.array(author, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }), (start, history, runs, people) => {
        const [file, once] = [new File(start, runs), new File(start, runs)];
        for (const wish of history) {
          file.type(wish);
          once.type(wish);
        }
        // an undo of what is gone already is none
        const undone = people.filter((some) => {
          const { head } = file.weave;
          file.undo(file.by(...some), 9);
          return file.weave.head > head;
        });
        once.undo(once.by(...undone.flat()), 9);
        expect(file.text).toBe(once.text);
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  });

  it("[V15] of the undo brings the text before it back", () => {
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 6 }), chunks, fc.array(author, { minLength: 1, maxLength: 3 }), (start, acts, runs, people) => {
        const file = new File(start, runs);
        for (const one of acts) perform(file, one, () => {});
        const { text } = file;
        const { head } = file.weave;
        file.undo(file.by(...people), 9);
        if (file.weave.head === head) return;
        const undone = file.text;
        file.undo([head + 1, head + 2], 9);
        expect(file.text).toBe(text);
        file.undo([head + 2, head + 3], 9);
        expect(file.text).toBe(undone);
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
    );
  });
});
