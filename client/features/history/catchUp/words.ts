// What is said to somebody who comes back, in English.
import { wordsOf } from "../../../words.ts";

const plural = new Intl.PluralRules("en");

const english = {
  changed: (since: string, names: readonly string[], files: number) =>
    `Since ${since} ${list(names)} changed ${files} ${plural.select(files) === "one" ? "file" : "files"}`,
  region: "What changed while you were away",
  differences: "What changed",
  play: "Play it in ten seconds",
  dismiss: "Not now",
  somebody: "somebody",
};

function list(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? "";
  return names.length > 3
    ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export type CatchUpWords = typeof english;
export const words = wordsOf("history, catch up", english);
