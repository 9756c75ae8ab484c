// What bringing an old text back says, in English.
import { wordsOf } from "../../../words.ts";

const plural = new Intl.PluralRules("en");
const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("en")} ${plural.select(many) === "one" ? one : others}`;

/** Of a room that was brought back: texts that are as they were, files that were put back and deleted, and files made since that are left. */
interface RoomCounts {
  readonly texts: number;
  readonly back: number;
  readonly gone: number;
  readonly left: number;
}

const english = {
  title: (when: string) => `Bring back what was there ${when}`,
  what: "What comes back",
  file: (path: string) => `All of ${path}`,
  part: (path: string) => `What is selected in ${path}`,
  room: "The whole room",
  notThere: (path: string) => `${path} did not exist then: there is nothing of it to bring back.`,
  reading: "It is being looked up what has changed.",
  changed: (files: number) =>
    files === 0 ? "No text has changed." : `${count(files, "file has", "files have")} another text.`,
  deleted: (paths: readonly string[]) => `Deleted since, and put back: ${paths.join(", ")}`,
  made: (paths: readonly string[]) => `Delete what was made since: ${paths.join(", ")}`,
  means: "It is an edit like any other: everybody sees it, nothing of the history goes, and Undo takes it back.",
  meansRoom:
    "Everybody sees it, and nothing of the history goes. Afterwards a button takes all of it back, and so does a command; Undo in a file is of that file alone.",
  compare: "Compare with now",
  restore: "Bring it back",
  restoring: "It is being brought back",
  cancel: "Cancel",
  done: (path: string, when: string) => `${path} is as it was ${when}. Undo takes that back.`,
  donePart: (path: string, when: string) => `What was selected in ${path} is as it was ${when}. Undo takes that back.`,
  doneRoom: ({ texts, back, gone, left }: RoomCounts, when: string) => {
    const done = [
      ...(texts === 0 ? [] : [`${count(texts, "text", "texts")} came back`]),
      ...(back === 0 ? [] : [`${count(back, "file was", "files were")} put back`]),
      ...(gone === 0 ? [] : [`${count(gone, "file was", "files were")} deleted`]),
    ];
    return [
      `The room is as it was ${when}: ${done.length === 0 ? "nothing had to change" : done.join(", ")}.`,
      ...(left === 0 ? [] : [`${count(left, "file", "files")} made since ${left === 1 ? "is" : "are"} still there.`]),
    ].join(" ");
  },
  undo: "Undo",
  restoreCutOff: (time: string) =>
    `Bringing the room back to ${time} was cut off when the page was closed. What was done stands in the history.`,
  undoCutOff: "Taking back that the room was brought back was cut off when the page was closed.",
  goOn: "Go on",
  putBack: (path: string) => `${path} is back, with the text that it had.`,
  same: "It is the same now: nothing has changed.",
};

export type RestoreWords = typeof english;
export const words = wordsOf("history, restore", english);
