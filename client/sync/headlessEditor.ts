// An editor without a view: a state that takes transactions. Knows no connection and no DOM.
import { EditorState, type Extension, type Text, type Transaction, type TransactionSpec } from "@codemirror/state";
import type { EditorPort } from "./ports.ts";

export class HeadlessEditor implements EditorPort {
  state: EditorState;

  constructor(doc: Text, extensions: Extension) {
    this.state = EditorState.create({ doc, extensions });
  }

  dispatch(transactions: readonly Transaction[]): void {
    this.state = transactions.at(-1)?.state ?? this.state;
  }

  /** Makes a change as a person would. */
  update(spec: TransactionSpec): void {
    this.dispatch([this.state.update(spec)]);
  }
}
