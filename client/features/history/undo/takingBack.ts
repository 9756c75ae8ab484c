// Takes edits back: works out what that does to a file, and does it as an edit at the head that history is told of. Draws nothing.
import { editAtHead, type Made } from "../headEdit.ts";
import { keepingTabs } from "../present.ts";
import type { Taken } from "#weave/noted.ts";
import type { Stretch, Takeback } from "../weave/questions.ts";
import { type Review, versionOf } from "../review.ts";
import { type Selected, selectedIn } from "../selected.ts";

/** Which edits: a person's or everybody's, between two moments in ms since 1970, in a file or in what is selected in it. */
export interface Wish {
  /** undefined: everybody's */
  readonly participant: number | undefined;
  /** 0: since there are any */
  readonly since: number;
  /** undefined: now, whenever that is */
  readonly until: number | undefined;
  readonly isPart: boolean;
}

/** Of those that made the versions until `head`. */
function takenBy(review: Review, file: number, { participant, since, until }: Wish, head: number): Taken {
  const history = review.past.history.file(file);
  const clients = participant === undefined ? undefined : review.past.history.clientsOf(participant);
  const from = since === 0 ? 0 : versionOf(history, since);
  const to = until === undefined ? head : Math.min(head, versionOf(history, until));
  return { ...(clients && { clients }), from, to: Math.max(from, to) };
}

/** What it does to one file. */
export interface FilePreview {
  readonly file: number;
  readonly takeback: Takeback;
}

/**
 * What it would do to files, as of the newest text that is read: one is worked out after the other, and none once it is `dropped`. Rejects with
 * ApiError, and with why it was dropped.
 */
export async function previewsOf(
  review: Review,
  files: readonly number[],
  wish: Wish,
  dropped: AbortSignal,
): Promise<readonly FilePreview[]> {
  await Promise.all(files.map((file) => review.past.history.file(file).read()));
  const previews: FilePreview[] = [];
  for (const file of files) {
    dropped.throwIfAborted();
    previews.push({ file, takeback: await previewOf(review, file, wish) });
  }
  return previews;
}

function previewOf(review: Review, file: number, wish: Wish): Promise<Takeback> {
  const history = review.past.history.file(file);
  const selected = wish.isPart ? selectedIn(review, file) : undefined;
  const head = history.version.peek();
  return history.ask("undo", head, takenBy(review, file, wish, head), selected?.part, selected?.partOf);
}

/** What was taken back of a file: which edits, by which updates, and what that did. */
interface TakenOut {
  readonly made: Made;
  readonly taken: Taken;
  readonly takeback: Takeback;
  readonly selected: Selected | undefined;
}

/**
 * Takes those edits back that `takenAt` names, of the text at a version; undefined: there is nothing to take back. History is not told.
 * Rejects with TooBusy, NotTaken and ApiError.
 */
export async function takeOut(
  review: Review,
  file: number,
  takenAt: (base: number) => Taken,
  isPart = false,
): Promise<TakenOut | undefined> {
  const view = await review.editorOf(file);
  const history = review.past.history.file(file);
  let done: Omit<TakenOut, "made"> | undefined;
  const made = await editAtHead(view, history, review.client, async (base) => {
    const selected = isPart ? selectedIn(review, file) : undefined;
    if (isPart && !selected) return [];
    const taken = takenAt(base);
    const takeback = await history.ask("undo", base, taken, selected?.part, selected?.partOf);
    done = { taken, takeback, selected };
    return takeback.base === base ? takeback.change : undefined;
  });
  return made && done && { made, ...done };
}

/** The files of which edits are to be taken back, and who is put out with it. */
interface WholeWish extends Wish {
  readonly files: readonly number[];
  /** Puts the person out; undefined: they stay */
  readonly eject: (() => void) | undefined;
}

/** What was taken back of all of them. */
interface AllTaken extends Pick<Takeback, "goes" | "comesBack"> {
  readonly made: readonly Made[];
}

/**
 * Puts the person out, where that is wished, so that they write nothing more, and then takes back file by file; the tabs stay as they are. A file that cannot be changed
 * ends it: what was done before it stays done, and doing it again goes on from there. Rejects with TooBusy, NotTaken and ApiError.
 */
export async function takeAllBack(review: Review, { files, eject, ...wish }: WholeWish): Promise<AllTaken> {
  eject?.();
  const all: { made: Made[]; goes: Stretch[]; comesBack: Stretch[] } = { made: [], goes: [], comesBack: [] };
  await keepingTabs(review, async (done) => {
    for (const file of files) {
      const out = await takeBack(review, file, wish);
      if (out) {
        all.made.push(out.made);
        all.goes.push(...out.takeback.goes);
        all.comesBack.push(...out.takeback.comesBack);
      }
      done(file);
    }
  });
  return all;
}

/** Does it; undefined: there is nothing to take back. Rejects with TooBusy, NotTaken and ApiError. */
async function takeBack(review: Review, file: number, wish: Wish): Promise<TakenOut | undefined> {
  const done = await takeOut(review, file, (base) => takenBy(review, file, wish, base), wish.isPart);
  if (!done) return undefined;
  const { made, taken, selected } = done;
  const { from, to } = taken;
  const { participant } = wish;
  review.telling.tell({
    type: "undone",
    id: review.newId(),
    ...made,
    set: { from, to, ...(participant !== undefined && { participant }) },
    ...(selected && { part: [...selected.part], partOf: selected.partOf }),
  });
  return done;
}
