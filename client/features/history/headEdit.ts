// An edit that the history works out, made at the head as any other: everybody sees it, and this person's undo takes it back. Knows no weave.
import { isolateHistory } from "@codemirror/commands";
import { ChangeSet, type EditorState, type TransactionSpec } from "@codemirror/state";
import type { ChangeJSON } from "#protocol/changes.ts";
import { syncedVersion, unconfirmedChanges } from "../../sync/fileSync.ts";

/** What has come of it is another text by the time that it is worked out, so often. */
const MOST_ATTEMPTS = 20;

/** As much of an editor as is needed. */
export interface HeadEditor {
  readonly state: EditorState;
  dispatch(edit: TransactionSpec): void;
}

/** The updates that an edit was made of: those of one tab, by their seq, on top of a version. */
export interface Made {
  readonly file: number;
  readonly base: number;
  readonly client: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** As much of a file's history as is needed. */
export interface ReadHistory {
  readonly file: number;
  /** up to which it is read */
  readonly version: { peek(): number };
  /** Reads on to the end of the log. Rejects with ApiError. */
  read(): Promise<void>;
  /** How many of the first `version` updates a tab has made. */
  countOf(client: number, version: number): number;
}

/** Others write so much that nothing could be put between. */
export class TooBusy extends Error {}

/** The editor does not take it: it is read-only, or the text would be too long; it has said so. */
export class NotTaken extends Error {
  readonly file: number;

  constructor(file: number) {
    super();
    this.file = file;
  }
}

/**
 * `workOut` has the change of the text at a version, an empty one where there is nothing to change, and undefined where the history is at another version by now. What is typed here and
 * not confirmed stays. Rejects with TooBusy, NotTaken, and what `workOut` rejects with.
 */
export async function editAtHead(
  view: HeadEditor,
  history: ReadHistory,
  client: number,
  workOut: (base: number) => Promise<ChangeJSON | undefined>,
): Promise<Made | undefined> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (view.state.readOnly) throw new NotTaken(history.file);
    const base = syncedVersion(view.state);
    if (history.version.peek() < base) await history.read();
    // what is read may be further by then
    if (history.version.peek() < base) continue;
    const json = await workOut(base);
    if (json?.length === 0) return undefined;
    const { state } = view;
    // worked out and made in one turn: nothing may have come between
    if (!json || syncedVersion(state) !== base) continue;
    const own = unconfirmedChanges(state);
    const change = own.reduce((mapped, mine) => mapped.map(mine), ChangeSet.fromJSON(json));
    const seq = history.countOf(client, base) + own.length;
    view.dispatch({ changes: change, userEvent: "input.restore", annotations: isolateHistory.of("full") });
    const made = unconfirmedChanges(view.state).length - own.length;
    if (made === 0) throw new NotTaken(history.file);
    return { file: history.file, base, client, firstSeq: seq + 1, lastSeq: seq + made };
  }
  throw new TooBusy();
}
