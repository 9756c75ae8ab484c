// What the notes say, in German.
import type { Translation } from "../../words.ts";
import type { NotesWords } from "./words.ts";

const german: Translation<NotesWords> = {
  part: "notes",
  words: {
    notes: "Notizen",
    hint: "Nur wer den Raum besitzt, kann sie lesen und schreiben. Sie bleiben im Raum.",
    empty: "Fragen, Eindrücke …",
    editor: "Private Notizen, nur für Besitzer",
    notLoaded:
      "Die Notizen konnten nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  },
};
export default german;
