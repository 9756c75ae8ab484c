// All rooms of the store in a list, looked at in slices when somebody asks, with who is in them now. Knows no text, and tells no id.
import type { RoomDetails } from "../protocol/events.ts";
import { EVENTS, type RoomStore } from "../rooms/roomStore.ts";
import { turn } from "../rooms/log/deadline.ts";
import { readRoom } from "../rooms/log/reading.ts";
import { streamOf } from "../rooms/log/roomDocument.ts";
import type { Clock, Logger } from "../rooms/ports.ts";
import { FILES_COUNTED, LOOK_AGAIN_MS, MOST_ROOMS, ROOMS_A_PAGE, ROOMS_AT_ONCE, SLICE_MS } from "./bounds.ts";
import type { RoomOrder, RoomPage, RoomRow } from "./messages.ts";

/** A store that tells which rooms it has, and how long each is kept. */
export interface ListingStore extends Pick<RoomStore, "loadRoom" | "read" | "endOf"> {
  rooms(after: string, limit: number): Promise<readonly (readonly [roomId: string, expiresAt: number])[]>;
}

interface Counted {
  /** who were in it ever, without robots */
  readonly participants: number;
  /** that are not deleted */
  readonly files: number;
  /** ms since 1970 */
  readonly lastVisit: number;
}

interface Listed {
  readonly roomId: string;
  /** ms since 1970; Infinity: never; NaN: not known yet */
  expiresAt: number;
  /** what was found when it was looked at last; absent: it has not been yet */
  inside?: Counted & { readonly updates: number };
  /** its expiry then: whoever has visited it since has changed that */
  lookedAt?: number;
  /** ms since 1970, when the operator has sent people out of it: its log does not tell how long they were there */
  emptiedAt?: number;
  /** the look that has found it last */
  round: number;
}

export interface RoomListServices {
  readonly store: ListingStore;
  /** of a room in memory here */
  readonly detailsOf: (roomId: string) => RoomDetails | undefined;
  readonly hashOf: (roomId: string) => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Of a room in memory, here or on another server. */
export interface LiveRoom {
  readonly node: string;
  readonly people: number;
  readonly writtenBytes: number;
}

export class RoomList {
  readonly #store: ListingStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #hashOf: (roomId: string) => string;
  readonly #detailsOf: RoomListServices["detailsOf"];
  readonly #listed = new Map<string, Listed>();
  readonly #byHash = new Map<string, string>();
  #round = 0;
  #lookedAt: number | undefined;
  #looking: Promise<void> | undefined;
  #isClosed = false;

  constructor(services: RoomListServices) {
    this.#store = services.store;
    this.#clock = services.clock;
    this.#logger = services.logger;
    this.#hashOf = services.hashOf;
    this.#detailsOf = services.detailsOf;
  }

  close(): void {
    this.#isClosed = true;
  }

  /** There is such a room, whatever the list has. `expiresAt`: in ms since 1970, as it was just set. */
  know(roomId: string, expiresAt?: number): void {
    if (expiresAt !== undefined || !this.#listed.has(roomId)) this.#put(roomId, expiresAt ?? NaN);
  }

  forget(roomId: string): void {
    this.#listed.delete(roomId);
    this.#byHash.delete(this.#hashOf(roomId));
  }

  /** Whoever is in it now is sent out. */
  emptied(roomId: string): void {
    const room = this.#listed.get(roomId);
    if (room) room.emptiedAt = this.#clock.now();
  }

  /** The room that is called so here, if there is one; looks for it once where the list does not have it. */
  async find(hash: string): Promise<string | undefined> {
    const known = this.#byHash.get(hash);
    if (known !== undefined) return known;
    await this.look();
    return this.#byHash.get(hash);
  }

  /** A page of all rooms, as they are known now; begins to look again where that is long ago. */
  page(by: RoomOrder, page: number, live: ReadonlyMap<string, LiveRoom>): RoomPage {
    if (this.#lookedAt === undefined || this.#clock.now() - this.#lookedAt > LOOK_AGAIN_MS) void this.look(live);
    const all = [...this.#listed.values()];
    const keys = keysOf(by, all, live);
    const pages = Math.max(1, Math.ceil(all.length / ROOMS_A_PAGE));
    const shown = Math.min(page, pages - 1);
    return {
      now: this.#clock.now(),
      rooms: highest(keys, shown * ROOMS_A_PAGE, ROOMS_A_PAGE).map((place) => this.#row(all[place]!, live)),
      page: shown,
      pages,
      total: all.length,
      lookedAt: this.#lookedAt ?? null,
    };
  }

  #row({ roomId, expiresAt, inside, emptiedAt }: Listed, live: ReadonlyMap<string, LiveRoom>): RoomRow {
    const now = live.get(roomId);
    const details = this.#detailsOf(roomId);
    const counted = details ? countedIn(details) : inside;
    return {
      hash: this.#hashOf(roomId),
      people: now?.people ?? 0,
      ...(now && { node: now.node }),
      participants: counted?.participants ?? null,
      files: counted?.files ?? null,
      updates: inside?.updates ?? null,
      lastVisit:
        now && now.people > 0 ? this.#clock.now() : counted ? Math.max(counted.lastVisit, emptiedAt ?? 0) : null,
      ...(!Number.isNaN(expiresAt) && { expiresAt: expiresAt === Infinity ? null : expiresAt }),
      writtenBytes: now?.writtenBytes ?? 0,
    };
  }

  /** Once for all who ask meanwhile; into those that are `live` in any case. Never rejects. */
  look(live: ReadonlyMap<string, unknown> = new Map()): Promise<void> {
    this.#looking ??= this.#look(live)
      .catch((error: unknown) => this.#logger.warn({ err: error }, "the dashboard could not list the rooms"))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(live: ReadonlyMap<string, unknown>): Promise<void> {
    const round = ++this.#round;
    let begun = performance.now();
    const rest = async (): Promise<void> => {
      if (performance.now() - begun < SLICE_MS) return;
      await turn(this.#clock);
      begun = performance.now();
    };
    for (let after = ""; ;) {
      const found = await this.#store.rooms(after, ROOMS_AT_ONCE);
      for (const [roomId, expiresAt] of found) {
        this.#put(roomId, expiresAt).round = round;
        await rest();
      }
      if (found.length < ROOMS_AT_ONCE || this.#isClosed || this.#listed.size >= MOST_ROOMS) break;
      after = found.at(-1)![0];
    }
    for (const room of this.#listed.values()) {
      if (this.#isClosed) return;
      await rest();
      // made since then, and told of by the way
      if (room.round < round && !Number.isNaN(room.expiresAt)) this.forget(room.roomId);
      else if (live.has(room.roomId) || isOld(room)) {
        room.lookedAt = room.expiresAt;
        const inside = await this.#lookInto(room.roomId, rest);
        if (inside) room.inside = inside;
        else this.forget(room.roomId);
      }
    }
    this.#lookedAt = this.#clock.now();
  }

  /** Counts what is in a room; of its document nothing else is kept. */
  async #lookInto(roomId: string, rest: () => Promise<void>): Promise<Listed["inside"]> {
    const room = await readRoom(this.#store, roomId);
    if (!room) return undefined;
    await rest();
    const files = room.files.filter(({ purged }) => !purged);
    let updates = 0;
    for (const { file } of files.slice(0, FILES_COUNTED)) {
      updates += file === EVENTS ? 0 : await this.#store.endOf(streamOf(room, file));
      await rest();
    }
    return { ...countedIn(room), updates };
  }

  #put(roomId: string, expiresAt: number): Listed {
    const known = this.#listed.get(roomId);
    if (known) {
      known.expiresAt = expiresAt;
      return known;
    }
    const room: Listed = { roomId, expiresAt, round: this.#round };
    this.#listed.set(roomId, room);
    this.#byHash.set(this.#hashOf(roomId), roomId);
    return room;
  }
}

function countedIn({ participants, files, dateCreated }: RoomDetails): Counted {
  const people = participants.filter(({ robot }) => robot === undefined);
  return {
    participants: people.length,
    files: files.filter(({ deleted }) => !deleted).length,
    lastVisit: people.reduce(
      (latest, { dateJoined, lastSeen = 0 }) => Math.max(latest, dateJoined, lastSeen),
      dateCreated,
    ),
  };
}

/** It was not looked at since it was visited last, as far as that is known. */
const isOld = ({ inside, lookedAt, expiresAt }: Listed): boolean =>
  !inside || lookedAt !== expiresAt || expiresAt === Infinity;

/** By which a room is higher in the list. */
function keysOf(by: RoomOrder, all: readonly Listed[], live: ReadonlyMap<string, LiveRoom>): Float64Array {
  const keys = new Float64Array(all.length);
  for (let place = 0; place < all.length; place++) {
    const { roomId, inside, emptiedAt = 0 } = all[place]!;
    const now = live.get(roomId);
    // who is there counts before who was
    if (by === "people") keys[place] = (now?.people ?? 0) * 1e6 + (inside?.participants ?? 0);
    else if (by === "size") keys[place] = inside?.updates ?? 0;
    else if (by === "busiest") keys[place] = now?.writtenBytes ?? 0;
    else keys[place] = now && now.people > 0 ? Number.MAX_VALUE : Math.max(inside?.lastVisit ?? 0, emptiedAt);
  }
  return keys;
}

/** The places of the `count` highest keys after the `from` highest ones; equal ones in the order of their places. */
function highest(keys: Float64Array, from: number, count: number): number[] {
  const sorted = keys.slice().sort();
  const most = sorted[sorted.length - 1 - from] ?? 0;
  const least = sorted[Math.max(0, sorted.length - from - count)] ?? 0;
  let above = 0;
  // thousands may be equal, and are in their order already
  const [first, between, last]: [number[], number[], number[]] = [[], [], []];
  for (let place = 0; place < keys.length; place++) {
    const key = keys[place]!;
    if (key > most) above++;
    else if (key === most) first.push(place);
    else if (key === least) last.push(place);
    else if (key > least) between.push(place);
  }
  between.sort((one, other) => keys[other]! - keys[one]! || one - other);
  return [...first, ...between, ...last].slice(from - above, from - above + count);
}
