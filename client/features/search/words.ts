// What the search in all files says before it is opened, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  name: "Search",
  command: "Search in all files",
  notLoaded: "The search could not be loaded. Try again when the connection is back.",
};

export type SearchWords = typeof english;
export const words = wordsOf("search", english);
