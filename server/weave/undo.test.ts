// Taking changes back, unit by unit beside the definition, on random histories.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { File } from "../test/weave/file.ts";
import { applied, chunks, startText, type Wish, wishes } from "../test/weave/history.ts";
import { hasOf, type Unit } from "../test/weave/slowWeave.ts";
import { between } from "./between.ts";
import type { Source } from "./copies.ts";
import type { Edit } from "./edit.ts";
import { type Span, spanOf } from "./span.ts";
import { undo } from "./undo.ts";
import { versionsWhere } from "./versions.ts";
import { STANDS, Weave } from "./weave.ts";

/** So many files for each property; `FUZZ_RUNS` for more. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 100);

const after = ({ change }: Edit, text: string): string => (change.length === 0 ? text : applied(change, text));

type Act =
  | { readonly kind: "type"; readonly wishes: Wish[][] }
  | { readonly kind: "restore"; readonly to: number; readonly author: number }
  | {
      readonly kind: "undo";
      readonly of: number[];
      readonly author: number;
      readonly stretch?: readonly [number, number] | undefined;
    }
  | { readonly kind: "revoke"; readonly author: number; readonly stretch?: readonly [number, number] | undefined };

const author = fc.nat({ max: 4 });
const stretch = fc.option(fc.tuple(fc.nat(), fc.nat()), { nil: undefined, freq: 2 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("type" as const), wishes: wishes(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restore" as const), to: fc.nat(), author }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("undo" as const),
      of: fc.array(author, { minLength: 1, maxLength: 3 }),
      author,
      stretch,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("revoke" as const), author, stretch }) },
);

function spanIn(
  { weave }: File,
  places: readonly [number, number] | undefined,
  version = weave.head,
): Span | undefined {
  if (!places) return undefined;
  const { length } = weave.textAt(version);
  const [from, to] = places.map((place) => place % (length + 1)).toSorted((a, b) => a - b) as [number, number];
  return spanOf(weave, version, from, to);
}

/** How many units that were put since there were so many names are told copies. */
function toldSince(weave: Weave, names: number): number {
  let units = 0;
  weave.copies.each(
    names,
    weave.pool.length,
    (from, to, _source, _origin, isTold) => (units += isTold ? to - from : 0),
  );
  return units;
}

/** How many units they say are put back. */
const unitsOf = (sources: readonly Source[]): number =>
  sources.reduce((sum, [units, name]) => sum + (name < 0 ? 0 : units), 0);

/** Does it, after a look at what it will be. */
function perform(
  file: File,
  one: Act,
  willUndo: (versions: readonly number[], within: Span | undefined) => void,
): void {
  if (one.kind === "type") return one.wishes.forEach((wish) => file.type(wish));
  if (one.kind === "restore") return file.restore(one.to % (file.weave.head + 1), one.author);
  const last = file.undone.at(-1)?.version;
  const versions = one.kind === "undo" ? file.by(...one.of) : last === undefined ? [] : [last, last + 1];
  const within = spanIn(file, one.stretch);
  willUndo(versions, within);
  file.undo(versions, one.author, within);
}

describe("taking changes back", () => {
  it("[V13] [V23] and restoring put all that comes back in its place, so that it keeps its author however few units it is", () => {
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 9 }), chunks, (start, acts, runs) => {
        const file = new File(start, runs);
        const { weave } = file;
        for (const one of acts) {
          const names = weave.pool.length;
          let edit = one.kind === "restore" ? between(weave, weave.head, one.to % (weave.head + 1)) : undefined;
          perform(file, one, (versions, within) => {
            ({ edit } = undo(weave, versions, { earlier: file.undone, within }));
          });
          if (edit) expect(toldSince(weave, names)).toBe(unitsOf(edit.sources));
        }
      }),
      { numRuns },
    );
  });

  it("[V13] [V23] so does restoring a part, of what does not stand elsewhere", () => {
    const place = fc.nat();
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 9 }), place, place, stretch, (start, acts, to, of, part) => {
        const file = new File(start, 128);
        const { weave } = file;
        for (const one of acts) perform(file, one, () => {});
        const [version, partOf, names] = [to % (weave.head + 1), of % (weave.head + 1), weave.pool.length];
        const { change, sources } = between(weave, weave.head, version, spanIn(file, part, partOf));
        if (change.length > 0) weave.append(change, sources);
        const gone = sources.filter(([units, name]) => weave.deleted.values[name + units - 1] !== STANDS);
        expect(toldSince(weave, names)).toBeGreaterThanOrEqual(unitsOf(gone));
      }),
      { numRuns },
    );
  });

  it("[V14] leaves what the definition says, unit by unit, whatever was undone, restored and pasted before", () => {
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 9 }), chunks, (start, acts, runs) => {
        const file = new File(start, runs);
        for (const one of acts)
          perform(file, one, (versions, within) => {
            const { edit } = undo(file.weave, versions, { earlier: file.undone, within });
            const { slow, undone } = file;
            const place = (name: number, none: number): number =>
              name < 0 ? none : slow.order.indexOf(slow.pool[name]!);
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
      { numRuns },
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
      { numRuns },
    );
  });

  it("[V15] of one and then of another is that of both at once", () => {
    fc.assert(
      fc.property(
        startText,
        wishes(),
        chunks,
        fc.array(fc.array(author, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
        (start, history, runs, people) => {
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
        },
      ),
      { numRuns },
    );
  });

  it("[V15] of the undo brings the text before it back", () => {
    fc.assert(
      fc.property(
        startText,
        fc.array(act, { maxLength: 6 }),
        chunks,
        fc.array(author, { minLength: 1, maxLength: 3 }),
        (start, acts, runs, people) => {
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
        },
      ),
      { numRuns },
    );
  });

  it("[V16] lists what goes, what comes back, and what stays as others have put it elsewhere", () => {
    const weave = new Weave("The quick brown fox jumps");
    const [me, other] = [1, 2];
    const authors: number[] = [];
    const append = (author: number, ...change: Parameters<Weave["append"]>): void => {
      authors.push(author);
      weave.append(...change);
    };
    append(me, [4, [6], 15]);
    append(me, [4, [0, "slow "], 15]);
    append(other, [6, [0, "OO"], 18]);
    append(other, [4, [2], 20]);
    append(me, [14, [10]]);
    append(other, [[0, " fox jumps"], 14]);
    expect(weave.textAt(weave.head)).toBe(" fox jumpsThe OOow brown");
    const { edit, ...lists } = undo(
      weave,
      versionsWhere(weave.head, (version) => authors[version - 1] === me),
      { authorOf: (version) => authors[version - 1] ?? 0 },
    );
    expect(lists).toEqual({
      goes: [{ at: 16, text: "ow ", put: 2, deleted: undefined }],
      comesBack: [{ at: 14, text: "quick ", put: 0, deleted: 1 }],
      stays: [{ at: 24, text: " fox jumps", put: 0, deleted: 5 }],
    });
    expect(edit).toEqual({ change: [14, [0, "quick "], 2, [3], 5], sources: [[6, 4]] });
  });

  it("[V16] lists each unit once: what goes and comes back is the change that is made", () => {
    fc.assert(
      fc.property(startText, fc.array(act, { maxLength: 9 }), chunks, (start, acts, runs) => {
        const file = new File(start, runs);
        for (const one of acts)
          perform(file, one, (versions, within) => {
            const { edit, goes, comesBack } = undo(file.weave, versions, { earlier: file.undone, within });
            const gone = new Set(
              goes.flatMap(({ at, text }) => Array.from(text.split(""), (_unit, index) => at + index)),
            );
            const kept = Array.from({ length: file.text.length + 1 }, (_, place) => [
              ...comesBack.filter(({ at }) => at === place).map(({ text }) => text),
              gone.has(place) ? "" : file.text.slice(place, place + 1),
            ]);
            expect(kept.flat().join("")).toBe(after(edit, file.text));
          });
      }),
      { numRuns },
    );
  });

  it("[V16] lists what an older text took away, and Undo put back, as what goes alone; and as nothing for whoever did that", () => {
    const weave = new Weave("start\n");
    weave.append([6, [0, "return a + b", ""]]);
    const { change, sources } = between(weave, 1, 0);
    weave.append(change, sources);
    weave.append([6, [0, "return a + b", ""]]);
    const theirs = undo(weave, [1, 2]);
    expect([theirs.goes.map(({ text }) => text), theirs.comesBack, theirs.stays]).toEqual([["return a + b\n"], [], []]);
    const { goes, comesBack, stays } = undo(weave, [2, 4]);
    expect([goes, comesBack, stays]).toEqual([[], [], []]);
  });

  it("[V16] lists nothing of what others have deleted, which is gone already; what they took elsewhere goes from there", () => {
    const weave = new Weave("start\n");
    weave.append([6, [0, "their long line", ""]]);
    weave.append([6, [15], 1]);
    expect(undo(weave, [1, 2])).toMatchObject({ goes: [{ text: "\n" }], comesBack: [], stays: [] });
    weave.append([[0, "their long line"], 7]);
    expect(undo(weave, [1, 2])).toMatchObject({
      goes: [{ at: 0, text: "their long line" }, { text: "\n" }],
      stays: [],
    });
  });

  it("[V16] lists stretches of different people apart", () => {
    const weave = new Weave();
    weave.append([[0, "mine"]]);
    weave.append([4, [0, " too"]]);
    weave.append([8, [0, ", yours"]]);
    const { goes } = undo(weave, [1, 4], { authorOf: (version) => (version < 3 ? 1 : 2) });
    expect(goes).toEqual([
      { at: 0, text: "mine too", put: 1, deleted: undefined },
      { at: 8, text: ", yours", put: 3, deleted: undefined },
    ]);
  });

  it("[V16] an undo of what others have moved leaves it where they put it", () => {
    const weave = new Weave("one and another line\n");
    weave.append([[12], 9]);
    weave.append([9, [0, "one and anot"]]);
    expect(undo(weave, [1, 2]).edit.change).toEqual([]);
    // who undoes the moving too has it where it was
    expect(applied(undo(weave, [1, 3]).edit.change, weave.textAt(2))).toBe(weave.textAt(0));
    weave.append([9, [12]]);
    expect(undo(weave, [1, 2]).edit.change).toEqual([]);
  });

  it("[V21] in a selection changes nothing outside, and what was deleted at its ends comes back", () => {
    fc.assert(
      fc.property(
        startText,
        fc.array(act, { maxLength: 6 }),
        chunks,
        fc.tuple(fc.nat(), fc.nat()),
        fc.array(author, { minLength: 1 }),
        (start, acts, runs, places, people) => {
          const file = new File(start, runs);
          for (const one of acts) perform(file, one, () => {});
          const [from, to] = places.map((place) => place % (file.text.length + 1)).toSorted((a, b) => a - b) as [
            number,
            number,
          ];
          const within = spanOf(file.weave, file.weave.head, from, to);
          const { edit } = undo(file.weave, file.by(...people), { earlier: file.undone, within });
          const undone = after(edit, file.text);
          expect([undone.slice(0, from), undone.slice(undone.length - (file.text.length - to))]).toEqual([
            file.text.slice(0, from),
            file.text.slice(to),
          ]);
        },
      ),
      { numRuns },
    );
    const weave = new Weave("one two three");
    weave.append([3, [4], 6]);
    expect(undo(weave, [1, 2], { within: spanOf(weave, 1, 3, 3) }).edit.change).toEqual([3, [0, " two"], 6]);
    expect(undo(weave, [1, 2], { within: spanOf(weave, 1, 4, 9) }).edit.change).toEqual([]);
    expect(() => spanOf(weave, 1, 3, 10)).toThrow("no such stretch");
  });
});
