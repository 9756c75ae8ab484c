// What the search in all files says once it is open, in German.
import type { Translation } from "../../words.ts";
import type { SearchLaterWords } from "./words.later.ts";

const matches = (number: number): string => `${number.toLocaleString("de")} Treffer`;
const files = (number: number): string => `${number.toLocaleString("de")} ${number === 1 ? "Datei" : "Dateien"}`;

const words: SearchLaterWords = {
  look: "In allen Dateien suchen",
  lookHint: "Suchen",
  choices: { isCaseKept: "Groß/klein beachten", isWhole: "Ganzes Wort", isPattern: "Regulärer Ausdruck" },
  choose: (choice, isOn) => `${choice} in der Suche: ${isOn ? "aus" : "an"}`,
  replacement: "Ersetzen durch",
  replaceAll: "Alle ersetzen",
  removeAll: "Alle entfernen …",
  remove: {
    title: (places) => `${matches(places)} entfernen?`,
    text: (inThem) =>
      `Sie verschwinden für alle aus ${files(inThem)}, und nichts tritt an ihre Stelle. „Rückgängig“ holt sie zurück.`,
    yes: "Entfernen",
    keep: "Behalten",
  },
  replaceOne: "Ersetzen",
  replaceIn: (file) => `Alle in ${file} ersetzen`,
  replaceMatch: (line) => `In Zeile ${line} ersetzen`,
  undo: "Rückgängig",
  undoReplacing: "Zurücknehmen, was die Suche ersetzt hat",
  results: "Treffer",
  found: (number, inThem) => `${matches(number)} in ${files(inThem)}`,
  cut: (number) => `Die ersten ${matches(number)}. Mit mehr Buchstaben werden es weniger.`,
  nothing: (inThem) => `Nichts gefunden in ${files(inThem)}.`,
  badPattern: (reason) => `Das ist kein regulärer Ausdruck: ${reason}.`,
  progress: (done, total) => `${done} von ${files(total)} durchsucht …`,
  replaced: (places, inThem) => `${matches(places)} in ${files(inThem)} ersetzt.`,
  removed: (places, inThem) => `${matches(places)} in ${files(inThem)} entfernt.`,
  putBack: (places, inThem) => `${matches(places)} in ${files(inThem)} zurückgenommen.`,
  replacing: "Wird ersetzt …",
  notSearched: (file, reason) => `${file} wurde nicht durchsucht: ${reason}`,
  notChanged: (file, reason) => `${file} wurde nicht geändert: ${reason}`,
  more: (number) => `… und ${number === 1 ? "eine weitere Datei" : `${files(number)} mehr`}.`,
  line: (line) => `Zeile ${line}`,
  reasons: {
    tooMuch: "Der Raum hat mehr Text, als eine Suche fassen kann.",
    tooSlow: "Dieser Ausdruck braucht dort zu lange.",
    busy: "Andere ändern sie gerade. Versuche es noch einmal.",
    closed: "Es gibt sie nicht mehr.",
  },
};

const german: Translation<SearchLaterWords> = { part: "search, later", words };
export default german;
