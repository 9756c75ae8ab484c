// Where a block of an answer goes in a file: the one place where its lines stand, and the change that it is there. Knows no answer.
import { ChangeSet, Text } from "@codemirror/state";
import type { BlockProblem } from "./messages.ts";

interface Wanted {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** Lines that count as the same. */
type Same = (line: string) => string;

const exact: Same = (line) => line;
const withoutEnd: Same = (line) => line.trimEnd();
const withoutIndent: Same = (line) => line.trim();

const isBlank = (line: string): boolean => line.trim() === "";
const indentOf = (line: string): string => /^\s*/.exec(line)![0];

/** Lines that are compared for one block; a text that takes more is made so that it does. */
const MOST_COMPARED = 1_000_000;

/** A text in which blocks are looked for: its lines, and those without their blanks, made once. */
export class Lines {
  readonly text: Text;
  readonly lines: readonly string[];
  readonly #made = new Map<Same, readonly string[]>();

  constructor(text: Text) {
    this.text = text;
    this.lines = text.toJSON();
  }

  #as(same: Same): readonly string[] {
    const made = this.#made.get(same) ?? this.lines.map(same);
    this.#made.set(same, made);
    return made;
  }

  /** The index of the first of the lines, for the first two places where all of them stand; undefined where that takes too long to say. */
  placesOf(search: readonly string[], same: Same): readonly number[] | undefined {
    const wanted = search.map(same);
    const there = this.#as(same);
    const places: number[] = [];
    let compared = 0;
    for (let at = there.indexOf(wanted[0]!); at !== -1 && places.length < 2; at = there.indexOf(wanted[0]!, at + 1)) {
      const differs = wanted.findIndex((line, index) => there[at + index] !== line);
      if (differs === -1) places.push(at);
      compared += differs === -1 ? wanted.length : differs;
      if (compared > MOST_COMPARED) return undefined;
    }
    return places;
  }
}

/** The lines with the indentation that those have which they take the place of. */
function indented(lines: readonly string[], search: readonly string[], there: readonly string[]): string[] {
  const first = search.findIndex((line) => !isBlank(line));
  const [written, own] = [indentOf(search[first] ?? ""), indentOf(there[first] ?? "")];
  return lines.map((line) => {
    if (isBlank(line)) return line;
    return line.startsWith(written) ? own + line.slice(written.length) : line;
  });
}

/** As many lines as both begin, or end, with. */
function inCommon(some: readonly string[], others: readonly string[], fromEnd: boolean): number {
  const most = Math.min(some.length, others.length);
  const at = (lines: readonly string[], index: number): string => lines.at(fromEnd ? -1 - index : index)!;
  let count = 0;
  while (count < most && at(some, count) === at(others, count)) count++;
  return count;
}

/** Lines of a text, by the index of the first, become others; those that stay are not touched. */
function replaced(text: Text, lines: readonly string[], first: number, count: number, others: readonly string[]) {
  const there = lines.slice(first, first + count);
  const before = inCommon(there, others, false);
  const after = inCommon(there.slice(before), others.slice(before), true);
  const from = first + before;
  const to = first + count - after;
  const insert = others.slice(before, others.length - after);
  const startOf = (line: number): number => (line < lines.length ? text.line(line + 1).from : text.length);
  if (from < to && insert.length > 0)
    return { from: startOf(from), to: text.line(to).to, insert: Text.of([...insert]) };
  // lines that come or go take one end of a line with them, that before them where none comes after
  const isAtEnd = to >= lines.length;
  if (insert.length > 0) return { from: startOf(from), insert: Text.of(isAtEnd ? ["", ...insert] : [...insert, ""]) };
  return { from: Math.max(0, isAtEnd ? startOf(from) - 1 : startOf(from)), to: startOf(to) };
}

/** Steps from what is meant for sure to what is meant most likely. */
const STEPS: readonly Same[] = [exact, withoutEnd, withoutIndent];

/** The change of the text that the block is, or why it is none. Its lines must stand there exactly once. */
export function changesOf(file: Lines, { search, replace }: Wanted): ChangeSet | BlockProblem {
  const { text, lines } = file;
  if (search.every(isBlank)) {
    if (!lines.every(isBlank)) return "notFound";
    if (replace.every(isBlank)) return "nothingChanges";
    return ChangeSet.of({ from: 0, to: text.length, insert: Text.of([...replace]) }, text.length);
  }
  for (const same of STEPS) {
    const places = file.placesOf(search, same);
    if (!places) return "tooLong";
    if (places.length > 1) return "foundTwice";
    const [first] = places;
    if (first === undefined) continue;
    const there = lines.slice(first, first + search.length);
    const others = same === withoutIndent ? indented(replace, search, there) : replace;
    if (there.length === others.length && there.every((line, index) => line === others[index])) return "nothingChanges";
    return ChangeSet.of(replaced(text, lines, first, search.length, others), text.length);
  }
  return "notFound";
}

/** A change where it goes after what came since. */
export interface Placed {
  readonly changes: ChangeSet;
  /** something came where it is, or beside it */
  readonly isChanged: boolean;
}

/** `over`: all that came since, against the text that `changes` is against. */
export function placed(changes: ChangeSet, over: ChangeSet): Placed {
  let isChanged = false;
  changes.iterChanges((from, to) => (isChanged ||= over.touchesRange(from, to) !== false));
  return { changes: changes.map(over), isChanged };
}
