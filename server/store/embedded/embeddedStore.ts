// Rooms in LMDB, inside this process: the default store. Knows one data folder, which it has to itself.
import { mkdir, open as openFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { open, type Database, type RootDatabase } from "lmdb";
import { EVENTS } from "../../rooms/roomStore.ts";
import { isSnapshotKept, isStorableId } from "../keeping.ts";
import type { Append, AppendOutcome, Commit, RoomStore, Snapshot, Stream } from "../../rooms/roomStore.ts";
import type { RoomDocument } from "../../rooms/roomDocument.ts";
import { lockDataDir } from "./dataDirLock.ts";

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Records that one transaction removes at most, so that a deletion never holds up an append for long. */
const PURGE_RECORDS = 500;
/** Streams whose ends are held in memory; looking one up costs as much as all else that a small commit does. */
const ENDS_KEPT = 50_000;
/** As much as a busy moment writes, so that `ready` does not call a disk fit that holds only crumbs. */
const PROBE = Buffer.alloc(64 * 1024);

/** What LMDB's files begin with, and where. */
const DATA_MAGIC = { position: 24, bytes: Buffer.from("dec0efbe", "hex") };

type StreamKey = [roomId: string, file: number, version: number];
/** One thing that a transaction puts, or removes where there is no value. */
type Write = readonly [database: Database, key: string | (string | number)[], value?: string | Buffer];
/** What a transaction writes, worked out beforehand from all that was kept until then. */
interface Plan<Result> {
  readonly writes: readonly Write[];
  readonly result: Result;
}

/** Opens the folder, creating it when missing; reads no room. Rejects with a sentence when another process has it. */
export async function openEmbeddedStore(dataDir: string): Promise<RoomStore> {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const unlock = await lockDataDir(path);
  try {
    await assertUsable(join(path, "lock.mdb"));
    await assertUsable(join(path, "data.mdb"), DATA_MAGIC);
    // overlappingSync false is LMDB's own way: mdb_txn_commit writes the pages, syncs them, writes the meta page through
    // (O_DSYNC), and only then is the transaction visible and lmdb-js's promise resolved (src/writer.cpp, WriteWorker::Write).
    // With true the promise would come before the sync.
    // eventTurnBatching false: with it lmdb-js keeps a promise of its own that nobody hears when a commit fails.
    const root = open({ path, noSubdir: false, overlappingSync: false, eventTurnBatching: false });
    return new EmbeddedStore(root, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * Writes go one transaction at a time: each is planned from what the one before left and is then handed over whole, so a
 * compare and what depends on it cannot be torn apart, and whatever fails fails altogether. That rests on the folder's lock.
 */
class EmbeddedStore implements RoomStore {
  readonly #root: RootDatabase;
  readonly #unlock: () => Promise<void>;
  /** roomId → RoomDocument */
  readonly #rooms: Database<string, string>;
  /** roomId → expiresAt, as text */
  readonly #times: Database<string, string>;
  /** [expiresAt, roomId], for the rooms that expire at all */
  readonly #due: Database<string, [number, string]>;
  /** roomId of what is deleted but not yet removed altogether */
  readonly #doomed: Database<string, string>;
  /** [roomId, file, from] → `count:entries` */
  readonly #commits: Database<string, StreamKey>;
  /** [roomId, file, version] → deflated JSON, where half a surrogate pair is an escape */
  readonly #snapshots: Database<Buffer, StreamKey>;
  readonly #probe: Database<Buffer, string>;

  /**
   * Where streams end, as the plans so far leave them; looked up again when not here. Emptied when a plan is not kept,
   * or takes a room away.
   */
  readonly #ends = new Map<string, number>();
  readonly #underWay = new Set<Promise<unknown>>();
  #lastWrite: Promise<unknown> = Promise.resolve();
  #probing: Promise<void> | undefined;
  #failed = false;
  #closed = false;

  constructor(root: RootDatabase, unlock: () => Promise<void>) {
    this.#root = root;
    this.#unlock = unlock;
    this.#rooms = root.openDB({ name: "rooms", encoding: "string" });
    this.#times = root.openDB({ name: "times", encoding: "string" });
    this.#due = root.openDB({ name: "due", encoding: "string" });
    this.#doomed = root.openDB({ name: "doomed", encoding: "string" });
    this.#commits = root.openDB({ name: "commits", encoding: "string" });
    this.#snapshots = root.openDB({ name: "snapshots", encoding: "binary" });
    this.#probe = root.openDB({ name: "probe", encoding: "binary" });
  }

  createRoom(document: RoomDocument, expiresAt: number): Promise<boolean> {
    return this.#track(async () => {
      const { roomId } = document;
      if (!isStorableId(roomId)) throw new Error(`invariant: no room can have the id ${roomId}`);
      return this.#write(() => {
        if (this.#exists(roomId) || this.#doomed.doesExist(roomId)) return { writes: [], result: false };
        const room: Write = [this.#rooms, roomId, JSON.stringify(document)];
        return { writes: [room, ...this.#expiry(roomId, expiresAt)], result: true };
      });
    });
  }

  loadRoom(roomId: string): Promise<RoomDocument | undefined> {
    return this.#track(async () => {
      const json = this.#exists(roomId) ? this.#rooms.get(roomId) : undefined;
      return json === undefined ? undefined : (JSON.parse(json) as RoomDocument);
    });
  }

  touchRoom(roomId: string, expiresAt: number): Promise<boolean> {
    return this.#track(() =>
      this.#write(() =>
        this.#exists(roomId)
          ? { writes: this.#expiry(roomId, expiresAt), result: true }
          : { writes: [], result: false },
      ),
    );
  }

  append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    return this.#track(async () => {
      if (appends.some(({ count }) => count < 1)) throw new Error("invariant: a commit holds at least one entry");
      return this.#write(() => {
        const writes: Write[] = [];
        const stopped = new Set<string>();
        const result = appends.map(({ stream, from, count, entries, document }): AppendOutcome => {
          const { roomId, file } = stream;
          if (!this.#exists(roomId)) return "gone";
          const name = `${roomId}/${file}`;
          if (stopped.has(name) || from !== (this.#ends.get(name) ?? this.#end(stream))) {
            stopped.add(name);
            return "conflict";
          }
          this.#ends.set(name, from + count);
          writes.push([this.#commits, [roomId, file, from], `${count}:${entries}`]);
          if (document) writes.push([this.#rooms, roomId, JSON.stringify(document)]);
          return "ok";
        });
        if (this.#ends.size > ENDS_KEPT) this.#ends.clear();
        return { writes, result };
      });
    });
  }

  read(stream: Stream, from: number, limit: number): Promise<Commit[]> {
    return this.#track(async () => {
      const found: Commit[] = [];
      const { roomId, file } = stream;
      if (!this.#exists(roomId)) return found;
      const first = newest(this.#commits, stream, from)?.key[2] ?? from;
      let entries = 0;
      for (const { key, value } of this.#commits.getRange({
        start: [roomId, file, first],
        end: [roomId, file, Infinity],
      })) {
        if (entries >= limit) break;
        const commit = readCommit(key, value);
        if (commit.from + commit.count <= from) continue;
        found.push(commit);
        entries += commit.count;
      }
      return found;
    });
  }

  latestSnapshot(stream: Stream, atMost: number): Promise<Snapshot | undefined> {
    return this.#track(async () => {
      const record = this.#exists(stream.roomId) ? newest(this.#snapshots, stream, atMost) : undefined;
      return record && (JSON.parse((await inflate(record.value)).toString()) as Snapshot);
    });
  }

  putSnapshot(stream: Stream, snapshot: Snapshot): Promise<void> {
    return this.#track(async () => {
      const { roomId, file } = stream;
      const packed = await deflate(JSON.stringify(snapshot));
      await this.#write(() => {
        if (!this.#exists(roomId)) return { writes: [], result: undefined };
        const versions = [...this.#snapshots.getKeys(streamRange(roomId, file))].map((key) => key[2]);
        const latest = Math.max(snapshot.version, ...versions);
        const dropped = versions.filter((version) => !isSnapshotKept(version, latest));
        return {
          writes: [
            [this.#snapshots, [roomId, file, snapshot.version], packed],
            ...dropped.map((version): Write => [this.#snapshots, [roomId, file, version]]),
          ],
          result: undefined,
        };
      });
    });
  }

  deleteRoom(roomId: string): Promise<void> {
    return this.#track(async () => {
      await this.#write(() => ({ writes: this.#exists(roomId) ? this.#doom(roomId) : [], result: undefined }));
      await this.#purge(roomId);
    });
  }

  expireRooms(now: number, limit: number): Promise<string[]> {
    return this.#track(async () => {
      // Left behind by a process that ended in the middle of a deletion.
      const leftOver = [...this.#doomed.getKeys({ limit })];
      for (const roomId of leftOver) await this.#purge(roomId);
      const expired = await this.#write(() => {
        const due = [...this.#due.getKeys({ end: [now + 1, ""], limit })].filter(([time]) => time <= now);
        const roomIds = due.map(([, roomId]) => roomId);
        return { writes: roomIds.flatMap((roomId) => this.#doom(roomId)), result: roomIds };
      });
      for (const roomId of expired) await this.#purge(roomId);
      return expired;
    });
  }

  /** Writes for real, and once for all who ask at the same time. */
  ready(): Promise<void> {
    return this.#track(() => {
      this.#probing ??= this.#write<void>(() => ({
        writes: [[this.#probe, "ready", PROBE]],
        result: undefined,
      })).finally(() => (this.#probing = undefined));
      return this.#probing;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#root.close();
    await this.#unlock();
  }

  #exists(roomId: string): boolean {
    // Not by its document, which can be long.
    return isStorableId(roomId) && this.#times.doesExist(roomId);
  }

  #end(stream: Stream): number {
    const last = newest(this.#commits, stream, Infinity);
    if (!last) return 0;
    const { from, count } = readCommit(last.key, last.value);
    return from + count;
  }

  /** The writes that set when a room expires. */
  #expiry(roomId: string, expiresAt: number): Write[] {
    const writes = this.#neverDue(roomId);
    if (expiresAt < Infinity) writes.push([this.#due, [expiresAt, roomId], ""]);
    return [...writes, [this.#times, roomId, String(expiresAt)]];
  }

  #neverDue(roomId: string): Write[] {
    const before = Number(this.#times.get(roomId) ?? Infinity);
    return before < Infinity ? [[this.#due, [before, roomId]]] : [];
  }

  /** The writes after which nobody finds the room, while the mark remembers that its records are still to be removed. */
  #doom(roomId: string): Write[] {
    this.#ends.clear();
    return [[this.#doomed, roomId, ""], [this.#rooms, roomId], ...this.#neverDue(roomId), [this.#times, roomId]];
  }

  /** Removes the records of a doomed room, the mark last: killed at any point, it can be done again. */
  async #purge(roomId: string): Promise<void> {
    let more = isStorableId(roomId) && this.#doomed.doesExist(roomId);
    while (more) {
      more = await this.#write(() => {
        const range = { ...streamRange(roomId), limit: PURGE_RECORDS };
        const commits = [...this.#commits.getKeys(range)].map((key): Write => [this.#commits, key]);
        const snapshots = [...this.#snapshots.getKeys(range)].map((key): Write => [this.#snapshots, key]);
        const records = [...commits, ...snapshots];
        return records.length > 0
          ? { writes: records, result: true }
          : { writes: [[this.#doomed, roomId]], result: false };
      });
    }
  }

  /** Whatever is under way when the store is closed is finished before; what comes after is refused. */
  async #track<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error("the store is closed");
    const running = operation();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** Plans when all writes before are done, and resolves when the plan is on the disk. Rejects when nothing of it is. */
  #write<T>(plan: () => Plan<T>): Promise<T> {
    const written = this.#lastWrite.then(async () => {
      try {
        const { writes, result } = plan();
        if (writes.length > 0) await this.#commit(writes);
        return result;
      } catch (error) {
        this.#ends.clear();
        throw error;
      }
    });
    this.#lastWrite = written.catch(() => {});
    return written;
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      // After a failed write LMDB may have given the whole environment up, and lmdb-js would then wait for ever for a
      // transaction that cannot begin. A synchronous one throws instead.
      if (this.#failed) this.#root.transactionSync(() => void this.#probe.put("alive", Buffer.of(1)));
      this.#failed = false;
      // A batch, not lmdb-js's transaction(): that one never settles when it fails.
      await this.#root.batch(() => {
        for (const [database, key, value] of writes) {
          void (value === undefined ? database.remove(key) : database.put(key, value));
        }
      });
    } catch (error) {
      this.#failed = true;
      throw await reasonOf(error);
    }
  }
}

/** Rejects with a sentence where LMDB's binding would end the process: a file that may not be written, or is another's. */
async function assertUsable(path: string, magic?: { position: number; bytes: Buffer }): Promise<void> {
  const file = await openFile(path, "r+").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT")
      throw new Error(`Cannot use ${path} (${error.message}); set DATA_DIR to another folder.`);
  });
  if (!file) return;
  try {
    const { size } = await file.stat();
    if (!magic || size === 0) return;
    const found = await file.read(Buffer.alloc(magic.bytes.length), { position: magic.position });
    if (!found.buffer.equals(magic.bytes))
      throw new Error(`${path} is not a database; set DATA_DIR to another folder.`);
  } finally {
    await file.close();
  }
}

/** The record of the stream with the highest version ≤ `atMost`. */
function newest<Value>(database: Database<Value, StreamKey>, { roomId, file }: Stream, atMost: number) {
  const range = { start: [roomId, file, atMost] as StreamKey, end: [roomId, file, -1] as StreamKey };
  for (const record of database.getRange({ ...range, reverse: true, limit: 1 })) return record;
  return undefined;
}

/** All records of a file, or of all files of the room. */
function streamRange(roomId: string, file?: number): { start: StreamKey; end: StreamKey } {
  return { start: [roomId, file ?? EVENTS, 0], end: [roomId, file ?? Infinity, Infinity] };
}

function readCommit([, , from]: StreamKey, value: string): Commit {
  const colon = value.indexOf(":");
  return { from, count: Number(value.slice(0, colon)), entries: value.slice(colon + 1) };
}

/** lmdb-js rejects with a general sentence and holds LMDB's own in a second promise, which has to be heard in any case. */
async function reasonOf(error: unknown): Promise<Error> {
  const { commitError } = error as { commitError?: Promise<never> };
  const reason: unknown = await Promise.resolve(commitError ?? error).catch((rejected: unknown) => rejected);
  return new Error(`the store could not write: ${reason instanceof Error ? reason.message : String(reason)}`);
}
