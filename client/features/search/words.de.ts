// What the search in all files says before it is opened, in German.
import type { Translation } from "../../words.ts";
import type { SearchWords } from "./words.ts";

const german: Translation<SearchWords> = {
  part: "search",
  words: {
    name: "Suche",
    command: "In allen Dateien suchen",
    notLoaded: "Die Suche konnte nicht geladen werden. Versuche es noch einmal, wenn die Verbindung wieder da ist.",
  },
};
export default german;
