// Which of the times that the room was brought back as a whole can be taken back, as the log of history says. Knows no text.
import type { RoomRestored, ShownEntry } from "../../../../server/features/history/messages.ts";

/** A time that the room was brought back, by its entry's version. */
export interface RoomAct {
  readonly entry: number;
  readonly act: RoomRestored;
}

/** The last one of this person that was not taken back; undefined: there is none. */
export function lastRoomAct(entries: readonly (ShownEntry | null)[], participant: number): RoomAct | undefined {
  const undone = new Set(entries.flatMap((one) => (one?.type === "roomUndone" ? [one.entry] : [])));
  for (let entry = entries.length - 1; entry >= 0; entry--) {
    const act = entries[entry];
    if (act?.type === "roomRestored" && act.participant === participant && !undone.has(entry)) return { entry, act };
  }
  return undefined;
}
