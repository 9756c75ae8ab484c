// Talk in a room, kept with it. Knows who speaks from the room alone, and no socket.
import type { ConnectedClient } from "../../protocol/messages.ts";
import { FEATURE_STREAMS } from "../../rooms/roomStore.ts";
import type { FeatureLog, Page } from "../featureLog.ts";
import type { Feature, FeatureRoom, RoomFeature } from "../feature.ts";
import { Conversation } from "./conversation.ts";
import {
  decodeChatMessage,
  type Saying,
  type ServerChatMessage,
  type ShownEntry,
  type StoredEntry,
} from "./messages.ts";

const NAME = "chat";
const STREAM = FEATURE_STREAMS + 1;
/** Entries that one answer holds. */
const PAGE_ENTRIES = 100;
/** Entries since the last clearing, about which something has to stay in memory. */
const MOST_ENTRIES = 20_000;

class Chat implements RoomFeature {
  readonly #room: FeatureRoom;
  readonly #conversation = new Conversation();
  /** accepted and not durable: what is sent again meanwhile is already on its way */
  readonly #pending = new Set<string>();
  #log: FeatureLog<StoredEntry> | undefined;

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  joined({ client }: ConnectedClient): void {
    // read when the first comes: who asks for a room over HTTP has no use for it
    this.#log ??= this.#room.log<StoredEntry>(STREAM, {
      replayed: (page) => this.#apply(page),
      opened: () => this.#room.broadcast(NAME, this.#head),
      committed: (page) => {
        this.#apply(page);
        this.#room.broadcast(NAME, { type: "entries", ...this.#shown(page) } satisfies ServerChatMessage);
      },
    });
    if (this.#log.isOpen) this.#send(client, this.#head);
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
    this.#log?.read(first, Math.min(to, first + PAGE_ENTRIES), (page) =>
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
    const sentence = this.#objection(participant, message);
    if (sentence !== undefined) return this.#send(from.client, { type: "refused", id, sentence });
    this.#pending.add(key);
    this.#log?.append({ id, participant, time: this.#room.now(), ...contents(message) });
  }

  /** Why it is not kept, or undefined. */
  #objection(participant: number, message: Saying): string | undefined {
    if (message.type === "clear") return this.#isOwner(participant) ? undefined : "Only the owner can clear the chat.";
    if (message.type !== "say" && !this.#conversation.mayChange(participant, message.message))
      return "That message can no longer be changed.";
    const entries = (this.#log?.version ?? 0) + this.#pending.size - this.#conversation.start;
    return message.type !== "withdraw" && entries >= MOST_ENTRIES
      ? "The chat is full. The room's owner can clear it."
      : undefined;
  }

  #isOwner(participant: number): boolean {
    return this.#room.details().participants.some((one) => one.participant === participant && one.role === "owner");
  }

  #apply({ from, entries }: Page<StoredEntry>): void {
    for (const [index, entry] of entries.entries()) {
      if (entry === null) continue;
      this.#conversation.apply(from + index, entry);
      this.#pending.delete(`${entry.participant} ${entry.id}`);
    }
  }

  #shown({ from, entries }: Page<StoredEntry>): Page<ShownEntry> {
    return { from, entries: entries.map((entry, index) => this.#conversation.shown(from + index, entry)) };
  }

  get #head(): ServerChatMessage {
    return { type: "head", start: this.#conversation.start, head: this.#log?.version ?? 0 };
  }

  #send(client: number, message: ServerChatMessage): void {
    this.#room.send(client, NAME, message);
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

const chat: Feature = { name: NAME, open: (room) => new Chat(room) };

export default chat;
