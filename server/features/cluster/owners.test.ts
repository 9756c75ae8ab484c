// Who gets a room when several servers want it, and what a server that was away may still do, on a real database. Knows no request.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Connection } from "mongoose";
import type { Append } from "../../rooms/roomStore.ts";
import { connectMongo } from "../../store/mongo/connection.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { commitOf, roomNamed } from "../../store/samples.ts";
import { TestLog } from "../../test/harness.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../../test/replicaSet.ts";
import { guardedStore } from "./guardedStore.ts";
import { Membership, type NodeRecord } from "./membership.ts";
import { type LeasedRoom, type Owner, Owners } from "./owners.ts";

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
  /** called whenever the database has heard of it */
  readonly signed: Set<() => void>;
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

async function join(): Promise<Server> {
  const number = servers.length;
  const membership = new Membership(nodes(), `http://node${number}`, new TestLog(), {
    lost() {
      lost.push(number);
      owners.forget();
    },
    signed: () => server.signed.forEach((look) => look()),
  });
  const owners = new Owners(rooms(), membership);
  const server: Server = { membership, owners, signed: new Set() };
  servers.push(server);
  await membership.start();
  return server;
}

/** Resolves with the first sign of the server at which it holds. */
const whenSigned = ({ signed }: Server, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => signed.add(() => holds() && resolve()));

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
