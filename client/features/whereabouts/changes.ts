// What others have changed in a text: the last places, which go with it. Knows no room and draws nothing.
import { type Extension, StateField, type Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { authorOf } from "../../sync/fileSync.ts";

/** A place that a client has changed; where something was only taken away it is empty. */
export interface Change {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** Those before are forgotten. */
const MOST = 100;

/** In the order in which they were made. */
export const changesOfOthers = StateField.define<readonly Change[]>({
  create: () => [],
  update(before, transaction) {
    if (!transaction.docChanged) return before;
    const moved = before.map((change) => follow(change, transaction));
    return changedBy(transaction).reduce(withChange, moved).slice(-MOST);
  },
});

function follow({ client, from, to }: Change, { changes }: Transaction): Change {
  const start = changes.mapPos(from, 1);
  return { client, from: start, to: Math.max(start, changes.mapPos(to, -1)) };
}

/** The newest places of a transaction of somebody else's; of one's own none. */
function changedBy(transaction: Transaction): readonly Change[] {
  const client = authorOf(transaction);
  const made: Change[] = [];
  if (client === undefined) return made;
  transaction.changes.iterChangedRanges((_from, _to, from, to) => {
    if (made.length < MOST) made.push({ client, from, to });
  });
  return made;
}

/** What touches another of the same client's is one with it. */
function withChange(all: readonly Change[], change: Change): readonly Change[] {
  const isOne = (other: Change): boolean =>
    other.client === change.client && other.from <= change.to && change.from <= other.to;
  const parts = [...all.filter(isOne), change];
  const whole = {
    client: change.client,
    from: Math.min(...parts.map(({ from }) => from)),
    to: Math.max(...parts.map(({ to }) => to)),
  };
  return [...all.filter((other) => !isOne(other)), whole];
}

/** The first behind a place of the text, or the last before it; round and round. */
export function changeAfter(all: readonly Change[], place: number, step: 1 | -1): Change | undefined {
  const inOrder = all.toSorted((one, other) => one.from - other.from);
  return step === 1
    ? (inOrder.find(({ from }) => from > place) ?? inOrder[0])
    : (inOrder.findLast(({ from }) => from < place) ?? inOrder.at(-1));
}

/** Keeps the changes, and tells the lines, from 1, of each transaction of somebody else's. */
export const followChanges = (changed: (client: number, lines: readonly number[]) => void): Extension => [
  changesOfOthers,
  EditorView.updateListener.of(({ transactions }) => {
    for (const transaction of transactions) for (const [client, lines] of linesOf(transaction)) changed(client, lines);
  }),
];

/** More are as many. */
const MOST_LINES = 1_000;

function linesOf(transaction: Transaction): readonly (readonly [client: number, lines: readonly number[]])[] {
  const { newDoc } = transaction;
  return changedBy(transaction).map(({ client, from, to }) => {
    const first = newDoc.lineAt(from).number;
    const count = Math.min(newDoc.lineAt(to).number - first + 1, MOST_LINES);
    return [client, Array.from({ length: count }, (_, index) => first + index)];
  });
}
