// Unconfirmed edits in IndexedDB: kept, removed, and handed over only when their tab is gone.
import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { MapStorage } from "../server/test/mapStorage.ts";
import { SafeStorage } from "./stored.ts";
import type { Unconfirmed } from "./sync/ports.ts";
import { BrowserKeeper } from "./unconfirmed.ts";

/** The locks of one browser, shared by its tabs: only what the keeper uses. */
function browserLocks(): LockManager {
  const held = new Set<string>();
  const request = async (...args: unknown[]): Promise<unknown> => {
    const name = args[0] as string;
    const run = args.at(-1) as (lock: object | null) => unknown;
    if (held.has(name)) return run(null);
    held.add(name);
    try {
      return await run({ name });
    } finally {
      held.delete(name);
    }
  };
  return { request } as unknown as LockManager;
}

const channels: BroadcastChannel[] = [];
function tab(locks: LockManager | undefined, parting?: Omit<MapStorage, "items">): BrowserKeeper {
  const channel = new BroadcastChannel("companion");
  channels.push(channel);
  return new BrowserKeeper(locks, channel, new SafeStorage(() => parting ?? (null as never)));
}
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

let rooms = 0;
const record = (client: string, roomId: string): Unconfirmed => ({
  roomId,
  file: 1,
  client,
  key: "key",
  version: 0,
  seq: 1,
  changes: [[[0, "hello"]]],
});

async function records(keeper: BrowserKeeper, roomId: string): Promise<Unconfirmed[]> {
  const found: Unconfirmed[] = [];
  await keeper.eachLeftover(roomId, async (leftover) => {
    found.push(leftover);
    return false;
  });
  return found;
}

const leftovers = async (keeper: BrowserKeeper, roomId: string): Promise<string[]> =>
  (await records(keeper, roomId)).map(({ client }) => client);

describe("unconfirmed edits", () => {
  it("[B4] stay as they were handed over last, although no write was waited for", async () => {
    const roomId = `room${rooms++}`;
    const keeper = tab(browserLocks());
    const written = [
      keeper.put(record("client-one", roomId)),
      keeper.remove(record("client-one", roomId)),
      keeper.put({ ...record("client-one", roomId), seq: 2 }),
    ];
    await Promise.all(written);
    expect((await records(keeper, roomId)).map(({ seq }) => seq)).toEqual([2]);
  });

  it("[B4] are a leftover as they were when the page went, although the database got no further", async () => {
    const roomId = `room${rooms++}`;
    const parting = new MapStorage();
    const gone = tab(browserLocks(), parting);
    const early = record("client-one", roomId);
    const last = { ...early, changes: [...early.changes, [5, [0, "!"]]] };
    await gone.put(early);
    await gone.putNow(last);
    // as if the page had ended before the database came to it
    await gone.put(early);
    const next = tab(browserLocks(), parting);
    expect(await records(next, roomId)).toEqual([last]);
    await next.remove(last);
    expect(await records(next, roomId)).toEqual([]);
    expect(parting.length).toBe(0);
  });

  it("[B4] are a leftover as the database has them, should the page have come back and gone on", async () => {
    const roomId = `room${rooms++}`;
    const parting = new MapStorage();
    const first = tab(browserLocks(), parting);
    await first.putNow(record("client-one", roomId));
    const later = { ...record("client-one", roomId), version: 4, seq: 2, changes: [[5, [0, "!"]]] };
    await first.put(later);
    expect(await records(tab(browserLocks(), parting), roomId)).toEqual([later]);
  });

  it("[B4] are kept by the database alone where the other storage is full", async () => {
    const roomId = `room${rooms++}`;
    const parting = new MapStorage();
    parting.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const first = tab(browserLocks(), parting);
    await first.putNow(record("client-one", roomId));
    expect(first.isFailing).toBe(false);
    expect(await leftovers(tab(browserLocks(), parting), roomId)).toEqual(["client-one"]);
  });

  it("[B4] that something has damaged do not keep the others from being delivered", async () => {
    const roomId = `room${rooms++}`;
    const parting = new MapStorage();
    const first = tab(browserLocks(), parting);
    await first.putNow(record("client-one", roomId));
    parting.setItem(`companion:parting:${JSON.stringify([roomId, 2, "client-two"])}`, '{"roomId":');
    for (const name of ["[", "7", ""]) parting.setItem(`companion:parting:${name}`, "{}");
    expect(await leftovers(tab(browserLocks(), parting), roomId)).toEqual(["client-one"]);
  });

  it("[B4] are a leftover once their tab is gone, not before, and not of another room", async () => {
    const roomId = `room${rooms++}`;
    const locks = browserLocks();
    const first = tab(locks);
    const close = first.hold("client-one");
    await first.put(record("client-one", roomId));
    expect(first.isFailing).toBe(false);
    expect(await leftovers(first, roomId)).toEqual([]);
    expect(await leftovers(tab(locks), roomId)).toEqual([]);
    close();
    await Promise.resolve();
    expect(await leftovers(tab(locks), "another room")).toEqual([]);
    expect(await leftovers(tab(locks), roomId)).toEqual(["client-one"]);
  });

  it("[B4] are gone when they were removed", async () => {
    const roomId = `room${rooms++}`;
    const locks = browserLocks();
    const first = tab(locks);
    const close = first.hold("client-one");
    await first.put(record("client-one", roomId));
    await first.remove(record("client-one", roomId));
    close();
    await Promise.resolve();
    expect(await leftovers(tab(locks), roomId)).toEqual([]);
  });

  it("[B4] are delivered by one tab only, even when two look at once", async () => {
    const roomId = `room${rooms++}`;
    const locks = browserLocks();
    const gone = tab(locks);
    const close = gone.hold("client-one");
    await gone.put(record("client-one", roomId));
    close();
    await Promise.resolve();
    const [one, two] = [tab(locks), tab(locks)];
    let delivered = 0;
    const deliver = (keeper: BrowserKeeper) =>
      keeper.eachLeftover(roomId, async () => {
        delivered += 1;
        return true;
      });
    await Promise.all([deliver(one), deliver(two)]);
    expect(delivered).toBe(1);
    expect(await leftovers(tab(locks), roomId)).toEqual([]);
  });

  it("[B4] that cannot be written are known as such until they are confirmed", async () => {
    const locks = browserLocks();
    const keeper = tab(locks);
    keeper.hold("client-one");
    // a function cannot be stored: the write fails, as it does on a full disk
    const unwritable = { ...record("client-one", `room${rooms++}`), changes: [() => undefined] };
    await keeper.put(unwritable);
    expect(keeper.isFailing).toBe(true);
    await keeper.remove(unwritable);
    expect(keeper.isFailing).toBe(false);
  });

  it("[B4] that were taken back are gone, whatever was kept of them", async () => {
    const roomId = `room${rooms++}`;
    const keeper = tab(browserLocks(), new MapStorage());
    const kept = record("client-one", roomId);
    await keeper.putNow(kept);
    await keeper.remove({ roomId, file: 1, client: "client-one" });
    expect(await records(keeper, roomId)).toEqual([]);
  });

  it("[B4] without locks a tab that is alive says so", async () => {
    const roomId = `room${rooms++}`;
    const alive = tab(undefined);
    alive.hold("client-one");
    await alive.put(record("client-one", roomId));
    const gone = tab(undefined);
    const close = gone.hold("client-two");
    await gone.put(record("client-two", roomId));
    close();
    expect(await leftovers(tab(undefined), roomId)).toEqual(["client-two"]);
  });
});

/** All that a keeper says of itself while a promise of it is waited for, for so long. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | "no answer"> {
  const silence = Symbol("silence");
  let found: T | typeof silence = silence;
  void promise.then((value) => (found = value));
  await jest.advanceTimersByTimeAsync(ms);
  return found === silence ? "no answer" : found;
}

describe("storage that is not to be looked at", () => {
  it("[B64] is none: the page goes on, and says what is in it alone", async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "indexedDB")!;
    const get = (): never => {
      throw new DOMException("refused", "SecurityError");
    };
    Object.defineProperty(globalThis, "indexedDB", { configurable: true, get });
    try {
      const keeper = tab(undefined);
      void keeper.put(record("c", "a room"));
      expect(keeper.isOnlyInMemory).toBe(true);
    } finally {
      Object.defineProperty(globalThis, "indexedDB", before);
    }
  });
});

describe("storage that does not answer", () => {
  const { indexedDB: working } = globalThis;
  /** opens that were asked for and not answered */
  let opens: (() => void)[] = [];
  const hang = (): void => {
    opens = [];
    const open = (name: string): object => {
      const request = { onsuccess: () => {}, onupgradeneeded: () => {}, result: undefined as unknown };
      opens.push(() => {
        const real = working.open(name);
        real.addEventListener("upgradeneeded", () => real.result.createObjectStore("unconfirmed"));
        real.addEventListener("success", () => {
          request.result = real.result;
          request.onsuccess();
        });
      });
      return request;
    };
    globalThis.indexedDB = { open } as unknown as IDBFactory;
    jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask", "nextTick"] });
  };
  afterEach(() => {
    globalThis.indexedDB = working;
    jest.useRealTimers();
  });
  const refusing = {
    get length(): number {
      throw new DOMException("refused", "SecurityError");
    },
    key: () => null,
    getItem: (): string => {
      throw new DOMException("refused", "SecurityError");
    },
    setItem: (): void => {
      throw new DOMException("refused", "SecurityError");
    },
    removeItem: (): void => {
      throw new DOMException("refused", "SecurityError");
    },
  };

  it("[B64] every wait on it ends: a database that never opens", async () => {
    hang();
    const keeper = tab(browserLocks(), new MapStorage());
    keeper.hold("client-one");
    const left = record("client-one", "room");
    expect(await within(10_000, keeper.put(left))).toBeUndefined();
    expect(await within(10_000, keeper.putNow(left))).toBeUndefined();
    expect(await within(10_000, keeper.remove(left))).toBeUndefined();
    expect(await within(20_000, leftovers(keeper, "room"))).toEqual([]);
  });

  it("[B64] every wait on it ends: a lock that is never given", async () => {
    hang();
    globalThis.indexedDB = working;
    const never = { request: () => new Promise(() => {}) } as unknown as LockManager;
    const parting = new MapStorage();
    const keeper = tab(never, parting);
    keeper.hold("client-one");
    expect(await within(10_000, keeper.putNow(record("client-one", "locked")))).toBeUndefined();
    expect(await within(20_000, leftovers(tab(never, parting), "locked"))).toEqual([]);
  });

  it("[B64] what another page has left where it does answer is delivered all the same", async () => {
    hang();
    const parting = new MapStorage();
    const gone = tab(browserLocks(), parting);
    void gone.putNow(record("client-one", "room"));
    expect(await within(20_000, leftovers(tab(browserLocks(), parting), "room"))).toEqual(["client-one"]);
  });

  it("[B64] a database that answers too late keeps what it has beyond what was delivered", async () => {
    const parting = new MapStorage();
    const early = record("client-one", `room${rooms++}`);
    const later = { ...early, seq: 2 };
    await tab(browserLocks(), parting).putNow(early);
    await tab(browserLocks()).put(later);
    hang();
    const next = tab(browserLocks(), parting);
    const delivered: Unconfirmed[] = [];
    const deliver = async (leftover: Unconfirmed): Promise<boolean> => delivered.push(leftover) > 0;
    expect(await within(30_000, next.eachLeftover(early.roomId, deliver))).toBeUndefined();
    expect(delivered).toEqual([early]);
    jest.useRealTimers();
    for (const open of opens) open();
    await next.eachLeftover(early.roomId, deliver);
    expect(delivered).toEqual([early, later]);
    expect(await records(next, early.roomId)).toEqual([]);
  });

  it("[B64] what it forbids throws nowhere", async () => {
    const keeper = tab(browserLocks(), refusing);
    const left = record("client-one", `room${rooms++}`);
    await keeper.putNow(left);
    expect(await leftovers(tab(browserLocks(), refusing), left.roomId)).toEqual(["client-one"]);
    await keeper.remove(left);
    globalThis.indexedDB = {
      open: () => {
        throw new DOMException("refused", "SecurityError");
      },
    } as unknown as IDBFactory;
    const without = tab(browserLocks(), refusing);
    await without.putNow(left);
    expect(without.isFailing).toBe(true);
    await without.remove(left);
    expect(await leftovers(without, left.roomId)).toEqual([]);
  });

  it("[B65] edits are in memory alone until one of the two storages has them, and it is known where neither will", async () => {
    hang();
    const parting = new MapStorage();
    const keeper = tab(browserLocks(), parting);
    const left = record("client-one", "room");
    void keeper.put(left);
    expect([keeper.isOnlyInMemory, keeper.isFailing]).toEqual([true, false]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect([keeper.isOnlyInMemory, keeper.isFailing]).toEqual([true, true]);
    void keeper.putNow(left);
    expect([keeper.isOnlyInMemory, keeper.isFailing]).toEqual([false, false]);
    void keeper.put({ ...left, seq: 2 });
    expect(keeper.isOnlyInMemory).toBe(true);
    jest.useRealTimers();
    // the database opens after all, and takes in the end what it was handed in the meantime
    for (const open of opens) open();
    await keeper.put({ ...left, seq: 2 });
    expect([keeper.isOnlyInMemory, keeper.isFailing]).toEqual([false, false]);
  });

  it("[B65] edits that neither storage takes are in memory alone, until they are confirmed", async () => {
    hang();
    const keeper = tab(browserLocks(), refusing);
    const left = record("client-one", "room");
    void keeper.putNow(left);
    expect(keeper.isOnlyInMemory).toBe(true);
    await jest.advanceTimersByTimeAsync(10_000);
    expect([keeper.isOnlyInMemory, keeper.isFailing]).toEqual([true, true]);
    void keeper.remove(left);
    expect([keeper.isOnlyInMemory, keeper.isFailing]).toEqual([false, false]);
  });
});
