// Which commands were used last, by their ids; this browser remembers them. Knows no command.

const STORED = "companion:commands";
const KEPT = 30;

/** The newest first. Where storage is missing, forbidden or holds something else there are none, and nothing throws. */
export function recentCommands(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

export function rememberCommand(id: string): void {
  const kept = [id, ...recentCommands().filter((one) => one !== id)].slice(0, KEPT);
  try {
    localStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // it is not remembered
  }
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
