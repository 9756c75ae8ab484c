// What the palette and the page of keys say, in German.
import type { Translation } from "../../../words.ts";
import type { ListWords } from "./words.ts";

const words: ListWords = {
  commands: "Befehle",
  files: "Zu einer Datei",
  typeCommand: "Befehl suchen",
  typeFile: "Datei suchen",
  goToLine: (line) => `Zu Zeile ${line}`,
  typeLine: "Nummer der Zeile eingeben",
  nothing: "Nichts gefunden.",
  more: (count) => `${count} weitere: weitertippen, um sie zu finden.`,
  signs: "Mit : zu einer Zeile, mit > zu Befehlen, mit / zu Dateien.",
  shortcuts: "Tastenkürzel",
  inThePage: "Im Raum",
  inTheCode: "Im Code",
  codeFirst:
    "Im Code gilt zuerst, was der Editor mit einer Taste tut; nur die Taste, die den Code ausführt, gilt immer.",
  leaveCode: "Den Code mit der Tastatur verlassen",
  code: {
    undo: "Eigene letzte Änderung zurücknehmen",
    redo: "Wiederherstellen",
    find: "Suchen und ersetzen",
    findNext: "Nächste Fundstelle",
    indent: "Einrücken",
    outdent: "Ausrücken",
    comment: "Zeilen aus- oder einkommentieren",
    moveUp: "Zeile nach oben schieben",
    moveDown: "Zeile nach unten schieben",
    copyDown: "Zeile nach unten kopieren",
    deleteLine: "Zeile löschen",
    selectNext: "Nächste gleiche Stelle auswählen",
    complete: "Wörter vorschlagen",
    fold: "Einklappen",
    unfold: "Ausklappen",
    bracket: "Zur anderen Klammer",
  },
};

const german: Translation<ListWords> = { part: "palette/list", words };
export default german;
