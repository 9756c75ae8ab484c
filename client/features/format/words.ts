// What formatting says, in English.
import { wordsOf } from "../../words.ts";

const english = {
  file: "Format the file",
  part: "Format the selection",
  cannot: (language: string, others: readonly string[]) =>
    `${language} cannot be formatted here. These can: ${others.join(", ")}.`,
  notByPart: (language: string) => `A part of a ${language} file cannot be formatted by itself. Format the file.`,
  problem: (line: number, reason: string) => `The file cannot be formatted. Line ${line}: ${reason}.`,
  nothingSelected: "Select what is to be formatted first.",
  tooLong: "The file is too long to be formatted here.",
  tooSlow: "Formatting took too long, and was stopped.",
  gaveUp: "The formatter gave up on this file, and nothing was changed. Look for code that is nested very deeply.",
  underWay: "It is being formatted already.",
  notLoaded: "The formatter could not be loaded. Try again when the connection is back.",
  done: "Formatted.",
  isSo: "It is formatted already.",
};

export type FormatWords = typeof english;
export const words = wordsOf("format", english);
