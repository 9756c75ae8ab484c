// Brings back what a file held at a moment, all of it or what is selected, as an edit at the head; history is told, so that the authors stay. Draws nothing.
import { editAtHead, type Made } from "../headEdit.ts";
import { type Review, versionOf } from "../review.ts";
import { type Selected, selectedIn } from "../selected.ts";

/** What was brought back into a file: by which updates, of which version's text. */
export type Restored = Made & { readonly version: number } & Partial<Selected>;

/** Undefined: nothing has changed since. History is not told. Rejects with TooBusy, NotTaken and ApiError. */
export async function restoreText(
  review: Review,
  file: number,
  at: number,
  isPart = false,
): Promise<Restored | undefined> {
  const view = await review.editorOf(file);
  const history = review.past.history.file(file);
  const version = versionOf(history, at);
  let selected: Selected | undefined;
  const made = await editAtHead(view, history, review.client, async (base) => {
    selected = isPart ? selectedIn(review, file) : undefined;
    if (isPart && !selected) return [];
    return history.ask("restore", base, version, selected?.part, selected?.partOf);
  });
  return made && { ...made, version, ...selected };
}

/** Undefined: nothing has changed since. History is told in the turn of the edit. Rejects with TooBusy, NotTaken and ApiError. */
export async function restoreFile(
  review: Review,
  file: number,
  at: number,
  isPart: boolean,
): Promise<Restored | undefined> {
  const restored = await restoreText(review, file, at, isPart);
  if (!restored) return undefined;
  const { part, ...made } = restored;
  review.telling.tell({
    type: "restored",
    id: review.newId(),
    ...made,
    at: Math.floor(at),
    ...(part && { part: [...part] }),
  });
  return restored;
}
