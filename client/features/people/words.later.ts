// What the dialog of one's own name and colour says, in English: loaded with it.
import { wordsOf } from "../../words.ts";

const english = {
  profileTitle: "Your name and colour",
  yourName: "Your name in this room",
  nameNeeded: "Type a name, so that the others know who you are.",
  yourColour: "Your colour",
  /** in the order of ui/people.css */
  colours: [
    "Teal",
    "Amber",
    "Indigo",
    "Rose",
    "Green",
    "Purple",
    "Blue",
    "Pink",
    "Lime",
    "Orange",
    "Slate",
    "Fuchsia",
  ] as readonly string[],
  save: "Save",
  cancel: "Cancel",
};

export type PeopleLaterWords = typeof english;
export const words = wordsOf("people, later", english);
