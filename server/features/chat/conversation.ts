// What the chat's log adds up to, without its texts: who said what where, and which text of it still counts. Pure.
import type { ShownEntry, StoredEntry } from "./messages.ts";

interface Message {
  readonly participant: number;
  /** when it was said, in ms since 1970 */
  readonly time: number;
  /** version of the entry that has its newest text; undefined: withdrawn */
  readonly textAt: number | undefined;
}

const keyOf = ({ participant, id }: Pick<StoredEntry, "participant" | "id">): string => `${participant} ${id}`;

/** Follows the durable log entry by entry. Forgets at each clearing what was before it, so that a clearing frees the memory as well. */
export class Conversation {
  readonly #messages = new Map<number, Message>();
  readonly #versions = new Map<string, number>();
  #start = 0;

  /** Nothing before this version is shown: it is where the chat was cleared last. */
  get start(): number {
    return this.#start;
  }

  /** When each message was said that is not withdrawn, and by whom. */
  get said(): readonly Pick<Message, "participant" | "time">[] {
    return [...this.#messages.values()].filter(({ textAt }) => textAt !== undefined);
  }

  /** Where the participant's entry of this id is, if it was kept before. */
  versionOf(participant: number, id: string): number | undefined {
    return this.#versions.get(keyOf({ participant, id }));
  }

  /** Only its author changes a message, and not once it is withdrawn. */
  mayChange(participant: number, message: number): boolean {
    const known = this.#messages.get(message);
    return known?.participant === participant && known.textAt !== undefined;
  }

  /** Total: an entry that has nothing to change, because another was quicker, changes nothing. */
  apply(version: number, entry: StoredEntry): void {
    const { participant } = entry;
    if (entry.type === "cleared") {
      this.#messages.clear();
      this.#versions.clear();
      this.#start = version;
    } else if (entry.type === "said") this.#messages.set(version, { participant, time: entry.time, textAt: version });
    else if (this.mayChange(participant, entry.message))
      this.#messages.set(entry.message, {
        ...this.#messages.get(entry.message)!,
        textAt: entry.type === "edited" ? version : undefined,
      });
    this.#versions.set(keyOf(entry), version);
  }

  /** The entry at this version as anybody may see it now. */
  shown(version: number, entry: StoredEntry | null): ShownEntry | null {
    if (entry === null || version < this.#start) return null;
    if (entry.type !== "said" && entry.type !== "edited") return entry;
    const message = entry.type === "said" ? version : entry.message;
    if (this.#messages.get(message)?.textAt === version) return entry;
    const { text: _, ...rest } = entry;
    return rest;
  }
}
