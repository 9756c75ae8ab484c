// Keeps unconfirmed edits in IndexedDB until the server has them, and finds those of tabs that are gone. Knows no socket.
import { createStore, get, keys, promisifyRequest, type UseStore } from "idb-keyval";
import type { Unconfirmed, UnconfirmedKeeper } from "./sync/ports.ts";

/** What of `localStorage` is used. */
type SyncStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

type Key = Pick<Unconfirmed, "roomId" | "file" | "client">;

/** How long a live tab has to answer where the browser has no locks. */
const ANSWER_WITHIN_MS = 1_000;

const lockName = (client: string): string => `companion:${client}`;
const PARTING = "companion:parting:";
const partingOf = (key: Key): string => PARTING + JSON.stringify(keyOf(key));

type StoredKey = [roomId: string, file: number, client: string];
const keyOf = ({ roomId, file, client }: Key): StoredKey => [roomId, file, client];

/**
 * The browser's keeper. IndexedDB holds the records, but what it has not begun to write when a page goes it never writes; so a
 * page that may be about to go leaves its record in `localStorage` as well, which is written while it waits. A record whose
 * client lives nowhere any more is a leftover.
 *
 * A tab holds a lock for each client that it is, so a lock that can be taken means that its tab is gone. Locks exist in secure
 * contexts alone; on plain http the tabs are asked over a BroadcastChannel instead. A tab that is frozen cannot answer there,
 * and then its edits are sent for it: the server knows them by (client, seq), so none is doubled, and the tab, on waking,
 * finds its connection replaced and makes a new one.
 */
export class BrowserKeeper implements UnconfirmedKeeper {
  readonly #store: UseStore | undefined;
  readonly #parting: SyncStorage | undefined;
  readonly #locks: LockManager | undefined;
  readonly #channel: BroadcastChannel;
  readonly #mine = new Map<string, () => void>();
  readonly #failed = new Set<string>();
  #held: Promise<void> = Promise.resolve();

  /** `channel` is used where there are no locks, `parting` for what a page leaves as it goes. */
  constructor(locks: LockManager | undefined, channel: BroadcastChannel, parting: SyncStorage | undefined) {
    this.#store = typeof indexedDB === "undefined" ? undefined : createStore("companion", "unconfirmed");
    this.#parting = parting;
    this.#locks = locks;
    this.#channel = channel;
    channel.addEventListener("message", ({ data }: MessageEvent<{ ask?: string }>) => {
      if (data.ask !== undefined && this.#mine.has(data.ask)) channel.postMessage({ alive: data.ask });
    });
  }

  /** Something that was handed over could not be written: it is lost when the page is closed. */
  get isFailing(): boolean {
    return this.#failed.size > 0;
  }

  /** Says that this page is the client, until the returned function is called or the page ends. Call it before the first put. */
  hold(client: string): () => void {
    const gone = new Promise<void>((release) => this.#mine.set(client, release));
    const locks = this.#locks;
    if (locks)
      this.#held = new Promise((granted) => {
        const hold = (): Promise<void> => {
          granted();
          return gone;
        };
        locks.request(lockName(client), hold).catch(() => granted());
      });
    return () => {
      this.#mine.get(client)?.();
      this.#mine.delete(client);
    };
  }

  async put(unconfirmed: Unconfirmed): Promise<void> {
    const name = keyOf(unconfirmed).join();
    // without the lock another tab would take the record for a leftover
    await this.#held;
    try {
      if (this.#store === undefined) throw new Error("no storage");
      await write(this.#store, (records) => records.put(unconfirmed, keyOf(unconfirmed)));
      this.#failed.delete(name);
    } catch {
      // no space or no permission: the page asks before it is closed
      this.#failed.add(name);
    }
  }

  putNow(unconfirmed: Unconfirmed): Promise<void> {
    try {
      this.#parting?.setItem(partingOf(unconfirmed), JSON.stringify(unconfirmed));
    } catch {
      // no space for it there: IndexedDB has it, if it is quick enough
    }
    return this.put(unconfirmed);
  }

  async remove(unconfirmed: Key): Promise<void> {
    this.#parting?.removeItem(partingOf(unconfirmed));
    await this.#held;
    this.#failed.delete(keyOf(unconfirmed).join());
    // what cannot be removed is sent once more by a later page, and the server drops it as a duplicate
    if (this.#store !== undefined)
      await write(this.#store, (records) => records.delete(keyOf(unconfirmed))).catch(() => undefined);
  }

  /** Hands each leftover of the room to `deliver`, holding its client meanwhile so that no other tab does the same. */
  async eachLeftover(roomId: string, deliver: (leftover: Unconfirmed) => Promise<void>): Promise<void> {
    for (const record of await this.#keys())
      if (record.roomId === roomId && !this.#mine.has(record.client))
        await this.#whileGone(record.client, async () => {
          // read again: another tab may have delivered it meanwhile
          const leftover = await this.#newest(record);
          if (leftover !== undefined) await deliver(leftover);
        });
  }

  /** Of all that there is, in either storage, each once. */
  async #keys(): Promise<Key[]> {
    const storage = this.#parting;
    const names = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");
    const parted = names.filter((name) => name.startsWith(PARTING)).map((name) => name.slice(PARTING.length));
    const kept = this.#store === undefined ? [] : await keys<StoredKey>(this.#store).catch(() => []);
    const all = new Set([...kept.map((key) => JSON.stringify(key)), ...parted]);
    return [...all].flatMap((json) => {
      const key = parsed<StoredKey>(json);
      return Array.isArray(key) ? [{ roomId: key[0], file: key[1], client: key[2] }] : [];
    });
  }

  /** Where both storages have one, the one that has the client's newest change. */
  async #newest(key: Key): Promise<Unconfirmed | undefined> {
    const parting = parsed<Unconfirmed>(this.#parting?.getItem(partingOf(key)) ?? "");
    const kept = this.#store && (await get<Unconfirmed>(keyOf(key), this.#store).catch(() => undefined));
    if (!kept || !parting) return kept ?? parting;
    const ahead = parting.seq + parting.changes.length - (kept.seq + kept.changes.length);
    return ahead > 0 || (ahead === 0 && parting.version > kept.version) ? parting : kept;
  }

  async #whileGone(client: string, run: () => Promise<void>): Promise<void> {
    if (this.#locks)
      return this.#locks.request(lockName(client), { ifAvailable: true }, (lock) =>
        lock === null ? undefined : run(),
      );
    if (await nobodyAnswers(this.#channel, client)) await run();
  }
}

/** What anything on this origin can have damaged; it must not keep the rest from being sent. */
function parsed<T>(json: string): T | undefined {
  try {
    return JSON.parse(json) as T;
  } catch {
    return undefined;
  }
}

/** In the order of the calls. Commits at once: a transaction that waits for its last answer ends with its page, and is undone. */
const write = (store: UseStore, change: (records: IDBObjectStore) => void): Promise<void> =>
  store("readwrite", (records) => {
    change(records);
    records.transaction.commit();
    return promisifyRequest(records.transaction);
  });

function nobodyAnswers(channel: BroadcastChannel, client: string): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (nobody: boolean): void => {
      clearTimeout(timer);
      channel.removeEventListener("message", hear);
      resolve(nobody);
    };
    const hear = ({ data }: MessageEvent<{ alive?: string }>): void => {
      if (data.alive === client) done(false);
    };
    const timer = setTimeout(done, ANSWER_WITHIN_MS, true);
    channel.addEventListener("message", hear);
    channel.postMessage({ ask: client });
  });
}
