// A stream of any store from some version to its end, a page at a time. Knows no store in particular.
import { type Commit, isEnd, type RoomStore, type Stream } from "../rooms/roomStore.ts";

/** Entries that are read in one go. */
const PAGE_ENTRIES = 1_000;

/** Pages that have a commit at least; the first begins with the commit that holds `from`. */
export async function* pages(store: RoomStore, stream: Stream, from: number): AsyncGenerator<readonly Commit[]> {
  for (let at = from; ;) {
    const page = await store.read(stream, at, PAGE_ENTRIES);
    if (page.length > 0) yield page;
    if (isEnd(page, PAGE_ENTRIES)) return;
    at = endOf(page);
  }
}

/** The version after the last commit; 0 of none. */
export function endOf(page: readonly Commit[]): number {
  const last = page.at(-1);
  return last ? last.from + last.count : 0;
}
