// When rooms were kept by a press, which is a visit that the list of rooms knows nothing of, as this browser remembers it. Knows no room.
import { putInList, readList } from "./storedList.ts";

const STORED = "companion:expiry-kept";

const isOf =
  (roomId: string) =>
  (line: unknown): line is string =>
    typeof line === "string" && line.startsWith(`${roomId} `);

/** In ms since 1970; 0: not that this browser remembers. */
export function keptAt(roomId: string): number {
  const time = Number(
    readList(STORED)
      .find(isOf(roomId))
      ?.slice(roomId.length + 1),
  );
  return Number.isFinite(time) ? time : 0;
}

export const noteKept = (roomId: string, time: number): void => putInList(STORED, `${roomId} ${time}`, isOf(roomId));
