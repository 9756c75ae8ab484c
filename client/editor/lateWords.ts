// Has words looked for that go on from what was typed before whatever suggests them was here. Knows none of them.
import { type Extension, StateEffect, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** More suggests words than before. @public */
export const suggestersCame = StateEffect.define<null>();

/** Of one view, whatever its state is. */
export class LateWords {
  readonly extension: Extension;
  readonly #view: EditorView;
  /** the caret stands behind letters of this person, who has done nothing since */
  #hasJustTyped = false;

  constructor(view: EditorView) {
    this.#view = view;
    // Escape closes a list, and whoever is elsewhere wants none
    for (const done of ["keydown", "blur"])
      view.contentDOM.addEventListener(done, () => (this.#hasJustTyped = false), { capture: true });
    this.extension = EditorView.updateListener.of(({ transactions }) => this.#hear(transactions));
  }

  #hear(transactions: readonly Transaction[]): void {
    for (const one of transactions)
      if ((one.docChanged || one.selection) && one.annotation(Transaction.remote) !== true)
        this.#hasJustTyped = one.isUserEvent("input.type");
    if (transactions.some(({ effects }) => effects.some((one) => one.is(suggestersCame)))) this.look();
  }

  /** More suggests words now: they are asked as if the last letter had come once more. */
  look(): void {
    if (this.#hasJustTyped) this.#view.dispatch({ userEvent: "input.type" });
  }
}
