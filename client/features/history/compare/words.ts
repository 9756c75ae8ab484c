// What comparing two moments says, in English.
import { wordsOf } from "../../../words.ts";

const english = {
  comparing: "Two moments compared",
  now: "now",
  from: (before: string, after: string) => `${before} → ${after}`,
  file: "File",
  deleted: (path: string) => `${path} (deleted)`,
  textAt: (path: string, when: string) => `${path}, ${when}`,
  same: (path: string) => `${path} is the same at both moments.`,
  notThere: (path: string, when: string) => `${path} did not exist ${when}.`,
  reading: "The texts are being read.",
  inline: "In one column",
  /** $ stands for how many */
  unchanged: "$ unchanged lines",
  previous: "The difference before",
  next: "The next difference",
  restore: "Bring back the left one…",
  restoreShort: "Bring back…",
  close: "Close the comparison",
  closeShort: "Close",
  notLoaded: "The comparison could not be loaded. Try again when the connection is back.",
};

export type CompareWords = typeof english;
export const words = wordsOf("history, compare", english);
