// A log of a feature's own, in a stream of the room: through the one commit loop, stored and then told, as for files. Knows no feature and no client.
import { setImmediate as turn } from "node:timers/promises";
import { Refusal } from "../protocol/errors.ts";
import { atOnce, entriesFrom, READ_ENTRIES, pages } from "../rooms/log/reading.ts";
import { takeOver, StreamLog, type StreamOwner } from "../rooms/log/streamLog.ts";
import type { Outlet } from "../rooms/ports.ts";
import type { RoomServices } from "../rooms/roomServices.ts";
import type { AppendOutcome, Commit, Stream } from "../rooms/roomStore.ts";
import type { Reading } from "./readings.ts";

/** Consecutive entries, the first at version `from`. Null is a place without an entry: the room has moved to another process there. */
export interface LogPage<Entry> {
  readonly from: number;
  readonly entries: readonly (Entry | null)[];
}

/** What a log tells its feature, in this order. */
export interface LogListener<Entry> {
  /** All that the store has, from version 0 on, page by page. */
  replayed(page: LogPage<Entry>): void;
  /** That was all; from now on the feature may append and read. */
  opened(): void;
  /** What was appended, once it is durable; never before [F3]. */
  committed(page: LogPage<Entry>): void;
}

/** UTF-16 units from which on no more is read for one page. */
const PAGE_CHARACTERS = 256 * 1024;

/** Where nothing may be written, it is looked again after so long whether that is over. */
const LOOK_AGAIN_MS = 1_000;

export interface LogServices extends Pick<RoomServices, "store" | "commitLoop" | "isShared"> {
  /** Runs what is the feature's, whose defects are its own. */
  readonly guard: (run: () => void) => void;
  /** Writes the log's stream anew, as Erasing.rewrite says. */
  readonly rewrite: (log: StreamLog<string, undefined>, change: (entry: unknown, version: number) => unknown) => void;
  /** Nothing may be written in any room now. */
  readonly isReadOnly: () => boolean;
  /** Runs once after `ms`, unless the room is not in memory by then. */
  readonly after: (ms: number, run: () => void) => void;
  /** Has something read for a client, as Readings.add says. */
  readonly reading: (client: number, read: Reading) => Promise<void>;
  /** The room must be dropped from memory: what the store has of this log is not known any more. */
  readonly failed: (reason: AppendOutcome | "error") => void;
}

/** Entries are whatever JSON can write but null. Append and read once it is open, not before. */
export class FeatureLog<Entry> implements StreamOwner<string, undefined> {
  readonly #services: LogServices;
  readonly #listener: LogListener<Entry>;
  /** once it is open */
  #log: StreamLog<string, undefined> | undefined;
  readonly #opening: Promise<void>;
  /** what is to be written once that may be, in its order */
  #waiting: (() => void)[] = [];
  #isClosed = false;

  /** `known`: which stream it is; where that is not known before the room closes, the log is never open. */
  constructor(known: Promise<Stream>, services: LogServices, listener: LogListener<Entry>) {
    this.#services = services;
    this.#listener = listener;
    this.#opening = known.then(
      (stream) =>
        this.#open(stream).catch((error: unknown) => this.failed(error instanceof Refusal ? "conflict" : "error")),
      () => this.close(),
    );
  }

  /** How many entries are durable. */
  get version(): number {
    return this.#log?.version ?? 0;
  }

  /** The feature's calls do something. */
  get isOpen(): boolean {
    return this.#log !== undefined && !this.#isClosed;
  }

  /** Resolves once it is open. Rejects with a Refusal where it is closed before. */
  async whenOpen(): Promise<void> {
    await this.#opening;
    if (!this.isOpen) throw new Refusal("store_unavailable");
  }

  async #open(stream: Stream): Promise<void> {
    const { store, commitLoop, isShared } = this.#services;
    let version = 0;
    for await (const page of pages(store, stream, 0)) {
      if (version > 0) await turn();
      if (this.#isClosed) return;
      const read = { from: version, entries: entriesFrom<Entry | null>(page, version) };
      version += read.entries.length;
      this.#tell((listener) => listener.replayed(read));
    }
    if (this.#isClosed) return;
    if (isShared && !(await takeOver(store, stream, version++, null))) return this.failed("gone");
    this.#log = new StreamLog({ stream, version, state: undefined }, commitLoop, this);
    this.#tell((listener) => listener.opened());
  }

  /**
   * The entry is told by `committed` once it is durable. When that fails the room is dropped, and with it this log. Where nothing may be written
   * it waits until something may; it is gone when the room leaves memory before.
   */
  append(entry: Entry): void {
    const written = JSON.stringify(entry);
    this.#whenWritable((log) => log.accept([written], undefined));
  }

  /**
   * Writes the log anew: `change` says what becomes of the entry at a version, null where nothing is to be left of it. What it said
   * before is gone from the store soon after, or, where nothing may be written, once something may.
   */
  rewrite(change: (entry: Entry | null, version: number) => Entry | null): void {
    this.#whenWritable((log) =>
      this.#services.rewrite(log, (entry, version) => change(entry as Entry | null, version)),
    );
  }

  #whenWritable(write: (log: StreamLog<string, undefined>) => void): void {
    const log = this.#log;
    if (!log || this.#isClosed) return;
    this.#waiting.push(() => write(log));
    if (this.#waiting.length === 1) this.#writeWaiting();
  }

  #writeWaiting(): void {
    if (this.#services.isReadOnly()) return this.#services.after(LOOK_AGAIN_MS, () => this.#writeWaiting());
    try {
      // those that a write asks for come behind all others: they are in the list before it is gone through
      for (const write of this.#waiting) write();
    } finally {
      this.#waiting = [];
    }
  }

  /**
   * Gives `then` the durable entries from version `from` up to `to`, at most 1,000 of them, and fewer, but one, where they are long; nothing when
   * the log closes meanwhile. `work`: in whose turn that is; where it rejects with a Refusal nothing more is read, and so does this.
   */
  async read(from: number, to: number, then: (page: LogPage<Entry>) => void, work = atOnce): Promise<void> {
    const log = this.#log;
    if (!log) return;
    let entries: (Entry | null)[];
    try {
      entries = await this.#read(log, from, Math.min(to - from, this.version - from, READ_ENTRIES), work);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      return this.failed("error");
    }
    await work(() => this.#tell(() => then({ from, entries })));
  }

  /**
   * The same for a client, in the turn of its network address, once what it has asked for before is done; nothing where it leaves before. Throws
   * Refusal rate_limited when too much of what it has asked for waits.
   */
  readFor(client: number, from: number, to: number, then: (page: LogPage<Entry>) => void): Promise<void> {
    return this.#services.reading(client, (work) => this.read(from, to, then, work));
  }

  async #read(
    log: StreamLog<string, undefined>,
    from: number,
    count: number,
    work: Outlet["work"],
  ): Promise<(Entry | null)[]> {
    const entries: (Entry | null)[] = [];
    const { file } = log.stream;
    for (let characters = 0; entries.length < count && characters < PAGE_CHARACTERS && !this.#isClosed;) {
      // long entries are read by several calls: everything else that has arrived gets its turn between two
      if (entries.length > 0) await turn();
      const at = from + entries.length;
      const commits = await work(() => this.#services.store.read(log.stream, at, count - entries.length));
      if (commits.length === 0) break;
      entries.push(...(await work(() => entriesFrom<Entry | null>(commits, at))));
      characters += commits.reduce((sum, commit) => sum + commit.entries.length, 0);
    }
    // it was rewritten meanwhile, and the old stream is gone
    const isGone = entries.length < count && log.stream.file !== file;
    return isGone && !this.#isClosed ? this.#read(log, from, count, work) : entries.slice(0, count);
  }

  #tell(run: (listener: LogListener<Entry>) => void): void {
    if (!this.#isClosed) this.#services.guard(() => run(this.#listener));
  }

  /** Nothing more is stored, read or told. */
  close(): void {
    this.#isClosed = true;
    this.#log?.close();
  }

  // ---- the stream's side

  write(entries: readonly string[]): { readonly entries: string } {
    return { entries: `[${entries.join(",")}]` };
  }

  committed({ from }: Commit, entries: readonly string[]): void {
    const page = { from, entries: entries.map((entry) => JSON.parse(entry) as Entry) };
    this.#tell((listener) => listener.committed(page));
  }

  failed(reason: AppendOutcome | "error"): void {
    if (this.#isClosed) return;
    this.close();
    this.#services.failed(reason);
  }
}
