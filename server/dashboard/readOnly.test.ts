// While nothing may be written: on every store nothing of a room is, whoever comes and goes, and afterwards all is as always.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, jest } from "@jest/globals";
import { systemClock } from "../platform.ts";
import { openEmbeddedStore } from "../store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "../store/anyStore.ts";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { openMongoStore } from "../store/mongo/mongoStore.ts";
import { allFeatures } from "../test/allFeatures.ts";
import { startTestServer, type StoreOfServer, type TestServer } from "../test/harness.ts";
import { Wire } from "../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../test/operator.ts";
import { newClientId } from "../test/person.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../test/replicaSet.ts";
import { SetClock } from "../test/setClock.ts";

// what does not come is not waited for longer on a busy machine either
jest.setTimeout(30_000);

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
  // starting it takes a busy machine a while
}, 120_000);
afterAll(() => databases.stop());

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

const STORES: Readonly<Record<string, () => Promise<StoreOfServer>>> = {
  memory: async () => new MemoryStore(),
  async embedded() {
    const folder = await mkdtemp(join(tmpdir(), "companion-read-only-"));
    ending.push(() => rm(folder, { recursive: true }));
    return openEmbeddedStore(folder);
  },
  async MongoDB() {
    const uri = databases.newDatabase();
    ending.push(() => dropDatabase(uri));
    return openMongoStore(uri);
  },
};

const WRITING: readonly PropertyKey[] = [
  "append",
  "createRoom",
  "touchRoom",
  "putSnapshot",
  "claimAddress",
  "releaseAddress",
  "deleteStream",
  "deleteRoom",
  "expireRooms",
  "expireAddresses",
] satisfies readonly (keyof ListedRoomStore)[];

/** The same store; `writes` has what is written to it. */
const watched = (store: StoreOfServer, writes: PropertyKey[]): StoreOfServer =>
  new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...given: unknown[]): unknown => {
        if (WRITING.includes(name)) writes.push(name);
        return value.apply(target, given);
      };
    },
  });

/** Of which what takes a second or longer comes when the test has let that time pass. */
class PassingClock extends SetClock {
  #waiting: { readonly at: number; readonly run: () => void }[] = [];

  override after(ms: number, run: () => void): () => void {
    if (ms < SECOND_MS) return systemClock.after(ms, run);
    const one = { at: this.now() + ms, run };
    this.#waiting.push(one);
    return () => void (this.#waiting = this.#waiting.filter((other) => other !== one));
  }

  pass(ms: number): void {
    this.ahead += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.now());
    this.#waiting = this.#waiting.filter(({ at }) => at > this.now());
    for (const { run } of due) run();
  }
}

it.each(Object.keys(STORES))(
  "[O52] [P100] nothing of a room is written to the %s store meanwhile, not who comes and goes either, and all is when it is over",
  async (name) => {
    const writes: PropertyKey[] = [];
    const clock = new PassingClock();
    const server: TestServer = await startTestServer(
      { ADMIN_TOKEN },
      watched(await STORES[name]!(), writes),
      allFeatures,
      clock,
    );
    ending.push(() => server.stop());
    const operator = await Operator.signedIn(server.url);
    const { roomId, key } = await server.createRoom();
    const enter = (hello: object): ReturnType<typeof Wire.enter> => Wire.enter(server.socketUrl(roomId), hello);
    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
    };
    const olgasTab = newClientId();
    const olga = await enter({ key, client: olgasTab });
    await olga.next("file");
    olga.push([[[0, "kept"]]]);
    await olga.next("updates");
    const bosFirstTab = newClientId();
    const bo = await enter({ name: "Bo", client: bosFirstTab });
    const bosKey = bo.welcome.you.key!;
    await operator.say("PUT", "read-only", { isOn: true, reason: "A backup." });
    writes.length = 0;

    // each by another tab, and by one that was there before
    bo.leave();
    const tab = newClientId();
    const again = await enter({ key: bosKey, client: tab });
    expect(await again.next("file")).toMatchObject({ text: "kept" });
    // the same tab by another connection takes its place
    const twice = await enter({ key: bosKey, client: tab });
    expect(await again.closed).toMatchObject({ reason: "superseded" });
    const back = await enter({ key, client: olgasTab });
    expect(back.welcome.you.client).toBe(olga.welcome.you.client);
    // nobody new, and nobody who would have to be stored
    for (const hello of [{ name: "Cy" }, { name: "Bo", client: bosFirstTab }]) {
      const wire = await Wire.open(server.socketUrl(roomId));
      wire.hello(hello);
      expect(await wire.next("error")).toMatchObject({ code: "server_read_only", fatal: true });
    }
    await twice.next("file");
    twice.push([[[0, "x"], 4]], { version: 1 });
    expect(await twice.next("error")).toMatchObject({ code: "server_read_only", fatal: false });
    // it is left for so long that it leaves memory, and is read again
    for (const wire of [twice, back]) wire.leave();
    await until(async () => (await server.rooms.details(roomId, key))!.online === 0);
    clock.pass(HOUR_MS);
    await until(async () => (await operator.rooms()).rooms[0]!.node === undefined);
    const later = await enter({ key: bosKey });
    expect(await later.next("file")).toMatchObject({ text: "kept" });
    clock.pass(60 * SECOND_MS);
    await later.answers();
    expect(writes).toEqual([]);

    await operator.say("PUT", "read-only", { isOn: false, reason: "" });
    later.push([[[0, "x"], 4]], { version: 1 });
    expect(await later.closed).toMatchObject({ reason: "room_reset" });
    const stored = await enter({ key: bosKey });
    expect(stored.welcome.you.client).toBeLessThan(1_000);
    await stored.next("file");
    stored.push([[[0, "x"], 4]], { version: 1 });
    await stored.next("updates");
    expect(await server.rooms.text(roomId, 1, key)).toBe("xkept");
    expect(writes).toContain("append");
    stored.leave();
  },
);
