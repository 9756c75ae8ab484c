// What is said of where others are and what they change, in German.
import type { Translation } from "../../words.ts";
import type { Lines, WhereaboutsWords } from "./words.ts";

const list = new Intl.ListFormat("de");
const STATES = { idle: "untätig", away: "nicht auf der Seite" };

const linesOf = ({ first, last, count }: Lines): string => {
  if (count === 1) return `Zeile ${first}`;
  return last - first + 1 === count ? `die Zeilen ${first} bis ${last}` : `${count} Zeilen`;
};

const words: WhereaboutsWords = {
  announce: "Änderungen anderer ansagen",
  silence: "Änderungen anderer nicht mehr ansagen",
  announced: "Änderungen anderer werden von jetzt an angesagt.",
  silenced: "Änderungen anderer werden nicht mehr angesagt.",
  whoIsWhere: "Wer ist wo?",
  whoIsOnMyLine: "Wer ist auf meiner Zeile?",
  nextChange: "Nächste Änderung anderer",
  previousChange: "Vorige Änderung anderer",
  noChange: "Niemand sonst hat diese Datei geändert, seit sie hier offen ist.",
  change: (line, name) => `Zeile ${line}, geändert von ${name}`,
  somebody: "jemandem",
  changed: (name, lines, file) => `${name} hat ${linesOf(lines)} geändert${file === undefined ? "" : ` in ${file}`}.`,
  othersChanged: (count) => (count === 1 ? "1 weitere Person auch." : `${count} weitere auch.`),
  nobodyHere: "Niemand sonst ist hier.",
  place: (name, line, file, state) =>
    `${[name, ...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [`Zeile ${line}`]), ...(state === undefined ? [] : [STATES[state]])].join(", ")}.`,
  onLine: (names, line) =>
    names.length === 0
      ? `Niemand sonst ist auf Zeile ${line}.`
      : `${list.format(names)} ${names.length === 1 ? "ist" : "sind"} auf Zeile ${line}, wo der eigene Cursor steht.`,
};

const german: Translation<WhereaboutsWords> = { part: "whereabouts", words };
export default german;
