// Where two texts differ, as the change from one to the other says it, and on how many lines that is. Knows no version.
import { Text } from "@codemirror/state";
import type { ChangeJSON } from "#protocol/changes.ts";

/** What stood from `fromA` until before `toA` of the one text stands from `fromB` until before `toB` of the other; UTF-16 units. */
export interface Difference {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** The differences between a text and what the change makes of it, in order; something that is equal is between any two. */
export function differencesOf(change: ChangeJSON): readonly Difference[] {
  const found: Difference[] = [];
  const add = (one: Difference): void => {
    const last = found.at(-1);
    if (last?.toA === one.fromA && last.toB === one.fromB)
      found[found.length - 1] = { ...last, toA: one.toA, toB: one.toB };
    else found.push(one);
  };
  let [a, b] = [0, 0];
  for (const section of change) {
    if (typeof section === "number") {
      a += section;
      b += section;
      continue;
    }
    const [deleted, ...lines] = section;
    const inserted = lines.reduce((sum, line) => sum + line.length, Math.max(0, lines.length - 1));
    add({ fromA: a, toA: a + deleted, fromB: b, toB: b + inserted });
    a += deleted;
    b += inserted;
  }
  return found;
}

/** Lines that one text has and the other has not, or has otherwise. */
export interface LineCounts {
  readonly added: number;
  readonly taken: number;
}

/** Counts whole lines as they are marked where the texts are compared: a line that is changed is taken and added. A text without a letter has no line. */
export function changedLines(before: string, after: string, differences: readonly Difference[]): LineCounts {
  const [a, b] = [Text.of(before.split("\n")), Text.of(after.split("\n"))];
  let [added, taken] = [0, 0];
  // lines, from 1, up to which all is counted
  let [lastA, lastB] = [0, 0];
  for (const { fromA, toA, fromB, toB } of differences) {
    const end = endLines(a, b, toA, toB);
    const [endA, endB] = end;
    const [firstA, firstB] = firstLines(a, b, fromA, fromB, end);
    taken += Math.max(0, endA - Math.max(firstA, lastA + 1));
    added += Math.max(0, endB - Math.max(firstB, lastB + 1));
    lastA = Math.max(lastA, endA - 1);
    lastB = Math.max(lastB, endB - 1);
  }
  return { added: after === "" ? 0 : added, taken: before === "" ? 0 : taken };
}

/** The first line of either that a difference is on: behind the line where it begins at the end of both, unless it ends before that. */
function firstLines(
  a: Text,
  b: Text,
  fromA: number,
  fromB: number,
  [endA, endB]: readonly [number, number],
): readonly [number, number] {
  const [lineA, lineB] = [a.lineAt(fromA), b.lineAt(fromB)];
  const isAtEnd = lineA.to === fromA && lineB.to === fromB && fromA < a.length && fromB < b.length;
  const isBehind = isAtEnd && lineA.number < endA && lineB.number < endB;
  return isBehind ? [lineA.number + 1, lineB.number + 1] : [lineA.number, lineB.number];
}

/** The first line of either that it is not on any more. */
function endLines(a: Text, b: Text, toA: number, toB: number): readonly [number, number] {
  const [lineA, lineB] = [a.lineAt(toA), b.lineAt(toB)];
  const isBefore = lineA.from === toA && lineB.from === toB;
  return isBefore ? [lineA.number, lineB.number] : [lineA.number + 1, lineB.number + 1];
}
