// What the files say before their tree is opened, in German.
import type { Translation } from "../../words.ts";
import type { FilesWords } from "./words.ts";

const words: FilesWords = {
  files: "Dateien",
  filesNotLoaded:
    "Die Dateien konnten nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  makeFile: "Neue Datei",
  renameThis: "Diese Datei umbenennen",
  moveThis: "Diese Datei in einen anderen Ordner verschieben …",
  deleteThis: "Diese Datei löschen",
  makeFolder: "Neuer Ordner",

  aFile: "einer Datei",
  deletedThis: (name, file) =>
    name === undefined ? `Du hast diese Datei gelöscht, ${file}.` : `${name} hat diese Datei gelöscht, ${file}.`,
  deleted: (name, file) => `${name} hat ${file} gelöscht`,
  youDeleted: (file) => `Du hast ${file} gelöscht.`,
  youDeletedMany: (count) => `Du hast ${count} Dateien gelöscht.`,
  putBack: (name, file) => `${name} hat den neueren Text von ${file} zurückgebracht, den der Server verloren hatte.`,
  restore: "Wiederherstellen",
  close: "Schließen",
  undo: "Rückgängig",
  dismiss: "Ausblenden",

  isDeleted: "gelöscht",
  here: (names) => `${names.join(", ")} hier`,
  deleteCloses: "Entf schließt den Tab",
  closeFile: (file) => `${file} schließen`,
  openFiles: "Offene Dateien",
  newFile: "Datei hinzufügen",
  allOpen: "Alle offenen Dateien",
  search: "Offene Dateien durchsuchen",
  none: "Keine offene Datei heißt so.",
  notLoaded: "Das konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  new: "neu",
};

const german: Translation<FilesWords> = { part: "files", words };
export default german;
