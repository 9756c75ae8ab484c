// The editors of a window's files, for a feature that reads, changes or shows one by itself. Knows no feature and no room.
import type { Extension, Transaction } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";

export class EditorsByFile {
  readonly #views = new Map<number, EditorView>();
  readonly #changed: (file: number, transactions: readonly Transaction[]) => void;
  #awaited: { readonly file: number; readonly run: (view: EditorView) => void } | undefined;

  /** `changed`: the text of this file is another, by these transactions, or its editor has come or gone, by none. */
  constructor(changed: (file: number, transactions: readonly Transaction[]) => void = () => {}) {
    this.#changed = changed;
  }

  /** The editor of a file, while there is one. */
  of(file: number): EditorView | undefined {
    return this.#views.get(file);
  }

  /** Runs with the editor of a file, as soon as there is one; who waits for another waits no more. */
  whenThere(file: number, run: (view: EditorView) => void): void {
    this.#awaited = undefined;
    const view = this.of(file);
    if (view) run(view);
    else this.#awaited = { file, run };
  }

  /** What the editor of a file has to have besides, to be known here. */
  extension(file: number): Extension {
    return ViewPlugin.define((view) => {
      this.#views.set(file, view);
      // an editor that is being made takes nothing yet
      queueMicrotask(() => this.#hasCome(file, view));
      return {
        update: ({ docChanged, transactions }) => {
          if (docChanged) this.#changed(file, transactions);
        },
        destroy: () => {
          if (this.of(file) === view) this.#views.delete(file);
          this.#changed(file, []);
        },
      };
    });
  }

  #hasCome(file: number, view: EditorView): void {
    this.#changed(file, []);
    if (this.#awaited?.file !== file) return;
    const { run } = this.#awaited;
    this.#awaited = undefined;
    run(view);
  }
}
