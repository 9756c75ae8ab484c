// What history says once it is open, in English.
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");
const edits = (count: number): string => `${count} ${plural.select(count) === "one" ? "edit" : "edits"}`;

const english = {
  empty: "Type, and the time line begins.",
  reading: (percent: number) => `The history is being read: ${percent} %`,
  again: "Try again",
  defect:
    "The history cannot be shown: that is a fault of ours. The room itself is well. Load the page anew to try again.",
  leftOut: (files: number) =>
    `${files} ${plural.select(files) === "one" ? "file is" : "files are"} left out: there are too many.`,

  busy: "The others write so much just now that nothing could be put between. Try again.",
  notTaken: (path: string) => `${path} could not be changed. It may be read-only, or too long.`,

  notDone: "The files could not be put back or deleted. Try again when the connection is back.",
  notSaved: "What is to be taken back is not saved yet. Try again in a moment.",

  youLookAt: (time: string) => `You look at ${time}.`,
  goesOn: "The room goes on.",
  backToNow: "Back to now",
  cannotWrite: "This is the past, where nothing is written. Esc goes back to now.",
  notNow: (time: string) => `${time}, not now`,
  /** when it was, in a sentence; `day`: where that is not today */
  at: (clock: string, day: string | undefined) => (day === undefined ? `at ${clock}` : `on ${day} at ${clock}`),
  /** when it was, and what somebody calls that moment */
  withName: (when: string, name: string) => `${when} (“${name}”)`,
  textAt: (path: string, when: string) => `${path} ${when}`,
  shut: "You may not see the history of this room any more. This is now.",
  noMoment: "Nothing was written in this room yet: there is no moment to go to.",
  noVersion: (number: number) => `No moment of this room was named under No. ${number}.`,
  undo: "Undo",
  past: "The past",
  pastText: "Text of the past",

  play: "Play the history",
  pause: "Pause the history",
  back: "Go back by an edit",
  on: "Go on by an edit",
  backByPause: "Go back to the pause before",
  onByPause: "Go on to the next pause",
  speed: "Speed",
  times: (speed: number) => `${speed}×`,
  speedOf: (speed: number) => `Play the history ${speed} times as quick`,
  skipPauses: "Skip pauses",
  played: "What is played",
  scopes: { file: "This file", room: "All files" },
  copyLink: "Copy a link to this moment",
  linkCopied: "The link to this moment is copied. Whoever may see the history of this room comes to it.",
  linkNotCopied: (link: string) => `The browser does not let it be copied. The link: ${link}`,

  timeLine: "Time line",
  /** the keys of the time line */
  keys: "Arrows go by edit, with Shift by pause, Page Up and Page Down by mark. Space plays, Escape goes back to now.",
  typesIn: (name: string, path: string) => `${name} types in ${path}`,
  nobodyTypes: "nobody types",
  editOf: (count: number, all: number) => `edit ${count} of ${all}`,
  now: "Now",
  marks: "Marks",
  others: (people: number) => `${people} more`,
  somebody: "Somebody",
  edits,

  paste: (name: string, units: number) => `${name} pasted ${units} characters`,
  pauseOf: (minutes: number) =>
    `Nobody typed for ${minutes} ${plural.select(minutes) === "one" ? "minute" : "minutes"}`,
  joined: (name: string) => `${name} joined`,
  named: (name: string) => name,
  restored: (name: string) => `${name} brought back an older text`,
  undone: (name: string) => `${name} took edits back`,
  roomRestored: (name: string) => `${name} brought the whole room back to an earlier moment`,
  roomUndone: (name: string) => `${name} took back that the room was brought back`,
  deleted: (name: string, path: string) => `${name} deleted ${path}`,
  more: (marks: readonly string[]) => marks.join("; "),
};

export type HistoryLaterWords = typeof english;
export const words = wordsOf("history, later", english);
