// When this person was in a room last, as this browser remembers it. Knows no room.
import { browserStorage, recordOf } from "../../../stored.ts";

/** Rooms; the one that was left longest ago is forgotten first. */
const MOST_ROOMS = 200;
/** Longer is nothing that this page has written. */
const STORED_CHARACTERS = 40_000;
const STORED = "companion:last-here";

/** ms since 1970, by the room's address. */
const read = () => recordOf(browserStorage.readJson(STORED, STORED_CHARACTERS)) as Readonly<Record<string, number>>;

/** Undefined: never, as far as is known. */
export function lastHere(roomId: string): number | undefined {
  const times = read();
  const time: unknown = Object.hasOwn(times, roomId) ? times[roomId] : undefined;
  return typeof time === "number" && Number.isFinite(time) ? time : undefined;
}

/** They are here now; where nothing can be stored it is not remembered. */
export function rememberHere(roomId: string, now: number): void {
  const times = Object.entries({ ...read(), [roomId]: now });
  const kept = times.toSorted(([, one], [, other]) => other - one).slice(0, MOST_ROOMS);
  browserStorage.write(STORED, JSON.stringify(Object.fromEntries(kept)));
}
