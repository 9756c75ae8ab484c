// What the page says of following and of looking where somebody asks to, in German.
import type { Translation } from "../../words.ts";
import type { PeopleWords } from "./words.ts";

const german: Translation<PeopleWords> = {
  part: "people",
  words: {
    follow: "Folgen",
    stopFollowing: "Nicht mehr folgen",
    followOne: (name) => `${name} folgen`,
    stopFollowingOne: (name) => `${name} nicht mehr folgen`,
    following: {
      "with it": (name) => `Du folgst ${name}.`,
      idle: (name) => `Du folgst ${name}, gerade untätig.`,
      away: (name) => `Du folgst ${name}, gerade in einem anderen Fenster.`,
      gone: (name) => `Du folgst ${name}, im Moment nicht verbunden.`,
    },
    escToStop: "Esc beendet es.",
    stop: "Beenden",
    followers: (names) =>
      names.length === 0
        ? "Dir folgt niemand mehr"
        : names.length === 1
          ? `${names[0]} folgt dir`
          : `${names.length} Leute folgen dir`,
    followsYouNow: (name) => `${name} folgt jetzt dir, deshalb folgst du nicht mehr.`,
    wentInCircle: (name) => `Du folgst ${name} nicht mehr: Es wäre im Kreis gegangen.`,
    followedLeft: (name) => `Du folgst ${name} nicht mehr: ${name} ist gegangen.`,

    asksToLook: (name, line, file) =>
      `${name} bittet alle, auf ${file === undefined ? "" : `${file}, `}Zeile ${line} zu schauen`,
    asksToLookHere: (name) => `${name} bittet alle, hierher zu schauen, wo du bist`,
    hasAsked: (line, file) =>
      `Du hast alle gebeten, auf ${file === undefined ? "" : `${file}, `}Zeile ${line} zu schauen`,
    goThereKeys: "Alt und Eingabe führen hin.",
    goThere: "Hingehen",
    notNow: "Nicht jetzt",
    goWhereAsked: "Dorthin gehen, wo alle hinschauen sollen",
    lookHere: "Alle bitte hierher schauen",
    askToLook: "Allen diese Datei und diese Zeile zeigen",

    nameAndColour: "Name und Farbe",
    profileNotLoaded:
      "Das konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  },
};
export default german;
