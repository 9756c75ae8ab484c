// What this browser has done to texts by their past, or has begun to, and history has not told yet: a page may close before. Knows no room.
import type { Restored, RoomRestored, RoomUndone, Undone } from "../../../../server/features/history/messages.ts";
import { browserStorage } from "../../../stored.ts";

const STORED = "companion:room-begun:";
/** Longer is nothing that this page has written. */
const STORED_CHARACTERS = 500_000;
/** The newest are remembered: what more there is was refused. */
const MOST_REMEMBERED = 20;

/** What history is to be told of edits, once for each `id`. */
export type Told = Restored | Undone | RoomRestored | RoomUndone;

/** `isAtEnd`: all of it is done. A whole room's that is not has the texts that are, and of the files all that are to be put back and deleted. */
export type Done =
  | { readonly told: Told; readonly isAtEnd: true }
  | { readonly told: RoomRestored | RoomUndone; readonly isAtEnd: false };

/** … by a tab of somebody. */
export type Begun = Done & { readonly client: number; readonly participant: number };

/** What tabs of this person have begun that are in the room no more, as `here` says by number; as far as is known. */
export function cutOffIn(
  roomId: string,
  you: { readonly client: number; readonly participant: number },
  here: { has(client: number): boolean },
): readonly Begun[] {
  return begunIn(roomId).filter(
    ({ client, participant }) => participant === you.participant && client !== you.client && !here.has(client),
  );
}

function begunIn(roomId: string): readonly Begun[] {
  const begun = browserStorage.readJson(STORED + roomId, STORED_CHARACTERS);
  return Array.isArray(begun) ? begun.filter((one) => isBegun(one)) : [];
}

/** Whether this page has written it, as far as it is read here; the rest the server reads. */
function isBegun(begun: unknown): begun is Begun {
  const { client, participant, told, isAtEnd } = (begun ?? {}) as Partial<Begun>;
  if (typeof client !== "number" || typeof participant !== "number" || typeof told?.id !== "string") return false;
  if (!("texts" in told)) return isAtEnd === true;
  return [told.texts, told.back, told.gone].every((list) => Array.isArray(list)) && typeof isAtEnd === "boolean";
}

/** In the place of what was remembered of it. Where nothing can be stored it is not. */
export function rememberBegun(roomId: string, begun: Begun): void {
  keep(roomId, [...othersThan(roomId, begun.told.id), begun].slice(-MOST_REMEMBERED));
}

/** History has it. */
export function forgetBegun(roomId: string, id: string): void {
  keep(roomId, othersThan(roomId, id));
}

const othersThan = (roomId: string, id: string): readonly Begun[] =>
  begunIn(roomId).filter(({ told }) => told.id !== id);

function keep(roomId: string, begun: readonly Begun[]): void {
  browserStorage.write(STORED + roomId, begun.length > 0 ? JSON.stringify(begun) : undefined);
}
