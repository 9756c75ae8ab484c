// Random histories of a file, by many people, for what must hold of all of them. Knows no weave.
import fc from "fast-check";
import type { ChangeJSON } from "../../protocol/changes.ts";

/** A change before it is known what text it is made on: places are shares of that. */
export interface Wish {
  readonly author: number;
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
  /** what it inserts is what was deleted so many changes ago */
  readonly pasted: number;
}

/** Texts are short, so that edits meet: letters, line breaks, pairs, halves of pairs, and carriage returns of an import. */
const text = fc
  .array(fc.constantFrom("a", "b", "c", "\n", "😀", "\ud83d", "\ude00", "\r", "é"), { maxLength: 4 })
  .map((parts) => parts.join(""));
const longText = fc
  .array(fc.constantFrom("word ", "line\n", "😀", "\ude00", "tail"), { minLength: 2, maxLength: 6 })
  .map((parts) => parts.join(""));

/** Runs of a chunk of the order: few, so that chunks part. */
export const chunks = fc.constantFrom(4, 5, 8, 128);

const share = fc.double({ min: 0, max: 1, noNaN: true });

const wish: fc.Arbitrary<Wish> = fc.record({
  author: fc.nat({ max: 4 }),
  at: share,
  deleted: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 3 }) }, { weight: 1, arbitrary: fc.nat({ max: 14 }) }),
  inserted: fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: longText }),
  pasted: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) }),
});

export const startText = fc.oneof(text, longText);
/** A history's changes; each of them is several edits, which meet at times. */
export const wishes = (maxLength = 30): fc.Arbitrary<Wish[][]> =>
  fc.array(fc.array(wish, { minLength: 1, maxLength: 3 }), { maxLength });

/** The change on a text; undefined when it changes nothing. `cut` has what was deleted before and gets what is. */
export function changeOf(parts: readonly Wish[], text: string, cut: string[]): ChangeJSON | undefined {
  const change: (number | [number, ...string[]])[] = [];
  let place = 0;
  for (const { at, deleted, inserted, pasted } of parts.toSorted((one, other) => one.at - other.at)) {
    const from = Math.max(place, Math.floor(at * text.length));
    const to = Math.min(text.length, from + deleted);
    const insert = (pasted > 0 ? cut.at(-pasted) : undefined) ?? inserted;
    if (to === from && insert === "") continue;
    if (from > place) change.push(from - place);
    change.push(insert === "" ? [to - from] : [to - from, ...insert.split("\n")]);
    if (to - from >= 8) cut.push(text.slice(from, to));
    place = to;
  }
  if (change.length === 0) return undefined;
  if (place < text.length) change.push(text.length - place);
  return change;
}

/** The text after a change. */
export function applied(change: ChangeJSON, text: string): string {
  let [after, place] = ["", 0];
  for (const section of change) {
    const kept = typeof section === "number" ? section : 0;
    after += text.slice(place, place + kept);
    place += kept;
    if (typeof section === "number") continue;
    after += section.slice(1).join("\n");
    place += section[0];
  }
  return after;
}
