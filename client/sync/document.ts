// One file of a room as whoever takes part has it: its text, edits to it, and who else is in it. Knows no connection and no DOM.
import type { ChangeSet, ChangeSpec, EditorState, Transaction } from "@codemirror/state";
import type { ErrorCode } from "#protocol/errors.ts";
import type { Selection } from "#protocol/selections.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import { authorOf, unconfirmedChanges } from "./fileSync.ts";
import type { EditorPort, SyncStatus } from "./ports.ts";

/** What was asked for will not come about. The message is a sentence for a person, which says what to do. */
export class Refused extends Error {
  /** why, where the server has said so */
  readonly code: ErrorCode | undefined;
  /** what was typed and is not saved, to copy; "" where there is nothing */
  readonly text: string;

  constructor(message: string, { code, text = "" }: { readonly code?: ErrorCode; readonly text?: string } = {}) {
    super(message);
    this.name = "Refused";
    this.code = code;
    this.text = text;
  }
}

/** A change of the text, or that the text was read anew. */
export interface TextChange {
  /** what was changed; undefined: the text was read anew, and may be any other */
  readonly changes: ChangeSet | undefined;
  /** the number of the client that made it; undefined: made here */
  readonly client: number | undefined;
}

/** The participant whose a document is, as the document knows them. */
export interface DocumentOwner {
  readonly status: SyncStatus;
  pendingIn(file: number): number;
  edited(file: number): void;
  selected(file: number, selections: readonly Selection[], top: number | undefined): void;
  closeFile(file: number): void;
  until<Found>(look: () => Found | undefined): Promise<Found>;
  /** Calls what was given from outside, whose errors are not the session's. */
  guard(call: () => void): void;
}

/**
 * Stays the same object while the file is open, also when its text is read anew. Lines end with "\n" in it, whatever they ended with
 * where the text came from; positions count UTF-16 units, as JavaScript's strings do. What is edited is here at once and on its way: `saved`
 * tells when the server has it.
 */
export class Document implements EditorPort {
  readonly file: number;
  readonly #owner: DocumentOwner;
  readonly #listeners = new Set<(change: TextChange) => void>();
  #editor: EditorPort | undefined;
  #closed: Refused | undefined;
  /** how often edits were refused, and how the last time */
  #refusals = 0;
  #refused: Refused | undefined;

  constructor(file: number, owner: DocumentOwner) {
    this.file = file;
    this.#owner = owner;
  }

  /** Whether the text has come. */
  get isThere(): boolean {
    return this.#editor !== undefined;
  }

  /** Resolves once the text has come; rejects with Refused when it will not. */
  ready(): Promise<this> {
    return this.#owner.until(() => {
      this.#throwIfOver();
      return this.isThere ? this : undefined;
    });
  }

  /** The editor's state, with all that is edited here. Throws before the text has come. */
  get state(): EditorState {
    if (!this.#editor) throw new Error("invariant: the text of this file has not come; wait for ready()");
    return this.#editor.state;
  }

  get text(): string {
    return this.state.doc.toString();
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.state.doc.length;
  }

  /** Edits that the server has not confirmed. */
  get pending(): number {
    return this.#owner.pendingIn(this.file);
  }

  /**
   * Edits the text: `{from, to, insert}` or a list of them, as CodeMirror's ChangeSpec; positions are those of the text as it is now. A line
   * break of any kind in what is inserted becomes "\n". Whatever is edited while somebody may only read is refused later: see `saved`.
   */
  edit(changes: ChangeSpec): void {
    const transaction = this.state.update({ changes, userEvent: "input" });
    this.dispatch([transaction]);
    this.edited();
  }

  /** Resolves once the server has all that is edited up to now durably; rejects with Refused, and what was typed, when it will not take it. Call it right after `edit`. */
  async saved(): Promise<void> {
    const before = this.#refusals;
    await this.#owner.until(() => {
      if (this.#refusals > before) throw this.#refused as Refused;
      if (this.#isSaved) return true;
      this.#throwIfOver();
      return undefined;
    });
  }

  /** Calls at every change, after it; the returned function ends it. */
  changed(listener: (change: TextChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Says where this participant is in the text, `[anchor, head]` each; others are told while the file is the one that is shown. `top`: where the first line begins that is seen. */
  select(selections: readonly Selection[], top?: number): void {
    this.#owner.selected(this.file, selections, top);
  }

  /** Where others are in the text as it is now, by the number of their client; empty where the editor leaves that to whoever made it. */
  get others(): ReadonlyMap<number, readonly Selection[]> {
    return this.#editor?.others ?? new Map<number, readonly Selection[]>();
  }

  /** The file is not needed any more. What is not confirmed is kept, not sent: wait for `saved` before. */
  close(): void {
    this.#owner.closeFile(this.file);
  }

  // ---- for an editor of one's own

  /** The editor has changed by itself. */
  edited(): void {
    this.#owner.edited(this.file);
  }

  get composing(): number | undefined {
    return this.#editor?.composing;
  }

  endComposing(): void {
    this.#editor?.endComposing?.();
  }

  dispatch(transactions: readonly Transaction[]): void {
    this.#editor?.dispatch(transactions);
    if (this.#listeners.size === 0) return;
    for (const transaction of transactions)
      if (transaction.docChanged) this.#tell({ changes: transaction.changes, client: authorOf(transaction) });
  }

  // ---- the participant's side

  /** Where others are; a client has its place in one file. */
  place(presences: readonly Presence[]): void {
    this.#editor?.placeOthers?.(presences.map((one) => (one.file === this.file ? one : { ...one, selections: [] })));
  }

  /** The text has come, and this is its editor. */
  opened(editor: EditorPort): this {
    const isAnew = this.isThere;
    this.#editor = editor;
    if (isAnew) this.#tell({ changes: undefined, client: undefined });
    return this;
  }

  /** What was edited is not in the text and will not be. */
  refused(message: string, text: string): void {
    this.#refusals++;
    this.#refused = new Refused(message, { text });
  }

  /** The room has no such file for this participant any more; `text`: what was typed, where only that may be nowhere else. */
  closed(message: string, text: string): void {
    this.refused(message, text === "" && this.isThere && !this.#isSaved ? this.text : text);
    this.#closed = this.#refused;
  }

  get #isSaved(): boolean {
    return this.#editor !== undefined && unconfirmedChanges(this.#editor.state).length === 0;
  }

  #throwIfOver(): void {
    if (this.#closed) throw this.#closed;
    const { status } = this.#owner;
    if (status.state === "ended") throw new Refused(status.message, { code: status.code });
  }

  #tell(change: TextChange): void {
    for (const listener of this.#listeners) this.#owner.guard(() => listener(change));
  }
}
