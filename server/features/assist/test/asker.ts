// What the tests of the assistant share: somebody's share of it on a raw socket. Knows no provider.
import { randomBytes } from "node:crypto";
import type { Wire } from "../../../test/hostile/wire.ts";
import type { AssistState, Mode, ServerAssistMessage, ShownEntry } from "../messages.ts";

type Told<Type extends ServerAssistMessage["type"]> = Extract<ServerAssistMessage, { type: Type }>;
type Entry<Type extends ShownEntry["type"]> = Extract<ShownEntry, { type: Type }>;
type Entered = Awaited<ReturnType<typeof Wire.enter>>;

export const newId = (): string => randomBytes(12).toString("base64url");

export class Asker {
  readonly wire: Entered;
  /** as it was told on coming in */
  state!: AssistState;
  /** what of the log can be read, and their own */
  head = 0;
  own: readonly ShownEntry[] = [];
  /** all of the feature that was taken from the wire */
  readonly told: ServerAssistMessage[] = [];

  constructor(wire: Entered) {
    this.wire = wire;
  }

  /** Resolves when all is told that is told on coming in. */
  async come(): Promise<this> {
    const missing = new Set(["state", "head", "own"]);
    while (missing.size > 0) {
      const message = await this.take();
      missing.delete(message.type);
      if (message.type === "state") this.state = message;
      if (message.type === "head") this.head = message.head;
      if (message.type === "own") this.own = message.entries;
    }
    return this;
  }

  /** by which they come again; of somebody new */
  get key(): string {
    return this.wire.welcome.you.key!;
  }

  send(data: unknown): void {
    this.wire.say({ type: "feature", feature: "assist", data });
  }

  ask(mode: Mode, question: string, more: object = {}, id = newId()): string {
    this.send({ type: "ask", id, mode, isShared: true, question, context: { files: [] }, ...more });
    return id;
  }

  async take(): Promise<ServerAssistMessage> {
    for (;;) {
      const { feature, data } = await this.wire.next("feature");
      if (feature !== "assist") continue;
      this.told.push(data as ServerAssistMessage);
      return data as ServerAssistMessage;
    }
  }

  /** The next of the feature's messages of this type; what lies before it is passed over. */
  async next<Type extends ServerAssistMessage["type"]>(type: Type): Promise<Told<Type>> {
    for (;;) {
      const message = await this.take();
      if (message.type === type) return message as Told<Type>;
    }
  }

  /** The next entry of this type, shared or their own; of this question. */
  async entry<Type extends ShownEntry["type"]>(type: Type, id?: string): Promise<Entry<Type>> {
    for (;;) {
      const message = await this.take();
      if (message.type !== "entries" && message.type !== "own") continue;
      const found = message.entries.find(
        (entry) => entry?.type === type && (id === undefined || ("id" in entry && entry.id === id)),
      );
      if (found) return found as Entry<Type>;
    }
  }

  /** The whole log, as somebody who comes reads it. */
  async log(): Promise<(ShownEntry | null)[]> {
    this.send({ type: "read", from: 0, to: 1_000 });
    return [...(await this.next("page")).entries];
  }

  /** What was streamed of an answer so far. */
  streamed(id: string): string {
    let text = "";
    for (const part of this.told) if (part.type === "part" && part.id === id) text = text.slice(0, part.at) + part.text;
    return text;
  }
}
