// What the journal holds and the tables do not hold yet. Knows neither.
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import { type Append, type Commit, joinCommits, type Stream } from "../../rooms/roomStore.ts";
import type { JournalPlace } from "./journal.ts";

/** Commits of a stream go into one record of about so many characters, for what a record costs by itself. */
const RECORD_CHARACTERS = 100_000;

/** All that is held of one stream. */
export interface RecentStream {
  readonly stream: Stream;
  readonly commits: Commit[];
  /** with the room's events: the room after them */
  document: RoomDocument | undefined;
}

/** One word for a stream, as a key in memory. */
export const nameOf = ({ roomId, file }: Stream): string => `${roomId}/${file}`;

export class Recent {
  #streams = new Map<string, RecentStream>();
  /** by room, that of which the newest document is held: the room's events go on in another stream once they are rewritten */
  #documented = new Map<string, RecentStream>();
  /** of the newest record of the journal that was added */
  sequence = 0;
  /** that what was added takes in the journal, until it is taken over */
  bytes = 0;

  add(appends: readonly Append[], { sequence, bytes }: JournalPlace): void {
    for (const { stream, from, count, entries, document } of appends) {
      const held = this.#stream(stream);
      held.commits.push({ from, count, entries });
      if (document) this.#document(held, document);
    }
    this.sequence = sequence;
    this.bytes += bytes;
  }

  /** Takes over what came later, and leaves nothing there. */
  absorb(later: Recent): void {
    if (later.empty) return;
    for (const { stream, commits, document } of later.#streams.values()) {
      const held = this.#stream(stream);
      held.commits.push(...commits);
      if (document) this.#document(held, document);
    }
    this.sequence = later.sequence;
    later.#streams = new Map();
    later.#documented = new Map();
    later.bytes = 0;
  }

  get empty(): boolean {
    return this.#streams.size === 0;
  }

  /** how many */
  get streams(): number {
    return this.#streams.size;
  }

  /** So many of the streams, or all that there are. */
  first(count: number): readonly RecentStream[] {
    return [...this.#streams.values()].slice(0, count);
  }

  /** These are kept elsewhere, with nothing added since. */
  forget(streams: readonly RecentStream[]): void {
    for (const { stream, document } of streams) {
      this.#streams.delete(nameOf(stream));
      if (document) this.#documented.delete(stream.roomId);
    }
  }

  document(roomId: string): RoomDocument | undefined {
    return this.#documented.get(roomId)?.document;
  }

  commits(stream: Stream): readonly Commit[] {
    return this.#streams.get(nameOf(stream))?.commits ?? [];
  }

  #document(held: RecentStream, document: RoomDocument): void {
    const { roomId } = held.stream;
    const before = this.#documented.get(roomId);
    if (before) before.document = undefined;
    held.document = document;
    this.#documented.set(roomId, held);
  }

  #stream(stream: Stream): RecentStream {
    const name = nameOf(stream);
    let found = this.#streams.get(name);
    if (!found) this.#streams.set(name, (found = { stream, commits: [], document: undefined }));
    return found;
  }
}

/** The commits of a stream put together into few. */
export function* joined(commits: readonly Commit[]): Iterable<Commit> {
  let [begin, characters] = [0, 0];
  for (const [index, { entries }] of commits.entries()) {
    if (index > begin && characters + entries.length > RECORD_CHARACTERS) {
      yield joinCommits(commits.slice(begin, index));
      [begin, characters] = [index, 0];
    }
    characters += entries.length;
  }
  yield joinCommits(commits.slice(begin));
}
