// What history says before its tab is open, in German.
import type { Translation } from "../../words.ts";
import type { HistoryWords } from "./words.ts";

const german: Translation<HistoryWords> = {
  part: "history",
  words: {
    history: "Verlauf",
    notLoaded:
      "Der Verlauf konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
    mayNotSee:
      "Der Link führt zu einem Moment der Vergangenheit. Wem dieser Raum gehört, lässt dich seinen Verlauf nicht sehen.",

    versions: "Versionen",
    blame: "Zeigen oder verbergen, wer welche Zeile geschrieben hat",
    whose: "Wer hat diese Zeile geschrieben?",
    play: "Den Verlauf abspielen (Wiedergabe)",
    catchUp: "Zeigen, was sich geändert hat, während ich weg war",
    catchUpPlayed: "In zehn Sekunden abspielen, was sich geändert hat, während ich weg war",
    takeBack: "Änderungen zurücknehmen …",
    nameNow: "Eine Version speichern",
    fork: "Aus diesem Raum einen neuen machen …",
    forkNotLoaded:
      "Ohne Verbindung entsteht kein neuer Raum. Was du hier schreibst, bleibt erhalten; versuche es noch einmal, wenn die Verbindung wieder da ist.",
    maySee: "Wer den Verlauf sehen darf",
    who: { owners: "Die Besitzer des Raums", editors: "Wer schreiben darf", everybody: "Alle" },
    links: "und wer mit einem Link zum Ansehen kommt",
    restored: (name, path) => `${name} hat einen älteren Text von ${path} zurückgeholt.`,
    roomRestored: (name) => `${name} hat den ganzen Raum auf einen früheren Moment zurückgeholt.`,
    roomUndone: (name) => `${name} hat zurückgenommen, dass der Raum zurückgeholt wurde.`,
    undone: (name, path) => `${name} hat Änderungen in ${path} zurückgenommen.`,
  },
  refusals: {
    "history.hidden": "Den Verlauf dieses Raums darfst du nicht sehen. Frage bei seinen Besitzern nach.",
    "history.no_version": "Diese Version der Datei gibt es nicht: So weit ist sie noch nicht.",
    "history.too_much":
      "In dieser Datei wurde so viel geschrieben, dass sich das nicht zusammensetzen lässt. Ihr jetziger Text ist da; versuche es in zehn Minuten noch einmal.",
    "history.full":
      "Der Verlauf dieses Raums fasst keine Namen und Vermerke mehr. Mache einen neuen Raum aus diesem, um weiterzumachen.",
    "history.said_much":
      "Du hast in diesem Verlauf so viel benannt und vermerkt, wie eine Person darf. Wer den Raum besitzt, kann weitermachen.",
  },
};
export default german;
