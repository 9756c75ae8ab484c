// The runs of one room: who may start, stop and type to them, and what whoever asks is told. Knows no sandbox from the inside.
import { randomUUID } from "node:crypto";
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/roomPort.ts";
import { Allowances } from "../../featureParts/allowances.ts";
import type { RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import { filesOf, namedBy } from "./jobs.ts";
import { keyOf } from "./keptRuns.ts";
import { BrowserRun, type LiveRun } from "./liveRun.ts";
import {
  type AskedOverHttp,
  type Asking,
  type ClientRunMessage,
  decodeRunMessage,
  decodeWish,
  OUTPUT_BYTES,
  type RunRefusal,
  type ServerRunMessage,
  type ServerState,
  type Starting,
  type Typing,
  type Who,
} from "./messages.ts";
import type { EndedRun } from "./runFigures.ts";
import { LOG } from "./runLog.ts";
import { RunStream } from "./runStream.ts";
import { OFF, type Runner, stateOf } from "./runner.ts";
import { SOURCE_BOUNDS } from "./sandbox/bounds.ts";
import { type RunBounds, UnderWay } from "./underWay.ts";

/** What a room starts. */
const STARTS = { perSecond: 0.5, atOnce: 20 };
/** What one person asks the others to run; what a viewer asks for takes nothing from who may run. */
const ASKS = { perSecond: 0.1, atOnce: 5 };
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

const BOUNDS: RunBounds = { outputBytes: OUTPUT_BYTES, sources: SOURCE_BOUNDS };

/** Of a room in which nothing was ever run. */
const NOTHING = { type: "head", start: 0, head: 0 } as const satisfies ServerRunMessage;

export class RoomRuns implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #runner: () => Runner | undefined;
  readonly #closed: () => void;
  readonly #note: (ended: EndedRun) => void;
  readonly #bounds: RunBounds;
  readonly #starts: Allowance;
  readonly #asks = new Allowances(ASKS);
  /** once somebody has wanted to run something: in most rooms nobody ever does */
  #underWay: UnderWay | undefined;

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
    this.#starts = new Allowance(STARTS.perSecond, STARTS.atOnce, room.now);
    if (room.logs.includes(LOG)) this.#underWay = this.#begun();
  }

  #begun(): UnderWay {
    return new UnderWay(this.#room, {
      runner: this.#runner,
      bounds: this.#bounds,
      mayRun: (participant) => this.#mayRunHere(participant),
      note: this.#note,
    });
  }

  get #runs(): UnderWay {
    return (this.#underWay ??= this.#begun());
  }

  // ---- hooks

  joined({ client }: ConnectedClient): void {
    if (this.#underWay) this.#underWay.log.joined(client);
    else this.#send(client, NOTHING);
    this.#send(client, this.#serverState);
    this.#send(client, { type: "mayRun", who: this.#mayRun });
    this.#underWay?.joined(client);
  }

  left({ client }: ConnectedClient): void {
    this.#underWay?.left(client);
  }

  drained({ client }: ConnectedClient): void {
    this.#underWay?.log.drained(client);
  }

  message(from: ReadingClient, data: unknown): void | Promise<void> {
    const message = decodeRunMessage(data);
    if (message.type === "setting" || message.type === "clear") {
      if (!this.#room.isOwner(from.participant)) return this.#refuse(from.client, "notOwner");
      if (message.type === "setting") return this.#set(message.mayRun);
    }
    return this.#do(from, message);
  }

  #do(from: ReadingClient, message: Exclude<ClientRunMessage, { type: "setting" }>): void | Promise<void> {
    const runs = this.#runs;
    switch (message.type) {
      case "read":
        return runs.log.tell(from, message.from, message.to);
      case "run":
        return this.#start(from, message);
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
      case "clear": {
        const { participant } = from;
        return runs.log.writing(() => runs.log.append({ type: "cleared", participant, time: this.#room.now }));
      }
    }
  }

  purged(): void {
    this.#underWay?.log.purged();
  }

  closed(): void {
    this.#underWay?.close();
    this.#closed();
  }

  /** Everybody is told what the server can run. */
  tellServer(): void {
    this.#room.broadcast(this.#serverState);
  }

  get #serverState(): ServerState {
    return stateOf(this.#runner(), this.#bounds.outputBytes);
  }

  async marks(): Promise<readonly Mark[]> {
    return this.#underWay?.log.marks() ?? [];
  }

  // ---- over HTTP

  /** Starts a run on the server; what everybody sees of it is the answer. Throws Refusal. `asked`: what the route was sent. */
  request({ participant }: Participant, asked: unknown): RunStream {
    const { origin, data } = asked as AskedOverHttp;
    const wish = decodeWish(data);
    const { path, ...named } = namedBy(wish, this.#room.details);
    if (!this.#mayRunHere(participant)) throw this.#room.refusal("may_not_run");
    const runner = this.#runner();
    if (!runner || runner.absent !== undefined) throw this.#room.refusal("absent", runner?.absent ?? OFF);
    const wait = this.#runs.isFull ? BUSY_MS : this.#starts.spend(1, this.#room.now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    const stream = new RunStream(participant);
    const wanted = { id: randomUUID(), place: "server", path, ...named } as const;
    this.#runs.accept(participant, { ...wanted, origin, input: wish.input ?? "", stream });
    return stream;
  }

  // ---- who may

  get #mayRun(): Who {
    return (this.#room.kept() as { readonly mayRun: Who } | undefined)?.mayRun ?? "editors";
  }

  #set(mayRun: Who): void {
    this.#room.keep({ mayRun });
    this.#underWay?.look();
    this.#room.whenDurable(() => this.#room.broadcast({ type: "mayRun", who: this.#mayRun }));
  }

  /** Whoever may not write in a room, or in one that is closed, runs nothing either. */
  #mayRunHere(participant: number): boolean {
    const who = this.#mayRun;
    const isAmong = who === "editors" || (who === "owners" && this.#room.isOwner(participant));
    return this.#room.mayWrite(participant) && isAmong;
  }

  /** Whoever started a run, and owners, whatever is said of who may run. */
  #mayStop(participant: number, run: LiveRun | undefined): boolean {
    return run?.participant === participant || this.#room.isOwner(participant) || this.#mayRunHere(participant);
  }

  /** Of a file that is there now. */
  #path(file: number): string | undefined {
    return filesOf(this.#room.details).find((one) => one.file === file)?.name;
  }

  /** The path of what they want to run, where they may now; undefined: they are told why not. */
  #pathToRun({ client, participant }: ReadingClient, { id, file }: Starting): string | undefined {
    const path = this.#mayRunHere(participant) ? this.#path(file) : undefined;
    if (path === undefined) this.#refuse(client, this.#mayRunHere(participant) ? "unknownFile" : "mayNotRun", id);
    return path;
  }

  #refuse(client: number, why: RunRefusal, id?: string, retryAfterMs?: number): void {
    const more = { ...(id !== undefined && { id }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
    this.#send(client, { type: "refused", why, sentence: REFUSALS[why], ...more });
  }

  // ---- what is asked for

  /** Whether it was said before: then it is answered, or on its way. */
  #isKnown(reader: ReadingClient, key: string): boolean {
    const { log } = this.#runs;
    const version = log.versionOf(key);
    if (version !== undefined) void log.tell(reader, version, version + 1);
    return version !== undefined || this.#runs.isStarting(key);
  }

  #start(from: ReadingClient, message: Starting): void {
    const { client, participant } = from;
    const { type: _, ...wanted } = message;
    const { id } = wanted;
    // a room in which nobody may run anything needs no log
    if (this.#pathToRun(from, message) === undefined) return;
    const origin = this.#room.originOf(client) ?? "";
    const runs = this.#runs;
    runs.log.writing(() => {
      if (this.#isKnown(from, keyOf("started", participant, id))) return;
      // the log may have had to be read first
      const path = this.#pathToRun(from, message);
      if (path === undefined) return;
      if (runs.isFull) return this.#refuse(client, "tooMany", id);
      const wait = this.#starts.spend(1, this.#room.now);
      if (wait > 0) return this.#refuse(client, "tooOften", id, wait);
      runs.accept(participant, { ...wanted, path, client, origin });
    });
  }

  #ask(from: ReadingClient, { id, file }: Asking): void {
    const { client, participant } = from;
    const unknown = (): void => this.#refuse(client, "unknownFile", id);
    if (this.#path(file) === undefined) return unknown();
    const runs = this.#runs;
    runs.log.writing(() => {
      if (this.#isKnown(from, keyOf("asked", participant, id))) return;
      const path = this.#path(file);
      if (path === undefined) return unknown();
      const time = this.#room.now;
      const wait = this.#asks.spend(participant, 1, time);
      if (wait > 0) return this.#refuse(client, "tooOften", id, wait);
      runs.ask({ type: "asked", id, participant, time, file, path });
    });
  }

  #ofBrowser({ client }: ReadingClient, number: number, then: (run: BrowserRun) => void): void {
    const run = this.#runs.get(number);
    // it was stopped meanwhile, or is another's
    if (run instanceof BrowserRun && run.client === client && this.#runs.goesOn(run)) then(run);
    else this.#refuse(client, "notRunning");
  }

  #type({ client, participant }: ReadingClient, { run: number, text, end = false }: Typing): void {
    if (!this.#mayRunHere(participant)) return this.#refuse(client, "mayNotRun");
    const run = this.#runs.get(number);
    if (!run) return this.#refuse(client, "notRunning");
    const why = run.type(text, end);
    if (why) return this.#refuse(client, why);
    if (text !== "") this.#runs.log.append({ type: "input", run: number, participant, text });
  }

  #stop({ client, participant }: ReadingClient, number: number): void {
    const run = this.#runs.get(number);
    if (!this.#mayStop(participant, run)) return this.#refuse(client, "mayNotRun");
    if (run) return run.stop();
    if (!this.#runs.stopWhenBegun(number)) this.#refuse(client, "notRunning");
  }

  #send(client: number, message: ServerRunMessage): void {
    this.#room.send(client, message);
  }
}
