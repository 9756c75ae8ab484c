// What the page says on the way into a room, in English: loaded with the screens that most do not see.
import { wordsOf } from "../../words.ts";

const english = {
  join: "Join a room",
  invited: "You are invited to join in",
  invitedToRead: "You are invited to read along",
  how: "Type your name, and you are in.",
  howToRead: "Type your name, and you can read what is written there.",
  guarded: "Its owner decides who comes in. Say who you are first.",
  /** before how long ago that was, and by whom */
  aRoom: (language: string) => `A ${language} room, created`,
  /** before a name */
  by: "by",
  yourName: "Your name",
  nameNeeded: "Type a name, so that the others know who you are.",
  enter: "Enter the room",

  noRoom: "There is no such room",
  knownIsGone: (name: string) =>
    `“${name}” is gone: an owner or this server’s operator has deleted it, an owner has turned this link off, or nobody has visited it for a long time.`,
  unknown: "Check the link, or create a new room and send its link instead.",
  createRoom: "Create a new room",
  forget: "Forget this one",

  nothing: "There is nothing here",
  nothingText: "No room can have this address. Check the link once more.",
  toStart: "Go to the start",
};

export type EntryWords = typeof english;
export const words = wordsOf("ui, entry", english);
