// What the log of history adds up to: which moments have which names, and what was said before under which id. Pure.
import type { NamedMoment, ShownEntry } from "./messages.ts";

const keyOf = (participant: number, id: string): string => `${participant} ${id}`;

/** Follows the durable log entry by entry. */
export class Moments {
  readonly #named = new Map<number, NamedMoment>();
  readonly #versions = new Map<string, number>();

  /** Where the participant's entry of this id is, if it was kept before. */
  versionOf(participant: number, id: string): number | undefined {
    return this.#versions.get(keyOf(participant, id));
  }

  /** The moment whose entry that is, as it is called now; undefined of one whose name was taken away. */
  at(entry: number): NamedMoment | undefined {
    return this.#named.get(entry);
  }

  /** In the order of the moments. */
  get named(): readonly NamedMoment[] {
    return [...this.#named.values()].toSorted((one, other) => one.at - other.at || one.entry - other.entry);
  }

  /** Total: an entry about what is not there changes nothing. */
  apply(version: number, entry: ShownEntry): void {
    switch (entry.type) {
      case "named": {
        const { at, name, participant, time } = entry;
        this.#named.set(version, { entry: version, at, name, participant, time });
        break;
      }
      case "renamed": {
        const before = this.#named.get(entry.entry);
        if (before) this.#named.set(entry.entry, { ...before, name: entry.name });
        return;
      }
      case "unnamed":
        this.#named.delete(entry.entry);
        return;
      case "restored":
      case "undone":
      case "roomRestored":
      case "roomUndone":
        break;
    }
    this.#versions.set(keyOf(entry.participant, entry.id), version);
  }
}
