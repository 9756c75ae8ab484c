// What it says about who wrote what, in English.
import { wordsOf } from "../../../words.ts";

const english = {
  somebody: "somebody",
  onBehalf: (robot: string, name: string) => `${robot} for ${name}`,
  wrote: (name: string, when: string) => `${name} wrote this ${when}`,
  wroteAndPutBack: (name: string, when: string, putter: string, put: string) =>
    name === putter
      ? `${name} wrote this ${when}, and put it back ${put}`
      : `${name} wrote this ${when}, ${putter} put it back ${put}`,
  line: (line: number, sentences: string) => `Line ${line}: ${sentences}.`,
  nobody: (line: number) => `Line ${line}: nobody here wrote it.`,
  another: "The text has just become another. Ask again whose the line is.",
  on: "Who wrote which line is shown beside the code.",
  off: "Who wrote which line is not shown any more.",
  fade: "Let the colours of old lines fade",
  fadeNot: "Show all lines in full colour",
};

export type BlameWords = typeof english;
export const words = wordsOf("history, blame", english);
