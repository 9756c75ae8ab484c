// Which moments have names, as a log of what people say adds up. Knows no text, and no log of theirs.

/** What a moment is called. `time`: when it was named. Both are ms since 1970. */
interface Naming {
  readonly at: number;
  readonly name: string;
  readonly participant: number;
  readonly time: number;
}

/** A moment with a name. */
export interface NamedMoment extends Naming {
  /** the version of the entry that named it, by which it is renamed */
  readonly entry: number;
  /** the how manieth that was named in the room, from 1 on: it stays, and no other has it, whatever is named and called otherwise */
  readonly number: number;
}

/** An entry of such a log. */
type Saying =
  | (Naming & { readonly type: "named" })
  | { readonly type: "renamed"; readonly entry: number; readonly name: string }
  | { readonly type: "unnamed"; readonly entry: number }
  | { readonly type: "restored" | "undone" | "roomRestored" | "roomUndone" };

/** Follows such a log entry by entry. */
export class NamedMoments {
  readonly #named = new Map<number, NamedMoment>();
  /** of all that were ever named, in the order of their numbers */
  readonly #moments: number[] = [];

  /** Total: an entry about what is not there changes nothing. */
  apply(version: number, entry: Saying): void {
    if (entry.type === "named") {
      const { at, name, participant, time } = entry;
      const number = this.#moments.push(at);
      this.#named.set(version, { entry: version, number, at, name, participant, time });
    } else if (entry.type === "renamed") {
      const before = this.#named.get(entry.entry);
      if (before) this.#named.set(entry.entry, { ...before, name: entry.name });
    } else if (entry.type === "unnamed") this.#named.delete(entry.entry);
  }

  /** The moment whose entry that is, as it is called now; undefined of one whose name was taken away. */
  at(entry: number): NamedMoment | undefined {
    return this.#named.get(entry);
  }

  /** Of one whose name was taken away, too: ms since 1970; undefined: none had that number. */
  momentOf(number: number): number | undefined {
    return this.#moments[number - 1];
  }

  /** In the order of the moments. */
  get all(): readonly NamedMoment[] {
    return [...this.#named.values()].toSorted((one, other) => one.at - other.at || one.entry - other.entry);
  }
}

/** What the entries add up to, each at its version. */
export function namedIn(entries: readonly (Saying | null)[]): NamedMoments {
  const moments = new NamedMoments();
  for (const [version, entry] of entries.entries()) if (entry) moments.apply(version, entry);
  return moments;
}
