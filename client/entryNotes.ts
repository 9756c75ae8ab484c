// What features say to those who are in no room yet: the `entryNote.tsx` of features, by their files, for the start needs no more of them.
import type { EntryNote } from "./ui/pageFeature.ts";

const found = import.meta.glob<EntryNote>("./features/*/entryNote.tsx", { eager: true, import: "entryNote" });

export const entryNotes = Object.values(found);
