// Keeps unconfirmed edits in IndexedDB until the server has them, and finds those of tabs that are gone. Knows no socket.
import { createStore, get, keys, promisifyRequest, type UseStore } from "idb-keyval";
import { attempt, parsed, type SafeStorage } from "./stored.ts";
import type { Unconfirmed, UnconfirmedKeeper } from "./sync/ports.ts";

type Key = Pick<Unconfirmed, "roomId" | "file" | "client">;

/** How long a live tab has to answer where the browser has no locks. */
const ANSWER_WITHIN_MS = 1_000;
/** Storage or a lock of the browser that has not answered by then is taken for one that never will. */
const STORAGE_WITHIN_MS = 5_000;

const lockName = (client: string): string => `companion:${client}`;
const PARTING = "companion:parting:";
const partingOf = (key: Key): string => PARTING + JSON.stringify(keyOf(key));

/** Some browsers throw where it is only looked at. */
const isDatabaseThere = (): boolean => attempt(() => typeof indexedDB) === "object";

type StoredKey = [roomId: string, file: number, client: string];
const keyOf = ({ roomId, file, client }: Key): StoredKey => [roomId, file, client];
const nameOf = (key: Key): string => keyOf(key).join();
/** The seq that the client's next change has after those of a record. */
const endOf = ({ seq, changes }: Unconfirmed): number => seq + changes.length;

/**
 * The browser's keeper. IndexedDB holds the records, but what it has not begun to write when a page goes it never writes; so a
 * page that may be about to go leaves its record in `localStorage` as well, which is written while it waits. A record whose
 * client lives nowhere any more is a leftover.
 *
 * A tab holds a lock for each client that it is, so a lock that can be taken means that its tab is gone. Locks exist in secure
 * contexts alone; on plain http the tabs are asked over a BroadcastChannel instead. A tab that is frozen cannot answer there,
 * and then its edits are sent for it: the server knows them by (client, seq), so none is doubled, and the tab, on waking,
 * finds its connection replaced and makes a new one.
 *
 * Nothing here waits for ever: there are browsers whose storage neither answers nor fails.
 */
export class BrowserKeeper implements UnconfirmedKeeper {
  readonly #store: UseStore | undefined;
  readonly #parting: SafeStorage;
  readonly #locks: LockManager | undefined;
  readonly #channel: BroadcastChannel;
  readonly #mine = new Map<string, () => void>();
  /** handed over, and in neither storage as far as is known */
  readonly #unkept = new Map<string, Unconfirmed>();
  /** those of which a write has failed, or has not ended in time */
  readonly #failed = new Set<string>();
  #held: Promise<void> = Promise.resolve();

  /** `channel` is used where there are no locks, `parting` for what a page leaves as it goes. */
  constructor(locks: LockManager | undefined, channel: BroadcastChannel, parting: SafeStorage) {
    this.#store = isDatabaseThere() ? openedLater(createStore("companion", "unconfirmed")) : undefined;
    this.#parting = parting;
    this.#locks = locks;
    this.#channel = channel;
    channel.addEventListener("message", ({ data }: MessageEvent<{ ask?: string }>) => {
      if (data.ask !== undefined && this.#mine.has(data.ask)) channel.postMessage({ alive: data.ask });
    });
  }

  /** Something that was handed over is lost when the page is closed now; it may be being written. */
  get isOnlyInMemory(): boolean {
    return this.#unkept.size > 0;
  }

  /** The same, and it is known that storage does not take it. */
  get isFailing(): boolean {
    return [...this.#failed].some((name) => this.#unkept.has(name));
  }

  /** Says that this page is the client, until the returned function is called or the page ends. Call it before the first put. */
  hold(client: string): () => void {
    const gone = new Promise<void>((release) => this.#mine.set(client, release));
    const locks = this.#locks;
    if (locks)
      this.#held = inTime(
        new Promise<void>((granted) => {
          const hold = (): Promise<void> => {
            granted();
            return gone;
          };
          locks.request(lockName(client), hold).catch(() => granted());
        }),
      ).catch(() => undefined);
    return () => {
      this.#mine.get(client)?.();
      this.#mine.delete(client);
    };
  }

  put(unconfirmed: Unconfirmed): Promise<void> {
    this.#unkept.set(nameOf(unconfirmed), unconfirmed);
    return this.#write(unconfirmed);
  }

  putNow(unconfirmed: Unconfirmed): Promise<void> {
    this.#unkept.set(nameOf(unconfirmed), unconfirmed);
    // without space for it there IndexedDB has it, if it is quick enough
    if (this.#parting.write(partingOf(unconfirmed), JSON.stringify(unconfirmed)))
      this.#unkept.delete(nameOf(unconfirmed));
    return this.#write(unconfirmed);
  }

  /** Into IndexedDB. Without space or permission, or an answer, the page asks before it is closed. */
  async #write(unconfirmed: Unconfirmed): Promise<void> {
    const name = nameOf(unconfirmed);
    // without the lock another tab would take the record for a leftover
    await this.#held;
    const writing = change(this.#store, (records) => {
      records.put(unconfirmed, keyOf(unconfirmed));
      records.transaction.commit();
    }).then(() => {
      this.#failed.delete(name);
      // what was handed over since is another's affair
      if (this.#unkept.get(name) === unconfirmed) this.#unkept.delete(name);
    });
    await inTime(writing).catch(() => this.#failed.add(name));
  }

  remove(unconfirmed: Key): Promise<void> {
    return this.#delete(unconfirmed, () => true);
  }

  /** Removes what both storages have of it; what the database has, when that is true of it. */
  async #delete(key: Key, isMeant: (kept: Unconfirmed) => boolean): Promise<void> {
    this.#unkept.delete(nameOf(key));
    this.#parting.write(partingOf(key), undefined);
    await this.#held;
    // what cannot be removed is sent once more by a later page, and the server drops it as a duplicate
    await inTime(
      change(this.#store, (records) => {
        const kept: IDBRequest<Unconfirmed | undefined> = records.get(keyOf(key));
        kept.addEventListener("success", () => {
          if (kept.result && isMeant(kept.result)) records.delete(keyOf(key));
          records.transaction.commit();
        });
      }),
    ).catch(() => undefined);
  }

  /**
   * Hands each leftover of the room to `deliver`, holding its client meanwhile so that no other tab does the same. It is removed
   * when that resolves to true.
   */
  async eachLeftover(roomId: string, deliver: (leftover: Unconfirmed) => Promise<boolean>): Promise<void> {
    for (const key of await this.#keys())
      if (key.roomId === roomId && !this.#mine.has(key.client))
        await this.#whileGone(key.client, async () => {
          // read again: another tab may have delivered it meanwhile
          const leftover = await this.#newest(key);
          if (leftover === undefined || !(await deliver(leftover))) return;
          // a database that did not answer may have more than was delivered
          await this.#delete(leftover, (kept) => endOf(kept) <= endOf(leftover));
        });
  }

  /** Of all that there is, in either storage, each once. */
  async #keys(): Promise<Key[]> {
    const store = this.#store;
    const kept = await inTime(store ? keys<StoredKey>(store) : noStorage()).catch(() => []);
    const all = new Set([...kept.map((key) => JSON.stringify(key)), ...this.#parted]);
    return [...all].flatMap((json) => {
      const key = parsed(json);
      if (!Array.isArray(key)) return [];
      const [roomId, file, client] = key as StoredKey;
      return [{ roomId, file, client }];
    });
  }

  get #parted(): readonly string[] {
    return this.#parting.names.filter((name) => name.startsWith(PARTING)).map((name) => name.slice(PARTING.length));
  }

  /** Where both storages have one, the one that has the client's newest change. */
  async #newest(key: Key): Promise<Unconfirmed | undefined> {
    const store = this.#store;
    const parting = this.#parting.readJson(partingOf(key)) as Unconfirmed | null | undefined;
    const kept = await inTime(store ? get<Unconfirmed>(keyOf(key), store) : noStorage()).catch(() => undefined);
    if (!kept || !parting) return kept ?? parting ?? undefined;
    const ahead = endOf(parting) - endOf(kept);
    return ahead > 0 || (ahead === 0 && parting.version > kept.version) ? parting : kept;
  }

  async #whileGone(client: string, run: () => Promise<void>): Promise<void> {
    const locks = this.#locks;
    if (!locks) return (await nobodyAnswers(this.#channel, client)) ? run() : undefined;
    let delivered: Promise<void> | undefined;
    const asked = new Promise<void>((answered) => {
      delivered = locks.request(lockName(client), { ifAvailable: true }, (lock) => {
        answered();
        return lock === null ? undefined : run();
      });
    });
    const isAnswered = await inTime(asked).then(
      () => true,
      () => false,
    );
    if (isAnswered) await delivered;
  }
}

/** The same promise, but rejected when the browser takes too long. */
function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the browser's storage does not answer")), STORAGE_WITHIN_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Opening a database that is forbidden throws at once: then, too, it is the promise that fails. */
const openedLater =
  (store: UseStore): UseStore =>
  async (mode, run) =>
    store(mode, run);

const noStorage = (): Promise<never> => Promise.reject(new Error("no storage"));

/** In the order of the calls. `write` commits: a transaction that waits for its last answer ends with its page, and is undone. */
const change = async (store: UseStore | undefined, write: (records: IDBObjectStore) => void): Promise<void> =>
  store
    ? store("readwrite", (records) => {
        write(records);
        return promisifyRequest(records.transaction);
      })
    : noStorage();

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
