// The embedded store under the contract; then what only a folder on a disk can suffer: kills, leftovers, no space, two owners.
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { open } from "lmdb";
import { EVENTS, SNAPSHOT_EVERY } from "../../rooms/roomStore.ts";
import { isSnapshotKept, type ListedRoomStore } from "../anyStore.ts";
import { storeContract } from "../contract.ts";
import { commitOf, readToEnd, roomNamed } from "../samples.ts";
import { openEmbeddedStore } from "./embeddedStore.ts";
import { StoreFolder, temporaryFolder } from "./storeFolder.ts";

// Several tests start processes, which a busy machine does slowly.
jest.setTimeout(120_000);

storeContract(
  "The embedded store",
  async () => {
    const dataDir = await temporaryFolder();
    return {
      open: () => openEmbeddedStore(dataDir),
      dispose: () => rm(dataDir, { recursive: true }),
    };
  },
  25,
);

describe("The embedded store on its disk", () => {
  const folder = new StoreFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  it("[S6] killed while it writes, again and again, it has lost nothing acknowledged and holds no half commit", async () => {
    const acknowledged = new Map<string, number>();
    for (const killAfter of [1, 40, 101, 250, 666]) {
      const said = await folder.startWriter("append").heard<{
        stream: { roomId: string; file: number };
        end: number;
        outcome: string;
      }>(killAfter);
      expect(new Set(said.map(({ outcome }) => outcome))).toEqual(new Set(["ok"]));
      for (const { stream, end } of said) acknowledged.set(`${stream.roomId}/${stream.file}`, end);
      const reader = await folder.openStore();
      for (const roomId of ["a", "b", "c"]) {
        for (const file of [EVENTS, 1]) {
          let end = 0;
          for (const commit of await reader.read({ roomId, file }, 0, Infinity)) {
            const { from, count, entries } = commitOf({ roomId, file }, end, commit.count);
            expect(commit).toEqual({ from, count, entries });
            end += count;
          }
          expect(end).toBeGreaterThanOrEqual(acknowledged.get(`${roomId}/${file}`) ?? 0);
          if (file === EVENTS) expect((await reader.loadRoom(roomId))?.eventsVersion).toBe(end);
        }
      }
      await folder.closeStore();
    }
    expect(acknowledged.size).toBe(6);
  });

  it("[S27] killed between two transactions that bring the journal into the tables, it has lost and doubled nothing", async () => {
    const rooms = ["packed", "there", "missing"];
    const stream = (roomId: string): { roomId: string; file: number } => ({ roomId, file: 1 });
    const firstRecords = async (from: number): Promise<Buffer> => {
      for (const count of [1, 2, 3]) {
        await folder.store.append(rooms.map((roomId) => commitOf(stream(roomId), from, count)));
        from += count;
      }
      return readFile(join(folder.path, "journal-0"));
    };
    await folder.openStore();
    for (const roomId of rooms) await folder.store.createRoom(roomNamed(roomId), Infinity);
    const before = await firstRecords(0);
    await folder.store.putSnapshot(stream("packed"), { version: 1, text: "x", confirmed: [] });
    await folder.closeStore();
    await folder.openStore();
    const after = await firstRecords(6);
    await folder.closeStore();
    // All of it is in the tables. As a kill in the middle leaves it: the journal is there, the mark is not, and neither is what came last.
    await writeFile(join(folder.path, "journal-0"), before);
    await writeFile(join(folder.path, "journal-1"), after);
    const root = open({ path: folder.path, noSubdir: false, overlappingSync: false });
    const commits = root.openDB<string, [string, number, number]>({ name: "commits", encoding: "string" });
    const [missing, packed, there] = ["missing", "packed", "there"].map((roomId) =>
      [...commits.getKeys({ start: [roomId, 1, 0], end: [roomId, 1, Infinity] })].map(([, , from]) => from),
    );
    expect({ missing, packed, there }).toEqual({ missing: [0, 6], packed: [6], there: [0, 6] });
    await root.batch(() => {
      for (const from of [0, 6]) void commits.remove(["missing", 1, from]);
      void commits.remove(["packed", 1, 6]);
      void root.openDB({ name: "marks", encoding: "string" }).remove("applied");
    });
    await root.close();
    for (let end = 12; end < 15; end++) {
      const reader = await folder.openStore();
      for (const roomId of rooms) {
        const read = await reader.read(stream(roomId), 0, Infinity);
        const { entries } = commitOf(stream(roomId), 0, end);
        expect(read.flatMap((commit) => JSON.parse(commit.entries) as unknown[])).toEqual(JSON.parse(entries));
        expect(await reader.append([commitOf(stream(roomId), end, 1)])).toEqual(["ok"]);
      }
      await folder.closeStore();
    }
  });

  it("[S46] an append does not wait while what came before it goes into the tables", async () => {
    const writer = await folder.openStore();
    await writer.createRoom(roomNamed("a"), Infinity);
    const files = Array.from({ length: 2_000 }, (_, index) => index + 1);
    await writer.append(files.map((file) => commitOf({ roomId: "a", file }, 0)));
    const brought = writer.streams("a").then(() => "all is in the tables");
    await turn();
    const appended = writer.append([commitOf({ roomId: "a", file: 1 }, 1)]).then(([outcome]) => outcome);
    expect(await Promise.race([brought, appended])).toBe("ok");
    await brought;
    const commits = await writer.read({ roomId: "a", file: 1 }, 0, Infinity);
    expect(commits.map(({ from, count }) => [from, count])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  const deletions = {
    room: (deleting: ListedRoomStore) => deleting.deleteRoom("a"),
    stream: (deleting: ListedRoomStore) => deleting.deleteStream({ roomId: "a", file: 1 }),
  };
  it.each([
    ["[S18]", "room"],
    ["[S53]", "stream"],
  ] as const)("%s a %s that goes while it is packed leaves nothing to the next of its name", async (_, kind) => {
    const [packed, other] = [1, 2].map((file) => ({ roomId: "a", file }));
    for (const turnsBefore of [1, 4, 16]) {
      const writer = await folder.openStore();
      await writer.createRoom(roomNamed("a"), Infinity);
      // Takes long to pack, and goes past the journal into the tables.
      await writer.append([commitOf(packed!, 0, 200_000)]);
      await writer.putSnapshot(packed!, { version: 200_000, text: "x", confirmed: [] });
      // So much goes from the journal into the tables at once, and then is packed what is due.
      for (const times of [0, 1, 2]) await writer.append([commitOf(other!, times * 7_000, 7_000)]);
      await writer.streams("a");
      for (let passed = 0; passed < turnsBefore; passed++) await turn();
      await deletions[kind](writer);
      await writer.createRoom(roomNamed("a"), Infinity);
      const { entries } = commitOf(packed!, 700);
      await writer.append([{ stream: packed!, from: 0, count: 1, entries }]);
      await folder.closeStore();
      const reader = await folder.openStore();
      expect(await reader.read(packed!, 0, Infinity)).toEqual([{ from: 0, count: 1, entries }]);
      await reader.deleteRoom("a");
      await folder.closeStore();
    }
  });

  it("[S48] a segment takes no more once it is long, however few bytes it packs into", async () => {
    const writer = await folder.openStore();
    await writer.createRoom(roomNamed("a"), Infinity);
    const stream = { roomId: "a", file: 1 };
    const entries = `["${"x".repeat(400_000)}"]`;
    for (let from = 0; from < 12; from++) await writer.append([{ stream, from, count: 1, entries }]);
    await writer.putSnapshot(stream, { version: 12, text: "x", confirmed: [] });
    expect(await folder.recordsOnDisk()).toMatchObject({ segments: 4, commits: 0 });
    const reader = await folder.openStore();
    for (let from = 0; from < 12; from += 3)
      expect(await reader.read(stream, from, 1)).toEqual([
        { from, count: 3, entries: `[${Array.from({ length: 3 }, () => entries.slice(1, -1)).join(",")}]` },
      ]);
  });

  it("[S17] snapshots that need not be kept leave the disk", async () => {
    const writer = await folder.openStore();
    await writer.createRoom(roomNamed("a"), Infinity);
    const versions = Array.from({ length: 40 }, (_, index) => (index + 1) * SNAPSHOT_EVERY);
    for (const version of versions)
      await writer.putSnapshot({ roomId: "a", file: 1 }, { version, text: "x", confirmed: [] });
    const kept = versions.filter((version) => isSnapshotKept(version, 40 * SNAPSHOT_EVERY)).length;
    expect(kept).toBeLessThan(12);
    expect((await folder.recordsOnDisk())["snapshots"]).toBe(kept);
  });

  it("[S24] a write that finds no space rejects and is not kept by halves; ready says so until there is space again", async () => {
    const said = Object.assign({}, ...(await folder.startWriter("fill", 8_192).heard<object>())) as Record<
      string,
      unknown
    >;
    const refused = expect.stringContaining("could not write");
    expect(said).toMatchObject({ tooLarge: refused, thenReady: "ready", bytes: 100, outcome: refused, full: refused });
    const end = said["end"] as number;
    expect(end).toBeGreaterThan(3);
    expect(said["readable"]).toBe(end);
    const reader = await folder.openStore();
    const stream = { roomId: "full", file: 1 };
    expect(await readToEnd(reader, stream)).toBe(end);
    for (let from = 0; from < end; from++) {
      const [commit] = await reader.read(stream, from, 1);
      expect(JSON.parse(commit!.entries)).toEqual([expect.stringMatching(/^x+$/)]);
    }
    await reader.ready();
    expect(await reader.append([commitOf({ roomId: "full", file: 1 }, end)])).toEqual(["ok"]);
  });

  it("[S25] a second owner of the folder is refused with a sentence, in this process and in another", async () => {
    const sentence = `Another Code Companion is using ${folder.path}; stop it or set DATA_DIR to another folder.`;
    await folder.openStore();
    await expect(openEmbeddedStore(folder.path)).rejects.toThrow(sentence);
    await expect(openEmbeddedStore(`${folder.path}/`)).rejects.toThrow(sentence);
    await folder.store.createRoom(roomNamed("a"), Infinity);
    await folder.closeStore();
    const { child, lines, exit } = folder.startWriter("hold");
    await once(lines, "line");
    await expect(openEmbeddedStore(folder.path)).rejects.toThrow(sentence);
    // Stopped is not dead.
    child.kill("SIGSTOP");
    await expect(openEmbeddedStore(folder.path)).rejects.toThrow(sentence);
    child.kill("SIGKILL");
    await exit;
    expect(await (await folder.openStore()).loadRoom("a")).toEqual(roomNamed("a"));
    expect((await readdir(folder.path)).filter((name) => name.endsWith(".sock"))).toHaveLength(1);
    await folder.closeStore();
    expect((await readdir(folder.path)).filter((name) => name.endsWith(".sock"))).toEqual([]);
  });

  it("[S25] of several that open the folder at once at most one gets it, and then the next can", async () => {
    for (let round = 0; round < 10; round++) {
      const opened = await Promise.allSettled(Array.from({ length: 4 }, () => openEmbeddedStore(folder.path)));
      const owners = opened.filter((result) => result.status === "fulfilled");
      expect(owners.length).toBeLessThanOrEqual(1);
      for (const { value } of owners) await value.close();
    }
    await folder.openStore();
  });

  it("[S25] a lock that cannot be asked counts as held", async () => {
    const name = "owner-0123456789ab.sock";
    await symlink(name, join(folder.path, name));
    await expect(folder.openStore()).rejects.toThrow("Another Code Companion");
    expect(await readdir(folder.path)).toEqual([name]);
  });

  it("[S26] a folder that is missing is made, however long its path", async () => {
    const deep = join(folder.path, "a folder.v1", "x".repeat(120), "data");
    const first = await openEmbeddedStore(deep);
    await expect(openEmbeddedStore(deep)).rejects.toThrow(`Another Code Companion is using ${deep}`);
    await first.createRoom(roomNamed("a"), Infinity);
    await first.close();
    const second = await openEmbeddedStore(deep);
    expect(await second.loadRoom("a")).toEqual(roomNamed("a"));
    await second.close();
  });

  it("[S26] a folder that cannot be used is an error that names it, and leaves no lock behind", async () => {
    const path = join(folder.path, "taken");
    await writeFile(path, "");
    await expect(openEmbeddedStore(path)).rejects.toThrow(path);
    await expect(openEmbeddedStore(join(path, "below"))).rejects.toThrow(path);
    await mkdir(join(folder.path, "lock.mdb"));
    await expect(folder.openStore()).rejects.toThrow(`Cannot use ${join(folder.path, "lock.mdb")}`);
    await rm(join(folder.path, "lock.mdb"), { recursive: true });
    for (const text of ["short", "long enough to be read as one ".repeat(1_000)]) {
      await writeFile(join(folder.path, "data.mdb"), text);
      await expect(folder.openStore()).rejects.toThrow(`${join(folder.path, "data.mdb")} is not a database`);
    }
    expect((await readdir(folder.path)).filter((name) => name.endsWith(".sock"))).toEqual([]);
    await writeFile(join(folder.path, "data.mdb"), "");
    await folder.openStore();
  });
});
