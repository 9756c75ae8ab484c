// What is deleted from the embedded store leaves its disk, whatever kills it: rooms and streams, from the tables, the journal and the file.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { open } from "lmdb";
import type { ListedRoomStore } from "../anyStore.ts";
import { commitOf, readToEnd, roomNamed } from "../samples.ts";
import { openEmbeddedStore } from "./embeddedStore.ts";
import { Journal } from "./journal.ts";
import { NOTHING_ON_DISK, StoreFolder, temporaryFolder } from "./storeFolder.ts";

// Several tests start processes, which a busy machine does slowly.
jest.setTimeout(120_000);

/** A room "a" whose first stream has more records than one has that was typed into and packed, and a second; and a room "b". */
async function manyRecords(folder: StoreFolder): Promise<void> {
  const writer = await folder.openStore();
  for (const roomId of ["a", "b"]) await writer.createRoom(roomNamed(roomId), Infinity);
  await writer.append([commitOf({ roomId: "a", file: 2 }, 0, 7)]);
  await folder.closeStore();
  const root = open({ path: folder.path, noSubdir: false, overlappingSync: false });
  const commits = root.openDB<string, [string, number, number]>({ name: "commits", encoding: "string" });
  await root.batch(() => {
    for (let from = 0; from < 40_000; from++) void commits.put(["a", 1, from], "1:[0]");
  });
  await root.close();
}

describe("What is deleted from the embedded store", () => {
  const folder = new StoreFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  it("[S18] of a deleted room nothing stays on the disk", async () => {
    const writer = await folder.openStore();
    for (const roomId of ["a", "b"]) {
      await writer.createRoom(roomNamed(roomId), 1_000);
      await writer.append(
        Array.from({ length: 700 }, (_, from) => commitOf({ roomId, file: 1 + (from % 2) }, from >> 1)),
      );
      await writer.putSnapshot({ roomId, file: 1 }, { version: 1, text: "x", confirmed: [] });
      await writer.touchRoom(roomId, 2_000);
    }
    await writer.deleteRoom("a");
    const left = await folder.recordsOnDisk();
    expect(left).toMatchObject({ rooms: 1, times: 1, due: 1, doomed: 0, snapshots: 1 });
    expect(left["commits"]! + left["segments"]!).toBeGreaterThanOrEqual(2);
    expect(await (await folder.openStore()).expireRooms(2_000, 10)).toEqual(["b"]);
    expect(await folder.recordsOnDisk()).toEqual(NOTHING_ON_DISK);
  });

  it.each([1, 5, 15])(
    "[S23] a deletion that a kill cut short is finished by the next sweep (killed at step %d)",
    async (step) => {
      await manyRecords(folder);
      const kept = (await folder.startWriter("delete").heard(step)).length;
      const left = await folder.recordsOnDisk();
      expect(left).toMatchObject({ rooms: 1, doomed: 1 });
      expect(left["commits"]).toBeGreaterThan(kept);
      const reader = await folder.openStore();
      expect(await reader.loadRoom("a")).toBeUndefined();
      expect(await reader.read({ roomId: "a", file: 1 }, 0, Infinity)).toEqual([]);
      expect(await reader.expireRooms(0, 10)).toEqual([]);
      await reader.deleteRoom("b");
      expect(await folder.recordsOnDisk()).toEqual(NOTHING_ON_DISK);
    },
  );

  it("[S23] a half-deleted room is no room, its id is taken, and the sweep ends it", async () => {
    const writer = await folder.openStore();
    await writer.createRoom(roomNamed("a"), 1_000);
    await writer.append([commitOf({ roomId: "a", file: 1 }, 0)]);
    await writer.claimAddress("x", "a", 9_000);
    await folder.closeStore();
    // As the first transaction of a deletion leaves it.
    const root = open({ path: folder.path, noSubdir: false, overlappingSync: false });
    await root.batch(() => {
      void root.openDB({ name: "doomed", encoding: "string" }).put("a", "");
      void root.openDB({ name: "rooms", encoding: "string" }).remove("a");
      void root.openDB({ name: "times", encoding: "string" }).remove("a");
      void root.openDB({ name: "due", encoding: "string" }).remove([1_000, "a"]);
    });
    await root.close();
    const next = await folder.openStore();
    expect(await next.loadRoom("a")).toBeUndefined();
    expect(await next.read({ roomId: "a", file: 1 }, 0, 10)).toEqual([]);
    expect(await next.append([commitOf({ roomId: "a", file: 1 }, 1)])).toEqual(["gone"]);
    expect(await next.createRoom(roomNamed("a"), Infinity)).toBe(false);
    expect(await next.roomAt("x", 0)).toBeUndefined();
    expect(await next.expireRooms(5_000, 10)).toEqual([]);
    expect(await folder.recordsOnDisk()).toEqual(NOTHING_ON_DISK);
    expect(await (await folder.openStore()).createRoom(roomNamed("a"), Infinity)).toBe(true);
  });

  it.each([
    [1, "a second deletion", (next: ListedRoomStore) => next.deleteStream({ roomId: "a", file: 1 })],
    [5, "the next sweep", (next: ListedRoomStore) => next.expireRooms(0, 10)],
    [15, "the next append", (next: ListedRoomStore) => next.append([commitOf({ roomId: "a", file: 1 }, 4)])],
    [2, "the deletion of its room", (next: ListedRoomStore) => next.deleteRoom("a")],
  ])("[S54] a stream's deletion that a kill cut short (at step %d) is ended by %s", async (step, by, end) => {
    const stream = { roomId: "a", file: 1 };
    await manyRecords(folder);
    await folder.startWriter("deleteStream").heard(step);
    const left = await folder.recordsOnDisk();
    expect(left).toMatchObject({ rooms: 2, doomedStreams: 1 });
    expect(left["commits"]).toBeGreaterThan(5_000);
    const reader = await folder.openStore();
    expect(await reader.read(stream, 0, Infinity)).toEqual([]);
    expect(await reader.streams("a")).toEqual([2]);
    await reader.putSnapshot(stream, { version: 9, text: "late", confirmed: [] });
    expect(await reader.latestSnapshot(stream, Infinity)).toBeUndefined();
    await end(reader);
    if (by === "the deletion of its room") await reader.createRoom(roomNamed("a"), Infinity);
    else expect(await readToEnd(reader, { roomId: "a", file: 2 })).toBe(7);
    expect((await folder.recordsOnDisk())["commits"]).toBeLessThan(100);
    const next = await folder.openStore();
    const { from, count, entries } = commitOf(stream, 0);
    expect(await next.append([commitOf(stream, 0)])).toEqual(["ok"]);
    expect(await next.expireRooms(0, 10)).toEqual([]);
    expect(await next.read(stream, 0, Infinity)).toEqual([{ from, count, entries }]);
  });

  it("[S54] killed while a stream is deleted and begun anew, again and again, it has one whole and nothing of those before", async () => {
    let reached = { times: 0, end: 0 };
    for (const killAfter of [2, 7, 23, 40, 61, 97]) {
      const said = await folder.startWriter("anew").heard<{ times: number; end: number; outcome?: string }>(killAfter);
      expect(said.filter(({ outcome = "ok" }) => outcome !== "ok")).toEqual([]);
      reached = said.at(-1)!;
      const reader = await folder.openStore();
      const commits = await reader.read({ roomId: "a", file: 1 }, 0, Infinity);
      const entries = commits.flatMap((commit) => JSON.parse(commit.entries) as number[]);
      const snapshot = await reader.latestSnapshot({ roomId: "a", file: 1 }, Infinity);
      const [times = reached.times + 1] = entries;
      expect(new Set(entries).size).toBeLessThan(2);
      expect(times).toBeGreaterThanOrEqual(reached.times);
      if (times === reached.times) expect(entries.length).toBeGreaterThanOrEqual(reached.end);
      if (snapshot) expect([snapshot.text, snapshot.version <= entries.length]).toEqual([`${times}`, true]);
      await folder.closeStore();
    }
    expect(reached.times).toBeGreaterThan(5);
  });

  it("[S46] other streams' appends do not wait until all records of a deleted one are removed", async () => {
    await manyRecords(folder);
    const writer = await folder.openStore();
    const deleted = writer.deleteStream({ roomId: "a", file: 1 }).then(() => "deleted");
    // The first is behind the mark; the others go in between the steps.
    for (let from = 0; from < 5; from++) {
      const appended = writer.append([commitOf({ roomId: "b", file: 1 }, from)]).then(([outcome]) => outcome);
      expect(await Promise.race([deleted, appended])).toBe("ok");
    }
    await deleted;
    expect(await folder.recordsOnDisk()).toMatchObject({ commits: 2, doomedStreams: 0 });
  });

  describe("the journal", () => {
    const { erase } = Journal.prototype;
    let times: number;
    let isBroken: boolean;
    let ended = (): void => {};
    beforeEach(() => {
      times = 0;
      isBroken = false;
      jest.spyOn(Journal.prototype, "erase").mockImplementation(async function (this: Journal) {
        times++;
        if (!isBroken) await erase.call(this);
        ended();
        if (isBroken) throw new Error("the disk is broken");
      });
      jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "performance", "Date", "queueMicrotask"] });
    });
    afterEach(() => {
      jest.useRealTimers();
      jest.restoreAllMocks();
    });

    const journal = async (): Promise<string> =>
      (await Promise.all(["journal-0", "journal-1"].map((name) => readFile(join(folder.path, name), "latin1")))).join();
    const secret = (file: number, from: number) => ({
      ...commitOf({ roomId: "a", file }, from),
      entries: JSON.stringify([`secret of ${file}`]),
    });
    /** So long after a deletion it is erased. */
    async function erased(): Promise<void> {
      const isErased = new Promise<void>((resolve) => (ended = resolve));
      jest.advanceTimersByTime(5_000);
      await isErased;
    }

    it("[S56] five seconds after a stream was deleted nothing of it stands there, and what came since is found", async () => {
      const writer = await folder.openStore();
      await writer.createRoom(roomNamed("a"), Infinity);
      // As much as fills both files.
      for (let from = 0; from < 8; from++)
        await writer.append([{ ...commitOf({ roomId: "a", file: 3 }, from), entries: `["${"x".repeat(500_000)}"]` }]);
      await writer.append([secret(1, 0), secret(2, 0)]);
      await writer.deleteStream({ roomId: "a", file: 1 });
      expect((await journal()).includes("secret of 1")).toBe(true);
      await writer.append([secret(2, 1)]);
      await erased();
      expect(/secret|x/.test(await journal())).toBe(false);
      await writer.append([secret(2, 2)]);
      // As a kill leaves the folder, which the last writes to the tables are not under way in.
      const copied = await temporaryFolder();
      try {
        for (const name of ["data.mdb", "journal-0", "journal-1"])
          await copyFile(join(folder.path, name), join(copied, name));
        const next = await openEmbeddedStore(copied);
        expect(await next.read({ roomId: "a", file: 1 }, 0, 10)).toEqual([]);
        expect(await readToEnd(next, { roomId: "a", file: 2 })).toBe(3);
        await next.close();
      } finally {
        await rm(copied, { recursive: true });
      }
    });

    it.each([
      ["a room", (writer: ListedRoomStore) => writer.deleteRoom("a")],
      ["one that has expired", (writer: ListedRoomStore) => writer.expireRooms(2_000, 10)],
    ])("[S56] so it is of %s", async (_, deleteIt) => {
      const writer = await folder.openStore();
      await writer.createRoom(roomNamed("a"), 1_000);
      await writer.append([secret(1, 0)]);
      await deleteIt(writer);
      await erased();
      expect((await journal()).includes("secret")).toBe(false);
      await writer.expireRooms(2_000, 10);
      jest.advanceTimersByTime(5_000);
      // an append comes after what would erase it
      expect(await writer.append([secret(1, 1)])).toEqual(["gone"]);
      expect(times).toBe(1);
    });

    it("[S56] is erased once for all that is deleted within five seconds, and again where the disk did not take it", async () => {
      const writer = await folder.openStore();
      await writer.createRoom(roomNamed("a"), Infinity);
      const streams = Array.from({ length: 40 }, (_, index) => ({ roomId: "a", file: index + 1 }));
      await writer.append(streams.map((stream) => ({ ...commitOf(stream, 0), entries: '["secret"]' })));
      for (const stream of streams) await writer.deleteStream(stream);
      expect(times).toBe(0);
      isBroken = true;
      await erased();
      expect((await journal()).includes("secret")).toBe(true);
      isBroken = false;
      // an append comes after what erases it, here twice
      await writer.append([commitOf({ roomId: "a", file: 50 }, 0)]);
      jest.advanceTimersByTime(5_000);
      await writer.append([commitOf({ roomId: "a", file: 50 }, 1)]);
      expect(times).toBe(2);
      expect((await journal()).includes("secret")).toBe(false);
      for (const stream of streams) expect(await writer.read(stream, 0, 1)).toEqual([]);
    });
  });

  /** Rooms "a" and "b" with ordinary text and a secret beside it in file 2, enough of it for pages that have nothing else and pages that have both. */
  async function secretsBesideOthers(): Promise<ListedRoomStore> {
    const writer = await folder.openStore();
    for (const roomId of ["a", "b"]) {
      await writer.createRoom(roomNamed(roomId), Infinity);
      for (let from = 0; from < 200; from++) {
        const secret = {
          ...commitOf({ roomId, file: 2 }, from),
          entries: JSON.stringify([`secret of ${roomId} `.repeat(1 + (from % 9))]),
        };
        await writer.append([commitOf({ roomId, file: 1 }, from), secret, commitOf({ roomId, file: 3 }, from)]);
        // so that it is written page by page, between others
        if (from % 20 === 0) await writer.streams(roomId);
      }
    }
    return writer;
  }
  const fileHas = async (text: string): Promise<boolean> =>
    (await readFile(join(folder.path, "data.mdb"), "latin1")).includes(text);
  const othersAreThere = async (reader: ListedRoomStore): Promise<void> => {
    for (const file of [1, 3]) expect(await readToEnd(reader, { roomId: "a", file })).toBe(200);
    expect(await reader.append([commitOf({ roomId: "a", file: 1 }, 200)])).toEqual(["ok"]);
    expect(await readToEnd(reader, { roomId: "a", file: 1 })).toBe(201);
  };

  it("[S60] what was deleted is in no page of the file once the folder is opened anew, and all else is there", async () => {
    const writer = await secretsBesideOthers();
    await writer.deleteStream({ roomId: "a", file: 2 });
    await writer.deleteRoom("b");
    await folder.closeStore();
    expect([await fileHas("secret of a"), await fileHas("secret of b")]).toEqual([true, true]);
    await othersAreThere(await folder.openStore());
    await folder.closeStore();
    expect([await fileHas("secret"), (await readdir(folder.path)).includes("anew")]).toEqual([false, false]);
  });

  it("[S60] killed while the file is made anew, it is the one of before or the new one", async () => {
    const writer = await secretsBesideOthers();
    await writer.deleteStream({ roomId: "a", file: 2 });
    await folder.closeStore();
    // as a kill leaves it in the middle of the copy
    await mkdir(join(folder.path, "anew"));
    await writeFile(join(folder.path, "anew", "data.mdb"), "half");
    await folder.openStore();
    await folder.closeStore();
    expect([await fileHas("secret of a"), await fileHas("secret of b")]).toEqual([false, true]);
    // and as it leaves it once the new one is in its place
    const root = open({ path: folder.path, noSubdir: false, overlappingSync: false });
    const marks = root.openDB<string, string>({ name: "marks", encoding: "string" });
    expect(marks.doesExist("removed")).toBe(false);
    await marks.put("removed", "");
    await root.close();
    await othersAreThere(await folder.openStore());
  });

  it("[S60] on a disk that has no room for a second file it opens, and makes it anew when there is", async () => {
    const writer = await secretsBesideOthers();
    // more than that bound, which the journal fits into
    for (let from = 0; from < 12; from++)
      await writer.append([{ ...commitOf({ roomId: "b", file: 4 }, from), entries: `["${"x".repeat(1_000_000)}"]` }]);
    await writer.deleteStream({ roomId: "a", file: 2 });
    await folder.closeStore();
    await folder.startWriter("hold", 8_192).heard(1);
    expect([await fileHas("secret of a"), (await readdir(folder.path)).includes("anew")]).toEqual([true, false]);
    await othersAreThere(await folder.openStore());
    await folder.closeStore();
    expect(await fileHas("secret of a")).toBe(false);
  });
});
