// One open file: what is under way, what is confirmed, and how both editors become equal. Knows no socket and no DOM.
import { ChangeSet, Text } from "@codemirror/state";
import type { Allowance } from "#protocol/allowance.ts";
import { type ErrorCode, ERRORS } from "#protocol/errors.ts";
import type { Limits } from "#protocol/limits.ts";
import type { ClientMessage, OpenFile, PresenceState, ServerMessage } from "#protocol/messages.ts";
import type { Selection } from "#protocol/selections.ts";
import { textHash } from "#protocol/textHash.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import {
  insertedText,
  type ReceivedUpdate,
  receive,
  receiveComposed,
  restore,
  syncedVersion,
  unconfirmedChanges,
} from "./fileSync.ts";
import { OwnPlace, type Place } from "./ownPlace.ts";
import type { Clock, EditorPort, Notice, Unconfirmed, UnconfirmedKeeper } from "./ports.ts";

type FileMessage = Extract<ServerMessage, { type: "file" }>;

/** Edits that are confirmed within this time are not written to storage at all. */
const KEEP_AFTER_MS = 100;
/** What the server charges for large pushes, kept here first. */
const CHARACTERS_PER_PUSH = 50_000;

/**
 * Each update that is received makes all that is unconfirmed anew, and an editor holds what was made until it has taken in all that it
 * is given at once: a thousand of either, met in one go, would take a gigabyte.
 */
const MADE_ANEW_AT_ONCE = 3_000;

/** From here on a push might not fit a frame. */
const LARGE_CHARACTERS = 500_000;

const NOT_PLACED = "These edits could not be placed.";

/** What a file needs of the session that it belongs to. */
export interface FileContext {
  readonly roomId: string;
  /** the tab's random id */
  readonly id: string;
  readonly clock: Clock;
  readonly keeper: UnconfirmedKeeper;
  /** pushes that the server allows this client, over all its files */
  readonly pushes: () => Allowance;
  readonly limits: () => Limits;
  /** the tab's number in this room; 0 before it was welcomed */
  readonly client: () => number;
  /** the participant's secret, once there is one */
  readonly key: () => string | undefined;
  /** how far this person is with it */
  readonly state: () => PresenceState | undefined;
  send(message: ClientMessage): void;
  opened(version: number, text: Text): EditorPort;
  /** the server has stored something of this client's */
  confirmed(): void;
  /** the server had another text than the editor; `text` is what that showed, `base` what it shows now */
  onlyHere(text: Text, base: Text): void;
  /** the server has no such file for this client; nothing more is asked for or sent; `typed`: what is not saved, `text`: all of it */
  closed(message: string, typed: string, text: Text | undefined): void;
  changed(): void;
  notice(notice: Notice): void;
}

/**
 * One push is under way at a time; what is typed meanwhile goes with the next. An edit stays in the editor's queue until the
 * server has sent it back, so whatever is lost on the way is simply sent again under the same seq [C3].
 */
export class FileSession {
  readonly file: number;
  readonly #context: FileContext;
  #editor: EditorPort | undefined;
  #restoring: Unconfirmed | undefined;
  /** while the text is read anew: the editor that a person still types into, and how many of its queue were given back */
  #left: { readonly editor: EditorPort; readonly given: number } | undefined;
  /** how many own changes the synced version contains */
  #confirmed = 0;
  /** how many of the queue are under way */
  #inFlight = 0;
  /** the server has answered on this connection, and nothing is pushed before this version is reached */
  #head: number | undefined;
  #cancelWait = (): void => {};
  #waiting = false;
  /** a record of this client and file is in storage */
  #isKept: boolean;
  #keepingSoon = false;
  #writes = 0;
  #cancelKeep = (): void => {};
  #closed = false;
  #isShown = false;
  /** what the editor showed before the file was read anew, because the server has another text */
  #onlyHere: Text | undefined;
  /** gaps that the server has found since something was confirmed */
  #gaps = 0;
  readonly #place: OwnPlace;

  /** `restoring`: what an earlier page has left, to be sent under its own client id. */
  constructor(file: number, context: FileContext, restoring?: Unconfirmed) {
    this.file = file;
    this.#context = context;
    this.#restoring = restoring;
    this.#isKept = restoring !== undefined;
    this.#place = new OwnPlace(
      context.clock,
      () => this.#placeable(),
      (place) => this.#sendPlace(place),
    );
  }

  /** Edits that the server has not confirmed. */
  get pending(): number {
    return this.#restoring ? this.#restoring.changes.length : this.#queue.length;
  }

  get #queue(): readonly { readonly changes: ChangeSet }[] {
    if (this.#left) return unconfirmedChanges(this.#left.editor.state).slice(this.#left.given);
    return this.#editor ? unconfirmedChanges(this.#editor.state) : [];
  }

  /** The text, or what has come to it meanwhile, is on its way on this connection. */
  get awaitsText(): boolean {
    return this.#head === undefined || !this.#editor || syncedVersion(this.#editor.state) < this.#head;
  }

  /** From where the server is to go on. */
  get request(): OpenFile {
    if (this.#restoring) return { file: this.file, version: this.#restoring.version, text: true };
    return { file: this.file, version: this.#editor ? syncedVersion(this.#editor.state) : null };
  }

  /** The connection is gone; everything unconfirmed goes again with the next. */
  lost(): void {
    this.#head = undefined;
    this.#inFlight = 0;
    this.#place.forget();
    this.#stopWaiting();
  }

  close(): void {
    this.#closed = true;
    this.lost();
    this.#cancelKeep();
  }

  // ---- from the server

  opened({ version, head, text, change, confirmed = 0 }: FileMessage): void {
    if (text !== undefined) this.#begin(version, Text.of(text.split("\n")), confirmed);
    else if (!this.#editor) return;
    else if (change) {
      if (syncedVersion(this.#editor.state) !== version) return this.#reopen();
      this.#giveBack(confirmed);
      if (this.pending > 0) return this.#readAnew();
      this.#confirmed = confirmed;
      this.#place.forget();
      this.#editor.dispatch([receiveComposed(this.#editor.state, ChangeSet.fromJSON(change), head - version)]);
    }
    this.#head = head;
    this.#advance();
  }

  /** The server has led to the newest text, as it does for those who may not edit: what was typed and is not in it is given to the person. */
  #giveBack(confirmed: number): void {
    const first = this.#restoring?.seq ?? this.#confirmed + 1;
    const had = this.#left ? 0 : Math.max(0, confirmed + 1 - first);
    const lost = this.#unconfirmed.slice(had);
    if (lost.length === 0) return;
    const message = this.#left ? NOT_PLACED : ERRORS.read_only.sentence;
    this.#context.notice({ type: "refused", message, text: insertedText(lost) });
  }

  #begin(version: number, text: Text, confirmed: number): void {
    const restoring = this.#restoring?.version === version ? this.#restoring : undefined;
    if (!restoring) this.#giveBack(confirmed);
    this.#confirmed = confirmed;
    this.#place.forget();
    const editor = this.#context.opened(version, text);
    this.#editor = editor;
    this.#restoring = this.#left = undefined;
    const onlyHere = this.#onlyHere;
    this.#onlyHere = undefined;
    if (onlyHere?.eq(text) === false) this.#context.onlyHere(onlyHere, text);
    if (!restoring) return;
    if (restoring.seq !== confirmed + 1) return this.diverged(0);
    for (const change of restoring.changes) editor.dispatch([restore(editor.state, ChangeSet.fromJSON(change))]);
  }

  updates(version: number, updates: readonly UpdateJSON[]): void {
    const editor = this.#editor;
    if (!editor || this.#head === undefined) return;
    const synced = syncedVersion(editor.state);
    if (version > synced) return this.#reopen();
    const own = this.#context.client();
    const before = this.#confirmed;
    const received = updates.slice(synced - version).map(([client, seq, , change]): ReceivedUpdate => {
      if (client === own && seq !== ++this.#confirmed) throw new Error("invariant: an own update came out of order");
      if (client === own) this.#inFlight = Math.max(0, this.#inFlight - 1);
      const changes = ChangeSet.fromJSON(change);
      this.#place.carried(changes, client === own);
      return { client, change: changes };
    });
    const atOnce = Math.ceil(MADE_ANEW_AT_ONCE / (this.pending + 1));
    for (let at = 0; at < received.length; at += atOnce) {
      const some = received.slice(at, at + atOnce);
      editor.dispatch(receive(editor.state, some, { client: own, id: this.#context.id }));
    }
    if (this.#confirmed > before) {
      this.#gaps = 0;
      this.#context.confirmed();
    }
    this.#advance();
  }

  /** The server says no to something about this file. */
  refused(code: ErrorCode, message: string, retryAfterMs: number): void {
    this.#inFlight = 0;
    switch (ERRORS[code].remedy) {
      case "wait":
        return this.#waitFor(retryAfterMs);
      case "reopen":
        // sent again from where the log ends, it can only be another log
        if (code === "seq_gap" && ++this.#gaps > 1) return this.diverged(0);
        return this.#reopen();
      case "close":
        return this.gone(message);
      default:
        if (code === "version_ahead" && this.#editor) this.#onlyHere = this.#editor.state.doc;
        else this.#context.notice({ type: "refused", message, text: insertedText(this.#unconfirmed) });
        this.#readAnew();
    }
  }

  /** The server has no such file for this client. */
  gone(message: string): void {
    const typed = insertedText(this.#unconfirmed);
    const text = (this.#editor ?? this.#left?.editor)?.state.doc;
    this.lost();
    this.#forget();
    this.#keep();
    this.#context.closed(message, typed, text);
  }

  get #unconfirmed(): readonly ChangeSet[] {
    if (this.#restoring) return this.#restoring.changes.map((change) => ChangeSet.fromJSON(change));
    return this.#queue.map(({ changes }) => changes);
  }

  /** The divergence alarm. Only a text with nothing under way can be compared. */
  check(version: number, hash: number): void {
    const state = this.#editor?.state;
    if (!state || this.#head === undefined || this.pending > 0 || syncedVersion(state) !== version) return;
    const own = textHash(state.doc);
    if (own !== hash) this.diverged(own);
  }

  /** Texts have drifted apart: the server's is right. What the editor showed is given to the person. */
  diverged(hash: number): void {
    if (!this.#editor) return;
    const { state } = this.#editor;
    this.#onlyHere = state.doc;
    this.#gaps = 0;
    this.#context.send({ type: "diverged", file: this.file, version: syncedVersion(state), hash });
    this.#context.notice({ type: "diverged", file: this.file });
    this.#readAnew();
  }

  #reopen(): void {
    this.#head = undefined;
    this.#stopWaiting();
    this.#context.send({ type: "open", ...this.request });
  }

  #forget(): void {
    this.#head = undefined;
    // what is under way is in the text that comes, or was given back
    this.#inFlight = 0;
    this.#stopWaiting();
    this.#editor = undefined;
    this.#restoring = undefined;
    this.#left = undefined;
  }

  /** What is unconfirmed was given back. */
  #readAnew(): void {
    const editor = this.#editor ?? this.#left?.editor;
    const given = editor ? unconfirmedChanges(editor.state).length : 0;
    this.#forget();
    this.#left = editor && { editor, given };
    this.#keep();
    this.#context.send({ type: "open", file: this.file, version: null });
    this.#context.changed();
  }

  // ---- to the server

  /** The editor has changed. */
  edited(): void {
    this.#advance();
  }

  #advance(): void {
    this.#push();
    this.#keep();
    this.#place.tell();
    this.#context.changed();
  }

  #push(): void {
    const editor = this.#editor;
    if (!editor || this.#inFlight > 0 || this.#waiting || this.#head === undefined) return;
    const version = syncedVersion(editor.state);
    if (version < this.#head) return;
    const { changes, characters } = this.#nextPush(editor);
    if (changes.length === 0) return;
    const wait = this.#context.pushes().spend(1 + characters / CHARACTERS_PER_PUSH, this.#context.clock.now());
    if (wait > 0) return this.#waitFor(wait);
    this.#inFlight = changes.length;
    const push: ClientMessage = { type: "push", file: this.file, version, seq: this.#confirmed + 1, changes };
    // A frame that is too large would end the connection, again and again.
    if (characters > LARGE_CHARACTERS && utf8Length(JSON.stringify(push)) > this.#context.limits().frameBytes)
      return this.refused("document_too_large", ERRORS.document_too_large.sentence, 0);
    this.#context.send(push);
  }

  /** The oldest of the queue, as many as one push and one frame may hold; `characters` of JSON. */
  #nextPush(editor: EditorPort): { changes: unknown[]; characters: number } {
    const { pushUpdates, pushCharacters, pushSections } = this.#context.limits();
    const changes: unknown[] = [];
    let characters = 0;
    let sections = 0;
    for (const update of unconfirmedChanges(editor.state)) {
      const json = update.changes.toJSON() as unknown[];
      const length = JSON.stringify(json).length;
      const isFull = characters + length > pushCharacters || sections + json.length > pushSections;
      if (changes.length > 0 && (isFull || changes.length >= pushUpdates)) break;
      changes.push(json);
      characters += length;
      sections += json.length;
    }
    return { changes, characters };
  }

  #waitFor(ms: number): void {
    this.#waiting = true;
    this.#cancelWait();
    this.#cancelWait = this.#context.clock.after(ms, () => {
      this.#waiting = false;
      // What had to wait was the opening of the file, or a push.
      if (this.#head === undefined) this.#reopen();
      else this.#push();
    });
  }

  #stopWaiting(): void {
    this.#cancelWait();
    this.#waiting = false;
  }

  // ---- presence

  /** Where this client is now, in the editor's text; `top`: where the first line begins that is seen. */
  selected(selections: readonly Selection[], top?: number): void {
    this.#place.moved(selections.slice(0, this.#context.limits().selections), top);
  }

  /** This is the file that the person looks at; or it is not any more, and they are told to be elsewhere. */
  show(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) this.#place.tell();
    else this.#place.forget();
  }

  /** Tells where this client is, should others not know. */
  tellPlace(): void {
    this.#place.tell();
  }

  /** Only with nothing unconfirmed do the editor's positions mean anything to others; typing needs no telling. */
  #placeable(): { length: number; state: PresenceState | undefined } | undefined {
    if (!this.#isShown || !this.#editor || this.#head === undefined || this.pending > 0) return undefined;
    return { length: this.#editor.state.doc.length, state: this.#context.state() };
  }

  #sendPlace({ selections, top, state }: Place): void {
    if (!this.#editor) return;
    this.#context.send({
      type: "presence",
      file: this.file,
      version: syncedVersion(this.#editor.state),
      selections: selections.map(([anchor, head]) => [anchor, head]),
      ...(top !== undefined && { top }),
      ...(state !== undefined && { state }),
    });
  }

  // ---- keeping what is unconfirmed

  /** One write at a time; what changes meanwhile goes with the next. */
  #keep(): void {
    if (this.#keepingSoon || this.#writes > 0 || this.#closed || (this.pending === 0 && !this.#isKept)) return;
    this.#keepingSoon = true;
    this.#cancelKeep = this.#context.clock.after(KEEP_AFTER_MS, () => this.#write("put"));
  }

  /**
   * Writes what is unconfirmed to storage now, because the page may be about to go: beside a write that is under way, should
   * there be one, since nobody would be here to write what it has not got.
   */
  keepNow(): void {
    this.#write("putNow");
  }

  #write(put: "put" | "putNow"): void {
    const key = this.#context.key();
    if (this.#restoring || key === undefined) return;
    this.#cancelKeep();
    this.#keepingSoon = false;
    const record = this.#record(key);
    if (record.changes.length === 0 && !this.#isKept) return;
    this.#writes++;
    this.#isKept = record.changes.length > 0;
    const { keeper } = this.#context;
    const written = this.#isKept ? keeper[put](record) : keeper.remove(record);
    const done = (): void => {
      this.#writes--;
      const now = this.#record(key);
      if (now.version !== record.version || now.changes.length !== record.changes.length) this.#keep();
    };
    written.then(done, done);
  }

  #record(key: string): Unconfirmed {
    const { roomId, id } = this.#context;
    const state = this.#editor?.state;
    return {
      roomId,
      file: this.file,
      client: id,
      key,
      version: state ? syncedVersion(state) : 0,
      seq: this.#confirmed + 1,
      changes: state ? unconfirmedChanges(state).map(({ changes }) => changes.toJSON() as unknown) : [],
    };
  }
}

/** Bytes of the text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // each half of a pair counts two of the pair's four bytes
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}
