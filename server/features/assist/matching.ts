// Where a block of an answer goes in a file: the one place where its lines stand, and the change that it is there. Knows no answer.
import { setImmediate as turn } from "node:timers/promises";
import { ChangeSet, Text } from "@codemirror/state";
import type { BlockProblem } from "./messages.ts";
import { Pieces } from "./pieces.ts";

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

/** Numbers of lines that are looked at before everything else that has arrived has its turn. */
const PIECE_NUMBERS = 10_000;

/** A line that nobody looks for. */
const UNWANTED = -1;

/** The lines of a text as numbers: those that are looked for, those that count as the same having the same one. */
class Numbered {
  readonly #same: Same;
  /** No more than an answer has lines: of all that a long text has, making room for one more would take as long as some pieces. */
  readonly #numbers = new Map<string, number>();
  readonly #there: Int32Array;
  /** by the numbers, whether the text has such a line */
  #isThere = new Uint8Array();

  private constructor(same: Same, count: number) {
    this.#same = same;
    this.#there = new Int32Array(count);
  }

  static async of(lines: readonly string[], wanted: readonly string[], same: Same): Promise<Numbered> {
    const made = new Numbered(same, lines.length);
    await inPieces(wanted, (line) => made.#want(line));
    made.#isThere = new Uint8Array(made.#numbers.size);
    await inPieces(lines, (line, at) => made.#number(line, at));
    return made;
  }

  #want(line: string): void {
    const key = this.#same(line);
    if (!this.#numbers.has(key)) this.#numbers.set(key, this.#numbers.size);
  }

  #number(line: string, at: number): void {
    const number = this.#numbers.get(this.#same(line)) ?? UNWANTED;
    this.#there[at] = number;
    if (number !== UNWANTED) this.#isThere[number] = 1;
  }

  /** The index of the first of the lines, for the first two places where all of them stand. A line there is looked at twice at most (Knuth, Morris, Pratt). */
  async placesOf(search: readonly string[]): Promise<readonly number[]> {
    const wanted = search.map((line) => this.#numbers.get(this.#same(line)) ?? UNWANTED);
    if (wanted.some((number) => this.#isThere[number] !== 1)) return [];
    const borders = bordersOf(wanted);
    const places: number[] = [];
    let matched = 0;
    for (let at = 0; at < this.#there.length && places.length < 2; at++) {
      if (at % PIECE_NUMBERS === PIECE_NUMBERS - 1) await turn();
      matched = goOn(wanted, borders, matched, this.#there[at]!);
      if (matched < wanted.length) continue;
      places.push(at - matched + 1);
      matched = borders[matched - 1]!;
    }
    return places;
  }
}

async function inPieces(lines: readonly string[], read: (line: string, at: number) => void): Promise<void> {
  const pieces = new Pieces();
  for (const [at, line] of lines.entries()) {
    read(line, at);
    if (pieces.isFull(line)) await pieces.next();
  }
}

/** For the first lines of each number, less one: how many of them stand at their end as well, not all. */
function bordersOf(wanted: readonly number[]): readonly number[] {
  const borders = [0];
  for (let at = 1; at < wanted.length; at++) borders.push(goOn(wanted, borders, borders[at - 1]!, wanted[at]!));
  return borders;
}

/** How many of the first lines stand before and with the next one, where `matched` stood before it. */
function goOn(wanted: readonly number[], borders: readonly number[], matched: number, next: number): number {
  let count = matched;
  while (count > 0 && wanted[count] !== next) count = borders[count - 1]!;
  return wanted[count] === next ? count + 1 : count;
}

/** A text in which blocks are looked for: its lines, and the numbers of those that the blocks have, made once. */
export class Lines {
  readonly text: Text;
  readonly lines: readonly string[];
  /** all of them */
  readonly areBlank: boolean;
  readonly #wanted: readonly string[];
  readonly #numbered = new Map<Same, Numbered>();

  private constructor(text: Text, lines: readonly string[], wanted: readonly string[], areBlank: boolean) {
    this.text = text;
    this.lines = lines;
    this.#wanted = wanted;
    this.areBlank = areBlank;
  }

  /** Read piece by piece. `wanted`: the lines of all blocks that are looked for in it. */
  static async of(text: Text, wanted: readonly string[]): Promise<Lines> {
    const lines: string[] = [];
    const pieces = new Pieces();
    let areBlank = true;
    for (const line of text.iterLines()) {
      areBlank &&= isBlank(line);
      lines.push(line);
      if (pieces.isFull(line)) await pieces.next();
    }
    return new Lines(text, lines, wanted, areBlank);
  }

  /** The index of the first of the lines, for the first two places where all of them stand. */
  async placesOf(search: readonly string[], same: Same): Promise<readonly number[]> {
    const numbered = this.#numbered.get(same) ?? (await Numbered.of(this.lines, this.#wanted, same));
    this.#numbered.set(same, numbered);
    return numbered.placesOf(search);
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
export async function changesOf(file: Lines, { search, replace }: Wanted): Promise<ChangeSet | BlockProblem> {
  const { text, lines, areBlank } = file;
  if (search.every(isBlank)) {
    if (!areBlank) return "notFound";
    if (replace.every(isBlank)) return "nothingChanges";
    return ChangeSet.of({ from: 0, to: text.length, insert: Text.of([...replace]) }, text.length);
  }
  for (const same of STEPS) {
    const places = await file.placesOf(search, same);
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
