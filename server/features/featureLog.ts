// A log of a feature's own, in a stream of the room: through the one commit loop, stored and then told, as for files. Knows no feature and no client.
import { setImmediate as turn } from "node:timers/promises";
import type { CommitSource } from "../rooms/commitLoop.ts";
import type { RoomServices } from "../rooms/roomServices.ts";
import { type Append, type AppendOutcome, isEnd, type Stream } from "../rooms/roomStore.ts";

/** A log is read in pages of so many entries. */
const PAGE_ENTRIES = 1_000;

/** Consecutive entries, the first at version `from`. Null is a place without an entry: the room has moved to another process there. */
export interface Page<Entry> {
  readonly from: number;
  readonly entries: readonly (Entry | null)[];
}

/** What a log tells its feature, in this order. */
export interface LogListener<Entry> {
  /** All that the store has, from version 0 on, page by page. */
  replayed(page: Page<Entry>): void;
  /** That was all; from now on the feature may append and read. */
  opened(): void;
  /** What was appended, once it is durable; never before [F3]. */
  committed(page: Page<Entry>): void;
}

interface LogServices extends Pick<RoomServices, "store" | "commitLoop" | "isShared"> {
  /** Runs what is the feature's, whose defects are its own. */
  readonly guard: (run: () => void) => void;
  /** The room must be dropped from memory: what the store has of this log is not known any more. */
  readonly failed: (reason: AppendOutcome | "error") => void;
}

/** Entries are whatever JSON can write but null. Append and read once it is open, not before. */
export class FeatureLog<Entry> implements CommitSource {
  readonly #stream: Stream;
  readonly #services: LogServices;
  readonly #listener: LogListener<Entry>;
  #version = 0;
  /** accepted and not durable, as JSON */
  #accepted: string[] = [];
  /** so many of them are on their way to the store */
  #taken = 0;
  #state: "opening" | "open" | "closed" = "opening";

  constructor(stream: Stream, services: LogServices, listener: LogListener<Entry>) {
    this.#stream = stream;
    this.#services = services;
    this.#listener = listener;
    void this.#open();
  }

  /** How many entries are durable. */
  get version(): number {
    return this.#version;
  }

  /** The feature's calls do something. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  async #open(): Promise<void> {
    for (;;) {
      const page = await this.#read(this.#version, PAGE_ENTRIES);
      if (!page) return;
      if (page.entries.length === 0) break;
      if (this.#version > 0) await turn();
      this.#version += page.entries.length;
      this.#tell((listener) => listener.replayed(page));
    }
    // Whoever had the room before, and does not know that it moved, can append no more [C11].
    if (this.#services.isShared) this.#add("null");
    else this.#opened();
  }

  #opened(): void {
    this.#state = "open";
    this.#tell((listener) => listener.opened());
  }

  /** The entry is told by `committed` once it is durable. When that fails the room is dropped, and with it this log. */
  append(entry: Entry): void {
    if (this.isOpen) this.#add(JSON.stringify(entry));
  }

  #add(json: string): void {
    this.#accepted.push(json);
    this.#services.commitLoop.enqueue(this);
  }

  /** Gives `then` the durable entries from version `from` up to `to`, at most 1,000 of them; nothing when the log closes meanwhile. */
  read(from: number, to: number, then: (page: Page<Entry>) => void): void {
    const limit = Math.min(to, this.#version) - from;
    void this.#read(from, Math.min(limit, PAGE_ENTRIES)).then((page) => {
      if (page) this.#tell(() => then(page));
    });
  }

  /** Never rejects: undefined when the log is closed, which a store that fails does. */
  async #read(from: number, limit: number): Promise<Page<Entry> | undefined> {
    const entries: (Entry | null)[] = [];
    try {
      while (entries.length < limit) {
        const at = from + entries.length;
        // the first commit may begin before `at`, and counts whole
        const asked = limit - entries.length;
        const commits = await this.#services.store.read(this.#stream, at, asked);
        if (this.#state === "closed") return undefined;
        // long entries are read by several calls: everything else that has arrived gets its turn between two
        if (entries.length > 0) await turn();
        for (const commit of commits)
          entries.push(...(JSON.parse(commit.entries) as (Entry | null)[]).slice(Math.max(0, at - commit.from)));
        if (isEnd(commits, asked)) break;
      }
      return { from, entries: entries.slice(0, limit) };
    } catch {
      this.failed("error");
      return undefined;
    }
  }

  #tell(run: (listener: LogListener<Entry>) => void): void {
    if (this.#state !== "closed") this.#services.guard(() => run(this.#listener));
  }

  /** Nothing more is stored, read or told. */
  close(): void {
    this.#state = "closed";
  }

  // ---- the commit loop's side

  take(): readonly Append[] {
    const entries = this.#accepted.slice(this.#taken);
    if (this.#state === "closed" || entries.length === 0) return [];
    const from = this.#version + this.#taken;
    this.#taken += entries.length;
    return [{ stream: this.#stream, from, count: entries.length, entries: `[${entries.join(",")}]` }];
  }

  committed(appends: readonly Append[]): void {
    for (const { from, count, entries } of appends) {
      this.#accepted.splice(0, count);
      this.#taken -= count;
      this.#version += count;
      if (this.#state === "opening") this.#opened();
      else this.#tell((listener) => listener.committed({ from, entries: JSON.parse(entries) as Entry[] }));
    }
  }

  failed(reason: AppendOutcome | "error"): void {
    if (this.#state === "closed") return;
    this.close();
    this.#services.failed(reason);
  }
}
