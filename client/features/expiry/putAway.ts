// In which rooms this person has read how long they are kept, as this browser remembers it. Knows no room.

/** The one that was put away longest ago is told again first. */
export const MOST_ROOMS = 200;
/** Longer is nothing that this page has written. */
const STORED_CHARACTERS = 40_000;
const STORED = "companion:expiry-read";

/** A room, and the ms after the last visit that it is kept for: another time is told anew. */
const keyOf = (roomId: string, afterMs: number): string => `${roomId} ${afterMs}`;

function read(): readonly unknown[] {
  try {
    const stored = localStorage.getItem(STORED) ?? "[]";
    const rooms: unknown = stored.length > STORED_CHARACTERS ? [] : JSON.parse(stored);
    return Array.isArray(rooms) ? rooms : [];
  } catch {
    // forbidden, or written by somebody else
    return [];
  }
}

export const isPutAway = (roomId: string, afterMs: number): boolean => read().includes(keyOf(roomId, afterMs));

/** Where nothing can be stored it is told again. */
export function putAway(roomId: string, afterMs: number): void {
  const key = keyOf(roomId, afterMs);
  const rooms = [key, ...read().filter((one) => one !== key)].slice(0, MOST_ROOMS);
  try {
    localStorage.setItem(STORED, JSON.stringify(rooms));
  } catch {
    // full, or forbidden
  }
}
