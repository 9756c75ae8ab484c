// Which moments have names, as the log of history adds up. Knows no text.
import type { NamedMoment, ShownEntry } from "../../../../server/features/history/messages.ts";

/** In the order of the moments; total: an entry about what is not there changes nothing. */
export function namedMoments(entries: readonly (ShownEntry | null)[]): readonly NamedMoment[] {
  const named = new Map<number, NamedMoment>();
  for (const [version, entry] of entries.entries()) {
    if (entry?.type === "named") {
      const { at, name, participant, time } = entry;
      named.set(version, { entry: version, at, name, participant, time });
    } else if (entry?.type === "renamed") {
      const before = named.get(entry.entry);
      if (before) named.set(entry.entry, { ...before, name: entry.name });
    } else if (entry?.type === "unnamed") named.delete(entry.entry);
  }
  return [...named.values()].toSorted((one, other) => one.at - other.at || one.entry - other.entry);
}
