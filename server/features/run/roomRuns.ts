// The runs of one room: who may start them, the log that everybody reads, and what becomes of those that run. Knows no sandbox from the inside.
import { randomUUID } from "node:crypto";
import { Allowance } from "../../protocol/allowance.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant, RoomFile } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Mark } from "../../rooms/feature.ts";
import type { FeatureLog, LogPage } from "../featureLog.ts";
import type { RoomFeature } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { filesOf, namedBy, textsOf } from "./jobs.ts";
import { KeptRuns } from "./keptRuns.ts";
import { BrowserRun, type Ended, type LiveRun, type RunRoom, ServerRun } from "./liveRun.ts";
import {
  type Asking,
  decodeRunMessage,
  decodeWish,
  PAGE_ENTRIES,
  type Phase,
  type Piece,
  type Refused,
  type ServerRunMessage,
  type ShownEntry,
  type Starting,
  type Typing,
  type Who,
} from "./messages.ts";
import { SENT_AWAY, SENTENCES } from "./outcomes.ts";
import { RunStream } from "./runStream.ts";
import { OFF, type Runner, type RunnerRun, stateOf } from "./runner.ts";
import { COMPILE_LIMITS, SOURCE_BYTES, SOURCE_FILES } from "./sandbox/bounds.ts";
import { NOTHING_TAKEN, type Outcome as SandboxOutcome, sentenceOf } from "./sandbox/outcomes.ts";

const LOG = "runs";
/** Runs of a room that run or wait, wherever. */
const MOST_RUNNING = 20;
/** What a room starts. */
const STARTS = { perSecond: 0.5, atOnce: 20 };
/** What one person asks the others to run. */
const ASKS = { perSecond: 0.1, atOnce: 5 };
/** UTF-16 units of entries in one message, but for one that alone is longer. */
const PAGE_CHARACTERS = 256 * 1024;
/** Bytes that nobody is shown any more before they are erased; those that were cleared are erased at once. */
const HIDDEN_BYTES = 1024 * 1024;

/** So often is looked whether those whose browser runs something, or who follow a run, may do that still: their role is another feature's. */
const LOOK_MS = 1_000;
/** Whoever asks over HTTP while too many run is to come again after so long. */
const BUSY_MS = 3_000;

const REFUSALS: Readonly<Record<Refused, string>> = {
  mayNotRun: "You may not run code in this room. Ask the others to run it.",
  notOwner: "Only an owner of the room may do that.",
  unknownFile: "The room has no such file any more. Choose another.",
  notRunning: "That run has ended.",
  tooMany: "Too many runs of this room are under way. Wait for one, or stop one.",
  tooOften: "That was too often. Wait a moment and try again.",
  unread: "The program has not read what was typed before. Wait until it does.",
};

/** What is to run once its entry is durable. */
interface Begin {
  readonly message: Starting;
  /** the tab that asked; undefined: it came over HTTP */
  readonly client?: number;
  /** all that is typed to it */
  readonly input?: string;
  /** who follows it outside of the room */
  readonly stream?: RunStream;
}

const isOfRun = (entry: ShownEntry): entry is Exclude<ShownEntry, { type: "started" | "asked" | "cleared" }> =>
  "run" in entry;

export class RoomRuns implements RoomFeature {
  readonly #room: FeatureRoom;
  readonly #runner: () => Runner | undefined;
  readonly #closed: () => void;
  readonly #kept = new KeptRuns();
  readonly #live = new Map<number, LiveRun>();
  /** accepted and not durable, by who and id; undefined: somebody asks */
  readonly #starting = new Map<string, Begin | undefined>();
  readonly #watched = new Map<number, RunStream>();
  /** clients that were too slow for what was offered */
  readonly #behind = new Set<number>();
  readonly #starts: Allowance;
  /** by participant, who has asked for something; what a viewer asks for takes nothing from who may run */
  readonly #asks = new Map<number, Allowance>();
  #log: FeatureLog<ShownEntry> | undefined;
  #whenOpen: (() => void)[] = [];
  #cancelTidying = (): void => {};
  #cancelLooking = (): void => {};
  readonly #toRun: RunRoom;

  /** `closed`: the room has left memory. */
  constructor(room: FeatureRoom, runner: () => Runner | undefined, closed: () => void) {
    this.#room = room;
    this.#runner = runner;
    this.#closed = closed;
    this.#starts = new Allowance(STARTS.perSecond, STARTS.atOnce, room.now);
    this.#toRun = {
      get now() {
        return room.now;
      },
      after: (ms, run) => room.after(ms, run),
      send: (client, message) => room.send(client, message),
      printed: (run, pieces) => this.#printed(run, pieces),
      phase: (phase) => this.#told(phase),
      ended: (run, ended) => this.#ended(run, ended),
    };
  }

  // ---- hooks

  joined({ client }: ConnectedClient): void {
    // a room in which nothing was ever run has no such log
    if (!this.#log && this.#room.logs.includes(LOG)) this.#open();
    if (!this.#log || this.#log.isOpen) this.#send(client, this.#head);
    this.#send(client, stateOf(this.#runner()));
    this.#send(client, { type: "mayRun", who: this.#mayRun });
    for (const run of this.#live.values()) {
      if (run.phase) this.#send(client, run.phase);
      if (run.client === client) run.back();
    }
  }

  left({ client }: ConnectedClient): void {
    this.#behind.delete(client);
    for (const run of this.#live.values()) if (run.client === client) run.left();
    // they may have been sent away
    this.#lookOnce();
  }

  drained({ client }: ConnectedClient): void {
    if (this.#behind.delete(client)) this.#send(client, this.#head);
  }

  message(from: ConnectedClient, data: unknown): void {
    const message = decodeRunMessage(data);
    switch (message.type) {
      case "read":
        return this.#read(from.client, message.from, message.to);
      case "run":
        return this.#start(from, { message, client: from.client });
      case "ask":
        return this.#ask(from, message);
      case "output":
        return this.#ofBrowser(from, message.run, (run) => {
          for (const { stream, text } of message.chunks) run.print(stream, text);
        });
      case "end":
        return this.#ofBrowser(from, message.run, (run) => run.says(message));
      case "input":
        return this.#type(from, message);
      case "stop":
        return this.#stop(from, message.run);
      case "clear":
        if (!this.#isOwner(from.participant)) return this.#refuse(from.client, "notOwner");
        return this.#whenLog((log) =>
          log.append({ type: "cleared", participant: from.participant, time: this.#room.now }),
        );
      case "setting":
        if (!this.#isOwner(from.participant)) return this.#refuse(from.client, "notOwner");
        this.#room.keep({ mayRun: message.mayRun });
        this.#lookOnce();
        return this.#room.whenDurable(() => this.#room.broadcast({ type: "mayRun", who: this.#mayRun }));
    }
  }

  closed(): void {
    for (const run of this.#live.values()) run.halt();
    for (const [number, stream] of this.#watched)
      stream.tell({ type: "ended", run: number, time: this.#room.now, ...stopped("server_stopped") });
    this.#watched.clear();
    // of what was accepted and is not known to be stored
    const never = { type: "ended", run: this.#log?.version ?? 0, time: this.#room.now } as const;
    for (const begin of this.#starting.values()) begin?.stream?.tell({ ...never, ...stopped("server_stopped") });
    this.#closed();
  }

  /** Everybody is told what the server can run. */
  tellServer(): void {
    this.#room.broadcast(stateOf(this.#runner()));
  }

  async marks(): Promise<readonly Mark[]> {
    if (!this.#log && this.#room.logs.includes(LOG)) this.#open();
    await this.#log?.whenOpen();
    return this.#kept.marks;
  }

  // ---- over HTTP

  /** Starts a run on the server; what everybody sees of it is the answer. Throws Refusal. */
  request({ participant }: Participant, data: unknown): RunStream {
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
    this.#accept(participant, { message, input: wish.input ?? "", stream });
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

  #refuse(client: number, why: Refused, id?: string, retryAfterMs?: number): void {
    const more = { ...(id !== undefined && { id }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
    this.#send(client, { type: "refused", why, sentence: REFUSALS[why], ...more });
  }

  // ---- starting

  /** Whether it was said before: then it is answered, or on its way. */
  #isKnown({ client, participant }: ConnectedClient, id: string): boolean {
    const version = this.#kept.versionOf(participant, id);
    if (version !== undefined) this.#read(client, version, version + 1);
    return version !== undefined || this.#starting.has(`${participant} ${id}`);
  }

  #start(from: ConnectedClient, begin: Begin): void {
    const { id, file } = begin.message;
    // a room in which nobody may run anything needs no log
    const why = this.#objection(from.participant, file);
    if (why) return this.#refuse(from.client, why, id);
    this.#whenLog(() => {
      if (this.#isKnown(from, id)) return;
      if (this.#isBusy) return this.#refuse(from.client, "tooMany", id);
      const wait = this.#starts.spend(1, this.#room.now);
      if (wait > 0) return this.#refuse(from.client, "tooOften", id, wait);
      this.#accept(from.participant, begin);
    });
  }

  #accept(participant: number, begin: Begin): void {
    const { id, place, language, file } = begin.message;
    const path = this.#file(file)!.name;
    const client = place === "browser" && begin.client !== undefined ? { client: begin.client } : {};
    this.#starting.set(`${participant} ${id}`, begin);
    this.#whenLog((log) =>
      log.append({
        type: "started",
        id,
        participant,
        time: this.#room.now,
        place,
        language,
        file,
        path,
        ...client,
      }),
    );
  }

  #ask(from: ConnectedClient, { id, file }: Asking): void {
    const { participant } = from;
    const path = this.#file(file)?.name;
    if (path === undefined) return this.#refuse(from.client, "unknownFile", id);
    this.#whenLog((log) => {
      if (this.#isKnown(from, id)) return;
      const wait = this.#asksOf(participant).spend(1, this.#room.now);
      if (wait > 0) return this.#refuse(from.client, "tooOften", id, wait);
      this.#starting.set(`${participant} ${id}`, undefined);
      log.append({ type: "asked", id, participant, time: this.#room.now, file, path });
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
    this.#look();
    if (entry.client !== undefined) {
      const { participant, client, time: startedAt } = entry;
      const run = new BrowserRun(number, { participant, client, startedAt }, this.#toRun);
      this.#live.set(number, run);
      if (!this.#room.clients.some(({ client }) => client === entry.client)) run.left();
      return;
    }
    const run = new ServerRun(number, entry.participant, this.#toRun);
    this.#live.set(number, run);
    begin.stream?.begun(() => run.stop());
    run
      .follow(() => this.#onServer(entry, begin.input))
      .catch((error: unknown) => {
        this.#room.warn({ err: error }, "a run could not be followed");
        run.halt();
        run.end(stopped("server_stopped"));
      });
  }

  async #onServer(
    { language, path }: Extract<ShownEntry, { type: "started" }>,
    input: string | undefined,
  ): Promise<RunnerRun | Ended> {
    const runner = this.#runner();
    const without = (outcome: SandboxOutcome, reason?: string): Ended => {
      const sentence = sentenceOf(outcome, { step: "compile", limits: COMPILE_LIMITS, language, reason });
      return { outcome, sentence, step: "compile", ...NOTHING_TAKEN };
    };
    if (!runner) return without("sandbox_absent", OFF);
    if (runner.absent !== undefined) return without("sandbox_absent", runner.absent);
    const bounds = { bytes: SOURCE_BYTES, files: SOURCE_FILES };
    const files = await textsOf(this.#room.details, (file) => this.#room.textAt(file), bounds);
    if (!files) return without("source_too_large");
    const run = runner.run({ key: this.#room.details.roomId, language, files, main: path });
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
    if (!run.type(text, end)) return this.#refuse(client, "unread");
    if (text !== "") this.#log?.append({ type: "input", run: number, participant, text });
  }

  #stop({ client, participant }: ConnectedClient, number: number): void {
    const run = this.#live.get(number);
    if (!this.#mayStop(participant, run)) return this.#refuse(client, "mayNotRun");
    run?.stop();
  }

  #printed(run: number, pieces: readonly Piece[]): void {
    for (const { stream, text } of pieces) this.#log?.append({ type: "output", run, stream, text });
  }

  #told(phase: Phase): void {
    this.#room.broadcast(phase);
    this.#watcherOf(phase.run)?.tell(phase);
  }

  #ended(run: number, ended: Ended): void {
    this.#live.delete(run);
    this.#room.count(`run_${ended.outcome}`);
    this.#log?.append({ type: "ended", run, time: this.#room.now, ...ended });
  }

  // ---- the log

  #whenLog(run: (log: FeatureLog<ShownEntry>) => void): void {
    if (!this.#log) this.#open();
    const log = this.#log!;
    if (log.isOpen) run(log);
    else this.#whenOpen.push(() => run(log));
  }

  #open(): void {
    this.#log = this.#room.log<ShownEntry>(LOG, {
      replayed: (page) => this.#apply(page),
      opened: () => {
        this.#resume();
        this.#room.broadcast(this.#head);
        for (const run of this.#whenOpen.splice(0)) run();
        this.#tidy(0);
      },
      committed: (page) => this.#committed(page),
    });
  }

  /** What ran when the room was in memory last: a browser may be there still, and a server's run is not. */
  #resume(): void {
    for (const { version, started } of this.#kept.running)
      if (started.client === undefined) this.#ended(version, stopped("server_stopped"));
      else this.#begin(version, started, {});
  }

  #apply({ from, entries }: LogPage<ShownEntry>): void {
    for (const [index, entry] of entries.entries()) if (entry !== null) this.#kept.apply(from + index, entry);
  }

  #committed(page: LogPage<ShownEntry>): void {
    this.#apply(page);
    this.#tellEntries(page);
    for (const [index, entry] of page.entries.entries()) if (entry) this.#follow(page.from + index, entry);
  }

  /** What comes of an entry that everybody knows by now. */
  #follow(version: number, entry: ShownEntry): void {
    if (isOfRun(entry)) {
      this.#watcherOf(entry.run)?.tell(entry);
      if (entry.type === "ended") {
        this.#watched.delete(entry.run);
        this.#tidy(HIDDEN_BYTES);
      }
    } else if (entry.type === "cleared") this.#tidy(0);
    else {
      const key = `${entry.participant} ${entry.id}`;
      const begin = this.#starting.get(key);
      this.#starting.delete(key);
      begin?.stream?.tell(entry);
      if (entry.type === "asked") this.#tidy(HIDDEN_BYTES);
      else if (begin) this.#begin(version, entry, begin);
    }
  }

  /** To whoever keeps up; the others read it when they can. */
  #tellEntries(page: LogPage<ShownEntry>): void {
    for (let at = 0; at < page.entries.length;) {
      const part = this.#shown({ from: page.from + at, entries: page.entries.slice(at) });
      for (const { client } of this.#room.clients)
        if (!this.#behind.has(client) && !this.#room.offer(client, { type: "entries", ...part }))
          this.#behind.add(client);
      at += part.entries.length;
    }
  }

  #read(client: number, from: number, to: number): void {
    if (!this.#log?.isOpen) return this.#send(client, { type: "page", from, entries: [] });
    const first = Math.max(from, this.#kept.start);
    this.#log.read(first, Math.min(to, first + PAGE_ENTRIES), (page) =>
      this.#send(client, { type: "page", ...this.#shown(page) }),
    );
  }

  /** As anybody may see them now, as many as one message holds. */
  #shown({ from, entries }: LogPage<ShownEntry>): LogPage<ShownEntry> {
    const shown: (ShownEntry | null)[] = [];
    let characters = 0;
    for (const [index, entry] of entries.entries()) {
      const one = this.#kept.shown(from + index, entry);
      characters += one && "text" in one ? one.text.length : 0;
      if (shown.length > 0 && characters > PAGE_CHARACTERS) break;
      shown.push(one);
    }
    return { from, entries: shown };
  }

  /** Erases what nobody is shown, where it is more than so much. */
  #tidy(moreThanBytes: number): void {
    this.#kept.tidy(this.#room.now);
    if (this.#kept.hiddenBytes > moreThanBytes) {
      this.#kept.erasing();
      this.#log?.rewrite((entry, version) => this.#kept.shown(version, entry));
    }
    this.#cancelTidying();
    const ms = this.#kept.tidyIn(this.#room.now);
    if (ms !== undefined) this.#cancelTidying = this.#room.after(ms, () => this.#tidy(HIDDEN_BYTES));
  }

  get #head(): ServerRunMessage {
    return { type: "head", start: this.#kept.start, head: this.#log?.version ?? 0 };
  }

  #send(client: number, message: ServerRunMessage): void {
    this.#room.send(client, message);
  }
}

const stopped = (outcome: keyof typeof SENTENCES): Ended => ({ outcome, sentence: SENTENCES[outcome] });
