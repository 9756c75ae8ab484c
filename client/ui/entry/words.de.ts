// What the page says on the way into a room, in German.
import type { Translation } from "../../words.ts";
import type { EntryWords } from "./words.ts";

const german: Translation<EntryWords> = {
  part: "ui, entry",
  words: {
    join: "Einem Raum beitreten",
    invited: "Du bist eingeladen mitzumachen",
    invitedToRead: "Du bist eingeladen mitzulesen",
    how: "Gib deinen Namen ein, und du bist drin.",
    howToRead: "Gib deinen Namen ein, und du kannst mitlesen.",
    guarded: "Wer den Raum besitzt, entscheidet, wer hereinkommt. Sag zuerst, wer du bist.",
    aRoom: (language) => `Ein Raum für ${language}, erstellt`,
    by: "von",
    yourName: "Dein Name",
    nameNeeded: "Bitte einen Namen eingeben, damit die anderen wissen, wer du bist.",
    enter: "Raum betreten",

    noRoom: "Diesen Raum gibt es nicht",
    knownIsGone: (name) =>
      `„${name}“ gibt es nicht mehr: Der Raum wurde gelöscht, von einem Besitzer oder von dem, der diesen Server betreibt, dieser Link wurde abgeschaltet, oder es war lange niemand da.`,
    unknown: "Bitte den Link prüfen oder einen neuen Raum erstellen und dessen Link schicken.",
    createRoom: "Neuen Raum erstellen",
    forget: "Diesen vergessen",

    nothing: "Hier ist nichts",
    nothingText: "Diese Adresse kann kein Raum haben. Bitte den Link noch einmal prüfen.",
    toStart: "Zur Startseite",
  },
};
export default german;
