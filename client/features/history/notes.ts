// What the log of history says of a file's updates, as the thread with the weaves is told it. Knows no weave.
import type { Restored, ShownEntry, Undone } from "../../../server/features/history/messages.ts";
import type { Note } from "./noted.ts";

/** In the order of the log. `clientsOf`: all tabs that a person ever had. */
export function notesIn(
  entries: readonly (ShownEntry | null)[],
  file: number,
  clientsOf: (participant: number) => readonly number[],
): readonly Note[] {
  return entries.flatMap((entry): readonly Note[] => {
    return textsIn(entry).flatMap((text): readonly Note[] => {
      if (text.file !== file) return [];
      const { client, firstSeq, lastSeq, base, part, partOf } = text;
      const said = { client, firstSeq, lastSeq, base, ...(part && { part }), ...(partOf !== undefined && { partOf }) };
      if ("version" in text) return [{ ...said, restored: text.version }];
      const { clients, participant, from, to } = text.set;
      const whose = clients ?? (participant === undefined ? undefined : clientsOf(participant));
      return [{ ...said, undone: { from, to, ...(whose && { clients: whose }) } }];
    });
  });
}

type Text = Omit<Restored, "type" | "id" | "at"> | Omit<Undone, "type" | "id">;

/** What an entry says of texts: of one, or of several of the room. */
function textsIn(entry: ShownEntry | null): readonly Text[] {
  switch (entry?.type) {
    case "restored":
    case "undone":
      return [entry];
    case "roomRestored":
    case "roomUndone":
      return entry.texts;
    default:
      return [];
  }
}
