// The runs of one room: who may start them, the log that everybody reads, and what becomes of those that run. Knows no sandbox from the inside.
import { randomUUID } from "node:crypto";
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant, RoomFile } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/feature.ts";
import type { RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { filesOf, namedBy, textsOf } from "./jobs.ts";
import { keyOf } from "./keptRuns.ts";
import { BrowserRun, type Ended, type LiveRun, type RunHost, ServerRun } from "./liveRun.ts";
import {
  type AskedOverHttp,
  type Asking,
  decodeRunMessage,
  decodeWish,
  OUTPUT_BYTES,
  type Phase,
  type Piece,
  type RunRefusal,
  type ServerRunMessage,
  type ServerState,
  type ShownEntry,
  type Starting,
  type Typing,
  type Who,
} from "./messages.ts";
import { ROOM_CLOSED, SENT_AWAY, SENTENCES } from "./outcomes.ts";
import { RunLog } from "./runLog.ts";
import { RunStream } from "./runStream.ts";
import type { EndedRun } from "./runFigures.ts";
import { OFF, type Runner, type RunnerRun, stateOf } from "./runner.ts";
import { COMPILE_LIMITS, SOURCE_BOUNDS, type SourceBounds } from "./sandbox/bounds.ts";
import { NOTHING_TAKEN, type SandboxOutcome, sentenceOf } from "./sandbox/outcomes.ts";

/** Runs of a room that run or wait, wherever. */
const MOST_RUNNING = 20;
/** What a room starts. */
const STARTS = { perSecond: 0.5, atOnce: 20 };
/** What one person asks the others to run. */
const ASKS = { perSecond: 0.1, atOnce: 5 };
/** So often is looked whether those whose browser runs something, or who follow a run, may do that still: their role is another feature's. */
const LOOK_MS = 1_000;
/** Whoever asks over HTTP while too many run is to come again after so long. */
const BUSY_MS = 3_000;

const REFUSALS: Readonly<Record<RunRefusal, string>> = {
  mayNotRun: "You may not run code in this room. Ask the others to run it.",
  notOwner: "Only an owner of the room may do that.",
  unknownFile: "The room has no such file any more. Choose another.",
  notRunning: "That run has ended.",
  tooMany: "Too many runs of this room are under way. Wait for one, or stop one.",
  tooOften: "That was too often. Wait a moment and try again.",
  unread: "The program has not read what was typed before. Wait until it does.",
  typedTooMuch: "No more can be typed to that program. Stop it, and run it again.",
};

/** How much a run may be: of UTF-8 what it prints and is typed, and the files that the server is given for it. */
export interface RunBounds {
  readonly outputBytes: number;
  readonly sources: SourceBounds;
}
const BOUNDS: RunBounds = { outputBytes: OUTPUT_BYTES, sources: SOURCE_BOUNDS };

/** What is to run once its entry is durable. */
interface Begin {
  readonly message: Starting;
  /** the tab that asked; undefined: it came over HTTP */
  readonly client?: number;
  /** all that is typed to it */
  readonly input?: string;
  /** the name of the network address that asked; empty where nobody is there any more */
  readonly origin?: string;
  /** who follows it outside of the room */
  readonly stream?: RunStream;
}

const isOfRun = (entry: ShownEntry): entry is Exclude<ShownEntry, { type: "started" | "asked" | "cleared" }> =>
  "run" in entry;

export class RoomRuns implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #runner: () => Runner | undefined;
  readonly #closed: () => void;
  readonly #note: (ended: EndedRun) => void;
  readonly #bounds: RunBounds;
  /** of those that are live */
  readonly #started = new Map<number, Pick<EndedRun, "place" | "language">>();
  readonly #live = new Map<number, LiveRun>();
  /** accepted and not durable, by their keys; undefined: somebody asks */
  readonly #starting = new Map<string, Begin | undefined>();
  /** versions that are not durable yet: what begins there is to stop */
  readonly #stopped = new Set<number>();
  readonly #watched = new Map<number, RunStream>();
  readonly #starts: Allowance;
  /** by participant, who has asked for something; what a viewer asks for takes nothing from who may run */
  readonly #asks = new Map<number, Allowance>();
  readonly #log: RunLog;
  #cancelLooking = (): void => {};
  readonly #toRun: RunHost;

  /** `closed`: the room has left memory. `note`: told of each run that has ended. */
  constructor(
    room: FeatureRoom,
    runner: () => Runner | undefined,
    closed: () => void,
    note: (ended: EndedRun) => void = () => {},
    bounds = BOUNDS,
  ) {
    this.#room = room;
    this.#note = note;
    this.#bounds = bounds;
    this.#runner = runner;
    this.#closed = closed;
    this.#log = new RunLog(room, {
      opened: () => this.#resume(),
      told: (version, entry) => this.#follow(version, entry),
      purged: (version) => this.#live.get(version)?.stop(),
    });
    this.#starts = new Allowance(STARTS.perSecond, STARTS.atOnce, room.now);
    this.#toRun = {
      get now() {
        return room.now;
      },
      outputBytes: bounds.outputBytes,
      after: (ms, run) => room.after(ms, run),
      send: (client, message) => room.send(client, message),
      printed: (run, pieces) => this.#printed(run, pieces),
      phase: (phase) => this.#told(phase),
      ended: (run, ended) => this.#ended(run, ended),
    };
  }

  // ---- hooks

  joined({ client }: ConnectedClient): void {
    this.#log.joined(client);
    this.#send(client, this.#serverState);
    this.#send(client, { type: "mayRun", who: this.#mayRun });
    for (const run of this.#live.values()) {
      if (run.phase) this.#send(client, run.phase);
      if (run.client === client) run.back();
    }
  }

  left({ client }: ConnectedClient): void {
    this.#log.left(client);
    for (const run of this.#live.values()) if (run.client === client) run.left();
    // they may have been sent away
    this.#lookOnce();
  }

  drained({ client }: ConnectedClient): void {
    this.#log.drained(client);
  }

  message(from: ConnectedClient, data: unknown): void {
    const message = decodeRunMessage(data);
    switch (message.type) {
      case "read":
        return this.#log.tell(from.client, message.from, message.to);
      case "run":
        return this.#start(from, { message, client: from.client, origin: this.#room.originOf(from.client) ?? "" });
      case "ask":
        return this.#ask(from, message);
      case "output":
        return this.#ofBrowser(from, message.run, (run) => {
          for (const { stream, text } of message.chunks) run.print(stream, text);
        });
      case "phase":
        return this.#ofBrowser(from, message.run, (run) => run.does(message.phase));
      case "end":
        return this.#ofBrowser(from, message.run, (run) => run.says(message));
      case "input":
        return this.#type(from, message);
      case "stop":
        return this.#stop(from, message.run);
      case "clear":
        if (!this.#isOwner(from.participant)) return this.#refuse(from.client, "notOwner");
        return this.#log.whenOpen(() =>
          this.#log.append({ type: "cleared", participant: from.participant, time: this.#room.now }),
        );
      case "setting":
        if (!this.#isOwner(from.participant)) return this.#refuse(from.client, "notOwner");
        this.#room.keep({ mayRun: message.mayRun });
        this.#lookOnce();
        return this.#room.whenDurable(() => this.#room.broadcast({ type: "mayRun", who: this.#mayRun }));
    }
  }

  purged(): void {
    this.#log.purged();
  }

  closed(): void {
    for (const run of this.#live.values()) run.halt();
    const how = { type: "ended", time: this.#room.now, outcome: "server_stopped", sentence: ROOM_CLOSED } as const;
    for (const [run, stream] of this.#watched) stream.tell({ ...how, run });
    this.#watched.clear();
    // of what was accepted and is not known to be stored
    const run = this.#log.version;
    for (const begin of this.#starting.values()) begin?.stream?.tell({ ...how, run });
    this.#closed();
  }

  /** Everybody is told what the server can run. */
  tellServer(): void {
    this.#room.broadcast(this.#serverState);
  }

  get #serverState(): ServerState {
    return stateOf(this.#runner(), this.#bounds.outputBytes);
  }

  marks(): Promise<readonly Mark[]> {
    return this.#log.marks();
  }

  // ---- over HTTP

  /** Starts a run on the server; what everybody sees of it is the answer. Throws Refusal. `asked`: what the route was sent. */
  request({ participant }: Participant, asked: unknown): RunStream {
    const { origin, data } = asked as AskedOverHttp;
    const wish = decodeWish(data);
    const { file, language } = namedBy(wish, this.#room.details);
    const why = this.#objection(participant, file);
    if (why) throw this.#room.refusal("may_not_run");
    const runner = this.#runner();
    if (!runner || runner.absent !== undefined) throw this.#room.refusal("absent", runner?.absent ?? OFF);
    const wait = this.#isBusy ? BUSY_MS : this.#starts.spend(1, this.#room.now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    const stream = new RunStream(participant);
    const message: Starting = { type: "run", id: randomUUID(), place: "server", file, language };
    this.#accept(participant, { message, origin, input: wish.input ?? "", stream });
    return stream;
  }

  // ---- who may

  get #mayRun(): Who {
    return (this.#room.kept() as { readonly mayRun: Who } | undefined)?.mayRun ?? "editors";
  }

  #isOwner(participant: number): boolean {
    return this.#room.accepted.participants.some((one) => one.participant === participant && one.role === "owner");
  }

  /** Whoever may not write in a room, or in one that is closed, runs nothing either. */
  #mayRunHere(participant: number): boolean {
    const who = this.#mayRun;
    return this.#room.mayWrite(participant) && who !== "nobody" && (who === "editors" || this.#isOwner(participant));
  }

  /** Whoever started a run, and owners, whatever is said of who may run. */
  #mayStop(participant: number, run: LiveRun | undefined): boolean {
    return run?.participant === participant || this.#isOwner(participant) || this.#mayRunHere(participant);
  }

  #file(file: number): RoomFile | undefined {
    return filesOf(this.#room.details).find((one) => one.file === file);
  }

  #objection(participant: number, file: number): "mayNotRun" | "unknownFile" | undefined {
    if (!this.#mayRunHere(participant)) return "mayNotRun";
    return this.#file(file) ? undefined : "unknownFile";
  }

  get #isBusy(): boolean {
    const starting = [...this.#starting.values()].filter((begin) => begin !== undefined);
    return this.#live.size + starting.length >= MOST_RUNNING;
  }

  #refuse(client: number, why: RunRefusal, id?: string, retryAfterMs?: number): void {
    const more = { ...(id !== undefined && { id }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
    this.#send(client, { type: "refused", why, sentence: REFUSALS[why], ...more });
  }

  // ---- starting

  /** Whether it was said before: then it is answered, or on its way. */
  #isKnown({ client, participant }: ConnectedClient, type: "started" | "asked", id: string): boolean {
    const key = keyOf(type, participant, id);
    const version = this.#log.versionOf(key);
    if (version !== undefined) this.#log.tell(client, version, version + 1);
    return version !== undefined || this.#starting.has(key);
  }

  #start(from: ConnectedClient, begin: Begin): void {
    const { id, file } = begin.message;
    // a room in which nobody may run anything needs no log
    const why = this.#objection(from.participant, file);
    if (why) return this.#refuse(from.client, why, id);
    this.#log.whenOpen(() => {
      if (this.#isKnown(from, "started", id)) return;
      if (this.#isBusy) return this.#refuse(from.client, "tooMany", id);
      const wait = this.#starts.spend(1, this.#room.now);
      if (wait > 0) return this.#refuse(from.client, "tooOften", id, wait);
      this.#accept(from.participant, begin);
    });
  }

  #accept(participant: number, begin: Begin): void {
    const { id, place, language, file, takesInput } = begin.message;
    const path = this.#file(file)!.name;
    const inBrowser =
      place === "browser" && begin.client !== undefined
        ? { client: begin.client, ...(takesInput === false && { takesInput }) }
        : {};
    this.#starting.set(keyOf("started", participant, id), begin);
    const { now: time } = this.#room;
    this.#log.whenOpen(() =>
      this.#log.append({ type: "started", id, participant, time, place, language, file, path, ...inBrowser }),
    );
  }

  #ask(from: ConnectedClient, { id, file }: Asking): void {
    const { participant } = from;
    const path = this.#file(file)?.name;
    if (path === undefined) return this.#refuse(from.client, "unknownFile", id);
    this.#log.whenOpen(() => {
      if (this.#isKnown(from, "asked", id)) return;
      const wait = this.#asksOf(participant).spend(1, this.#room.now);
      if (wait > 0) return this.#refuse(from.client, "tooOften", id, wait);
      this.#starting.set(keyOf("asked", participant, id), undefined);
      this.#log.append({ type: "asked", id, participant, time: this.#room.now, file, path });
    });
  }

  #asksOf(participant: number): Allowance {
    const known = this.#asks.get(participant);
    if (known) return known;
    const asks = new Allowance(ASKS.perSecond, ASKS.atOnce, this.#room.now);
    this.#asks.set(participant, asks);
    return asks;
  }

  /** It is durable, and everybody knows of it. */
  #begin(number: number, entry: Extract<ShownEntry, { type: "started" }>, begin: Omit<Begin, "message">): void {
    if (begin.stream) this.#watched.set(number, begin.stream);
    if (entry.client !== undefined) return this.#inBrowser(number, entry, entry.client, 0);
    const run = new ServerRun(number, entry.participant, this.#toRun);
    this.#live.set(number, run);
    this.#started.set(number, { place: "server", language: entry.language });
    this.#look();
    begin.stream?.begun(() => run.stop());
    run
      .follow(() => this.#onServer(entry, begin))
      .catch((error: unknown) => {
        this.#room.warn({ err: error }, "a run could not be followed");
        run.halt();
        run.end(stopped("server_stopped"));
      });
  }

  /** `printed`: UTF-16 units of what it has printed already. */
  #inBrowser(
    number: number,
    { participant, language, time: startedAt }: Extract<ShownEntry, { type: "started" }>,
    client: number,
    printed: number,
  ): void {
    const run = new BrowserRun(number, { participant, client, startedAt, printed }, this.#toRun);
    this.#live.set(number, run);
    this.#started.set(number, { place: "browser", language });
    this.#look();
    if (this.#room.clients.some((one) => one.client === client)) run.back();
    else run.left();
  }

  async #onServer(
    { language, path }: Extract<ShownEntry, { type: "started" }>,
    { origin = "", input }: Omit<Begin, "message">,
  ): Promise<RunnerRun | Ended> {
    const runner = this.#runner();
    const without = (outcome: SandboxOutcome, reason?: string): Ended => {
      const sentence = sentenceOf(outcome, { step: "compile", limits: COMPILE_LIMITS, language, reason });
      return { outcome, sentence, step: "compile", ...NOTHING_TAKEN };
    };
    if (!runner) return without("sandbox_absent", OFF);
    if (runner.absent !== undefined) return without("sandbox_absent", runner.absent);
    const files = await textsOf(this.#room.details, (file) => this.#room.textAt(file), this.#bounds.sources);
    if (!files) return without("source_too_large");
    const run = runner.run({ key: this.#room.details.roomId, origin, language, files, main: path });
    if (input !== undefined) {
      run.write(input);
      run.closeStdin();
    }
    return run;
  }

  // ---- while they run

  /** False where whoever started it may not run code any more: in their browser it has ended, and on the server it does not begin. */
  #goesOn(run: LiveRun): boolean {
    if (this.#mayRunHere(run.participant)) return true;
    run.forbid();
    return false;
  }

  #lookOnce(): void {
    for (const run of this.#live.values()) this.#goesOn(run);
    for (const run of this.#watched.keys()) this.#watcherOf(run);
  }

  #look(): void {
    this.#cancelLooking();
    this.#lookOnce();
    this.#cancelLooking = this.#room.after(LOOK_MS, () => {
      if (this.#live.size > 0 || this.#watched.size > 0) this.#look();
    });
  }

  /** Who follows it outside of the room, as long as they may read what is in it. */
  #watcherOf(run: number): RunStream | undefined {
    const stream = this.#watched.get(run);
    if (!stream || this.#room.mayRead(stream.participant)) return stream;
    this.#watched.delete(run);
    stream.tell({ type: "ended", run, time: this.#room.now, outcome: "cancelled", sentence: SENT_AWAY });
    return undefined;
  }

  #ofBrowser({ client }: ConnectedClient, number: number, then: (run: BrowserRun) => void): void {
    const run = this.#live.get(number);
    // it was stopped meanwhile, or is another's
    if (run instanceof BrowserRun && run.client === client && this.#goesOn(run)) then(run);
    else this.#refuse(client, "notRunning");
  }

  #type({ client, participant }: ConnectedClient, { run: number, text, end = false }: Typing): void {
    if (!this.#mayRunHere(participant)) return this.#refuse(client, "mayNotRun");
    const run = this.#live.get(number);
    if (!run) return this.#refuse(client, "notRunning");
    const why = run.type(text, end);
    if (why) return this.#refuse(client, why);
    if (text !== "") this.#log.append({ type: "input", run: number, participant, text });
  }

  #stop({ client, participant }: ConnectedClient, number: number): void {
    const run = this.#live.get(number);
    if (!this.#mayStop(participant, run)) return this.#refuse(client, "mayNotRun");
    if (run) return run.stop();
    const { version } = this.#log;
    // one that is accepted and not durable yet, of which whoever is quick may know
    const mayBegin = this.#starting.size > 0 && number >= version && number < version + MOST_RUNNING;
    if (!mayBegin) return this.#refuse(client, "notRunning");
    this.#stopped.add(number);
  }

  #printed(run: number, pieces: readonly Piece[]): void {
    for (const { stream, text } of pieces) this.#log.append({ type: "output", run, stream, text });
  }

  #told(phase: Phase): void {
    this.#room.broadcast(phase);
    this.#watcherOf(phase.run)?.tell(phase);
  }

  #ended(run: number, ended: Ended): void {
    this.#live.delete(run);
    const started = this.#started.get(run);
    this.#started.delete(run);
    if (started) this.#note({ ...started, outcome: ended.outcome, wallMs: ended.wallMs });
    this.#room.count(`run_${ended.outcome}`);
    this.#log.append({ type: "ended", run, time: this.#room.now, ...ended });
  }

  // ---- the log

  /** What ran when the room was in memory last: a browser may be there still, and a server's run is not. */
  #resume(): void {
    for (const { version, started, printed } of this.#log.running)
      if (started.client === undefined) this.#ended(version, stopped("server_stopped"));
      else this.#inBrowser(version, started, started.client, printed);
  }

  /** What comes of an entry that everybody knows by now. */
  #follow(version: number, entry: ShownEntry): void {
    if (isOfRun(entry)) {
      this.#watcherOf(entry.run)?.tell(entry);
      if (entry.type === "ended") this.#watched.delete(entry.run);
    } else if (entry.type !== "cleared") {
      const key = keyOf(entry.type, entry.participant, entry.id);
      const begin = this.#starting.get(key);
      this.#starting.delete(key);
      begin?.stream?.tell(entry);
      if (begin && entry.type === "started") this.#begin(version, entry, begin);
    }
    if (this.#stopped.delete(version)) this.#live.get(version)?.stop();
  }

  #send(client: number, message: ServerRunMessage): void {
    this.#room.send(client, message);
  }
}

const stopped = (outcome: keyof typeof SENTENCES): Ended => ({ outcome, sentence: SENTENCES[outcome] });
