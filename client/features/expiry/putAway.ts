// In which rooms this person has read how long they are kept, as this browser remembers it. Knows no room.
import { putInList, readList } from "./storedList.ts";

const STORED = "companion:expiry-read";

/** A room, and the ms after the last visit that it is kept for: another time is told anew. */
const lineOf = (roomId: string, afterMs: number): string => `${roomId} ${afterMs}`;

export const isPutAway = (roomId: string, afterMs: number): boolean =>
  readList(STORED).includes(lineOf(roomId, afterMs));

/** Where nothing can be stored it is told again. */
export function putAway(roomId: string, afterMs: number): void {
  const line = lineOf(roomId, afterMs);
  putInList(STORED, line, (other) => other === line);
}
