// Where two texts differ for a reader, to whom letters that were put back are the same. Loaded when something is compared first; knows no version.
import { type Change, diff } from "@codemirror/merge";
import type { ChangeJSON } from "#protocol/changes.ts";
import { type Difference, differencesOf } from "./exactDifferences.ts";

/** How far what was replaced is looked through for what is the same on both sides: edits, and ms. */
const SCANNED_EDITS = 500;
const SCANNED_MS = 50;

/** Where a pair of surrogates meets half of one, `diff` can give a letter to two changes. */
const areApart = (changes: readonly Change[]): boolean =>
  changes.every(({ fromA, fromB }, at) => {
    const before = changes[at - 1];
    return !before || (before.toA <= fromA && before.toB <= fromB && before.toA + before.toB < fromA + fromB);
  });

/**
 * The differences as a reader has them: text that was deleted and put back at its place is the same. Outside of what the change replaces nothing
 * is compared by its letters.
 */
export function seenDifferences(before: string, after: string, change: ChangeJSON): readonly Difference[] {
  return differencesOf(change).flatMap((whole) => {
    const { fromA, toA, fromB, toB } = whole;
    const changes = diff(before.slice(fromA, toA), after.slice(fromB, toB), {
      scanLimit: SCANNED_EDITS,
      timeout: SCANNED_MS,
    });
    if (!areApart(changes)) return [whole];
    return changes.map((one) => ({
      fromA: fromA + one.fromA,
      toA: fromA + one.toA,
      fromB: fromB + one.fromB,
      toB: fromB + one.toB,
    }));
  });
}
