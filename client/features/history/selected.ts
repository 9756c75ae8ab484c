// What is selected of a file: in the text that is seen, never in one that is covered. Draws nothing.
import type { EditorState } from "@codemirror/state";
import { syncedVersion, unconfirmedChanges } from "../../sync/fileSync.ts";
import type { Part } from "#weave/noted.ts";
import type { Review } from "./review.ts";

/** A stretch of the text at version `partOf`. */
export interface Selected {
  readonly part: Part;
  readonly partOf: number;
}

/** Undefined: nothing is, or a comparison lies over it. */
export function selectedIn({ past, compared }: Review, file: number): Selected | undefined {
  if (compared.peek()) return undefined;
  if (past.isPast) return past.selectedThen(file);
  const state = past.editors.of(file)?.state;
  return state && !state.selection.main.empty ? selectedNow(state) : undefined;
}

/** Where the selection is in the text that the server has. */
function selectedNow(state: EditorState): Selected {
  const { from, to } = state.selection.main;
  return { part: [toBase(state, from), toBase(state, to)], partOf: syncedVersion(state) };
}

const toBase = (state: EditorState, place: number): number =>
  unconfirmedChanges(state).reduceRight((at, change) => change.invertedDesc.mapPos(at), place);
