// What a log of what people say has of one file's updates. Knows no weave.
import type { Note, NotedUpdates, Taken } from "./noted.ts";

/** Bringing back is work for whoever weaves the file: of one that is brought back so often the first are heard. */
const MOST_NOTES = 500;

/** What is said of updates: that they bring back a version, or take a set of edits back, of these tabs or of a person's. */
type SaidText = NotedUpdates & { readonly file: number } & (
    { readonly version: number } | { readonly set: Taken & { readonly participant?: number } }
  );

/** An entry of such a log: of one text, of several of the room, or of something else. */
type Saying = SaidText | { readonly texts: readonly SaidText[] } | { readonly type: string } | null;

/** In the order of the log, at most 500. `tabs`: all that anybody ever had, and whose each is. */
export function notesIn(
  entries: readonly Saying[],
  file: number,
  tabs: Iterable<readonly [client: number, participant: number, ...more: unknown[]]>,
): readonly Note[] {
  const clients = new Map<number, number[]>();
  for (const [client, participant] of tabs) {
    const own = clients.get(participant);
    if (own) own.push(client);
    else clients.set(participant, [client]);
  }
  // cut before it is looked whose tabs are meant, and these are one list for all notes that name them: what is said has no more weight than that
  const texts = entries.flatMap(textsIn).filter((text) => text.file === file);
  return texts.slice(0, MOST_NOTES).map((text): Note => {
    const { client, firstSeq, lastSeq, base, part, partOf } = text;
    const said = { client, firstSeq, lastSeq, base, ...(part && { part }), ...(partOf !== undefined && { partOf }) };
    if ("version" in text) return { ...said, restored: text.version };
    const { clients: named, participant, from, to } = text.set;
    const whose = named ?? (participant === undefined ? undefined : (clients.get(participant) ?? []));
    return { ...said, undone: { from, to, ...(whose && { clients: whose }) } };
  });
}

function textsIn(entry: Saying): readonly SaidText[] {
  if (entry && "texts" in entry) return entry.texts;
  return entry && "base" in entry ? [entry] : [];
}
