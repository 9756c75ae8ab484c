// What somebody reads who is not in yet, in German.
import type { Translation } from "../../words.ts";
import type { DoorWords } from "./words.door.ts";

const german: Translation<DoorWords> = {
  part: "roles, door",
  words: {
    waiting: {
      title: "Bitte auf Einlass warten",
      text: (name) =>
        `Wer den Raum besitzt, sieht deinen Namen: ${name}. Der Raum öffnet sich hier von selbst, wenn du eingelassen wirst.`,
    },
    offline: {
      title: "Du kommst gerade nicht hinein",
      connectionLost: "Die Verbindung ist unterbrochen.",
      again: "Diese Seite versucht es von selbst noch einmal.",
    },
    coming: { title: "Der Raum wird betreten …", text: "Das dauert einen Moment." },
    password: { title: "Dieser Raum hat ein Passwort", text: "Wer den Link geschickt hat, kann es dir sagen." },
    locked: {
      title: "Der Raum ist gesperrt",
      text: "Niemand Neues kommt hinein. Wem er gehört, kann ihn entsperren: Dann öffnet er sich hier von selbst.",
    },
    closed: {
      title: "Der Raum ist geschlossen",
      text: "Wenn seine Besitzer ihn wieder öffnen, öffnet er sich hier von selbst.",
    },
    refused: {
      title: "Du wurdest nicht eingelassen",
      text: "Jemand hat Nein gesagt, oder dieser Link lässt niemanden hinein. Bitte nach einem anderen Link fragen oder es noch einmal versuchen.",
    },
    other: "Du kommst nicht hinein",

    tryAgain: "Noch einmal versuchen",
    joinAgain: "Noch einmal beitreten",
    reload: "Neu laden",
    cancel: "Abbrechen",
    toStart: "Zur Startseite",
    passwordLabel: "Passwort des Raums",
    passwordWrong: "Das ist nicht das Passwort. Bitte auf Großbuchstaben und Leerzeichen achten.",
    passwordNeeded: "Bitte das Passwort des Raums eingeben.",
    enter: "Raum betreten",
  },
};
export default german;
