// What is said of where others are and what they change, in English.
import { wordsOf } from "../../words.ts";

const list = new Intl.ListFormat("en");

/** `first` to `last`, from 1; `isAll`: and all that are between them. */
export interface Lines {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

const linesOf = ({ first, last, count }: Lines): string => {
  if (count === 1) return `line ${first}`;
  return last - first + 1 === count ? `lines ${first} to ${last}` : `${count} lines`;
};

const english = {
  announce: "Say aloud what others change",
  silence: "Do not say aloud what others change",
  announced: "What others change is said aloud from now on.",
  silenced: "What others change is not said aloud any more.",
  whoIsWhere: "Who is where?",
  whoIsOnMyLine: "Who is on my line?",
  nextChange: "Next change of others",
  previousChange: "Previous change of others",
  noChange: "Nobody else has changed this file while you had it open.",
  change: (line: number, name: string) => `Line ${line}, changed by ${name}`,
  somebody: "somebody",
  changed: (name: string, lines: Lines, file?: string) =>
    `${name} changed ${linesOf(lines)}${file === undefined ? "" : ` in ${file}`}.`,
  othersChanged: (count: number) => (count === 1 ? "1 other did, too." : `${count} others did, too.`),
  nobodyHere: "Nobody else is here.",
  place: (name: string, line: number | undefined, file: string | undefined, state: "idle" | "away" | undefined) =>
    `${[name, ...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [`line ${line}`]), ...(state === undefined ? [] : [state])].join(", ")}.`,
  onLine: (names: readonly string[], line: number) =>
    names.length === 0
      ? `Nobody else is on line ${line}.`
      : `${list.format(names)} ${names.length === 1 ? "is" : "are"} on your line, ${line}.`,
};

export type WhereaboutsWords = typeof english;
export const words = wordsOf("whereabouts", english);
