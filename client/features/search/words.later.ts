// What the search in all files says once it is open, in English: loaded with the panel.
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");
const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString("en")} ${plural.select(number) === "one" ? one : many}`;
const matches = (number: number): string => count(number, "match", "matches");
const files = (number: number): string => count(number, "file", "files");

const english = {
  look: "Search in all files",
  lookHint: "Search",
  choices: { isCaseKept: "Match case", isWhole: "Whole word", isPattern: "Regular expression" },
  /** one of the three, as a command */
  choose: (choice: string, isOn: boolean) => `${choice} in the search: ${isOn ? "off" : "on"}`,
  replacement: "Replace with",
  replaceAll: "Replace all",
  removeAll: "Remove all…",
  remove: {
    title: (places: number) => `Remove ${matches(places)}?`,
    text: (inFiles: number) =>
      `They go from ${files(inFiles)}, for everybody, and nothing takes their place. Undo puts them back.`,
    yes: "Remove",
    keep: "Keep them",
  },
  replaceOne: "Replace",
  replaceIn: (file: string) => `Replace all in ${file}`,
  replaceMatch: (line: number) => `Replace on line ${line}`,
  undo: "Undo",
  undoReplacing: "Undo what the search has replaced",
  results: "What is found",
  found: (number: number, inFiles: number) => `${matches(number)} in ${files(inFiles)}`,
  cut: (number: number) => `The first ${matches(number)}. Search for more letters to see the rest.`,
  nothing: (inFiles: number) => `Nothing found in ${files(inFiles)}.`,
  badPattern: (reason: string) => `This is no regular expression: ${reason}.`,
  progress: (done: number, total: number) => `${done} of ${files(total)} searched…`,
  replaced: (places: number, inFiles: number) => `Replaced ${matches(places)} in ${files(inFiles)}.`,
  removed: (places: number, inFiles: number) => `Removed ${matches(places)} in ${files(inFiles)}.`,
  putBack: (places: number, inFiles: number) => `Put ${matches(places)} back in ${files(inFiles)}.`,
  replacing: "Replacing…",
  notSearched: (file: string, reason: string) => `${file} was not searched: ${reason}`,
  notChanged: (file: string, reason: string) => `${file} was not changed: ${reason}`,
  more: (number: number) => `… and ${files(number)} more.`,
  line: (line: number) => `Line ${line}`,
  reasons: {
    tooMuch: "the room has more text than a search can hold.",
    tooSlow: "this expression takes too long there.",
    busy: "others are changing it. Try again.",
    closed: "it is not there any more.",
  },
};

export type SearchLaterWords = typeof english;
export const words = wordsOf("search, later", english);
