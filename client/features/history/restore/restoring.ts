// Brings back what a file held at a moment, all of it or what is selected, as an edit at the head; history is told, so that the authors stay. Draws nothing.
import type { EditorView } from "@codemirror/view";
import type { EditorState } from "@codemirror/state";
import { unconfirmedChanges } from "../../../sync/fileSync.ts";
import { editAtHead } from "../headEdit.ts";
import type { Part } from "../noted.ts";
import { type Review, versionOf } from "../review.ts";

/** False: nothing has changed since. Rejects with TooBusy, NotTaken and ApiError. */
export async function restoreFile(review: Review, file: number, at: number, isPart: boolean): Promise<boolean> {
  const view = await review.editorOf(file);
  const history = review.past.history.file(file);
  const version = versionOf(history, at);
  let part: Part | undefined;
  const made = await editAtHead(view, history, review.client, (base) => {
    part = isPart ? selectedAtBase(view) : undefined;
    return history.ask("restore", base, version, part);
  });
  if (!made) return false;
  review.send({
    type: "restored",
    id: review.newId(),
    ...made,
    version,
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
