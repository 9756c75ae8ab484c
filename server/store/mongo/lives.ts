// Rooms from their creation to their deletion, in MongoDB: which there are, and what ends with them. Knows no document of a room.
import type { ClientSession, mongo, QueryFilter, Types } from "mongoose";
import { isStorableId } from "../keeping.ts";
import { MAJORITY } from "./connection.ts";
import type { Collections, RoomRecord, SnapshotRecord, UpdatesRecord } from "./models.ts";
import type { Newest } from "./newest.ts";

/** Records that one step removes at most, so that a deletion never holds up an append for long. */
const PURGE_RECORDS = 1_000;
/** Rooms whose lives are remembered; looking one up costs as much as all else that a small commit does. */
const LIVES_KEPT = 50_000;

/** A room from its creation to its deletion. */
export interface Life {
  readonly id: Types.ObjectId;
  readonly roomId: string;
  /** by file: a version at which a commit ends that a majority has */
  readonly ends: Map<number, number>;
}

/** Of a record: no deletion of its room has begun. */
export const ALIVE = { doomedAt: { $exists: false } } as const;

export const living = (roomId: string) => ({ roomId, ...ALIVE });

const newLife = ({ _id: id, roomId }: Pick<RoomRecord, "_id" | "roomId">): Life => ({ id, roomId, ends: new Map() });

export class Lives {
  readonly #collections: Collections;
  readonly #newest: Newest;
  /** by roomId, as far as this process knows; any of them may have ended elsewhere */
  readonly #known = new Map<string, Life>();

  constructor(collections: Collections, newest: Newest) {
    this.#collections = collections;
    this.#newest = newest;
  }

  /** The room was read just now. */
  seen(record: Pick<RoomRecord, "_id" | "roomId">): void {
    if (!this.#known.has(record.roomId)) this.#known.set(record.roomId, newLife(record));
  }

  /** The lives of those that there are, by roomId; one that is known may have ended meanwhile. */
  async of(roomIds: readonly string[]): Promise<Map<string, Life>> {
    const ids = new Set(roomIds.filter(isStorableId));
    if (this.#known.size > LIVES_KEPT) this.#known.clear();
    const unknown = [...ids].filter((roomId) => !this.#known.has(roomId));
    if (unknown.length > 0) {
      const filter = { roomId: { $in: unknown }, ...ALIVE };
      const records = await this.#newest.read((options) =>
        this.#collections.rooms.find(filter, { roomId: 1 }, { ...options, batchSize: unknown.length + 1 }).lean(),
      );
      for (const record of records) this.#known.set(record.roomId, newLife(record));
    }
    return new Map(
      [...ids].flatMap((roomId) => {
        const life = this.#known.get(roomId);
        return life ? [[roomId, life]] : [];
      }),
    );
  }

  /** What the work gives in the room's life, or undefined when there is no such room by then. */
  async within<T>(roomId: string, work: (life: Life) => Promise<T>): Promise<T | undefined> {
    for (;;) {
      const life = (await this.of([roomId])).get(roomId);
      if (!life) return undefined;
      const result = await work(life);
      if ((await this.ended(new Set([life]))).size === 0) return result;
    }
  }

  /**
   * Which of the lives are over; what was written into them meanwhile is removed. Asked after the work, in the session that
   * did it: the answer "it lives" then says that the work was done before any deletion began, which will find it.
   */
  async ended(lives: ReadonlySet<Life>, session?: ClientSession): Promise<Set<Life>> {
    const filter = { _id: { $in: Array.from(lives, ({ id }) => id) }, ...ALIVE };
    const alive = await this.#collections.rooms.distinct("_id", filter, { ...MAJORITY, ...(session && { session }) });
    const known = new Set(alive.map(String));
    const over = new Set([...lives].filter(({ id }) => !known.has(String(id))));
    for (const life of over) {
      if (this.#known.get(life.roomId) === life) this.#known.delete(life.roomId);
      await this.purge(life.id);
    }
    return over;
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
    const { rooms, updates, snapshots, addresses } = this.#collections;
    await addresses.deleteMany({ room: life });
    await removeAll(updates, life);
    await removeAll(snapshots, life);
    await rooms.deleteOne({ _id: life, doomedAt: { $exists: true } });
  }
}

/** Removes the records of a life, a few at a time; not only those that a majority has by now. */
async function removeAll(
  collection: mongo.Collection<UpdatesRecord> | mongo.Collection<SnapshotRecord>,
  room: Types.ObjectId,
): Promise<void> {
  const records = collection as unknown as mongo.Collection<{ _id: mongo.Document }>;
  const filter: mongo.Document = { _id: { $gte: { room }, $lt: { room, file: Infinity } } };
  const options = { projection: { _id: 1 }, limit: PURGE_RECORDS, readConcern: { level: "local" } } as const;
  for (;;) {
    const keys = await records.find(filter, options).toArray();
    if (keys.length === 0) return;
    await records.deleteMany({ _id: { $in: keys.map(({ _id }) => _id) } });
  }
}
