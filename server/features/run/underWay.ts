// The runs of a room from the moment that they are accepted until their end is in the log, which is here as well. Knows no message of a client, and no sandbox from the inside.
import type { FeatureRoom } from "../featureRoom.ts";
import { textsOf } from "./jobs.ts";
import { keyOf } from "./keptRuns.ts";
import { BrowserRun, type Ended, type LiveRun, type RunHost, ServerRun } from "./liveRun.ts";
import type { Phase, Piece, ShownEntry } from "./messages.ts";
import { ROOM_CLOSED, SENT_AWAY, SENTENCES } from "./outcomes.ts";
import type { EndedRun } from "./runFigures.ts";
import { RunLog } from "./runLog.ts";
import { OFF, type Runner, type RunnerRun } from "./runner.ts";
import type { RunStream } from "./runStream.ts";
import { COMPILE_LIMITS, type SourceBounds } from "./sandbox/bounds.ts";
import { NOTHING_TAKEN, type SandboxOutcome, sentenceOf } from "./sandbox/outcomes.ts";

/** Runs of a room that run or wait, wherever. */
const MOST_RUNNING = 20;
/** So often is looked whether those whose browser runs something, or who follow a run, may do that still: their role is another feature's. */
const LOOK_MS = 1_000;

type ShownStart = Extract<ShownEntry, { type: "started" }>;

/** How much a run may be: of UTF-8 what it prints and is typed, and the files that the server is given for it. */
export interface RunBounds {
  readonly outputBytes: number;
  readonly sources: SourceBounds;
}

/** What is to run once its entry is durable. */
export interface Begin extends Pick<ShownStart, "id" | "place" | "language" | "file" | "path" | "takesInput"> {
  /** the tab that asked; undefined: it came over HTTP */
  readonly client?: number;
  /** all that is typed to it */
  readonly input?: string;
  /** the name of the network address that asked; empty where nobody is there any more */
  readonly origin?: string;
  /** who follows it outside of the room */
  readonly stream?: RunStream;
}

/** What runs have of the room's rules, and of the server. */
export interface RunsHost {
  /** What runs code on this server; undefined: nothing does, or not yet. */
  readonly runner: () => Runner | undefined;
  readonly bounds: RunBounds;
  /** Whether the participant may run code here, as things are now. */
  mayRun: (participant: number) => boolean;
  /** Told of each run that has ended. */
  note: (ended: EndedRun) => void;
}

const isOfRun = (entry: ShownEntry): entry is Exclude<ShownEntry, { type: "started" | "asked" | "cleared" }> =>
  "run" in entry;

export class UnderWay {
  readonly log: RunLog;
  readonly #room: FeatureRoom;
  readonly #host: RunsHost;
  readonly #live = new Map<number, LiveRun>();
  /** accepted and not durable, by their keys; undefined: somebody asks */
  readonly #starting = new Map<string, Begin | undefined>();
  /** versions that are not durable yet: what begins there is to stop */
  readonly #stopped = new Set<number>();
  readonly #watched = new Map<number, RunStream>();
  readonly #toRun: RunHost;
  #cancelLooking = (): void => {};

  constructor(room: FeatureRoom, host: RunsHost) {
    this.#room = room;
    this.#host = host;
    this.log = new RunLog(room, {
      opened: () => this.#resume(),
      told: (version, entry, shown) => this.#follow(version, entry, shown),
      purged: () => this.#stopPurged(),
    });
    this.#toRun = {
      get now() {
        return room.now;
      },
      outputBytes: host.bounds.outputBytes,
      after: (ms, run) => room.after(ms, run),
      send: (client, message) => room.send(client, message),
      printed: (run, pieces) => this.#printed(run, pieces),
      phase: (phase) => this.#told(phase),
      ended: (run, ended) => this.#ended(run, ended),
    };
  }

  get(number: number): LiveRun | undefined {
    return this.#live.get(number);
  }

  /** As many run, or are about to, as may. */
  get isFull(): boolean {
    const starting = [...this.#starting.values()].filter((begin) => begin !== undefined);
    return this.#live.size + starting.length >= MOST_RUNNING;
  }

  /** A tab has come: how far each run is, and that its own go on. */
  joined(client: number): void {
    for (const run of this.#live.values()) {
      if (run.phase) this.#room.send(client, run.phase);
      if (run.client === client) run.back();
    }
  }

  left(client: number): void {
    this.log.left(client);
    for (const run of this.#live.values()) if (run.client === client) run.left();
    // they may have been sent away
    this.look();
  }

  /** The room leaves memory: what runs on the server ends. */
  close(): void {
    for (const run of this.#live.values()) run.halt();
    const how = { type: "ended", time: this.#room.now, outcome: "server_stopped", sentence: ROOM_CLOSED } as const;
    for (const [run, stream] of this.#watched) stream.tell({ ...how, run });
    this.#watched.clear();
    // of what was accepted and is not known to be stored
    const run = this.log.version;
    for (const begin of this.#starting.values()) begin?.stream?.tell({ ...how, run });
  }

  // ---- before they run

  /** Whether it was accepted before, or asked: then it is in the log, or on its way there. */
  isStarting(key: string): boolean {
    return this.#starting.has(key);
  }

  /** Once the log can be written to; it runs once its entry is durable. */
  accept(participant: number, begin: Begin): void {
    const { id, place, language, file, path, takesInput } = begin;
    const inBrowser =
      place === "browser" && begin.client !== undefined
        ? { client: begin.client, ...(takesInput === false && { takesInput }) }
        : {};
    this.#starting.set(keyOf("started", participant, id), begin);
    const { now: time } = this.#room;
    this.log.writing(() =>
      this.log.append({ type: "started", id, participant, time, place, language, file, path, ...inBrowser }),
    );
  }

  /** Somebody asks the others to run it. The log can be written to. */
  ask(entry: Extract<ShownEntry, { type: "asked" }>): void {
    this.#starting.set(keyOf("asked", entry.participant, entry.id), undefined);
    this.log.append(entry);
  }

  /** What begins there is to stop; false: nothing is about to. Whoever is quick may know of what is accepted and not durable yet. */
  stopWhenBegun(number: number): boolean {
    const { version } = this.log;
    const mayBegin = this.#starting.size > 0 && number >= version && number < version + MOST_RUNNING;
    if (mayBegin) this.#stopped.add(number);
    return mayBegin;
  }

  /** It is durable, and everybody knows of it. */
  #begin(number: number, entry: ShownStart, begin: Begin): void {
    if (begin.stream) this.#watched.set(number, begin.stream);
    if (entry.client !== undefined) return this.#inBrowser(number, entry, entry.client, 0);
    const run = new ServerRun(number, entry, this.#toRun);
    this.#live.set(number, run);
    this.#lookAgain();
    begin.stream?.begun(() => run.stop());
    run
      .follow(() => this.#onServer(run, begin))
      .catch((error: unknown) => {
        this.#room.warn({ err: error }, "a run could not be followed");
        run.halt();
        run.end(stopped("server_stopped"));
      });
  }

  /** `printed`: UTF-16 units of what it has printed already. */
  #inBrowser(number: number, entry: ShownStart, client: number, printed: number): void {
    const run = new BrowserRun(number, { ...entry, client, printed }, this.#toRun);
    this.#live.set(number, run);
    this.#lookAgain();
    if (this.#room.clients.some((one) => one.client === client)) run.back();
    else run.left();
  }

  /** Has it begin on the server, or says how it has ended before. */
  async #onServer(live: LiveRun, { language, path, origin = "", input }: Begin): Promise<RunnerRun | Ended> {
    const runner = this.#host.runner();
    const without = (outcome: SandboxOutcome, reason?: string): Ended => {
      const sentence = sentenceOf(outcome, { step: "compile", limits: COMPILE_LIMITS, language, reason });
      return { outcome, sentence, step: "compile", ...NOTHING_TAKEN };
    };
    if (!runner) return without("sandbox_absent", OFF);
    if (runner.absent !== undefined) return without("sandbox_absent", runner.absent);
    const files = await textsOf(this.#room.details, (file) => this.#room.textAt(file), this.#host.bounds.sources);
    if (!files) return without("source_too_large");
    // the files may have had to be read first
    if (!this.goesOn(live)) return stopped("cancelled");
    const run = runner.run({ key: this.#room.details.roomId, origin, language, files, main: path });
    if (input !== undefined) {
      run.write(input);
      run.closeStdin();
    }
    return run;
  }

  // ---- while they run

  /** False where whoever started it may not run code any more: in their browser it has ended, and on the server it does not begin. */
  goesOn(run: LiveRun): boolean {
    if (this.#host.mayRun(run.participant)) return true;
    run.forbid();
    return false;
  }

  /** Those end that may not go on, and whoever follows one and may not read the room any more is told no more of it. */
  look(): void {
    for (const run of this.#live.values()) this.goesOn(run);
    for (const run of this.#watched.keys()) this.#watcherOf(run);
  }

  #lookAgain(): void {
    this.#cancelLooking();
    this.look();
    this.#cancelLooking = this.#room.after(LOOK_MS, () => {
      if (this.#live.size > 0 || this.#watched.size > 0) this.#lookAgain();
    });
  }

  /** Those that may print what was in a file that was deleted for good. */
  #stopPurged(): void {
    for (const run of this.#live.values()) if (this.log.mayQuote(run.number)) run.stop();
  }

  /** Who follows it outside of the room, as long as they may read what is in it. */
  #watcherOf(run: number): RunStream | undefined {
    const stream = this.#watched.get(run);
    if (!stream || this.#room.mayRead(stream.participant)) return stream;
    this.#watched.delete(run);
    stream.tell({ type: "ended", run, time: this.#room.now, outcome: "cancelled", sentence: SENT_AWAY });
    return undefined;
  }

  #printed(run: number, pieces: readonly Piece[]): void {
    for (const { stream, text } of pieces) this.log.append({ type: "output", run, stream, text });
  }

  #told(phase: Phase): void {
    this.#room.broadcast(phase);
    this.#watcherOf(phase.run)?.tell(phase);
  }

  #ended(number: number, ended: Ended): void {
    const run = this.#live.get(number);
    this.#live.delete(number);
    if (run)
      this.#host.note({ place: run.place, language: run.language, outcome: ended.outcome, wallMs: ended.wallMs });
    this.#room.count(`run_${ended.outcome}`);
    this.log.append({ type: "ended", run: number, time: this.#room.now, ...ended });
  }

  // ---- the log's side

  /** What ran when the room was in memory last: a browser may be there still, and a server's run is not. */
  #resume(): void {
    for (const { version, started, printed } of this.log.running)
      if (started.client === undefined) this.#ended(version, stopped("server_stopped"));
      else this.#inBrowser(version, started, started.client, printed);
  }

  /** What comes of an entry that everybody knows by now. */
  #follow(version: number, entry: ShownEntry, shown: ShownEntry | null): void {
    if (isOfRun(entry)) {
      // whoever follows a run is told of its end, also where nothing is kept of it
      const told = entry.type === "ended" ? entry : shown;
      if (told) this.#watcherOf(entry.run)?.tell(told);
      if (entry.type === "ended") this.#watched.delete(entry.run);
    } else if (entry.type !== "cleared") {
      const key = keyOf(entry.type, entry.participant, entry.id);
      const begin = this.#starting.get(key);
      this.#starting.delete(key);
      if (shown) begin?.stream?.tell(shown);
      if (begin && entry.type === "started") this.#begin(version, entry, begin);
    }
    const isStopped = this.#stopped.delete(version);
    // its file may have been deleted for good while it was on its way
    if (isStopped || this.log.mayQuote(version)) this.#live.get(version)?.stop();
  }
}

const stopped = (outcome: keyof typeof SENTENCES): Ended => ({ outcome, sentence: SENTENCES[outcome] });
