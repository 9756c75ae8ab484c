// Talk in a room, kept with it. Knows who speaks from the room alone, and no socket.
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/feature.ts";
import type { FeatureLog, LogPage } from "../featureLog.ts";
import type { Feature, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { Conversation } from "./conversation.ts";
import {
  decodeChatMessage,
  PAGE_ENTRIES,
  type ChatRefusal,
  type Saying,
  type ServerChatMessage,
  type ShownEntry,
  type StoredEntry,
} from "./messages.ts";

const NAME = "chat";
const LOG = "said";
/** A clearing costs as much as so many messages. */
const CLEARING_COST = 20;
/** Entries since the last clearing, about which something has to stay in memory. */
const MOST_ENTRIES = 20_000;

const SENTENCES: Readonly<Record<ChatRefusal, string>> = {
  notOwner: "Only an owner can clear the chat.",
  unchangeable: "That message can no longer be changed.",
  full: "The chat is full. An owner of the room can clear it.",
};

class Chat implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #conversation = new Conversation();
  /** accepted and not durable: what is sent again meanwhile is already on its way */
  readonly #pending = new Set<string>();
  #log: FeatureLog<StoredEntry> | undefined;
  /** from where on entries were found, a page's beginning */
  #first: number | undefined;

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  joined({ client }: ConnectedClient): void {
    if (this.#opened().isOpen) this.#send(client, this.#head);
  }

  async marks(): Promise<Mark[]> {
    await this.#opened().whenOpen();
    return this.#conversation.said.map(({ participant, time }) => ({ kind: "said", participant, time }));
  }

  /** When the first comes, or somebody looks at the room's history. */
  #opened(): FeatureLog<StoredEntry> {
    return (this.#log ??= this.#room.log<StoredEntry>(LOG, {
      replayed: (page) => {
        this.#first ??= page.entries.some((entry) => entry !== null) ? page.from : undefined;
        this.#apply(page);
      },
      opened: () => {
        this.#room.broadcast(this.#head);
        // cleared before, and not erased then
        if (this.#first !== undefined && this.#first < this.#conversation.start) this.#erase();
      },
      committed: (page) => {
        this.#apply(page);
        this.#room.broadcast({ type: "entries", ...this.#shown(page) } satisfies ServerChatMessage);
        if (page.entries.some((entry) => entry?.type === "cleared")) this.#erase();
      },
    }));
  }

  message(from: ConnectedClient, data: unknown): void {
    const message = decodeChatMessage(data);
    // nobody has been told a head yet
    if (!this.#log?.isOpen) return;
    if (message.type === "read") this.#read(from, message.from, message.to);
    else this.#say(from, message);
  }

  #read({ client }: ConnectedClient, from: number, to: number): void {
    const first = Math.max(from, this.#conversation.start);
    void this.#log?.readFor(client, first, Math.min(to, first + PAGE_ENTRIES), (page) =>
      this.#send(client, { type: "page", ...this.#shown(page) }),
    );
  }

  #say(from: ConnectedClient, message: Saying): void {
    const { id } = message;
    const { participant } = from;
    const before = this.#conversation.versionOf(participant, id);
    if (before !== undefined) return this.#read(from, before, before + 1);
    const key = `${participant} ${id}`;
    if (this.#pending.has(key)) return;
    const why = this.#objection(participant, message);
    if (why !== undefined) return this.#send(from.client, { type: "refused", id, why, sentence: SENTENCES[why] });
    this.#pending.add(key);
    this.#log?.append({ id, participant, time: this.#room.now, ...contents(message) });
  }

  /** Why it is not kept, or undefined. */
  #objection(participant: number, message: Saying): ChatRefusal | undefined {
    if (message.type === "clear") return this.#isOwner(participant) ? undefined : "notOwner";
    if (message.type !== "say" && !this.#conversation.mayChange(participant, message.message)) return "unchangeable";
    const entries = (this.#log?.version ?? 0) + this.#pending.size - this.#conversation.start;
    return message.type !== "withdraw" && entries >= MOST_ENTRIES ? "full" : undefined;
  }

  #isOwner(participant: number): boolean {
    return this.#room.details.participants.some((one) => one.participant === participant && one.role === "owner");
  }

  #apply({ from, entries }: LogPage<StoredEntry>): void {
    for (const [index, entry] of entries.entries()) {
      if (entry === null) continue;
      this.#conversation.apply(from + index, entry);
      this.#pending.delete(`${entry.participant} ${entry.id}`);
    }
  }

  /** What was cleared is not only not shown: nothing of it is left. */
  #erase(): void {
    const { start } = this.#conversation;
    this.#log?.rewrite((entry, version) => (version < start ? null : entry));
  }

  #shown({ from, entries }: LogPage<StoredEntry>): LogPage<ShownEntry> {
    return { from, entries: entries.map((entry, index) => this.#conversation.shown(from + index, entry)) };
  }

  get #head(): ServerChatMessage {
    return { type: "head", start: this.#conversation.start, head: this.#log?.version ?? 0 };
  }

  #send(client: number, message: ServerChatMessage): void {
    this.#room.send(client, message);
  }
}

/** What a message becomes in the log, besides who and when. */
function contents(message: Saying) {
  switch (message.type) {
    case "say":
      return { type: "said", text: message.text } as const;
    case "edit":
      return { type: "edited", message: message.message, text: message.text } as const;
    case "withdraw":
      return { type: "withdrawn", message: message.message } as const;
    case "clear":
      return { type: "cleared" } as const;
  }
}

const chat: Feature = {
  name: NAME,
  logs: { [LOG]: 1 },
  open: (room) => new Chat(room),
  // what was cleared is erased, which takes a while
  costs: { clear: CLEARING_COST },
  writesNothing: ["read"],
};

export default chat;
