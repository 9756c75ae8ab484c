// Brings all of a room back to a moment as one act, and takes that back: its texts, files that were deleted since, and those that were made since. Draws nothing.
import { effect } from "@preact/signals";
import { browserClock } from "../../../browser.ts";
import type { RoomRestored, RoomUndone } from "../../../../server/features/history/messages.ts";
import type { FileDeleting } from "../../../ui/pageFeature.ts";
import type { Review } from "../review.ts";
import { filesOf, keepingTabs, presentIn } from "../present.ts";
import { setOf } from "../undo/reversal.ts";
import { takeOut } from "../undo/takingBack.ts";
import { NotDone, NotSaved } from "./problems.ts";
import { lastRoomAct } from "./roomActs.ts";
import { restoreText } from "./restoring.ts";

/** The server has files put back and deleted within so long, or says why not. */
const DONE_WITHIN_MS = 10_000;

/** What of a room is another since a moment: the numbers of files. */
export interface RoomSince {
  /** in which there is another text, those that were deleted among them */
  readonly changed: readonly number[];
  readonly deleted: number[];
  readonly made: number[];
}

/** `at`: ms since 1970. Rejects with ApiError. */
export async function roomSince(review: Review, at: number): Promise<RoomSince> {
  const { history } = review.past;
  const [then] = await Promise.all([history.filesAt(at), history.refresh()]);
  const files = review.files.peek();
  const headOf = (file: number): number => history.files.peek().find((one) => one.file === file)?.version ?? 0;
  // who reads on already is waited for by asking once more
  await Promise.all(files.filter(({ file, version }) => version.peek() < headOf(file)).map((file) => file.read()));
  const there = presentIn(review);
  const deleted = then.filter((file) => !there.has(file));
  const read = new Set(files.map(({ file }) => file));
  const unread = history.files.peek().filter(({ file, version }) => version > 0 && !read.has(file));
  return {
    changed: review.changedBetween(at, undefined).filter((file) => then.includes(file)),
    // of one that is not read nobody knows what it held
    deleted: deleted.filter((file) => unread.every((one) => one.file !== file)),
    made: [...there].filter((file) => !then.includes(file)),
  };
}

/** Whether anything is another when the room is brought back. */
export const changesRoom = ({ changed, deleted, made }: RoomSince, deletesMade: boolean): boolean =>
  changed.length + deleted.length > 0 || (deletesMade && made.length > 0);

/** What it did. Rejects with NotDone, TooBusy, NotTaken and ApiError; what was done before that stays, and history is told. */
export async function restoreRoom(
  review: Review,
  at: number,
  { changed, deleted, made }: RoomSince,
  deletesMade: boolean,
): Promise<Pick<RoomRestored, "texts" | "back" | "gone">> {
  const id = review.newId();
  const told: RoomRestored = { type: "roomRestored", id, at: Math.floor(at), texts: [], back: [], gone: [] };
  const wanted = { back: deleted, gone: deletesMade ? made : [] };
  review.tabsBefore.set(id, review.past.room.tabs.all.peek());
  await asOne(review, told, wanted, async (done) => {
    told.back.push(...(await putBack(review, wanted.back)));
    for (const file of changed) {
      const restored = await restoreText(review, file, at);
      if (restored) told.texts.push(restored);
      done(file);
    }
    told.gone.push(...(await remove(review, wanted.gone)));
  });
  return told;
}

/** Takes back the last of them of this person. Rejects with NotSaved, NotDone, TooBusy, NotTaken and ApiError. */
export async function undoRoom(review: Review): Promise<void> {
  const { history, room } = review.past;
  await history.refresh();
  const found = lastRoomAct(history.entries.peek(), room.people.you.peek()?.participant ?? 0);
  if (!found) throw new NotSaved();
  const { entry, act } = found;
  const told: RoomUndone = { type: "roomUndone", id: review.newId(), entry, texts: [], back: [], gone: [] };
  const listed = new Set(history.files.peek().map(({ file }) => file));
  // one that was deleted for good has no text to be taken back
  const texts = act.texts.filter(({ file }) => listed.has(file));
  const sets = await Promise.all(texts.map(async (text) => ({ file: text.file, set: await setOf(review, text) })));
  const tabs = tabsWith(room.tabs.all.peek(), review.tabsBefore.get(act.id) ?? [], act.gone);
  const undoing = async (done: (file: number) => void): Promise<void> => {
    told.back.push(...(await putBack(review, act.gone)));
    for (const { file, set } of sets) {
      const out = await takeOut(review, file, () => set);
      if (out) told.texts.push({ ...out.made, set });
      done(file);
    }
    told.gone.push(...(await remove(review, act.back)));
  };
  await asOne(review, told, { back: act.gone, gone: act.back }, undoing, tabs);
}

/** The tabs that there are now, with those of `before` whose files have `gone` since: each behind the one that it was behind. */
export function tabsWith(
  now: readonly number[],
  before: readonly number[],
  gone: readonly number[],
): readonly number[] {
  const tabs = [...now];
  for (const [rank, file] of before.entries()) {
    if (!gone.includes(file) || tabs.includes(file)) continue;
    const left = before.slice(0, rank).findLast((one) => tabs.includes(one));
    tabs.splice(left === undefined ? 0 : tabs.indexOf(left) + 1, 0, file);
  }
  return tabs;
}

/**
 * History is told of what was done, however it ended, and the person is back where they were. Where the page is closed before that, the next one
 * in this browser tells it: `wanted` are files, and `act` says which text is done in the turn that does it. `tabs`: those that there are to be at last.
 */
async function asOne(
  review: Review,
  told: RoomRestored | RoomUndone,
  wanted: Pick<RoomRestored, "back" | "gone">,
  act: (done: (file: number) => void) => Promise<void>,
  tabs?: readonly number[],
): Promise<void> {
  const note = (): void => review.telling.remember({ told: { ...told, ...wanted }, isAtEnd: false });
  note();
  const acting = async (close: (file: number) => void): Promise<void> => {
    try {
      await act((file) => {
        note();
        close(file);
      });
    } finally {
      if (told.texts.length + told.back.length + told.gone.length > 0) review.telling.tell(told);
      else review.telling.forget(told.id);
    }
  };
  await keepingTabs(review, acting, tabs);
}

/** Those that are deleted, and not for good; when they are back. Rejects with NotDone. */
export async function putBack(review: Review, files: readonly number[]): Promise<readonly number[]> {
  const wanted = files.filter((file) => filesOf(review).some((one) => one.file === file && one.deleted && !one.purged));
  return whenDone(review, wanted, (deleting) => deleting.putBack(wanted), true);
}

/** Those that are there. Rejects with NotDone. */
async function remove(review: Review, files: readonly number[]): Promise<readonly number[]> {
  const there = presentIn(review);
  const wanted = files.filter((file) => there.has(file));
  return whenDone(review, wanted, (deleting) => deleting.delete(wanted), false);
}

/** Asks for it, and resolves with the files when they are as they were to be. Rejects with NotDone. */
async function whenDone(
  review: Review,
  files: readonly number[],
  ask: (deleting: FileDeleting) => void,
  areThere: boolean,
): Promise<readonly number[]> {
  if (files.length === 0) return [];
  const deleting = review.past.room.fileDeleting.peek();
  if (!deleting) throw new NotDone();
  ask(deleting);
  await until(() => {
    const there = presentIn(review);
    return files.every((file) => there.has(file) === areThere);
  });
  return files;
}

/** `isSo` reads signals. Rejects with NotDone where it has not come to that in time. */
function until(isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = (): void => {};
    const cancel = browserClock.after(DONE_WITHIN_MS, () => {
      stop();
      reject(new NotDone());
    });
    stop = effect(() => {
      if (!isSo()) return;
      cancel();
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
