// Who gets a room when several servers want it, and what a server that was away may still do, on a real database. Knows no request.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Connection } from "mongoose";
import type { Append } from "../rooms/roomStore.ts";
import { connectMongo } from "../store/mongo/connection.ts";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { commitOf, roomNamed } from "../store/samples.ts";
import { TestLog } from "../test/harness.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../test/replicaSet.ts";
import { guardedStore } from "./guardedStore.ts";
import { Membership, type NodeRecord } from "./membership.ts";
import { type LeasedRoom, type Owner, Owners } from "./owners.ts";
import { Seal } from "./seal.ts";

// Starting three mongods takes a busy machine a while.
jest.setTimeout(120_000);

let databases: TestDatabases;
let uri: string;
let connection: Connection;
let servers: Server[];
let lost: number[];

interface Server {
  readonly membership: Membership;
  readonly owners: Owners;
  readonly log: TestLog;
  /** called whenever the database has heard of it */
  readonly signed: Set<() => void>;
  /** called whenever others may have its rooms */
  readonly lost: Set<() => void>;
}

const nodes = () => connection.collection<NodeRecord>("nodes");
const rooms = () => connection.collection<LeasedRoom>("rooms");

beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  uri = databases.newDatabase();
  connection = await connectMongo(uri);
  servers = [];
  lost = [];
});
afterEach(async () => {
  await Promise.all(servers.map(({ membership }) => membership.stop()));
  await connection.close();
  await dropDatabase(uri);
});

/** A server that has not joined yet, under settings of its own. */
function create({ url = `http://node${servers.length}`, secret = "shared", collection = nodes() } = {}): Server {
  const number = servers.length;
  const log = new TestLog();
  const membership = new Membership({
    nodes: collection,
    server: `server${number}`,
    url,
    seal: new Seal(secret),
    logger: log,
    listener: {
      lost() {
        lost.push(number);
        owners.forget();
        server.lost.forEach((look) => look());
      },
      signed: () => server.signed.forEach((look) => look()),
    },
  });
  const owners = new Owners(rooms(), membership);
  const server: Server = { membership, owners, log, signed: new Set(), lost: new Set() };
  servers.push(server);
  return server;
}

async function join(settings: Parameters<typeof create>[0] = {}): Promise<Server> {
  const server = create(settings);
  await server.membership.start();
  return server;
}

/** Resolves with the first sign of the server at which it holds. */
const whenSigned = ({ signed }: Server, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => signed.add(() => holds() && resolve()));

/** Resolves when it holds, looked at with each sign of the server, and when that has signed ten times. */
async function soon(server: Server, holds: () => boolean): Promise<void> {
  for (let signs = 0; signs < 10 && !holds(); signs++) await whenSigned(server, () => true);
}

const urlOf = (owner: Owner): string => (owner.state === "other" ? owner.node.url : owner.state);
const addRoom = (roomId: string) => rooms().insertOne({ roomId } as LeasedRoom & { _id: never });

describe("A room that several servers want", () => {
  it("[N1] is one server's, however many ask at once, and all others are told whose", async () => {
    await Promise.all(["a", "b", "c", "d"].map(addRoom));
    const all = [await join(), await join(), await join()];
    for (const roomId of ["a", "b", "c", "d"]) {
      // each asks three times, as three of its people come at once
      const answers = await Promise.all([...all, ...all, ...all].map(({ owners }) => owners.take(roomId)));
      const mine = answers.slice(0, 3).findIndex(({ state }) => state === "mine");
      const expected = all.map((_, index) => (index === mine ? "mine" : `http://node${mine}`));
      expect(answers.map(urlOf)).toEqual([...expected, ...expected, ...expected]);
      expect(all.map(({ owners }) => owners.epochOf(roomId))).toEqual(
        all.map((_, at) => (at === mine ? 1 : undefined)),
      );
    }
  });

  it("[N1] is looked at without being taken, and is nobody's when there is none", async () => {
    await addRoom("a");
    const [one, other] = [await join(), await join()];
    expect(await one.owners.look("a")).toEqual({ state: "nobody" });
    expect(await other.owners.take("a")).toEqual({ state: "mine", epoch: 1 });
    expect(urlOf(await one.owners.look("a"))).toBe("http://node1");
    for (const ask of ["look", "take"] as const) expect(await one.owners[ask]("none")).toEqual({ state: "nobody" });
  });

  it("[N1] is free once it is released, and a late release takes it from nobody", async () => {
    await addRoom("a");
    const [one, other] = [await join(), await join()];
    await one.owners.take("a");
    const [again] = await Promise.all([
      one.owners.release("a").then(() => one.owners.take("a")),
      one.owners.release("a"),
    ]);
    expect(again).toEqual({ state: "mine", epoch: 2 });
    expect(urlOf(await other.owners.take("a"))).toBe("http://node0");
    await one.owners.release("a");
    expect(await other.owners.take("a")).toEqual({ state: "mine", epoch: 3 });
    expect(urlOf(await one.owners.take("a"))).toBe("http://node1");
  });
});

describe("A server that ends", () => {
  it("[N6] leaves all its rooms at once, and takes none any more", async () => {
    await Promise.all(["a", "b"].map(addRoom));
    const [one, other] = [await join(), await join()];
    for (const roomId of ["a", "b"]) await one.owners.take(roomId);
    expect(await other.membership.dead([one.membership.id, other.membership.id])).toEqual([]);
    const name = one.membership.id;
    await one.membership.stop();
    expect(await other.membership.dead([name, other.membership.id])).toEqual([name]);
    expect(one.owners.epochOf("a")).toBeUndefined();
    expect(await other.owners.take("a")).toEqual({ state: "mine", epoch: 2 });
    expect(await one.owners.take("b")).toEqual({ state: "nobody" });
    expect(lost).toEqual([]);
  });
});

describe("A server whose time has passed in the database", () => {
  /** As if it had been silent, or the database's clock had been set. */
  const expire = ({ membership }: Server) =>
    nodes().updateOne({ _id: membership.id }, { $set: { until: new Date(0) } });

  it("[N5] learns it with its next sign, leaves all rooms, and begins under another name", async () => {
    await addRoom("a");
    const [one, other] = [await join(), await join()];
    await one.owners.take("a");
    const name = one.membership.id;
    await expire(one);
    expect(await other.owners.take("a")).toEqual({ state: "mine", epoch: 2 });
    await whenSigned(one, () => one.membership.id !== name);
    expect(lost).toEqual([0]);
    expect(one.owners.epochOf("a")).toBeUndefined();
    expect(urlOf(await one.owners.take("a"))).toBe("http://node1");
    expect(await other.membership.dead([one.membership.id])).toEqual([]);
  });

  it("[N5] is told that a commit conflicts, also when the store has kept it, and writes no more", async () => {
    await addRoom("a");
    const one = await join();
    const kept: Append[] = [];
    const store = new MemoryStore();
    await store.createRoom(roomNamed("a"), Infinity);
    let silent = false;
    const guarded = guardedStore(
      Object.assign(Object.create(store) as MemoryStore, {
        async append(appends: readonly Append[]) {
          kept.push(...appends);
          const outcomes = await store.append(appends);
          if (silent) one.owners.forget();
          return outcomes;
        },
      }),
      one.owners,
    );
    const file = { roomId: "a", file: 1 };
    expect(await guarded.append([commitOf(file, 0)])).toEqual(["ok"]);
    silent = true;
    expect(await guarded.append([commitOf(file, 1)])).toEqual(["conflict"]);
    expect(kept).toHaveLength(2);
    const other = await join();
    await one.membership.stop();
    await other.owners.take("a");
    expect(await guarded.append([commitOf(file, 2)])).toEqual(["conflict"]);
    expect(kept).toHaveLength(2);
  });
});

/** The same records for one who can be made to wait for them, as the database lets everybody wait while it has no primary. */
function delayed(collection: ReturnType<typeof nodes>) {
  let answering = Promise.resolve();
  let answer = (): void => {};
  const proxy = new Proxy(collection, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name !== "updateOne" && name !== "deleteMany")
        return typeof method === "function" ? method.bind(target) : method;
      return (...words: never[]) =>
        answering.then(() => (method as (...words: never[]) => unknown).apply(target, words));
    },
  });
  return {
    collection: proxy,
    pause: () => void (answering = new Promise((resolve) => (answer = resolve))),
    goOn: () => answer(),
  };
}

describe("A server that begins under another name", () => {
  it("[N8] leaves nothing under the one before, not even by a sign that was under way, and waits for no other", async () => {
    await addRoom("a");
    const other = await join();
    const database = delayed(nodes());
    const one = await join({ collection: database.collection });
    await one.owners.take("a");
    database.pause();
    await new Promise<void>((resolve) => one.lost.add(resolve));
    const began = performance.now();
    database.goOn();
    await whenSigned(one, () => true);
    expect(performance.now() - began).toBeLessThan(900);
    expect(one.membership.isValid).toBe(true);
    expect(await other.owners.take("a")).toEqual({ state: "mine", epoch: 2 });
    expect(lost).toEqual([1]);
  });

  it("[N8] goes on where each sign takes longer than the time between two of them", async () => {
    const database = delayed(nodes());
    const one = await join({ collection: database.collection });
    const other = await join();
    const name = one.membership.id;
    for (let slow = 0; slow < 2; slow++) {
      database.pause();
      for (let signs = 0; signs < 3; signs++) await whenSigned(other, () => true);
      database.goOn();
      await whenSigned(one, () => true);
    }
    expect([one.membership.id, lost]).toEqual([name, []]);
  });
});

describe("A server that does not fit among the others", () => {
  it.each([
    ["NODE_URL http://node0 is that of another server", { url: "http://node0" }],
    ["the server at http://node0 on the same database has another CLUSTER_SECRET", { secret: "other" }],
  ])("[N9] takes no part and says why, while the other goes on: %s", async (trouble, settings) => {
    await addRoom("a");
    const first = await join();
    const second = create(settings);
    const starting = second.membership.start();
    await soon(first, () => second.log.warnings.length > 0);
    expect(second.log.warnings).toMatchObject([{ sentence: expect.stringContaining(trouble) }]);
    expect(second.membership.trouble).toContain(trouble);
    expect(await second.owners.take("a")).toEqual({ state: "nobody" });
    await whenSigned(first, () => true);
    expect([first.membership.trouble, first.log.warnings]).toEqual([undefined, []]);
    expect(await first.owners.take("a")).toMatchObject({ state: "mine" });
    await first.membership.stop();
    await starting;
    expect(second.membership.trouble).toBeUndefined();
    expect(await second.owners.take("a")).toMatchObject({ state: "mine" });
    expect([second.log.warnings.length, lost]).toEqual([1, []]);
  });

  it("[N9] is the one that came later, when both begin at once or the first was away for a while", async () => {
    const first = create();
    const second = create({ secret: "other" });
    const starting = [first, second].map(({ membership }) => membership.start());
    await Promise.race(starting);
    // which of them came later they may find out a moment after both take part
    // a machine that is busy makes one lapse for a moment, which is no objection
    const isOut = ({ membership }: Server): boolean => membership.trouble?.includes("CLUSTER_SECRET") === true;
    await Promise.race([first, second].map((one) => soon(one, () => isOut(first) || isOut(second))));
    const [inside, outside] = isOut(second) ? [first, second] : [second, first];
    expect([inside, outside].map(({ membership }) => membership.isValid)).toEqual([true, false]);
    // as if it had been silent: the other is quicker
    await nodes().updateOne({ _id: inside.membership.id }, { $set: { until: new Date(0) } });
    await whenSigned(inside, () => true);
    await soon(inside, () => !outside.membership.isValid);
    await Promise.all(starting);
    expect(outside.membership.trouble).toContain("CLUSTER_SECRET");
    expect(inside.membership.isValid).toBe(true);
  });

  it("[N9] is not one that waits for what has died at its address a moment ago", async () => {
    const inAWhile = { $set: { until: { $add: ["$$NOW", 1_500] } } };
    const died = await join();
    await died.membership.stop();
    const { id: _id } = died.membership;
    const record = { server: "died", url: "http://node0", seal: new Seal("shared").of("server", _id, "http://node0") };
    await nodes().insertOne({ _id, ...record, since: new Date(0), until: new Date() });
    await nodes().updateOne({ _id }, [inAWhile]);
    const again = await join({ url: "http://node0" });
    expect(again.membership.isValid).toBe(true);
  });
});

describe("What no server has written into the records of servers", () => {
  const inAWhile = () => new Date(Date.now() + 4_000);
  const good = (_id: string) => {
    const url = "http://stranger";
    return {
      _id,
      server: "stranger",
      url,
      seal: new Seal("shared").of("server", _id, url),
      since: new Date(),
      until: inAWhile(),
    };
  };
  it("[N10] keeps no room away, and nothing is sent there", async () => {
    const wrongs: Record<string, object> = {
      ends9999: { until: new Date("9999-12-31") },
      endNoDate: { until: "9999" },
      noEnd: { until: null },
      noAddress: { url: "no address" },
      otherAddress: { url: "http://elsewhere" },
      noProof: { seal: undefined },
      proofOfAnother: { seal: new Seal("shared").of("server", "another", "http://stranger") },
      proofByAnother: { seal: new Seal("other").of("server", "proofByAnother", "http://stranger") },
    };
    const one = await join();
    for (const [name, wrong] of Object.entries(wrongs)) {
      await nodes().insertOne({ ...good(name), ...wrong } as NodeRecord);
      await rooms().insertOne({ roomId: name, lease: { node: name, epoch: 7 } } as LeasedRoom & { _id: never });
      expect([name, await one.owners.look(name)]).toEqual([name, { state: "nobody" }]);
      expect(await one.membership.dead([name])).toEqual([name]);
      expect([name, await one.owners.take(name)]).toEqual([name, { state: "mine", epoch: 8 }]);
    }
    await whenSigned(one, () => true);
    expect([one.membership.trouble, lost]).toEqual([undefined, []]);
  });

  it("[N10] is told from what a server has, and does not stay for ever", async () => {
    await addRoom("a");
    const one = await join();
    await nodes().insertOne(good("stranger"));
    await rooms().updateOne({ roomId: "a" }, { $set: { lease: { node: "stranger", epoch: 7 } } });
    expect(urlOf(await one.owners.take("a"))).toBe("http://stranger");
    await nodes().updateOne({ _id: "stranger" }, { $set: { until: new Date("9999-12-31") } });
    await join();
    expect(await nodes().countDocuments()).toBe(2);
  });
});

describe("Appends of many rooms that are asked for one by one", () => {
  it("[N7] go together while another is under way, each with its own outcome", async () => {
    const calls: number[] = [];
    const store = new MemoryStore();
    for (const roomId of ["a", "b", "c"]) await store.createRoom(roomNamed(roomId), Infinity);
    const guarded = guardedStore(
      Object.assign(Object.create(store) as MemoryStore, {
        append(appends: readonly Append[]) {
          calls.push(appends.length);
          return store.append(appends);
        },
      }),
      {
        take: async (roomId) => (roomId === "z" ? { state: "nobody" } : { state: "mine", epoch: 1 }),
        epochOf: () => 1,
      },
    );
    const at = (roomId: string, from: number) => commitOf({ roomId, file: 1 }, from);
    const outcomes = await Promise.all([
      guarded.append([at("a", 0), at("z", 0)]),
      guarded.append([at("b", 5), at("c", 0)]),
      guarded.append([]),
      guarded.append([at("z", 0)]),
      guarded.append([at("a", 1), at("none", 0)]),
    ]);
    expect(outcomes).toEqual([["ok", "conflict"], ["conflict", "ok"], [], ["conflict"], ["ok", "gone"]]);
    expect(calls.length).toBeLessThan(3);
  });
});
