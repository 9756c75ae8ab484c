// What it says about who wrote what, in German.
import type { Translation } from "../../../words.ts";
import type { BlameWords } from "./words.ts";

const german: Translation<BlameWords> = {
  part: "history, blame",
  words: {
    somebody: "jemand",
    onBehalf: (robot, name) => `${robot} für ${name}`,
    wrote: (name, when) => `${name} hat das ${when} geschrieben`,
    wroteAndPutBack: (name, when, putter, put) =>
      name === putter
        ? `${name} hat das ${when} geschrieben und ${put} zurückgeholt`
        : `${name} hat das ${when} geschrieben, ${putter} hat es ${put} zurückgeholt`,
    line: (line, sentences) => `Zeile ${line}: ${sentences}.`,
    nobody: (line) => `Zeile ${line}: Das hat niemand hier geschrieben.`,
    another: "Der Text ist gerade ein anderer geworden. Frag noch einmal, von wem die Zeile ist.",
    on: "Neben dem Code steht, wer welche Zeile geschrieben hat.",
    off: "Wer welche Zeile geschrieben hat, wird nicht mehr gezeigt.",
    fade: "Die Farben alter Zeilen verblassen lassen",
    fadeNot: "Alle Zeilen in voller Farbe zeigen",
  },
};
export default german;
