// Where others are: their selections per client, carried along with every change. Knows no connection and draws nothing.
import { StateEffect, StateField, type Transaction } from "@codemirror/state";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import { authorOf } from "../sync/fileSync.ts";

/** One client's place in the text, as everybody else sees it. */
export interface RemoteCursor {
  readonly client: number;
  readonly name: string;
  /** index into the palette */
  readonly colour: number;
  readonly selections: readonly Selection[];
}

/** A cursor with the number of times its owner has moved it: its flag is shown anew at each. */
export type PlacedCursor = RemoteCursor & { readonly moves: number };

/** The client is there now; positions are those of the text after the transaction's changes. */
export const cursorMoved = StateEffect.define<RemoteCursor>();

/** The client has no place any more. */
export const cursorGone = StateEffect.define<number>();

/** The cursors of all others, by client. */
export const remoteCursors = StateField.define<ReadonlyMap<number, PlacedCursor>>({
  create: () => new Map(),
  update(cursors, transaction) {
    const mapped = transaction.docChanged && cursors.size > 0 ? follow(cursors, transaction) : cursors;
    const news = transaction.effects.some((effect) => effect.is(cursorMoved) || effect.is(cursorGone));
    if (!news) return mapped;
    const next = new Map(mapped);
    for (const effect of transaction.effects) {
      if (effect.is(cursorGone)) next.delete(effect.value);
      if (effect.is(cursorMoved)) place(next, effect.value, transaction.newDoc.length);
    }
    return next;
  },
});

function follow(cursors: ReadonlyMap<number, PlacedCursor>, transaction: Transaction): Map<number, PlacedCursor> {
  const author = authorOf(transaction);
  const next = new Map<number, PlacedCursor>();
  for (const [client, cursor] of cursors) {
    const own = client === author;
    const selections = mapSelections(cursor.selections, transaction.changes, own);
    next.set(client, { ...cursor, selections, moves: cursor.moves + (own ? 1 : 0) });
  }
  return next;
}

function place(cursors: Map<number, PlacedCursor>, cursor: RemoteCursor, length: number): void {
  if (cursor.selections.length === 0) {
    cursors.delete(cursor.client);
    return;
  }
  const before = cursors.get(cursor.client);
  const selections = cursor.selections.map(([anchor, head]): Selection => [
    Math.min(anchor, length),
    Math.min(head, length),
  ]);
  const stayed = before !== undefined && JSON.stringify(before.selections) === JSON.stringify(selections);
  const moves = (before?.moves ?? 0) + (stayed ? 0 : 1);
  cursors.set(cursor.client, { ...cursor, selections, moves });
}

/** The place of a client, to scroll to, or undefined when it has none. */
export const headOf = (cursors: ReadonlyMap<number, PlacedCursor>, client: number): number | undefined =>
  cursors.get(client)?.selections[0]?.[1];
