// Where two texts differ for a reader, to whom letters that were put back are the same. Loaded when something is compared first; knows no version.
import { diff } from "@codemirror/merge";
import type { ChangeJSON } from "#protocol/changes.ts";
import { type Difference, differencesOf } from "./exactDifferences.ts";

/** How far what was replaced is looked through for what is the same on both sides: edits, and ms. */
const SCANNED_EDITS = 500;
const SCANNED_MS = 50;

/**
 * The differences as a reader has them: text that was deleted and put back at its place is the same. Outside of what the change replaces nothing
 * is compared by its letters.
 */
export function seenDifferences(before: string, after: string, change: ChangeJSON): readonly Difference[] {
  return differencesOf(change).flatMap(({ fromA, toA, fromB, toB }) =>
    diff(before.slice(fromA, toA), after.slice(fromB, toB), { scanLimit: SCANNED_EDITS, timeout: SCANNED_MS }).map(
      (one) => ({ fromA: fromA + one.fromA, toA: fromA + one.toA, fromB: fromB + one.fromB, toB: fromB + one.toB }),
    ),
  );
}
