// How the MongoDB store packs: what is there then, and what happens to whoever appends where a place has become free.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { mongo } from "mongoose";
import { EVENTS, type Stream } from "../../rooms/roomStore.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../../test/replicaSet.ts";
import type { ListedRoomStore } from "../anyStore.ts";
import { commitOf, joined, roomNamed } from "../samples.ts";
import { openMongoStore } from "./mongoStore.ts";
import { PACKING_BOUNDS } from "./packing.ts";

jest.setTimeout(120_000);

/** What fills a segment is packed, and what rests is not. */
const FULL = { segmentEntries: 10, restAfterMs: 600_000, restEntries: 5 };
/** Everything is packed once nothing has come for a moment. */
const RESTS = { segmentEntries: 1_000, restAfterMs: 20, restEntries: 5 };

let databases: TestDatabases;
let uri: string;
let client: mongo.MongoClient;
const opened: ListedRoomStore[] = [];
const file: Stream = { roomId: "r", file: 1 };

beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  uri = databases.newDatabase();
  client = await mongo.MongoClient.connect(uri);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await client.close();
  await dropDatabase(uri);
});

async function open(bounds = PACKING_BOUNDS): Promise<ListedRoomStore> {
  const store = await openMongoStore(uri, bounds);
  opened.push(store);
  return store;
}

/** The records of a collection, in the order of their keys. */
const recordsOf = (name: string): Promise<mongo.Document[]> =>
  client.db().collection(name).find().sort({ _id: 1 }).toArray();
const placesOf = async (name: string): Promise<number[]> =>
  (await recordsOf(name)).map(({ _id }) => (_id as { from: number }).from);

/** Resolves once the stream is packed up to this version and no commit before it is left. */
async function packedTo(version: number): Promise<void> {
  for (;;) {
    const room = await client.db().collection("rooms").findOne({ roomId: "r" });
    const packed = (room?.["packed"] as Record<string, number> | undefined)?.[file.file] ?? 0;
    if (packed !== version) continue;
    const left = (await recordsOf("updates")).map(({ _id }) => _id as unknown as Stream & { from: number });
    if (left.every((key) => key.file !== file.file || key.from >= version)) return;
  }
}

/** Whether the stream is exactly these entries, and packed as well. */
async function expectWhole(store: ListedRoomStore, entries: number): Promise<void> {
  const whole = joined([commitOf(file, 0, entries)]);
  expect(joined(await store.read(file, 0, Infinity))).toEqual(whole);
  expect(await store.endOf(file)).toBe(entries);
  for (const from of [0, 1, Math.floor(entries / 2), entries - 1]) {
    const [first] = await store.read(file, from, 1);
    expect(first!.from).toBeLessThanOrEqual(from);
    expect(first!.from + first!.count).toBeGreaterThan(from);
    expect((await store.readPacked(file, from))[0]!.from).toBeLessThanOrEqual(from);
  }
  expect(await store.streams("r")).toContain(file.file);
}

describe("Packing in MongoDB", () => {
  it("[S63] what fills a segment is packed at once, and its commits are removed; the rest stays as it is", async () => {
    const [one, other] = [await open(FULL), await open()];
    await one.createRoom(roomNamed("r"), Infinity);
    for (let from = 0; from < 34; from++) expect(await one.append([commitOf(file, from)])).toEqual(["ok"]);
    await packedTo(30);
    expect(await placesOf("segments")).toEqual([0, 10, 20]);
    expect(await placesOf("updates")).toEqual([30, 31, 32, 33]);
    for (const store of [one, other]) await expectWhole(store, 34);
  });

  it("[S63] what does not fill one is packed once the stream rests, and its segment grows until it is full", async () => {
    const [one, other] = [await open(RESTS), await open()];
    await one.createRoom(roomNamed("r"), Infinity);
    for (let from = 0; from < 600; from += 200) {
      expect(await one.append([commitOf(file, from, 200)])).toEqual(["ok"]);
      await packedTo(from + 200);
      expect(await placesOf("segments")).toEqual([0]);
    }
    expect(await one.append([commitOf(file, 600, 500)])).toEqual(["ok"]);
    await packedTo(1_100);
    expect(await one.append([commitOf(file, 1_100, 5)])).toEqual(["ok"]);
    await packedTo(1_105);
    expect(await placesOf("segments")).toEqual([0, 1_100]);
    await expectWhole(other, 1_105);
  });

  it("[S63] few entries stay as they are, and a long one is a segment of its own", async () => {
    const store = await open(RESTS);
    await store.createRoom(roomNamed("r"), Infinity);
    const commits = [commitOf(file, 0, 5), { ...commitOf(file, 5), entries: `["${"x".repeat(1_000_000)}"]` }];
    await store.append([commitOf({ roomId: "r", file: 2 }, 0, 4)]);
    for (const commit of [...commits, commitOf(file, 6, 9)]) await store.append([commit]);
    await packedTo(15);
    expect(await placesOf("segments")).toEqual([0, 5, 6]);
    expect((await recordsOf("updates")).map(({ _id }) => (_id as unknown as Stream).file)).toEqual([2]);
  });

  it("[S64] who appends where packing has freed a place gets a conflict, and nobody reads it", async () => {
    const [owner, stale] = [await open(FULL), await open()];
    await owner.createRoom(roomNamed("r"), Infinity);
    await stale.append([commitOf(file, 0, 4)]);
    for (const from of [4, 8, 12, 16]) await owner.append([commitOf(file, from, 4)]);
    await packedTo(12);
    // the place is free, and it still believes that the stream ends there
    const late = { ...commitOf(file, 4, 8), entries: JSON.stringify(Array(8).fill("late")) };
    expect(await stale.append([late, { ...late, from: 12, count: 4 }])).toEqual(["conflict", "conflict"]);
    expect(await placesOf("updates")).toEqual([12, 16]);
    for (const store of [owner, stale]) await expectWhole(store, 20);
    const [nobody] = [await open()];
    expect(await nobody.append([{ ...late, from: 0 }])).toEqual(["conflict"]);
    expect(await stale.append([commitOf(file, 20)])).toEqual(["ok"]);
    await expectWhole(owner, 21);
  });

  it("[S64] what such a process has left behind, killed before it looked, is not read and goes with the next packing", async () => {
    const owner = await open(FULL);
    await owner.createRoom(roomNamed("r"), Infinity);
    await owner.append([commitOf(file, 0, 5)]);
    await owner.append([commitOf(file, 5, 5)]);
    await owner.append([commitOf(file, 10, 4)]);
    await packedTo(10);
    const [record] = await recordsOf("updates");
    const _id = { ...(record!["_id"] as object), from: 5 } as never;
    await client.db().collection("updates").insertOne({ _id, count: 9, entries: '["late"]' });
    await expectWhole(owner, 14);
    await expectWhole(await open(), 14);
    await owner.append([commitOf(file, 14, 6)]);
    await packedTo(20);
    expect(await placesOf("updates")).toEqual([]);
  });

  it("[S64] the document that comes with such events is not kept", async () => {
    const [owner, stale] = [await open(FULL), await open()];
    const events = { roomId: "r", file: EVENTS };
    const [late, ours] = ["Late", "Ours"].map((title) => ({ ...roomNamed("r"), title, eventsVersion: 6 }));
    await owner.createRoom(roomNamed("r"), Infinity);
    await stale.append([commitOf(events, 0, 5)]);
    await owner.append([commitOf(events, 5, 5)]);
    while ((await placesOf("updates")).length > 0);
    expect(await stale.append([{ stream: events, from: 5, count: 1, entries: '["late"]', document: late! }])).toEqual([
      "conflict",
    ]);
    expect((await owner.loadRoom("r"))!.eventsVersion).toBe(0);
    expect(await owner.append([{ ...commitOf(events, 10), document: ours! }])).toEqual(["ok"]);
    expect(await owner.loadRoom("r")).toEqual(ours);
  });

  it("[S64] what was kept and is packed before its writer has looked is acknowledged all the same", async () => {
    const [slow, other] = [await open(), await open(FULL)];
    await slow.createRoom(roomNamed("r"), Infinity);
    await slow.append([commitOf(file, 0, 5)]);
    const insert = mongo.Collection.prototype.insertMany;
    const spied = jest.spyOn(mongo.Collection.prototype, "insertMany");
    spied.mockImplementationOnce(async function (this: mongo.Collection, ...args: Parameters<typeof insert>) {
      const inserted = await insert.apply(this, args);
      await other.append([commitOf(file, 8, 4)]);
      await packedTo(12);
      return inserted;
    } as typeof insert);
    expect(await slow.append([commitOf(file, 5, 3)])).toEqual(["ok"]);
    await expectWhole(slow, 12);
  });

  it("[S65] killed after any step, the next packing goes on from there, whoever does it", async () => {
    const whole = await open(FULL);
    await whole.createRoom(roomNamed("r"), Infinity);
    await whole.append([commitOf(file, 0, 4)]);
    await whole.append([commitOf(file, 4, 8)]);
    const commits = await recordsOf("updates");
    await packedTo(12);
    const rooms = client.db().collection("rooms");
    // the segment is there, and the room does not say so
    await rooms.updateOne({ roomId: "r" }, { $unset: { packed: 1 } });
    await client.db().collection("updates").insertMany(commits);
    await expectWhole(await open(), 12);
    const second = await open(FULL);
    expect(await second.append([commitOf(file, 12, 3)])).toEqual(["ok"]);
    await packedTo(12);
    await expectWhole(second, 15);
    // the room says so, and the commits are there
    await client.db().collection("updates").insertMany(commits);
    const third = await open(FULL);
    await expectWhole(third, 15);
    expect(await third.append([commitOf(file, 15, 9)])).toEqual(["ok"]);
    await packedTo(24);
    expect(await placesOf("segments")).toEqual([0, 12]);
    await expectWhole(await open(), 24);
  });

  it("[S65] packing of a stream that is deleted at that moment leaves nothing, and the one begun anew is not packed", async () => {
    const [one, other] = [await open(FULL), await open()];
    await one.createRoom(roomNamed("r"), Infinity);
    for (let round = 0; round < 10; round++) {
      expect(await one.append([commitOf(file, 0, 12)])).toEqual(["ok"]);
      if (round % 2 === 0) await packedTo(12);
      await other.deleteStream(file);
      expect(await one.append([commitOf(file, 12)])).toEqual(["conflict"]);
      expect(await one.read(file, 0, 1)).toEqual([]);
      expect(await one.append([commitOf(file, 0, 3)])).toEqual(["ok"]);
      await expectWhole(other, 3);
      await one.deleteStream(file);
    }
    await other.deleteRoom("r");
    await one.close();
    for (const name of ["rooms", "updates", "segments"]) expect(await recordsOf(name)).toEqual([]);
  });
});
