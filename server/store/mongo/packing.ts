// Packs what came to streams in MongoDB into segments, when nobody waits for it. Knows of a room its life, and nobody who appends.
import { mongo } from "mongoose";
import type { Commit, Stream } from "../../rooms/roomStore.ts";
import { PACKED_ENTRIES, packedOf } from "../packing.ts";
import { unpack } from "../segment.ts";
import { ALIVE, type Life, packedIn, removeAll, type RoomLives } from "./lives.ts";
import { type Collections, inserted, type SegmentRecord } from "./models.ts";
import type { Newest, ReadOptions } from "./newest.ts";
import { commitIn, updatesKey } from "./streams.ts";

/** When a store packs. */
export interface PackingBounds {
  /** a segment holds about so many entries, and a stream that has as many that are not packed is packed at once */
  readonly segmentEntries: number;
  /** what does not fill a segment is packed once nothing has come to the stream for so long, in ms */
  readonly restAfterMs: number;
  /** … unless it has fewer entries: packing them takes as much as they do */
  readonly restEntries: number;
}

/** As stores pack, but in tests. */
export const PACKING_BOUNDS: PackingBounds = { segmentEntries: PACKED_ENTRIES, restAfterMs: 30_000, restEntries: 100 };

/** UTF-16 units that a segment holds at most, but for one longer commit: it has to be unpacked to be read, and again to grow. */
const SEGMENT_CHARACTERS = 1_000_000;
/** Streams of a room that are packed: each comes with every append's check. */
const MOST_PACKED = 500;

/** What comes next of a stream. */
interface Step {
  readonly life: Life;
  /** the stream's last segment, if there is one */
  readonly last?: SegmentRecord | undefined;
  /** what is packed: behind the last one's entries in its place where that is open, else in a new one */
  readonly commits: readonly Commit[];
  /** the segment takes no more after that */
  readonly isFull: boolean;
}

/**
 * A stream's segments are put first, then the room's record says how far they go, and only then are the commits before that
 * removed: killed anywhere it goes on from there, in any process. Several may be at it: what a segment holds follows from the log, the last
 * one is replaced by a longer one only while it is as it was read, and how far they go is only ever more.
 */
export class Packing {
  readonly #collections: Collections;
  readonly #newest: Newest;
  readonly #lives: RoomLives;
  readonly #bounds: PackingBounds;
  /** streams of which there is enough to fill a segment, and those that rest, of which everything is packed */
  readonly #due = new Map<string, { readonly stream: Stream; readonly isAll: boolean }>();
  /** those to which something came, and when it did last; who waits longest comes first */
  readonly #resting = new Map<string, { readonly stream: Stream; readonly since: number }>();
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(
    collections: Collections,
    { newest, lives }: { readonly newest: Newest; readonly lives: RoomLives },
    bounds: PackingBounds,
  ) {
    this.#collections = collections;
    this.#newest = newest;
    this.#lives = lives;
    this.#bounds = bounds;
  }

  /** The stream ends there by now. */
  grown(life: Life, stream: Stream, end: number): void {
    const { roomId, file } = stream;
    const packed = life.packed[file];
    if (packed === undefined && Object.keys(life.packed).length >= MOST_PACKED) return;
    const name = `${roomId}/${file}`;
    const entries = end - (packed ?? 0);
    this.#resting.delete(name);
    if (entries < this.#bounds.restEntries) return;
    this.#resting.set(name, { stream, since: performance.now() });
    this.#waitForRests();
    if (entries < this.#bounds.segmentEntries) return;
    if (!this.#due.has(name)) this.#due.set(name, { stream, isAll: false });
    this.#run();
  }

  /** Ends once what is under way has ended; nothing begins any more. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Who rests long enough becomes due. */
  #waitForRests(): void {
    const [next] = this.#resting.values();
    if (!next || this.#timer || this.#ended) return;
    const { restAfterMs } = this.#bounds;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        for (const [name, { stream, since }] of this.#resting) {
          if (performance.now() - since < restAfterMs) break;
          this.#resting.delete(name);
          this.#due.set(name, { stream, isAll: true });
        }
        this.#run();
        this.#waitForRests();
      },
      Math.max(1, next.since + restAfterMs - performance.now()),
    );
    this.#timer.unref();
  }

  /** Packs what is due, one stream after the other. */
  #run(): void {
    this.#running ??= this.#packDue().finally(() => (this.#running = undefined));
  }

  async #packDue(): Promise<void> {
    for (const [name, { stream, isAll }] of this.#due) {
      this.#due.delete(name);
      try {
        while (!this.#ended && (await this.#packSome(stream, isAll)));
      } catch {
        // The database is away: commits stay, and are due again when something comes to the stream.
      }
    }
  }

  /** True: there may be more. */
  async #packSome({ roomId, file }: Stream, isAll: boolean): Promise<boolean> {
    const look = (life: Life): Promise<Step> =>
      this.#newest.read((options) => this.#next({ life, file, isAll }, options));
    const step = await this.#lives.within(roomId, look, file);
    if (!step) return false;
    const { life, last, commits, isFull } = step;
    const isBehind = last !== undefined && endOf(last) > packedIn(life, file);
    if (commits.length === 0 && !isBehind) return isFull && last !== undefined && this.#close(last);
    const end = isBehind ? endOf(last) : await this.#put(step, file);
    if (end === undefined || !(await this.#mark(life, file, end))) return false;
    const range = { $gte: updatesKey(life, file, 0), $lt: updatesKey(life, file, end) };
    await removeAll(this.#collections.updates, [range]);
    return isFull;
  }

  /** What the stream's next segment holds: its last one where that is open, then commits; nothing unless they fill it or `isAll`. */
  async #next(
    { life, file, isAll }: { readonly life: Life; readonly file: number; readonly isAll: boolean },
    options: ReadOptions,
  ): Promise<Step> {
    const { segmentEntries, restEntries } = this.#bounds;
    const packed = packedIn(life, file);
    const all = { $gte: updatesKey(life, file, 0), $lt: updatesKey(life, file, Infinity) };
    const newest = { sort: { _id: -1 }, ...options } as const;
    const last = (await this.#collections.segments.findOne({ _id: all }, newest)) ?? undefined;
    // It was put before a kill, or by another process just now.
    if (last && endOf(last) > packed) return { life, last, commits: [], isFull: true };
    let count = last?.open ? last.count : 0;
    let characters = last?.open ? unpack(last.packed.buffer).length : 0;
    const commits: Commit[] = [];
    for (const commit of await this.#commits({ life, file, from: packed }, options)) {
      const isOver = characters > 0 && characters + commit.entries.length > SEGMENT_CHARACTERS;
      if (count >= segmentEntries || isOver) return { life, last, commits, isFull: true };
      commits.push(commit);
      count += commit.count;
      characters += commit.entries.length;
    }
    const isFull = count >= segmentEntries || characters >= SEGMENT_CHARACTERS;
    const entries = commits.reduce((sum, commit) => sum + commit.count, 0);
    return { life, last, commits: isFull || (isAll && entries >= restEntries) ? commits : [], isFull };
  }

  /** Commits from there on, as many as one batch has. */
  async #commits(
    { life, file, from }: { readonly life: Life; readonly file: number; readonly from: number },
    options: ReadOptions,
  ): Promise<Commit[]> {
    const { segmentEntries: most } = this.#bounds;
    const range = { $gte: updatesKey(life, file, from), $lt: updatesKey(life, file, Infinity) };
    const batch = { sort: { _id: 1 }, limit: most, batchSize: most, ...options } as const;
    const cursor = this.#collections.updates.find({ _id: range }, batch);
    await cursor.hasNext();
    const commits = cursor.readBufferedDocuments().map(commitIn);
    await cursor.close();
    return commits;
  }

  /** Where the segment ends that holds the step's commits; undefined when another process was faster. */
  async #put({ life, last, commits, isFull }: Step, file: number): Promise<number | undefined> {
    const { segments } = this.#collections;
    const before = last?.open ? [{ from: last._id.from, count: last.count, entries: unpack(last.packed.buffer) }] : [];
    const { from, count, packed } = await packedOf([...before, ...commits]);
    const record = { count, packed: new mongo.Binary(packed), ...(!isFull && { open: true as const }) };
    const isPut = last?.open
      ? (await segments.replaceOne({ _id: last._id, count: last.count, open: true }, record)).matchedCount === 1
      : await inserted(segments.insertOne({ _id: updatesKey(life, file, from), ...record }));
    return isPut ? from + count : undefined;
  }

  /** What comes next is too long for it. False: another process was faster. */
  async #close({ _id, count }: SegmentRecord): Promise<boolean> {
    const filter = { _id, count, open: true as const };
    return (await this.#collections.segments.updateOne(filter, { $unset: { open: 1 } })).matchedCount === 1;
  }

  /** The stream's segments go as far as that; false when it was deleted meanwhile, or the room, and what was put goes with it. */
  async #mark(life: Life, file: number, end: number): Promise<boolean> {
    const filter = { _id: life.id, ...ALIVE, [`generations.${file}`]: life.generations[file] ?? null };
    const { matchedCount } = await this.#collections.rooms.updateOne(filter, { $max: { [`packed.${file}`]: end } });
    if (matchedCount === 0) await this.#lives.changes(new Set([life]));
    return matchedCount === 1;
  }
}

/** The version after the segment. */
const endOf = ({ _id: { from }, count }: SegmentRecord): number => from + count;
