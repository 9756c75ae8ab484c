// Deletes the rooms that nobody has visited for long, and the addresses whose time is over. Knows no database and no timer.
import type { RoomDirectory } from "./rooms/roomDirectory.ts";
import type { RoomStore } from "./rooms/roomStore.ts";

/** Rooms deleted in one go, so that a keystroke never waits for many. */
const PAGE = 20;

/**
 * Being in memory is being visited. Resolves to how many rooms are gone; safe to stop anywhere and to run again. Once `ended` is
 * aborted it goes on with no further page.
 */
export async function sweepExpired(
  directory: RoomDirectory,
  store: RoomStore,
  now: number,
  ended?: AbortSignal,
): Promise<number> {
  await store.expireAddresses(now);
  for (const { roomId, expiresWithinMs } of directory.rooms)
    await store.touchRoom(roomId, directory.expiry(expiresWithinMs));
  for (let gone = 0; ;) {
    const expired = await store.expireRooms(now, PAGE);
    gone += expired.length;
    for (const roomId of expired) directory.live(roomId)?.close("room_not_found");
    if (expired.length < PAGE || ended?.aborted) return gone;
  }
}
