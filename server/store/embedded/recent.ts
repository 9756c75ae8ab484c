// What the journal holds and the tables do not hold yet. Knows neither.
import type { RoomDocument } from "../../rooms/roomDocument.ts";
import { type Append, type Commit, joinCommits, type Stream } from "../../rooms/roomStore.ts";
import type { Kept } from "./journal.ts";

/** Commits of a stream go into one record of about so many characters, for what a record costs by itself. */
const RECORD_CHARACTERS = 100_000;

interface RecentStream {
  readonly stream: Stream;
  readonly commits: Commit[];
}

const nameOf = ({ roomId, file }: Stream): string => `${roomId}/${file}`;

export class Recent {
  #streams = new Map<string, RecentStream>();
  #documents = new Map<string, RoomDocument>();
  /** of the newest record of the journal that is in here */
  sequence = 0;
  /** that its records take in the journal */
  bytes = 0;

  add(appends: readonly Append[], { sequence, bytes }: Kept): void {
    for (const { stream, from, count, entries, document } of appends) {
      this.#stream(stream).commits.push({ from, count, entries });
      if (document) this.#documents.set(stream.roomId, document);
    }
    this.sequence = sequence;
    this.bytes += bytes;
  }

  /** Takes over what came later, and leaves nothing there. */
  absorb(later: Recent): void {
    if (later.empty) return;
    for (const { stream, commits } of later.#streams.values()) this.#stream(stream).commits.push(...commits);
    for (const [roomId, document] of later.#documents) this.#documents.set(roomId, document);
    this.sequence = later.sequence;
    this.bytes += later.bytes;
    later.clear();
  }

  clear(): void {
    this.#streams = new Map();
    this.#documents = new Map();
    this.bytes = 0;
  }

  get empty(): boolean {
    return this.#streams.size === 0;
  }

  /** how many */
  get streams(): number {
    return this.#streams.size;
  }

  document(roomId: string): RoomDocument | undefined {
    return this.#documents.get(roomId);
  }

  documents(): ReadonlyMap<string, RoomDocument> {
    return this.#documents;
  }

  commits(stream: Stream): readonly Commit[] {
    return this.#streams.get(nameOf(stream))?.commits ?? [];
  }

  /** All commits, those of a stream put together into few. */
  *joined(): Iterable<{ readonly stream: Stream; readonly commit: Commit }> {
    for (const { stream, commits } of this.#streams.values()) {
      let [begin, characters] = [0, 0];
      for (const [index, { entries }] of commits.entries()) {
        if (index > begin && characters + entries.length > RECORD_CHARACTERS) {
          yield { stream, commit: joinCommits(commits.slice(begin, index)) };
          [begin, characters] = [index, 0];
        }
        characters += entries.length;
      }
      yield { stream, commit: joinCommits(commits.slice(begin)) };
    }
  }

  #stream(stream: Stream): RecentStream {
    const name = nameOf(stream);
    let found = this.#streams.get(name);
    if (!found) this.#streams.set(name, (found = { stream, commits: [] }));
    return found;
  }
}
