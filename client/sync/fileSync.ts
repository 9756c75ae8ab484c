// The CodeMirror side of one synced file: the extension its editor needs and how updates enter its state. Knows no connection.
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { ChangeSet, type EditorState, type Extension, StateEffect, Transaction, type Text } from "@codemirror/state";
import { mapSelections, type Selection } from "#protocol/selections.ts";

/**
 * Who made the update that a transaction carries. An effect on the update would be known to the editor as well, but collab carries
 * effects over all that is unconfirmed, put together anew for each: seconds after an hour offline.
 */
const authors = new WeakMap<Transaction, number>();

/** The number of the client whose update the transaction carries; undefined of a transaction that carries no other client's. */
export const authorOf = (transaction: Transaction): number | undefined => authors.get(transaction);

/** On a change that was read back from storage: it keeps its place in the queue even when it has become empty. */
const restored = StateEffect.define<null>();

/** What the editor of a synced file must have among its extensions. `client` is the tab's own id. */
export const fileSync = (client: string, version: number): Extension =>
  collab({
    clientID: client,
    startVersion: version,
    sharedEffects: (transaction) => transaction.effects.filter((effect) => effect.is(restored)),
  });

/** The version up to which the editor contains what the server has. */
export const syncedVersion = (state: EditorState): number => getSyncedVersion(state);

/** Own changes that are not confirmed yet, oldest first; not to be changed. */
export const unconfirmedChanges = (state: EditorState): readonly { readonly changes: ChangeSet }[] =>
  sendableUpdates(state);

/** How long the text of that version is. */
const syncedLength = (state: EditorState): number => unconfirmedChanges(state)[0]?.changes.length ?? state.doc.length;

/** An update of the log, as it comes from the server. */
export interface ReceivedUpdate {
  readonly client: number;
  readonly change: ChangeSet;
}

/**
 * The transactions that take the editor over the updates, each on top of the one before.
 * One at a time [C1]: given a list, receiveUpdates composes it, and composing changes where text lands.
 * Throws when one is of another length than the text that it is for: mapped over what is unconfirmed it might go round for ever.
 */
export function receive(
  state: EditorState,
  updates: readonly ReceivedUpdate[],
  own: { readonly client: number; readonly id: string },
): Transaction[] {
  const transactions: Transaction[] = [];
  let current = state;
  for (const { client, change } of updates) {
    if (change.length !== syncedLength(current)) throw new Error("invariant: an update does not fit the text");
    const isOwn = client === own.client;
    const transaction = receiveUpdates(current, [{ changes: change, clientID: isOwn ? own.id : `#${client}` }]);
    if (!isOwn) authors.set(transaction, client);
    transactions.push(transaction);
    current = transaction.state;
  }
  return transactions;
}

/**
 * The transaction that takes an editor in which nothing is unconfirmed over so many updates at once, of which only what they do together
 * is known. Throws when that does not fit the text.
 */
export function receiveComposed(state: EditorState, change: ChangeSet, updates: number): Transaction {
  if (change.length !== state.doc.length) throw new Error("invariant: a change does not fit the text");
  const nothing = ChangeSet.empty(change.newLength);
  // collab counts what it is given
  const counted = Array.from({ length: updates }, (_, index) => (index === 0 ? change : nothing));
  return receiveUpdates(
    state,
    counted.map((changes) => ({ changes, clientID: "" })),
  );
}

/** The transaction that puts a change read back from storage on top of the state, unconfirmed; one that is empty keeps its place. */
export const restore = (state: EditorState, change: ChangeSet): Transaction =>
  state.update({
    changes: change,
    effects: restored.of(null),
    annotations: Transaction.addToHistory.of(false),
    filter: false,
  });

/** Carries positions in the synced version to what the editor shows, over own changes that are still under way. */
export function toLocal(state: EditorState, selections: readonly Selection[]): readonly Selection[] {
  const length = syncedLength(state);
  let local = selections.map(([anchor, head]): Selection => [Math.min(anchor, length), Math.min(head, length)]);
  for (const { changes } of unconfirmedChanges(state)) local = [...mapSelections(local, changes, false)];
  return local;
}

/** The text that the changes insert, for a person who has to save it by hand. */
export function insertedText(unconfirmed: readonly ChangeSet[]): string {
  const parts: string[] = [];
  for (const changes of unconfirmed)
    changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted: Text) => {
      if (inserted.length > 0) parts.push(inserted.toString());
    });
  return parts.join("");
}
