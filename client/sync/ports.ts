// What the sync core needs from the world and what it tells it, and what a file of it needs of its session. Knows no DOM, no socket's make, no storage's make.
import type { EditorState, Extension, Text, Transaction } from "@codemirror/state";
import type { ErrorCode } from "#protocol/errors.ts";
import type { Participant, RoomFile } from "#protocol/events.ts";
import type { Limits } from "#protocol/limits.ts";
import type { Selection } from "#protocol/selections.ts";
import type { Presence, PresenceState, You } from "#protocol/serverMessages.ts";
import type { Sentences } from "./sentences.ts";

/** Time and chance; tests move them by hand. */
export interface TimeAndChance {
  /** ms since 1970; never less than before */
  now(): number;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** 0 ≤ x < 1 */
  random(): number;
}

/** Whether there is a network at all, as far as the browser knows. */
export interface Network {
  isThere(): boolean;
  /** Calls whenever that changes; the returned function ends it. */
  watch(changed: () => void): () => void;
}

/** One WebSocket, as far as the core is concerned. */
export interface Socket {
  send(frame: string): void;
  close(): void;
}

/** Opens a socket to the room; the handlers are called until `close` was called or `closed` came. */
export type OpenSocket = (handlers: { opened(): void; frame(data: string): void; closed(): void }) => Socket;

/** An editor of one file. */
export interface EditorPort {
  readonly state: EditorState;
  /** where letters are being composed, by an input method for instance: that line must stay as it is until it is over */
  readonly composing?: number | undefined;
  dispatch(transactions: readonly Transaction[]): void;
  /** Ends the composing, within a moment; its letters stay. */
  endComposing?(): void;
  /** where others are in the text as it is now, by the number of their client; absent: whoever made the editor shows them */
  readonly others?: ReadonlyMap<number, readonly Selection[]>;
  /** Others are there now, in the text as the server has it; without selections: not in this file any more. */
  placeOthers?(presences: readonly Presence[]): void;
}

/** Who this tab is. `client` is random, made anew for every tab and every load of the page, and used by nobody else. */
export interface Identity {
  readonly client: string;
  /** the owner's or participant's secret, when this browser has been here before */
  readonly key?: string;
  readonly name?: string;
  /** the secret of the link by which this browser comes */
  readonly invitation?: string;
  readonly password?: string;
}

/** What of one file is not confirmed yet: enough to send it again from another page, days later. */
export interface Unconfirmed {
  readonly roomId: string;
  readonly file: number;
  /** the client that made the changes */
  readonly client: string;
  readonly key: string;
  /** the version that the first change starts from */
  readonly version: number;
  /** number of the first change */
  readonly seq: number;
  /** each a ChangeSet's JSON, in order */
  readonly changes: readonly unknown[];
}

/** Keeps unconfirmed changes until they are confirmed; in a browser that is IndexedDB. Does things in the order of the calls; every promise resolves, and in time. */
export interface UnconfirmedKeeper {
  put(unconfirmed: Unconfirmed): Promise<void>;
  /** The same, and has it before it returns: the page may be gone after that. */
  putNow(unconfirmed: Unconfirmed): Promise<void>;
  remove(unconfirmed: Pick<Unconfirmed, "roomId" | "file" | "client">): Promise<void>;
}

/** What a person is told, and it is true: `saved` only when the server has everything durably. */
export type SyncStatus =
  | { readonly state: "connecting" }
  /** an owner of the room decides whether this client may come in */
  | { readonly state: "waiting" }
  | { readonly state: "saved" }
  /** so many edits are on their way */
  | { readonly state: "saving"; readonly pending: number }
  /** no connection; so many edits are kept here; the next try comes at `retryAt` (ms since 1970), Infinity: when there is a network */
  | {
      readonly state: "offline";
      readonly pending: number;
      readonly retryAt: number;
      readonly reason?: string;
    }
  | { readonly state: "readOnly" }
  /** over: room gone, closed …; `message` says what to do; `pending` edits are kept in this browser */
  | { readonly state: "ended"; readonly code: ErrorCode; readonly message: string; readonly pending: number };

/** What the session tells whoever shows the room. All calls are synchronous and none may throw. */
export interface SessionListener {
  /** `status`, `room`, `you` or `clients` of the session is another one now. */
  changed(): void;
  /**
   * The text of a file has come, for the first time or read anew: make an editor of it (or give the one there is a new state)
   * with `sync` among its extensions and return it.
   */
  opened(file: number, text: Text, sync: Extension): EditorPort;
  /** Where others are; positions refer to the synced version of the editor: `toLocal` carries them to what it shows. */
  presence(presences: readonly Presence[]): void;
  /** Something to say aloud, once. */
  notice(notice: Notice): void;
  /** A feature's own data. */
  feature(feature: string, data: unknown): void;
}

/** What a session is made with. */
export interface SessionOptions {
  readonly roomId: string;
  readonly open: OpenSocket;
  readonly clock: TimeAndChance;
  /** absent: there always is one */
  readonly network?: Network;
  readonly identity: Identity;
  readonly keeper: UnconfirmedKeeper;
  readonly listener: SessionListener;
  /** what a person is told, in their language; absent: in English */
  readonly sentences?: () => Sentences;
}

/** The session that a file belongs to, as the file knows it. */
export interface FileOwner {
  readonly limits: Limits;
  readonly you: You | undefined;
  readonly key: string | undefined;
  readonly state: PresenceState | undefined;
  /** Counts a push of so many bytes, of any file; or counts nothing and returns the ms until the server takes it. */
  spend(bytes: number): number;
  /** The server had another text than the editor; `text` is what that showed, `base` what it shows now. */
  onlyHere(file: number, text: Text, base: Text): void;
  /** The server has no such file for this client; nothing more is asked for or sent. `typed`: what is not saved, `text`: all of it. */
  fileClosed(file: number, message: string, typed: string, text: Text | undefined): void;
}

export type Notice =
  | { readonly type: "joined"; readonly person: Participant }
  | { readonly type: "left"; readonly person: Participant }
  | { readonly type: "renamed"; readonly before: string; readonly person: Participant }
  | { readonly type: "connectionLost" }
  | { readonly type: "connectionBack" }
  /** It was over, and is not any more. */
  | { readonly type: "backIn" }
  | { readonly type: "languageChanged"; readonly language: string; readonly person: Participant | undefined }
  /** Somebody else has made a file. */
  | { readonly type: "fileMade"; readonly file: RoomFile; readonly person: Participant }
  | { readonly type: "titleChanged"; readonly title: string; readonly person: Participant | undefined }
  /** The server could not take these edits; the file was read anew and `text` is what was typed, to copy. */
  | { readonly type: "refused"; readonly file: number; readonly message: string; readonly text: string }
  /**
   * The room has no such file for this client any more; `text` is what was typed in it and not saved, "" when there is nothing.
   * `isNews`: it was deleted for good, which nothing else says.
   */
  | {
      readonly type: "fileClosed";
      readonly file: number;
      readonly message: string;
      readonly text: string;
      readonly isNews?: true;
    }
  /** Texts had drifted apart (a defect, or the server went back to an older copy); the file was read anew. */
  | { readonly type: "diverged"; readonly file: number }
  /**
   * The server went back to an older copy, or has another text. `text` is what this page showed, unsaved edits and all, and may be
   * nowhere else; `base` what the server has instead, absent where it has no such file.
   */
  | {
      readonly type: "onlyHere";
      readonly file: number;
      readonly name: string;
      readonly text: Text;
      readonly base: Text | undefined;
    }
  /** The server says no to something else, or asks to wait; `own`: by a code of a feature's, which is like `code`. */
  | { readonly type: "said"; readonly code: ErrorCode; readonly own?: string; readonly message: string };
