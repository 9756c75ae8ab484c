// The questions of a room from the moment that they are asked: what they may take, what is sent, how the answer is shown and kept. Knows no socket.
import type { LanguageModel } from "ai";
import { Allowances } from "../../featureParts/allowances.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import { Answering, type Ended } from "./answering.ts";
import type { AskStream } from "./askStream.ts";
import type { AssistFigures } from "./assistFigures.ts";
import { type Asked, type Answered, type AssistLog, withoutTexts } from "./assistLog.ts";
import { blocksOf } from "./blocksOf.ts";
import { CodeLeftOut, withoutFence } from "./codeLeftOut.ts";
import { contextOf, filesOf, fromStore } from "./context.ts";
import { type DayTokens, type Reservation, resetsAt } from "./dayTokens.ts";
import { GUARDRAIL_ENTRIES, strictest } from "./guardrails.ts";
import type {
  AnswerCode,
  Guardrail,
  Left,
  Mode,
  OwnKey,
  AssistRefusal,
  Said,
  ServerAssistMessage,
} from "./messages.ts";
import { MODE_ENTRIES } from "./modes.ts";
import { NotDone } from "./notDone.ts";
import { SENTENCES } from "./outcomes.ts";
import type { OwnAnswers } from "./ownAnswers.ts";
import { mayPropose, type Prompt, promptOf, sentencesOf } from "./prompt.ts";
import { addressOf, type ModelAddress } from "./providers.ts";
import { quotes } from "./quoting.ts";
import type { Readers } from "./readers.ts";
import type { Operator } from "./settings.ts";
import type { PersonTurns, Turns } from "./turns.ts";

/** Questions that are answered at once: of a server, whose time each piece of an answer takes; of a network address; of a room; and of one person. */
const MOST_OF_SERVER = 40;
const MOST_OF_ADDRESS = 10;
const MOST_OF_ROOM = 8;
const MOST_OF_PERSON = 3;
/** What one person asks; what is completed while they type is more. */
const ASKS = { perSecond: 0.5, atOnce: 10 };
/** More of an answer is told together. */
const PART_MS = 50;
/** So often is looked whether those who ask may do that still: their role is another feature's. */
const LOOK_MS = 1_000;
/** Whoever asks while too many are answered is to come again after so long. */
const BUSY_MS = 5_000;

/** What whoever asks can bring about, as often as they like: no trouble of the server's. */
const BROUGHT_ABOUT: ReadonlySet<AnswerCode> = new Set([
  "stopped",
  "notAllowed",
  "tooLong",
  "contextTooLong",
  "declined",
  "empty",
]);

/** Whose tokens there are not enough of. */
const SPENT = {
  server: "spentServer",
  room: "spentRoom",
  person: "spentPerson",
  address: "spentAddress",
} as const satisfies Record<keyof Left, AssistRefusal>;

/** What all rooms of a server have. */
export interface Assistant {
  readonly operator: Operator;
  readonly day: DayTokens;
  /** Opens a model where it is asked first. */
  readonly model: (to: ModelAddress) => Promise<LanguageModel>;
  /** A word that no text holds by chance. */
  readonly newMark: () => string;
  /** questions that are answered now, of all rooms */
  readonly live: Set<Pick<Begin, "origin">>;
  /** in which places of proposals are looked for, of all rooms */
  readonly turns: Turns;
  /** A question by the server's own key was not answered, whosever it was: the key, the provider or the model has to be looked at. */
  readonly failed: (code: AnswerCode, status: number | undefined) => void;
  readonly figures: AssistFigures;
}

/** What the room says of who may ask. */
export interface AskRules {
  /** as things are now */
  readonly guardrail: () => Guardrail;
  /** Why this person may not ask so; undefined: they may. */
  readonly objection: (participant: number, mode: Mode, isOwnKey: boolean) => AssistRefusal | undefined;
  /** The assistant is seen by everybody from now on. */
  readonly appear: () => void;
}

/** What of the room a question needs to know. */
interface AskRoom extends AskRules {
  /** of all that has to read or to write texts */
  readonly turns: PersonTurns;
  readonly readers: Readers;
}

/** Somebody's question, and how they are told. */
export interface Begin {
  readonly participant: number;
  /** the name of the network address that asks; empty where nobody is there any more */
  readonly origin: string;
  readonly said: Omit<Said<"ask">, "type">;
  /** who follows it outside of the room */
  readonly stream?: AskStream;
}

/** From the moment that it is taken until its answer is over. */
interface Live extends Begin {
  /** why it is to end, or has */
  stopped?: AnswerCode;
  asked?: Asked;
  prompt?: Prompt;
  /** under which the model was told what to do; a stricter one ends the answer */
  guardrail?: Guardrail;
  reservation?: Reservation | undefined;
  answering?: Answering;
  /** as it was shown, which is less where code is left out */
  text: string;
  /** UTF-16 units of it that were told */
  told: number;
  /** it quotes a file that was deleted for good */
  isPurged?: true;
}

export class Questions {
  readonly #room: FeatureRoom;
  readonly #log: AssistLog;
  readonly #own: OwnAnswers;
  readonly #assistant: Assistant;
  readonly #about: AskRoom;
  readonly #live = new Map<string, Live>();
  readonly #asks = new Allowances(ASKS);
  #isLooking = false;
  /** what is being counted */
  #settling: Promise<void> = Promise.resolve();

  constructor(room: FeatureRoom, log: AssistLog, own: OwnAnswers, assistant: Assistant, about: AskRoom) {
    this.#room = room;
    this.#log = log;
    this.#own = own;
    this.#assistant = assistant;
    this.#about = about;
  }

  /**
   * Takes a question. Resolves once what it is about is stored and it is on its way: with true where it was asked before, which the log says.
   * Rejects with NotDone or a Refusal.
   */
  async ask(begin: Begin): Promise<boolean> {
    const { participant, said, stream } = begin;
    // also of whoever may not ask any more
    if (await this.#log.isAsked(said.id)) return true;
    this.#assertMay(begin);
    if (said.mode === "complete") this.#dropCompletions(participant);
    await this.#log.whenOpen();
    // it is told when it is asked
    if (this.#live.has(said.id)) return false;
    this.#assertRate(begin);
    const live: Live = { ...begin, text: "", told: 0 };
    this.#live.set(said.id, live);
    // at the asking: others ask in the same moment
    this.#assistant.live.add(live);
    stream?.begun(() => this.stop(said.id, "stopped"));
    try {
      await this.#prepare(live);
    } catch (error) {
      this.#live.delete(said.id);
      this.#assistant.live.delete(live);
      this.#log.tokens.release(said.id);
      throw error;
    }
    return false;
  }

  #assertMay({ participant, said: { mode, own, question, context } }: Begin): void {
    const why = this.#about.objection(participant, mode, own !== undefined);
    if (why) throw new NotDone(why);
    const isNothing = context.files.length === 0 && context.run === undefined;
    const { needsQuestion } = MODE_ENTRIES[mode];
    if (question.trim() === "" && (needsQuestion || isNothing)) throw new NotDone("nothingAsked");
    if (mode === "complete" && context.files[0]?.from === undefined) throw new NotDone("nothingAsked");
  }

  #assertRate({ participant, origin }: Begin): void {
    const theirs = [...this.#live.values()].filter((one) => one.participant === participant);
    const isBusy = this.#assistant.live.size >= MOST_OF_SERVER || this.#live.size >= MOST_OF_ROOM;
    if (isBusy || theirs.length >= MOST_OF_PERSON) throw new NotDone("tooMany", { retryAfterMs: BUSY_MS });
    const fromThere = [...this.#assistant.live].filter((one) => one.origin === origin);
    if (fromThere.length >= MOST_OF_ADDRESS) throw new NotDone("tooManyOfAddress", { retryAfterMs: BUSY_MS });
    const retryAfterMs = this.#asks.spend(participant, 1, this.#room.now);
    if (retryAfterMs > 0) throw new NotDone("tooOften", { retryAfterMs });
  }

  /** Whoever types on has no use for what would have come before. */
  #dropCompletions(participant: number): void {
    for (const { said, participant: asker } of this.#live.values())
      if (asker === participant && said.mode === "complete") this.stop(said.id, "stopped");
  }

  // ---- before anything is sent

  async #prepare(live: Live): Promise<void> {
    const { participant, said } = live;
    const reading = () => fromStore(this.#room, contextOf(this.#room, said.context));
    const files = await this.#about.turns.do(participant, reading);
    const { mode, question, own, context } = said;
    const isSame = files.length > 0 && files.every(({ changed }) => changed?.length === 0);
    if (isSame && context.run === undefined) throw new NotDone("nothingChanged");
    const mark = this.#assistant.newMark();
    const guardrail = this.#about.guardrail();
    live.guardrail = guardrail;
    const prompt = promptOf({ mode, guardrail, question, files, mark, ...(context.run && { run: context.run }) });
    const reserved = prompt.tokens + MODE_ENTRIES[mode].answerTokens;
    if (!own) live.reservation = await this.#reserve(live, reserved);
    // it may be another room by now
    const why = this.#about.objection(participant, mode, own !== undefined);
    if (why || live.stopped) {
      this.#settle(live, 0);
      throw new NotDone(why ?? "stopped");
    }
    const { provider, model } = own ?? this.#assistant.operator.model!;
    const asked: Asked = {
      type: "asked",
      id: said.id,
      participant,
      time: this.#room.now,
      mode,
      isShared: said.isShared && mode !== "complete",
      provider,
      model,
      ...(own && { isOwnKey: true }),
      reserved,
      question,
      context: prompt.sent,
    };
    Object.assign(live, { prompt, asked } satisfies Partial<Live>);
    this.#about.readers.asked(asked);
    if (!asked.isShared) this.#own.asked(asked);
    this.#log.append(asked.isShared ? asked : withoutTexts(asked));
  }

  /** Between looking whether there are as many and setting them aside nobody else has a turn. */
  async #reserve({ participant, origin, said: { id } }: Begin, reserved: number): Promise<Reservation> {
    const { day } = this.#assistant;
    const { tokens } = this.#log;
    const { now: time } = this.#room;
    const spent = (share: keyof Left): NotDone => new NotDone(SPENT[share], { retryAfterMs: resetsAt(time) - time });
    const short = day.shortOf(reserved, { ...tokens.spent(participant, time), origin }, time);
    if (short) throw spent(short);
    tokens.hold({ id, participant, time, reserved });
    const reservation = await fromStore(this.#room, day.reserve(reserved, origin, time));
    if (!reservation) throw spent("server");
    return reservation;
  }

  // ---- while it is answered

  /** The question is in the log: it is sent now. */
  begin(id: string): void {
    const live = this.#live.get(id);
    if (!live?.asked || !live.prompt || !live.guardrail) return;
    this.purged();
    const { asked, prompt, said, guardrail } = live;
    live.stream?.tell(asked);
    if (asked.isShared) this.#about.appear();
    else this.#tellReaders(asked, { type: "own", entries: [asked] });
    this.#assistant.figures.asked(asked.mode);
    const to = said.own ? addressOf(said.own) : this.#assistant.operator.model!;
    const keys = [to.key, this.#assistant.operator.model?.key].flatMap((key) => key ?? []);
    const secrets = new Map([
      ...sentencesOf(prompt).map((sentence) => [sentence, "[instruction]"] as const),
      ...keys.map((key) => [key, "[key]"] as const),
    ]);
    const leaving = GUARDRAIL_ENTRIES[guardrail].mayShowCode ? undefined : new CodeLeftOut();
    const answering = new Answering({
      model: () => this.#assistant.model(to),
      prompt,
      answerTokens: MODE_ENTRIES[asked.mode].answerTokens,
      secrets,
      now: () => this.#room.now,
      after: (ms, run) => this.#room.after(ms, run),
      told: (text) => this.#add(live, leaving ? leaving.add(text) : text),
    });
    live.answering = answering;
    if (live.stopped) answering.stop(live.stopped);
    this.#look();
    answering
      .run()
      .then((ended) => {
        if (leaving) this.#add(live, leaving.end());
        return this.#end(live, ended);
      })
      .catch((error: unknown) => this.#room.warn({ err: error }, "an answer could not be ended"));
  }

  #add(live: Live, text: string): void {
    if (text === "" || live.isPurged || live.stopped === "notAllowed") return;
    if (live.text.length === live.told) this.#room.after(PART_MS, () => this.#tellPart(live));
    live.text += text;
  }

  #tellPart(live: Live): void {
    const { asked, text, told: at, stream } = live;
    // what is completed is shown when it is whole
    if (!asked || asked.mode === "complete" || text.length === at || !this.#live.has(asked.id)) return;
    live.told = text.length;
    const part = { type: "part", id: asked.id, at, text: text.slice(at) } as const;
    stream?.tell(part);
    this.#tellReaders(asked, part);
  }

  /** What there is of those that are being answered, to a client that has just come. */
  tellComing(reader: ReadingClient): void {
    for (const { asked, text, told } of this.#live.values())
      if (asked && told > 0 && this.#about.readers.mayRead(reader, asked))
        this.#room.send(reader.client, { type: "part", id: asked.id, at: 0, text: text.slice(0, told) });
  }

  #tellReaders(asked: Asked, message: ServerAssistMessage): void {
    for (const reader of this.#room.clients)
      if (this.#about.readers.mayRead(reader, asked)) this.#room.send(reader.client, message);
  }

  /** Whose it is, while it is answered. */
  askerOf(id: string): number | undefined {
    return this.#live.get(id)?.participant;
  }

  /** Its provider hears of it at once. */
  stop(id: string, code: AnswerCode): void {
    const live = this.#live.get(id);
    if (!live) return;
    live.stopped ??= code;
    live.answering?.stop(code);
    // what was told stays, and nothing more is told of what may not be
    if (live.stopped === "notAllowed") live.text = live.text.slice(0, live.told);
  }

  /** Those end that quote files which were deleted for good, and no more is told or kept of what they say. */
  purged(): void {
    const purged = new PurgedFiles(this.#room.details.files);
    for (const live of this.#live.values()) {
      if (!live.asked || !quotes({ asked: live.asked }, purged)) continue;
      Object.assign(live, { isPurged: true, text: "", told: 0 } satisfies Partial<Live>);
      this.stop(live.said.id, "stopped");
    }
  }

  /** Those end that may not be asked any more, or not as they were. */
  look(): void {
    for (const { participant, said, guardrail } of this.#live.values()) {
      const isStricter = guardrail !== undefined && strictest(guardrail, this.#about.guardrail()) !== guardrail;
      const why = this.#about.objection(participant, said.mode, said.own !== undefined);
      if (isStricter || why) this.stop(said.id, "notAllowed");
    }
  }

  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#room.after(LOOK_MS, () => {
      this.#isLooking = false;
      this.look();
      if (this.#live.size > 0) this.#look();
    });
  }

  // ---- its end

  async #end(live: Live, { status, ...ended }: Ended): Promise<void> {
    const { asked, prompt, said, guardrail } = live;
    this.#assistant.live.delete(live);
    this.#settle(live, ended.tokens.in + ended.tokens.out);
    if (!asked || !prompt || !guardrail) return;
    // also where the room has left memory, and its log is ended when it comes back
    this.#assistant.figures.ended(asked.mode, ended.code, ended.ms);
    this.#count(ended, said.own);
    this.#tellPart(live);
    const text = asked.mode === "complete" ? withoutFence(live.text) : live.text;
    const mayHold = (): boolean => mayPropose(asked.mode, strictest(guardrail, this.#about.guardrail()));
    const found = mayHold() ? await this.#blocksOf(text, prompt) : [];
    // it may be another room by now, or none
    const blocks = mayHold() ? found : [];
    if (this.#live.get(asked.id) !== live) return;
    this.#live.delete(asked.id);
    const sentence = ended.code && SENTENCES[ended.code];
    const answered: Answered = {
      type: "answered",
      id: asked.id,
      time: this.#room.now,
      ...ended,
      ...(sentence && { sentence }),
      text,
      ...(blocks.length > 0 && { blocks }),
    };
    if (ended.code && !said.own && !BROUGHT_ABOUT.has(ended.code)) this.#assistant.failed(ended.code, status);
    if (!asked.isShared) {
      this.#own.answered(answered);
      this.#tellReaders(asked, { type: "own", entries: [answered] });
    }
    live.stream?.tell(answered);
    this.#log.append(asked.isShared && !live.isPurged ? answered : (withoutTexts(answered) as Answered));
  }

  /** A defect in finding them costs the proposals, and never the answer and its place. */
  async #blocksOf(text: string, { files }: Prompt): Promise<Answered["blocks"] & {}> {
    try {
      const paths = new Set(filesOf(this.#room).map(({ name }) => name));
      return await blocksOf(text, { files, paths, limits: this.#room.limits });
    } catch (error) {
      this.#room.warn({ err: error }, "the proposals of an answer could not be found");
      return [];
    }
  }

  #count({ ms, tokens }: Pick<Answered, "ms" | "tokens">, own: OwnKey | undefined): void {
    this.#room.count("answered");
    this.#room.count("answer_ms", ms);
    if (own) return;
    this.#room.count("tokens_in", tokens.in);
    this.#room.count("tokens_out", tokens.out);
  }

  /** Once for each reservation: what it took in the end. */
  #settle(live: Live, took: number): void {
    const { reservation } = live;
    if (!reservation) return;
    live.reservation = undefined;
    const settling = this.#assistant.day.settle(reservation, took, this.#room.now).catch((error: unknown) => {
      // more is counted than was spent, until the day is over
      this.#room.warn({ err: error }, "what a question took could not be counted");
    });
    this.#settling = Promise.all([this.#settling, settling]).then(() => {});
  }

  /** Resolves when all that was answered is counted. */
  get settled(): Promise<void> {
    return this.#settling;
  }

  /** The room has left memory: nobody is told of what still comes, and it is paid for. */
  close(): void {
    for (const live of this.#live.values()) {
      this.#assistant.live.delete(live);
      if (live.answering) live.answering.stop("roomClosed");
      else this.#settle(live, 0);
      live.stream?.tell({
        type: "answered",
        id: live.said.id,
        time: this.#room.now,
        ended: "failed",
        code: "roomClosed",
        sentence: SENTENCES.roomClosed,
        tokens: { in: 0, out: 0 },
        ms: 0,
      });
    }
    this.#live.clear();
  }
}
