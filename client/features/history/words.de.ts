// What history says before its tab is open, in German.
import type { Translation } from "../../words.ts";
import type { HistoryWords } from "./words.ts";

const german: Translation<HistoryWords> = {
  part: "history",
  words: {
    history: "Verlauf",
    show: "Den Verlauf zeigen",
    notLoaded:
      "Der Verlauf konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
    mayNotSee:
      "Der Link führt zu einem Moment der Vergangenheit. Wem dieser Raum gehört, lässt dich seinen Verlauf nicht sehen.",

    versions: "Versionen",
    showVersions: "Die Versionen zeigen",
    blame: "Zeigen oder verbergen, wer welche Zeile geschrieben hat",
    whose: "Wer hat diese Zeile geschrieben?",
    takeBack: "Änderungen zurücknehmen …",
    fork: "Aus diesem Raum einen neuen machen …",
    restored: (name, path) => `${name} hat einen älteren Text von ${path} zurückgeholt.`,
    undone: (name, path) => `${name} hat Änderungen in ${path} zurückgenommen.`,
  },
};
export default german;
