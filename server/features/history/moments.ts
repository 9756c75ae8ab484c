// What the log of history adds up to: which moments have which names, and what was said before under which id. Pure.
import { NamedMoments } from "#weave/named.ts";
import type { ShownEntry } from "./messages.ts";

const keyOf = (participant: number, id: string): string => `${participant} ${id}`;

/** Follows the durable log entry by entry. */
export class Moments {
  readonly named = new NamedMoments();
  readonly #versions = new Map<string, number>();

  /** Where the participant's entry of this id is, if it was kept before. */
  versionOf(participant: number, id: string): number | undefined {
    return this.#versions.get(keyOf(participant, id));
  }

  apply(version: number, entry: ShownEntry): void {
    this.named.apply(version, entry);
    if ("id" in entry) this.#versions.set(keyOf(entry.participant, entry.id), version);
  }
}
