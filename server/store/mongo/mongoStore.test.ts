// The MongoDB store under the contract, on three real mongods; then what several processes can do to each other.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { mongo } from "mongoose";
import { type AppendOutcome, EVENTS, type RoomStore, SNAPSHOT_EVERY, type Stream } from "../../rooms/roomStore.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../../test/replicaSet.ts";
import { storeContract } from "../contract.ts";
import { isSnapshotKept, type ListedRoomStore } from "../anyStore.ts";
import { commitOf, roomNamed } from "../samples.ts";
import { sequenceContract } from "../sequenceContract.ts";
import { openMongoStore } from "./mongoStore.ts";
import { PACKING_BOUNDS, type PackingBounds } from "./packing.ts";

// Starting three mongods, and processes, takes a busy machine a while.
jest.setTimeout(120_000);

const WRITER = fileURLToPath(new URL("./writer.process.ts", import.meta.url));

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

storeContract(
  "The MongoDB store",
  async () => {
    const uri = databases.newDatabase();
    return { open: () => openMongoStore(uri), dispose: () => dropDatabase(uri) };
  },
  25,
);

/** Nearly everything is packed at once, and again and again. */
const AT_ONCE: PackingBounds = { segmentEntries: 5, restAfterMs: 1, restEntries: 1 };

sequenceContract(
  "The MongoDB store that packs each few entries",
  async () => {
    const uri = databases.newDatabase();
    return { open: () => openMongoStore(uri, AT_ONCE), dispose: () => dropDatabase(uri) };
  },
  10,
);

const PACKS = [
  ["", PACKING_BOUNDS],
  [", where each few entries are packed,", AT_ONCE],
] as const;

describe("Stores of several processes on one database", () => {
  let uri: string;
  let client: mongo.MongoClient;
  let one: ListedRoomStore;
  let other: ListedRoomStore;
  const children: ChildProcess[] = [];
  const file: Stream = { roomId: "r", file: 1 };

  beforeEach(async () => {
    uri = databases.newDatabase();
    client = await mongo.MongoClient.connect(uri);
    [one, other] = await Promise.all([openMongoStore(uri), openMongoStore(uri)]);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.kill("SIGKILL")) await once(child, "exit");
    await Promise.all([one.close(), other.close()]);
    await client.close();
    await dropDatabase(uri);
  });

  /** How many records there are in all, looked up past the store. */
  async function recordsKept(): Promise<Record<string, number>> {
    const counts = ["rooms", "updates", "segments", "snapshots", "addresses"].map(
      async (name) => [name, await client.db().collection(name).countDocuments()] as const,
    );
    return Object.fromEntries(await Promise.all(counts));
  }

  /** The entries of a stream, after a look that no commit lies apart from the one before or upon it. */
  async function entriesOf(store: RoomStore, stream: Stream): Promise<string[]> {
    const commits = await store.read(stream, 0, Infinity);
    let end = 0;
    for (const { from, count } of commits) {
      expect(from).toBe(end);
      end += count;
    }
    return commits.flatMap(({ entries }) => JSON.parse(entries) as string[]);
  }

  it.each(PACKS)(
    "[S6] [S65] killed while it writes%s again and again, a process has lost nothing acknowledged and left no half commit",
    async (_, bounds) => {
      const acknowledged = new Map<string, number>();
      const roomIds = ["a", "b", "c"];
      for (const killAfter of [1, 40, 101, 250]) {
        const child = spawn(process.execPath, ["--import", "tsx", WRITER, uri, JSON.stringify(bounds), ...roomIds], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        children.push(child);
        let said = 0;
        for await (const line of createInterface({ input: child.stdout })) {
          if (++said === killAfter) child.kill("SIGKILL");
          const { stream, end, outcome } = JSON.parse(line) as { stream: Stream; end: number; outcome: AppendOutcome };
          expect(outcome).toBe("ok");
          acknowledged.set(`${stream.roomId}/${stream.file}`, end);
        }
        expect(said).toBeGreaterThanOrEqual(killAfter);
        for (const roomId of roomIds)
          for (const number of [EVENTS, 1]) {
            const stream = { roomId, file: number };
            const entries = await entriesOf(one, stream);
            expect(JSON.stringify(entries)).toBe(commitOf(stream, 0, entries.length).entries);
            expect(entries.length).toBeGreaterThanOrEqual(acknowledged.get(`${roomId}/${number}`) ?? 0);
            const { eventsVersion = 0 } = (await other.loadRoom(roomId)) ?? {};
            if (number === EVENTS) expect(eventsVersion).toBeLessThanOrEqual(entries.length);
          }
      }
      expect(acknowledged.size).toBe(6);
      expect((await recordsKept())["segments"]! > 0).toBe(bounds === AT_ONCE);
    },
  );

  it.each(PACKS)(
    "[S29] [S65] whatever races%s every stream is whole, with all that was acknowledged once and nothing that was refused",
    async (_, bounds) => {
      const stores = await Promise.all([openMongoStore(uri, bounds), openMongoStore(uri, bounds)]);
      const attempt = fc.record({
        store: fc.nat(1),
        file: fc.constantFrom(EVENTS, 1),
        /** where the writer believes the end: where it is, where this process last saw it, or off by some */
        believes: fc.constantFrom("read", "read", "remembered", "remembered", -1, 1, 2),
        counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      });
      const outcomes = new Map<string, number>();
      let run = 0;
      let made = 0;
      const property = fc.asyncProperty(
        fc.array(fc.array(attempt, { maxLength: 5 }), { size: "max", maxLength: 12 }),
        async (rounds) => {
          const roomId = `run${run++}`;
          await one.createRoom(roomNamed(roomId), Infinity);
          const remembered = new Map<string, number>();
          const kept = new Map<number, string[]>([EVENTS, 1].map((number) => [number, []]));
          const refused = new Set<string>();
          for (const round of rounds) {
            const ends = new Map<number, number>();
            for (const number of [EVENTS, 1])
              ends.set(number, (await entriesOf(other, { roomId, file: number })).length);
            await Promise.all(
              round.map(async ({ store, file: number, believes, counts }) => {
                const stream = { roomId, file: number };
                const name = `${store}/${number}`;
                const end = ends.get(number) as number;
                let from = typeof believes === "number" ? end + believes : end;
                if (believes === "remembered") from = remembered.get(name) ?? 0;
                const texts = counts.map((count) => Array.from({ length: count }, () => `${made++}`));
                const appends = texts.map((entries) => {
                  const append = { stream, from, count: entries.length, entries: JSON.stringify(entries) };
                  from += entries.length;
                  return append;
                });
                const answers = await stores[store as 0 | 1].append(appends);
                for (const [place, answer] of answers.entries()) {
                  outcomes.set(answer, (outcomes.get(answer) ?? 0) + 1);
                  const entries = texts[place] as string[];
                  if (answer === "ok") kept.get(number)?.push(...entries);
                  else for (const entry of entries) refused.add(entry);
                  const { from: start, count } = appends[place] as (typeof appends)[number];
                  if (answer === "ok") remembered.set(name, start + count);
                  if (place > 0 && answer === "ok") expect(answers[place - 1]).toBe("ok");
                }
              }),
            );
          }
          for (const [number, entries] of kept) {
            const found = await entriesOf(one, { roomId, file: number });
            expect(found.toSorted()).toEqual(entries.toSorted());
            expect(found.filter((entry) => refused.has(entry))).toEqual([]);
            expect(await entriesOf(other, { roomId, file: number })).toEqual(found);
          }
        },
      );
      await fc.assert(property, { numRuns: 25 });
      await Promise.all(stores.map((store) => store.close()));
      expect((await recordsKept())["segments"]! > 0).toBe(bounds === AT_ONCE);
      expect(outcomes.get("ok")).toBeGreaterThan(100);
      expect(outcomes.get("conflict")).toBeGreaterThan(100);
    },
  );

  it("[S29] a commit that would begin inside, or past the end, of what another process has written conflicts", async () => {
    await one.createRoom(roomNamed("r"), Infinity);
    expect(await one.append([commitOf(file, 0, 5)])).toEqual(["ok"]);
    expect(await other.append([commitOf(file, 5, 3)])).toEqual(["ok"]);
    for (const from of [5, 6, 7, 9]) expect(await one.append([commitOf(file, from, 3)])).toEqual(["conflict"]);
    expect(await one.append([commitOf(file, 5), commitOf(file, 6), commitOf(file, 8)])).toEqual(
      Array(3).fill("conflict"),
    );
    expect(await one.append([commitOf(file, 8)])).toEqual(["ok"]);
    expect(await entriesOf(other, file)).toHaveLength(9);
  });

  it("[S30] a room that one process deletes is gone for the other, which still believes in it; made again, it is another", async () => {
    await one.createRoom(roomNamed("r"), Infinity);
    expect(await other.append([commitOf(file, 0, 5)])).toEqual(["ok"]);
    await one.deleteRoom("r");
    expect(await other.append([commitOf(file, 5)])).toEqual(["gone"]);
    await other.putSnapshot(file, { version: 5, text: "late", confirmed: [] });
    expect(await other.read(file, 0, 10)).toEqual([]);
    expect(await recordsKept()).toEqual({ rooms: 0, updates: 0, segments: 0, snapshots: 0, addresses: 0 });
    expect(await other.append([commitOf(file, 0)])).toEqual(["gone"]);
    await one.createRoom(roomNamed("r"), Infinity);
    expect(await other.append([commitOf(file, 0)])).toEqual(["ok"]);
    await one.deleteRoom("r");
    await one.createRoom(roomNamed("r"), Infinity);
    expect(await other.append([commitOf(file, 1)])).toEqual(["conflict"]);
    expect(await other.append([commitOf(file, 0)])).toEqual(["ok"]);
    expect(await other.latestSnapshot(file, 10)).toBeUndefined();
    expect(await recordsKept()).toEqual({ rooms: 1, updates: 1, segments: 0, snapshots: 0, addresses: 0 });
  });

  it("[S30] a room deleted while another process writes it leaves nothing behind", async () => {
    for (let round = 0; round < 10; round++) {
      const roomId = `r${round}`;
      await one.createRoom(roomNamed(roomId), Infinity);
      const stream = { roomId, file: 1 };
      let outcome: AppendOutcome | undefined = "ok";
      let deleted: Promise<void> | undefined;
      for (let from = 0; outcome === "ok"; from++) {
        if (from === round) deleted = one.deleteRoom(roomId);
        [outcome] = await other.append([commitOf(stream, from)]);
        await other.putSnapshot(stream, { version: from, text: "x", confirmed: [] });
      }
      expect(outcome).toBe("gone");
      await deleted;
    }
    expect(await recordsKept()).toEqual({ rooms: 0, updates: 0, segments: 0, snapshots: 0, addresses: 0 });
  });

  it("[S30] an address that one process claims is the other's at once, and goes with a room that is deleted at that moment", async () => {
    for (let round = 0; round < 10; round++) {
      const roomId = `r${round}`;
      await one.createRoom(roomNamed(roomId), Infinity);
      expect(await one.claimAddress(`x${round}`, roomId, Infinity)).toBe(true);
      expect(await other.roomAt(`x${round}`, 0)).toEqual({ roomId, leadsTo: `x${round}` });
      expect(await other.claimAddress(`x${round}`, roomId, Infinity)).toBe(false);
      const deleted = one.deleteRoom(roomId);
      for (let number = 0; number < 5; number++) await other.claimAddress(`y${round}-${number}`, roomId, Infinity);
      await deleted;
      expect(await other.roomAt(`x${round}`, 0)).toBeUndefined();
    }
    expect(await recordsKept()).toEqual({ rooms: 0, updates: 0, segments: 0, snapshots: 0, addresses: 0 });
  });

  it("[S55] a stream that one process deletes is another for the other, which still believes in it", async () => {
    const beside = { roomId: "r", file: 2 };
    await one.createRoom(roomNamed("r"), Infinity);
    expect(await other.append([commitOf(file, 0, 5), commitOf(beside, 0, 5)])).toEqual(["ok", "ok"]);
    await other.putSnapshot(file, { version: 5, text: "x", confirmed: [] });
    for (let times = 0; times < 3; times++) {
      await one.deleteStream(file);
      const late = [commitOf(file, 5), commitOf(beside, 5 + times), commitOf(file, 6)];
      expect(await other.append(late)).toEqual(["conflict", "ok", "conflict"]);
      expect(await other.latestSnapshot(file, 10)).toBeUndefined();
      expect(await other.read(file, 0, 10)).toEqual([]);
      expect(await recordsKept()).toMatchObject({ updates: 2 + times, snapshots: 0 });
      await one.deleteStream(file);
      // That it is another is seen when reading, and when appending where both begin.
      if (times > 0) expect(await other.read(file, 0, 10)).toEqual([]);
      expect(await other.append([{ ...commitOf(file, 0, 5), entries: `[${times},2,3,4,5]` }])).toEqual(["ok"]);
      expect(await one.append([commitOf(file, 4)])).toEqual(["conflict"]);
      expect(await entriesOf(one, file)).toEqual([times, 2, 3, 4, 5]);
    }
    expect(await entriesOf(other, beside)).toHaveLength(8);
    await one.deleteRoom("r");
    expect(await recordsKept()).toEqual({ rooms: 0, updates: 0, segments: 0, snapshots: 0, addresses: 0 });
  });

  it("[S55] a stream deleted while another process writes it keeps nothing of what was written before, nor a gap", async () => {
    await one.createRoom(roomNamed("r"), Infinity);
    for (let round = 0; round < 10; round++) {
      let outcome: AppendOutcome | undefined = "ok";
      let deleted: Promise<void> | undefined;
      for (let from = 0; outcome === "ok" && from < 100; from++) {
        if (from === 1 + round) deleted = one.deleteStream(file);
        const entries = JSON.stringify([`${round}:${from}`]);
        [outcome] = await other.append([{ stream: file, from, count: 1, entries }]);
      }
      expect(outcome).toBe("conflict");
      await deleted;
      expect(await entriesOf(one, file)).toEqual([]);
      expect(await recordsKept()).toMatchObject({ updates: 0 });
    }
  });

  it("[S55] the document of events that conflict because their stream was deleted is not kept", async () => {
    const events = { roomId: "r", file: EVENTS };
    const [before, late] = [1, 2].map((eventsVersion) => ({ ...roomNamed("r"), eventsVersion }));
    await one.createRoom(roomNamed("r"), Infinity);
    await other.append([{ ...commitOf(events, 0), document: before! }]);
    await one.deleteStream(events);
    expect(await other.append([{ ...commitOf(events, 1), document: late! }])).toEqual(["conflict"]);
    expect(await one.loadRoom("r")).toEqual(before);
  });

  it("[S55] a stream's deletion that was cut short is ended by the next sweep of any process, and nobody finds it until then", async () => {
    await one.createRoom(roomNamed("r"), Infinity);
    for (let from = 0; from < 20; from++) await one.append([commitOf(file, from)]);
    await one.append([commitOf({ roomId: "r", file: 3 }, 0)]);
    await one.putSnapshot(file, { version: 20, text: "x", confirmed: [] });
    // As the first step of a deletion leaves it.
    const mark = { $inc: { "generations.1": 1 }, $addToSet: { doomedStreams: 1 } };
    await client.db().collection("rooms").updateOne({ roomId: "r" }, mark);
    expect(await other.read(file, 0, 10)).toEqual([]);
    expect(await other.latestSnapshot(file, 100)).toBeUndefined();
    expect(await other.streams("r")).toEqual([3]);
    expect(await other.append([commitOf(file, 20)])).toEqual(["conflict"]);
    expect(await other.append([commitOf(file, 0)])).toEqual(["ok"]);
    expect(await other.streams("r")).toEqual([1, 3]);
    expect(await recordsKept()).toMatchObject({ updates: 22, snapshots: 1 });
    expect(await other.expireRooms(0, 10)).toEqual([]);
    expect(await recordsKept()).toMatchObject({ updates: 2, snapshots: 0 });
    expect(await client.db().collection("rooms").findOne()).toMatchObject({ doomedStreams: [] });
    expect(await entriesOf(one, file)).toHaveLength(1);
  });

  it("[S31] a deletion that was cut short is ended by the next sweep of any process; the id is free at once", async () => {
    await one.createRoom(roomNamed("r"), 1_000);
    await one.append(Array.from({ length: 20 }, (_, from) => commitOf(file, from)));
    await one.putSnapshot(file, { version: 20, text: "x", confirmed: [] });
    await one.claimAddress("x", "r", Infinity);
    // As the first step of a deletion leaves it.
    await client.db().collection("rooms").replaceOne({ roomId: "r" }, { roomId: "r", doomedAt: new Date() });
    expect(await other.loadRoom("r")).toBeUndefined();
    expect(await other.read(file, 0, 10)).toEqual([]);
    expect(await one.append([commitOf(file, 20)])).toEqual(["gone"]);
    expect(await other.roomAt("x", 0)).toBeUndefined();
    expect(await other.createRoom(roomNamed("r"), Infinity)).toBe(true);
    expect(await other.roomAt("x", 0)).toBeUndefined();
    expect(await other.append([commitOf(file, 0)])).toEqual(["ok"]);
    expect(await other.expireRooms(5_000, 10)).toEqual([]);
    expect(await recordsKept()).toEqual({ rooms: 1, updates: 1, segments: 0, snapshots: 0, addresses: 0 });
    expect(await one.loadRoom("r")).toEqual(roomNamed("r"));
  });

  it("[S32] sweeps at the same time name each expired room once, and none that is visited", async () => {
    const roomIds = Array.from({ length: 12 }, (_, number) => `r${number}`);
    for (const roomId of roomIds) {
      await one.createRoom(roomNamed(roomId), 1_000);
      await one.append([commitOf({ roomId, file: 1 }, 0)]);
    }
    const visited = other.touchRoom("r11", 9_000);
    const swept = await Promise.all([one.expireRooms(2_000, 20), other.expireRooms(2_000, 20)]);
    const rest = (await visited) && (await one.loadRoom("r11")) ? roomIds.slice(0, -1) : roomIds;
    expect(swept.flat().toSorted()).toEqual(rest.toSorted());
    const left = roomIds.length - rest.length;
    expect(await recordsKept()).toEqual({ rooms: left, updates: left, segments: 0, snapshots: 0, addresses: 0 });
  });

  it("[S17] snapshots that need not be kept leave the database", async () => {
    await one.createRoom(roomNamed("r"), Infinity);
    const versions = Array.from({ length: 40 }, (_, index) => (index + 1) * SNAPSHOT_EVERY);
    for (const version of versions) await one.putSnapshot(file, { version, text: "x", confirmed: [] });
    const kept = versions.filter((version) => isSnapshotKept(version, 40 * SNAPSHOT_EVERY)).length;
    expect(kept).toBeLessThan(12);
    expect((await recordsKept())["snapshots"]).toBe(kept);
  });

  it("[S33] a room can be looked at: owner, participants, language, dates and files are fields; the keys' hashes are not", async () => {
    await one.createRoom(roomNamed("r"), 2_000);
    const record = await client.db().collection("rooms").findOne({ roomId: "r" });
    const { owner, participants, programmingLanguage, files } = roomNamed("r");
    expect(record).toMatchObject({ roomId: "r", owner, participants, programmingLanguage, files });
    expect(record?.["dateCreated"]).toEqual(new Date(roomNamed("r").dateCreated));
    expect(record?.["expiresAt"]).toEqual(new Date(2_000));
    expect(record).not.toHaveProperty("keys");
  });

  it("[S34] a commit larger than a document of MongoDB is a conflict of its own, and others in the call are kept", async () => {
    await one.createRoom(roomNamed("r"), Infinity);
    const huge = { ...commitOf(file, 0), entries: JSON.stringify(["é".repeat(9_000_000)]) };
    const events = { roomId: "r", file: EVENTS };
    expect(await one.append([huge, commitOf(events, 0)])).toEqual(["conflict", "ok"]);
    expect(await one.append([commitOf(file, 0)])).toEqual(["ok"]);
  });

  const sentence = /^Cannot use MongoDB \(.+\)\.$/;
  it.each([
    ["nobody there", "mongodb://olga:s3cret@127.0.0.1:1/x"],
    ["no such scheme", "http://olga:s3cret@127.0.0.1/x"],
    ["a password that is not encoded", "mongodb://olga:s3cret/s3cret@127.0.0.1/x"],
    ["no such option", "mongodb://olga:s3cret@127.0.0.1/x?s=1"],
    ["not an address", "mongodb://olga:s3cret@[::/x"],
  ])("[S35] %s is a sentence without the password", async (_, address) => {
    const error = await openMongoStore(address).catch((reason: Error) => reason.message);
    expect(error).toMatch(sentence);
    expect(error).not.toContain("s3cret");
  });
});
