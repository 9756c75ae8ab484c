// What the editor says, in English.
import { wordsOf } from "../words.ts";

const english = {
  notLoaded: {
    vim: "The keys of Vim could not be loaded. Choose them again when the connection is back.",
    emacs: "The keys of Emacs could not be loaded. Choose them again when the connection is back.",
    vscode: "The keys of VS Code could not be loaded. Choose them again when the connection is back.",
  },
  coloursNotLoaded: (language: string) => `The colours for ${language} could not be loaded.`,
  withoutNul: "It was put in without its NUL characters: no text has those.",
  savedAlready: "Saved already: every letter is, as you type it.",
  /** of a search; `count` is at most `most` */
  matches: (at: number | undefined, count: number, most: number): string => {
    if (count === 0) return "No results";
    const all = count > most ? `more than ${most}` : String(count);
    if (at === undefined) return count === 1 ? "1 result" : `${all} results`;
    return `${at} of ${all}`;
  },
  openLink: (key: string): string => `Open the link: ${key}-click`,
};

export type EditorWords = typeof english;
export const words = wordsOf("editor", english);
