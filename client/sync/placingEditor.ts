// An editor without a view that knows where others are, carried along with every change. Knows no connection.
import type { Transaction } from "@codemirror/state";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import { authorOf, toLocal } from "./fileSync.ts";
import { HeadlessEditor } from "./headlessEditor.ts";

export class PlacingEditor extends HeadlessEditor {
  #others: ReadonlyMap<number, readonly Selection[]> = new Map();

  /** By the number of the client. */
  get others(): ReadonlyMap<number, readonly Selection[]> {
    return this.#others;
  }

  /** A client without selections is not in this text any more; positions are those of the synced version. */
  placeOthers(presences: readonly Presence[]): void {
    const others = new Map(this.#others);
    for (const { client, selections } of presences)
      if (selections.length > 0) others.set(client, toLocal(this.state, selections));
      else others.delete(client);
    this.#others = others;
  }

  override dispatch(transactions: readonly Transaction[]): void {
    super.dispatch(transactions);
    if (this.#others.size === 0) return;
    for (const transaction of transactions) if (transaction.docChanged) this.#carry(transaction);
  }

  #carry(transaction: Transaction): void {
    const author = authorOf(transaction);
    const { changes } = transaction;
    const carried = [...this.#others].map(
      ([client, at]) => [client, mapSelections(at, changes, client === author)] as const,
    );
    this.#others = new Map(carried);
  }
}
