// Talk in a room, kept with it. Knows who speaks from the room alone, and no socket.
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/roomPort.ts";
import type { Feature, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import { ChatLog, LOG } from "./chatLog.ts";
import { type ChatRefusal, decodeChatMessage, type Saying, type ServerChatMessage } from "./messages.ts";

const NAME = "chat";
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
  readonly #log: ChatLog;

  constructor(room: FeatureRoom) {
    this.#room = room;
    this.#log = new ChatLog(room);
  }

  joined({ client }: ConnectedClient): void {
    this.#log.joined(client);
  }

  left({ client }: ConnectedClient): void {
    this.#log.left(client);
  }

  drained({ client }: ConnectedClient): void {
    this.#log.drained(client);
  }

  marks(): Promise<Mark[]> {
    return this.#log.marks();
  }

  message(from: ReadingClient, data: unknown): void | Promise<void> {
    const message = decodeChatMessage(data);
    // nobody has been told a head yet
    if (!this.#log.isOpen) return;
    return message.type === "read" ? this.#log.tell(from, message.from, message.to) : this.#say(from, message);
  }

  #say(from: ReadingClient, message: Saying): void | Promise<void> {
    const { id } = message;
    const { participant } = from;
    const before = this.#log.versionOf(participant, id);
    if (before !== undefined) return this.#log.tell(from, before, before + 1);
    if (this.#log.isPending(participant, id)) return;
    const why = this.#objection(participant, message);
    if (why === undefined) this.#log.append({ id, participant, time: this.#room.now, ...contents(message) });
    else
      this.#room.send(from.client, { type: "refused", id, why, sentence: SENTENCES[why] } satisfies ServerChatMessage);
  }

  /** Why it is not kept, or undefined. */
  #objection(participant: number, message: Saying): ChatRefusal | undefined {
    if (message.type === "clear") return this.#room.isOwner(participant) ? undefined : "notOwner";
    if (message.type !== "say" && !this.#log.mayChange(participant, message.message)) return "unchangeable";
    return message.type !== "withdraw" && this.#log.entries >= MOST_ENTRIES ? "full" : undefined;
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
