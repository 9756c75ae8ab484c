// What the chat says once it is open, in German.
import type { Translation } from "../../words.ts";
import type { ChatLaterWords } from "./words.later.ts";

const german: Translation<ChatLaterWords> = {
  part: "chat, later",
  words: {
    notices: "Hinweise:",
    clear: "Leeren",
    clearTitle: "Den Chat leeren?",
    clearText: "Alle Nachrichten verschwinden, für alle im Raum.",
    clearForAll: "Für alle leeren",
    keep: "Behalten",
    messages: "Nachrichten",
    older: "Ältere Nachrichten zeigen",
    cleared: (name) =>
      name === undefined ? "Wer den Raum besitzt, hat den Chat geleert," : `${name} hat den Chat geleert,`,
    nothing: "Noch keine Nachrichten. Was hier steht, bleibt im Raum.",

    edited: "bearbeitet",
    withdrawn: "Diese Nachricht wurde zurückgezogen.",
    edit: "Bearbeiten",
    withdraw: "Zurückziehen",
    unsent: "Offline: hier aufgehoben und gesendet, sobald die Verbindung wieder da ist",
    sending: "Wird gesendet …",

    names: "Namen",
    editing: "Eine Nachricht wird bearbeitet",
    cancel: "Abbrechen",
    message: "Nachricht",
    messageEdited: "Nachricht, bearbeitet",
    placeholder: "Nachricht, @Name",
    send: "Senden",
    save: "Speichern",
    left: (count) => `noch ${count} Zeichen`,
    hint: "Umschalt+Eingabe für eine neue Zeile, ``` um Code.",
    hintOfTouch: "``` um Code.",
  },
};
export default german;
