// What features say of a room in the start page's list: the `roomNote.tsx` of features, by their files, for the list needs no more of them.
import type { RoomNote } from "./ui/pageFeature.ts";

const found = import.meta.glob<RoomNote>("./features/*/roomNote.tsx", { eager: true, import: "roomNote" });

export const roomNotes = Object.values(found);
