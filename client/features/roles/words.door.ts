// What somebody reads who is not in yet, in English: loaded with the door.
import { wordsOf } from "../../words.ts";

const english = {
  waiting: {
    title: "Please wait to be let in",
    text: (name: string) =>
      `The room’s owners see your name: ${name}. The room opens here by itself when one of them lets you in.`,
  },
  offline: {
    title: "You cannot come in just now",
    connectionLost: "The connection is lost.",
    again: "This page tries again by itself.",
  },
  coming: { title: "Coming in…", text: "This takes a moment." },
  password: { title: "This room has a password", text: "Whoever sent you the link can tell you what it is." },
  locked: {
    title: "The room is locked",
    text: "Nobody new comes in. Ask an owner to unlock it: then it opens here by itself.",
  },
  closed: { title: "The room is closed", text: "When its owners open it again, it opens here by itself." },
  refused: {
    title: "You were not let in",
    text: "An owner said no, or this link lets nobody in. Ask for another link, or try again.",
  },
  other: "You cannot come in",

  tryAgain: "Try again",
  joinAgain: "Join again",
  reload: "Reload",
  cancel: "Cancel",
  toStart: "Go to the start",
  passwordLabel: "Password of the room",
  passwordWrong: "That is not the password. Check capital letters and spaces.",
  passwordNeeded: "Type the password of the room.",
  enter: "Enter the room",
};

export type DoorWords = typeof english;
export const words = wordsOf("roles, door", english);
