// What others have changed in a file, on its way into the editor: at once, but not into a line where letters are being composed. Knows no socket.
import type { Transaction } from "@codemirror/state";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import { type ReceivedUpdate, receive, unconfirmedChanges } from "./fileSync.ts";
import type { TimeAndChance, EditorPort } from "./ports.ts";

/** What waits for letters that are being composed waits so long; then the composing is ended. */
const WAIT_MOST_MS = 10_000;
/** An editor that was told to end it is told again after so long … */
const END_AGAIN_MS = 300;
/** … and has so long for that in all; then nothing waits any more. */
const END_WITHIN_MS = 1_000;
/** As long as something waits, so often is looked whether it still has to. */
const LOOK_EVERY_MS = 50;

/**
 * Each update that is taken in makes all that is unconfirmed anew, and an editor holds what was made until it has taken in all that it
 * is given at once: a thousand of either, met in one go, would take a gigabyte.
 */
const MADE_ANEW_AT_ONCE = 3_000;

interface IntakeOptions {
  readonly clock: TimeAndChance;
  readonly editor: () => EditorPort | undefined;
  /** this client's number in the room */
  readonly client: () => number;
  /** What waited is in the editor now. */
  readonly taken: () => void;
  /** What waited does not fit the text, which is a defect of ours. */
  readonly failed: () => void;
}

/**
 * A browser drops or doubles what it composes (an input method, a dead key, a word that a phone replaces) when the text around it is
 * another all of a sudden. So from the first change to that line on, updates wait, all of them, as each is made on top of the one before.
 */
export class Intake {
  readonly #options: IntakeOptions;
  #waiting: ReceivedUpdate[] = [];
  /** when it began that something waits */
  #since: number | undefined;
  /** when the editor is told, next, to end the composing for what waits */
  #endAfterMs = WAIT_MOST_MS;
  #cancel = (): void => {};

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** How many updates have come that the editor has not taken in. */
  get length(): number {
    return this.#waiting.length;
  }

  /** How many of them are this client's own. */
  get own(): number {
    const own = this.#options.client();
    return this.#waiting.filter(({ client }) => client === own).length;
  }

  /** Takes in what may be, in order. Throws when it does not fit the text. */
  add(updates: readonly ReceivedUpdate[]): void {
    this.#waiting.push(...updates);
    this.#takeIn();
  }

  /** The editor has another text, or none. */
  forget(): void {
    this.#waiting = [];
    this.#cancel();
    this.#rest();
  }

  /** Nothing waits any more. */
  #rest(): void {
    this.#since = undefined;
    this.#endAfterMs = WAIT_MOST_MS;
  }

  /** Carries positions in the newest text that has come back to the text that the editor has of it. */
  carryBack(selections: readonly Selection[]): readonly Selection[] {
    let carried = selections;
    for (const { change } of this.#waiting.toReversed()) carried = mapSelections(carried, change.invertedDesc, false);
    return carried;
  }

  #takeIn(): void {
    const editor = this.#options.editor();
    if (!editor) return;
    for (let next = this.#next(editor); next.length > 0; next = this.#next(editor)) {
      this.#waiting.splice(0, next.length);
      editor.dispatch(next);
    }
    this.#cancel();
    if (this.#waiting.length === 0) this.#rest();
    else this.#lookSoon();
  }

  /** As many as may go in at once. */
  #next(editor: EditorPort): readonly Transaction[] {
    const at = this.#waited >= WAIT_MOST_MS + END_WITHIN_MS ? undefined : editor.composing;
    const most = at === undefined ? Math.ceil(MADE_ANEW_AT_ONCE / (unconfirmedChanges(editor.state).length + 1)) : 1;
    const next = receive(editor.state, this.#waiting.slice(0, most), this.#options.client());
    if (at === undefined) return next;
    const { from, to } = editor.state.doc.lineAt(at);
    return next.some(({ changes }) => changes.touchesRange(from, to)) ? [] : next;
  }

  get #waited(): number {
    return this.#since === undefined ? 0 : this.#options.clock.now() - this.#since;
  }

  #lookSoon(): void {
    const { clock } = this.#options;
    this.#since ??= clock.now();
    this.#cancel = clock.after(LOOK_EVERY_MS, () => this.#look());
  }

  #look(): void {
    const { editor, taken, failed } = this.#options;
    if (this.#waited >= this.#endAfterMs) {
      // whoever composes all the time may have begun anew before anything was taken in
      this.#endAfterMs += END_AGAIN_MS;
      editor()?.endComposing?.();
    }
    const before = this.#waiting.length;
    try {
      this.#takeIn();
      if (this.#waiting.length < before) taken();
    } catch {
      failed();
    }
  }
}
