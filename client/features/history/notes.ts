// What the log of history says of a file's updates, as the thread with the weaves is told it. Knows no weave.
import type { ShownEntry } from "../../../server/features/history/messages.ts";
import type { Note } from "./noted.ts";

/** In the order of the log. `clientsOf`: all tabs that a person ever had. */
export function notesIn(
  entries: readonly (ShownEntry | null)[],
  file: number,
  clientsOf: (participant: number) => readonly number[],
): readonly Note[] {
  return entries.flatMap((entry): readonly Note[] => {
    if ((entry?.type !== "restored" && entry?.type !== "undone") || entry.file !== file) return [];
    const { client, firstSeq, lastSeq, base, part } = entry;
    const said = { client, firstSeq, lastSeq, base, ...(part && { part }) };
    if (entry.type === "restored") return [{ ...said, restored: entry.version }];
    const { clients, participant, from, to } = entry.set;
    const whose = clients ?? (participant === undefined ? undefined : clientsOf(participant));
    return [{ ...said, undone: { from, to, ...(whose && { clients: whose }) } }];
  });
}
