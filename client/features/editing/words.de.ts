// What can be done in the editor, in German.
import type { Translation } from "../../words.ts";
import type { EditingWords } from "./words.ts";

const words: EditingWords = {
  undoOwn: "Eigene letzte Änderung rückgängig machen",
  redo: "Eigene letzte Änderung wiederherstellen",
  find: "In dieser Datei suchen",
  selectAllSame: "Alles auswählen, was der Auswahl gleicht",
  caretAbove: "Cursor darüber hinzufügen",
  caretBelow: "Cursor darunter hinzufügen",
  comment: "Zeilen aus- oder einkommentieren",
  foldHere: "Hier einklappen",
  unfoldHere: "Hier ausklappen",
  foldAll: "Alles einklappen",
  unfoldAll: "Alles ausklappen",
  openLink: "Link am Cursor öffnen",
  noLink: "Am Cursor steht kein Link.",
  notLoaded: "Das konnte nicht geladen werden. Bitte noch einmal versuchen, sobald die Verbindung wieder da ist.",

  touchKeys: "Tasten für Code",
  indent: "Einrücken",
  outdent: "Weniger einrücken",
  left: "Links",
  right: "Rechts",
  up: "Hoch",
  down: "Runter",
  undo: "Rückgängig",
};

const german: Translation<EditingWords> = { part: "editing", words };
export default german;
