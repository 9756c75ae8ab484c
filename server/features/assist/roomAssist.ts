// The assistant in one room: who may ask it for what, and what everybody is told of it. Knows no provider.
import { randomUUID } from "node:crypto";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/roomPort.ts";
import type { RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import { AskStream } from "./askStream.ts";
import { LOG } from "./assistLog.ts";
import { fromStore } from "./context.ts";
import { resetsAt } from "./dayTokens.ts";
import { Exchanges } from "./exchanges.ts";
import { allows, GUARDRAIL_ENTRIES, strictest } from "./guardrails.ts";
import {
  type AskedOverHttp,
  type AssistState,
  type ClientAssistMessage,
  decodeAssistMessage,
  decodeOwn,
  decodeWish,
  type Guardrail,
  type Left,
  type MayAsk,
  type Mode,
  OWN_PROVIDERS,
  type AssistRefusal,
  type Said,
  type ServerAssistMessage,
  type Wish,
} from "./messages.ts";
import { codeOf, NotDone } from "./notDone.ts";
import { NAME, ROBOT } from "./proposals.ts";
import type { Assistant, AskRules } from "./questions.ts";

interface Setting {
  readonly guardrail: Guardrail;
  readonly mayAsk: MayAsk;
}

const AT_FIRST: Setting = { guardrail: "all", mayAsk: "editors" };

/** What somebody is told of a room in which nobody has asked anything. */
const NOTHING: readonly ServerAssistMessage[] = [
  { type: "head", head: 0 },
  { type: "own", isAll: true, entries: [] },
];

export class RoomAssist implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #assistant: Assistant;
  /** once somebody has asked something: in most rooms nobody ever does */
  #asked: Exchanges | undefined;
  #robot: Promise<{ leave(): void; readonly isHere: boolean } | undefined> | undefined;
  /** as everybody was told last */
  #wasOut: boolean;

  constructor(room: FeatureRoom, assistant: Assistant) {
    this.#room = room;
    this.#assistant = assistant;
    this.#wasOut = this.#out !== undefined;
    if (room.logs.includes(LOG)) this.#asked = this.#begun();
  }

  #begun(): Exchanges {
    const rules: AskRules = {
      guardrail: () => this.#guardrail,
      objection: (participant, mode, isOwnKey) => this.#objection(participant, mode, isOwnKey),
      appear: () => this.#appear(),
    };
    return new Exchanges(this.#room, this.#assistant, rules, () => this.#tellState());
  }

  get #exchanges(): Exchanges {
    return (this.#asked ??= this.#begun());
  }

  // ---- hooks

  joined({ client, participant }: ConnectedClient): void {
    this.#tellStateTo(client, participant);
    const reader = this.#room.clients.find((one) => one.client === client);
    if (!this.#asked) for (const message of NOTHING) this.#send(client, message);
    else if (reader) this.#asked.joined(reader);
  }

  /** Everybody is told, too, where an owner has put the assistant out, or in again. */
  rightsChanged(readers: readonly ReadingClient[]): void {
    const isOut = this.#out !== undefined;
    if (isOut !== this.#wasOut) {
      this.#wasOut = isOut;
      if (isOut) this.#disappear();
      this.#asked?.questions.look();
      this.#tellState();
    }
    this.#asked?.rightsChanged(readers);
  }

  left({ client }: ConnectedClient): void {
    this.#asked?.left(client);
  }

  drained({ client }: ConnectedClient): void {
    this.#asked?.log.drained(client);
  }

  async message(from: ReadingClient, data: unknown): Promise<void> {
    const message = decodeAssistMessage(data);
    try {
      await this.#do(from, message);
    } catch (error) {
      if (!(error instanceof NotDone)) throw error;
      const { why, message: sentence, retryAfterMs } = error;
      const of = {
        ...("id" in message && { id: message.id }),
        ...("block" in message && { block: message.block }),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      };
      this.#send(from.client, { type: "refused", why, sentence, ...of });
    }
  }

  #do(from: ReadingClient, message: ClientAssistMessage): void | Promise<void> {
    const { participant } = from;
    if (!this.#isThere) throw new NotDone("absent");
    switch (message.type) {
      case "read":
        return this.#exchanges.log.tell(from, message.from, message.to);
      case "setting":
        return this.#set(participant, message);
      case "ask":
        return this.#ask(from, message);
      case "stop":
        return this.#stop(participant, message.id);
      case "look":
        return this.#exchanges.proposals.look(from, message);
      case "accept":
        return this.#exchanges.proposals.accept(from, message);
      case "refuse":
        return this.#exchanges.proposals.refuse(from, message);
      case "taken":
        return this.#exchanges.taken(participant, message.id);
    }
  }

  purged(): void {
    this.#asked?.purged();
  }

  closed(): void {
    this.#asked?.questions.close();
  }

  async marks(): Promise<readonly Mark[]> {
    return this.#asked?.log.marks() ?? [];
  }

  // ---- over HTTP

  /** What there is of the assistant; or a question, and its answer as it comes. `asked`: what the route was sent. Rejects with a Refusal. */
  async request({ participant }: Participant, asked: unknown): Promise<AssistState | AskStream> {
    const { origin, data, own, isSheltered } = asked as AskedOverHttp;
    try {
      if (own !== undefined && !isSheltered) throw new NotDone("keyInClear");
      return await (data === undefined
        ? this.#state(participant, origin)
        : this.#stream(participant, origin, decodeWish(data), own));
    } catch (error) {
      if (!(error instanceof NotDone)) throw error;
      if (error.why === "unknownFile") throw new Refusal("unknown_file");
      throw this.#room.refusal(codeOf(error.why), undefined, error.retryAfterMs);
    }
  }

  async #stream(participant: number, origin: string, wish: Wish, own: unknown): Promise<AskStream> {
    const { mode, question, isShared = true, files = [], run } = wish;
    const context = { files, ...(run !== undefined && { run }) };
    const key = own === undefined ? {} : { own: decodeOwn(own) };
    const stream = new AskStream();
    const said = { id: randomUUID(), mode, question, isShared, context, ...key };
    await this.#exchanges.questions.ask({ participant, origin, said, stream });
    return stream;
  }

  // ---- who may

  get #setting(): Setting {
    return (this.#room.kept() as Setting | undefined) ?? AT_FIRST;
  }

  /** The stricter of the operator's and the owners'; off where an owner has put the assistant out of the room. */
  get #guardrail(): Guardrail {
    return this.#out ? "off" : strictest(this.#assistant.operator.guardrail, this.#setting.guardrail);
  }

  /** As whom it is out of the room; undefined: nobody has put it out. */
  get #out(): Participant | undefined {
    return this.#room.accepted.participants.find(({ robot, removed }) => robot === NAME && removed);
  }

  /** Whoever may not write in a room, or in one that is closed, asks nothing either. */
  #mayAsk(participant: number): boolean {
    return (
      this.#room.mayRead(participant) &&
      this.#room.mayWrite(participant) &&
      (this.#setting.mayAsk === "editors" || this.#room.isOwner(participant))
    );
  }

  get #isThere(): boolean {
    const { model, takesOwnKeys } = this.#assistant.operator;
    return model !== undefined || takesOwnKeys;
  }

  #objection(participant: number, mode: Mode, isOwnKey: boolean): AssistRefusal | undefined {
    const { operator } = this.#assistant;
    if (!this.#isThere || (!isOwnKey && !operator.model)) return "absent";
    if (isOwnKey && !operator.takesOwnKeys) return "ownKeysOff";
    if (this.#guardrail === "off") return "off";
    if (!this.#mayAsk(participant)) return "mayNotAsk";
    return allows(this.#guardrail, mode) ? undefined : "mayNotInMode";
  }

  // ---- what there is of it

  /** As it is once it is known what is left: what was set meanwhile is never told after what came of it. */
  async #state(participant: number, origin: string): Promise<AssistState> {
    const { operator } = this.#assistant;
    const { model } = operator;
    const left = model && this.#isThere ? await this.#left(participant, origin) : undefined;
    const guardrail = this.#guardrail;
    const isThere = this.#isThere && operator.guardrail !== "off";
    return {
      type: "state",
      isThere,
      ownProviders: operator.takesOwnKeys && isThere ? OWN_PROVIDERS : [],
      guardrail,
      mostGuardrail: operator.guardrail,
      mayAsk: this.#setting.mayAsk,
      modes: GUARDRAIL_ENTRIES[guardrail].modes,
      ...(isThere &&
        model &&
        left && { provider: model.provider, model: model.model, left, resetsAt: resetsAt(this.#room.now) }),
    };
  }

  /** Tokens of the server's key, for whoever asks from there. Rejects with NotDone unavailable. */
  #left(participant: number, origin: string): Promise<Left> {
    const { now } = this.#room;
    const spent = this.#asked?.log.tokens.spent(participant, now) ?? { room: 0, person: 0 };
    return fromStore(this.#room, this.#assistant.day.left({ ...spent, origin }, now));
  }

  #tellState(): void {
    for (const { client, participant } of this.#room.clients) this.#tellStateTo(client, participant);
  }

  #tellStateTo(client: number, participant: number): void {
    this.#state(participant, this.#room.originOf(client) ?? "").then(
      (state) => this.#send(client, state),
      // they are told when it changes
      () => {},
    );
  }

  async #set(participant: number, { guardrail, mayAsk }: Said<"setting">): Promise<void> {
    if (!this.#room.isOwner(participant)) throw new NotDone("notOwner");
    this.#room.keep({ guardrail, mayAsk } satisfies Setting);
    if (guardrail !== "off") this.#letIn();
    const { questions, log } = this.#exchanges;
    questions.look();
    if (this.#guardrail === "off") this.#disappear();
    this.#room.whenDurable(() => this.#tellState());
    await log.whenOpen();
    log.append({ type: "setting", participant, time: this.#room.now, guardrail, mayAsk });
  }

  // ---- what is asked

  async #ask({ client, participant }: ReadingClient, said: Said<"ask">): Promise<void> {
    if (said.own && !this.#room.isSheltered(client)) throw new NotDone("keyInClear");
    const origin = this.#room.originOf(client) ?? "";
    if (await this.#exchanges.questions.ask({ participant, origin, said }))
      this.#send(client, { type: "askedBefore", id: said.id });
  }

  #stop(participant: number, id: string): void {
    const { questions, log } = this.#exchanges;
    const asker = questions.askerOf(id);
    // its end is on its way to the log
    if (asker === undefined && log.unanswered.some((one) => one.id === id)) return;
    if (asker === undefined) throw new NotDone("unknownAnswer");
    if (asker !== participant && !this.#room.isOwner(participant)) throw new NotDone("notOwner");
    questions.stop(id, "stopped");
  }

  // ---- as whom everybody sees it

  #appear(): void {
    this.#robot ??= this.#room.enter(ROBOT).catch((error: unknown) => {
      this.#robot = undefined;
      // a full room is answered all the same
      if (!(error instanceof Refusal)) this.#room.warn({ err: error }, "the assistant could not come in");
      return undefined;
    });
  }

  /** What lets it do anything undoes that an owner has put it out. */
  #letIn(): void {
    if (!this.#out) return;
    const { removed: _, ...robot } = this.#out;
    this.#room.accept({ type: "participant", time: this.#room.now, participant: { ...robot, role: ROBOT.role } });
  }

  #disappear(): void {
    void this.#robot?.then((robot) => robot?.leave());
    this.#robot = undefined;
  }

  #send(client: number, message: ServerAssistMessage): void {
    this.#room.send(client, message);
  }
}
