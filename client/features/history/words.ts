// What history says before its tab is open, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  history: "History",
  notLoaded: "The history could not be loaded. Try again when the connection is back.",
  mayNotSee: "The link leads to a moment of the past. The owners of the room have not let you see its history.",

  versions: "Versions",
  blame: "Show or hide who wrote which line",
  whose: "Who wrote this line?",
  play: "Play back the history",
  catchUp: "Show what changed while I was away",
  catchUpPlayed: "Play what changed while I was away, in ten seconds",
  takeBack: "Take edits back…",
  nameNow: "Save a version",
  fork: "Make a new room of this one…",
  forkNotLoaded:
    "Without a connection no new room can be made. What you type here is kept; try again when the connection is back.",
  maySee: "Who may see the history",
  who: { owners: "Owners", editors: "Owners and editors", everybody: "Everybody" },
  links: "and whoever comes by a viewing link",
  restored: (name: string, path: string) => `${name} brought back an older text of ${path}.`,
  roomRestored: (name: string) => `${name} brought the whole room back to an earlier moment.`,
  roomUndone: (name: string) => `${name} took back that the room was brought back.`,
  undone: (name: string, path: string) => `${name} took edits back in ${path}.`,
};

export type HistoryWords = typeof english;
export const words = wordsOf("history", english);
