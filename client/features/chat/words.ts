// What the chat says before it is opened, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  chat: "Chat",
  hint: "Shift+Enter for a new line, ``` around code.",
  hintOfTouch: "``` around code.",
  notLoaded: "The chat could not be loaded. Try again when the connection is back.",
  tooMuchWaits: "Too much is waiting for the connection. Try again later.",
  /** which messages are told in passing */
  alerts: { all: "every message", mentions: "when mentioned", none: "none" },
  alert: (alerts: string) => `Notices of the chat: ${alerts}`,
  clear: "Clear the chat for everybody…",
  /** whoever the room does not name */
  mentioned: (name: string, message: string) => `${name} mentioned you: ${message}`,
  /** on a button, after that */
  show: "Show",
  said: (name: string, message: string) => `${name}: ${message}`,
  wrote: (name: string) => `${name} wrote in the chat`,
  refused: {
    notOwner: "Only an owner can clear the chat.",
    unchangeable: "That message can no longer be changed.",
    full: "The chat is full. An owner of the room can clear it.",
  },
};

export type ChatWords = typeof english;
export const words = wordsOf("chat", english);
