// What the list of symbols says, in German.
import type { Translation } from "../../words.ts";
import type { SymbolWords } from "./words.ts";

const words: SymbolWords = {
  command: "Gehe zu Symbol",
  title: "Funktionen und Typen dieser Datei",
  field: "Name",
  none: "In dieser Datei sind keine Funktionen, Typen oder Überschriften zu finden.",
  nothing: "Keine mit diesem Namen.",
  count: (number) => `${number} gefunden`,
  line: (line) => `Zeile ${line}`,
  notLoaded: "Die Liste konnte nicht geladen werden. Versuche es noch einmal, wenn die Verbindung wieder da ist.",
  kinds: { function: "Funktion", type: "Typ", module: "Modul", heading: "Überschrift", rule: "Regel" },
};

const german: Translation<SymbolWords> = { part: "symbols", words };
export default german;
