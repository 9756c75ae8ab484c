// A page of a file's log as JSON in pieces, for who unpacks nothing. Knows no room.
import type { UpdatesPage } from "../../rooms/file/liveFile.ts";
import { piecesOf } from "./inPieces.ts";

/** Updates of a page at most … */
export const PAGE_UPDATES = 10_000;
/** … and UTF-16 units from which on no other is in it. */
const PAGE_CHARACTERS = 4_000_000;

/**
 * The updates from version `from` on and before `to`, as many as a page has, and, where those are not all, from where the next page goes on. `read`
 * gives them. `check` throws, before each piece, where no more may be sent.
 */
export const updatesPage = (from: number, to: number, read: ReadUpdates, check: () => void): AsyncGenerator<string> =>
  piecesOf(parts(from, to, read), check);

type ReadUpdates = (from: number, to: number) => AsyncIterable<UpdatesPage>;

async function* parts(from: number, to: number, read: ReadUpdates): AsyncGenerator<string> {
  yield `${JSON.stringify({ from }).slice(0, -1)},"updates":[`;
  const most = Math.min(to, from + PAGE_UPDATES);
  let [next, characters] = [from, 0];
  for await (const update of updatesOf(from, most, read)) {
    const text = JSON.stringify(update);
    yield next === from ? text : `,${text}`;
    next++;
    characters += text.length;
    if (characters >= PAGE_CHARACTERS) break;
  }
  yield `]${next < to ? `,"next":${next}` : ""}}`;
}

async function* updatesOf(from: number, to: number, read: ReadUpdates): AsyncGenerator<UpdatesPage["updates"][number]> {
  if (from < to) for await (const { updates } of read(from, to)) yield* updates;
}
