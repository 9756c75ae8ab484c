// Whose a text is after a transaction of its editor. Knows no people.
import { Transaction } from "@codemirror/state";
import { COPY_UNITS } from "#weave/deletions.ts";
import type { Stamp } from "#weave/stretches.ts";
import { authorOf } from "../../../sync/fileSync.ts";
import type { Runs } from "./runs.ts";

/** `own`: an edit that is made here now. All that is put in is taken for new. */
export function carriedBy(runs: Runs, transaction: Transaction, own: Stamp): Runs {
  const client = authorOf(transaction);
  return runs.carried(transaction.changes, client === undefined ? own : { client, time: own.time });
}

/** Whether the history may know better: text was put in that is long enough to have been there before, or several updates came as one. */
export function isUnsure(transaction: Transaction): boolean {
  let isLong = false;
  transaction.changes.iterChanges((_fromA, _toA, _fromB, _toB, { length }) => (isLong ||= length >= COPY_UNITS));
  return isLong || (transaction.annotation(Transaction.remote) === true && authorOf(transaction) === undefined);
}
