// As much of the chat's log as this tab has read, and what it says. Pure: knows no connection.
import type { Entry, Page } from "./messages.ts";

export interface Message {
  /** its place in the log, by which it is edited or withdrawn */
  readonly version: number;
  readonly participant: number;
  /** ms since 1970 */
  readonly time: number;
  /** "" when it is withdrawn */
  readonly text: string;
  readonly isEdited: boolean;
  readonly isWithdrawn: boolean;
}

/** Who cleared the chat, when what is shown begins there. */
type Clearing = Pick<Message, "participant" | "time">;

export interface Reading {
  readonly messages: readonly Message[];
  readonly cleared: Clearing | undefined;
}

/** The entries from one version to another, without a gap; grows at both ends. */
export class LoadedLog {
  #from: number;
  #entries: (Entry | null)[] = [];

  /** Begins with nothing, at a version from which it grows. */
  constructor(at: number) {
    this.#from = at;
  }

  get from(): number {
    return this.#from;
  }

  get head(): number {
    return this.#from + this.#entries.length;
  }

  /** Takes what fits at one of its ends; the rest is known already, or comes again when it is asked for. */
  add({ from, entries }: Page): void {
    const end = from + entries.length;
    if (from <= this.head && end > this.head) this.#entries.push(...entries.slice(this.head - from));
    else if (from < this.#from && end >= this.#from) {
      this.#entries.unshift(...entries.slice(0, this.#from - from));
      this.#from = from;
    }
  }

  /** Forgets what is before the version. */
  dropBefore(version: number): void {
    const dropped = Math.min(Math.max(0, version - this.#from), this.#entries.length);
    this.#entries.splice(0, dropped);
    this.#from += dropped;
  }

  /** What is said in it; what changes a message that was not read yet is remembered until it is. */
  read(): Reading {
    const messages = new Map<number, Message>();
    let cleared: Clearing | undefined;
    for (const [index, entry] of this.#entries.entries()) {
      if (entry === null) continue;
      const { participant, time, text = "" } = entry;
      const version = this.#from + index;
      const of = messages.get(entry.message ?? -1);
      if (entry.type === "cleared") {
        messages.clear();
        cleared = { participant, time };
      } else if (entry.type === "said")
        messages.set(version, { version, participant, time, text, isEdited: false, isWithdrawn: false });
      else if (of !== undefined && of.participant === participant && !of.isWithdrawn)
        messages.set(
          of.version,
          entry.type === "edited" ? { ...of, text, isEdited: true } : { ...of, text: "", isWithdrawn: true },
        );
    }
    return { messages: [...messages.values()], cleared };
  }
}
