// What the notifications say before they are opened, in German.
import type { Translation } from "../../words.ts";
import type { NotificationsWords } from "./words.ts";

const german: Translation<NotificationsWords> = {
  part: "notifications",
  words: {
    notifications: "Mitteilungen",
    unread: (count) => `Mitteilungen, ${count} ungelesen`,
    show: "Mitteilungen zeigen",
    notLoaded:
      "Die Mitteilungen konnten nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  },
};
export default german;
