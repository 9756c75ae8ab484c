// What bringing an old text back says, in English.
import { wordsOf } from "../../../words.ts";

const plural = new Intl.PluralRules("en");

const english = {
  title: (time: string) => `Bring back what was there at ${time}`,
  what: "What comes back",
  file: (path: string) => `All of ${path}`,
  part: (path: string) => `What is selected in ${path}`,
  room: (files: number) => `All files of the room: ${files} ${plural.select(files) === "one" ? "has" : "have"} changed`,
  means: "It is an edit like any other: everybody sees it, nothing of the history goes, and Undo takes it back.",
  compare: "Compare with now",
  restore: "Bring it back",
  restoring: "It is being brought back",
  cancel: "Cancel",
  done: (path: string, time: string) => `${path} is as it was at ${time}. Undo takes that back.`,
  donePart: (path: string, time: string) =>
    `What was selected in ${path} is as it was at ${time}. Undo takes that back.`,
  doneRoom: (files: number, time: string) =>
    `${files} ${plural.select(files) === "one" ? "file is" : "files are"} as at ${time}. Undo in a file takes it back there.`,
  same: "It is the same now: nothing has changed.",
};

export type RestoreWords = typeof english;
export const words = wordsOf("history, restore", english);
