// Brings back what a file held at a moment, all of it or what is selected, as an edit at the head; history is told, so that the authors stay. Draws nothing.
import type { EditorView } from "@codemirror/view";
import type { EditorState } from "@codemirror/state";
import { unconfirmedChanges } from "../../../sync/fileSync.ts";
import { editAtHead, type Made } from "../headEdit.ts";
import type { Part } from "../noted.ts";
import { type Review, versionOf } from "../review.ts";

/** What was brought back into a file: by which updates, of which version's text. */
export type Restored = Made & { readonly version: number; readonly part?: Part };

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
  let part: Part | undefined;
  const made = await editAtHead(view, history, review.client, (base) => {
    part = isPart ? selectedAtBase(view) : undefined;
    return history.ask("restore", base, version, part);
  });
  return made && { ...made, version, ...(part && { part }) };
}

/** False: nothing has changed since. Rejects with TooBusy, NotTaken and ApiError. */
export async function restoreFile(review: Review, file: number, at: number, isPart: boolean): Promise<boolean> {
  const restored = await restoreText(review, file, at, isPart);
  if (!restored) return false;
  const { part, ...made } = restored;
  review.send({
    type: "restored",
    id: review.newId(),
    ...made,
    at: Math.floor(at),
    ...(part && { part: [...part] }),
  });
  return true;
}

/** Where the selection is in the text that the server has. */
export function selectedAtBase({ state }: Pick<EditorView, "state">): Part {
  const { from, to } = state.selection.main;
  return [toBase(state, from), toBase(state, to)];
}

const toBase = (state: EditorState, place: number): number =>
  unconfirmedChanges(state).reduceRight((at, change) => change.invertedDesc.mapPos(at), place);
