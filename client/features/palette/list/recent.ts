// Which commands were used last, by their ids; this browser remembers them. Knows no command.
import { browserStorage } from "../../../stored.ts";

const STORED = "companion:commands";
const KEPT = 30;

/** The newest first; none where nothing is kept, or something else. */
export function recentCommands(): readonly string[] {
  const kept = browserStorage.readJson(STORED);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, KEPT) : [];
}

export function rememberCommand(id: string): void {
  const kept = [id, ...recentCommands().filter((one) => one !== id)].slice(0, KEPT);
  browserStorage.write(STORED, JSON.stringify(kept));
}

/** Those that are in `recent` first, in its order; the others as they were. */
export function recentFirst<One>(
  all: readonly One[],
  idOf: (one: One) => string,
  recent: readonly string[],
): readonly One[] {
  const rankOf = (one: One): number => {
    const rank = recent.indexOf(idOf(one));
    return rank === -1 ? recent.length : rank;
  };
  return all.toSorted((one, other) => rankOf(one) - rankOf(other));
}
