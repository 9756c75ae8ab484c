// What the notes say, in English.
import { wordsOf } from "../../words.ts";

const english = {
  notes: "Notes",
  hint: "Owners of this room alone can read and write them. They stay with the room.",
  /** in an empty text */
  empty: "Questions, impressions…",
  editor: "Private notes, for owners alone",
  notLoaded: "The notes could not be loaded. Try again when the connection is back.",
};

export type NotesWords = typeof english;
export const words = wordsOf("notes", english);
