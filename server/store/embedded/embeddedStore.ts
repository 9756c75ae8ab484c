// Rooms in this process: the default store. Commits go to a journal, from there to LMDB. Knows one data folder, which it has to itself.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { deflated } from "../deflated.ts";
import { type ClaimedAddress, isSnapshotKept, isStorableId, type ListedRoomStore, StreamRead } from "../anyStore.ts";
import {
  type Append,
  type AppendOutcome,
  type Commit,
  EVENTS,
  type Lead,
  type PackedCommit,
  READ_PACKED_BYTES,
  type Snapshot,
  type Stream,
} from "../../rooms/roomStore.ts";
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { SharedValues } from "../../sharedValues.ts";
import { Addresses } from "./addresses.ts";
import { Compaction } from "./compaction.ts";
import { Database, newest, type Plan, type StreamKey, streamRange, type Write } from "./database.ts";
import { makeFolder } from "./dataFolder.ts";
import { lockDataDir } from "./dataDirLock.ts";
import { RoomDeletions } from "./deletions.ts";
import { JournalErasing } from "./erasing.ts";
import { DATA_FILE } from "./freshFile.ts";
import { bringInto, endIn, leftInJournal, writesOf } from "./intoTables.ts";
import { Journal, LARGEST_RECORD_BYTES } from "./journal.ts";
import { nameOf, Recent } from "./recent.ts";
import { PACKED_ENTRIES, packedOf } from "../packing.ts";
import { commitCount, packedSegment, readCommit, readSegment, segmentCount, writeAppends } from "./records.ts";
import { EmbeddedValues } from "./values.ts";

const inflate = promisify(inflateRaw);

/** Streams whose ends are held in memory; looking one up costs as much as all else that a small commit does. */
const ENDS_KEPT = 50_000;
/** What the journal took is brought into the tables after so long, or when it is so much; the journal has room for several times that. */
const APPLY_AFTER_MS = 30_000;
const APPLY_BYTES = 384 * 1024;
/** Closing packs what is due for so long at most; the rest stays as it is until the next snapshot. */
const COMPACT_AT_CLOSE_MS = 1_000;
/** A snapshot lives for a few thousand updates; a better level costs three times as much and saves a tenth. */
const SNAPSHOT_LEVEL = 1;
/** The most bytes that a character can take. */
const BYTES_PER_CHARACTER = 3;

/** Whether the folder has a store; opening it would make one. */
export const hasStore = (dataDir: string): boolean => existsSync(join(dataDir, DATA_FILE));

/** Opens the folder, creating it when missing; reads no room. Rejects with a sentence when another process has it. */
export async function openEmbeddedStore(dataDir: string): Promise<ListedRoomStore> {
  const path = resolve(dataDir);
  await makeFolder(path);
  const unlock = await lockDataDir(path);
  try {
    const database = await Database.open(path);
    const left = await leftInJournal(path, database);
    if (!left.empty) await bringInto(database, left);
    const journal = await Journal.create(path, left.sequence);
    return new EmbeddedStore(database, journal, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * A commit is kept once the journal has it, at the cost of one write. Reading finds it in memory until it is in the tables,
 * where it comes with all that came in the same second. There a stream begins with segments, many entries packed into few
 * bytes, which grow when a snapshot is put; what came since are commits as they are.
 */
class EmbeddedStore implements ListedRoomStore {
  readonly values: SharedValues;
  readonly #database: Database;
  readonly #journal: Journal;
  readonly #addresses: Addresses;
  readonly #deletions: RoomDeletions;
  readonly #unlock: () => Promise<void>;
  /** in the journal only */
  readonly #recent = new Recent();
  /** on its way from there into the tables */
  readonly #applying = new Recent();
  #settleTimer: NodeJS.Timeout | undefined;
  #isSettling = false;
  #lastApply: Promise<void> = Promise.resolve();
  #isApplyFailed = false;
  readonly #compaction: Compaction;

  /** Where streams end; looked up again when not here. Emptied when an append is not kept, and when a room or a stream goes. */
  readonly #ends = new Map<string, number>();
  readonly #underWay = new Set<Promise<unknown>>();
  #lastAppend: Promise<unknown> = Promise.resolve();
  /** appends, and removals of rooms and streams, that are under way or wait for it */
  #turns = 0;
  #probing: Promise<void> | undefined;
  readonly #erasing: JournalErasing;
  #closed = false;

  constructor(database: Database, journal: Journal, unlock: () => Promise<void>) {
    this.#database = database;
    this.#journal = journal;
    this.#addresses = new Addresses(database, (roomId) => database.hasRoom(roomId));
    this.#deletions = new RoomDeletions(database, this.#addresses);
    this.#compaction = new Compaction(database);
    this.#erasing = new JournalErasing(() => this.#track(() => this.#eraseJournal()));
    this.#unlock = unlock;
    this.values = new EmbeddedValues(database, (operation) => this.#track(operation));
  }

  createRoom(document: RoomDocument, expiresAt: number): Promise<boolean> {
    return this.#track(async () => {
      const { roomId } = document;
      if (!isStorableId(roomId)) throw new Error(`invariant: no room can have the id ${roomId}`);
      return this.#database.write(() => {
        if (this.#database.hasRoom(roomId) || this.#database.doomed.doesExist(roomId))
          return { writes: [], result: false };
        const room: Write = [this.#database.rooms, roomId, JSON.stringify(document)];
        return { writes: [room, ...this.#deletions.expiry(roomId, expiresAt)], result: true };
      });
    });
  }

  loadRoom(roomId: string): Promise<RoomDocument | undefined> {
    return this.#track(async () => {
      if (!this.#database.hasRoom(roomId)) return undefined;
      const recent = this.#recent.document(roomId) ?? this.#applying.document(roomId);
      return recent ?? (JSON.parse(this.#database.rooms.get(roomId)!) as RoomDocument);
    });
  }

  rooms(after: string, limit: number): Promise<(readonly [roomId: string, expiresAt: number])[]> {
    return this.#track(async () => {
      const found: (readonly [string, number])[] = [];
      for (const { key, value } of this.#database.times.getRange(after === "" ? {} : { start: after })) {
        if (found.length === limit) break;
        if (key !== after) found.push([key, Number(value)]);
      }
      return found;
    });
  }

  streams(roomId: string): Promise<number[]> {
    return this.#track(async () => {
      if (!this.#database.hasRoom(roomId)) return [];
      await this.#apply();
      const found = new Set<number>();
      for (const table of [this.#database.segments, this.#database.commits])
        for (let file = EVENTS; ; file++) {
          // One look for each stream, however many records it has.
          const [key] = [...table.getKeys({ start: [roomId, file, 0], end: streamRange(roomId).end, limit: 1 })];
          if (!key) break;
          file = key[1];
          if (this.#database.hasStream({ roomId, file })) found.add(file);
        }
      return [...found].toSorted((one, other) => one - other);
    });
  }

  touchRoom(roomId: string, expiresAt: number): Promise<boolean> {
    return this.#track(() =>
      this.#database.write(() =>
        this.#database.hasRoom(roomId)
          ? { writes: this.#deletions.expiry(roomId, expiresAt), result: true }
          : { writes: [], result: false },
      ),
    );
  }

  expiryOf(roomId: string): Promise<number | undefined> {
    return this.#track(async () =>
      this.#database.hasRoom(roomId) ? Number(this.#database.times.get(roomId)) : undefined,
    );
  }

  append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    if (appends.some(({ count }) => count < 1))
      return Promise.reject(new Error("invariant: a commit holds at least one entry"));
    return this.#track(() =>
      this.#inTurn(async () => {
        // A disk that the tables find full is not filled further by way of the journal.
        if (this.#isApplyFailed) await this.#apply();
        for (const { stream } of appends) if (this.#isHalfRemoved(stream)) await this.#deletions.purgeStream(stream);
        const outcomes = this.#place(appends);
        const kept = appends.filter((_, index) => outcomes[index] === "ok");
        if (kept.length > 0) await this.#keep(kept);
        return outcomes;
      }),
    );
  }

  /** Puts commits to the ends of their streams, in memory. */
  #place(appends: readonly Append[]): AppendOutcome[] {
    if (this.#ends.size > ENDS_KEPT) this.#ends.clear();
    const stopped = new Set<string>();
    return appends.map(({ stream, from, count }): AppendOutcome => {
      const name = nameOf(stream);
      const end = this.#ends.get(name) ?? (this.#database.hasRoom(stream.roomId) ? this.#end(stream) : undefined);
      if (end === undefined) return "gone";
      if (stopped.has(name) || from !== end) {
        stopped.add(name);
        return "conflict";
      }
      this.#ends.set(name, from + count);
      return "ok";
    });
  }

  async #keep(appends: readonly Append[]): Promise<void> {
    const record = writeAppends(appends);
    if (record.length * BYTES_PER_CHARACTER > LARGEST_RECORD_BYTES) {
      await this.#apply();
      const writes = appends.flatMap(({ stream, document, ...commit }) =>
        writesOf(this.#database, { stream, commits: [commit], document }),
      );
      return this.#database.write(() => ({ writes, result: undefined }));
    }
    this.#recent.add(appends, await this.#journal.append(record));
    this.#settleWhenDue();
  }

  #settleWhenDue(): void {
    if (this.#recent.bytes > APPLY_BYTES) this.#settle();
    else if (!this.#recent.empty) this.#settleLater();
  }

  #settleLater(): void {
    if (!this.#closed) this.#settleTimer ??= setTimeout(() => this.#settle(), APPLY_AFTER_MS);
  }

  /** Brings what the journal has into the tables and packs what is due, when nobody waits for it. */
  #settle(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = undefined;
    const settled = this.#track(async () => {
      await this.#apply().finally(() => (this.#isSettling = false));
      // What came meanwhile may fill the journal, and does not wait until all is packed.
      this.#settleWhenDue();
      await this.#compaction.run();
      if (this.#compaction.isWanted) this.#settleLater();
    });
    // When this fails, whoever appends next finds out. Nothing is lost: the journal has it.
    settled.catch(() => this.#settleLater());
  }

  /** Brings what the journal has into the tables. When that fails it rejects, and what is not there yet is still in the journal. */
  #apply(): Promise<void> {
    const applied = this.#lastApply.catch(() => {}).then(() => this.#applyRecent());
    this.#lastApply = applied;
    return applied;
  }

  async #applyRecent(): Promise<void> {
    this.#applying.absorb(this.#recent);
    if (this.#applying.empty) return;
    try {
      await bringInto(this.#database, this.#applying);
      this.#isApplyFailed = false;
    } catch (error) {
      this.#isApplyFailed = true;
      throw error;
    }
    this.#journal.release(this.#applying.sequence);
  }

  read(stream: Stream, from: number, limit: number): Promise<Commit[]> {
    return this.#track(async () => {
      const found = new StreamRead(limit);
      if (!this.#database.hasStream(stream) || limit === 0) return [];
      for (const commit of this.#commitsFrom(stream, from)) {
        found.add(commit);
        if (found.wanting === 0) break;
      }
      return found.commits;
    });
  }

  readPacked(stream: Stream, from: number): Promise<PackedCommit[]> {
    return this.#track(async () => {
      const found = this.#segmentsFrom(stream, from);
      if (found.length > 0) return found;
      const rest = await this.read(stream, from, PACKED_ENTRIES);
      return rest.length === 0 ? [] : [await packedOf(rest)];
    });
  }

  /** Segments as they are, from the one on that holds `from`. */
  #segmentsFrom(stream: Stream, from: number): PackedCommit[] {
    const { segments } = this.#database;
    const found: PackedCommit[] = [];
    if (!this.#database.hasStream(stream)) return found;
    const first = newest(segments, stream, from)?.key[2] ?? from;
    const { end } = streamRange(stream.roomId, stream.file);
    let bytes = 0;
    for (const { key, value } of segments.getRange({ start: [stream.roomId, stream.file, first], end })) {
      const segment = packedSegment(key, value);
      if (segment.from + segment.count <= from) continue;
      found.push(segment);
      bytes += segment.packed.length;
      if (bytes >= READ_PACKED_BYTES) break;
    }
    return found;
  }

  endOf(stream: Stream): Promise<number> {
    return this.#track(async () => (this.#database.hasStream(stream) ? this.#end(stream) : 0));
  }

  /** The stream from the commit on that holds `from`: its segments, its commits in the table, then those that are not there yet. */
  *#commitsFrom(stream: Stream, from: number): Iterable<Commit> {
    const { segments, commits } = this.#database;
    const recent = [...this.#applying.commits(stream), ...this.#recent.commits(stream)];
    let next = from;
    for (const [table, countOf, read] of [
      [segments, segmentCount, readSegment],
      [commits, commitCount, readCommit],
    ] as const) {
      const first = newest<Buffer | string>(table, stream, next)?.key[2] ?? next;
      const { end } = streamRange(stream.roomId, stream.file);
      const range = { start: [stream.roomId, stream.file, first] as StreamKey, end };
      for (const { key, value } of table.getRange(range)) {
        // A segment that ends before is not unpacked to find that out, which is most of what opening a room would cost.
        if (key[2] + countOf(value as Buffer & string) <= next) continue;
        const commit = read(key, value as Buffer & string);
        yield commit;
        next = commit.from + commit.count;
      }
    }
    for (const commit of recent) if (commit.from + commit.count > next) yield commit;
  }

  latestSnapshot(stream: Stream, atMost: number): Promise<Snapshot | undefined> {
    return this.#track(async () => {
      const record = this.#database.hasStream(stream) ? newest(this.#database.snapshots, stream, atMost) : undefined;
      return record && (JSON.parse((await inflate(record.value)).toString()) as Snapshot);
    });
  }

  putSnapshot(stream: Stream, snapshot: Snapshot): Promise<void> {
    return this.#track(async () => {
      const { roomId, file } = stream;
      const { snapshots } = this.#database;
      const packed = await deflated(Buffer.from(JSON.stringify(snapshot)), SNAPSHOT_LEVEL);
      const isKept = await this.#database.write(() => {
        if (!this.#database.hasStream(stream)) return { writes: [], result: false };
        const versions = [...snapshots.getKeys(streamRange(roomId, file))].map((key) => key[2]);
        const latest = Math.max(snapshot.version, ...versions);
        const dropped = versions.filter((version) => !isSnapshotKept(version, latest));
        return {
          writes: [
            [snapshots, [roomId, file, snapshot.version], packed],
            ...dropped.map((version): Write => [snapshots, [roomId, file, version]]),
          ],
          result: true,
        };
      });
      if (!isKept) return;
      this.#compaction.grown(stream, snapshot.version);
      this.#settleLater();
    });
  }

  claimAddress(address: string, roomId: string, expiresAt: number, leadsTo = address): Promise<boolean> {
    return this.#track(() => this.#addresses.claim({ address, roomId, leadsTo, expiresAt }));
  }

  roomAt(address: string, now: number): Promise<Lead | undefined> {
    return this.#track(async () => this.#addresses.at(address, now));
  }

  releaseAddress(address: string): Promise<void> {
    return this.#track(() => this.#addresses.release(address));
  }

  expireAddresses(now: number): Promise<void> {
    return this.#track(() => this.#addresses.expire(now));
  }

  addresses(roomId: string): Promise<ClaimedAddress[]> {
    return this.#track(async () => this.#addresses.of(roomId));
  }

  deleteStream(stream: Stream): Promise<void> {
    return this.#track(async () => {
      const { roomId } = stream;
      if (!this.#database.hasRoom(roomId)) return;
      await this.#removing(() => ({
        writes: this.#database.hasRoom(roomId) ? this.#deletions.doomStream(stream) : [],
        result: undefined,
      }));
      this.#erasing.later();
      await this.#deletions.purgeStream(stream);
    });
  }

  #eraseJournal(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#apply();
      await this.#journal.erase();
    });
  }

  deleteRoom(roomId: string): Promise<void> {
    return this.#track(async () => {
      await this.#removing(() => ({
        writes: this.#database.hasRoom(roomId) ? this.#deletions.doom(roomId) : [],
        result: undefined,
      }));
      this.#erasing.later();
      await this.#deletions.purge(roomId);
    });
  }

  expireRooms(now: number, limit: number): Promise<string[]> {
    return this.#track(async () => {
      await this.#deletions.purgeLeftOver(limit);
      const expired = await this.#removing(() => {
        const roomIds = this.#deletions.due(now, limit);
        return { writes: roomIds.flatMap((roomId) => this.#deletions.doom(roomId)), result: roomIds };
      });
      if (expired.length > 0) this.#erasing.later();
      for (const roomId of expired) await this.#deletions.purge(roomId);
      return expired;
    });
  }

  /** No append while rooms or streams go, and nothing of them in the journal, which would bring it back. */
  #removing<T>(plan: () => Plan<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#ends.clear();
      await this.#apply();
      return this.#database.write(() => {
        this.#compaction.streamsGone();
        return plan();
      });
    });
  }

  /** Writes for real, and once for all who ask at the same time. */
  ready(): Promise<void> {
    return this.#track(() => {
      this.#probing ??= this.#database.probe().finally(() => (this.#probing = undefined));
      return this.#probing;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#settleTimer);
    this.#erasing.end();
    this.#compaction.endWithin(COMPACT_AT_CLOSE_MS);
    await Promise.allSettled(this.#underWay);
    // What cannot be brought into the tables now is found in the journal at the next start.
    const settled = this.#apply().then(() => this.#compaction.run());
    await settled.catch(() => {});
    await this.#journal.close();
    await this.#database.close();
    await this.#unlock();
  }

  #end(stream: Stream): number {
    const recent = this.#recent.commits(stream).at(-1) ?? this.#applying.commits(stream).at(-1);
    if (recent) return recent.from + recent.count;
    return endIn(this.#database, stream);
  }

  /** The stream's deletion is under way, or was cut short. Not looked up of a stream that has taken an append since. */
  #isHalfRemoved(stream: Stream): boolean {
    return !this.#ends.has(nameOf(stream)) && this.#database.isDoomed(stream);
  }

  /** One append, or one removal of rooms or of a stream, at a time. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    // Where nothing is under way the journal is written in this very turn of the event loop.
    const done = this.#turns === 0 ? run() : this.#lastAppend.then(run);
    const ended = (): void => void this.#turns--;
    this.#turns++;
    this.#lastAppend = done.then(ended, () => {
      this.#ends.clear();
      ended();
    });
    return done;
  }

  /** Whatever is under way when the store is closed is finished before; what comes after is refused. */
  #track<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("the store is closed"));
    const running = operation();
    this.#underWay.add(running);
    // Beside the operation, so that whoever waits for it does not wait for this as well.
    const ended = (): void => void this.#underWay.delete(running);
    running.then(ended, ended);
    return running;
  }
}
