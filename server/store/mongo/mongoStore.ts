// Rooms in MongoDB, through mongoose: for many servers on one database, and for whoever has one. Knows a replica set.
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { type ClientSession, type Connection, mongo, Types } from "mongoose";
import { publicDetails, type RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { Append, AppendOutcome, Commit, Lead, PackedCommit, Snapshot, Stream } from "../../rooms/roomStore.ts";
import type { SharedValues } from "../../sharedValues.ts";
import { deflated } from "../deflated.ts";
import { type ClaimedAddress, Found, isSnapshotKept, isStorableId, type ListedRoomStore } from "../keeping.ts";
import { PACKED_ENTRIES, packedOf } from "../packing.ts";
import { Addresses } from "./addresses.ts";
import { connectMongo, MAJORITY } from "./connection.ts";
import { ALIVE, generationIn, type Life, LIFE_FIELDS, Lives, living, prefixIn } from "./lives.ts";
import { Newest, type ReadOptions } from "./newest.ts";
import {
  type Collections,
  dateAt,
  DUPLICATE_KEY,
  expiry,
  inserted,
  openCollections,
  type SnapshotRecord,
  type UpdatesRecord,
} from "./models.ts";
import { MongoValues } from "./values.ts";

const inflate = promisify(inflateRaw);

/** Commits that are read in one go. */
const PAGE_COMMITS = 1_000;
/**
 * A document of MongoDB holds 16 MiB, and a commit has to fit into one beside its key. A larger one is a conflict: that
 * room alone is read again, and its clients send in other portions.
 */
const COMMIT_BYTES = 16 * 1024 * 1024 - 16 * 1024;

/** An append on its way into the collection. */
interface Planned {
  readonly index: number;
  readonly append: Append;
  readonly life: Life;
  readonly stream: string;
}

/** What is read of a stream. */
interface Wanted {
  readonly life: Life;
  readonly file: number;
  readonly from: number;
  readonly limit: number;
}

/** Opens the database that the address names, and makes collections and indexes where they are missing; reads no room. */
export async function openMongoStore(uri: string): Promise<ListedRoomStore> {
  const connection = await connectMongo(uri);
  try {
    return new MongoStore(connection, await openCollections(connection));
  } catch (error) {
    await connection.close();
    throw error;
  }
}

class MongoStore implements ListedRoomStore {
  readonly values: SharedValues;
  readonly #connection: Connection;
  readonly #collections: Collections;
  readonly #newest: Newest;
  readonly #lives: Lives;
  readonly #addresses: Addresses;
  readonly #underWay = new Set<Promise<unknown>>();
  #lastAppend: Promise<unknown> = Promise.resolve();
  #probing: Promise<void> | undefined;
  #closed = false;

  constructor(connection: Connection, collections: Collections) {
    this.#connection = connection;
    this.#collections = collections;
    this.#newest = new Newest(connection);
    this.#lives = new Lives(collections, this.#newest);
    this.#addresses = new Addresses(collections, this.#newest, this.#lives);
    this.values = new MongoValues(collections.values, this.#newest, (operation) => this.#track(operation));
  }

  createRoom(document: RoomDocument, expiresAt: number): Promise<boolean> {
    return this.#track(async () => {
      const { roomId } = document;
      if (!isStorableId(roomId)) throw new Error(`invariant: no room can have the id ${roomId}`);
      const record = { _id: new Types.ObjectId(), ...contents(document), ...expiry(expiresAt).$set };
      return inserted(this.#collections.rooms.insertOne(record));
    });
  }

  loadRoom(roomId: string): Promise<RoomDocument | undefined> {
    return this.#track(async () => {
      if (!isStorableId(roomId)) return undefined;
      const record = await this.#newest.read((options) =>
        this.#collections.rooms.findOne(living(roomId), { ...LIFE_FIELDS, document: 1 }, options).lean(),
      );
      // Who loads a room reads its log next.
      if (record) this.#lives.seen(record);
      return record?.document === undefined ? undefined : (JSON.parse(record.document) as RoomDocument);
    });
  }

  rooms(after: string, limit: number): Promise<[roomId: string, expiresAt: number][]> {
    return this.#track(async () => {
      const filter = { roomId: { $gt: after }, ...ALIVE };
      const records = await this.#collections.rooms
        .find(filter, { roomId: 1, expiresAt: 1 })
        .sort({ roomId: 1 })
        .limit(limit)
        .lean();
      return records.map(({ roomId, expiresAt }) => [roomId, expiresAt?.getTime() ?? Infinity]);
    });
  }

  streams(roomId: string): Promise<number[]> {
    return this.#track(async () => {
      const find = async (life: Life, options: ReadOptions): Promise<number[]> => {
        const files: number[] = [];
        // One look for each stream, however many commits it has.
        for (let next = 0; ;) {
          const range = { $gte: { room: life.id, file: next }, $lt: { room: life.id, file: Infinity } };
          const first = await this.#collections.updates.findOne(
            { _id: range as never },
            { sort: { _id: 1 }, ...options },
          );
          if (!first) return files;
          const { file, generation = 0 } = first._id;
          // Records of a deletion that was cut short come before those of today, or alone.
          const isThere = generation === generationIn(life, file);
          if (isThere || (await this.#page({ life, file, from: 0, limit: 1 }, options)).commits.length > 0)
            files.push(file);
          next = file + 1;
        }
      };
      const found = await this.#lives.within(roomId, (life) => this.#newest.read((options) => find(life, options)));
      return found ?? [];
    });
  }

  touchRoom(roomId: string, expiresAt: number): Promise<boolean> {
    return this.#track(async () => {
      if (!isStorableId(roomId)) return false;
      const { matchedCount } = await this.#collections.rooms.updateOne(living(roomId), expiry(expiresAt));
      return matchedCount === 1;
    });
  }

  append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    return this.#track(async () => {
      if (appends.some(({ count }) => count < 1)) throw new Error("invariant: a commit holds at least one entry");
      if (appends.length === 0) return [];
      // One after the other: who appends twice without waiting means the second to follow the first.
      const appended = this.#lastAppend.then(() => this.#append(appends));
      this.#lastAppend = appended.catch(() => {});
      return appended;
    });
  }

  read(stream: Stream, from: number, limit: number): Promise<Commit[]> {
    return this.#track(async () => {
      const commits = await this.#lives.within(stream.roomId, (life) =>
        this.#newest.read((options) => this.#read({ life, file: stream.file, from, limit }, options)),
      );
      return commits ?? [];
    });
  }

  readPacked(stream: Stream, from: number): Promise<PackedCommit[]> {
    return this.#track(async () => {
      const commits = await this.read(stream, from, PACKED_ENTRIES);
      return commits.length === 0 ? [] : [await packedOf(commits)];
    });
  }

  endOf({ roomId, file }: Stream): Promise<number> {
    return this.#track(async () => {
      const end = await this.#lives.within(roomId, (life) =>
        this.#newest.read(async (options) => {
          const range = { $gte: updatesKey(life, file, 0), $lt: updatesKey(life, file, Infinity) };
          const last = await this.#collections.updates.findOne({ _id: range }, { ...NEWEST, ...options });
          return last ? last._id.from + last.count : 0;
        }),
      );
      return end ?? 0;
    });
  }

  latestSnapshot({ roomId, file }: Stream, atMost: number): Promise<Snapshot | undefined> {
    return this.#track(() =>
      this.#lives.within(roomId, async (life) => {
        const range = { $gte: snapshotKey(life, file, 0), $lte: snapshotKey(life, file, atMost) };
        const record = await this.#collections.snapshots.findOne({ _id: range }, { sort: { _id: -1 } });
        return record ? (JSON.parse((await inflate(record.packed.buffer)).toString()) as Snapshot) : undefined;
      }),
    );
  }

  putSnapshot({ roomId, file }: Stream, snapshot: Snapshot): Promise<void> {
    return this.#track(async () => {
      const packed = new mongo.Binary(await deflated(Buffer.from(JSON.stringify(snapshot))));
      await this.#lives.within(roomId, async (life) => {
        const { snapshots } = this.#collections;
        const _id = snapshotKey(life, file, snapshot.version);
        await snapshots.replaceOne({ _id }, { packed }, { upsert: true });
        const all = { $gte: snapshotKey(life, file, 0), $lte: snapshotKey(life, file, Infinity) };
        const keys = await snapshots.find({ _id: all }, { projection: { _id: 1 } }).toArray();
        const newest = Math.max(...keys.map((key) => key._id.version));
        const dropped = keys.map((key) => key._id).filter(({ version }) => !isSnapshotKept(version, newest));
        if (dropped.length > 0) await snapshots.deleteMany({ _id: { $in: dropped } });
      });
    });
  }

  claimAddress(address: string, roomId: string, expiresAt: number, leadsTo = address): Promise<boolean> {
    return this.#track(() => this.#addresses.claim({ address, roomId, leadsTo, expiresAt }));
  }

  roomAt(address: string, now: number): Promise<Lead | undefined> {
    return this.#track(() => this.#addresses.at(address, now));
  }

  releaseAddress(address: string): Promise<void> {
    return this.#track(() => this.#addresses.release(address));
  }

  expireAddresses(now: number): Promise<void> {
    return this.#track(() => this.#addresses.expire(now));
  }

  addresses(roomId: string): Promise<ClaimedAddress[]> {
    return this.#track(() => this.#addresses.of(roomId));
  }

  deleteStream(stream: Stream): Promise<void> {
    return this.#track(async () => {
      if (isStorableId(stream.roomId)) await this.#lives.deleteStream(stream);
    });
  }

  deleteRoom(roomId: string): Promise<void> {
    return this.#track(async () => {
      if (!isStorableId(roomId)) return;
      const life = await this.#lives.doom(roomId, living(roomId));
      if (life) await this.#lives.purge(life);
    });
  }

  expireRooms(now: number, limit: number): Promise<string[]> {
    return this.#track(async () => {
      const { rooms } = this.#collections;
      // Left behind by a process that ended in the middle of a deletion; another may be at it just now, which does no harm.
      const leftOver = await rooms
        .find({ doomedAt: { $exists: true } }, { _id: 1 })
        .limit(limit)
        .lean();
      for (const { _id } of leftOver) await this.#lives.purge(_id);
      await this.#lives.purgeStreams(limit);
      const due = { expiresAt: { $lte: dateAt(now) } };
      const expired = await rooms.find(due, { roomId: 1 }).sort({ expiresAt: 1 }).limit(limit).lean();
      const gone: string[] = [];
      for (const { _id, roomId } of expired) {
        // Somebody may have visited it since, or another process may be faster.
        if (!(await this.#lives.doom(roomId, { _id, ...due }))) continue;
        gone.push(roomId);
        await this.#lives.purge(_id);
      }
      return gone;
    });
  }

  /** Writes for real, and once for all who ask at the same time. */
  ready(): Promise<void> {
    return this.#track(() => {
      this.#probing ??= this.#connection
        .collection<{ _id: string }>("probes")
        .updateOne({ _id: "ready" }, { $set: { at: new Date() } }, { upsert: true })
        .then(() => {})
        .finally(() => (this.#probing = undefined));
      return this.#probing;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#connection.close();
  }

  /**
   * Several processes may write one stream, and still its commits join without a gap or an overlap:
   * a commit is only ever inserted at 0 or where a commit ends that a majority has. Either that one is the last,
   * then the new one joins it; or it is followed by one that begins there, then the `_id` is taken and the insert fails. So
   * what is remembered of a stream cannot become wrong, only old: it needs no lock and is never looked up to be sure. A stream that
   * is deleted goes on in another generation, whose places are others.
   * What a majority has is not rolled back, so a commit never loses the one before it.
   */
  async #append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    const lives = await this.#lives.of(appends.map(({ stream }) => stream.roomId));
    const planned = appends.flatMap((append, index): Planned[] => {
      const { roomId, file } = append.stream;
      const life = lives.get(roomId);
      return life ? [{ index, append, life, stream: `${roomId}/${file}` }] : [];
    });
    const outcomes = appends.map(({ stream }): AppendOutcome => (lives.has(stream.roomId) ? "conflict" : "gone"));

    const session = await this.#connection.startSession();
    try {
      const kept = await this.#insert(await this.#joining(planned), session);
      for (const { index } of kept) outcomes[index] = "ok";
      const documents = kept.flatMap(({ append: { stream, document }, life }) => {
        if (!document) return [];
        // Another process may have written a newer one, or deleted the stream.
        const filter = {
          _id: life.id,
          eventsVersion: { $lt: document.eventsVersion },
          [`generations.${stream.file}`]: life.generations[stream.file] ?? null,
        };
        return [{ updateOne: { filter, update: { $set: contents(document) } } }];
      });
      if (documents.length > 0) await this.#collections.rooms.bulkWrite(documents, { ordered: false, session });

      const changes = await this.#lives.changes(new Set(planned.map(({ life }) => life)), session);
      for (const { append, life } of kept) reached(life, append.stream.file, append);
      const again = planned.filter(({ append: { stream }, life }) => {
        const now = changes.has(life) ? changes.get(life) : life;
        return !now || generationIn(now, stream.file) !== generationIn(life, stream.file);
      });
      if (again.length === 0) return outcomes;
      const answers = await this.#append(again.map(({ append }) => append));
      again.forEach(({ index }, place) => (outcomes[index] = answers[place] as AppendOutcome));
      return outcomes;
    } finally {
      await session.endSession();
    }
  }

  /** Those that begin where their stream may end once the ones before them in the same call are kept. */
  async #joining(planned: readonly Planned[]): Promise<Planned[]> {
    const ends = new Map<string, number>();
    await Promise.all(
      planned.map(async ({ append, life, stream }) => {
        if (ends.has(stream)) return;
        ends.set(stream, NaN);
        if (await this.#isEnd(life, append.stream.file, append.from)) ends.set(stream, append.from);
      }),
    );
    return planned.filter(({ append: { from, count, entries }, stream }) => {
      const joins = from === ends.get(stream) && Buffer.byteLength(entries) < COMMIT_BYTES;
      ends.set(stream, joins ? from + count : NaN);
      return joins;
    });
  }

  /** Whether the stream begins at the version, or a commit ends there. */
  async #isEnd(life: Life, file: number, version: number): Promise<boolean> {
    if (version === 0 || life.ends.get(file) === version) return true;
    const range = { $gte: updatesKey(life, file, 0), $lt: updatesKey(life, file, version) };
    const before = await this.#collections.updates.findOne({ _id: range }, { ...NEWEST, ...MAJORITY });
    return before !== null && before._id.from + before.count === version;
  }

  /** Inserts what finds its place free; of a stream nothing that follows one that does not. Rejects when that is not known. */
  async #insert(planned: readonly Planned[], session: ClientSession): Promise<Planned[]> {
    const kept: Planned[] = [];
    for (let rest = planned; rest.length > 0;) {
      // In no order when each stream is there once, as rooms write: that is one step for all rooms.
      const ordered = new Set(rest.map(({ stream }) => stream)).size < rest.length;
      const records = rest.map(({ append: { stream, from, count, entries }, life }) => ({
        _id: updatesKey(life, stream.file, from),
        count,
        entries,
      }));
      const taken = await this.#collections.updates.insertMany(records, { ordered, session }).then(
        (): number[] => [],
        (error: unknown) => placesTaken(error),
      );
      const [first = rest.length] = ordered ? taken : [];
      kept.push(...rest.filter((_, place) => place < first && !taken.includes(place)));
      const stopped = rest[first]?.stream;
      rest = rest.filter(({ stream }, place) => place > first && stream !== stopped);
    }
    return kept;
  }

  async #read(wanted: Wanted, options: ReadOptions): Promise<Commit[]> {
    const { life, file, limit } = wanted;
    if (limit <= 0) return [];
    const found = new Found(limit);
    // Two looks at once: what holds `from`, and what begins there or later.
    const [across, first] = await Promise.all([this.#across(wanted, options), this.#page(wanted, options)]);
    if (across) found.add(across);
    for (let { commits, isLast } = first; ;) {
      for (const commit of commits) if (found.wanting > 0) found.add(commit);
      if (isLast || found.wanting === 0) break;
      const { from: at, count } = commits.at(-1)!;
      ({ commits, isLast } = await this.#page({ life, file, from: at + count, limit: found.wanting }, options));
    }
    const last = found.commits.at(-1);
    if (last) reached(life, file, last);
    return found.commits;
  }

  /** The commit that begins before `from` and ends after it. */
  async #across({ life, file, from }: Wanted, options: ReadOptions): Promise<Commit | undefined> {
    if (from === 0) return undefined;
    const range = { $gte: updatesKey(life, file, 0), $lt: updatesKey(life, file, from) };
    const before = await this.#collections.updates.findOne({ _id: range }, { ...NEWEST, ...options });
    return before && before._id.from + before.count > from ? commitIn(before) : undefined;
  }

  /** Commits that begin at `from` or later, as many as one batch has. `isLast`: none follow. */
  async #page({ life, file, from, limit }: Wanted, options: ReadOptions) {
    const most = Math.min(limit, PAGE_COMMITS);
    const range = { $gte: updatesKey(life, file, from), $lt: updatesKey(life, file, Infinity) };
    // One batch: what a cursor reads later is neither the newest for sure nor for sure there to stay.
    const batch = { sort: { _id: 1 }, limit: most, batchSize: most, ...options } as const;
    const cursor = this.#collections.updates.find({ _id: range }, batch);
    await cursor.hasNext();
    const commits = cursor.readBufferedDocuments().map(commitIn);
    const isLast = commits.length < most && cursor.id?.isZero() !== false;
    await cursor.close();
    return { commits, isLast };
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
}

const NEWEST = { sort: { _id: -1 } } as const;

const updatesKey = (life: Life, file: number, from: number): UpdatesRecord["_id"] => ({
  ...prefixIn(life, file),
  from,
});

const snapshotKey = (life: Life, file: number, version: number): SnapshotRecord["_id"] => ({
  ...prefixIn(life, file),
  version,
});

const commitIn = ({ _id: { from }, count, entries }: UpdatesRecord): Commit => ({ from, count, entries });

/** Remembers that a commit which a majority has ends here. */
function reached({ ends }: Life, file: number, { from, count }: Commit): void {
  ends.set(file, Math.max(ends.get(file) ?? 0, from + count));
}

/** The fields that follow from a room's document. */
const contents = (document: RoomDocument) => ({
  ...publicDetails(document),
  dateCreated: new Date(document.dateCreated),
  eventsVersion: document.eventsVersion,
  document: JSON.stringify(document),
});

/** Which records of an insert found their `_id` taken, in order. Throws the error on when anything else was wrong. */
function placesTaken(error: unknown): number[] {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
  const errors = [error.writeErrors].flat();
  if (errors.length === 0 || errors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  return errors.map(({ index }) => index).toSorted((one, other) => one - other);
}
