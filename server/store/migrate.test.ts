// Rooms on their way between stores: what arrives, what a kill on the way does, what is refused. Knows the stores by their names.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { applyStoredEvent, type StoredEvent } from "../rooms/log/roomDocument.ts";
import {
  type Commit,
  EVENTS,
  FEATURE_STREAMS,
  type RoomStore,
  SNAPSHOT_EVERY,
  type Stream,
} from "../rooms/roomStore.ts";
import { programOf } from "../test/process/program.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../test/replicaSet.ts";
import { openEmbeddedStore } from "./embedded/embeddedStore.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import { MemoryStore } from "./memory/memoryStore.ts";
import { copyRooms } from "./migrate.ts";
import { openMongoStore } from "./mongo/mongoStore.ts";
import { roomNamed } from "./samples.ts";

jest.setTimeout(120_000);

const program = await programOf("migrateStore");
const ROOMS = 40;

let databases: TestDatabases;
let uri: string;
let folder: string;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  uri = databases.newDatabase();
  folder = await mkdtemp(join(tmpdir(), "migrate-"));
});
afterEach(async () => {
  await dropDatabase(uri);
  await rm(folder, { recursive: true });
});

/** Updates that each put a character before the text. */
const updates = ({ file }: Stream, from: number, count: number): Commit => ({
  from,
  count,
  entries: JSON.stringify(
    Array.from({ length: count }, (_, index) => {
      const length = from + index;
      const character = String.fromCharCode((file === 1 ? 0x61 : 0xd83d) + (length % 26));
      return [1, length + 1, 0, length === 0 ? [[0, character]] : [[0, character], length]];
    }),
  ),
});

const event = (index: number): StoredEvent =>
  index === 0
    ? { type: "file", time: 1, participant: 1, file: { file: 2, name: "half \ud83d" } }
    : { type: "renamed", time: index, participant: 1, name: `Ada ${index} \udc00` };

/** A room with two files; room number 0 has long logs. Its document is older than its events. */
async function fill(store: RoomStore, number: number): Promise<void> {
  const roomId = `room${number}`;
  const events = Array.from({ length: 3 + number }, (_, index) => event(index));
  await store.createRoom(roomNamed(roomId), number % 3 === 0 ? Infinity : 5_000_000_000_000 + number);
  const stream = { roomId, file: EVENTS };
  const [first, ...rest] = events as [StoredEvent, ...StoredEvent[]];
  const document = applyStoredEvent(roomNamed(roomId), first);
  await store.append([
    { stream, from: 0, count: 1, entries: JSON.stringify([first]), document },
    { stream, from: 1, count: rest.length, entries: JSON.stringify(rest) },
  ]);
  await store.claimAddress(`view${number}`, roomId, Infinity);
  await store.claimAddress(`code${number}`, roomId, 5_000_000_000_000 + number, `view${number}`);
  const chat = { roomId, file: FEATURE_STREAMS + number };
  await store.append([{ stream: chat, from: 0, count: 2, entries: '[{"said":"hello"},null]' }]);
  for (const file of [1, 2]) {
    const log = { roomId, file };
    const commits = number === 0 ? 60 : number % 4;
    await store.append(
      Array.from({ length: commits }, (_, place) => ({ ...updates(log, place * 50, 50), stream: log })),
    );
    for (let version = SNAPSHOT_EVERY; version <= commits * 50; version += SNAPSHOT_EVERY)
      await store.putSnapshot(log, { version, text: `text ${version}`, confirmed: [[1, version]] });
  }
}

async function logOf(store: RoomStore, stream: Stream): Promise<string> {
  const commits = await store.read(stream, 0, Infinity);
  return commits.map(({ entries }) => entries.slice(1, -1)).join();
}

/** All that is to be asked of a store. */
async function contentsOf(store: ListedRoomStore): Promise<unknown> {
  const rooms = await store.rooms("", 1_000);
  return Promise.all(
    rooms.map(async ([roomId, expiresAt]) => ({
      roomId,
      expiresAt,
      document: await store.loadRoom(roomId),
      addresses: await store.addresses(roomId),
      logs: await Promise.all(
        (await store.streams(roomId)).map(async (file) => [file, await logOf(store, { roomId, file })]),
      ),
      snapshots: await Promise.all(
        [1_500, 2_500, Infinity].map((atMost) => store.latestSnapshot({ roomId, file: 1 }, atMost)),
      ),
    })),
  );
}

async function filled(): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (let number = 0; number < ROOMS; number++) await fill(store, number);
  return store;
}

/** Runs the program until it ends, or is killed when it says how far it is for the first time. */
async function run(words: readonly string[], isKilled = false) {
  const env = { PATH: process.env["PATH"], DATA_DIR: join(folder, "data"), MONGODB_URI: uri };
  const child = spawn(process.execPath, [...program, ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  const stderr: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  createInterface(child.stderr).on("line", (line) => {
    stderr.push(line);
    if (isKilled) child.kill("SIGKILL");
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

describe("copying rooms", () => {
  it("[S40] to the embedded store, from there to MongoDB, and back: every room is the same, its expiry and snapshots included", async () => {
    const source = await filled();
    const expected = await contentsOf(source);
    const embedded = await openEmbeddedStore(join(folder, "data"));
    await copyRooms(source, embedded, () => {});
    expect(await contentsOf(embedded)).toEqual(expected);
    await embedded.close();

    const there = await run(["--from", "embedded", "--to", "mongodb"]);
    expect(there).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Both stores have the same: 40 rooms, \d+ /),
    });
    expect(there.stderr.length).toBeGreaterThan(1);
    const mongo = await openMongoStore(uri);
    expect(await contentsOf(mongo)).toEqual(expected);
    await mongo.close();

    expect(await run(["--from", uri, "--to", join(folder, "back")])).toMatchObject({ code: 0 });
    const back = await openEmbeddedStore(join(folder, "back"));
    expect(await contentsOf(back)).toEqual(expected);
    await back.close();
  });

  it("[S40] killed on the way it is begun anew, and copies only what is missing, also of a log that has grown", async () => {
    const embedded = await openEmbeddedStore(join(folder, "data"));
    await copyRooms(await filled(), embedded, () => {});
    await embedded.close();
    expect(await run(["--from", "embedded", "--to", "mongodb"], true)).toMatchObject({ code: null, stdout: "" });
    const source = await openEmbeddedStore(join(folder, "data"));
    const log = { roomId: "room0", file: 1 };
    expect(await source.append([{ ...updates(log, 3_000, 7), stream: log }])).toEqual(["ok"]);
    await source.touchRoom("room0", 6_000_000_000_000);
    for (let number = 0; number < ROOMS; number++) await source.releaseAddress(`view${number}`);
    await source.claimAddress("again", "room0", Infinity);
    const expected = await contentsOf(source);
    await source.close();
    expect(await run(["--from", "embedded", "--to", "mongodb"])).toMatchObject({ code: 0 });
    const mongo = await openMongoStore(uri);
    expect(await contentsOf(mongo)).toEqual(expected);
    await mongo.close();
  });

  it("[S40] broken off at any append, the next try ends with the same rooms", async () => {
    const source = new MemoryStore();
    for (const number of [0, 5, 7]) await fill(source, number);
    for (let breakAt = 0; breakAt < 12; breakAt += 2) {
      const target = new MemoryStore();
      let appends = 0;
      const breaking = Object.create(target, {
        append: {
          value: async (...words: Parameters<RoomStore["append"]>) => {
            if (appends++ === breakAt) throw new Error("broken off");
            return target.append(...words);
          },
        },
      }) as MemoryStore;
      for (const name of [
        "createRoom",
        "loadRoom",
        "touchRoom",
        "read",
        "latestSnapshot",
        "putSnapshot",
        "streams",
        "addresses",
        "claimAddress",
        "releaseAddress",
      ] as const)
        Object.defineProperty(breaking, name, { value: (target[name] as () => unknown).bind(target) });
      await expect(copyRooms(source, breaking, () => {})).rejects.toThrow("broken off");
      await copyRooms(source, target, () => {});
      expect(await contentsOf(target)).toEqual(await contentsOf(source));
    }
  });

  it("[S41] a room that the other store has with another text, or with more, is named, and stays as it is", async () => {
    const source = new MemoryStore();
    await fill(source, 5);
    const log = { roomId: "room5", file: 1 };
    for (const difference of [
      { ...updates({ ...log, file: 2 }, 0, 10), stream: log },
      { ...updates(log, 0, 90), stream: log },
    ]) {
      const target = new MemoryStore();
      await target.createRoom(roomNamed("room5"), Infinity);
      await target.append([difference]);
      await expect(copyRooms(source, target, () => {})).rejects.toThrow("File 1 of the room room5 differs.");
      expect(await logOf(target, log)).toBe(difference.entries.slice(1, -1));
    }
  });

  it("[S45] an address that was released since an earlier try does not come back", async () => {
    const [source, target] = [new MemoryStore(), new MemoryStore()];
    await fill(source, 5);
    await copyRooms(source, target, () => {});
    await source.releaseAddress("code5");
    await copyRooms(source, target, () => {});
    expect(await target.roomAt("code5", 0)).toBeUndefined();
    expect(await target.roomAt("view5", 0)).toEqual({ roomId: "room5", leadsTo: "view5" });
  });

  it("[S57] a log that was deleted since an earlier try is deleted there too, with its snapshots", async () => {
    const [source, target] = [new MemoryStore(), new MemoryStore()];
    await fill(source, 0);
    await copyRooms(source, target, () => {});
    await source.deleteStream({ roomId: "room0", file: 1 });
    await copyRooms(source, target, () => {});
    expect(await target.streams("room0")).toEqual([EVENTS, 2, FEATURE_STREAMS]);
    expect(await contentsOf(target)).toEqual(await contentsOf(source));
  });

  it("[S41] an address that is another room's there stops it, and leads where it led", async () => {
    const [source, target] = [new MemoryStore(), new MemoryStore()];
    await fill(source, 5);
    await target.createRoom(roomNamed("other"), Infinity);
    await target.claimAddress("view5", "other", Infinity);
    await expect(copyRooms(source, target, () => {})).rejects.toThrow(
      "An address of the room room5 is another room's.",
    );
    expect(await target.roomAt("view5", 0)).toEqual({ roomId: "other", leadsTo: "view5" });
  });

  it("[S59] a name that is none, and a source that is not there or has no rooms, is a sentence, and nothing is made", async () => {
    const asked = async (from: string, to: string) => {
      const { code, stdout, stderr } = await run(["--from", from, "--to", to]);
      expect([code, stdout]).toEqual([1, ""]);
      // nothing was copied
      expect(stderr.join()).not.toContain("begun anew");
      return stderr[0];
    };
    expect(await asked("embeded", "mongodb")).toBe('"embeded" is no store.');
    expect(await asked("embedded", "mongo")).toBe('"mongo" is no store.');
    const missing = join(folder, "missing");
    expect(await asked(missing, "mongodb")).toBe(`There is no store in the folder ${missing}.`);
    expect(await asked("embedded", "mongodb")).toBe(`There is no store in the folder ${join(folder, "data")}.`);
    expect(await readdir(folder)).toEqual([]);
    const plain = join(folder, "plain");
    await mkdir(plain);
    await writeFile(join(plain, "note.txt"), "");
    expect(await asked(plain, "mongodb")).toBe(`There is no store in the folder ${plain}.`);
    expect(await readdir(plain)).toEqual(["note.txt"]);
    await rm(plain, { recursive: true });
    expect(await asked(uri, join(folder, "target"))).toBe("There are no rooms in the store to copy from.");
    expect(await readdir(folder)).toEqual([]);
  });

  it("[S59] one store by two names is a sentence, and not taken for another process", async () => {
    const data = join(folder, "data");
    const same = "Two stores are needed; these are the same.";
    const asked = async (from: string, to: string) => (await run(["--from", from, "--to", to])).stderr[0];
    expect(await asked(data, "embedded")).toBe(same);
    await (await openEmbeddedStore(data)).close();
    await symlink(data, join(folder, "other"));
    expect(await asked("embedded", `${folder}/./data/`)).toBe(same);
    expect(await asked(join(folder, "other"), "embedded")).toBe(same);
    expect(await asked("mongodb", uri)).toBe(same);
  });

  it("[S59] that not all was copied is said where copying has begun", async () => {
    const [from, to] = [join(folder, "data"), join(folder, "target")];
    const [source, target] = [await openEmbeddedStore(from), await openEmbeddedStore(to)];
    await fill(source, 5);
    await target.createRoom(roomNamed("room5"), Infinity);
    const stream = { roomId: "room5", file: 1 };
    await target.append([{ ...updates({ ...stream, file: 2 }, 0, 50), stream }]);
    await Promise.all([source.close(), target.close()]);
    expect((await run(["--from", from, "--to", to])).stderr).toEqual([
      "File 1 of the room room5 differs.",
      "Not all was copied; it can be begun anew.",
    ]);
  });

  it("[S41] what it is not told, or told wrongly, is a sentence and code 1", async () => {
    for (const words of [
      [],
      ["--from", "embedded"],
      ["--from", "embedded", "--to", "embedded"],
      ["--form", "embedded"],
    ])
      expect(await run(words)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.arrayContaining([expect.stringMatching(/^How to use it/)]),
      });
    const source = await openEmbeddedStore(join(folder, "data"));
    await fill(source, 1);
    await source.close();
    expect(await run(["--from", join(folder, "data"), "--to", "mongodb://olga:s3cret@127.0.0.1:1"])).toMatchObject({
      code: 1,
      stderr: [expect.stringMatching(/^Cannot use MongoDB \((?!.*s3cret)/)],
    });
  });
});
