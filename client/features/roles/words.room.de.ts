// What the roles say in the room before one of their dialogs is opened, in German.
import type { Translation } from "../../words.ts";
import type { RolesRoomWords } from "./words.room.ts";

const german: Translation<RolesRoomWords> = {
  part: "roles, room",
  words: {
    share: "Teilen",
    shareHint: "Links, die andere hereinlassen",
    shareRoom: "Raum teilen",
    moreWays: "Weitere Wege zum Teilen zeigen",
    whoWaits: "Zeigen, wer auf Einlass wartet",
    closeRoom: "Raum schließen …",
    reopenRoom: "Raum wieder öffnen",
    deleteRoom: "Raum löschen …",
    roomSettings: "Einstellungen des Raums",
    changeSettings: "Einstellungen des Raums ändern",
    waiting: (count) => (count === 1 ? "Eine Person wartet auf Einlass" : `${count} Personen warten auf Einlass`),
    waitingCount: (count) => `Wartet (${count})`,
    letThemIn: "Einlassen …",
    everyoneReads: "Alle nur mitlesen lassen …",
    everyoneWrites: "Alle mitschreiben lassen",
    waits: (name) => `${name} wartet auf Einlass`,
    showWaiting: "Ansehen",
    letIn: "Du wurdest eingelassen.",
    nowYouAre: {
      owner: "Der Raum gehört jetzt auch dir: Du kannst seine Einstellungen und Links ändern.",
      editor: "Du kannst jetzt mitschreiben.",
      viewer: "Du kannst jetzt nur lesen. Wer den Raum besitzt, kann das ändern.",
    },
    closed: "Der Raum ist geschlossen.",
    closedText: "Nur seine Besitzer sind darin, die Links lassen sonst niemanden herein, und niemand kann schreiben.",
    reopen: "Wieder öffnen",
    role: (name) => `Rolle von ${name} und mehr`,
    roleHint: "Rolle und mehr",
    notLoaded: "Das konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
    comingIn: "Der Raum wird betreten",
    linkOrCode: "Link zum Raum oder Code",
    noLinkOrCode:
      "Das ist weder ein Link zu einem Raum noch ein Beitrittscode. Bitte den ganzen Link einfügen oder die 8 Buchstaben des Codes eingeben.",
  },
};
export default german;
