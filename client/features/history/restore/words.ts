// What bringing an old text back says, in English.
import { wordsOf } from "../../../words.ts";

const plural = new Intl.PluralRules("en");

const english = {
  title: (when: string) => `Bring back what was there ${when}`,
  what: "What comes back",
  file: (path: string) => `All of ${path}`,
  part: (path: string) => `What is selected in ${path}`,
  room: "The whole room",
  reading: "It is being looked up what has changed.",
  changed: (files: number) =>
    files === 0
      ? "No text has changed."
      : `${files} ${plural.select(files) === "one" ? "file has" : "files have"} another text.`,
  deleted: (paths: readonly string[]) => `Deleted since, and put back: ${paths.join(", ")}`,
  made: (paths: readonly string[]) => `Delete what was made since: ${paths.join(", ")}`,
  means: "It is an edit like any other: everybody sees it, nothing of the history goes, and Undo takes it back.",
  compare: "Compare with now",
  restore: "Bring it back",
  restoring: "It is being brought back",
  cancel: "Cancel",
  putBack: (path: string) => `${path} is back.`,
  done: (path: string, when: string) => `${path} is as it was ${when}. Undo takes that back.`,
  donePart: (path: string, when: string) => `What was selected in ${path} is as it was ${when}. Undo takes that back.`,
  doneRoom: (files: number, when: string, left: number) =>
    [
      `The room is as it was ${when}: ${files} ${plural.select(files) === "one" ? "text" : "texts"} came back.`,
      ...(left === 0
        ? []
        : [
            `${left} ${plural.select(left) === "one" ? "file" : "files"} made since ${plural.select(left) === "one" ? "is" : "are"} still there.`,
          ]),
    ].join(" "),
  undo: "Undo",
  restoreCutOff: (time: string) =>
    `Bringing the room back to ${time} was cut off when the page was closed. What was done stands in the history.`,
  undoCutOff: "Taking back that the room was brought back was cut off when the page was closed.",
  goOn: "Go on",
  same: "It is the same now: nothing has changed.",
};

export type RestoreWords = typeof english;
export const words = wordsOf("history, restore", english);
