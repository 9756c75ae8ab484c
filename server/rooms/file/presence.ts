// Who is where, merged and never stored [C9]: what the room is told of it, and when. Knows no socket.
import type { ClientMessage } from "../../protocol/clientMessages.ts";
import { PRESENCE_INTERVAL_MS } from "../../protocol/limits.ts";
import type { Presence } from "../../protocol/serverMessages.ts";
import { type FilesHost, type LiveFiles, WORK_PER_PUSH } from "./liveFiles.ts";
import type { Clock } from "../ports.ts";
import type { RoomClient } from "../people/audience.ts";

/** Everybody moving costs a frame for each, of all: the interval grows with the room. */
const PRESENCE_MS_PER_CLIENT = 2;
/** Selections that are told at once: each goes to everybody. */
const SELECTIONS_AT_ONCE = 2_000;
/** Steps over which one presence is carried at most; what would take more is as old as what is not in memory. */
const PRESENCE_WORK = 50_000;

type PresenceRoom = Pick<FilesHost, "audience" | "rights" | "timers">;

/** The newest presence of each client, and which of them the room has not been told of yet. */
export class PresenceBoard {
  readonly #latest = new Map<number, Presence>();
  readonly #untold = new Set<number>();
  readonly #files: LiveFiles;
  readonly #room: PresenceRoom;
  readonly #clock: Clock;

  constructor(files: LiveFiles, room: PresenceRoom, clock: Clock) {
    this.#files = files;
    this.#room = room;
    this.#clock = clock;
  }

  /** What comes too often, or cannot be placed, is dropped without a word [C9]. */
  say(client: RoomClient, message: Extract<ClientMessage, { type: "presence" }>): void {
    const file = this.#files.followed(message.file, client.client);
    if (!file) return;
    const { type: _, ...place } = message;
    const work = file.authority.stepsSince(place.version) * (place.selections.length + 1);
    if (work > PRESENCE_WORK || client.presences.spend(1 + work / WORK_PER_PUSH, this.#clock.now()) > 0) return;
    const presence = file.carry({ client: client.client, ...place });
    if (!presence) return;
    this.#latest.set(presence.client, presence);
    this.#untold.add(presence.client);
    this.#tellSoon();
  }

  remove(client: number): void {
    this.#latest.delete(client);
    this.#untold.delete(client);
  }

  /** Tells one client where the others are in these files. */
  tell(client: RoomClient, isMeant: (file: number) => boolean): void {
    const meant = [...this.#latest.values()].filter(({ file }) => isMeant(file) && this.#mayKnow(client, file));
    const presences = this.#carried(meant);
    if (presences.length > 0) this.#room.audience.tell(client, { type: "presence", presences });
  }

  #tellSoon(): void {
    const ms = Math.max(PRESENCE_INTERVAL_MS, this.#room.audience.size * PRESENCE_MS_PER_CLIENT);
    this.#room.timers.after("presence", ms, () => this.#tellAll());
  }

  #tellAll(): void {
    // whoever is told where somebody is must have the text in which that is
    if (!this.#files.show()) return this.#tellSoon();
    const { audience, rights } = this.#room;
    const told = this.#takeUntold();
    if (this.#untold.size > 0) this.#tellSoon();
    const presences = told.filter(({ file }) => rights.isListed(file));
    if (presences.length > 0) audience.tellAll({ type: "presence", presences });
    for (const presence of told)
      if (!rights.isListed(presence.file))
        for (const client of audience.here)
          if (this.#mayKnow(client, presence.file)) audience.tell(client, { type: "presence", presences: [presence] });
  }

  /** Of a file that the room does not list, only those hear who have it open. */
  #mayKnow({ client }: RoomClient, file: number): boolean {
    return this.#room.rights.isListed(file) || this.#files.followed(file, client) !== undefined;
  }

  /** What has changed since the last call, of those first who have waited for longest. */
  #takeUntold(): Presence[] {
    const taken: Presence[] = [];
    let count = 0;
    for (const client of this.#untold) {
      if (count >= SELECTIONS_AT_ONCE) break;
      this.#untold.delete(client);
      const presence = this.#latest.get(client);
      if (!presence) continue;
      taken.push(presence);
      count += 1 + presence.selections.length;
    }
    return this.#carried(taken);
  }

  /** To the version that everybody has been shown. What was carried is kept: nobody has to carry it over those updates again. */
  #carried(presences: readonly Presence[]): Presence[] {
    return presences.flatMap((presence) => {
      const carried = this.#files.carry(presence);
      if (carried) this.#latest.set(carried.client, carried);
      return carried ?? [];
    });
  }
}
