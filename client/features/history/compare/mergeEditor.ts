// Two texts and where they differ: side by side, or in one column. Loaded when something is compared first; knows no version.
import { getChunks, goToNextChunk, goToPreviousChunk, Change, MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { ChangeJSON } from "#protocol/changes.ts";
import { withLastLines } from "./lastLines.ts";
import { seenDifferences } from "./seenDifferences.ts";
import { words } from "./words.ts";

/** What stays in view above and below a difference, in lines; longer stretches that are equal are folded. */
const MARGIN_LINES = 3;
const FOLDED_LINES = 8;

/** Two texts, and the change that makes the second of the first. */
export interface Compared {
  readonly before: string;
  readonly after: string;
  readonly change: ChangeJSON;
}

interface MergeEditorOptions extends Compared {
  readonly isInline: boolean;
  /** what both have to look as all editors of the page do */
  readonly looks: Extension;
  /** what a screen reader calls the two texts */
  readonly labels: { readonly before: string; readonly after: string };
}

export class MergeEditor {
  readonly #view: EditorView;
  readonly #end: () => void;

  constructor(parent: Element, options: MergeEditorOptions) {
    const { change, isInline } = options;
    // the differences are known: those of the letters would be guessed
    const seen = seenDifferences(options.before, options.after, change);
    const [before, after] = withLastLines(options.before, options.after, seen);
    const exact = seen.map(({ fromA, toA, fromB, toB }) => new Change(fromA, toA, fromB, toB));
    const diffConfig = { override: () => exact };
    const collapseUnchanged = { margin: MARGIN_LINES, minSize: FOLDED_LINES };
    if (isInline) {
      const inOne = unifiedMergeView({
        original: Text.of(before.split("\n")),
        mergeControls: false,
        diffConfig,
        collapseUnchanged,
      });
      this.#view = new EditorView({
        parent,
        state: EditorState.create({
          doc: Text.of(after.split("\n")),
          extensions: [shown(options, options.labels.after), inOne],
        }),
      });
      this.#end = () => this.#view.destroy();
    } else {
      const both = new MergeView({
        parent,
        a: { doc: Text.of(before.split("\n")), extensions: shown(options, options.labels.before) },
        b: { doc: Text.of(after.split("\n")), extensions: shown(options, options.labels.after) },
        diffConfig,
        collapseUnchanged,
      });
      this.#view = both.b;
      this.#end = () => both.destroy();
    }
    this.#toFirst();
  }

  /** Goes to the next difference, or the one before; behind the last comes the first. */
  go(to: 1 | -1): void {
    const command = to === 1 ? goToNextChunk : goToPreviousChunk;
    command({ state: this.#view.state, dispatch: (transaction) => this.#view.dispatch(transaction) });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#end();
  }

  #toFirst(): void {
    const first = getChunks(this.#view.state)?.chunks[0];
    if (!first) return;
    const at = Math.min(first.fromB, this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  }
}

const shown = ({ looks }: MergeEditorOptions, label: string): Extension => [
  EditorState.phrases.of({ "$ unchanged lines": words.peek().unchanged }),
  EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
  looks,
];
