// What the dialog of one's own name and colour says, in German.
import type { Translation } from "../../words.ts";
import type { PeopleLaterWords } from "./words.later.ts";

const german: Translation<PeopleLaterWords> = {
  part: "people, later",
  words: {
    profileTitle: "Dein Name und deine Farbe",
    yourName: "Dein Name in diesem Raum",
    nameNeeded: "Bitte einen Namen eingeben, damit die anderen wissen, wer du bist.",
    yourColour: "Deine Farbe",
    colours: [
      "Petrol",
      "Bernstein",
      "Indigo",
      "Rosenrot",
      "Grün",
      "Violett",
      "Blau",
      "Rosa",
      "Limette",
      "Orange",
      "Schiefer",
      "Fuchsia",
    ],
    save: "Speichern",
    cancel: "Abbrechen",
  },
};
export default german;
