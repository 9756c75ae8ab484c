// What history says before its tab is open, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  history: "History",
  show: "Show the history",
  notLoaded: "The history could not be loaded. Try again when the connection is back.",
  mayNotSee: "The link leads to a moment of the past. Who owns this room has not let you see its history.",
};

export type HistoryWords = typeof english;
export const words = wordsOf("history", english);
