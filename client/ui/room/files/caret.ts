// Where the caret is, for the status line. Knows no file.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Signal } from "@preact/signals";

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

const isSame = (one: Caret, other: Caret | undefined): boolean =>
  one.line === other?.line && one.column === other.column && one.selected === other.selected;

/** Tells where the caret is when that is another place, of the editor that is shown; what others type elsewhere moves it nowhere. */
export const tellCaret = (caret: Signal<Caret | undefined>): Extension =>
  EditorView.updateListener.of(({ view, state, selectionSet, docChanged, focusChanged }) => {
    if (!view.dom.isConnected || !(selectionSet || docChanged || focusChanged)) return;
    const { head } = state.selection.main;
    const line = state.doc.lineAt(head);
    const selected = state.selection.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    const now = { line: line.number, column: lengthOf(line.text.slice(0, head - line.from)) + 1, selected };
    if (!isSame(now, caret.peek())) caret.value = now;
  });
