// The log of a room's runs: what is in it for whoever reads, keeps up or is behind, and what becomes of it. Knows no run while it runs.
import type { Mark } from "../../rooms/feature.ts";
import type { FeatureLog, LogPage } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../purgedFiles.ts";
import { type KeptRun, KeptRuns } from "./keptRuns.ts";
import { PAGE_ENTRIES, type ServerRunMessage, type ShownEntry } from "./messages.ts";

const LOG = "runs";
/** UTF-16 units of entries in one message, but for one that alone is longer. */
const PAGE_CHARACTERS = 256 * 1024;
/** Bytes that nobody is shown any more before they are erased; those that were cleared are erased at once. */
const HIDDEN_BYTES = 1024 * 1024;

interface Listener {
  /** All that was in it is read. */
  opened(): void;
  /** It is durable, and everybody who keeps up knows of it. */
  told(version: number, entry: ShownEntry): void;
  /** This run has no end, and what it prints is not kept: it may quote a file that was deleted for good. */
  purged(version: number): void;
}

export class RunLog {
  readonly #room: FeatureRoom;
  readonly #listener: Listener;
  readonly #kept = new KeptRuns();
  /** clients that were too slow for what was offered */
  readonly #behind = new Set<number>();
  #log: FeatureLog<ShownEntry> | undefined;
  #whenOpen: (() => void)[] = [];
  #cancelTidying = (): void => {};

  constructor(room: FeatureRoom, listener: Listener) {
    this.#room = room;
    this.#listener = listener;
  }

  /** How many entries are durable. */
  get version(): number {
    return this.#log?.version ?? 0;
  }

  /** Those that have no end in it. */
  get running(): readonly KeptRun[] {
    return this.#kept.running;
  }

  /** When runs began and ended, once it is read. Rejects with a Refusal when the room leaves memory meanwhile. */
  async marks(): Promise<readonly Mark[]> {
    if (!this.#log && this.#room.logs.includes(LOG)) this.#open();
    await this.#log?.whenOpen();
    return this.#kept.marks;
  }

  /** Where the entry is that has this key, as keyOf makes them; undefined where it is not kept. */
  versionOf(key: string): number | undefined {
    return this.#kept.versionOf(key);
  }

  /** Soon, where it is to be read first. */
  whenOpen(run: () => void): void {
    if (!this.#log) this.#open();
    if (this.#log!.isOpen) run();
    else this.#whenOpen.push(run);
  }

  /** Once it is open; nothing where the room has left memory. */
  append(entry: ShownEntry): void {
    this.#log?.append(entry);
  }

  /** Files were deleted for good: nothing is shown of their runs, nor what was printed while they were there, and everybody reads it anew. */
  purged(): void {
    if (!this.#log && this.#room.logs.includes(LOG)) this.#open();
    if (!this.#log?.isOpen) return;
    this.#purge();
    this.#room.broadcast({ ...this.#head, isAnew: true });
  }

  // ---- its readers

  joined(client: number): void {
    // a room in which nothing was ever run has no such log
    if (!this.#log && this.#room.logs.includes(LOG)) this.#open();
    if (!this.#log || this.#log.isOpen) this.#send(client, this.#head);
  }

  left(client: number): void {
    this.#behind.delete(client);
  }

  /** It takes more again. */
  drained(client: number): void {
    if (this.#behind.delete(client)) this.#send(client, this.#head);
  }

  /** Sends it the entries from one version on and before another, or fewer. */
  tell(client: number, from: number, to: number): void {
    if (!this.#log?.isOpen) return this.#send(client, { type: "page", from, entries: [] });
    const first = Math.max(from, this.#kept.start);
    void this.#log.readFor(client, first, Math.min(to, first + PAGE_ENTRIES), (page) =>
      this.#send(client, { type: "page", ...this.#shown(page) }),
    );
  }

  // ---- the log's side

  #open(): void {
    this.#log = this.#room.log<ShownEntry>(LOG, {
      replayed: (page) => this.#apply(page),
      opened: () => {
        this.#listener.opened();
        this.#purge();
        this.#room.broadcast(this.#head);
        for (const run of this.#whenOpen.splice(0)) run();
      },
      committed: (page) => this.#committed(page),
    });
  }

  #purge(): void {
    this.#kept.purge(new PurgedFiles(this.#room.details.files));
    this.#tidy(0);
    for (const run of this.#kept.running) if (this.#kept.isPurged(run)) this.#listener.purged(run.version);
  }

  #apply({ from, entries }: LogPage<ShownEntry>): void {
    for (const [index, entry] of entries.entries()) if (entry !== null) this.#kept.apply(from + index, entry);
  }

  #committed(page: LogPage<ShownEntry>): void {
    this.#apply(page);
    this.#tellEntries(page);
    for (const [index, entry] of page.entries.entries()) {
      if (!entry) continue;
      this.#listener.told(page.from + index, entry);
      if (entry.type === "cleared") this.#tidy(0);
      if (entry.type === "asked" || entry.type === "ended") this.#tidy(HIDDEN_BYTES);
    }
  }

  /** To whoever keeps up; the others read it when they can. */
  #tellEntries(page: LogPage<ShownEntry>): void {
    for (let at = 0; at < page.entries.length;) {
      const part = this.#shown({ from: page.from + at, entries: page.entries.slice(at) });
      for (const { client } of this.#room.clients)
        if (!this.#behind.has(client) && !this.#room.offer(client, { type: "entries", ...part }))
          this.#behind.add(client);
      at += part.entries.length;
    }
  }

  /** As anybody may see them now, as many as one message holds. */
  #shown({ from, entries }: LogPage<ShownEntry>): LogPage<ShownEntry> {
    const shown: (ShownEntry | null)[] = [];
    let characters = 0;
    for (const [index, entry] of entries.entries()) {
      const one = this.#kept.shown(from + index, entry);
      characters += one && "text" in one ? one.text.length : 0;
      if (shown.length > 0 && characters > PAGE_CHARACTERS) break;
      shown.push(one);
    }
    return { from, entries: shown };
  }

  /** Erases what nobody is shown, where it is more than so much, or is of files that were deleted for good. */
  #tidy(moreThanBytes: number): void {
    this.#kept.tidy(this.#room.now);
    if (this.#kept.hidesPurged || this.#kept.hiddenBytes > moreThanBytes) {
      this.#kept.erasing();
      this.#log?.rewrite((entry, version) => this.#kept.shown(version, entry));
    }
    this.#cancelTidying();
    const ms = this.#kept.tidyIn(this.#room.now);
    if (ms !== undefined) this.#cancelTidying = this.#room.after(ms, () => this.#tidy(HIDDEN_BYTES));
  }

  get #head() {
    return { type: "head", start: this.#kept.start, head: this.#log?.version ?? 0 } as const;
  }

  #send(client: number, message: ServerRunMessage): void {
    this.#room.send(client, message);
  }
}
