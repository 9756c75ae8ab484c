// The streams of rooms in MongoDB: appended and read, be they packed or not. Knows of a room its life, and who packs by being told what has grown.
import { type ClientSession, type Connection, mongo } from "mongoose";
import { publicDetails, type RoomDocument } from "../../rooms/log/roomDocument.ts";
import {
  type Append,
  type AppendOutcome,
  type Commit,
  joinCommits,
  type PackedCommit,
  READ_PACKED_BYTES,
  type Stream,
} from "../../rooms/roomStore.ts";
import { StreamRead } from "../anyStore.ts";
import { PACKED_ENTRIES, packedOf } from "../packing.ts";
import { unpack } from "../segment.ts";
import { MAJORITY } from "./connection.ts";
import { generationIn, hasSame, isSameGeneration, type Life, packedIn, prefixIn, type RoomLives } from "./lives.ts";
import { type Collections, DUPLICATE_KEY, type SegmentRecord, type UpdatesRecord } from "./models.ts";
import type { Newest, ReadOptions } from "./newest.ts";

/** Commits that are read in one go. */
const PAGE_COMMITS = 1_000;
/** Segments that are read in one go, by who reads them packed. */
const PAGE_SEGMENTS = 16;
/**
 * A document of MongoDB holds 16 MiB, and a commit has to fit into one beside its key. A larger one is a conflict: that
 * room alone is read again, and its clients send in other portions.
 */
const COMMIT_BYTES = 16 * 1024 * 1024 - 16 * 1024;
/** What one call appends to a stream becomes commits about so long. */
const JOINED_BYTES = 1024 * 1024;

/** An append and its place in the call. */
type Waiting = readonly [index: number, append: Append];

/** What one call appends to a stream, in order. */
interface Planned {
  readonly life: Life;
  readonly stream: Stream;
  readonly appends: readonly Waiting[];
}

/** The first part of it, which becomes one commit: of several in a row the first could be taken back, and another process go on from the last. */
interface Joined {
  readonly planned: Planned;
  readonly commit: Commit;
  readonly parts: readonly Waiting[];
  /** what goes on behind it, in another commit */
  readonly later: readonly Waiting[];
}

/** What is read of a stream. */
interface Wanted {
  readonly life: Life;
  readonly file: number;
  readonly from: number;
  readonly limit: number;
}

export class Streams {
  readonly #connection: Connection;
  readonly #collections: Collections;
  readonly #newest: Newest;
  readonly #lives: RoomLives;
  readonly #grown: (life: Life, stream: Stream, end: number) => void;
  #lastAppend: Promise<unknown> = Promise.resolve();

  /** `grown`: is told where streams end by now. */
  constructor(
    connection: Connection,
    collections: Collections,
    { newest, lives }: { readonly newest: Newest; readonly lives: RoomLives },
    grown: (life: Life, stream: Stream, end: number) => void,
  ) {
    this.#connection = connection;
    this.#collections = collections;
    this.#newest = newest;
    this.#lives = lives;
    this.#grown = grown;
  }

  /** One after the other: who appends twice without waiting means the second to follow the first. */
  append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    const appended = this.#lastAppend.then(async () => {
      const outcomes = appends.map((): AppendOutcome => "gone");
      for (let rest: Waiting[] = [...appends.entries()]; rest.length > 0;) rest = await this.#append(rest, outcomes);
      return outcomes;
    });
    this.#lastAppend = appended.catch(() => {});
    return appended;
  }

  /** As RoomStore.read. */
  async read({ roomId, file }: Stream, from: number, limit: number): Promise<Commit[]> {
    const read = (life: Life): Promise<Commit[]> =>
      this.#newest.read((options) => this.#read({ life, file, from, limit }, options));
    return (await this.#lives.within(roomId, read, file)) ?? [];
  }

  /** As RoomStore.readPacked. */
  async readPacked(stream: Stream, from: number): Promise<PackedCommit[]> {
    const { roomId, file } = stream;
    const read = (life: Life): Promise<SegmentRecord[]> =>
      this.#newest.read((options) => this.#segments({ life, file, from, limit: PAGE_SEGMENTS }, options));
    const segments = (await this.#lives.within(roomId, read, file)) ?? [];
    const pieces: PackedCommit[] = [];
    let bytes = 0;
    for (const { _id, count, packed } of segments) {
      if (bytes >= READ_PACKED_BYTES) break;
      pieces.push({ from: _id.from, count, packed: packed.buffer });
      bytes += packed.length();
    }
    if (pieces.length > 0) return pieces;
    const commits = await this.read(stream, from, PACKED_ENTRIES);
    return commits.length === 0 ? [] : [await packedOf(commits)];
  }

  /** As RoomStore.endOf. */
  async endOf({ roomId, file }: Stream): Promise<number> {
    const look = (life: Life): Promise<number> =>
      this.#newest.read(async (options) => {
        const packed = packedIn(life, file);
        const range = { $gte: updatesKey(life, file, packed), $lt: updatesKey(life, file, Infinity) };
        const last = await this.#collections.updates.findOne({ _id: range }, { ...NEWEST, ...options });
        return last ? last._id.from + last.count : packed;
      });
    return (await this.#lives.within(roomId, look, file)) ?? 0;
  }

  /** The numbers of the room's streams that hold anything, in order. */
  async of(roomId: string): Promise<number[]> {
    const find = async (life: Life, options: ReadOptions): Promise<number[]> => {
      const files = new Set(Object.keys(life.packed).map(Number));
      // One look for each stream, however many commits it has.
      for (let next = 0; ;) {
        const range = { $gte: { room: life.id, file: next }, $lt: { room: life.id, file: Infinity } };
        const first = await this.#collections.updates.findOne(
          { _id: range as never },
          { sort: { _id: 1 }, ...options },
        );
        if (!first) return [...files].toSorted((one, other) => one - other);
        const { file, generation = 0 } = first._id;
        // Records of a deletion that was cut short come before those of today, or alone.
        const isThere = generation === generationIn(life, file);
        if (isThere || (await this.#page({ life, file, from: 0, limit: 1 }, options)).commits.length > 0)
          files.add(file);
        next = file + 1;
      }
    };
    const look = (life: Life): Promise<number[]> => this.#newest.read((options) => find(life, options));
    return (await this.#lives.within(roomId, look)) ?? [];
  }

  /**
   * Several processes may write one stream, and still its commits join without a gap or an overlap:
   * a commit is only ever inserted at 0 or where a commit ends that a majority has. Either that one is the last,
   * then the new one joins it; or it is followed by one that begins there, then the `_id` is taken and the insert fails. So
   * what is remembered of a stream cannot become wrong, only old: it needs no lock and is never looked up to be sure. A stream that
   * is deleted goes on in another generation, whose places are others.
   * Packing frees places, but only before a version that the room's record has by then: who may have been old reads it after the
   * insert, and nobody reads a commit that begins before it. What a majority has is not rolled back, so a commit never loses
   * the one before it.
   *
   * Sets the outcomes of what is decided, and resolves with what is to be tried again.
   */
  async #append(rest: readonly Waiting[], outcomes: AppendOutcome[]): Promise<Waiting[]> {
    const lives = await this.#lives.of(rest.map(([, { stream }]) => stream.roomId));
    const planned = plan(rest, lives);
    for (const [index, { stream }] of rest) outcomes[index] = lives.has(stream.roomId) ? "conflict" : "gone";

    const session = await this.#connection.startSession();
    try {
      const kept = await this.#insert(await this.#joining(planned), session);
      await this.#replaceDocuments([...kept.values()], session);
      const changes = await this.#lives.changes(new Set(planned.map(({ life }) => life)), session);
      const again: Waiting[] = [];
      for (const one of planned) {
        const { life, stream, appends } = one;
        const joined = kept.get(one);
        const now = changes.has(life) ? changes.get(life) : life;
        // What was refused of a stream that was another, and what was kept in one that is gone, is no answer.
        const isAnswer = joined ? isSameGeneration : hasSame;
        if (!now || !isAnswer(stream.file, life, now)) again.push(...appends);
        else if (joined && (await this.#stays(now, joined, session))) {
          for (const [index] of joined.parts) outcomes[index] = "ok";
          reached(now, stream.file, joined.commit);
          this.#grown(now, stream, joined.commit.from + joined.commit.count);
          again.push(...joined.later);
        }
      }
      return again;
    } finally {
      await session.endSession();
    }
  }

  /** Those that begin where their stream may end. */
  async #joining(planned: readonly Planned[]): Promise<Joined[]> {
    const joined = await Promise.all(
      planned.map(async (one): Promise<Joined[]> => {
        const { life, stream, appends } = one;
        const from = appends[0]![1].from;
        const [parts, later] = followingEachOther(appends);
        if (parts.length === 0 || !(await this.#isEnd(life, stream.file, from))) return [];
        const { count, entries } = joinCommits(parts.map(([, part]) => part));
        return [{ planned: one, commit: { from, count, entries }, parts, later }];
      }),
    );
    return joined.flat();
  }

  /** Whether the stream's segments end at the version, or a commit does; the stream begins at 0 where nothing is packed. */
  async #isEnd(life: Life, file: number, version: number): Promise<boolean> {
    const packed = packedIn(life, file);
    if (version <= packed) return version === packed;
    if (life.ends.get(file) === version) return true;
    const range = { $gte: updatesKey(life, file, packed), $lt: updatesKey(life, file, version) };
    const before = await this.#collections.updates.findOne({ _id: range }, { ...NEWEST, ...MAJORITY });
    return before !== null && before._id.from + before.count === version;
  }

  /** Inserts what finds its place free, in one step for all rooms. Rejects when that is not known. */
  async #insert(joined: readonly Joined[], session: ClientSession): Promise<Map<Planned, Joined>> {
    if (joined.length === 0) return new Map();
    const records = joined.map(({ planned: { life, stream }, commit: { from, count, entries } }) => ({
      _id: updatesKey(life, stream.file, from),
      count,
      entries,
    }));
    const taken = await this.#collections.updates.insertMany(records, { ordered: false, session }).then(
      () => new Set<number>(),
      (error: unknown) => placesTaken(error),
    );
    return new Map(joined.filter((_, place) => !taken.has(place)).map((one) => [one.planned, one]));
  }

  /** Unless another process has written a newer one, has deleted the stream, or has packed it so that what was kept may have come too late. */
  async #replaceDocuments(kept: readonly Joined[], session: ClientSession): Promise<void> {
    const replacements = kept.flatMap(({ planned: { life, stream }, commit, parts }) =>
      parts.flatMap(([, { document }]) => {
        if (!document) return [];
        const filter = {
          _id: life.id,
          eventsVersion: { $lt: document.eventsVersion },
          [`generations.${stream.file}`]: life.generations[stream.file] ?? null,
          [`packed.${stream.file}`]: { $not: { $gt: commit.from } },
        };
        return [{ updateOne: { filter, update: { $set: contents(document) } } }];
      }),
    );
    if (replacements.length > 0) await this.#collections.rooms.bulkWrite(replacements, { ordered: false, session });
  }

  /**
   * Whether what was inserted is of the stream. Before the version up to which that is packed by now it is when it was packed too, so that it
   * is there to the letter; otherwise it found a place that had become free, and nobody has read it.
   */
  async #stays(life: Life, { planned: { stream }, commit }: Joined, session: ClientSession): Promise<boolean> {
    const { from, count, entries } = commit;
    if (from >= packedIn(life, stream.file)) return true;
    await this.#collections.updates.deleteOne({ _id: updatesKey(life, stream.file, from) }, { session });
    const there: unknown[] = [];
    while (there.length < count) {
      const at = from + there.length;
      const [one] = await this.read(stream, at, 1);
      if (!one) break;
      there.push(...(JSON.parse(one.entries) as unknown[]).slice(at - one.from));
    }
    return JSON.stringify(there.slice(0, count)) === JSON.stringify(JSON.parse(entries));
  }

  async #read({ life, file, from, limit }: Wanted, options: ReadOptions): Promise<Commit[]> {
    if (limit <= 0) return [];
    const found = new StreamRead(limit);
    let at = from;
    while (at < packedIn(life, file) && found.wanting > 0) {
      const [segment] = await this.#segments({ life, file, from: at, limit: 1 }, options);
      if (!segment) {
        // It is being deleted, and then what was read is read anew.
        if ((await this.#lives.changes(new Set([life]))).size > 0) break;
        throw new Error(`invariant: the segments have a gap at ${at}`);
      }
      const commit = { from: segment._id.from, count: segment.count, entries: unpack(segment.packed.buffer) };
      found.add(commit);
      at = commit.from + commit.count;
    }
    if (found.wanting > 0) await this.#readCommits({ life, file, from: at, limit }, found, options);
    return found.commits;
  }

  /** From `from` on, where no segment of this life is any more. */
  async #readCommits(wanted: Wanted, found: StreamRead, options: ReadOptions): Promise<void> {
    const { life, file } = wanted;
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
  }

  /** The commit that begins before `from` and ends after it. */
  async #across({ life, file, from }: Wanted, options: ReadOptions): Promise<Commit | undefined> {
    const packed = packedIn(life, file);
    if (from <= packed) return undefined;
    const range = { $gte: updatesKey(life, file, packed), $lt: updatesKey(life, file, from) };
    const before = await this.#collections.updates.findOne({ _id: range }, { ...NEWEST, ...options });
    return before && before._id.from + before.count > from ? commitIn(before) : undefined;
  }

  /** Commits that begin at `from` or later, as many as one batch has. `isLast`: none follow. */
  async #page({ life, file, from, limit }: Wanted, options: ReadOptions) {
    const most = Math.min(limit, PAGE_COMMITS);
    const begin = Math.max(from, packedIn(life, file));
    const range = { $gte: updatesKey(life, file, begin), $lt: updatesKey(life, file, Infinity) };
    // One batch: what a cursor reads later is neither the newest for sure nor for sure there to stay.
    const batch = { sort: { _id: 1 }, limit: most, batchSize: most, ...options } as const;
    const cursor = this.#collections.updates.find({ _id: range }, batch);
    await cursor.hasNext();
    const commits = cursor.readBufferedDocuments().map(commitIn);
    const isLast = commits.length < most && cursor.id?.isZero() !== false;
    await cursor.close();
    return { commits, isLast };
  }

  /** Up to `limit` segments, from the one on that holds `from`; none where it is not packed. */
  async #segments({ life, file, from, limit }: Wanted, options: ReadOptions): Promise<SegmentRecord[]> {
    const packed = packedIn(life, file);
    if (from >= packed) return [];
    const { segments } = this.#collections;
    const until = { $gte: updatesKey(life, file, 0), $lte: updatesKey(life, file, from) };
    const behind = { $gt: updatesKey(life, file, from), $lt: updatesKey(life, file, packed) };
    const batch = { sort: { _id: 1 }, limit: limit - 1, batchSize: limit, ...options } as const;
    const [first, more] = await Promise.all([
      segments.findOne({ _id: until }, { ...NEWEST, ...options }),
      limit > 1 ? segments.find({ _id: behind }, batch).toArray() : [],
    ]);
    return first ? [first, ...more] : [];
  }
}

/** What is appended to each stream of the rooms that there are. */
function plan(waiting: readonly Waiting[], lives: ReadonlyMap<string, Life>): Planned[] {
  const planned = new Map<string, Planned & { readonly appends: Waiting[] }>();
  for (const [index, append] of waiting) {
    const { stream } = append;
    const life = lives.get(stream.roomId);
    if (!life) continue;
    const name = `${stream.roomId}/${stream.file}`;
    const one = planned.get(name) ?? { life, stream, appends: [] };
    one.appends.push([index, append]);
    planned.set(name, one);
  }
  return [...planned.values()];
}

/** The first ones, which make one commit, and what goes on behind them in another; where one does not follow the one before, nothing from it on does. */
function followingEachOther(appends: readonly Waiting[]): [parts: readonly Waiting[], rest: readonly Waiting[]] {
  let end = appends[0]![1].from;
  let bytes = 0;
  for (const [place, [, { from, count, entries }]] of appends.entries()) {
    const size = Buffer.byteLength(entries);
    if (from !== end || size >= COMMIT_BYTES) return [appends.slice(0, place), []];
    if (place > 0 && bytes + size > JOINED_BYTES) return [appends.slice(0, place), appends.slice(place)];
    end = from + count;
    bytes += size;
  }
  return [appends, []];
}

const NEWEST = { sort: { _id: -1 } } as const;

/** The key of a commit and of a segment. */
export const updatesKey = (life: Life, file: number, from: number): UpdatesRecord["_id"] => ({
  ...prefixIn(life, file),
  from,
});

/** What a record of a commit says. */
export const commitIn = ({ _id: { from }, count, entries }: UpdatesRecord): Commit => ({ from, count, entries });

/** Remembers that a commit which a majority has ends here. */
function reached({ ends }: Life, file: number, { from, count }: Commit): void {
  ends.set(file, Math.max(ends.get(file) ?? 0, from + count));
}

/** The fields that follow from a room's document. */
export const contents = (document: RoomDocument) => ({
  ...publicDetails(document),
  dateCreated: new Date(document.dateCreated),
  eventsVersion: document.eventsVersion,
  document: JSON.stringify(document),
});

/** Which records of an insert found their `_id` taken. Throws the error on when anything else was wrong. */
function placesTaken(error: unknown): Set<number> {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
  const errors = [error.writeErrors].flat();
  if (errors.length === 0 || errors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  return new Set(errors.map(({ index }) => index));
}
