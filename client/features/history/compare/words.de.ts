// What comparing two moments says, in German.
import type { Translation } from "../../../words.ts";
import type { CompareWords } from "./words.ts";

const german: Translation<CompareWords> = {
  part: "history, compare",
  words: {
    comparing: "Zwei Momente im Vergleich",
    now: "jetzt",
    from: (before, after) => `${before} → ${after}`,
    file: "Datei",
    deleted: (path) => `${path} (gelöscht)`,
    textAt: (path, when) => `${path}, ${when}`,
    same: (path) => `${path} ist in beiden Momenten gleich.`,
    notThere: (path, when) => `${path} gab es ${when} noch nicht.`,
    reading: "Die Texte werden gelesen.",
    inline: "In einer Spalte",
    unchanged: "$ gleiche Zeilen",
    previous: "Der Unterschied davor",
    next: "Der nächste Unterschied",
    restore: "Das Linke zurückholen …",
    restoreShort: "Zurückholen …",
    close: "Den Vergleich schließen",
    closeShort: "Schließen",
    notLoaded: "Der Vergleich ließ sich nicht laden. Versuch es noch einmal, wenn die Verbindung wieder da ist.",
  },
};
export default german;
