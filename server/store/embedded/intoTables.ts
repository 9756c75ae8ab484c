// From the journal into LMDB's tables, and how much of it is there already. Knows nothing of who appends and who reads.
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { Append, Commit, Stream } from "../../rooms/roomStore.ts";
import { type Database, newest, type Write } from "./database.ts";
import { readJournal } from "./journal.ts";
import { joined, nameOf, Recent, type RecentStream } from "./recent.ts";
import { commitCount, readAppends, segmentCount, writeCommit } from "./records.ts";

/** So many streams go into the tables in one transaction, which takes a millisecond or two of the event loop. */
const STREAMS_AT_ONCE = 100;

const APPLIED = "applied";

const commitWrite = ({ commits }: Database, { roomId, file }: Stream, commit: Commit): Write => [
  commits,
  [roomId, file, commit.from],
  writeCommit(commit),
];

const documentWrite = ({ rooms }: Database, roomId: string, document: RoomDocument): Write => [
  rooms,
  roomId,
  JSON.stringify(document),
];

/** What puts all that is held of a stream into the tables. */
export const writesOf = (database: Database, { stream, commits, document }: RecentStream): Write[] => [
  ...[...joined(commits)].map((commit) => commitWrite(database, stream, commit)),
  ...(document ? [documentWrite(database, stream.roomId, document)] : []),
];

/**
 * Brings all of it into the tables, some streams after the others, so that nobody waits for long meanwhile; what is there it holds
 * no more. The last transaction has the mark: until then a start finds in the journal what some streams have already.
 */
export async function bringInto(database: Database, recent: Recent): Promise<void> {
  const mark: Write = [database.marks, APPLIED, String(recent.sequence)];
  while (!recent.empty) {
    const some = recent.first(STREAMS_AT_ONCE);
    const writes = some.flatMap((held) => writesOf(database, held));
    if (some.length === recent.streams) writes.push(mark);
    await database.write(() => ({ writes, result: undefined }));
    recent.forget(some);
  }
}

/** What the journal of the last process holds and the tables do not. */
export async function leftInJournal(path: string, database: Database): Promise<Recent> {
  const left = new Recent();
  left.sequence = Number(database.marks.get(APPLIED) ?? 0);
  const ends = new Map<string, number>();
  const isMissing = ({ stream, from }: Append): boolean => {
    const name = nameOf(stream);
    if (!ends.has(name)) ends.set(name, endIn(database, stream));
    return from >= ends.get(name)!;
  };
  for (const record of await readJournal(path, left.sequence))
    left.add(readAppends(record.text).filter(isMissing), record);
  return left;
}

/** Where a stream ends in the tables. */
export function endIn({ commits, segments }: Database, stream: Stream): number {
  const commit = newest(commits, stream, Infinity);
  if (commit) return commit.key[2] + commitCount(commit.value);
  const segment = newest(segments, stream, Infinity);
  return segment ? segment.key[2] + segmentCount(segment.value) : 0;
}
