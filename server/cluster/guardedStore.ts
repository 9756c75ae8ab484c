// The store as rooms use it where they may move to other servers. Knows whose a room is by its owners, and no room's inside.
import type { Append, AppendOutcome, RoomStore } from "../rooms/roomStore.ts";
import type { Owners } from "./owners.ts";

/**
 * Whoever writes to a room has it, or takes it when nobody does: the first that is written is the mark of a new owner [C11].
 * A commit of a room that is another's, before or after it is kept, is a conflict: what the log has of it is there for
 * whoever has the room.
 */
export function guardedStore(store: RoomStore, owners: Pick<Owners, "take" | "epochOf">): RoomStore {
  const appendTogether = together((appends) => store.append(appends));

  async function append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    const taken = await Promise.all(appends.map(({ stream }) => owners.take(stream.roomId)));
    const epochs = taken.map((owner) => (owner.state === "mine" ? owner.epoch : undefined));
    const outcomes = await appendTogether(appends.filter((_, index) => epochs[index] !== undefined));
    let next = 0;
    return appends.map(({ stream }, index) => {
      if (epochs[index] === undefined) return "conflict";
      const outcome = outcomes[next++]!;
      return outcome === "ok" && owners.epochOf(stream.roomId) !== epochs[index] ? "conflict" : outcome;
    });
  }

  return {
    append,
    createRoom: (document, expiresAt) => store.createRoom(document, expiresAt),
    loadRoom: (roomId) => store.loadRoom(roomId),
    touchRoom: (roomId, expiresAt) => store.touchRoom(roomId, expiresAt),
    expiryOf: (roomId) => store.expiryOf(roomId),
    read: (stream, from, limit) => store.read(stream, from, limit),
    readPacked: (stream, from) => store.readPacked(stream, from),
    endOf: (stream) => store.endOf(stream),
    latestSnapshot: (stream, atMost) => store.latestSnapshot(stream, atMost),
    putSnapshot: (stream, snapshot) => store.putSnapshot(stream, snapshot),
    claimAddress: (address, roomId, expiresAt, leadsTo) => store.claimAddress(address, roomId, expiresAt, leadsTo),
    roomAt: (address, now) => store.roomAt(address, now),
    releaseAddress: (address) => store.releaseAddress(address),
    expireAddresses: (now) => store.expireAddresses(now),
    deleteStream: (stream) => store.deleteStream(stream),
    deleteRoom: (roomId) => store.deleteRoom(roomId),
    expireRooms: (now, limit) => store.expireRooms(now, limit),
    ready: () => store.ready(),
    close: () => store.close(),
  };
}

/** What is asked for while one append is under way goes together into the next: many rooms that move at once each write their marks. */
function together(append: RoomStore["append"]): RoomStore["append"] {
  let underWay: Promise<unknown> | undefined;
  let waiting: Append[] = [];
  let next: Promise<AppendOutcome[]> | undefined;

  return async (appends) => {
    if (appends.length === 0) return [];
    const from = waiting.length;
    waiting.push(...appends);
    next ??= (async () => {
      await underWay;
      const all = waiting;
      waiting = [];
      next = undefined;
      const appending = append(all);
      underWay = appending.catch(() => {});
      return appending;
    })();
    const outcomes = await next;
    return outcomes.slice(from, from + appends.length);
  };
}
