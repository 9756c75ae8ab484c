// What the rooms need from the world around them, injected. Knows neither sockets nor timers nor a logger's make.
import type { ErrorCode, Refusal } from "../protocol/errors.ts";

/** Time; tests move it by hand. */
export interface Clock {
  /** ms since 1970; never less than before */
  now(): number;
  /** Runs once after `ms`, after 0 as soon as all that has arrived by now is read; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
}

/** A text made ready once for any number of sockets. */
export interface Frame {
  readonly plain: Uint8Array;
  /** for clients that inflate, when it was compressed */
  readonly deflated: Uint8Array | undefined;
}

export interface Frames {
  encode(text: string): Frame;
  /** For what is kept: a long text is then much smaller on the wire, and ready some ms later. */
  compress(text: string): Promise<Frame>;
}

/** What one name may write in an hour, and has of it. */
export interface WriteBudget {
  /** Throws Refusal written_much when all is used up, with the ms until more may be written, and that of `WriteBudgets.readOnly`. */
  check(): void;
  add(bytes: number): void;
  /** What those who write have to know, once: that it is nearly used up, that it is. */
  news(): WriteBudgetNews | undefined;
}

export type WriteBudgetNews = { readonly is: "near" } | { readonly is: "over"; readonly retryAfterMs: number };

export interface WriteBudgets {
  /** with which everything that would be written is refused now, in all rooms; undefined: it is not */
  readonly readOnly: Refusal | undefined;
  of(name: string): WriteBudget;
}

/** The way to one client. */
export interface Outlet {
  /** What counts as one network address, by a name that tells nothing of it; empty where there is none. */
  readonly origin: string;
  /** What the client says is read by nobody on its way: it comes encrypted, or from this machine itself. */
  readonly isSheltered: boolean;
  /** Never blocks, never throws; what is sent after `end` is dropped. */
  send(frame: Frame): void;
  /** True while the client reads slower than the room speaks: the room stops, and goes on from the log when `drained` is called. */
  readonly full: boolean;
  /** Tells the client why, then closes. Nothing that it sends afterwards reaches the room. */
  end(code: ErrorCode): void;
  /** Runs once when the connection has ended, at once when it has already. */
  whenEnded(run: () => void): void;
  /**
   * Does something for this client that takes a while, once its network address may have the time for it and has read what waits
   * for it. Rejects with what it throws. It is done also when the connection has ended meanwhile.
   */
  work<Result>(run: () => Result): Promise<Result>;
}

/** Where trouble of our own is written, with the room and the client that it concerns. */
export interface Logger {
  error(details: object, sentence: string): void;
  warn(details: object, sentence: string): void;
  info(details: object, sentence: string): void;
}

/** Random secrets and their hashes, from the platform's own cryptography. */
export interface Secrets {
  /** 128 random bits or more, URL-safe */
  create(): string;
  hash(secret: string): string;
  /** compares two hashes in constant time */
  same(one: string, other: string): boolean;
}
