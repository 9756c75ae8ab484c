// What formatting says, in German.
import type { Translation } from "../../words.ts";
import type { FormatWords } from "./words.ts";

const words: FormatWords = {
  file: "Datei formatieren",
  part: "Auswahl formatieren",
  cannot: (language, others) => `${language} kann hier nicht formatiert werden. Das geht mit: ${others.join(", ")}.`,
  notByPart: (language) => `Ein Teil einer ${language}-Datei lässt sich nicht allein formatieren, nur die ganze Datei.`,
  problem: (line, reason) => `Die Datei kann nicht formatiert werden. Zeile ${line}: ${reason}.`,
  nothingSelected: "Wähle zuerst aus, was formatiert werden soll.",
  tooLong: "Die Datei ist zu lang, um hier formatiert zu werden.",
  tooSlow: "Das Formatieren hat zu lange gedauert und wurde abgebrochen.",
  gaveUp:
    "Das Formatieren ist an dieser Datei gescheitert, und nichts wurde geändert. Suche nach sehr tief verschachteltem Code.",
  underWay: "Es wird schon formatiert.",
  notLoaded: "Das Formatieren konnte nicht geladen werden. Versuche es noch einmal, wenn die Verbindung wieder da ist.",
  done: "Formatiert.",
  isSo: "Es ist schon formatiert.",
};

const german: Translation<FormatWords> = { part: "format", words };
export default german;
