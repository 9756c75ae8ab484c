// What the list of versions says, and the dialogs about one, in English.
import { wordsOf } from "../../../words.ts";

const plural = new Intl.PluralRules("en");
const count = (many: number, one: string, others: string): string =>
  `${many.toLocaleString("en")} ${plural.select(many) === "one" ? one : others}`;

const english = {
  versions: "Versions",
  reading: "The history is being read.",
  nothing: "Versions come by themselves, when everybody rests for two minutes and when a program has run.",
  orName: "Or name a moment.",
  began: (title: string, when: string) =>
    `This room began as a copy of ${title === "" ? "a room without a title" : title}, as it was ${when}.`,
  now: "Now",
  nowText: "What everybody writes on",
  older: "Show older versions",
  number: (number: number) => `No. ${number}`,
  numberByItself: (number: number) => `Auto ${number}`,
  pause: (ms: number) => `Pause of ${count(Math.round(ms / 60_000), "minute", "minutes")}`,
  lastEdit: "Last edit",
  somebody: "Somebody",
  namedBy: (name: string) => `named by ${name}`,
  authors: (names: readonly string[]) => names.join(", "),
  andOthers: (names: readonly string[], others: number) =>
    `${names.join(", ")} and ${count(others, "other", "others")}`,
  lines: (added: number, taken: number) =>
    `${count(added, "line", "lines")} added, ${taken.toLocaleString("en")} taken`,
  more: (name: string) => `What to do with ${name}`,
  moreHint: "Compare, bring back, rename",

  nameMoment: "Name this moment",
  nameTitle: (time: string) => `Name the moment ${time}`,
  nameTitleNow: "Save a version",
  name: "Name",
  nameHint: "Everybody who sees the history finds it among the versions.",
  nameMissing: "Write a name with at least one letter.",
  save: "Name it",
  cancel: "Cancel",
  named: (name: string) => `This moment is called ${name} now.`,

  look: "Look at it",
  compareNow: "Compare with now",
  compareBefore: "Compare with the version before",
  compareOther: "Compare with another version…",
  choose: (name: string) => `Choose the version to compare with ${name}.`,
  chooseNot: "Do not compare",
  restore: "Bring it back…",
  undoRoom: "Take back that the room was brought back",
  roomUndone: "The room is as it was before it was brought back.",
  rename: "Rename",
  renameTitle: "Another name for the moment",
  unname: "Remove the name",
  fork: "Make a new room of it…",
  copyLink: "Copy the link to it",

  forkTitle: "A new room",
  forkNow: "It begins with all files as they are now, and the language of this room. What was before stays here.",
  forkThen: (when: string) =>
    `It begins with all files as they were ${when}, and the language of this room. What was before and after stays here.`,
  forkYours: "You own the new room, and nobody else is in it yet.",
  forkDo: "Make the room",
  forking: "The room is being made",
  forked: "The new room is there.",
  forkOpen: "Open it",
};

export type VersionsWords = typeof english;
export const words = wordsOf("history, versions", english);
