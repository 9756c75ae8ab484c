// The change that puts back into a text what it had lost, line by line, and takes nothing away that was written since. Pure.
import type { ChangeSpec, Text } from "@codemirror/state";

/** Pairs of lines that are compared; of more than that one stretch is taken as a whole. */
const PAIRS_AT_ONCE = 4_000_000;

/** Lines `fromA` to `toA` of one text stand where lines `fromB` to `toB` of the other do. */
interface Hunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/**
 * What makes `newer` of `current`. `base` is the older text that `newer` gave way to: of the lines that go, those that it has not
 * were written since, and stay.
 */
export function changesToPutBack(current: Text, newer: Text, base: Text): ChangeSpec[] {
  const [lines, wanted] = [current.toJSON(), newer.toJSON()];
  const known = new Set(base.toJSON());
  return hunks(lines, wanted).flatMap(({ fromA, toA, fromB, toB }) => {
    const writtenSince = lines.slice(fromA, toA).filter((line) => !known.has(line));
    return replaceLines(current, fromA, toA, [...writtenSince, ...wanted.slice(fromB, toB)]);
  });
}

/** The lines from `from` to before `to`, from 0, give way to others. */
function replaceLines(text: Text, from: number, to: number, lines: readonly string[]): ChangeSpec[] {
  const start = (line: number): number => text.line(line + 1).from;
  const isAtEnd = to === text.lines;
  const insert = lines.join("\n");
  if (from === to) {
    if (lines.length === 0) return [];
    return [isAtEnd ? { from: text.length, insert: `\n${insert}` } : { from: start(from), insert: `${insert}\n` }];
  }
  if (lines.length > 0) return [{ from: start(from), to: text.line(to).to, insert }];
  if (!isAtEnd) return [{ from: start(from), to: start(to) }];
  return [{ from: Math.max(0, start(from) - 1), to: text.length }];
}

/** Where the texts differ, in order. */
function hunks(a: readonly string[], b: readonly string[]): readonly Hunk[] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [endA, endB] = [a.length - end, b.length - end];
  const same = commonLines(a.slice(start, endA), b.slice(start, endB)).map(([x, y]) => [x + start, y + start] as const);
  const found: Hunk[] = [];
  let [fromA, fromB] = [start, start];
  for (const [x, y] of [...same, [endA, endB] as const]) {
    if (x > fromA || y > fromB) found.push({ fromA, toA: x, fromB, toB: y });
    [fromA, fromB] = [x + 1, y + 1];
  }
  return found;
}

/** As many lines as both have in the same order: the places of each in either. */
function commonLines(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  if (a.length * b.length > PAIRS_AT_ONCE) return [];
  // how many lines are common from here to both ends
  const longest = new Uint32Array((a.length + 1) * width);
  for (let x = a.length - 1; x >= 0; x--)
    for (let y = b.length - 1; y >= 0; y--)
      longest[x * width + y] =
        a[x] === b[y]
          ? 1 + longest[(x + 1) * width + y + 1]!
          : Math.max(longest[(x + 1) * width + y]!, longest[x * width + y + 1]!);
  const pairs: (readonly [number, number])[] = [];
  for (let x = 0, y = 0; x < a.length && y < b.length;)
    if (a[x] === b[y]) pairs.push([x++, y++]);
    else if (longest[(x + 1) * width + y]! >= longest[x * width + y + 1]!) x++;
    else y++;
  return pairs;
}
