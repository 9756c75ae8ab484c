// The log of a room's chat: what of it counts still, how that is shown, and what is on its way there. Knows nobody's rights.
import type { Mark } from "../../rooms/roomPort.ts";
import type { LogPage } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { ToldLog } from "../../featureParts/toldLog.ts";
import { Conversation } from "./conversation.ts";
import { PAGE_ENTRIES, type ServerChatMessage, type ShownEntry, type StoredEntry } from "./messages.ts";

/** Its name in a room. */
export const LOG = "said";

const keyOf = ({ participant, id }: Pick<StoredEntry, "participant" | "id">): string => `${participant} ${id}`;

export class ChatLog extends ToldLog<StoredEntry, ServerChatMessage, ShownEntry> {
  protected readonly pageEntries = PAGE_ENTRIES;
  readonly #conversation = new Conversation();
  /** accepted and not durable: what is sent again meanwhile is already on its way */
  readonly #pending = new Set<string>();
  /** from where on entries were found, a page's beginning */
  #first: number | undefined;

  constructor(room: FeatureRoom) {
    super(room, LOG);
  }

  /** When each message was said that is not withdrawn, and by whom, once it is read. Rejects with a Refusal when the room leaves memory meanwhile. */
  async marks(): Promise<Mark[]> {
    await this.whenRead();
    return this.#conversation.said.map(({ participant, time }) => ({ kind: "said", participant, time }));
  }

  /** How many entries there are since it was cleared last, those that are on their way among them. */
  get entries(): number {
    return this.version + this.#pending.size - this.start;
  }

  /** Where the participant's entry of this id is, if it was kept before. */
  versionOf(participant: number, id: string): number | undefined {
    return this.#conversation.versionOf(participant, id);
  }

  isPending(participant: number, id: string): boolean {
    return this.#pending.has(keyOf({ participant, id }));
  }

  /** As Conversation has it. */
  mayChange(participant: number, message: number): boolean {
    return this.#conversation.mayChange(participant, message);
  }

  override append(entry: StoredEntry): void {
    this.#pending.add(keyOf(entry));
    super.append(entry);
  }

  // ---- how it is shown

  protected override get start(): number {
    return this.#conversation.start;
  }

  protected shown(version: number, entry: StoredEntry | null): ShownEntry | null {
    return this.#conversation.shown(version, entry);
  }

  protected head(): ServerChatMessage {
    return { type: "head", start: this.start, head: this.version };
  }

  protected message(type: "entries" | "page", page: LogPage<ShownEntry>): ServerChatMessage {
    return { type, ...page };
  }

  // ---- what is in it

  protected apply({ from, entries }: LogPage<StoredEntry>): void {
    if (entries.some((entry) => entry !== null)) this.#first ??= from;
    for (const [index, entry] of entries.entries()) {
      if (entry === null) continue;
      this.#conversation.apply(from + index, entry);
      this.#pending.delete(keyOf(entry));
    }
  }

  protected opened(): void {
    this.tellHead();
    // cleared before, and not erased then
    if (this.#first !== undefined && this.#first < this.start) this.#erase();
  }

  protected told({ entries }: LogPage<StoredEntry>): void {
    if (entries.some((entry) => entry?.type === "cleared")) this.#erase();
  }

  /** What was cleared is not only not shown: nothing of it is left. */
  #erase(): void {
    const { start } = this;
    this.rewrite((entry, version) => (version < start ? null : entry));
  }
}
