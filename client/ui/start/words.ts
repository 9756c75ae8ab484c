// What the start page says, in English: loaded with it.
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");

const english = {
  /** around the word that is stressed */
  pitch: ["Write code ", "together", ", in one link."] as readonly [string, string, string],
  lead: "Create a room, send its link, and type. Nobody signs up, nobody installs anything.",
  /** for whom the product is, and what it does for them */
  uses: [
    ["Interview.", "You both type in the same file. Your notes stay with you."],
    ["Teach.", "A class reads along; you decide who may type, and everybody can look where you look."],
    ["Code with a friend.", "You see each other type, and undo takes back your own work only."],
  ],
  languageNotLoaded: "The language could not be loaded. Try again when the connection is back.",
  start: "Start",
  or: "or",

  newRoom: "New room",
  yourName: "Your name",
  nameNeeded: "Type your name first, so that others know who you are.",
  language: "Language",
  create: "Create room",
  creating: "Creating…",

  roomLink: "Room link",
  noRoomLink: "That is not a room link. Paste the whole link.",
  elsewhere: "That link belongs to another site. Open it in a new tab.",
  placeholder: "Paste or type it",
  join: "Join",
  joining: "Joining…",

  myRooms: "My rooms",
  search: "Search my rooms",
  searchMany: (count: number) => `Search ${count} rooms`,
  found: (count: number, all: number) => `${count} of ${all} rooms`,
  none: "Rooms that you create or join are listed here, in this browser alone.",
  noneFound: "None of your rooms matches that.",
  showAll: (count: number) => `Show all ${count}`,
  forgotten: (rooms: string) => `Forgotten: ${rooms}.`,
  ownersKey: "Its owner’s key was in this browser alone.",
  undo: "Undo",
  backInList: (rooms: string) => `Back in the list: ${rooms}.`,
  renamed: (name: string) => `The room is called ${name}.`,
  goneRooms: (count: number) =>
    plural.select(count) === "one" ? "One of these rooms is gone." : `${count} of these rooms are gone.`,
  forgetGone: (count: number): string => (plural.select(count) === "one" ? "Forget it" : "Forget them"),

  star: (name: string) => `Star ${name}`,
  starHint: "Star: comes first in the list",
  unstarHint: "Remove the star",
  gone: "Gone",
  /** with which name somebody is in a room */
  as: (name: string) => `as ${name}`,
  rename: (name: string) => `Rename ${name}`,
  renameHint: "Rename, for everybody (F2)",
  forget: (name: string) => `Forget ${name}`,
  forgetHint: "Forget: take it off this list (Del)",
  remove: (name: string) => `Delete ${name}`,
  removeHint: "Delete, for everybody",
};

export type HomeWords = typeof english;
export const words = wordsOf("ui, home", english);
