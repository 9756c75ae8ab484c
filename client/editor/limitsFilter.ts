// Keeps a person's own edits inside what a room takes, with a sentence instead of a refusal later. Knows no server.
import {
  type ChangeSet,
  EditorState,
  type Extension,
  StateEffect,
  type Text,
  type Transaction,
} from "@codemirror/state";
import type { Limits } from "#protocol/limits.ts";
import { refusalWords } from "../words.errors.ts";
import { words } from "./words.ts";

/** On the transaction that stands in for an edit that was not taken, or not all of it: why, in a sentence. */
export const limitReached = StateEffect.define<string>();

/**
 * Refuses local edits that would pass a limit. Others' updates and what comes back from storage are dispatched unfiltered, so they
 * never come here; nor does an undo, which brings back what was inside the limits before.
 */
export const keepLimits = (limits: () => Limits): Extension =>
  EditorState.transactionFilter.of((transaction: Transaction) => {
    if (!transaction.docChanged) return transaction;
    const sentence = limitPassed(transaction.changes, transaction.newDoc, limits());
    return sentence === undefined ? transaction : { effects: limitReached.of(sentence) };
  });

const NUL = "\0";

/** A text that holds it is no text to most programs, nor to this one's upload. What stands there from before may be moved. */
export const leaveOutNul: Extension = EditorState.transactionFilter.of((transaction: Transaction) => {
  if (!transaction.docChanged || transaction.isUserEvent("move")) return transaction;
  const changes: { from: number; to: number }[] = [];
  transaction.changes.iterChanges((_fromA, _toA, fromB, _toB, insert) => {
    let at = fromB;
    for (const line of insert.iterLines()) {
      for (let nul = line.indexOf(NUL); nul !== -1; nul = line.indexOf(NUL, nul + 1))
        changes.push({ from: at + nul, to: at + nul + 1 });
      at += line.length + 1;
    }
  });
  if (changes.length === 0) return transaction;
  return [transaction, { changes, effects: limitReached.of(words.value.withoutNul), sequential: true }];
});

/** Why the change may not be made, or undefined where it may. A text that is too long already may still shrink. */
function limitPassed(changes: ChangeSet, result: Text, limits: Limits): string | undefined {
  if (result.length > limits.documentCharacters && changes.newLength > changes.length)
    return refusalWords("document_too_large");
  let longest = 0;
  changes.iterChanges((_fromA, _toA, fromB, toB, insert) => {
    if (insert.length === 0) return;
    longest = Math.max(longest, result.lineAt(fromB).length, result.lineAt(toB).length);
    for (const line of insert.iterLines()) longest = Math.max(longest, line.length);
  });
  return longest > limits.lineCharacters ? refusalWords("line_too_long") : undefined;
}
