// Takes back what this window has done to a text by its past, and tells history so: what comes back is whose it was. Draws nothing.
import type { Transaction } from "@codemirror/state";
import { effect } from "@preact/signals";
import { syncedVersion, unconfirmedChanges } from "../../../sync/fileSync.ts";
import type { Made } from "../headEdit.ts";
import { keepingTabs } from "../present.ts";
import { NotSaved } from "../restore/problems.ts";
import type { Review } from "../review.ts";
import { takeOut } from "./takingBack.ts";

/** The updates of a tab, as of which edits are taken back. */
type OfTab = Pick<Made, "file" | "client" | "firstSeq" | "lastSeq">;

/** As an edit of its own, whatever was typed since. Rejects with NotSaved, TooBusy, NotTaken and ApiError; what was done before that stays. */
export function reverse(review: Review, all: readonly OfTab[]): Promise<void> {
  return keepingTabs(review, async (done) => {
    for (const made of all) {
      const set = await setOf(review, made);
      const out = await takeOut(review, made.file, () => set);
      if (out) review.telling.tell({ type: "undone", id: review.newId(), ...out.made, set });
      done(made.file);
    }
  });
}

/** The versions that they have made, as a set that can be taken back. Rejects with NotSaved and ApiError. */
export async function setOf(review: Review, { file, client, firstSeq, lastSeq }: OfTab) {
  const history = review.past.history.file(file);
  await history.read();
  const [first, to] = [history.versionOfUpdate(client, firstSeq), history.versionOfUpdate(client, lastSeq)];
  if (first === undefined || to === undefined) throw new NotSaved();
  return { clients: [client], from: first - 1, to };
}

/**
 * The editor's undo takes them back, by this transaction: once both are in the log history is told. Rejects with NotSaved and ApiError: it is not told then, and what comes
 * back is known again where it is long enough (V13).
 */
export async function tellReversed(
  review: Review,
  { file, client, ...made }: OfTab,
  { startState, state }: Transaction,
): Promise<void> {
  const base = syncedVersion(startState);
  const before = unconfirmedChanges(startState).length;
  const count = unconfirmedChanges(state).length - before;
  await whenSaved(review);
  const set = await setOf(review, { file, client, ...made });
  const firstSeq = review.past.history.file(file).countOf(client, base) + before + 1;
  const by = { file, client, firstSeq, lastSeq: firstSeq + count - 1 };
  // on top of what it came upon in the log
  const { from } = await setOf(review, by);
  review.telling.tell({ type: "undone", id: review.newId(), ...by, base: from, set });
}

/** What is typed in this turn is. */
async function whenSaved({ past }: Review): Promise<void> {
  // the turn in which something is typed says so at its end
  await Promise.resolve();
  await new Promise<void>((resolve) => {
    const stop = effect(() => {
      if (past.room.status.value.state !== "saved") return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
