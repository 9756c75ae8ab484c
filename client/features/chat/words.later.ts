// What the chat says once it is open, in English: loaded with the panel.
import { wordsOf } from "../../words.ts";

const plural = new Intl.PluralRules("en");

const english = {
  notices: "Notices:",
  clear: "Clear",
  clearTitle: "Clear the chat?",
  clearText: "All messages go, for everybody in the room.",
  clearForAll: "Clear for everybody",
  keep: "Keep it",
  messages: "Messages",
  older: "Show older messages",
  /** before a time; without a name it was an owner of the room */
  cleared: (name: string | undefined) => `${name ?? "An owner"} cleared the chat,`,
  nothing: "No messages yet. What is said here stays with the room.",

  edited: "edited",
  withdrawn: "This message was withdrawn.",
  edit: "Edit",
  withdraw: "Withdraw",
  unsent: "Offline: kept here, sent when the connection is back",
  sending: "Sending…",

  names: "Names",
  editing: "Editing a message",
  cancel: "Cancel",
  message: "Message",
  messageEdited: "Message, edited",
  placeholder: "Message, @name",
  send: "Send",
  save: "Save",
  left: (count: number) => `${count} ${plural.select(count) === "one" ? "character" : "characters"} left`,
  hint: "Shift+Enter for a new line, ``` around code.",
  hintOfTouch: "``` around code.",
};

export type ChatLaterWords = typeof english;
export const words = wordsOf("chat, later", english);
