// What the tree of the files says, in German.
import type { Translation } from "../../words.ts";
import type { FilesLaterWords } from "./words.later.ts";

const german: Translation<FilesLaterWords> = {
  part: "files, later",
  words: {
    tree: "Dateien des Raums",
    newName: (name) => `Neuer Name von ${name}`,
    actions: (name) => `Aktionen für ${name}`,
    newFileIn: (folder) => (folder === "" ? "Neue Datei im Raum" : `Neue Datei in ${folder}`),
    slash: "Ein / im Namen macht einen Ordner",
    folderLater: "Der Ordner erscheint, sobald eine Datei darin ist",
    newInFolder: "Neue Datei in diesem Ordner",
    rename: "Umbenennen",
    move: "Verschieben …",
    moveUp: "Nach oben",
    moveDown: "Nach unten",
    remove: "Löschen",
    moveTitle: (name) => `${name} verschieben …`,
    topLevel: "Oberste Ebene",
    isThere: (folder) => `${folder} (schon dort)`,

    deletedFiles: (count) => `Gelöschte Dateien (${count})`,
    by: (name) => `von ${name ?? "dir"},`,
    restoreFile: (file) => `${file} wiederherstellen`,
    purgeFile: (file) => `${file} endgültig löschen …`,
    purgeShort: "Löschen …",
    purgeAll: "Alle endgültig löschen …",
    purgeOne: "Endgültig löschen …",
    purge: {
      one: (file) => `„${file}“ endgültig löschen?`,
      many: (count) => `${count} Dateien endgültig löschen?`,
      textOfOne:
        "Die Datei und alles, was je darin getippt wurde, wird für alle gelöscht. Das lässt sich nicht rückgängig machen.",
      textOfMany: (count) =>
        `${count} Dateien und alles, was je darin getippt wurde, werden für alle gelöscht. Das lässt sich nicht rückgängig machen.`,
      goesAlong:
        "Was der Assistent dazu gefragt wurde und gesagt hat, verschwindet, ebenso alles, was bis zum Löschen beim Ausführen ausgegeben wurde. Was jemand im Chat, in Notizen oder anderswo zitiert hat, bleibt.",
      keepOne: "Behalten",
      keepMany: "Alle behalten",
      purge: "Endgültig löschen",
    },
  },
};
export default german;
