// What the scribe says, in German.
import type { Translation } from "../../words.ts";
import type { ScribeWords } from "./words.ts";

const words: ScribeWords = {
  scribe: "Schreiber",
  ask: "Den Schreiber fragen",
  nothingThere: "Hier hat noch niemand etwas geschrieben.",
  question: "Darunter schreiben, wer wie viel geschrieben hat?",
  write: "Schreiben",
  notNow: "Jetzt nicht",
  asked: (times) => `Schreiber: ${times}× gefragt`,
  noMore: (why) => `Nicht mehr: ${why}`,
};

const german: Translation<ScribeWords> = { part: "scribe", words };
export default german;
