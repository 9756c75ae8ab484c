// The embedded store under the contract; then what only a folder on a disk can suffer: kills, leftovers, no space, two owners.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { open } from "lmdb";
import { EVENTS, SNAPSHOT_EVERY } from "../../rooms/roomStore.ts";
import { isSnapshotKept, type ListedRoomStore } from "../keeping.ts";
import { storeContract } from "../contract.ts";
import { commitOf, readToEnd, roomNamed } from "../samples.ts";
import { openEmbeddedStore } from "./embeddedStore.ts";

// Several tests start processes, which a busy machine does slowly.
jest.setTimeout(120_000);

const WRITER = fileURLToPath(new URL("./writer.process.ts", import.meta.url));

const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "store-"));

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
  let dataDir: string;
  let store: ListedRoomStore | undefined;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    dataDir = await temporaryFolder();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.kill("SIGKILL")) await once(child, "exit");
    await store?.close();
    store = undefined;
    await rm(dataDir, { recursive: true });
  });

  const openStore = async (): Promise<ListedRoomStore> => (store = await openEmbeddedStore(dataDir));
  const closeStore = async (): Promise<void> => {
    await store?.close();
    store = undefined;
  };

  /** Runs the writer, its written files bounded to `blocks` (of 512 or 1,024 bytes) where given. */
  function startWriter(mode: string, blocks?: number) {
    const limit = blocks === undefined ? "" : `ulimit -f ${blocks};`;
    const command = [process.execPath, "--import", "tsx", WRITER, dataDir, mode];
    const child = spawn("sh", ["-c", `${limit} exec "$@"`, "sh", ...command], { stdio: ["ignore", "pipe", "pipe"] });
    children.push(child);
    let errors = "";
    child.stderr.on("data", (text) => (errors += text));
    const lines = createInterface({ input: child.stdout });
    const exit = once(child, "close");
    /** All that it said, as objects. Kills it after `killAfter` lines. */
    const heard = async <Line>(killAfter = Infinity): Promise<Line[]> => {
      const said: Line[] = [];
      for await (const line of lines) {
        said.push(JSON.parse(line) as Line);
        if (said.length === killAfter) child.kill("SIGKILL");
      }
      await exit;
      if (said.length === 0) throw new Error(`the writer said nothing: ${errors}`);
      return said;
    };
    return { child, lines, exit, heard };
  }

  /** How many records there are in all, looked up past the store. */
  async function recordsOnDisk(): Promise<Record<string, number>> {
    await closeStore();
    const root = open({ path: dataDir, noSubdir: false, overlappingSync: false });
    const names = Object.keys(nothing);
    const counts = names.map((name) => [name, root.openDB({ name, encoding: "binary" }).getKeysCount()]);
    await root.close();
    return Object.fromEntries(counts) as Record<string, number>;
  }
  const tables = ["rooms", "times", "due", "doomed", "commits", "segments", "snapshots"];
  const addressTables = ["addresses", "addressesOf", "dueAddresses"];
  const nothing = Object.fromEntries([...tables, ...addressTables].map((name) => [name, 0]));

  it("[S6] killed while it writes, again and again, it has lost nothing acknowledged and holds no half commit", async () => {
    const acknowledged = new Map<string, number>();
    for (const killAfter of [1, 40, 101, 250, 666]) {
      const said = await startWriter("append").heard<{
        stream: { roomId: string; file: number };
        end: number;
        outcome: string;
      }>(killAfter);
      expect(new Set(said.map(({ outcome }) => outcome))).toEqual(new Set(["ok"]));
      for (const { stream, end } of said) acknowledged.set(`${stream.roomId}/${stream.file}`, end);
      const reader = await openStore();
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
      await closeStore();
    }
    expect(acknowledged.size).toBe(6);
  });

  it("[S27] killed between two transactions that bring the journal into the tables, it has lost and doubled nothing", async () => {
    const rooms = ["packed", "there", "missing"];
    const stream = (roomId: string): { roomId: string; file: number } => ({ roomId, file: 1 });
    const firstRecords = async (from: number): Promise<Buffer> => {
      for (const count of [1, 2, 3]) {
        await store!.append(rooms.map((roomId) => commitOf(stream(roomId), from, count)));
        from += count;
      }
      return readFile(join(dataDir, "journal-0"));
    };
    await openStore();
    for (const roomId of rooms) await store!.createRoom(roomNamed(roomId), Infinity);
    const before = await firstRecords(0);
    await store!.putSnapshot(stream("packed"), { version: 1, text: "x", confirmed: [] });
    await closeStore();
    await openStore();
    const after = await firstRecords(6);
    await closeStore();
    // All of it is in the tables. As a kill in the middle leaves it: the journal is there, the mark is not, and neither is what came last.
    await writeFile(join(dataDir, "journal-0"), before);
    await writeFile(join(dataDir, "journal-1"), after);
    const root = open({ path: dataDir, noSubdir: false, overlappingSync: false });
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
      const reader = await openStore();
      for (const roomId of rooms) {
        const read = await reader.read(stream(roomId), 0, Infinity);
        const { entries } = commitOf(stream(roomId), 0, end);
        expect(read.flatMap((commit) => JSON.parse(commit.entries) as unknown[])).toEqual(JSON.parse(entries));
        expect(await reader.append([commitOf(stream(roomId), end, 1)])).toEqual(["ok"]);
      }
      await closeStore();
    }
  });

  it("[S46] an append does not wait while what came before it goes into the tables", async () => {
    const writer = await openStore();
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

  it("[S18] a room that goes while it is packed leaves nothing to the next of its name", async () => {
    const [packed, other] = [1, 2].map((file) => ({ roomId: "a", file }));
    for (const turnsBefore of [1, 4, 16]) {
      const writer = await openStore();
      await writer.createRoom(roomNamed("a"), Infinity);
      // Takes long to pack, and goes past the journal into the tables.
      await writer.append([commitOf(packed!, 0, 200_000)]);
      await writer.putSnapshot(packed!, { version: 200_000, text: "x", confirmed: [] });
      // So much goes from the journal into the tables at once, and then is packed what is due.
      for (const times of [0, 1, 2]) await writer.append([commitOf(other!, times * 7_000, 7_000)]);
      await writer.streams("a");
      for (let passed = 0; passed < turnsBefore; passed++) await turn();
      await writer.deleteRoom("a");
      await writer.createRoom(roomNamed("a"), Infinity);
      const { entries } = commitOf(packed!, 700);
      await writer.append([{ stream: packed!, from: 0, count: 1, entries }]);
      await closeStore();
      const reader = await openStore();
      expect(await reader.read(packed!, 0, Infinity)).toEqual([{ from: 0, count: 1, entries }]);
      await reader.deleteRoom("a");
      await closeStore();
    }
  });

  it("[S18] of a deleted room nothing stays on the disk", async () => {
    const writer = await openStore();
    for (const roomId of ["a", "b"]) {
      await writer.createRoom(roomNamed(roomId), 1_000);
      await writer.append(
        Array.from({ length: 700 }, (_, from) => commitOf({ roomId, file: 1 + (from % 2) }, from >> 1)),
      );
      await writer.putSnapshot({ roomId, file: 1 }, { version: 1, text: "x", confirmed: [] });
      await writer.touchRoom(roomId, 2_000);
    }
    await writer.deleteRoom("a");
    const left = await recordsOnDisk();
    expect(left).toMatchObject({ rooms: 1, times: 1, due: 1, doomed: 0, snapshots: 1 });
    expect(left["commits"]! + left["segments"]!).toBeGreaterThanOrEqual(2);
    expect(await (await openStore()).expireRooms(2_000, 10)).toEqual(["b"]);
    expect(await recordsOnDisk()).toEqual(nothing);
  });

  it.each([1, 5, 15])(
    "[S23] a deletion that a kill cut short is finished by the next sweep (killed at step %d)",
    async (step) => {
      const writer = await openStore();
      await writer.createRoom(roomNamed("a"), Infinity);
      await writer.createRoom(roomNamed("b"), Infinity);
      await closeStore();
      // More records than a room has that was typed into and compacted, so that there are many steps.
      const root = open({ path: dataDir, noSubdir: false, overlappingSync: false });
      const commits = root.openDB<string, [string, number, number]>({ name: "commits", encoding: "string" });
      await root.batch(() => {
        for (let from = 0; from < 40_000; from++) void commits.put(["a", 1, from], "1:[0]");
      });
      await root.close();
      const kept = (await startWriter("delete").heard(step)).length;
      const left = await recordsOnDisk();
      expect(left).toMatchObject({ rooms: 1, doomed: 1 });
      expect(left["commits"]).toBeGreaterThan(kept);
      const reader = await openStore();
      expect(await reader.loadRoom("a")).toBeUndefined();
      expect(await reader.read({ roomId: "a", file: 1 }, 0, Infinity)).toEqual([]);
      expect(await reader.expireRooms(0, 10)).toEqual([]);
      await reader.deleteRoom("b");
      expect(await recordsOnDisk()).toEqual(nothing);
    },
  );

  it("[S23] a half-deleted room is no room, its id is taken, and the sweep ends it", async () => {
    const writer = await openStore();
    await writer.createRoom(roomNamed("a"), 1_000);
    await writer.append([commitOf({ roomId: "a", file: 1 }, 0)]);
    await writer.claimAddress("x", "a", 9_000);
    await closeStore();
    // As the first transaction of a deletion leaves it.
    const root = open({ path: dataDir, noSubdir: false, overlappingSync: false });
    await root.batch(() => {
      void root.openDB({ name: "doomed", encoding: "string" }).put("a", "");
      void root.openDB({ name: "rooms", encoding: "string" }).remove("a");
      void root.openDB({ name: "times", encoding: "string" }).remove("a");
      void root.openDB({ name: "due", encoding: "string" }).remove([1_000, "a"]);
    });
    await root.close();
    const next = await openStore();
    expect(await next.loadRoom("a")).toBeUndefined();
    expect(await next.read({ roomId: "a", file: 1 }, 0, 10)).toEqual([]);
    expect(await next.append([commitOf({ roomId: "a", file: 1 }, 1)])).toEqual(["gone"]);
    expect(await next.createRoom(roomNamed("a"), Infinity)).toBe(false);
    expect(await next.roomAt("x", 0)).toBeUndefined();
    expect(await next.expireRooms(5_000, 10)).toEqual([]);
    expect(await recordsOnDisk()).toEqual(nothing);
    expect(await (await openStore()).createRoom(roomNamed("a"), Infinity)).toBe(true);
  });

  it("[S48] a segment takes no more once it is long, however few bytes it packs into", async () => {
    const writer = await openStore();
    await writer.createRoom(roomNamed("a"), Infinity);
    const stream = { roomId: "a", file: 1 };
    const entries = `["${"x".repeat(400_000)}"]`;
    for (let from = 0; from < 12; from++) await writer.append([{ stream, from, count: 1, entries }]);
    await writer.putSnapshot(stream, { version: 12, text: "x", confirmed: [] });
    expect(await recordsOnDisk()).toMatchObject({ segments: 4, commits: 0 });
    const reader = await openStore();
    for (let from = 0; from < 12; from += 3)
      expect(await reader.read(stream, from, 1)).toEqual([
        { from, count: 3, entries: `[${Array.from({ length: 3 }, () => entries.slice(1, -1)).join(",")}]` },
      ]);
  });

  it("[S17] snapshots that need not be kept leave the disk", async () => {
    const writer = await openStore();
    await writer.createRoom(roomNamed("a"), Infinity);
    const versions = Array.from({ length: 40 }, (_, index) => (index + 1) * SNAPSHOT_EVERY);
    for (const version of versions)
      await writer.putSnapshot({ roomId: "a", file: 1 }, { version, text: "x", confirmed: [] });
    const kept = versions.filter((version) => isSnapshotKept(version, 40 * SNAPSHOT_EVERY)).length;
    expect(kept).toBeLessThan(12);
    expect((await recordsOnDisk())["snapshots"]).toBe(kept);
  });

  it("[S24] a write that finds no space rejects and is not kept by halves; ready says so until there is space again", async () => {
    const said = Object.assign({}, ...(await startWriter("fill", 8_192).heard<object>())) as Record<string, unknown>;
    const refused = expect.stringContaining("could not write");
    expect(said).toMatchObject({ tooLarge: refused, thenReady: "ready", bytes: 100, outcome: refused, full: refused });
    const end = said["end"] as number;
    expect(end).toBeGreaterThan(3);
    expect(said["readable"]).toBe(end);
    const reader = await openStore();
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
    const sentence = `Another Code Companion is using ${dataDir}; stop it or set DATA_DIR to another folder.`;
    await openStore();
    await expect(openEmbeddedStore(dataDir)).rejects.toThrow(sentence);
    await expect(openEmbeddedStore(`${dataDir}/`)).rejects.toThrow(sentence);
    await store?.createRoom(roomNamed("a"), Infinity);
    await closeStore();
    const { child, lines, exit } = startWriter("hold");
    await once(lines, "line");
    await expect(openEmbeddedStore(dataDir)).rejects.toThrow(sentence);
    // Stopped is not dead.
    child.kill("SIGSTOP");
    await expect(openEmbeddedStore(dataDir)).rejects.toThrow(sentence);
    child.kill("SIGKILL");
    await exit;
    expect(await (await openStore()).loadRoom("a")).toEqual(roomNamed("a"));
    expect((await readdir(dataDir)).filter((name) => name.endsWith(".sock"))).toHaveLength(1);
    await closeStore();
    expect((await readdir(dataDir)).filter((name) => name.endsWith(".sock"))).toEqual([]);
  });

  it("[S25] of several that open the folder at once at most one gets it, and then the next can", async () => {
    for (let round = 0; round < 10; round++) {
      const opened = await Promise.allSettled(Array.from({ length: 4 }, () => openEmbeddedStore(dataDir)));
      const owners = opened.filter((result) => result.status === "fulfilled");
      expect(owners.length).toBeLessThanOrEqual(1);
      for (const { value } of owners) await value.close();
    }
    await openStore();
  });

  it("[S25] a lock that cannot be asked counts as held", async () => {
    const name = "owner-0123456789ab.sock";
    await symlink(name, join(dataDir, name));
    await expect(openStore()).rejects.toThrow("Another Code Companion");
    expect(await readdir(dataDir)).toEqual([name]);
  });

  it("[S26] a folder that is missing is made, however long its path", async () => {
    const deep = join(dataDir, "a folder.v1", "x".repeat(120), "data");
    const first = await openEmbeddedStore(deep);
    await expect(openEmbeddedStore(deep)).rejects.toThrow(`Another Code Companion is using ${deep}`);
    await first.createRoom(roomNamed("a"), Infinity);
    await first.close();
    const second = await openEmbeddedStore(deep);
    expect(await second.loadRoom("a")).toEqual(roomNamed("a"));
    await second.close();
  });

  it("[S26] a folder that cannot be used is an error that names it, and leaves no lock behind", async () => {
    const path = join(dataDir, "taken");
    await writeFile(path, "");
    await expect(openEmbeddedStore(path)).rejects.toThrow(path);
    await expect(openEmbeddedStore(join(path, "below"))).rejects.toThrow(path);
    await mkdir(join(dataDir, "lock.mdb"));
    await expect(openStore()).rejects.toThrow(`Cannot use ${join(dataDir, "lock.mdb")}`);
    await rm(join(dataDir, "lock.mdb"), { recursive: true });
    for (const text of ["short", "long enough to be read as one ".repeat(1_000)]) {
      await writeFile(join(dataDir, "data.mdb"), text);
      await expect(openStore()).rejects.toThrow(`${join(dataDir, "data.mdb")} is not a database`);
    }
    expect((await readdir(dataDir)).filter((name) => name.endsWith(".sock"))).toEqual([]);
    await writeFile(join(dataDir, "data.mdb"), "");
    await openStore();
  });
});
