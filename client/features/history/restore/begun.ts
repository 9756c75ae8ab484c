// What this browser has begun to do to a whole room and not told history of: a page may close in its middle. Knows no room.
import type { RoomRestored, RoomUndone } from "../../../../server/features/history/messages.ts";

const STORED = "companion:room-begun:";
/** Longer is nothing that this page has written. */
const STORED_CHARACTERS = 500_000;

/** `told` has the texts that are done, and of the files all that are to be put back and deleted. */
export interface Begun {
  /** the tab that does it */
  readonly client: number;
  readonly participant: number;
  readonly told: RoomRestored | RoomUndone;
}

/** What a tab of this person has begun that is in the room no more, as `here` says by number; undefined: nothing, as far as is known. */
export function cutOffIn(
  roomId: string,
  you: { readonly client: number; readonly participant: number },
  here: { has(client: number): boolean },
): Begun | undefined {
  const begun = begunIn(roomId);
  const isOfAnother = begun?.participant === you.participant && begun.client !== you.client;
  return begun && isOfAnother && !here.has(begun.client) ? begun : undefined;
}

function begunIn(roomId: string): Begun | undefined {
  try {
    const stored = localStorage.getItem(STORED + roomId) ?? "null";
    const begun: unknown = stored.length > STORED_CHARACTERS ? undefined : JSON.parse(stored);
    return isBegun(begun) ? begun : undefined;
  } catch {
    // forbidden, or written by somebody else
    return undefined;
  }
}

/** Whether this page has written it, as far as it is read here; the rest the server reads. */
function isBegun(begun: unknown): begun is Begun {
  const { client, participant, told } = (begun ?? {}) as Partial<Begun>;
  const lists = [told?.texts, told?.back, told?.gone];
  return typeof client === "number" && typeof participant === "number" && lists.every((list) => Array.isArray(list));
}

/** Where nothing can be stored it is not remembered. */
export function rememberBegun(roomId: string, begun: Begun): void {
  try {
    localStorage.setItem(STORED + roomId, JSON.stringify(begun));
  } catch {
    // full, or forbidden
  }
}

/** History is told of it. */
export function forgetBegun(roomId: string): void {
  try {
    localStorage.removeItem(STORED + roomId);
  } catch {
    // forbidden
  }
}
