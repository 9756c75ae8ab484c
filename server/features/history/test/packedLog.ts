// A log as a store gives it: pieces of four updates, from the one on that holds a version. Knows no store.
import { type UpdateJSON, withJSON, writeUpdates } from "../../../protocol/updates.ts";
import type { PackedCommit } from "../../../rooms/roomStore.ts";
import { packedOf } from "../../../store/packing.ts";

const PIECE = 4;

/** `read` is told from which version it was read. */
export async function* packedLog(
  updates: readonly UpdateJSON[],
  from: number,
  read: number[] = [],
): AsyncGenerator<PackedCommit> {
  read.push(from);
  for (let at = from - (from % PIECE); at < updates.length; at += PIECE) {
    const { count, entries } = writeUpdates(updates.slice(at, at + PIECE).map(withJSON));
    yield await packedOf([{ from: at, count, entries }]);
  }
}
