// The CodeMirror side of one synced file: the extension its editor needs and how updates enter its state. Knows no connection.
import {
  Annotation,
  type ChangeSet,
  type EditorState,
  type Extension,
  Facet,
  StateField,
  Transaction,
  type Text,
} from "@codemirror/state";
import type { Limits } from "#protocol/limits.ts";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import { updateParts } from "./updateParts.ts";

/** How far an editor is. */
interface Synced {
  /** up to which it contains what the server has */
  readonly version: number;
  /** own changes on top of that, oldest first; each is an update and keeps its place until the server has sent it back [C3] */
  readonly unconfirmed: readonly ChangeSet[];
}

interface SyncOptions {
  readonly version: number;
  limits(): Limits;
}

const options = Facet.define<SyncOptions, SyncOptions>({ combine: ([given]) => given! });

/** On a transaction that takes in an update: how far the editor is after it. */
const received = Annotation.define<Synced>();
/** On the same: the number of the client whose update it is; there is none on one's own. */
const author = Annotation.define<number>();
const fromOthers = [Transaction.addToHistory.of(false), Transaction.remote.of(true)];
/** On a change that was read back from storage: it is one update, whatever it was made of and even when it has become empty. */
const restored = Annotation.define<true>();

const synced = StateField.define<Synced>({
  create: (state) => ({ version: state.facet(options).version, unconfirmed: [] }),
  update(before, transaction) {
    const after = transaction.annotation(received);
    if (after) return after;
    const { changes, startState } = transaction;
    const made = transaction.annotation(restored)
      ? [changes]
      : changes.empty
        ? []
        : updateParts(changes, startState.facet(options).limits());
    return made.length === 0 ? before : { ...before, unconfirmed: [...before.unconfirmed, ...made] };
  },
});

/**
 * What the editor of a synced file must have among its extensions. What a person does at once is one transaction, and one step of
 * their undo, of however many updates it is made: it is split by `limits` when it is made.
 */
export const fileSync = (version: number, limits: () => Limits): Extension => [synced, options.of({ version, limits })];

/** The number of the client whose update the transaction carries; undefined of a transaction that carries no other client's. */
export const authorOf = (transaction: Transaction): number | undefined => transaction.annotation(author);

/** The version up to which the editor contains what the server has. */
export const syncedVersion = (state: EditorState): number => state.field(synced).version;

/** Own changes that are not confirmed yet, oldest first; each is an update. */
export const unconfirmedChanges = (state: EditorState): readonly ChangeSet[] => state.field(synced).unconfirmed;

/** How long the text of that version is. */
const syncedLength = (state: EditorState): number => unconfirmedChanges(state)[0]?.length ?? state.doc.length;

/** An update of the log, as it comes from the server. */
export interface ReceivedUpdate {
  readonly client: number;
  readonly change: ChangeSet;
}

/**
 * The transactions that take the editor over the updates, each on top of the one before; `own`: this client's number.
 * One at a time [C1]: composing updates changes where text lands.
 * Throws when one is of another length than the text that it is for: mapped over what is unconfirmed it might go round for ever.
 */
export function receive(state: EditorState, updates: readonly ReceivedUpdate[], own: number): Transaction[] {
  const transactions: Transaction[] = [];
  let current = state;
  for (const update of updates) {
    if (update.change.length !== syncedLength(current)) throw new Error("invariant: an update does not fit the text");
    const isConfirmed = update.client === own && unconfirmedChanges(current).length > 0;
    const transaction = isConfirmed ? confirm(current) : takeIn(current, update);
    transactions.push(transaction);
    current = transaction.state;
  }
  return transactions;
}

/** The oldest of one's own is in the log: the text stays as it is. */
function confirm(state: EditorState): Transaction {
  const { version, unconfirmed } = state.field(synced);
  return state.update({ annotations: received.of({ version: version + 1, unconfirmed: unconfirmed.slice(1) }) });
}

function takeIn(state: EditorState, { client, change }: ReceivedUpdate): Transaction {
  const { version, unconfirmed } = state.field(synced);
  let changes = change;
  const after = unconfirmed.map((own) => {
    const mapped = own.map(changes);
    changes = changes.map(own, true);
    return mapped;
  });
  return state.update({
    changes,
    annotations: [...fromOthers, received.of({ version: version + 1, unconfirmed: after }), author.of(client)],
    filter: false,
  });
}

/**
 * The transaction that takes an editor in which nothing is unconfirmed to `version` at once, by what all updates up to it do together.
 * Throws when that does not fit the text.
 */
export function receiveComposed(state: EditorState, change: ChangeSet, version: number): Transaction {
  if (change.length !== state.doc.length) throw new Error("invariant: a change does not fit the text");
  return state.update({
    changes: change,
    annotations: [...fromOthers, received.of({ version, unconfirmed: [] })],
    filter: false,
  });
}

/** The transaction that puts a change read back from storage on top of the state, unconfirmed; one that is empty keeps its place. */
export const restore = (state: EditorState, change: ChangeSet): Transaction =>
  state.update({
    changes: change,
    annotations: [restored.of(true), Transaction.addToHistory.of(false)],
    filter: false,
  });

/** Carries positions in the synced version to what the editor shows, over own changes that are still under way. */
export function toLocal(state: EditorState, selections: readonly Selection[]): readonly Selection[] {
  const length = syncedLength(state);
  let local = selections.map(([anchor, head]): Selection => [Math.min(anchor, length), Math.min(head, length)]);
  for (const changes of unconfirmedChanges(state)) local = [...mapSelections(local, changes, false)];
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
