// A page of a file's log as JSON in pieces, for who unpacks nothing. Knows no room.
import { setImmediate as turn } from "node:timers/promises";
import type { UpdatesPage } from "../../rooms/file/liveFile.ts";

/** Updates of a page at most … */
export const PAGE_UPDATES = 10_000;
/** … and UTF-16 units from which on no other is in it. */
const PAGE_CHARACTERS = 4_000_000;
/** UTF-16 units of a piece, but for one longer update: about a millisecond's work. */
const PIECE_CHARACTERS = 50_000;

/**
 * The updates from version `from` on and before `to`, as many as a page has, and, where those are not all, from where the next page goes on. `read`
 * gives them. `check` throws, before each piece, where no more may be sent.
 */
export async function* updatesPage(
  from: number,
  to: number,
  read: (from: number, to: number) => AsyncIterable<UpdatesPage>,
  check: () => void,
): AsyncGenerator<string> {
  const most = Math.min(to, from + PAGE_UPDATES);
  let [next, characters] = [from, 0];
  let piece = `${JSON.stringify({ from }).slice(0, -1)},"updates":[`;
  const updates = async function* () {
    for await (const page of read(from, most)) yield* page.updates;
  };
  if (from < most)
    for await (const update of updates()) {
      const text = JSON.stringify(update);
      piece += next === from ? text : `,${text}`;
      next++;
      characters += text.length;
      if (characters >= PAGE_CHARACTERS) break;
      if (piece.length < PIECE_CHARACTERS) continue;
      check();
      yield piece;
      piece = "";
      await turn();
    }
  check();
  yield `${piece}]${next < to ? `,"next":${next}` : ""}}`;
}
