// The files that are open in this window: an editor for each, which of them is shown, and who is in which. Draws nothing.
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ChangeSpec, Extension, Text } from "@codemirror/state";
import type { Language } from "#protocol/languages.ts";
import type { RoomDetails } from "#protocol/events.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import { FileEditor, type FileEditorOptions } from "../../../editor/fileEditor.ts";
import { toLocal } from "../../../sync/fileSync.ts";
import type { EditorPort } from "../../../sync/ports.ts";
import type { Document } from "../../../sync/document.ts";
import type { Participation } from "../../../sync/participation.ts";
import { refusalWords } from "../../../words.errors.ts";
import { focusSince } from "../../parts/focusSince.ts";
import type { Beside } from "../../pageFeature.ts";
import type { Presences } from "./presences.ts";
import { words } from "../../words.ts";

/** Every room begins with this file, so it can be asked for before the room is known. */
const FIRST_FILE = 1;
/** Each is an editor in memory and is followed on the server; the one after that closes the first that is not shown. */
const MOST_OPEN = 50;

const whyReadOnly = ({ you }: Pick<Participation, "you">): string =>
  you?.role === "viewer" ? `${refusalWords("read_only")} ${words.value.askToWrite}` : words.value.nobodyWrites;

/** What a browser remembers of the files that were open in a room. */
interface Arrangement {
  /** in the order of their tabs */
  readonly tabs: readonly number[];
  readonly shown: number;
}

export interface OpenFilesOptions extends Pick<FileEditorOptions, "nonce" | "wrapLines" | "hintId" | "said"> {
  readonly session: Participation;
  readonly presences: Presences;
  /** what the editor of a file that the room lists has besides */
  extension(file: number): Extension;
  /** how it was when this browser was here last */
  readonly before: Arrangement | undefined;
  arranged(arrangement: Arrangement): void;
}

/**
 * A file is opened when it is shown first; from then on its editor is kept with its history, its selection and where it was
 * scrolled, until its tab is closed and nothing in it is unconfirmed.
 */
export class OpenFiles {
  readonly #options: OpenFilesOptions;
  readonly #shown: Signal<number>;
  readonly #tabs: Signal<readonly number[]>;
  readonly #editors = signal<ReadonlyMap<number, FileEditor>>(new Map());
  /** without it every file is in the room's language */
  readonly #names = import("../../../editor/fileNames.ts").catch(() => undefined);
  readonly #cursorsHeard = signal(0);
  /** the editor of the file that is shown, once there is a text */
  readonly editor = computed(() => this.#editors.value.get(this.shown.value));
  /** the tabs whose text is here: those that were shown, in their order */
  readonly here = computed(() => this.tabs.value.filter((file) => this.#editors.value.has(file)));
  /** what the session has open */
  readonly #followed = new Map<number, Document>();
  /** what is shown beside the code: files of features, which the room does not list */
  readonly #beside = new Map<number, Beside>();
  #hasRoom = false;
  /** the client whose place is shown as soon as it is known in the file */
  #sought: number | undefined;
  /** the client that this window goes with */
  #leader: number | undefined;
  #isViewTold = false;
  /** as the cursors show them */
  #people: RoomDetails["participants"] = [];
  /** what to do once the editor of the file that is shown is there */
  #arrival: ((editor: FileEditor) => void) | undefined = (editor) => editor.focus();

  constructor(options: OpenFilesOptions) {
    this.#options = options;
    const { shown, tabs } = options.before ?? { shown: FIRST_FILE, tabs: [FIRST_FILE] };
    this.#shown = signal(shown);
    this.#tabs = signal(tabs.includes(shown) ? tabs : [...tabs, shown]);
  }

  /** the number of the file that is shown */
  get shown(): ReadonlySignal<number> {
    return this.#shown;
  }

  /** the files that have a tab, in their order; one that was not shown yet has no editor */
  get tabs(): ReadonlySignal<readonly number[]> {
    return this.#tabs;
  }

  /** counts the times that somebody else's cursor was heard of */
  get cursorsHeard(): ReadonlySignal<number> {
    return this.#cursorsHeard;
  }

  /** Opens what is shown; the others are opened when they are shown. */
  start(): void {
    const shown = this.shown.peek();
    this.#follow(shown);
    this.#options.session.show(shown);
  }

  stop(): void {
    for (const editor of this.#editors.peek().values()) editor.destroy();
  }

  /** What editors have besides may be more now. */
  extend(): void {
    for (const [file, editor] of this.#editors.peek())
      if (!this.#beside.has(file)) editor.extend(this.#options.extension(file));
  }

  // ---- what a person does

  /** Shows a file; the focus stays where it is. */
  show(file: number): void {
    const before = this.shown.peek();
    this.#sought = undefined;
    if (file === before) return;
    this.#arrival = undefined;
    const tabs = this.tabs.peek();
    batch(() => {
      this.#shown.value = file;
      if (!tabs.includes(file)) this.#tabs.value = tabs.toSpliced(tabs.indexOf(before) + 1, 0, file);
    });
    this.#follow(file);
    this.#options.session.show(file);
    this.#tidy();
    this.#options.arranged({ tabs: this.tabs.peek(), shown: file });
  }

  /** Shows a file and puts the focus into it, unless the person has gone elsewhere before it is there. */
  edit(file: number): void {
    const hasGone = focusSince();
    this.show(file);
    this.#whenThere((editor) => {
      if (!hasGone()) editor.focus();
    });
  }

  /** Closes the tab of a file; the last one stays. */
  close(file: number): void {
    const tabs = this.tabs.peek();
    const left = tabs.filter((one) => one !== file);
    const next = left[Math.min(tabs.indexOf(file), left.length - 1)];
    if (next === undefined) return;
    if (file === this.shown.peek()) this.show(next);
    this.arrange(left);
    this.#tidy();
  }

  /** Puts the tabs into this order. */
  arrange(tabs: readonly number[]): void {
    this.#tabs.value = tabs;
    this.#options.arranged({ tabs, shown: this.shown.peek() });
  }

  /** Puts the caret on a line, from 1, of a file, and the focus with it. */
  goToLine(line: number, file: number): void {
    this.show(file);
    this.#whenThere((editor) => editor.goToLine(line));
  }

  /** Shows where a client is. */
  goTo(client: number): void {
    const file = this.#options.presences.inFile.peek().get(client);
    if (file === undefined) return;
    this.show(file);
    // the server tells where others are once the file is open
    if (this.editor.peek()?.goTo(client) !== true) this.#sought = client;
  }

  /** From now on shows what this client sees, in any file; undefined: not any more. */
  goWith(leader: number | undefined): void {
    this.#leader = leader;
    for (const editor of this.#editors.peek().values()) editor.goWith(leader);
    if (leader !== undefined) this.goTo(leader);
  }

  /** Whether others are told what is seen here, for those who go with it. */
  tellView(isTold: boolean): void {
    this.#isViewTold = isTold;
    for (const editor of this.#editors.peek().values()) editor.tellView(isTold);
  }

  /** The line, from 1, on which a client's caret is; undefined where it is not known. */
  lineOf(client: number): number | undefined {
    void this.#cursorsHeard.value;
    const file = this.#options.presences.inFile.value.get(client);
    return file === undefined ? undefined : this.#editors.value.get(file)?.lineOf(client);
  }

  /** The line, from 1, where this person is: of the caret, or the first that is seen where they have none. */
  get ownLine(): number {
    return this.editor.peek()?.ownLine ?? 1;
  }

  /** Changes a file as this person does who has it before them, as soon as its text is here. `done`: the editor took it. */
  change(file: number, changesTo: (text: Text) => ChangeSpec, done: () => void): void {
    this.show(file);
    this.#whenThere(({ view }) => {
      const before = view.state.doc;
      const changes = view.state.changes(changesTo(before));
      view.dispatch({ changes, userEvent: "input" });
      view.focus();
      // what is refused changes nothing; NUL alone is left out, and said
      if (changes.empty || !view.state.doc.eq(before)) done();
    });
  }

  /** What is shown of a file that is open. */
  textOf(file: number): Text | undefined {
    return this.#editors.peek().get(file)?.view.state.doc;
  }

  #whenThere(run: (editor: FileEditor) => void): void {
    const editor = this.editor.peek();
    if (editor) run(editor);
    else this.#arrival = run;
  }

  /** Opens a file that the room does not list, to be shown beside the code; its editor, as long as it may be open. */
  openBeside(file: number, beside: Beside): ReadonlySignal<FileEditor | undefined> {
    this.#beside.set(file, beside);
    this.#follow(file);
    return computed(() => this.#editors.value.get(file));
  }

  /** It is not looked at any more; it stays open. */
  leaveBeside(): void {
    this.#options.session.show(this.shown.peek());
  }

  // ---- what the session tells

  /** The text of a file has come, for the first time or anew: its editor. */
  opened(file: number, text: Text, sync: Extension): EditorPort {
    const editors = this.#editors.peek();
    const editor = editors.get(file) ?? this.#newEditor(file);
    editor.show(text, sync);
    if (!editors.has(file)) this.#editors.value = new Map(editors).set(file, editor);
    this.update();
    if (file !== this.shown.peek()) return editor;
    this.#arrival?.(editor);
    this.#arrival = undefined;
    return editor;
  }

  /** The room does not have the file, or not for this person: the session has closed it. */
  closed(file: number): void {
    this.#followed.delete(file);
    if (file === this.shown.peek()) this.#showFirst(!this.#isElsewhere());
    this.#beside.delete(file);
    // what nothing can take the place of stays to be copied
    if (file !== this.shown.peek()) this.#drop(file);
    this.#tidy();
  }

  /** Where others are; a client has its place in one file. */
  place(presences: readonly Presence[]): void {
    const known = this.#options.presences;
    const editors = this.#editors.peek();
    const before = known.inFile.peek();
    // who looks beside the code is in the same file as before, as far as most can know
    known.heard(presences.filter(({ file }) => !this.#beside.has(file)));
    for (const presence of presences) {
      const { client, file } = presence;
      for (const one of this.#beside.keys()) if (one !== file) editors.get(one)?.forget(client);
      if (!this.#beside.has(file)) {
        const last = before.get(client);
        if (last !== undefined && last !== file) editors.get(last)?.forget(client);
        if (client === this.#leader && file !== this.shown.peek()) this.goTo(client);
      }
      this.#placeOne(presence);
    }
    this.#cursorsHeard.value = this.#cursorsHeard.peek() + 1;
  }

  #placeOne({ client, file, selections, top }: Presence): void {
    const editor = this.#editors.peek().get(file);
    const look = this.#lookOf(client);
    if (editor === undefined || look === undefined) return;
    const { state } = editor.view;
    editor.place([{ client, ...look, selections: toLocal(state, selections) }]);
    if (client === this.#sought && file === this.shown.peek()) {
      this.#sought = undefined;
      editor.goTo(client);
    }
    const [seen] = top === undefined ? [] : toLocal(state, [[top, top]]);
    if (client === this.#leader && seen !== undefined) editor.see(seen[1], client);
  }

  #lookOf(client: number): { readonly name: string; readonly colour: number } | undefined {
    const { clients, room } = this.#options.session;
    const participant = clients.get(client)?.participant;
    const person = room?.participants.find((one) => one.participant === participant);
    return person && { name: person.name, colour: person.colour };
  }

  /** The session's status, room or clients are others now. */
  update(): void {
    const { status, clients, room } = this.#options.session;
    const isEnded = status.state === "ended";
    for (const [file, editor] of this.#editors.peek()) {
      const beside = this.#beside.get(file);
      // a frozen room's feature still takes what is written in a file of its own
      const isReader = status.state === "readOnly" && beside === undefined;
      editor.setReadOnly(isEnded ? status.message : isReader ? whyReadOnly(this.#options.session) : undefined);
      editor.keepOnly(isEnded ? new Map() : clients);
      if (beside) void editor.setLanguage(beside.language);
      const name = room?.files.find((one) => one.file === file)?.name;
      if (room && name !== undefined) void this.#colour(editor, name, room.programmingLanguage);
    }
    this.#options.presences.keepOnly(clients);
    if (room && room.participants !== this.#people) {
      this.#people = room.participants;
      for (const editor of this.#editors.peek().values()) editor.dress((client) => this.#lookOf(client));
    }
    if (room && !this.#hasRoom) this.#enter(room);
    this.#tidy();
  }

  /** In the language of its name, which is known a little behind the text. */
  async #colour(editor: FileEditor, name: string, ofRoom: Language): Promise<void> {
    const names = await this.#names;
    await editor.setLanguage(names?.languageOf(name, ofRoom) ?? ofRoom);
  }

  /** What was shown last may have been deleted since. */
  #enter({ files }: RoomDetails): void {
    this.#hasRoom = true;
    const shown = files.find(({ file }) => file === this.shown.peek());
    if (shown === undefined || shown.deleted) this.#showFirst();
  }

  #showFirst(takesFocus = true): void {
    const first = this.#options.session.room?.files.find(({ deleted }) => deleted === undefined);
    if (first) this[takesFocus ? "edit" : "show"](first.file);
  }

  /** Somebody may be typing, here or elsewhere on the page: what they type must not go into another file, nor their keys. */
  #isElsewhere(): boolean {
    const editor = this.editor.peek();
    if (editor === undefined) return document.activeElement !== document.body;
    return !(editor.view.hasFocus && this.#options.session.status.state === "readOnly");
  }

  /** A deleted file keeps its tab as long as somebody looks at it; what has no tab is closed once nothing in it is unconfirmed. */
  #tidy(): void {
    const { session } = this.#options;
    const shown = this.shown.peek();
    const listed = new Map(session.room?.files.map((one) => [one.file, one]));
    const isThere = (file: number): boolean => file === shown || (listed.has(file) && !listed.get(file)?.deleted);
    const tabs = this.tabs.peek();
    const first = tabs.length > MOST_OPEN ? tabs.find((file) => file !== shown) : undefined;
    if (session.room && (first !== undefined || !tabs.every(isThere)))
      this.#tabs.value = tabs.filter((file) => file !== first && isThere(file));
    for (const document of this.#followed.values())
      if (!this.tabs.peek().includes(document.file) && !this.#beside.has(document.file) && document.pending === 0)
        this.#unfollow(document);
  }

  #follow(file: number): void {
    if (!this.#followed.has(file)) this.#followed.set(file, this.#options.session.open(file));
  }

  #unfollow(document: Document): void {
    this.#followed.delete(document.file);
    document.close();
    this.#drop(document.file);
  }

  #drop(file: number): void {
    const left = new Map(this.#editors.peek());
    left.get(file)?.destroy();
    left.delete(file);
    this.#editors.value = left;
  }

  #newEditor(file: number): FileEditor {
    const { session, wrapLines, extension, ...options } = this.#options;
    const beside = this.#beside.get(file);
    const editor = new FileEditor({
      ...options,
      wrapLines: wrapLines || beside !== undefined,
      label: () => beside?.label ?? words.value.codeEditor,
      isProse: beside !== undefined,
      extension: beside === undefined ? extension(file) : [],
      limits: () => session.limits,
      focused: () => session.show(file),
      edited: () => this.#followed.get(file)?.edited(),
      selected: (selections, top) => this.#followed.get(file)?.select(selections, top),
      typed: (client) => this.#options.presences.typed(client),
    });
    editor.goWith(this.#leader);
    editor.tellView(this.#isViewTold);
    return editor;
  }
}
