// The editor of one file: CodeMirror with all that this product sets. Knows no session; it tells what happens through callbacks.
import { indentWithTab } from "@codemirror/commands";
import { search } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type StateEffect, type Text, Transaction } from "@codemirror/state";
import { EditorView, keymap, type ViewUpdate } from "@codemirror/view";
import { basicSetup } from "codemirror";
import type { Language } from "#protocol/languages.ts";
import type { Limits } from "#protocol/limits.ts";
import type { Selection } from "#protocol/selections.ts";
import { highlighting } from "./highlighting.ts";
import { indentation, loadLanguage } from "./languages.ts";
import { keepLimits, limitReached } from "./limitsFilter.ts";
import {
  cursorGone,
  cursorMoved,
  headOf,
  type PlacedCursor,
  type RemoteCursor,
  remoteCursors,
} from "./remoteCursors.ts";
import { showRemoteCursors } from "./remoteCursorLayers.ts";

/** What an editor needs and whom it tells. */
export interface FileEditorOptions {
  /** read at every edit */
  limits(): Limits;
  /** the page's CSP nonce, for the styles that CodeMirror adds */
  readonly nonce: string;
  readonly wrapLines: boolean;
  /** what a screen reader calls it */
  readonly label: string;
  /** a text for people: spelling is checked */
  readonly isProse: boolean;
  /** id of the element that says how to leave the editor by keyboard */
  readonly hintId: string;
  /** this person changed the text */
  edited(): void;
  /** this person has gone into it */
  focused(): void;
  selected(selections: readonly Selection[]): void;
  /** something to tell the person, in a sentence */
  said(sentence: string): void;
}

/** The editor of one file; `view.dom` is put into the page by whoever shows it. */
export class FileEditor {
  readonly view: EditorView;
  readonly #options: FileEditorOptions;
  readonly #language = new Compartment();
  readonly #indentation = new Compartment();
  readonly #access = new Compartment();
  #languageName: Language | undefined;
  #highlighting: Extension = [];
  #readOnly = false;
  #hasPlace = false;
  /** how far it was scrolled when it was taken off the page */
  #scrolled: StateEffect<unknown> | undefined;

  constructor(options: FileEditorOptions) {
    this.#options = options;
    // the nonce from the start: the view adds its styles when it is made
    this.view = new EditorView({ extensions: EditorView.cspNonce.of(options.nonce) });
  }

  /** Shows the text, `sync` among its extensions; the caret stays where it was as far as the text has that place. */
  show(text: Text, sync: Extension): void {
    const { anchor, head } = this.view.state.selection.main;
    const end = text.length;
    const selection = { anchor: Math.min(anchor, end), head: Math.min(head, end) };
    const others = [...this.#cursors.values()];
    this.view.setState(EditorState.create({ doc: text, selection, extensions: [sync, this.#extensions()] }));
    this.place(others);
  }

  /** Changes the highlighting as soon as it is loaded; without it the text is plain. */
  async setLanguage(language: Language): Promise<void> {
    if (this.#languageName === language) return;
    this.#languageName = language;
    this.view.dispatch({ effects: this.#indentation.reconfigure(indentation(language)) });
    let loaded: Extension;
    try {
      loaded = await loadLanguage(language);
    } catch {
      loaded = [];
      this.#options.said(`The colours for ${language} could not be loaded.`);
    }
    if (this.#languageName !== language) return;
    this.#highlighting = loaded;
    this.view.dispatch({ effects: this.#language.reconfigure(loaded) });
  }

  setReadOnly(readOnly: boolean): void {
    if (this.#readOnly === readOnly) return;
    this.#readOnly = readOnly;
    this.view.dispatch({ effects: this.#access.reconfigure(EditorState.readOnly.of(readOnly)) });
  }

  /** Puts the cursors of others where they are now. */
  place(cursors: readonly RemoteCursor[]): void {
    if (cursors.length > 0) this.view.dispatch({ effects: cursors.map((cursor) => cursorMoved.of(cursor)) });
  }

  /** Takes away the cursors of clients that are not here. */
  keepOnly(here: ReadonlyMap<number, unknown>): void {
    const gone = [...this.#cursors.keys()].filter((client) => !here.has(client));
    if (gone.length > 0) this.view.dispatch({ effects: gone.map((client) => cursorGone.of(client)) });
  }

  /** Takes away the cursor of a client that is elsewhere. */
  forget(client: number): void {
    if (this.#cursors.has(client)) this.view.dispatch({ effects: cursorGone.of(client) });
  }

  /** Puts it into the page, scrolled as it was when it left it. */
  putInto(place: Element): void {
    place.append(this.view.dom);
    if (this.#scrolled !== undefined) this.view.dispatch({ effects: this.#scrolled });
    this.#scrolled = undefined;
  }

  takeOff(): void {
    this.#scrolled = this.view.scrollSnapshot();
    this.view.dom.remove();
  }

  /** The line, from 1, on which the client's caret is, or undefined when it is nowhere. */
  lineOf(client: number): number | undefined {
    const head = headOf(this.#cursors, client);
    return head === undefined ? undefined : this.view.state.doc.lineAt(head).number;
  }

  /** Scrolls to where the client is. */
  goTo(client: number): void {
    const head = headOf(this.#cursors, client);
    if (head !== undefined) this.view.dispatch({ effects: EditorView.scrollIntoView(head, { y: "center" }) });
  }

  /** Puts the caret at the start of a line, from 1, or of the last one, and the focus with it. */
  goToLine(line: number): void {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)));
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }

  get #cursors(): ReadonlyMap<number, PlacedCursor> {
    return this.view.state.field(remoteCursors, false) ?? new Map<number, PlacedCursor>();
  }

  #extensions(): Extension {
    const { limits, nonce, wrapLines, hintId, label, isProse } = this.#options;
    return [
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": hintId,
        tabindex: "0",
        spellcheck: String(isProse),
        autocorrect: isProse ? "on" : "off",
        autocapitalize: isProse ? "sentences" : "off",
      }),
      wrapLines ? EditorView.lineWrapping : [],
      basicSetup,
      highlighting,
      search({ top: true }),
      showRemoteCursors,
      keepLimits(limits),
      this.#language.of(this.#highlighting),
      this.#indentation.of(this.#languageName === undefined ? [] : indentation(this.#languageName)),
      this.#access.of(EditorState.readOnly.of(this.#readOnly)),
      keymap.of([indentWithTab]),
      EditorView.updateListener.of((update) => this.#tell(update)),
    ];
  }

  #tell(update: ViewUpdate): void {
    const { edited, focused, selected, said } = this.#options;
    if (update.focusChanged && update.view.hasFocus) focused();
    const local = update.transactions.filter((one) => one.annotation(Transaction.remote) !== true);
    if (local.some((transaction) => transaction.docChanged)) edited();
    if (update.docChanged) this.#scrolled = this.#scrolled?.map(update.changes);
    // others' changes carry the caret along; a person who has not touched the text yet has no place in it
    this.#hasPlace ||= update.selectionSet;
    if (this.#hasPlace && (update.selectionSet || update.docChanged))
      selected(update.state.selection.ranges.map(({ anchor, head }): Selection => [anchor, head]));
    for (const transaction of local)
      for (const effect of transaction.effects) if (effect.is(limitReached)) said(effect.value);
  }
}
