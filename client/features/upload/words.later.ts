// What an upload says, in English: loaded with it.
import { pageLocale, wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");
const number = (count: number): string => count.toLocaleString(pageLocale.value);
const one = (count: number): boolean => plural.select(count) === "one";
const files = (count: number): string => `${number(count)} ${one(count) ? "file" : "files"}`;

const english = {
  choose: {
    text: "Text files from this device, for everybody in the room.",
    byDrop: "You can also drop them anywhere on it, with whole folders.",
    files: "Choose files",
    folder: "Choose a folder",
  },
  taken: {
    title: (count: number) =>
      one(count) ? "This file is there already" : `${number(count)} of these files are there already`,
    text: (count: number) =>
      `Both can stay, the new ${one(count) ? "one" : "ones"} with a number. Or the new text takes the place of the old, for everybody; you can put the old text back afterwards.`,
    keepBoth: "Keep both",
    replace: "Replace",
    cancel: "Cancel",
  },
  underWay: {
    title: "Uploading",
    uploaded: "Uploaded",
    looking: "Looking for files…",
    progress: (done: number, total: number) => `${number(done)} of ${files(total)}.`,
    offline: "There is no connection; it goes on when there is one.",
    stopping: "Finishing what has begun.",
    stop: "Stop",
    inBackground: "Go on in the background",
  },
  told: {
    title: (count: number) => (count === 0 ? "Nothing was uploaded" : `${files(count)} uploaded`),
    notBegun: (count: number) => `It was stopped: ${files(count)} ${one(count) ? "was" : "were"} not begun.`,
    replaced: "Replaced",
    newText: (count: number) => `${files(count)} ${one(count) ? "has" : "have"} a new text.`,
    putBack: "Put the old text back",
    leftOut: (count: number) => `${number(count)} stayed out`,
    mixed: "Mixed line breaks",
    mixedText: "Their line breaks were of several kinds, and are now all of the kind that they had most.",
    done: "Done",
    files: "Files",
    more: (count: number) => `… and ${number(count)} more`,
  },
  isUnderWay: "An upload is running. Start the next one when it is done.",
  isBack: (count: number) => `The old text is back in ${files(count)}.`,
  nothingInIt: "There is no file in it.",
  /** one by its path */
  isIn: (paths: readonly string[]) =>
    paths.length === 1 ? `${paths[0]} is in the room.` : `${files(paths.length)} are in the room.`,

  /** why something does not go in */
  out: {
    taken: "Somebody has made a file of that name at the same moment. Upload it again.",
    noName: "Its name has nothing that can be seen.",
    unreadable: "It cannot be read. It may have been moved, or you may not open it.",
    ignored: "This folder is left out: tools made it.",
    tooMany: (most: number) =>
      `More than ${number(most)} files and folders are too many at once; the rest is left out.`,
    tooLarge: (most: number) => `It is too large: a file holds ${number(most)} characters.`,
    lineTooLong: (most: number) => `A line of it is too long: a line holds ${number(most)} characters.`,
    utf16: "It is a text in UTF-16. Save it in UTF-8 and upload it again.",
    noText: "It is not a text.",
    notUtf8: "It is not a text in UTF-8.",
  },
};

export type UploadLaterWords = typeof english;
export const words = wordsOf("upload, later", english);
