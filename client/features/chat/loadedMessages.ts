// As much of the chat's log as this tab has read, and what it says. Pure: knows no connection.
import type { ShownEntry } from "../../../server/features/chat/messages.ts";
import { LoadedEntries } from "../../ui/parts/logs/loadedEntries.ts";

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

export class LoadedMessages extends LoadedEntries<ShownEntry> {
  /** What is said in it; what changes a message that was not read yet is remembered until it is. */
  read(): Reading {
    const messages = new Map<number, Message>();
    let cleared: Clearing | undefined;
    for (const [index, entry] of this.entries.entries()) {
      if (entry === null) continue;
      const { participant, time, text = "" } = entry;
      const version = this.from + index;
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
