// A feature's log as the clients of a room are told of it: what is new to whoever keeps up, pages to whoever asks, and where it stands to whoever comes or was too slow. Knows no feature.
import type { ConnectedClient } from "../protocol/serverMessages.ts";
import type { Asker } from "../rooms/people/rights.ts";
import type { FeatureLog, LogPage } from "../features/featureLog.ts";
import type { FeatureRoom } from "../features/featureRoom.ts";

/** UTF-16 units of entries in one message, but for one that alone is longer. */
const PAGE_CHARACTERS = 256 * 1024;

/** A client, with whose it is and by which address it came. */
export type ReadingClient = ConnectedClient & Asker;

/** `Shown`: an entry as it is told, by a `Message` of the feature's. */
export abstract class ToldLog<Entry extends object, Message extends object, Shown extends object = Entry> {
  readonly #room: FeatureRoom;
  readonly #name: string;
  #log: FeatureLog<Entry> | undefined;
  /** clients that were too slow for what was offered; undefined: none ever was */
  #behind: Set<number> | undefined;

  /** `name`: by which the room opens it. */
  constructor(room: FeatureRoom, name: string) {
    this.#room = room;
    this.#name = name;
  }

  // ---- what the feature says of it

  /** how many entries a page has at most */
  protected abstract readonly pageEntries: number;
  /** All that is in it, page by page from version 0 on; once it is open what is appended, when it is durable and before anybody is told. */
  protected abstract apply(page: LogPage<Entry>): void;
  /** All that was in it is applied: from now on it can be read and written. */
  protected abstract opened(): void;
  /** It is durable, and whoever keeps up knows of it. */
  protected abstract told(page: LogPage<Entry>): void;
  /** As anybody may see it now; null: nothing of it. */
  protected abstract shown(version: number, entry: Entry | null): Shown | null;
  /** What says where the log stands; `isAnew`: what was read of it is told otherwise by now. */
  protected abstract head(isAnew?: true): Message;
  /** What tells of a page: of new `entries`, or of those that somebody has asked for. */
  protected abstract message(type: "entries" | "page", page: LogPage<Shown>): Message;

  /** Nothing before this version is shown. */
  protected get start(): number {
    return 0;
  }

  /** Whether the client is told anything of it, as things are now. */
  protected mayRead(_reader: ReadingClient): boolean {
    return true;
  }

  /** What the client may see of it, as things are now; the same page, where that is all. */
  protected shownTo(_reader: ReadingClient, page: LogPage<Shown>): LogPage<Shown> {
    return page;
  }

  // ---- what the feature does with it

  /** How many entries are durable. */
  get version(): number {
    return this.#log?.version ?? 0;
  }

  get isOpen(): boolean {
    return this.#log?.isOpen ?? false;
  }

  /**
   * Resolves once all that is in it is applied, at once where nothing was ever written: then there is no such log, and none is made. Rejects with a
   * Refusal when the room leaves memory meanwhile.
   */
  async whenRead(): Promise<void> {
    this.#openIfThere();
    await this.#log?.whenOpen();
  }

  /** Resolves when it can be written to. Rejects with a Refusal when the room leaves memory before. */
  async whenOpen(): Promise<void> {
    await this.open().whenOpen();
  }

  /** Once it is open; nothing where the room has left memory. */
  append(entry: Entry): void {
    this.#log?.append(entry);
  }

  /** As FeatureLog has it, where there is a log. */
  async read(...how: Parameters<FeatureLog<Entry>["read"]>): Promise<void> {
    await this.#log?.read(...how);
  }

  /** As FeatureLog has it, where there is a log. */
  protected rewrite(...how: Parameters<FeatureLog<Entry>["rewrite"]>): void {
    this.#log?.rewrite(...how);
  }

  /** `purge` takes out what quotes files that were deleted for good, and everybody reads anew. A log that is not open yet sees to it when it is. */
  protected purgeWith(purge: () => void): void {
    this.#openIfThere();
    if (!this.isOpen) return;
    purge();
    this.#room.broadcast(this.head(true));
  }

  /** Everybody is told where it stands. */
  protected tellHead(): void {
    this.#room.broadcast(this.head());
  }

  // ---- its readers

  joined(client: number): void {
    this.#openIfThere();
    // once it is open everybody is told
    if (!this.#log || this.isOpen) this.#room.send(client, this.head());
  }

  left(client: number): void {
    this.#behind?.delete(client);
  }

  /** It takes more again. */
  drained(client: number): void {
    if (!this.#behind?.delete(client)) return;
    const reader = this.#room.clients.find((one) => one.client === client);
    if (reader && this.mayRead(reader)) this.#room.send(client, this.head());
  }

  /** The client may read more of it than it did. */
  readAnew(client: number): void {
    if (this.isOpen) this.#room.send(client, this.head(true));
  }

  /**
   * Sends the client the entries from one version on and before another, or fewer; none where it is not open. Throws Refusal rate_limited when too
   * much of what it has asked for waits.
   */
  tell(reader: ReadingClient, from: number, to: number): void | Promise<void> {
    if (!this.#log?.isOpen) return this.#sendPage(reader, { from, entries: [] });
    const first = Math.max(from, this.start);
    return this.#log.readFor(reader.client, first, Math.min(to, first + this.pageEntries), (page) =>
      this.#sendPage(reader, this.#fitting(page)),
    );
  }

  #sendPage(reader: ReadingClient, page: LogPage<Shown>): void {
    if (this.mayRead(reader)) this.#room.send(reader.client, this.message("page", this.shownTo(reader, page)));
  }

  // ---- the log's side

  #openIfThere(): void {
    if (!this.#log && this.#room.logs.includes(this.#name)) this.open();
  }

  /** The log, which is opened where it is not yet, and made where the room has none. */
  protected open(): FeatureLog<Entry> {
    return (this.#log ??= this.#room.log<Entry>(this.#name, {
      replayed: (page) => this.apply(page),
      opened: () => this.opened(),
      committed: (page) => {
        this.apply(page);
        this.#tellEntries(page);
        this.told(page);
      },
    }));
  }

  /** To whoever keeps up; the others read it when they can. */
  #tellEntries(page: LogPage<Entry>): void {
    for (let at = 0; at < page.entries.length;) {
      const part = this.#fitting({ from: page.from + at, entries: page.entries.slice(at) });
      for (const [shown, clients] of this.#views(part))
        for (const slow of this.#room.offer(clients, this.message("entries", shown))) this.#isBehind(slow);
      at += part.entries.length;
    }
  }

  /** What is told of it, each with the clients that it is told to; most see the same. */
  #views(part: LogPage<Shown>): Map<LogPage<Shown>, number[]> {
    const views = new Map<LogPage<Shown>, number[]>();
    for (const reader of this.#room.clients) {
      if (this.#behind?.has(reader.client) || !this.mayRead(reader)) continue;
      const shown = this.shownTo(reader, part);
      const clients = views.get(shown);
      if (clients) clients.push(reader.client);
      else views.set(shown, [reader.client]);
    }
    return views;
  }

  #isBehind(client: number): void {
    this.#behind ??= new Set();
    this.#behind.add(client);
  }

  /** As many as one message holds. */
  #fitting({ from, entries }: LogPage<Entry>): LogPage<Shown> {
    const shown: (Shown | null)[] = [];
    let characters = 0;
    for (const [index, entry] of entries.entries()) {
      const one = this.shown(from + index, entry);
      characters += JSON.stringify(one).length;
      if (shown.length > 0 && characters > PAGE_CHARACTERS) break;
      shown.push(one);
    }
    return { from, entries: shown };
  }
}
