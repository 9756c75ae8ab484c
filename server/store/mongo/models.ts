// The collections of the MongoDB store, as mongoose models. Knows their shapes and indexes, not what is done with them.
import { type Connection, type Model, mongo, Schema, type Types } from "mongoose";
import type { RoomDetails } from "../../protocol/events.ts";

/** By file: how often the stream was deleted. Not there: never. */
export type Generations = Readonly<Record<string, number>>;

/** By file: the version up to which the stream is packed; of this generation of it. Not there: nothing is. */
export type Packed = Readonly<Record<string, number>>;

/** What the keys of a stream's records begin with. The order of the fields is part of a key. */
export interface StreamPrefix {
  room: Types.ObjectId;
  file: number;
  /** how often the stream was deleted before: what is begun anew has nothing of the one before. Absent: never */
  generation?: number;
}

/**
 * A room, or what is left of one that is being deleted: roomId and doomedAt. `_id` is this life of the room; all its records
 * carry it, so a room that is made again under the same id has nothing of the one before.
 *
 * `document` is the room to the letter, as JSON text: BSON would change half a surrogate pair. The fields beside it say the
 * same for people and their queries; the store writes them and never reads them.
 */
export interface RoomRecord extends Partial<Omit<RoomDetails, "dateCreated">> {
  _id: Types.ObjectId;
  roomId: string;
  dateCreated?: Date;
  eventsVersion?: number;
  document?: string;
  generations?: Generations;
  packed?: Packed;
  /** deleted, but their records are not yet removed altogether */
  doomedStreams?: number[];
  /** absent: never */
  expiresAt?: Date;
  doomedAt?: Date;
}

/** A commit. The unique index that every collection has on `_id` is the compare-and-append. */
export interface UpdatesRecord {
  _id: StreamPrefix & { from: number };
  count: number;
  /** JSON text to the letter */
  entries: string;
}

/** Commits that were packed into one. All of a stream follow each other without a gap, from 0 on. */
export interface SegmentRecord {
  _id: StreamPrefix & { from: number };
  count: number;
  /** as PackedCommit has it */
  packed: mongo.Binary;
  /** the stream's last may be replaced by a longer one; once this is gone none ever is */
  open?: true;
}

export interface SnapshotRecord {
  _id: StreamPrefix & { version: number };
  /** deflated JSON, where half a surrogate pair is an escape */
  packed: mongo.Binary;
}

/** A further address of a room; the unique index on `_id` is what makes it one room's. */
interface AddressRecord {
  _id: string;
  /** the life of the room that it leads to, as in the room's other records */
  room: Types.ObjectId;
  roomId: string;
  leadsTo: string;
  /** absent: never */
  expiresAt?: Date;
}

/** A shared value, by its name. */
export interface ValueRecord {
  _id: string;
  /** another with each change */
  revision: Types.ObjectId;
  /** JSON text to the letter */
  json: string;
}

export interface Collections {
  readonly rooms: Model<RoomRecord>;
  /** the driver's own, as nothing of a record has to be cast */
  readonly updates: mongo.Collection<UpdatesRecord>;
  readonly segments: mongo.Collection<SegmentRecord>;
  readonly snapshots: mongo.Collection<SnapshotRecord>;
  readonly addresses: mongo.Collection<AddressRecord>;
  readonly values: mongo.Collection<ValueRecord>;
}

/** BSON's dates end here, in ms since 1970. */
const LATEST_MS = 8.64e15;

export const dateAt = (ms: number): Date => new Date(Math.min(ms, LATEST_MS));

/** The update that lets a record expire then (ms since 1970), or never. Never early: dates are whole milliseconds. */
export const expiry = (expiresAt: number) =>
  expiresAt === Infinity
    ? { $unset: { expiresAt: 1 as const } }
    : { $set: { expiresAt: dateAt(Math.ceil(expiresAt)) } };

export const DUPLICATE_KEY = 11_000;

/** Whether the record is in; false when a unique index has refused it, its key being taken. */
export const inserted = (inserting: Promise<unknown>): Promise<boolean> =>
  inserting.then(
    () => true,
    (error: unknown) => {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    },
  );

const { Mixed, ObjectId } = Schema.Types;
const OPTIONS = { versionKey: false, autoIndex: false, autoCreate: false } as const;

const roomSchema = new Schema<RoomRecord>(
  {
    _id: ObjectId,
    roomId: String,
    title: String,
    owner: Number,
    participants: { type: [Mixed], default: undefined },
    programmingLanguage: String,
    dateCreated: Date,
    files: { type: [Mixed], default: undefined },
    eventsVersion: Number,
    document: String,
    generations: Mixed,
    packed: Mixed,
    doomedStreams: { type: [Number], default: undefined },
    expiresAt: Date,
    doomedAt: Date,
  },
  // What else a room may come to have is kept as it is.
  { ...OPTIONS, strict: false },
)
  // One living room for each id, as an absent doomedAt counts as one value.
  .index({ roomId: 1, doomedAt: 1 }, { unique: true })
  .index({ expiresAt: 1 }, { sparse: true })
  .index({ doomedAt: 1 }, { sparse: true })
  .index({ doomedStreams: 1 }, { sparse: true });

const updatesSchema = new Schema<UpdatesRecord>({ _id: Mixed, count: Number, entries: String }, OPTIONS);

const segmentSchema = new Schema<SegmentRecord>({ _id: Mixed, count: Number, packed: Buffer, open: Boolean }, OPTIONS);

const snapshotSchema = new Schema<SnapshotRecord>({ _id: Mixed, packed: Buffer }, OPTIONS);

const addressSchema = new Schema<AddressRecord>(
  { _id: String, room: ObjectId, roomId: String, leadsTo: String, expiresAt: Date },
  OPTIONS,
)
  .index({ room: 1 })
  .index({ expiresAt: 1 }, { sparse: true });

const valueSchema = new Schema<ValueRecord>({ _id: String, revision: ObjectId, json: String }, OPTIONS);

/** Makes the collections and their indexes where they are missing. Throws when the connection is not open. */
export async function openCollections(connection: Connection): Promise<Collections> {
  const { db } = connection;
  if (!db) throw new Error("invariant: the connection is open");
  const rooms = connection.model<RoomRecord>("Room", roomSchema, "rooms");
  const updates = connection.model<UpdatesRecord>("Updates", updatesSchema, "updates");
  const segments = connection.model<SegmentRecord>("Segment", segmentSchema, "segments");
  const snapshots = connection.model<SnapshotRecord>("Snapshot", snapshotSchema, "snapshots");
  const addresses = connection.model<AddressRecord>("Address", addressSchema, "addresses");
  const values = connection.model<ValueRecord>("Value", valueSchema, "values");
  for (const model of [rooms, updates, segments, snapshots, addresses, values]) {
    await model.createCollection();
    await model.createIndexes();
  }
  return {
    rooms,
    updates: db.collection<UpdatesRecord>(updates.collection.name),
    segments: db.collection<SegmentRecord>(segments.collection.name),
    snapshots: db.collection<SnapshotRecord>(snapshots.collection.name),
    addresses: db.collection<AddressRecord>(addresses.collection.name),
    values: db.collection<ValueRecord>(values.collection.name),
  };
}
