// What bringing an old text back says, in German.
import type { Translation } from "../../../words.ts";
import type { RestoreWords } from "./words.ts";

const german: Translation<RestoreWords> = {
  part: "history, restore",
  words: {
    title: (time) => `Zurückholen, was um ${time} da war`,
    what: "Was zurückkommt",
    file: (path) => `${path} im Ganzen`,
    part: (path) => `Was in ${path} ausgewählt ist`,
    room: (files) => `Alle Dateien des Raums: ${files} ${files === 1 ? "hat" : "haben"} sich geändert`,
    means:
      "Das ist eine Änderung wie jede andere: Alle sehen sie, aus dem Verlauf verschwindet nichts, und „Rückgängig“ nimmt sie zurück.",
    compare: "Mit jetzt vergleichen",
    restore: "Zurückholen",
    restoring: "Wird zurückgeholt",
    cancel: "Abbrechen",
    done: (path, time) => `${path} ist wie um ${time}. „Rückgängig“ nimmt das zurück.`,
    donePart: (path, time) => `Was in ${path} ausgewählt war, ist wie um ${time}. „Rückgängig“ nimmt das zurück.`,
    doneRoom: (files, time) =>
      `${files} ${files === 1 ? "Datei ist" : "Dateien sind"} wie um ${time}. „Rückgängig“ in einer Datei nimmt es dort zurück.`,
    same: "Jetzt steht dasselbe da: Nichts hat sich geändert.",
  },
};
export default german;
