// One open file: what is under way, what is confirmed, and how both editors become equal. Knows no socket and no DOM.
import { ChangeSet, Text } from "@codemirror/state";
import { type ErrorCode, ERRORS } from "#protocol/errors.ts";
import { PRESENCE_INTERVAL_MS } from "#protocol/limits.ts";
import type { FileRequest } from "#protocol/clientMessages.ts";
import type { Presence, ServerMessage } from "#protocol/serverMessages.ts";
import type { Selection } from "#protocol/selections.ts";
import { textHash } from "#protocol/textHash.ts";
import type { UpdateJSON } from "#protocol/updates.ts";
import type { Connection } from "./connection.ts";
import {
  fileSync,
  insertedText,
  type ReceivedUpdate,
  receiveComposed,
  restore,
  syncedVersion,
  unconfirmedChanges,
} from "./fileSync.ts";
import { Intake } from "./intake.ts";
import { type Now, OwnPresence, type PresenceInFile } from "./ownPresence.ts";
import type { EditorPort, FileOwner, SessionOptions, Unconfirmed } from "./ports.ts";
import { nextPush } from "./updateParts.ts";

type FileMessage = Extract<ServerMessage, { type: "file" }>;

/** Edits that are confirmed within this time are not written to storage at all. */
const KEEP_AFTER_MS = 100;
/** When to push again what was too far behind while others' changes wait for the editor. */
const BEHIND_MS = 1_000;
/** As often a push is halved at most when it is always too far behind by the time that it arrives. */
const MOST_SHARES = 64;

type OfSession = "roomId" | "identity" | "clock" | "keeper" | "listener" | "sentences";

export interface FileSessionOptions extends Required<Pick<SessionOptions, OfSession>> {
  readonly file: number;
  readonly owner: FileOwner;
  readonly connection: Pick<Connection, "send" | "worked">;
  /** what an earlier page has left, to be sent under its own client id */
  readonly restoring: Unconfirmed | undefined;
}

/**
 * One push is under way at a time; what is typed meanwhile goes with the next. An edit stays in the editor's queue until the
 * server has sent it back, so whatever is lost on the way is simply sent again under the same seq [C3].
 */
export class FileSession {
  readonly file: number;
  readonly #options: FileSessionOptions;
  readonly #owner: FileOwner;
  #editor: EditorPort | undefined;
  #restoring: Unconfirmed | undefined;
  /** while the text is read anew: the editor that a person still types into, and how many of its queue were given back */
  #left: { readonly editor: EditorPort; readonly given: number } | undefined;
  /** how many own changes have come back from the log */
  #returned = 0;
  /** how many others of the queue are under way */
  #inFlight = 0;
  /** a push has so large a part of what it could have: it was too far behind when it arrived */
  #shares = 1;
  readonly #intake: Intake;
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
  readonly #presence: OwnPresence;

  constructor(options: FileSessionOptions) {
    const { file, owner, clock, restoring } = options;
    this.file = file;
    this.#options = options;
    this.#owner = owner;
    this.#restoring = restoring;
    this.#isKept = restoring !== undefined;
    this.#intake = new Intake({
      clock,
      editor: () => this.#editor,
      client: () => this.#client,
      taken: () => this.#advance(),
      failed: () => this.diverged(0),
    });
    this.#presence = new OwnPresence(
      clock,
      () => this.#tellable(),
      (presence) => this.#sendPresence(presence),
    );
  }

  /** The tab's number in the room; 0 before it was welcomed. */
  get #client(): number {
    return this.#owner.you?.client ?? 0;
  }

  /** Updates that the server has not confirmed. */
  get pending(): number {
    return this.#restoring ? this.#restoring.changes.length : Math.max(0, this.#queue.length - this.#intake.own);
  }

  /** Own updates on top of the synced version that were not given back. */
  get #queue(): readonly ChangeSet[] {
    if (this.#left) return unconfirmedChanges(this.#left.editor.state).slice(this.#left.given);
    return this.#editor ? unconfirmedChanges(this.#editor.state) : [];
  }

  /** The text, or what has come to it meanwhile, is on its way on this connection. */
  get awaitsText(): boolean {
    return this.#head === undefined || !this.#editor || this.#reachedBy(this.#editor) < this.#head;
  }

  /** How many own changes the synced version contains. */
  get #confirmed(): number {
    return this.#returned - this.#intake.own;
  }

  /** From where the server is to go on. */
  get request(): FileRequest {
    if (this.#restoring) return { file: this.file, version: this.#restoring.version, text: true };
    return { file: this.file, version: this.#editor ? this.#reachedBy(this.#editor) : null };
  }

  /** The version up to which everything has come, be it in the editor or on its way there. */
  #reachedBy({ state }: EditorPort): number {
    return syncedVersion(state) + this.#intake.length;
  }

  /** The connection is gone; everything unconfirmed goes again with the next. */
  lost(): void {
    this.#head = undefined;
    this.#inFlight = 0;
    this.#presence.forget();
    this.#stopWaiting();
  }

  close(): void {
    this.#closed = true;
    this.lost();
    this.#intake.forget();
    this.#cancelKeep();
  }

  // ---- from the server

  opened({ version, head, text, change, confirmed = 0 }: FileMessage): void {
    if (text !== undefined) this.#begin(version, Text.of(text.split("\n")), confirmed);
    else if (!this.#editor) return;
    else if (change) {
      if (this.#reachedBy(this.#editor) !== version) return this.#reopen();
      this.#giveBackMissing(confirmed);
      if (this.#queue.length > 0 || this.#intake.length > 0) return this.#readAnew();
      this.#returned = confirmed;
      this.#presence.forget();
      this.#editor.dispatch([receiveComposed(this.#editor.state, ChangeSet.fromJSON(change), head)]);
    }
    this.#head = head;
    this.#advance();
  }

  /** The server has led to the newest text, as it does for those who may not edit: what was typed and is not in it is given to the person. */
  #giveBackMissing(confirmed: number): void {
    const first = this.#restoring?.seq ?? this.#confirmed + 1;
    const had = this.#left ? 0 : Math.max(0, confirmed + 1 - first);
    const lost = this.#unconfirmed.slice(had);
    const { notPlaced, refused } = this.#options.sentences();
    if (lost.length > 0) this.#giveBack(this.#left ? notPlaced : refused("read_only", ERRORS.read_only.sentence), lost);
  }

  #begin(version: number, text: Text, confirmed: number): void {
    const restoring = this.#restoring?.version === version ? this.#restoring : undefined;
    if (!restoring) this.#giveBackMissing(confirmed);
    this.#intake.forget();
    this.#returned = confirmed;
    this.#presence.forget();
    const sync = fileSync(version, () => this.#owner.limits);
    const editor = this.#options.listener.opened(this.file, text, sync);
    this.#editor = editor;
    this.#restoring = this.#left = undefined;
    const onlyHere = this.#onlyHere;
    this.#onlyHere = undefined;
    if (onlyHere?.eq(text) === false) this.#owner.onlyHere(this.file, onlyHere, text);
    if (!restoring) return;
    if (restoring.seq !== confirmed + 1) return this.diverged(0);
    for (const change of restoring.changes) editor.dispatch([restore(editor.state, ChangeSet.fromJSON(change))]);
  }

  updates(version: number, updates: readonly UpdateJSON[]): void {
    const editor = this.#editor;
    if (!editor || this.#head === undefined) return;
    const reached = this.#reachedBy(editor);
    if (version > reached) return this.#reopen();
    const own = this.#client;
    const received = updates.slice(reached - version).map(([client, seq, , change]): ReceivedUpdate => {
      if (client === own) this.#returns(seq);
      const changes = ChangeSet.fromJSON(change);
      this.#presence.carried(changes, client === own);
      return { client, change: changes };
    });
    this.#intake.add(received);
    this.#advance();
  }

  #returns(seq: number): void {
    if (seq !== ++this.#returned) throw new Error("invariant: an own update came out of order");
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.#shares = Math.max(1, this.#shares / 2);
    this.#gaps = 0;
    this.#options.connection.worked();
  }

  /** The presence as of the version that the editor has, to which it refers once all that has come is taken in. */
  carryBack(presence: Presence): Presence {
    if (this.#intake.length === 0) return presence;
    const [top] = presence.top === undefined ? [] : this.#intake.carryBack([[presence.top, presence.top]]);
    return { ...presence, selections: this.#intake.carryBack(presence.selections), top: top?.[1] };
  }

  /** The server says no to something about this file. */
  refused(code: ErrorCode, message: string, retryAfterMs: number): void {
    this.#inFlight = 0;
    switch (ERRORS[code].remedy) {
      case "wait":
        // anything else is over before somebody has read of it
        if (code !== "rate_limited") this.#options.listener.notice({ type: "said", code, message });
        return this.#waitFor(retryAfterMs);
      case "reopen":
        // sent again from where the log ends, it can only be another log
        if (code === "seq_gap" && ++this.#gaps > 1) return this.diverged(0);
        if (code !== "version_too_old") return this.#reopen();
        this.#shares = Math.min(this.#shares * 2, MOST_SHARES);
        // a push that is behind by what waits for the editor is so a little longer
        return this.#intake.length > 0 ? this.#waitFor(BEHIND_MS) : this.#reopen();
      case "close":
        return this.gone(message);
      default:
        if (code === "version_ahead" && this.#editor) this.#onlyHere = this.#editor.state.doc;
        else this.#giveBack(message);
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
    this.#owner.fileClosed(this.file, message, typed, text);
  }

  /** What can never be in the file: the person has it. */
  #giveBack(message: string, changes = this.#unconfirmed): void {
    this.#options.listener.notice({ type: "refused", file: this.file, message, text: insertedText(changes) });
  }

  get #unconfirmed(): readonly ChangeSet[] {
    if (this.#restoring) return this.#restoring.changes.map((change) => ChangeSet.fromJSON(change));
    return this.#queue;
  }

  /** The divergence alarm. Only a text with nothing under way can be compared. */
  check(version: number, hash: number): void {
    const state = this.#editor?.state;
    if (!state || this.#head === undefined || this.#queue.length > 0 || syncedVersion(state) !== version) return;
    const own = textHash(state.doc);
    if (own !== hash) this.diverged(own);
  }

  /** Texts have drifted apart: the server's is right. What the editor showed is given to the person. */
  diverged(hash: number): void {
    if (!this.#editor) return;
    const { state } = this.#editor;
    this.#onlyHere = state.doc;
    this.#gaps = 0;
    this.#options.connection.send({ type: "diverged", file: this.file, version: syncedVersion(state), hash });
    this.#options.listener.notice({ type: "diverged", file: this.file });
    this.#readAnew();
  }

  #reopen(): void {
    this.#head = undefined;
    this.#stopWaiting();
    this.#options.connection.send({ type: "open", ...this.request });
  }

  #forget(): void {
    this.#head = undefined;
    // what is under way is in the text that comes, or was given back
    this.#inFlight = 0;
    this.#intake.forget();
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
    this.#options.connection.send({ type: "open", file: this.file, version: null });
    this.#options.listener.changed();
  }

  // ---- to the server

  /** The editor has changed. */
  edited(): void {
    this.#advance();
  }

  #advance(): void {
    this.#push();
    this.#keep();
    this.#presence.tell();
    this.#options.listener.changed();
  }

  #push(): void {
    const editor = this.#editor;
    if (!editor || this.#inFlight > 0 || this.#waiting || this.#head === undefined) return;
    if (this.#reachedBy(editor) < this.#head) return;
    const known = this.#intake.own;
    const queue = unconfirmedChanges(editor.state);
    // those that are in the log and not taken in go along, for a push has all that is its own since its version [P23]
    const { changes, bytes } = nextPush(queue, this.#owner.limits, known + 1, this.#shares);
    if (changes.length === 0 && this.#queue.length > 0) {
      this.#giveBack(this.#options.sentences().tooLarge);
      return this.#readAnew();
    }
    if (changes.length <= known) return;
    const wait = this.#owner.spend(bytes);
    if (wait > 0) return this.#waitFor(wait);
    this.#inFlight = changes.length - known;
    const version = syncedVersion(editor.state);
    this.#options.connection.send({ type: "push", file: this.file, version, seq: this.#confirmed + 1, changes });
  }

  #waitFor(ms: number): void {
    this.#waiting = true;
    this.#cancelWait();
    this.#cancelWait = this.#options.clock.after(ms, () => {
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
    this.#presence.moved(selections.slice(0, this.#owner.limits.selections), top);
  }

  /** This is the file that the person looks at; or it is not any more, and they are told to be elsewhere. */
  show(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) this.#presence.tell();
    else this.#presence.forget();
  }

  /** Tells where this client is, should others not know. */
  tellPresence(): void {
    this.#presence.tell();
  }

  /** Only with nothing unconfirmed do the editor's positions mean anything to others; typing needs no telling. */
  #tellable(): Now | undefined {
    if (!this.#isShown || !this.#editor || this.#head === undefined) return undefined;
    if (this.#queue.length > 0 || this.#intake.length > 0) return undefined;
    // what comes more often than the server takes is dropped without a word, the last of it as well
    const { presencesPerSecond } = this.#owner.limits;
    const intervalMs = Math.max(PRESENCE_INTERVAL_MS, presencesPerSecond > 0 ? 1_000 / presencesPerSecond : 0);
    return { length: this.#editor.state.doc.length, state: this.#owner.state, intervalMs };
  }

  #sendPresence({ selections, top, state }: PresenceInFile): void {
    if (!this.#editor) return;
    this.#options.connection.send({
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
    this.#cancelKeep = this.#options.clock.after(KEEP_AFTER_MS, () => this.#write("put"));
  }

  /**
   * Writes what is unconfirmed to storage now, because the page may be about to go: beside a write that is under way, should
   * there be one, since nobody would be here to write what it has not got.
   */
  keepNow(): void {
    this.#write("putNow");
  }

  #write(put: "put" | "putNow"): void {
    const key = this.#owner.key;
    if (this.#restoring || key === undefined) return;
    this.#cancelKeep();
    this.#keepingSoon = false;
    const record = this.#record(key);
    if (record.changes.length === 0 && !this.#isKept) return;
    this.#writes++;
    this.#isKept = record.changes.length > 0;
    const { keeper } = this.#options;
    const written = this.#isKept ? keeper[put](record) : keeper.remove(record);
    const done = (): void => {
      this.#writes--;
      if (!this.#closed) this.#options.listener.changed();
      const now = this.#record(key);
      if (now.version !== record.version || now.changes.length !== record.changes.length) this.#keep();
    };
    written.then(done, done);
  }

  #record(key: string): Unconfirmed {
    const { roomId, identity } = this.#options;
    const state = this.#editor?.state;
    return {
      roomId,
      file: this.file,
      client: identity.client,
      key,
      version: state ? syncedVersion(state) : 0,
      seq: this.#confirmed + 1,
      changes: state ? unconfirmedChanges(state).map((change) => change.toJSON() as unknown) : [],
    };
  }
}
