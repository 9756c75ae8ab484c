// What a change is on the wire, strictly: the JSON of a CodeMirror ChangeSet that an editor can make. Knows no document, only its length.
import { Refusal } from "./errors.ts";
import type { Limits } from "./limits.ts";

/** Lengths that are kept, and stretches with how much of them is deleted and the lines that come instead. */
export type ChangeJSON = readonly (number | readonly [deleted: number, ...lines: string[]])[];

const bad = (detail: string): Refusal => new Refusal("bad_change", detail);
const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Checks one change that starts from a text of `length` UTF-16 units, which makes it a ChangeJSON, and returns the length of the text
 * after it. `ChangeSet.fromJSON` alone accepts negative and fractional lengths, line breaks inside a line, and input that costs it
 * seconds; so everything is checked first, in one linear pass, and only what a CodeMirror editor can itself produce gets through.
 * Half a surrogate pair is legal text. Throws Refusal bad_change, line_too_long or document_too_large.
 */
export function checkChange(json: unknown, length: number, limits: Limits): number {
  if (!Array.isArray(json)) throw bad("not a list");
  if (json.length > limits.pushSections) throw bad("too many sections");
  let before = 0;
  let after = 0;
  let inserted = 0;
  let afterKeep = false;
  for (const section of json as unknown[]) {
    if (typeof section === "number") {
      if (!isLength(section) || section === 0) throw bad("a kept length is not a whole number above 0");
      if (afterKeep) throw bad("two kept lengths in a row");
      before += section;
      after += section;
      afterKeep = true;
    } else {
      if (!Array.isArray(section)) throw bad("a section is neither a length nor a list");
      const [deleted, ...lines] = section as unknown[];
      if (!isLength(deleted)) throw bad("a deleted length is not a whole number");
      const added = insertedLength(lines, limits);
      if (deleted === 0 && added === 0) throw bad("a section changes nothing");
      if (lines.length > 0 && added === 0) throw bad("an insertion of nothing");
      before += deleted;
      after += added;
      inserted += added;
      afterKeep = false;
    }
    if (before > length) throw bad("it reaches past the end of the text");
  }
  if (before !== length) throw bad("it does not fit the length of the text");
  if (inserted > limits.pushCharacters) throw new Refusal("document_too_large", "one insertion is too long");
  return after;
}

function insertedLength(lines: readonly unknown[], limits: Limits): number {
  let length = lines.length > 0 ? lines.length - 1 : 0;
  for (const line of lines) {
    if (typeof line !== "string") throw bad("inserted text is not a string");
    if (line.length > limits.lineCharacters) throw new Refusal("line_too_long");
    if (line.includes("\n") || line.includes("\r")) throw bad("a line break inside a line");
    length += line.length;
  }
  return length;
}

/** The length of the text that a change is made on. */
export function lengthBefore(change: ChangeJSON): number {
  let length = 0;
  for (const section of change) length += typeof section === "number" ? section : section[0];
  return length;
}
