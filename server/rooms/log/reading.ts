// Streams read from the store a page at a time, and the room that its own log makes. Knows no store in particular.
import type { Outlet } from "../ports.ts";
import { type Commit, EVENTS, READ_CHARACTERS, type RoomStore, type Stream } from "../roomStore.ts";
import { applyStoredEvent, type RoomDocument, type StoredEvent, streamOf } from "./roomDocument.ts";

/** Entries that are read in one go. */
export const READ_ENTRIES = 1_000;

/** In nobody's turn. */
export const atOnce: Outlet["work"] = async (run) => run();

/**
 * A stream from some version to its end. Pages have a commit at least; the first begins with the commit that holds `from`. `piece`:
 * when each may be read. Throws when the log is damaged.
 */
export async function* pages(
  store: Pick<RoomStore, "read">,
  stream: Stream,
  from: number,
  piece = atOnce,
): AsyncGenerator<readonly Commit[]> {
  for (let at = from; ;) {
    const page = await piece(() => store.read(stream, at, READ_ENTRIES));
    if (page[0] && page[0].from > at) throw new Error(`invariant: the log has a gap at ${at}`);
    if (page.length > 0) yield page;
    if (isEnd(page)) return;
    at = endOf(page);
  }
}

/** Whether commits that were read are the last there were: they are fewer than asked for. */
const isEnd = (page: readonly Commit[]): boolean =>
  page.reduce((sum, { count }) => sum + count, 0) < READ_ENTRIES &&
  page.reduce((sum, { entries }) => sum + entries.length, 0) < READ_CHARACTERS;

/** The version after the last commit; 0 of none. */
export function endOf(page: readonly Commit[]): number {
  const last = page.at(-1);
  return last ? last.from + last.count : 0;
}

/** The entries of a commit, as they are stored. */
const parsed = <Entry>(entries: string): Entry[] => JSON.parse(entries) as Entry[];

/** The entries of commits that follow each other, from a version on which the first of them holds. `read`: those of one. */
export const entriesFrom = <Entry>(
  commits: readonly Commit[],
  version: number,
  read: (entries: string) => Entry[] = parsed,
): Entry[] => commits.flatMap((commit) => read(commit.entries).slice(Math.max(0, version - commit.from)));

/** The newest document and whatever of the room's log came after it. */
export async function readRoom(
  store: Pick<RoomStore, "loadRoom" | "read">,
  roomId: string,
): Promise<RoomDocument | undefined> {
  let room = await store.loadRoom(roomId);
  if (!room) return undefined;
  for (;;) {
    const stream = streamOf(room, EVENTS);
    for await (const page of pages(store, stream, room.eventsVersion))
      room = entriesFrom<StoredEvent>(page, room.eventsVersion).reduce(applyStoredEvent, room);
    // it may say at its end that it goes on elsewhere
    if (streamOf(room, EVENTS).file === stream.file) return room;
  }
}
