// What is said to somebody who comes back, in German.
import type { Translation } from "../../../words.ts";
import type { CatchUpWords } from "./words.ts";

const german: Translation<CatchUpWords> = {
  part: "history, catch up",
  words: {
    changed: (since, names, files) =>
      `Seit ${since} ${names.length === 1 ? "hat" : "haben"} ${list(names)} ${files} ${files === 1 ? "Datei" : "Dateien"} geändert`,
    region: "Was sich geändert hat, während du weg warst",
    differences: "Was sich geändert hat",
    play: "In zehn Sekunden abspielen",
    dismiss: "Nicht jetzt",
    somebody: "jemand",
  },
};

function list(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? "";
  return names.length > 3
    ? `${names.slice(0, 2).join(", ")} und ${names.length - 2} andere`
    : `${names.slice(0, -1).join(", ")} und ${names.at(-1)}`;
}
export default german;
