// LMDB's tables and the one line in which they are written. Knows no room's life and no journal.
import { open as openFile } from "node:fs/promises";
import { join } from "node:path";
import { open, type Database as Table, type RootDatabase } from "lmdb";
import { EVENTS, type Stream } from "../../rooms/roomStore.ts";
import { isStorableId } from "../anyStore.ts";
import { DATA_FILE, makeFileAnew } from "./freshFile.ts";

export type { Table };

/** What LMDB's files begin with, and where. */
const DATA_MAGIC = { position: 24, bytes: Buffer.from("dec0efbe", "hex") };
/** LMDB opens no more than it was told; a place costs nothing. */
const TABLES_MOST = 32;
/** As much as a busy moment writes, so that `probe` does not call a disk fit that holds only crumbs. */
const PROBE = Buffer.alloc(64 * 1024);

/** The mark of a file in whose free pages is what was deleted. */
const REMOVED = "removed";

export type StreamKey = [roomId: string, file: number, version: number];
/** One thing that a transaction puts, or removes where there is no value. */
export type Write = readonly [table: Table, key: string | (string | number)[], value?: string | Buffer];
/** What a transaction writes, worked out beforehand from all that was kept until then. */
export interface Plan<Result> {
  readonly writes: readonly Write[];
  readonly result: Result;
}

/**
 * Writes go one transaction at a time: each is planned from what the one before left and is then handed over whole, so a
 * compare and what depends on it cannot be torn apart, and whatever fails fails altogether. That rests on the folder's lock.
 */
export class Database {
  readonly #root: RootDatabase;
  /** roomId → RoomDocument */
  readonly rooms: Table<string, string>;
  /** roomId → expiresAt, as text */
  readonly times: Table<string, string>;
  /** [expiresAt, roomId], for the rooms that expire at all */
  readonly due: Table<string, [number, string]>;
  /** a further address of a room → `expiresAt roomId leadsTo` */
  readonly addresses: Table<string, string>;
  /** [roomId, address] */
  readonly addressesOf: Table<string, [string, string]>;
  /** [expiresAt, address], for those that expire at all */
  readonly dueAddresses: Table<string, [number, string]>;
  /** roomId of what is deleted but not yet removed altogether */
  readonly doomed: Table<string, string>;
  /** [roomId, file, 0] of a stream that is deleted but not yet removed altogether; its room is not */
  readonly doomedStreams: Table<string, StreamKey>;
  /** [roomId, file, from] → `count:entries`, of what came after the stream's segments */
  readonly commits: Table<string, StreamKey>;
  /** [roomId, file, from] → packed entries: a stream's beginning, without a gap */
  readonly segments: Table<Buffer, StreamKey>;
  /** [roomId, file, version] → deflated JSON, where half a surrogate pair is an escape */
  readonly snapshots: Table<Buffer, StreamKey>;
  /** a shared value's name → its JSON text */
  readonly values: Table<string, string>;
  /** `applied` → the sequence of the journal's last record that is in the tables, as text; `removed`, see `removed` */
  readonly marks: Table<string, string>;
  readonly #probe: Table<Buffer, string>;

  #lastWrite: Promise<unknown> = Promise.resolve();
  #failed = false;

  /** Rejects with a sentence when the folder's files cannot be used. */
  static async open(path: string): Promise<Database> {
    await assertUsable(join(path, "lock.mdb"));
    await assertUsable(join(path, DATA_FILE), DATA_MAGIC);
    // overlappingSync false is LMDB's own way: mdb_txn_commit writes the pages, syncs them, writes the meta page through
    // (O_DSYNC), and only then is the transaction visible and lmdb-js's promise resolved (src/writer.cpp, WriteWorker::Write).
    // With true the promise would come before the sync.
    // eventTurnBatching false: with it lmdb-js keeps a promise of its own that nobody hears when a commit fails.
    const openIn = () =>
      new Database(
        open({ path, noSubdir: false, overlappingSync: false, eventTurnBatching: false, maxDbs: TABLES_MOST }),
      );
    const database = openIn();
    if (!database.marks.doesExist(REMOVED)) return database;
    const isAnew = await makeFileAnew(database.#root, path);
    const next = openIn();
    if (isAnew) await next.write(() => ({ writes: [[next.marks, REMOVED]], result: undefined }));
    return next;
  }

  private constructor(root: RootDatabase) {
    this.#root = root;
    this.rooms = root.openDB({ name: "rooms", encoding: "string" });
    this.times = root.openDB({ name: "times", encoding: "string" });
    this.due = root.openDB({ name: "due", encoding: "string" });
    this.addresses = root.openDB({ name: "addresses", encoding: "string" });
    this.addressesOf = root.openDB({ name: "addressesOf", encoding: "string" });
    this.dueAddresses = root.openDB({ name: "dueAddresses", encoding: "string" });
    this.doomed = root.openDB({ name: "doomed", encoding: "string" });
    this.doomedStreams = root.openDB({ name: "doomedStreams", encoding: "string" });
    this.commits = root.openDB({ name: "commits", encoding: "string" });
    this.segments = root.openDB({ name: "segments", encoding: "binary" });
    this.snapshots = root.openDB({ name: "snapshots", encoding: "binary" });
    this.marks = root.openDB({ name: "marks", encoding: "string" });
    this.values = root.openDB({ name: "values", encoding: "string" });
    this.#probe = root.openDB({ name: "probe", encoding: "binary" });
  }

  hasRoom(roomId: string): boolean {
    // Not by its document, which can be long.
    return isStorableId(roomId) && this.times.doesExist(roomId);
  }

  /** The stream may have records, and if so they count. */
  hasStream(stream: Stream): boolean {
    return this.hasRoom(stream.roomId) && !this.isDoomed(stream);
  }

  /** The stream is deleted, and records of it are still to be removed. */
  isDoomed({ roomId, file }: Stream): boolean {
    return isStorableId(roomId) && this.doomedStreams.doesExist([roomId, file, 0]);
  }

  /** To be written with the last of what a deletion removes: the file's free pages have it until the folder is opened next. */
  get removed(): Write {
    return [this.marks, REMOVED, ""];
  }

  /** Plans when all writes before are done, and resolves when the plan is on the disk. Rejects when nothing of it is. */
  write<T>(plan: () => Plan<T>): Promise<T> {
    const written = this.#lastWrite.then(async () => {
      const { writes, result } = plan();
      if (writes.length > 0) await this.#commit(writes);
      return result;
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
        for (const [table, key, value] of writes)
          void (value === undefined ? table.remove(key) : table.put(key, value));
      });
    } catch (error) {
      this.#failed = true;
      throw await reasonOf(error);
    }
  }

  /** Resolves when a write was kept. */
  probe(): Promise<void> {
    return this.write<void>(() => ({ writes: [[this.#probe, "ready", PROBE]], result: undefined }));
  }

  /** Ends; nothing may be under way. */
  close(): Promise<void> {
    return this.#root.close();
  }
}

/** All records of a file, or of all files of the room. */
export function streamRange(roomId: string, file?: number): { start: StreamKey; end: StreamKey } {
  return { start: [roomId, file ?? EVENTS, 0], end: [roomId, file ?? Infinity, Infinity] };
}

/** The record of a stream with the highest version ≤ `atMost`. */
export function newest<Value>(
  table: Table<Value, StreamKey>,
  { roomId, file }: Stream,
  atMost: number,
): { key: StreamKey; value: Value } | undefined {
  const range = { start: [roomId, file, atMost] as StreamKey, end: [roomId, file, -1] as StreamKey };
  for (const record of table.getRange({ ...range, reverse: true, limit: 1 })) return record;
  return undefined;
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

/** lmdb-js rejects with a general sentence and holds LMDB's own in a second promise, which has to be heard in any case. */
async function reasonOf(error: unknown): Promise<Error> {
  const { commitError } = error as { commitError?: Promise<never> };
  const reason: unknown = await Promise.resolve(commitError ?? error).catch((rejected: unknown) => rejected);
  return new Error(`the store could not write: ${reason instanceof Error ? reason.message : String(reason)}`);
}
