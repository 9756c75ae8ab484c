// A store, a room and a commit as the stores' tests use them, and where a stream ends. Knows no test runner, so that the processes of crash tests can have them too.
import type { Append, Commit, RoomStore, Stream } from "../rooms/roomStore.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import { endOf, pages } from "../rooms/log/reading.ts";
import { newRoomDocument, type RoomDocument } from "../rooms/log/roomDocument.ts";

/** An implementation with room for data of its own. */
export interface StoreUnderTest {
  /** Opens a store on what was kept so far; the one before is closed, or its process is gone. */
  open(): Promise<ListedRoomStore>;
  /** Forgets everything that was kept. */
  dispose(): Promise<void>;
}

export const roomNamed = (roomId: string): RoomDocument =>
  newRoomDocument({ roomId, dateCreated: 1_700_000_000_000, programmingLanguage: "Python" }, "Ada", "hash");

/** A commit of `count` entries that say where they stand. */
export const commitOf = (stream: Stream, from: number, count = 1): Append => ({
  stream,
  from,
  count,
  entries: JSON.stringify(Array.from({ length: count }, (_, index) => [1, from + index + 1, 0, [[0, "x"]]])),
});

/** Consecutive commits as one: how a store cuts a stream into commits is its own affair. */
export const joined = (commits: readonly Commit[]): Commit => ({
  from: commits[0]?.from ?? 0,
  count: commits.reduce((sum, { count }) => sum + count, 0),
  entries: `[${commits.map(({ entries }) => entries.slice(1, -1)).join()}]`,
});

/** Where the stream ends, by reading all of it. */
export async function readToEnd(store: RoomStore, stream: Stream): Promise<number> {
  let end = 0;
  for await (const page of pages(store, stream, 0)) end = endOf(page);
  return end;
}
