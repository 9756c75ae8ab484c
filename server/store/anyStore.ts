// What is the same in every store: which ids there can be, which snapshots stay, when a read is long enough. Knows no database.
import { type Commit, READ_CHARACTERS, type RoomStore, SNAPSHOT_EVERY } from "../rooms/roomStore.ts";
import type { SharedValues } from "../sharedValues.ts";

/** The ids and addresses that a room can have. Any other names no room, so what somebody sent may be looked up as it came. */
export const isStorableId = (id: string): boolean => /^[\w-]{1,64}$/.test(id);

/** A further address of a room as it was claimed. */
export interface ClaimedAddress {
  readonly address: string;
  readonly leadsTo: string;
  readonly expiresAt: number;
}

/** Throws unless one can be an address of a room and the other what it leads to: an address, and an invitation behind a "#" where it brings one. */
export function assertStorable(address: string, leadsTo: string): void {
  if (!isStorableId(address)) throw new Error(`invariant: no room can have the address ${address}`);
  const [place = "", ...invitation] = leadsTo.split("#");
  if (invitation.length > 1 || ![place, ...invitation].every(isStorableId))
    throw new Error(`invariant: ${address} cannot lead there`);
}

/**
 * Which older snapshots stay when the newest is at `newest`: the last two, then ever fewer further back, so that any past
 * version is near one while all together stay within a small multiple of the text.
 */
export function isSnapshotKept(version: number, newest: number): boolean {
  const age = newest - version;
  if (age <= 2 * SNAPSHOT_EVERY) return true;
  const spacing = 2 ** Math.floor(Math.log2(age / SNAPSHOT_EVERY)) * SNAPSHOT_EVERY;
  return Math.floor(version / SNAPSHOT_EVERY) % (spacing / SNAPSHOT_EVERY) === 0;
}

/** What reading a stream has found so far, and whether that is enough. */
export class StreamRead {
  readonly commits: Commit[] = [];
  readonly #limit: number;
  #entries = 0;
  #characters = 0;

  /** `limit`: of entries. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many more entries it takes; 0 when it has enough. */
  get wanting(): number {
    return this.#characters < READ_CHARACTERS ? Math.max(0, this.#limit - this.#entries) : 0;
  }

  add(commit: Commit): void {
    this.commits.push(commit);
    this.#entries += commit.count;
    this.#characters += commit.entries.length;
  }
}

/** A store that can tell what it has, which only who copies them to another asks. */
export interface ListedRoomStore extends RoomStore {
  /** what all servers on it know together and that is no room's */
  readonly values: SharedValues;

  /** Up to `limit` rooms in the order of their ids, from the first behind `after` on, each with its expiry. */
  rooms(after: string, limit: number): Promise<(readonly [roomId: string, expiresAt: number])[]>;

  /** The numbers of the room's streams that hold anything, in order; none when there is no such room. */
  streams(roomId: string): Promise<number[]>;

  /** The room's further addresses that were not released or swept, in the order of their letters; none when there is no such room. */
  addresses(roomId: string): Promise<ClaimedAddress[]>;
}
