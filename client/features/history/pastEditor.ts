// The text of a moment over the live one: a CodeMirror that nobody writes in, and where the edits are. Knows no time line.
import { ChangeSet, EditorState, type Extension, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { hangingIndent } from "../../editor/hangingIndent.ts";
import { highlighting } from "../../editor/highlighting.ts";
import { loadLanguage } from "../../editor/languages.ts";
import { indentFor, preferred } from "../../editor/preferred.ts";
import { preferences } from "../../editor/preferences.ts";
import { showRemoteCursors } from "../../editor/remoteCursorLayers.ts";
import { cursorMoved, type RemoteCursor, remoteCursors } from "../../editor/remoteCursors.ts";
import { editorSetup } from "../../editor/setup.ts";
import type { Language } from "#protocol/languages.ts";
import type { Shown } from "./playback.ts";

/** A caret that is kept in sight is not kept at the very edge. */
const CARET_MARGIN_PX = 60;

/** What is to be seen. */
export interface Wanted extends Shown {
  readonly language: Language;
  /** who made the last edit, and where; none where that was in another file */
  readonly cursor: RemoteCursor | undefined;
  /** the caret is kept in sight */
  readonly isFollowed: boolean;
}

interface PastEditorOptions {
  readonly nonce: string;
  readonly wrapLines: boolean;
  /** what a screen reader calls it; read anew at each change */
  readonly label: () => string;
  /** the line, from 1, that is the first to be seen at first, as far as the text has it */
  readonly top: number | undefined;
  /** A text could not be had. */
  readonly failed: (problem: unknown) => void;
}

export class PastEditor {
  readonly view: EditorView;
  readonly #options: PastEditorOptions;
  #shown: Shown | undefined;
  #language: { readonly name: Language; readonly extension: Extension } | undefined;
  #wanted: Wanted | undefined;
  #isRunning = false;
  #isOver = false;

  constructor(parent: Element, options: PastEditorOptions) {
    this.#options = options;
    this.view = new EditorView({ parent, extensions: EditorView.cspNonce.of(options.nonce) });
  }

  /** Shows it as soon as it is here; of several that are wanted meanwhile only the newest. */
  show(wanted: Wanted): void {
    this.#wanted = wanted;
    if (!this.#isRunning) void this.#run();
  }

  destroy(): void {
    this.#isOver = true;
    this.view.destroy();
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
    const isSame = this.#shown?.file === file && this.#language?.name === language;
    if (!isSame) {
      const [text, loaded] = await Promise.all([file.text(version), loadLanguage(language).catch(() => [])]);
      if (this.#isOver) return;
      this.#language = { name: language, extension: loaded };
      const doc = Text.of(text.split("\n"));
      const isFirst = this.#shown === undefined;
      this.#open(doc);
      const { from } = doc.line(Math.min(this.#options.top ?? 1, doc.lines));
      if (isFirst) this.view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 0 }) });
    } else if (this.#shown && this.#shown.version !== version) {
      const change = await file.change(this.#shown.version, version);
      if (this.#isOver) return;
      if (change.length > 0) this.view.dispatch({ changes: ChangeSet.fromJSON(change) });
    }
    this.#shown = { file, version };
    const head = cursor?.selections[0]?.[1];
    this.view.dispatch({
      effects: [
        ...(cursor ? [cursorMoved.of(cursor)] : []),
        ...(head !== undefined && isFollowed
          ? [EditorView.scrollIntoView(Math.min(head, this.view.state.doc.length), { yMargin: CARET_MARGIN_PX })]
          : []),
      ],
    });
  }

  #open(doc: Text): void {
    const { nonce, wrapLines, label } = this.#options;
    const now = preferences.peek();
    this.view.setState(
      EditorState.create({
        doc,
        extensions: [
          EditorView.cspNonce.of(nonce),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of(() => ({ "aria-label": label(), "aria-readonly": "true", tabindex: "0" })),
          preferred(now, wrapLines),
          indentFor(now, doc, this.#language?.name),
          editorSetup,
          highlighting,
          hangingIndent,
          remoteCursors,
          showRemoteCursors,
          this.#language?.extension ?? [],
        ],
      }),
    );
  }
}
