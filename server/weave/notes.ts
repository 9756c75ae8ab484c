// What a log of what people say has of one file's updates. Knows no weave.
import type { Note, Part, Taken } from "./noted.ts";

/** Bringing back is work for whoever weaves the file: of one that is brought back so often the first are heard. */
const MOST_NOTES = 500;

/** What is said of updates: that they bring back a version, or take a set of edits back, of these tabs or of a person's. */
type SaidText = {
  readonly file: number;
  readonly client: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly base: number;
  readonly part?: Part;
  readonly partOf?: number;
} & ({ readonly version: number } | { readonly set: Taken & { readonly participant?: number } });

/** An entry of such a log: of one text, of several of the room, or of something else. */
type Saying = SaidText | { readonly texts: readonly SaidText[] } | { readonly type: string } | null;

/** In the order of the log, at most 500. `clientsOf`: all tabs that a person ever had. */
export function notesIn(
  entries: readonly Saying[],
  file: number,
  clientsOf: (participant: number) => readonly number[],
): readonly Note[] {
  const notes = entries.flatMap(textsIn).flatMap((text): readonly Note[] => {
    if (text.file !== file) return [];
    const { client, firstSeq, lastSeq, base, part, partOf } = text;
    const said = { client, firstSeq, lastSeq, base, ...(part && { part }), ...(partOf !== undefined && { partOf }) };
    if ("version" in text) return [{ ...said, restored: text.version }];
    const { clients, participant, from, to } = text.set;
    const whose = clients ?? (participant === undefined ? undefined : clientsOf(participant));
    return [{ ...said, undone: { from, to, ...(whose && { clients: whose }) } }];
  });
  return notes.slice(0, MOST_NOTES);
}

function textsIn(entry: Saying): readonly SaidText[] {
  if (entry && "texts" in entry) return entry.texts;
  return entry && "base" in entry ? [entry] : [];
}
