// Rooms in MongoDB, through mongoose: for many servers on one database, and for whoever has one. Knows a replica set.
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { type Connection, mongo, Types } from "mongoose";
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { Append, AppendOutcome, Commit, Lead, PackedCommit, Snapshot, Stream } from "../../rooms/roomStore.ts";
import type { SharedValues } from "../../sharedValues.ts";
import { deflated } from "../deflated.ts";
import { type ClaimedAddress, isSnapshotKept, isStorableId, type ListedRoomStore } from "../anyStore.ts";
import { Addresses } from "./addresses.ts";
import { connectMongo } from "./connection.ts";
import { ALIVE, type Life, LIFE_FIELDS, living, prefixIn, RoomLives } from "./lives.ts";
import { Newest } from "./newest.ts";
import { type Collections, dateAt, expiry, inserted, openCollections, type SnapshotRecord } from "./models.ts";
import { Packing, PACKING_BOUNDS, type PackingBounds } from "./packing.ts";
import { contents, Streams } from "./streams.ts";
import { MongoValues } from "./values.ts";

const inflate = promisify(inflateRaw);

/** Opens the database that the address names, and makes collections and indexes where they are missing; reads no room. `bounds`: when it packs. */
export async function openMongoStore(uri: string, bounds: PackingBounds = PACKING_BOUNDS): Promise<ListedRoomStore> {
  const connection = await connectMongo(uri);
  try {
    return new MongoStore(connection, await openCollections(connection), bounds);
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
  readonly #lives: RoomLives;
  readonly #addresses: Addresses;
  readonly #packing: Packing;
  readonly #streams: Streams;
  readonly #underWay = new Set<Promise<unknown>>();
  #probing: Promise<void> | undefined;
  #closed = false;

  constructor(connection: Connection, collections: Collections, bounds: PackingBounds) {
    this.#connection = connection;
    this.#collections = collections;
    this.#newest = new Newest(connection);
    this.#lives = new RoomLives(collections, this.#newest);
    this.#addresses = new Addresses(collections, this.#newest, this.#lives);
    const shared = { newest: this.#newest, lives: this.#lives };
    this.#packing = new Packing(collections, shared, bounds);
    this.#streams = new Streams(connection, collections, shared, (life, stream, end) =>
      this.#packing.grown(life, stream, end),
    );
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
    return this.#track(() => this.#streams.of(roomId));
  }

  touchRoom(roomId: string, expiresAt: number): Promise<boolean> {
    return this.#track(async () => {
      if (!isStorableId(roomId)) return false;
      const { matchedCount } = await this.#collections.rooms.updateOne(living(roomId), expiry(expiresAt));
      return matchedCount === 1;
    });
  }

  expiryOf(roomId: string): Promise<number | undefined> {
    return this.#track(async () => {
      if (!isStorableId(roomId)) return undefined;
      const record = await this.#newest.read((options) =>
        this.#collections.rooms.findOne(living(roomId), { expiresAt: 1 }, options).lean(),
      );
      return record ? (record.expiresAt?.getTime() ?? Infinity) : undefined;
    });
  }

  append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    return this.#track(async () => {
      if (appends.some(({ count }) => count < 1)) throw new Error("invariant: a commit holds at least one entry");
      if (appends.length === 0) return [];
      return this.#streams.append(appends);
    });
  }

  read(stream: Stream, from: number, limit: number): Promise<Commit[]> {
    return this.#track(() => this.#streams.read(stream, from, limit));
  }

  readPacked(stream: Stream, from: number): Promise<PackedCommit[]> {
    return this.#track(() => this.#streams.readPacked(stream, from));
  }

  endOf(stream: Stream): Promise<number> {
    return this.#track(() => this.#streams.endOf(stream));
  }

  latestSnapshot({ roomId, file }: Stream, atMost: number): Promise<Snapshot | undefined> {
    const find = async (life: Life): Promise<Snapshot | undefined> => {
      const range = { $gte: snapshotKey(life, file, 0), $lte: snapshotKey(life, file, atMost) };
      const record = await this.#collections.snapshots.findOne({ _id: range }, { sort: { _id: -1 } });
      return record ? (JSON.parse((await inflate(record.packed.buffer)).toString()) as Snapshot) : undefined;
    };
    return this.#track(() => this.#lives.within(roomId, find, file));
  }

  putSnapshot({ roomId, file }: Stream, snapshot: Snapshot): Promise<void> {
    return this.#track(async () => {
      const packed = new mongo.Binary(await deflated(Buffer.from(JSON.stringify(snapshot))));
      const put = async (life: Life): Promise<void> => {
        const { snapshots } = this.#collections;
        const _id = snapshotKey(life, file, snapshot.version);
        await snapshots.replaceOne({ _id }, { packed }, { upsert: true });
        const all = { $gte: snapshotKey(life, file, 0), $lte: snapshotKey(life, file, Infinity) };
        const keys = await snapshots.find({ _id: all }, { projection: { _id: 1 } }).toArray();
        const newest = Math.max(...keys.map((key) => key._id.version));
        const dropped = keys.map((key) => key._id).filter(({ version }) => !isSnapshotKept(version, newest));
        if (dropped.length > 0) await snapshots.deleteMany({ _id: { $in: dropped } });
      };
      await this.#lives.within(roomId, put, file);
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
    await this.#packing.end();
    await this.#connection.close();
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

const snapshotKey = (life: Life, file: number, version: number): SnapshotRecord["_id"] => ({
  ...prefixIn(life, file),
  version,
});
