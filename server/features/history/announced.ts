// What everybody in a room is told of what somebody has said of its history. Pure.
import type { ServerHistoryMessage, ShownEntry } from "./messages.ts";

/** Undefined: nothing. */
export function announcedBy(entry: ShownEntry): ServerHistoryMessage | undefined {
  const { type: what } = entry;
  if (what === "restored" || what === "undone")
    return { type: "announced", what, participant: entry.participant, file: entry.file };
  if (what === "roomRestored" || what === "roomUndone")
    return { type: "announced", what, participant: entry.participant };
  return undefined;
}
