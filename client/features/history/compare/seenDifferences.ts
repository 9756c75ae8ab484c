// Where two texts differ for a reader, to whom letters that were put back are the same. Loaded when something is compared first; knows no version.
import { diff } from "@codemirror/merge";
import type { ChangeJSON } from "#protocol/changes.ts";
import { type Difference, differencesOf } from "./exactDifferences.ts";

/** How far what was replaced is looked through for what is the same on both sides: edits, and ms. */
const SCANNED_EDITS = 500;
const SCANNED_MS = 50;

/** From half of a pair of surrogates to the letter, for private use, that stands for it. */
const TO_STAND_IN = 0x800;

/** Where a pair meets half of one, `diff` gives a letter to two changes, to none, or has no end. */
const withoutHalves = (text: string): string =>
  text.replaceAll(/\p{Surrogate}/gu, (half) => String.fromCharCode(half.charCodeAt(0) + TO_STAND_IN));

/**
 * The differences as a reader has them: text that was deleted and put back at its place is the same. Outside of what the change replaces nothing
 * is compared by its letters.
 */
export function seenDifferences(before: string, after: string, change: ChangeJSON): readonly Difference[] {
  return differencesOf(change).flatMap(({ fromA, toA, fromB, toB }) =>
    diff(withoutHalves(before.slice(fromA, toA)), withoutHalves(after.slice(fromB, toB)), {
      scanLimit: SCANNED_EDITS,
      timeout: SCANNED_MS,
    })
      // some are empty on both sides
      .filter((one) => one.fromA < one.toA || one.fromB < one.toB)
      .map((one) => ({
        fromA: fromA + one.fromA,
        toA: fromA + one.toA,
        fromB: fromB + one.fromB,
        toB: fromB + one.toB,
      })),
  );
}
