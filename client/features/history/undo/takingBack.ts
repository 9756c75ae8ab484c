// Takes edits back: works out what that does to a file, and does it as an edit at the head that history is told of. Draws nothing.
import { editAtHead } from "../headEdit.ts";
import type { Part, Taken } from "../noted.ts";
import type { Takeback } from "../questions.ts";
import { selectedAtBase } from "../restore/restoring.ts";
import { type Review, versionOf } from "../review.ts";

/** Which edits: a person's or everybody's, since a moment in ms since 1970, in a file or in what is selected in it. */
export interface Wish {
  /** undefined: everybody's */
  readonly participant: number | undefined;
  /** 0: all */
  readonly since: number;
  readonly isPart: boolean;
}

function takenBy(review: Review, file: number, { participant, since }: Wish): Taken {
  const history = review.past.history.file(file);
  const clients = participant === undefined ? undefined : review.past.history.clientsOf(participant);
  const from = since === 0 ? 0 : versionOf(history, since);
  return { ...(clients && { clients }), from, to: history.version.peek() };
}

/** What it would do to a file, as of the newest text that is read. Rejects with ApiError. */
export async function previewOf(review: Review, file: number, wish: Wish): Promise<Takeback> {
  const history = review.past.history.file(file);
  await history.read();
  const view = wish.isPart ? review.past.editors.of(file) : undefined;
  return history.ask("undo", history.version.peek(), takenBy(review, file, wish), view && selectedAtBase(view));
}

/** Does it; undefined: there is nothing to take back. Rejects with TooBusy, NotTaken and ApiError. */
export async function takeBack(review: Review, file: number, wish: Wish): Promise<Takeback | undefined> {
  const view = await review.editorOf(file);
  const history = review.past.history.file(file);
  let [done, taken, part] = [
    undefined as Takeback | undefined,
    undefined as Taken | undefined,
    undefined as Part | undefined,
  ];
  const made = await editAtHead(view, history, review.client, async (base) => {
    part = wish.isPart ? selectedAtBase(view) : undefined;
    taken = { ...takenBy(review, file, wish), to: base };
    done = await history.ask("undo", base, taken, part);
    return done.base === base ? done.change : undefined;
  });
  if (!made || !taken) return undefined;
  const { from, to } = taken;
  const { participant } = wish;
  review.send({
    type: "undone",
    id: review.newId(),
    ...made,
    set: { from, to, ...(participant !== undefined && { participant }) },
    ...(part && { part: [...part] }),
  });
  return done;
}
