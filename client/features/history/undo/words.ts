// What taking edits back says, in English.
import { wordsOf } from "../../../words.ts";

const plural = new Intl.PluralRules("en");
const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("en")} ${plural.select(many) === "one" ? one : others}`;

const english = {
  title: "Take edits back",
  titleOf: (name: string) => `Take back what ${name} wrote`,
  takeBackOf: (name: string) => `Take back what ${name} wrote`,
  hint: "Preview, and take back what they wrote",
  who: "Whose",
  mine: "Mine",
  everybody: "Everybody’s",
  from: "From",
  until: "Until",
  now: "Now",
  always: "The beginning of the room",
  last: { 10: "10 minutes ago", 60: "An hour ago", 1440: "A day ago" },
  looked: (time: string) => `The moment that you look at, ${time}`,
  version: (name: string, time: string) => `${name}, ${time}`,
  where: "Where",
  file: (path: string) => `In ${path}`,
  part: (path: string) => `In what is selected in ${path}`,
  room: "In all files",
  working: "It is being worked out.",
  nothing: "There is nothing of that to take back.",
  goes: (letters: number) => `Goes: ${count(letters, "character", "characters")}`,
  comesBack: (letters: number) => `Comes back: ${count(letters, "character", "characters")}`,
  stays: (letters: number) =>
    `Cannot be taken back, as others have put it elsewhere: ${count(letters, "character", "characters")}`,
  none: "Nothing",
  blanks: "blanks and line breaks",
  more: (stretches: number) => `and ${count(stretches, "more stretch", "more stretches")}`,
  files: (files: number) => `${count(files, "file changes", "files change")}: choose one to look at`,
  counts: (gone: number, back: number) => `−${gone.toLocaleString("en")} +${back.toLocaleString("en")}`,
  preview: "How the text changes",
  before: (path: string) => `${path} now`,
  after: (path: string) => `${path} afterwards`,
  means: "It is an edit like any other: everybody sees it, nothing of the history goes, and Undo brings it back.",
  meansRoom: "Everybody sees it, and nothing of the history goes. Afterwards a button brings all of it back.",
  eject: (name: string) => `Remove ${name} from the room as well`,
  ejectText: "They cannot come in again by any link that they know.",
  isOut: (name: string) => `${name} is removed, but not all of what they wrote is taken back. Take it back once more.`,
  undo: "Take it back",
  undoAndEject: (name: string) => `Take it back and remove ${name}`,
  undoing: "It is being taken back",
  cancel: "Cancel",
  done: (letters: number, back: number) =>
    `${count(letters, "character is", "characters are")} gone, ${count(back, "is", "are")} back. Undo reverses that.`,
};

export type UndoWords = typeof english;
export const words = wordsOf("history, undo", english);
