// The assistant in one room: who may ask it for what, what everybody is told of it, and who does what of it. Knows no provider.
import { randomUUID } from "node:crypto";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/feature.ts";
import type { RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../purgedFiles.ts";
import { AskStream } from "./askStream.ts";
import { AssistLog } from "./assistLog.ts";
import { resetsAt } from "./dayTokens.ts";
import { allows, GUARDRAIL_ENTRIES, strictest } from "./guardrails.ts";
import {
  type AskedOverHttp,
  type AssistState,
  type ClientAssistMessage,
  decodeAssistMessage,
  decodeOwn,
  decodeWish,
  type Guardrail,
  type MayAsk,
  type Mode,
  OWN_PROVIDERS,
  type AssistRefusal,
  type Said,
  type ServerAssistMessage,
  type Wish,
} from "./messages.ts";
import { codeOf, NotDone } from "./notDone.ts";
import { SENTENCES } from "./outcomes.ts";
import { OwnAnswers } from "./ownAnswers.ts";
import { NAME, Proposals, ROBOT } from "./proposals.ts";
import { type Assistant, type AskRoom, Questions } from "./questions.ts";
import { Readers, type ReadingTab } from "./readers.ts";
import { PersonTurns, RoomTurns } from "./turns.ts";

interface Setting {
  readonly guardrail: Guardrail;
  readonly mayAsk: MayAsk;
}

const AT_FIRST: Setting = { guardrail: "all", mayAsk: "editors" };

export class RoomAssist implements RoomHooks, AskRoom {
  readonly #room: FeatureRoom;
  readonly #assistant: Assistant;
  readonly #log: AssistLog;
  readonly #own = new OwnAnswers();
  readonly readers: Readers;
  readonly #questions: Questions;
  readonly #proposals: Proposals;
  /** of all that has to read or to write texts */
  readonly turns = new PersonTurns();
  readonly placing: RoomTurns;
  #robot: Promise<{ leave(): void; readonly isHere: boolean } | undefined> | undefined;
  /** as everybody was told last */
  #wasOut: boolean;

  constructor(room: FeatureRoom, assistant: Assistant) {
    this.#room = room;
    this.#assistant = assistant;
    this.#wasOut = this.#out !== undefined;
    this.placing = new RoomTurns(assistant.turns);
    this.readers = new Readers(room);
    this.#log = new AssistLog(room, this.readers, {
      opened: () => this.#endOld(),
      told: (entry) => {
        if (entry.type === "asked") this.#questions.begin(entry.id);
        if (entry.type === "answered") void this.#questions.settled.then(() => this.#tellState());
      },
    });
    this.#questions = new Questions(room, this.#log, this.#own, assistant, this);
    this.#proposals = new Proposals(room, this.#log, this.#own, this);
  }

  // ---- hooks

  joined({ client, participant }: ConnectedClient): void {
    const reader = this.#room.clients.find((one) => one.client === client);
    if (reader) this.readers.joined(reader);
    this.#tellStateTo(client, participant);
    this.#log.joined(client);
    this.#send(client, { type: "own", isAll: true, entries: this.#own.entriesOf(participant) });
    if (reader) this.#questions.tellComing(reader);
  }

  /**
   * What was asked before they came, too, is told in full to those who may read it from now on; and everybody is told where an owner has put
   * the assistant out, or in again.
   */
  rightsChanged(readers: readonly ReadingTab[]): void {
    const isOut = this.#out !== undefined;
    if (isOut !== this.#wasOut) {
      this.#wasOut = isOut;
      if (isOut) this.#disappear();
      this.#questions.look();
      this.#tellState();
    }
    for (const { client } of this.readers.widened(readers)) this.#log.readAnew(client);
  }

  left(one: ConnectedClient): void {
    this.readers.left(one);
    this.#log.left(one.client);
    // they may have been sent away
    this.#questions.look();
  }

  drained({ client }: ConnectedClient): void {
    this.#log.drained(client);
  }

  async message(from: ReadingTab, data: unknown): Promise<void> {
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

  #do(from: ReadingTab, message: ClientAssistMessage): void | Promise<void> {
    const { participant } = from;
    if (!this.#isThere) throw new NotDone("absent");
    switch (message.type) {
      case "read":
        return this.#log.tell(from, message.from, message.to);
      case "setting":
        return this.#set(participant, message);
      case "ask":
        return this.#ask(from, message);
      case "stop":
        return this.#stop(participant, message.id);
      case "look":
        return this.#proposals.look(from, message);
      case "accept":
        return this.#proposals.accept(from, message);
      case "refuse":
        return this.#proposals.refuse(from, message);
      case "taken":
        return this.#taken(participant, message.id);
    }
  }

  purged(): void {
    this.#questions.purged();
    this.#log.purged();
    const askers = this.#own.purged(new PurgedFiles(this.#room.details.files));
    for (const { client, participant } of this.#room.clients)
      if (askers.has(participant)) this.#send(client, { type: "own", entries: this.#own.entriesOf(participant) });
  }

  closed(): void {
    this.#questions.close();
  }

  marks(): Promise<readonly Mark[]> {
    return this.#log.marks();
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
    await this.#questions.ask({ participant, origin, said, stream });
    return stream;
  }

  // ---- who may

  get #setting(): Setting {
    return (this.#room.kept() as Setting | undefined) ?? AT_FIRST;
  }

  /** The stricter of the operator's and the owners'; off where an owner has put the assistant out of the room. */
  get guardrail(): Guardrail {
    return this.#out ? "off" : strictest(this.#assistant.operator.guardrail, this.#setting.guardrail);
  }

  /** As whom it is out of the room; undefined: nobody has put it out. */
  get #out(): Participant | undefined {
    return this.#room.accepted.participants.find(({ robot, removed }) => robot === NAME && removed);
  }

  #isOwner(participant: number): boolean {
    return this.#room.accepted.participants.some((one) => one.participant === participant && one.role === "owner");
  }

  /** Whoever may not write in a room, or in one that is closed, asks nothing either. */
  #mayAsk(participant: number): boolean {
    return (
      this.#room.mayRead(participant) &&
      this.#room.mayWrite(participant) &&
      (this.#setting.mayAsk === "editors" || this.#isOwner(participant))
    );
  }

  get #isThere(): boolean {
    const { model, takesOwnKeys } = this.#assistant.operator;
    return model !== undefined || takesOwnKeys;
  }

  objection(participant: number, mode: Mode, isOwnKey: boolean): AssistRefusal | undefined {
    const { operator } = this.#assistant;
    if (!this.#isThere || (!isOwnKey && !operator.model)) return "absent";
    if (isOwnKey && !operator.takesOwnKeys) return "ownKeysOff";
    if (this.guardrail === "off") return "off";
    if (!this.#mayAsk(participant)) return "mayNotAsk";
    return allows(this.guardrail, mode) ? undefined : "mayNotInMode";
  }

  // ---- what there is of it

  /** As it is once it is known what is left: what was set meanwhile is never told after what came of it. */
  async #state(participant: number, origin: string): Promise<AssistState> {
    const { operator } = this.#assistant;
    const { model } = operator;
    const left = model && this.#isThere ? await this.#questions.left(participant, origin) : undefined;
    const { guardrail } = this;
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
    if (!this.#isOwner(participant)) throw new NotDone("notOwner");
    this.#room.keep({ guardrail, mayAsk } satisfies Setting);
    if (guardrail !== "off") this.#letIn();
    this.#questions.look();
    if (this.guardrail === "off") this.#disappear();
    this.#room.whenDurable(() => this.#tellState());
    await this.#log.whenOpen();
    this.#log.append({ type: "setting", participant, time: this.#room.now, guardrail, mayAsk });
  }

  // ---- what is asked

  async #ask({ client, participant }: ReadingTab, said: Said<"ask">): Promise<void> {
    if (said.own && !this.#room.isSheltered(client)) throw new NotDone("keyInClear");
    const origin = this.#room.originOf(client) ?? "";
    if (await this.#questions.ask({ participant, origin, said }))
      this.#send(client, { type: "askedBefore", id: said.id });
  }

  #stop(participant: number, id: string): void {
    const asker = this.#questions.askerOf(id);
    // its end is on its way to the log
    if (asker === undefined && this.#log.unanswered.some((one) => one.id === id)) return;
    if (asker === undefined) throw new NotDone("unknownAnswer");
    if (asker !== participant && !this.#isOwner(participant)) throw new NotDone("notOwner");
    this.#questions.stop(id, "stopped");
  }

  #taken(participant: number, id: string): void {
    const exchange = this.#own.get(id, participant);
    if (exchange?.asked.mode !== "complete" || exchange.decided.size > 0) throw new NotDone("unknownAnswer");
    if (!this.#room.mayWrite(participant)) throw new NotDone("mayNotWrite");
    // what is taken is taken once
    exchange.decided.set(0, "accepted");
    this.#room.count("accepted");
    this.#log.append({ type: "taken", id, participant, time: this.#room.now });
  }

  /**
   * Those that had no end when the room left memory: what they took is not known, so all counts that they could. Whoever watches the server was
   * told of their end by the process that asked them.
   */
  #endOld(): void {
    for (const { id, reserved } of this.#log.unanswered)
      this.#log.append({
        type: "answered",
        id,
        time: this.#room.now,
        ended: "failed",
        code: "serverStopped",
        sentence: SENTENCES.serverStopped,
        tokens: { in: reserved, out: 0, isEstimated: true },
        ms: 0,
      });
  }

  // ---- as whom everybody sees it

  appear(): void {
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
