// What the MongoDB store does while members of the set are frozen, killed and come back. Knows no server of ours.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { RoomStore, Stream } from "../../rooms/roomStore.ts";
import { dropDatabase, ReplicaSet } from "../../test/replicaSet.ts";
import { commitOf, roomNamed } from "../samples.ts";
import { openMongoStore } from "./mongoStore.ts";

jest.setTimeout(180_000);

/** The longest that two tries can take, each to find a primary and to be answered. */
const REJECTS_WITHIN_MS = 34_000;

const EACH_WRITES = 100;

let set: ReplicaSet;
let uri: string;
let store: RoomStore;

beforeAll(async () => {
  set = await ReplicaSet.start();
});
afterAll(() => set.stop());
beforeEach(async () => {
  uri = set.newDatabase();
  store = await openMongoStore(uri);
});
afterEach(async () => {
  await store.close();
  await dropDatabase(uri);
});

/** Writes one stream as a room does: what it is not sure of it reads again, and says once more what is not there. */
class Writer {
  readonly #stream: Stream;
  readonly #store: RoomStore;
  readonly acknowledged: string[] = [];
  /** how often an outcome was not known */
  rejected = 0;
  #made = 0;
  #end = 0;

  constructor(writing: RoomStore, stream: Stream) {
    this.#store = writing;
    this.#stream = stream;
  }

  /** Says one more thing until it is acknowledged. */
  async write(): Promise<void> {
    const entry = `${this.#stream.roomId}:${this.#made++}`;
    for (;;) {
      try {
        const append = { stream: this.#stream, from: this.#end, count: 1, entries: JSON.stringify([entry]) };
        const [outcome] = await this.#store.append([append]);
        if (outcome === "ok") this.#end++;
        if (outcome === "ok" || (outcome === "conflict" && (await this.#entries()).includes(entry))) break;
      } catch (error) {
        // A test that ran out of time has closed it.
        if (error instanceof Error && error.message === "the store is closed") throw error;
        this.rejected++;
      }
    }
    this.acknowledged.push(entry);
  }

  async #entries(): Promise<string[]> {
    const commits = await this.#store.read(this.#stream, 0, Infinity);
    const entries = commits.flatMap((commit) => JSON.parse(commit.entries) as string[]);
    this.#end = entries.length;
    return entries;
  }

  /** All that is kept is all that was acknowledged, once and in order. */
  async verify(): Promise<void> {
    expect(await this.#entries()).toEqual(this.acknowledged);
  }
}

async function outcomesOf(asked: readonly Promise<unknown>[]): Promise<string[]> {
  return (await Promise.allSettled(asked)).map(({ status }) => status);
}

describe("The MongoDB store while the database is in trouble", () => {
  it("[S36] a primary is killed under load: nothing acknowledged is lost, nothing is doubled, and writing goes on by itself", async () => {
    const stores = [store, await openMongoStore(uri)];
    const writers = await Promise.all(
      Array.from({ length: 6 }, async (_, number) => {
        await store.createRoom(roomNamed(`r${number}`), Infinity);
        return new Writer(stores[number % 2] as RoomStore, { roomId: `r${number}`, file: 1 });
      }),
    );
    const pauses: number[] = [];
    for (let kill = 0; kill < 3; kill++) {
      let written = 0;
      let lastAt = Infinity;
      let longest = 0;
      let killed: Promise<() => Promise<void>> | undefined;
      const load = writers.map(async (writer) => {
        for (let count = 0; count < EACH_WRITES; count++) {
          await writer.write();
          longest = Math.max(longest, Date.now() - lastAt);
          lastAt = Date.now();
          if (++written === EACH_WRITES) killed = set.killPrimary();
        }
      });
      await Promise.all(load);
      const restart = await killed;
      await restart?.();
      pauses.push(longest);
    }
    for (const writer of writers) await writer.verify();
    await stores[1]?.close();
    console.log(
      `primary killed: writing was confirmed again after ${pauses.map((ms) => (ms / 1000).toFixed(1)).join(", ")} s;`,
      `outcomes not known: ${writers.reduce((sum, { rejected }) => sum + rejected, 0)}`,
    );
  });

  it("[S37] a database that answers nothing: what is asked is refused in time, and goes on when it is back", async () => {
    await store.createRoom(roomNamed("r"), Infinity);
    const writer = new Writer(store, { roomId: "r", file: 1 });
    await writer.write();
    set.freeze();
    const asked = [
      store.ready(),
      store.loadRoom("r"),
      store.createRoom(roomNamed("s"), Infinity),
      store.touchRoom("r", 5_000),
      store.append([commitOf({ roomId: "r", file: 2 }, 0)]),
      store.read({ roomId: "r", file: 1 }, 0, 10),
      store.latestSnapshot({ roomId: "r", file: 1 }, 10),
      store.putSnapshot({ roomId: "r", file: 1 }, { version: 1, text: "", confirmed: [] }),
      store.deleteStream({ roomId: "r", file: 3 }),
      store.deleteRoom("s"),
      store.expireRooms(0, 10),
    ];
    const started = Date.now();
    expect(await outcomesOf(asked)).toEqual(Array(asked.length).fill("rejected"));
    expect(Date.now() - started).toBeLessThan(REJECTS_WITHIN_MS);
    console.log(`frozen: refused after ${((Date.now() - started) / 1000).toFixed(1)} s`);
    const writing = writer.write();
    set.thaw();
    await writing;
    await store.ready();
    await writer.write();
    await writer.verify();
  });

  it("[S37] a database that is not there: refused, and all is there when it is back", async () => {
    await store.createRoom(roomNamed("r"), Infinity);
    const writer = new Writer(store, { roomId: "r", file: 1 });
    for (let count = 0; count < 20; count++) await writer.write();
    const restart = await set.killAll();
    expect(await outcomesOf([store.append([commitOf({ roomId: "r", file: 2 }, 0)]), store.ready()])).toEqual(
      Array(2).fill("rejected"),
    );
    const writing = writer.write();
    await restart();
    await writing;
    await store.ready();
    await writer.verify();
  });

  it("[S38] without a majority nothing is acknowledged", async () => {
    await store.createRoom(roomNamed("r"), Infinity);
    const writer = new Writer(store, { roomId: "r", file: 1 });
    await writer.write();
    await set.freezeSecondaries();
    expect(await outcomesOf([store.append([commitOf({ roomId: "r", file: 2 }, 0)])])).toEqual(["rejected"]);
    const writing = writer.write();
    set.thaw();
    await writing;
    await writer.verify();
  });
});
