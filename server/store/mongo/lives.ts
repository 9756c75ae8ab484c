// Rooms and their streams from their creation to their deletion, in MongoDB: which there are, and what ends with them. Knows no document of a room.
import type { ClientSession, mongo, QueryFilter, Types } from "mongoose";
import { EVENTS, REWRITTEN_STREAMS, type Stream } from "../../rooms/roomStore.ts";
import { isStorableId } from "../anyStore.ts";
import { MAJORITY } from "./connection.ts";
import type {
  Collections,
  Generations,
  Packed,
  RoomRecord,
  SegmentRecord,
  SnapshotRecord,
  StreamPrefix,
  UpdatesRecord,
} from "./models.ts";
import type { Newest } from "./newest.ts";

/** Records that one step removes at most, so that a deletion never holds up an append for long. */
const PURGE_RECORDS = 1_000;
/** Rooms whose lives are remembered; looking one up costs as much as all else that a small commit does. */
const LIVES_KEPT = 50_000;
/** Generations that a room has of streams that are begun once: each comes with every append's check. */
const MOST_GENERATIONS = 200;

/** A room from its creation to its deletion, as it is until a stream of it is deleted or packed. */
export interface Life {
  readonly id: Types.ObjectId;
  readonly roomId: string;
  readonly generations: Generations;
  readonly packed: Packed;
  /** by file: a version at which a commit ends that a majority has */
  readonly ends: Map<number, number>;
}

/** Of a record: no deletion of its room has begun. */
export const ALIVE = { doomedAt: { $exists: false } } as const;

export const living = (roomId: string) => ({ roomId, ...ALIVE });

/** What of a room's record makes its life. */
type LifeRecord = Pick<RoomRecord, "_id" | "roomId" | "generations" | "packed">;
export const LIFE_FIELDS = { roomId: 1, generations: 1, packed: 1 } as const;

const newLife = ({ _id: id, roomId, generations = {}, packed = {} }: LifeRecord): Life => ({
  id,
  roomId,
  generations,
  packed,
  ends: new Map(),
});

export const generationIn = ({ generations }: Life, file: number): number => generations[file] ?? 0;

/** The version up to which the stream's segments hold it. Commits that begin before are not read: they wait to be removed, or came too late (S64). */
export const packedIn = ({ packed }: Life, file: number): number => packed[file] ?? 0;

/** Whether the stream was not deleted after the one and before the other. */
export const isSameGeneration = (file: number, one: Life, other: Life): boolean =>
  generationIn(one, file) === generationIn(other, file);

/** Whether the stream was neither deleted nor packed after the one and before the other. */
export const hasSame = (file: number, one: Life, other: Life): boolean =>
  isSameGeneration(file, one, other) && packedIn(one, file) === packedIn(other, file);

/** What the keys of the stream's records begin with in this life. */
export function prefixIn(life: Life, file: number): StreamPrefix {
  const generation = generationIn(life, file);
  return { room: life.id, file, ...(generation > 0 && { generation }) };
}

export class RoomLives {
  readonly #collections: Collections;
  readonly #newest: Newest;
  /** by roomId, as far as this process knows; any of them may have ended elsewhere */
  readonly #known = new Map<string, Life>();

  constructor(collections: Collections, newest: Newest) {
    this.#collections = collections;
    this.#newest = newest;
  }

  /** The room was read just now. */
  seen(record: LifeRecord): void {
    if (!this.#known.has(record.roomId)) this.#known.set(record.roomId, newLife(record));
  }

  /** The lives of those that there are, by roomId; one that is known may have ended or changed meanwhile. */
  async of(roomIds: readonly string[]): Promise<Map<string, Life>> {
    if (this.#known.size > LIVES_KEPT) this.#known.clear();
    const lives = new Map<string, Life>();
    const unknown: string[] = [];
    for (const roomId of new Set(roomIds.filter(isStorableId))) {
      const life = this.#known.get(roomId);
      if (life) lives.set(roomId, life);
      else unknown.push(roomId);
    }
    if (unknown.length === 0) return lives;
    const filter = { roomId: { $in: unknown }, ...ALIVE };
    const records = await this.#newest.read((options) =>
      this.#collections.rooms.find(filter, LIFE_FIELDS, { ...options, batchSize: unknown.length + 1 }).lean(),
    );
    for (const record of records) {
      const life = newLife(record);
      this.#known.set(record.roomId, life);
      lives.set(record.roomId, life);
    }
    return lives;
  }

  /** What the work gives in the room's life, in which this stream, where one is named, stays what it is; undefined when there is no such room by then. */
  async within<T>(roomId: string, work: (life: Life) => Promise<T>, file?: number): Promise<T | undefined> {
    for (;;) {
      const life = (await this.of([roomId])).get(roomId);
      if (!life) return undefined;
      const result = await work(life);
      const changes = await this.changes(new Set([life]));
      const now = changes.has(life) ? changes.get(life) : life;
      if (now && (file === undefined || hasSame(file, life, now))) return result;
    }
  }

  /**
   * Which of the lives are over (undefined), or are others by now, because a stream was deleted or packed; what was written meanwhile into what
   * is gone is removed. Asked after the work, in the session that did it: a life that is not among them says that the work was
   * done before any deletion began, which will find it, and before any place was freed by packing.
   */
  async changes(lives: ReadonlySet<Life>, session?: ClientSession): Promise<Map<Life, Life | undefined>> {
    const filter = { _id: { $in: Array.from(lives, ({ id }) => id) }, ...ALIVE };
    const options = { ...MAJORITY, ...(session && { session }), batchSize: lives.size + 1 };
    const records = await this.#collections.rooms.find(filter, LIFE_FIELDS, options).lean();
    const living = new Map(records.map((record) => [String(record._id), record]));
    const changes = new Map<Life, Life | undefined>();
    for (const life of lives) {
      const record = living.get(String(life.id));
      const now = record && newLife(record);
      const deleted = now ? deletedBetween(life, now) : [];
      if (now && deleted.length === 0 && isPackedAlike(life, now)) continue;
      changes.set(life, now);
      if (this.#known.get(life.roomId) === life) this.#known.delete(life.roomId);
      if (!now) await this.purge(life.id);
      for (const file of deleted) await this.purgeStream(life.id, file, generationIn(now!, file));
    }
    return changes;
  }

  /**
   * Begins the stream's next generation: from then on nobody finds a record of those before, and what is appended to one of them
   * does not stay. Does nothing when there is no such room.
   */
  async deleteStream({ roomId, file }: Stream): Promise<void> {
    const update = {
      $inc: { [`generations.${file}`]: 1 },
      $addToSet: { doomedStreams: file },
      $unset: { [`packed.${file}`]: 1 as const },
      // The document that comes with the first events is a newer one again.
      ...(file === EVENTS && { $set: { eventsVersion: 0 } }),
    };
    const options = { returnDocument: "after", projection: LIFE_FIELDS } as const;
    const record = await this.#collections.rooms.findOneAndUpdate(living(roomId), update, options).lean();
    if (!record) return;
    this.#known.delete(roomId);
    await this.purgeStream(record._id, file, generationIn(newLife(record), file));
    await this.#forgetGenerations(record);
  }

  /** Streams of rewritten logs are begun once: who still believes in one of very many ago has lost the room long since. */
  async #forgetGenerations({ _id, generations = {} }: LifeRecord): Promise<void> {
    const once = Object.keys(generations).filter((file) => Number(file) >= REWRITTEN_STREAMS);
    if (once.length <= MOST_GENERATIONS) return;
    const oldest = once.toSorted((one, other) => Number(one) - Number(other)).slice(0, MOST_GENERATIONS / 2);
    const $unset = Object.fromEntries(oldest.map((file) => [`generations.${file}`, ""]));
    await this.#collections.rooms.updateOne({ _id }, { $unset });
  }

  /** Ends the deletions of streams that were cut short, of some rooms. Another process may be at one just now, which does no harm. */
  async purgeStreams(limit: number): Promise<void> {
    const records = await this.#collections.rooms
      .find({ doomedStreams: { $gte: EVENTS } }, { ...LIFE_FIELDS, doomedStreams: 1 })
      .limit(limit)
      .lean();
    for (const record of records)
      for (const file of record.doomedStreams ?? [])
        await this.purgeStream(record._id, file, generationIn(newLife(record), file));
  }

  /** Removes the records of the stream's generations before this one, the mark last: killed at any point, it can be done again, by anybody. */
  async purgeStream(room: Types.ObjectId, file: number, generation: number): Promise<void> {
    const { rooms, updates, segments, snapshots } = this.#collections;
    const later = { $gte: { room, file, generation: 0 }, $lt: { room, file, generation } };
    const logs = [{ $gte: { room, file, from: 0 }, $lt: { room, file, from: Infinity } }, later];
    await removeAll(updates, logs);
    await removeAll(segments, logs);
    await removeAll(snapshots, [{ $gte: { room, file, version: 0 }, $lt: { room, file, version: Infinity } }, later]);
    // Unless it was deleted once more meanwhile.
    await rooms.updateOne({ _id: room, [`generations.${file}`]: generation }, { $pull: { doomedStreams: file } });
  }

  /**
   * Leaves of a room nothing but the mark that its records are still to be removed: from then on nobody finds it, and its id
   * is free. The life that has ended, when there was one.
   */
  async doom(roomId: string, filter: QueryFilter<RoomRecord>): Promise<Types.ObjectId | undefined> {
    const tombstone = { roomId, doomedAt: new Date() };
    const before = await this.#collections.rooms
      .findOneAndReplace(filter, tombstone, { projection: { _id: 1 } })
      .lean();
    if (before) this.#known.delete(roomId);
    return before?._id;
  }

  /** Removes the records of a life that is over, the mark last: killed at any point, it can be done again, by anybody. */
  async purge(life: Types.ObjectId): Promise<void> {
    const { rooms, updates, segments, snapshots, addresses } = this.#collections;
    await addresses.deleteMany({ room: life });
    const all = [{ $gte: { room: life }, $lt: { room: life, file: Infinity } }];
    await removeAll(updates, all);
    await removeAll(segments, all);
    await removeAll(snapshots, all);
    await rooms.deleteOne({ _id: life, doomedAt: { $exists: true } });
  }
}

/** The files whose stream was deleted after the one and before the other. */
const deletedBetween = (one: Life, other: Life): number[] =>
  Object.keys(other.generations)
    .map(Number)
    .filter((file) => generationIn(other, file) > generationIn(one, file));

const isPackedAlike = ({ packed: one }: Life, { packed: other }: Life): boolean =>
  Object.keys({ ...one, ...other }).every((file) => one[file] === other[file]);

/** Removes the records with keys in these ranges, a few at a time; not only those that a majority has by now. */
export async function removeAll(
  collection: mongo.Collection<UpdatesRecord> | mongo.Collection<SegmentRecord> | mongo.Collection<SnapshotRecord>,
  ranges: readonly mongo.Document[],
): Promise<void> {
  const records = collection as unknown as mongo.Collection<{ _id: mongo.Document }>;
  const filter: mongo.Document = { $or: ranges.map((range) => ({ _id: range })) };
  const options = { projection: { _id: 1 }, limit: PURGE_RECORDS, readConcern: { level: "local" } } as const;
  for (;;) {
    const keys = await records.find(filter, options).toArray();
    if (keys.length === 0) return;
    await records.deleteMany({ _id: { $in: keys.map(({ _id }) => _id) } });
  }
}
