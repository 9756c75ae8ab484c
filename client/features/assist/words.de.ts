// What the assistant says before anything of it is open, in German.
import type { Translation } from "../../words.ts";
import type { AssistWords } from "./words.ts";

const german: Translation<AssistWords> = {
  part: "assist",
  words: {
    assistant: "Assistent",
    notLoaded: "Der Assistent konnte nicht geladen werden. Versuche es noch einmal, wenn die Verbindung wieder da ist.",
    asked: (name) => `${name} hat den Assistenten gefragt.`,
    accepted: (name) => `${name} hat einen Vorschlag des Assistenten angenommen.`,
  },
};

export default german;
