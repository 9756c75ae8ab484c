// What the chat says before it is opened, in German.
import type { Translation } from "../../words.ts";
import type { ChatWords } from "./words.ts";

const german: Translation<ChatWords> = {
  part: "chat",
  words: {
    chat: "Chat",
    hint: "Umschalt+Eingabe für eine neue Zeile, ``` um Code.",
    hintOfTouch: "``` um Code.",
    notLoaded: "Der Chat konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
    tooMuchWaits: "Es wartet schon zu viel auf die Verbindung. Bitte später noch einmal versuchen.",
    alerts: { all: "bei jeder Nachricht", mentions: "wenn ich erwähnt werde", none: "keine" },
    alert: (alerts) => `Hinweise des Chats: ${alerts}`,
    clear: "Den Chat für alle leeren …",
    mentioned: (name, message) => `${name} hat dich erwähnt: ${message}`,
    show: "Ansehen",
    said: (name, message) => `${name}: ${message}`,
    wrote: (name) => `${name} schrieb im Chat`,
    refused: {
      notOwner: "Nur wer den Raum besitzt, kann den Chat leeren.",
      unchangeable: "Diese Nachricht lässt sich nicht mehr ändern.",
      full: "Der Chat ist voll. Wer den Raum besitzt, kann ihn leeren.",
    },
  },
};
export default german;
