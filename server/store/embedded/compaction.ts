// Packs what came to streams into segments, when nobody waits for it. Knows LMDB's tables, no journal and nobody who appends.
import { type Commit, joinCommits, type Stream } from "../../rooms/roomStore.ts";
import { type Database, newest, type StreamKey, streamRange, type Write } from "./database.ts";
import { endIn } from "./intoTables.ts";
import { nameOf } from "./recent.ts";
import { readCommit, readSegment, segmentCount, writeSegment } from "./records.ts";

/** A segment holds about so many entries; more would make reading a few of them slow. */
const SEGMENT_ENTRIES = 2_000;
/** … or is that long: it has to be unpacked to be read, and again to grow. */
const SEGMENT_CHARACTERS = 1_000_000;
/** One step reads about so much. */
const STEP_CHARACTERS = 100_000;
/** What does not fill a segment waits so long for more: growing one later takes as much work as packing it again. */
const FILLED_WITHIN_MS = 30_000;

export class Compaction {
  readonly #database: Database;
  /** streams of which there is enough to fill a segment */
  readonly #due = new Map<string, Stream>();
  /** … of which there is not, and since when they wait; who waits longest comes first */
  readonly #waiting = new Map<string, { readonly stream: Stream; readonly since: number }>();
  #lastRun: Promise<void> = Promise.resolve();
  /** nothing waits to fill a segment any more, and what is not packed by then stays as it is */
  #end: number | undefined;
  /** how often rooms or streams went so far */
  #gone = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The stream has come to this version, and it is worth looking whether there is enough to pack. */
  grown(stream: Stream, version: number): void {
    const name = nameOf(stream);
    if (version - this.#packedUpTo(stream) < SEGMENT_ENTRIES) return this.#wait(name, stream);
    this.#waiting.delete(name);
    this.#due.set(name, stream);
  }

  #wait(name: string, stream: Stream): void {
    if (!this.#due.has(name) && !this.#waiting.has(name)) this.#waiting.set(name, { stream, since: performance.now() });
  }

  /** The next write removes streams, and what is being packed may be of them. */
  streamsGone(): void {
    this.#gone++;
  }

  /** There is something to pack, now or later. */
  get isWanted(): boolean {
    return this.#due.size > 0 || this.#waiting.size > 0;
  }

  /** From now on nothing waits to fill a segment; what is not packed after `ms` stays as it is. */
  endWithin(ms: number): void {
    this.#end = performance.now() + ms;
  }

  /** Packs what is due: one stream after the other, because each step goes on from where the last has come to. */
  run(): Promise<void> {
    const packed = this.#lastRun.catch(() => {}).then(() => this.#packDue());
    this.#lastRun = packed;
    return packed;
  }

  async #packDue(): Promise<void> {
    for (const [name, stream] of this.#due) {
      this.#due.delete(name);
      const hasEnough = (): boolean => endIn(this.#database, stream) - this.#packedUpTo(stream) >= SEGMENT_ENTRIES;
      while (!this.#isOver && hasEnough() && (await this.#packSome(stream)));
      this.#wait(name, stream);
    }
    for (const [name, { stream, since }] of this.#waiting) {
      if (this.#end === undefined && performance.now() - since < FILLED_WITHIN_MS) break;
      this.#waiting.delete(name);
      while (!this.#isOver && (await this.#packSome(stream)));
    }
  }

  get #isOver(): boolean {
    return this.#end !== undefined && performance.now() >= this.#end;
  }

  /** Where the stream's segments end. */
  #packedUpTo(stream: Stream): number {
    const last = newest(this.#database.segments, stream, Infinity);
    return last ? last.key[2] + segmentCount(last.value) : 0;
  }

  /** Packs the stream's first commits behind its segments, the last of which grows until it is full. True: there may be more. */
  async #packSome(stream: Stream): Promise<boolean> {
    const { segments, commits } = this.#database;
    // Read when all writes before are done, so that whatever removes the stream from now on is counted.
    const { parts, keys, more, gone } = await this.#database.write(() => ({
      writes: [],
      result: { ...this.#packable(stream), gone: this.#gone },
    }));
    if (keys.length === 0) return false;
    const packed = joinCommits(parts);
    const segment = await writeSegment(packed);
    const writes: Write[] = [
      ...keys.map((key): Write => [commits, key]),
      [segments, [stream.roomId, stream.file, packed.from], segment],
    ];
    // Meanwhile the stream may have grown, which is no harm, or have gone, and another may have its name.
    return this.#database.write(() => (this.#gone === gone ? { writes, result: more } : { writes: [], result: true }));
  }

  /** What one step packs: the last segment unless it is full, then commits; the keys of these; and whether there are more. */
  #packable(stream: Stream): { parts: readonly Commit[]; keys: readonly StreamKey[]; more: boolean } {
    const { segments, commits } = this.#database;
    const keys: StreamKey[] = [];
    if (!this.#database.hasStream(stream)) return { parts: [], keys, more: false };
    const last = newest(segments, stream, Infinity);
    const isOpen = last !== undefined && segmentCount(last.value) < SEGMENT_ENTRIES;
    // How much it is cannot be seen from outside: a letter a million times over packs into nothing.
    const grown = isOpen ? readSegment(last.key, last.value) : undefined;
    const parts = grown && grown.entries.length < SEGMENT_CHARACTERS ? [grown] : [];
    let [count, characters] = [parts[0]?.count ?? 0, 0];
    for (const { key, value } of commits.getRange(streamRange(stream.roomId, stream.file))) {
      if (keys.length > 0 && (count >= SEGMENT_ENTRIES || characters + value.length > STEP_CHARACTERS))
        return { parts, keys, more: true };
      const commit = readCommit(key, value);
      parts.push(commit);
      keys.push(key);
      count += commit.count;
      characters += value.length;
    }
    return { parts, keys, more: false };
  }
}
