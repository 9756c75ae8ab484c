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
  },
};
export default german;
