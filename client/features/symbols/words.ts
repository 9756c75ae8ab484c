// What the list of symbols says, in English.
import { wordsOf } from "../../words.ts";

const english = {
  command: "Go to symbol",
  title: "Functions and types of this file",
  field: "Name",
  none: "No functions, types or headings are found in this file.",
  nothing: "None of that name.",
  count: (number: number) => (number === 1 ? "1 found" : `${number} found`),
  line: (line: number) => `line ${line}`,
  notLoaded: "The list could not be loaded. Try again when the connection is back.",
  kinds: { function: "function", type: "type", module: "module", heading: "heading", rule: "rule" },
};

export type SymbolWords = typeof english;
export const words = wordsOf("symbols", english);
