// Where the caret is, for the status line. Knows no file.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export interface Caret {
  /** from 1 */
  readonly line: number;
  /** from 1, in letters as a person counts them */
  readonly column: number;
  /** how many letters are selected, in all selections */
  readonly selected: number;
}

/** Longer lines are not counted by letters but by UTF-16. */
const COUNTED = 2_000;

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const lengthOf = (text: string): number => (text.length > COUNTED ? text.length : [...letters.segment(text)].length);

/** Tells where the caret is whenever it moves in an editor that is shown, and when it gets the focus. */
export const tellCaret = (tell: (caret: Caret) => void): Extension =>
  EditorView.updateListener.of(({ view, state, selectionSet, docChanged, focusChanged }) => {
    if (!view.dom.isConnected || !(selectionSet || docChanged || focusChanged)) return;
    const { head } = state.selection.main;
    const line = state.doc.lineAt(head);
    const selected = state.selection.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    tell({ line: line.number, column: lengthOf(line.text.slice(0, head - line.from)) + 1, selected });
  });
