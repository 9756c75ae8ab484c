// What the list of notifications says, in German.
import type { Translation } from "../../words.ts";
import type { NotificationsLaterWords } from "./words.later.ts";

const german: Translation<NotificationsLaterWords> = {
  part: "notifications, later",
  words: {
    none: "Noch ist nichts passiert.",
    readAll: "Alle als gelesen markieren",
    show: "Zeigen",
    all: "Alle",
    types: { people: "Leute", forMe: "Für mich", files: "Dateien" },
    unread: "Ungelesen:",

    settings: "Einstellungen",
    tellWhen: "Benachrichtigen, wenn",
    kinds: {
      joined: "jemand hereinkommt",
      left: "jemand geht",
      waiting: "jemand auf Einlass wartet",
      admitted: "ich eingelassen werde",
      mentioned: "ich im Chat erwähnt werde",
      roleChanged: "sich meine Rolle ändert",
      removed: "ich aus dem Raum entfernt werde",
      lookHere: "alle hinschauen sollen",
      fileMade: "jemand eine Datei anlegt",
      askedToRun: "jemand bittet, Code auszuführen",
    },
    whileHidden: "Während dieser Tab verdeckt ist",
    byBrowser: "Der Browser soll Bescheid geben",
    why: "So fällt es auch auf, wenn gerade etwas anderes zu sehen ist. Der Browser fragt einmal nach.",
    denied:
      "Mitteilungen dieser Seite sind blockiert. In den Einstellungen des Browsers für diese Seite lässt sich das ändern.",
    missing: "Dieser Browser hat für diese Seite keine Mitteilungen.",
  },
};
export default german;
