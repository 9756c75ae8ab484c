import { describe, expect, it } from "@jest/globals";
import { history, undo } from "@codemirror/commands";
import { ChangeSet, EditorState, type Transaction } from "@codemirror/state";
import { signal } from "@preact/signals";
import type { ClientHistoryMessage } from "../../../../server/features/history/messages.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { fileSync, receive } from "../../../sync/fileSync.ts";
import type { Review } from "../review.ts";
import { NotSaved } from "../restore/problems.ts";
import { setOf, tellReversed } from "./reversal.ts";

const ADA = 1;
const BO = 2;

/** Ada's window on a file whose log is who made which update, and that begins with what Bo wrote. */
function window() {
  const log = [BO];
  let state = EditorState.create({ doc: "spam", extensions: [history(), fileSync(1, () => DEFAULT_LIMITS)] });
  const status = signal({ state: "saved" });
  const told: ClientHistoryMessage[] = [];
  const file = {
    read: async () => {},
    countOf: (client: number, version: number) => log.slice(0, version).filter((one) => one === client).length,
    versionOfUpdate(client: number, seq: number) {
      const versions = log.flatMap((one, index) => (one === client ? [index + 1] : []));
      return versions[seq - 1];
    },
  };
  const review = {
    newId: () => "id",
    telling: { tell: (message: ClientHistoryMessage) => told.push(message) },
    past: { room: { status }, history: { file: () => file } },
  } as unknown as Review;
  const dispatch = (transaction: Transaction): void => {
    state = transaction.state;
  };
  return {
    review,
    told,
    status,
    type(changes: { from: number; to?: number; insert?: string }) {
      status.value = { state: "saving" };
      dispatch(state.update({ changes, userEvent: "input" }));
    },
    /** The editor's own; the transaction. */
    undo(): Transaction {
      let done: Transaction | undefined;
      status.value = { state: "saving" };
      undo({ state, dispatch: (transaction) => dispatch((done = transaction)) });
      return done!;
    },
    /** An update of somebody is in the log. */
    logged(client: number, change: ChangeSet) {
      log.push(client);
      for (const transaction of receive(state, [{ client, change }], ADA)) dispatch(transaction);
    },
    get text() {
      return state.doc.toString();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("an edit by the past that the editor's undo takes back", () => {
  it("[V407] is told once it is saved: which updates, and by which, as they are in the log", async () => {
    const ada = window();
    ada.type({ from: 0, to: 4 });
    ada.logged(ADA, ChangeSet.of({ from: 0, to: 4 }, 4));
    // what she types and what Bo types meanwhile comes between
    ada.type({ from: 0, insert: "a" });
    const undoing = (ada.undo(), ada.undo());
    expect(ada.text).toBe("spam");
    const telling = tellReversed(ada.review, { file: 1, client: ADA, firstSeq: 1, lastSeq: 1 }, undoing);
    ada.logged(ADA, ChangeSet.of({ from: 0, insert: "a" }, 0));
    ada.logged(BO, ChangeSet.of({ from: 1, insert: "b" }, 1));
    ada.logged(ADA, ChangeSet.of({ from: 0, to: 1 }, 2));
    ada.logged(ADA, ChangeSet.of({ from: 0, insert: "spam" }, 1));
    await settled();
    expect(ada.told).toEqual([]);
    ada.status.value = { state: "saved" };
    await telling;
    const set = { clients: [ADA], from: 1, to: 2 };
    expect(ada.told).toEqual([
      { type: "undone", id: "id", file: 1, client: ADA, base: 5, firstSeq: 4, lastSeq: 4, set },
    ]);
  });

  it("[V407] is not taken back by history before it is saved", async () => {
    const ada = window();
    ada.type({ from: 0, to: 4 });
    await expect(setOf(ada.review, { file: 1, client: ADA, firstSeq: 1, lastSeq: 1 })).rejects.toBeInstanceOf(NotSaved);
  });
});
