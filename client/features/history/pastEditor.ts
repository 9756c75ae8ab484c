// The text of a moment over the live one: a CodeMirror that nobody writes in, and where the edits are. Knows no time line.
import { ChangeSet, Compartment, EditorState, type Extension, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { hangingIndent } from "../../editor/hangingIndent.ts";
import { showRemoteCursors } from "../../editor/remoteCursorLayers.ts";
import { cursorGone, cursorMoved, type RemoteCursor, remoteCursors } from "../../editor/remoteCursors.ts";
import { pressed } from "../../pressed.ts";
import type { Language } from "#protocol/languages.ts";
import type { ChangeJSON } from "#protocol/changes.ts";
import type { Shown } from "./play/playback.ts";
import type { Selected } from "./selected.ts";

/** A caret that is kept in sight is not kept at the very edge. */
const CARET_MARGIN_PX = 60;
/** A grammar reads a text nearly whole again after a change of so many units, up to 100 ms of it in one turn … */
const FAR_UNITS = 1_000;
/** … so that it has its colours once nobody has gone on for so long. */
const REST_MS = 150;

/** Space scrolls what is read. */
const wouldWrite = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && (/^[^ ]$/u.test(key) || ["Enter", "Backspace", "Delete"].includes(key));

/** What is to be seen. */
export interface Wanted extends Shown {
  readonly language: Language;
  /** who made the last edit, and where; none where that was in another file */
  readonly cursor: RemoteCursor | undefined;
  /** the caret is kept in sight */
  readonly isFollowed: boolean;
}

interface PastEditorOptions {
  /** what it has to look as all editors of the page do */
  readonly looks: (language: Language) => Promise<Extension>;
  /** what a screen reader calls it; read anew at each change */
  readonly label: () => string;
  /** the line, from 1, that is the first to be seen at first, as far as the text has it; the first one has its distance from the edge */
  readonly top: number | undefined;
  /** Runs once after `ms`; the returned function cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Somebody types into it, or deletes of it, and nothing comes of that. */
  readonly typed: () => void;
  /** A text could not be had. */
  readonly failed: (problem: unknown) => void;
}

export class PastEditor {
  readonly #parent: Element;
  readonly #options: PastEditorOptions;
  /** once there is a text */
  #view: EditorView | undefined;
  #shown: Shown | undefined;
  #language: Language | undefined;
  readonly #looks = new Compartment();
  #plain: Extension = [];
  #coloured: Extension = [];
  #cancelColours = (): void => {};
  #wanted: Wanted | undefined;
  #isRunning = false;
  #isOver = false;

  constructor(parent: Element, options: PastEditorOptions) {
    this.#options = options;
    this.#parent = parent;
  }

  /** Shows it as soon as it is here; of several that are wanted meanwhile only the newest. */
  show(wanted: Wanted): void {
    this.#wanted = wanted;
    if (!this.#isRunning) void this.#run();
  }

  /** What is selected of a file; undefined: nothing is, or it is another file. */
  selectedIn(file: number): Selected | undefined {
    const main = this.#view?.state.selection.main;
    if (!main || main.empty || this.#shown?.file.file !== file) return undefined;
    return { part: [main.from, main.to], partOf: this.#shown.version };
  }

  destroy(): void {
    this.#isOver = true;
    this.#cancelColours();
    this.#view?.destroy();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      for (let done: Wanted | undefined; done !== this.#wanted && !this.#isOver;) {
        const wanted = this.#wanted!;
        await this.#go(wanted);
        done = wanted;
      }
    } catch (problem) {
      if (!this.#isOver) this.#options.failed(problem);
    } finally {
      this.#isRunning = false;
    }
  }

  async #go(wanted: Wanted): Promise<void> {
    const { file, version, language, cursor, isFollowed } = wanted;
    if (this.#shown?.file !== file || this.#language !== language) await this.#open(wanted);
    else if (this.#shown.version !== version) {
      const change = await file.change(this.#shown.version, version);
      if (this.#isOver) return;
      if (change.length > 0) this.#apply(change);
    }
    const view = this.#view;
    if (this.#isOver || !view) return;
    // who types later has no place before
    const isOn = this.#shown?.file === file && version - this.#shown.version >= 0;
    const others = isOn ? [] : [...view.state.field(remoteCursors).keys()].filter((one) => one !== cursor?.client);
    this.#shown = { file, version };
    const head = cursor?.selections[0]?.[1];
    view.dispatch({
      effects: [
        ...others.map((one) => cursorGone.of(one)),
        ...(cursor ? [cursorMoved.of(cursor)] : []),
        ...(head !== undefined && isFollowed
          ? [EditorView.scrollIntoView(Math.min(head, view.state.doc.length), { yMargin: CARET_MARGIN_PX })]
          : []),
      ],
    });
  }

  #apply(change: ChangeJSON): void {
    const isFar = unitsOf(change) > FAR_UNITS;
    this.#view?.dispatch({
      changes: ChangeSet.fromJSON(change),
      effects: isFar ? this.#looks.reconfigure(this.#plain) : [],
    });
    if (!isFar && this.#view && this.#looks.get(this.#view.state) === this.#coloured) return;
    this.#cancelColours();
    this.#cancelColours = this.#options.after(REST_MS, () =>
      this.#view?.dispatch({ effects: this.#looks.reconfigure(this.#coloured) }),
    );
  }

  async #open({ file, version, language }: Wanted): Promise<void> {
    const { looks, label, top } = this.#options;
    const [text, plain, coloured] = await Promise.all([file.text(version), looks("Plain Text"), looks(language)]);
    if (this.#isOver) return;
    this.#cancelColours();
    this.#language = language;
    this.#plain = plain;
    this.#coloured = coloured;
    const state = EditorState.create({
      doc: Text.of(text.split("\n")),
      extensions: [
        this.#looks.of(coloured),
        EditorView.contentAttributes.of(() => ({ "aria-label": label(), "aria-readonly": "true", tabindex: "0" })),
        EditorView.domEventHandlers({ keydown: pressed((event) => void (wouldWrite(event) && this.#options.typed())) }),
        hangingIndent,
        showRemoteCursors,
      ],
    });
    if (this.#view) return this.#view.setState(state);
    const { doc } = state;
    const line = doc.line(Math.min(top ?? 1, doc.lines));
    const scrollTo = EditorView.scrollIntoView(line.from, { y: "start", yMargin: 0 });
    this.#view = new EditorView({ parent: this.#parent, state, ...(line.number > 1 && { scrollTo }) });
    return undefined;
  }
}

/** How many are deleted and inserted. */
const unitsOf = (change: ChangeJSON): number =>
  change.reduce<number>((sum, section) => {
    if (typeof section === "number") return sum;
    const [deleted, ...lines] = section;
    return sum + deleted + lines.reduce((units, line) => units + line.length + 1, 0);
  }, 0);
