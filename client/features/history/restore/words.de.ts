// What bringing an old text back says, in German.
import type { Translation } from "../../../words.ts";
import type { RestoreWords } from "./words.ts";

const german: Translation<RestoreWords> = {
  part: "history, restore",
  words: {
    title: (when) => `Zurückholen, was ${when} da war`,
    what: "Was zurückkommt",
    file: (path) => `${path} im Ganzen`,
    part: (path) => `Was in ${path} ausgewählt ist`,
    room: "Der ganze Raum",
    reading: "Es wird nachgesehen, was sich geändert hat.",
    changed: (files) =>
      files === 0
        ? "Kein Text hat sich geändert."
        : `${files} ${files === 1 ? "Datei hat" : "Dateien haben"} einen anderen Text.`,
    deleted: (paths) => `Seitdem gelöscht, kommt zurück: ${paths.join(", ")}`,
    made: (paths) => `Löschen, was seitdem entstanden ist: ${paths.join(", ")}`,
    means:
      "Das ist eine Änderung wie jede andere: Alle sehen sie, aus dem Verlauf verschwindet nichts, und „Rückgängig“ nimmt sie zurück.",
    compare: "Mit jetzt vergleichen",
    restore: "Zurückholen",
    restoring: "Wird zurückgeholt",
    cancel: "Abbrechen",
    putBack: (path) => `${path} ist wieder da.`,
    done: (path, when) => `${path} ist wie ${when}. „Rückgängig“ nimmt das zurück.`,
    donePart: (path, when) => `Was in ${path} ausgewählt war, ist wie ${when}. „Rückgängig“ nimmt das zurück.`,
    doneRoom: (files, when, left) =>
      [
        `Der Raum ist wie ${when}: ${files} ${files === 1 ? "Text ist" : "Texte sind"} zurück.`,
        ...(left === 0
          ? []
          : [`${left} ${left === 1 ? "Datei" : "Dateien"} von danach ${left === 1 ? "ist" : "sind"} noch da.`]),
      ].join(" "),
    undo: "Rückgängig",
    restoreCutOff: (time) =>
      `Den Raum auf ${time} zurückzuholen brach ab, als die Seite geschlossen wurde. Was geschehen ist, steht im Verlauf.`,
    undoCutOff: "Zurückzunehmen, dass der Raum zurückgeholt wurde, brach ab, als die Seite geschlossen wurde.",
    goOn: "Weiter",
    same: "Jetzt steht dasselbe da: Nichts hat sich geändert.",
  },
};
export default german;
