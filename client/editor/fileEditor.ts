// The editor of one file: CodeMirror with all that this product sets. Knows no session; it tells what happens through callbacks.
import {
  Compartment,
  EditorState,
  type Extension,
  Prec,
  type StateEffect,
  type Text,
  Transaction,
} from "@codemirror/state";
import { effect } from "@preact/signals";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import type { Language } from "#protocol/languages.ts";
import type { Limits } from "#protocol/limits.ts";
import type { Selection } from "#protocol/selections.ts";
import { isOfComposition, pressed } from "../pressed.ts";
import { authorOf } from "../sync/fileSync.ts";
import type { EditorPort } from "../sync/ports.ts";
import { pageLanguage } from "../words.ts";
import { highlighting } from "./highlighting.ts";
import { loadLanguage } from "./languages.ts";
import { LateWords } from "./lateWords.ts";
import { keepLimits, leaveOutNul, limitReached } from "./limitsFilter.ts";
import { indentFor, loadKeys, preferred } from "./preferred.ts";
import { type Preferences, preferences } from "./preferences.ts";
import { editorSetup } from "./setup.ts";
import { words } from "./words.ts";
import {
  cursorGone,
  cursorMoved,
  headOf,
  type PlacedCursor,
  type RemoteCursor,
  remoteCursors,
} from "./remoteCursors.ts";

/** After a composition's end its letters may still be in the page alone for so long. */
const READ_WITHIN_MS = 50;

/** A caret that is kept in sight is not kept at the very edge. */
const CARET_MARGIN_PX = 40;

const DELETING: ReadonlySet<string> = new Set(["Backspace", "Delete"]);

/** What an editor needs and whom it tells. */
export interface FileEditorOptions {
  /** read at every edit */
  limits(): Limits;
  /** the page's CSP nonce, for the styles that CodeMirror adds */
  readonly nonce: string;
  /** lines are wrapped where nobody has chosen */
  readonly wrapLines: boolean;
  /** what a screen reader calls it; read anew at each change of the view */
  label(): string;
  /** a text for people: spelling is checked */
  readonly isProse: boolean;
  /** what it has besides, until `extend` says otherwise; what is set here comes first */
  readonly extension: Extension;
  /** id of the element that says how to leave the editor by keyboard */
  readonly hintId: string;
  /** this person changed the text */
  edited(): void;
  /** this person has gone into it */
  focused(): void;
  /** where this person is; `top`: where the first line begins that they see, when that is told */
  selected(selections: readonly Selection[], top: number | undefined): void;
  /** some of this client's text has come */
  typed(client: number): void;
  /** something to tell the person, in a sentence */
  said(sentence: string): void;
}

/** The editor of one file; `view.dom` is put into the page by whoever shows it. */
export class FileEditor implements EditorPort {
  readonly view: EditorView;
  readonly #options: FileEditorOptions;
  readonly #lateWords: LateWords;
  /** ms since the page began */
  #composedAt = -Infinity;
  readonly #language = new Compartment();
  readonly #indentation = new Compartment();
  readonly #access = new Compartment();
  readonly #besides = new Compartment();
  readonly #behind = new Compartment();
  readonly #chosen = new Compartment();
  readonly #keys = new Compartment();
  readonly #preferred = new Compartment();
  #later: typeof import("./later.ts") | undefined;
  #keymap: { readonly name: Preferences["keymap"]; readonly keys: Extension } = { name: "default", keys: [] };
  readonly #end: () => void;
  #extension: Extension;
  #languageName: Language | undefined;
  #highlighting: Extension = [];
  /** why nothing can be typed, in a sentence */
  #readOnly: string | undefined;
  #wantsFocus = false;
  #hasPlace = false;
  /** how far it was scrolled when it was taken off the page */
  #scrolled: StateEffect<unknown> | undefined;
  /** where the first line begins that is seen, when that is told */
  #top: number | undefined;
  #isViewTold = false;
  /** the client whose caret is kept in sight */
  #leader: number | undefined;
  /** where that caret was when it was last known what they see */
  #leaderHead: number | undefined;

  constructor(options: FileEditorOptions) {
    this.#options = options;
    this.#extension = options.extension;
    // the nonce from the start: the view adds its styles when it is made
    this.view = new EditorView({ extensions: EditorView.cspNonce.of(options.nonce) });
    this.#lateWords = new LateWords(this.view);
    this.view.contentDOM.addEventListener("compositionend", () => (this.#composedAt = performance.now()));
    // CodeMirror drops its own news of the focus when two changes follow it at once
    this.view.contentDOM.addEventListener("focus", () => queueMicrotask(() => this.view.hasFocus && options.focused()));
    // CodeMirror minds compositions in the text, and not in the fields of its search
    const besideText = (event: KeyboardEvent): void => {
      const isInText = event.target instanceof Node && this.view.contentDOM.contains(event.target);
      if (!isInText && isOfComposition(event)) event.stopPropagation();
    };
    this.view.dom.addEventListener("keydown", besideText, { capture: true });
    // Not at once: a letter that scrolls is in the page before CodeMirror has read it, and measuring then would drop it.
    const looking = { key: this, read: () => this.#lookAgain() };
    this.view.scrollDOM.addEventListener("scroll", () => this.view.requestMeasure(looking), { passive: true });
    void this.#loadLater();
    this.#end = effect(() => {
      // what it says of itself is another then
      void pageLanguage.value;
      this.#prefer(preferences.value);
    });
  }

  /** It is needed no more. */
  destroy(): void {
    this.#end();
    this.view.destroy();
  }

  #prefer(now: Preferences): void {
    this.view.dispatch({
      effects: [
        this.#preferred.reconfigure(preferred(now, this.#options.wrapLines)),
        this.#indentation.reconfigure(this.#indent(now, this.view.state.doc)),
        this.#chosen.reconfigure(this.#later?.chosen(now) ?? []),
      ],
    });
    // letters may be larger
    this.view.requestMeasure();
    if (now.keymap !== this.#keymap.name) void this.#changeKeys(now.keymap);
  }

  #indent(now: Preferences, text: Text): Extension {
    return indentFor(now, text, this.#languageName);
  }

  async #changeKeys(name: Preferences["keymap"]): Promise<void> {
    this.#keymap = { name, keys: [] };
    let keys: Extension = [];
    try {
      keys = await loadKeys(name);
    } catch {
      if (name !== "default") this.#options.said(words.value.notLoaded[name]);
    }
    if (this.#keymap.name !== name) return;
    this.#keymap = { name, keys };
    this.view.dispatch({ effects: this.#keys.reconfigure(keys) });
  }

  /** Nobody searches before there is a text; until it is here, or where it does not come, its keys are the browser's. */
  async #loadLater(): Promise<void> {
    const loaded = await import("./later.ts").catch(() => undefined);
    if (!loaded) return;
    this.#later = loaded;
    this.view.dispatch({
      effects: [this.#behind.reconfigure(loaded.later), this.#chosen.reconfigure(loaded.chosen(preferences.peek()))],
    });
    this.#lateWords.look();
  }

  /** This is what it has besides from now on. */
  extend(extension: Extension): void {
    this.#extension = extension;
    this.view.dispatch({ effects: this.#besides.reconfigure(extension) });
    this.#lateWords.look();
  }

  get state(): EditorState {
    return this.view.state;
  }

  dispatch(transactions: readonly Transaction[]): void {
    this.view.dispatch(transactions);
  }

  get composing(): number | undefined {
    const isComposing = this.view.compositionStarted || performance.now() - this.#composedAt < READ_WITHIN_MS;
    return isComposing ? this.state.selection.main.head : undefined;
  }

  /** The browser keeps the letters of a composition that loses the focus. */
  endComposing(): void {
    if (!this.view.compositionStarted) return;
    this.view.contentDOM.blur();
    this.view.focus();
  }

  /** Shows the text, `sync` among its extensions; the caret stays where it was as far as the text has that place. */
  show(text: Text, sync: Extension): void {
    const { anchor, head } = this.view.state.selection.main;
    const end = text.length;
    const selection = { anchor: Math.min(anchor, end), head: Math.min(head, end) };
    const others = [...this.#cursors.values()];
    this.view.setState(EditorState.create({ doc: text, selection, extensions: [sync, this.#extensions(text)] }));
    this.place(others);
  }

  /** Changes the highlighting as soon as it is loaded; without it the text is plain. */
  async setLanguage(language: Language): Promise<void> {
    if (this.#languageName === language) return;
    this.#languageName = language;
    this.#lookAtIndent();
    let loaded: Extension;
    try {
      loaded = await loadLanguage(language);
    } catch {
      loaded = [];
      this.#options.said(words.value.coloursNotLoaded(language));
    }
    if (this.#languageName !== language) return;
    this.#highlighting = loaded;
    this.view.dispatch({ effects: this.#language.reconfigure(loaded) });
    this.#lateWords.look();
  }

  #lookAtIndent(): void {
    const { doc } = this.view.state;
    this.view.dispatch({ effects: this.#indentation.reconfigure(this.#indent(preferences.peek(), doc)) });
  }

  /** Nothing can be typed any more, and whoever tries reads this sentence; undefined: it can again. */
  setReadOnly(why: string | undefined): void {
    if (this.#readOnly === why) return;
    this.#readOnly = why;
    this.view.dispatch({ effects: this.#access.reconfigure(this.#mayType()) });
  }

  #mayType(): Extension {
    const why = this.#readOnly;
    if (why === undefined) return [];
    const say = (): boolean => {
      this.#options.said(why);
      return true;
    };
    const told = {
      beforeinput: say,
      paste: say,
      drop: say,
      // it is copied all the same
      cut: () => void say(),
      // these come by no input, for CodeMirror takes them
      keydown: pressed((event: KeyboardEvent) => void (DELETING.has(event.key) && say())),
    };
    return [EditorState.readOnly.of(true), Prec.highest(EditorView.domEventHandlers(told))];
  }

  /** Puts the cursors of others where they are now. */
  place(cursors: readonly RemoteCursor[]): void {
    if (cursors.length > 0) this.view.dispatch({ effects: cursors.map((cursor) => cursorMoved.of(cursor)) });
  }

  /** Gives the cursors the names and colours that their owners have now. */
  dress(lookOf: (client: number) => Pick<RemoteCursor, "name" | "colour"> | undefined): void {
    this.place(
      [...this.#cursors.values()].flatMap((cursor) => {
        const look = lookOf(cursor.client);
        const isSame = look === undefined || (look.name === cursor.name && look.colour === cursor.colour);
        return isSame ? [] : [{ ...cursor, ...look }];
      }),
    );
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
    this.#lookAgain();
    if (this.#wantsFocus) this.focus();
  }

  /** Gives it the focus, as soon as it is in the page. */
  focus(): void {
    this.#wantsFocus = !this.view.dom.isConnected;
    this.view.focus();
  }

  takeOff(): void {
    this.#wantsFocus = false;
    this.#scrolled = this.view.scrollSnapshot();
    this.view.dom.remove();
  }

  /** The line, from 1, on which the client's caret is, or undefined when it is nowhere. */
  lineOf(client: number): number | undefined {
    const head = headOf(this.#cursors, client);
    return head === undefined ? undefined : this.view.state.doc.lineAt(head).number;
  }

  /** Scrolls to where the client is; false: it has no place here. */
  goTo(client: number): boolean {
    const head = headOf(this.#cursors, client);
    if (head !== undefined) this.view.dispatch({ effects: EditorView.scrollIntoView(head, { y: "center" }) });
    return head !== undefined;
  }

  // ---- one window goes with another

  /** Keeps the caret of this client in sight from now on; undefined: nobody's. */
  goWith(leader: number | undefined): void {
    this.#leader = leader;
    this.#leaderHead = undefined;
  }

  /** Scrolls so that the line at `top` is the first, unless their caret has moved and would be out of sight then: this window may be smaller. */
  see(top: number, client: number): void {
    const head = headOf(this.#cursors, client) ?? top;
    const hasMoved = this.#leaderHead !== undefined && this.#leaderHead !== head;
    this.#leaderHead = head;
    const reaches = this.view.lineBlockAt(head).bottom - this.view.lineBlockAt(top).top;
    const shown =
      hasMoved && reaches > this.view.scrollDOM.clientHeight
        ? EditorView.scrollIntoView(head, { y: "end", yMargin: this.view.defaultLineHeight })
        : EditorView.scrollIntoView(top, { y: "start", yMargin: 0 });
    this.view.dispatch({ effects: shown });
  }

  /** Whether `selected` tells what is seen here. */
  tellView(isTold: boolean): void {
    if (this.#isViewTold === isTold) return;
    this.#isViewTold = isTold;
    this.#lookAgain();
  }

  #lookAgain(): void {
    const top = this.#isViewTold ? this.#firstSeen : undefined;
    if (top === this.#top) return;
    this.#top = top;
    this.#tellPlace();
  }

  get #firstSeen(): number {
    return this.view.lineBlockAtHeight(this.view.scrollDOM.scrollTop - this.view.documentPadding.top).from;
  }

  /** The line, from 1, of the caret, or the first that is seen where this person has no place in the text. */
  get ownLine(): number {
    const { doc, selection } = this.view.state;
    return doc.lineAt(this.#hasPlace ? selection.main.head : this.#firstSeen).number;
  }

  #tellPlace(): void {
    const ranges = this.#hasPlace ? this.view.state.selection.ranges : [];
    this.#options.selected(
      ranges.map(({ anchor, head }): Selection => [anchor, head]),
      this.#top,
    );
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

  #extensions(text: Text): Extension {
    const { limits, nonce, wrapLines, hintId, isProse } = this.#options;
    return [
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of(() => ({
        "aria-label": this.#options.label(),
        "aria-describedby": hintId,
        tabindex: "0",
        spellcheck: String(isProse),
        autocorrect: isProse ? "on" : "off",
        autocapitalize: isProse ? "sentences" : "off",
      })),
      // what is chosen wins over everything
      Prec.highest(this.#keys.of(this.#keymap.keys)),
      this.#preferred.of(preferred(preferences.peek(), wrapLines)),
      editorSetup,
      highlighting,
      this.#behind.of(this.#later?.later ?? []),
      this.#chosen.of(this.#later?.chosen(preferences.peek()) ?? []),
      remoteCursors,
      this.#lateWords.extension,
      keepLimits(limits),
      leaveOutNul,
      this.#language.of(this.#highlighting),
      this.#indentation.of(this.#indent(preferences.peek(), text)),
      this.#access.of(this.#mayType()),
      EditorView.updateListener.of((update) => this.#tell(update)),
      this.#besides.of(this.#extension),
    ];
  }

  #tell(update: ViewUpdate): void {
    const { edited, said } = this.#options;
    const local = update.transactions.filter((one) => one.annotation(Transaction.remote) !== true);
    if (local.some((transaction) => transaction.docChanged)) edited();
    if (update.docChanged) this.#scrolled = this.#scrolled?.map(update.changes);
    // others' changes carry the caret along; a person who has not touched the text yet has no place in it
    this.#hasPlace ||= update.selectionSet;
    if (this.#top !== undefined) this.#top = update.changes.mapPos(this.#top, -1);
    if (this.#leaderHead !== undefined) this.#leaderHead = update.changes.mapPos(this.#leaderHead, -1);
    const isTold = this.#hasPlace || this.#top !== undefined;
    if (isTold && (update.selectionSet || update.docChanged)) this.#tellPlace();
    this.#hear(update);
    for (const transaction of local)
      for (const effect of transaction.effects) if (effect.is(limitReached)) said(effect.value);
  }
  /** What others have typed and where their carets are. */
  #hear({ transactions, startState }: ViewUpdate): void {
    for (const transaction of transactions) {
      const author = authorOf(transaction);
      if (author !== undefined) this.#options.typed(author);
    }
    if (this.#leader === undefined) return;
    const before = headOf(startState.field(remoteCursors, false) ?? new Map<number, PlacedCursor>(), this.#leader);
    const head = headOf(this.#cursors, this.#leader);
    if (head !== undefined && head !== before)
      this.view.dispatch({ effects: EditorView.scrollIntoView(head, { y: "nearest", yMargin: CARET_MARGIN_PX }) });
  }
}
