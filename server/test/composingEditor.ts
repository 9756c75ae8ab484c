// An editor in which letters are composed as an input method does it: what others do must leave its line alone meanwhile. Knows no session.
import { type Extension, type Text, Transaction, type TransactionSpec } from "@codemirror/state";
import { HeadlessEditor } from "../../client/sync/headlessEditor.ts";

export class ComposingEditor extends HeadlessEditor {
  readonly #onBroken: (how: string) => void;
  #letters: { readonly from: number; readonly to: number } | undefined;

  /** `onBroken` hears of what a browser would have dropped or doubled letters for. */
  constructor(doc: Text, extensions: Extension, onBroken: (how: string) => void) {
    super(doc, extensions);
    this.#onBroken = onBroken;
  }

  get composing(): number | undefined {
    return this.#letters?.to;
  }

  endComposing(): void {
    this.#letters = undefined;
  }

  /** Letters in the place of those that are composed already, or the first, at a position; to be dispatched. */
  compose(at: number, letters: string): TransactionSpec {
    const { from, to } = (this.#letters ??= { from: at, to: at });
    return { changes: { from, to, insert: letters }, userEvent: "input.type.compose" };
  }

  override dispatch(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) {
      if (!this.#letters) break;
      const { changes, startState } = transaction;
      const line = startState.doc.lineAt(this.#letters.to);
      if (transaction.annotation(Transaction.remote) && changes.touchesRange(line.from, line.to))
        this.#onBroken(`others changed ${JSON.stringify(line.text)} while letters were composed in it`);
      this.#letters = { from: changes.mapPos(this.#letters.from, -1), to: changes.mapPos(this.#letters.to, 1) };
    }
    super.dispatch(transactions);
  }
}
