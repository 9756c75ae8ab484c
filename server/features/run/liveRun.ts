// A run while it runs: in somebody's browser, which says what it prints, or on the server. Knows the log only by what it tells.
import type { Doing, OutputStream, Phase, Piece, RunPlace, RunRefusal, ShownEntry } from "./messages.ts";
import { BROWSER_SENTENCES, type Outcome, SENTENCES } from "./outcomes.ts";
import { Printing } from "./printing.ts";
import type { RunnerRun } from "./runner.ts";
import type { End } from "./sandbox/outcomes.ts";

/** The client of whose browser it is has so long to come back. */
const AWAY_MS = 20_000;
/** It has so long to say that its run has ended, once it was asked to end it. */
const STOP_WITHIN_MS = 5_000;
/** However long a program waits for somebody to type, or a page is looked at. */
const BROWSER_MS = 2 * 3_600_000;
/** What is typed to one run. */
const MOST_TYPED = 1_000;

/** How it ended, besides when. */
export type Ended = Omit<Extract<ShownEntry, { type: "ended" }>, "type" | "run" | "time">;

/** What a run needs of its room. */
export interface RunHost {
  readonly now: number;
  /** of UTF-8, that a run may print and be typed */
  readonly outputBytes: number;
  after(ms: number, run: () => void): () => void;
  send(client: number, message: object): void;
  printed(run: number, pieces: readonly Piece[]): void;
  phase(phase: Phase): void;
  /** The last that it is told of a run. */
  ended(run: number, ended: Ended): void;
}

/** Who started what; the number of a run is the version of that entry. */
type Started = Pick<Extract<ShownEntry, { type: "started" }>, "participant" | "language">;

abstract class Running {
  readonly number: number;
  /** who started it */
  readonly participant: number;
  readonly language: string;
  protected readonly room: RunHost;
  readonly #printing: Printing;
  #typed = 0;
  #isOver = false;

  constructor(number: number, { participant, language }: Started, room: RunHost) {
    this.number = number;
    this.participant = participant;
    this.language = language;
    this.room = room;
    this.#printing = new Printing(room, room.outputBytes, (pieces) => room.printed(number, pieces));
  }

  abstract readonly place: RunPlace;
  /** The tab in whose browser it runs. */
  abstract readonly client: number | undefined;
  /** How far it is, of one on the server; that it waits for a line, of one in a browser. */
  abstract readonly phase: Phase | undefined;

  print(stream: OutputStream, text: string): void {
    if (this.#isOver || this.#printing.print(stream, text)) return;
    this.halt();
    this.end({ outcome: "output_limit", sentence: SENTENCES.output_limit });
  }

  /** Why nothing is typed; undefined: it is. That nothing more comes can always be said. */
  type(text: string, isLast: boolean): Extract<RunRefusal, "unread" | "typedTooMuch"> | undefined {
    if (text !== "" && (this.#typed >= MOST_TYPED || !this.#printing.hasRoomFor(text))) return "typedTooMuch";
    if (!this.give(text, isLast)) return "unread";
    if (text !== "") this.#typed++;
    this.#printing.typed(text);
    this.#printing.flush();
    return undefined;
  }

  end(ended: Ended): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#printing.flush();
    this.room.ended(this.number, ended);
  }

  abstract stop(): void;
  /** Its client has left, or is back. */
  abstract left(): void;
  abstract back(): void;
  /** Who started it may not run code any more. */
  abstract forbid(): void;
  /** Has what runs it stop, whatever that says of it. */
  abstract halt(): void;
  /** False, and nothing is given, where the program leaves too much unread. */
  protected abstract give(text: string, isLast: boolean): boolean;
}

export type { Running as LiveRun };

/** Of a run in a browser. `time`: ms since 1970, also where that was before a restart; `printed`: UTF-16 units, before it as well. */
interface StartedThere extends Started {
  readonly client: number;
  readonly time: number;
  readonly printed: number;
}

export class BrowserRun extends Running {
  readonly place = "browser";
  readonly client: number;
  #does: Doing = "running";
  /** UTF-16 units of what it was told to have printed */
  #printed: number;
  #isStopping = false;
  #cancelAway = (): void => {};
  #cancelStop = (): void => {};
  readonly #cancelOver: () => void;

  constructor(number: number, started: StartedThere, room: RunHost) {
    super(number, started, room);
    this.client = started.client;
    this.#printed = started.printed;
    this.#cancelOver = room.after(Math.max(0, started.time + BROWSER_MS - room.now), () => this.#endAs("time_limit"));
  }

  get phase(): Phase | undefined {
    return this.#does === "asking" ? { type: "phase", run: this.number, phase: "asking" } : undefined;
  }

  /** As its browser says: everybody is told where it is another. */
  does(doing: Doing): void {
    if (doing === this.#does) return;
    this.#does = doing;
    this.room.phase({ type: "phase", run: this.number, phase: doing });
  }

  /** Nothing keeps it from ending then: neither its tab, which may be forged, nor a second stop. */
  stop(): void {
    this.halt();
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#cancelStop = this.room.after(STOP_WITHIN_MS, () => this.#endAs("cancelled"));
  }

  halt(): void {
    this.room.send(this.client, { type: "stop", run: this.number });
  }

  left(): void {
    this.#cancelAway();
    this.#cancelAway = this.room.after(AWAY_MS, () => this.#endAs("runner_left"));
  }

  back(): void {
    this.#cancelAway();
    // what it does is said again, too, where it asks
    this.does("running");
    this.room.send(this.client, { type: "taken", run: this.number, characters: this.#printed });
    // it may have been away when it was told
    if (this.#isStopping) this.halt();
  }

  override print(stream: OutputStream, text: string): void {
    this.#printed += text.length;
    super.print(stream, text);
  }

  forbid(): void {
    this.#endAs("cancelled");
  }

  override end(ended: Ended): void {
    for (const cancel of [this.#cancelAway, this.#cancelStop, this.#cancelOver]) cancel();
    super.end(ended);
  }

  #endAs(outcome: "cancelled" | "runner_left" | "time_limit"): void {
    this.halt();
    this.end({ outcome, sentence: BROWSER_SENTENCES[outcome] });
  }

  protected give(text: string, isLast: boolean): boolean {
    this.room.send(this.client, { type: "typed", run: this.number, text, ...(isLast && { end: true }) });
    return true;
  }

  /** As its browser says. */
  says({ outcome, sentence, exitCode, wallMs }: Ended & { readonly outcome: keyof typeof BROWSER_SENTENCES }): void {
    const numbers = { ...(exitCode !== undefined && { exitCode }), ...(wallMs !== undefined && { wallMs }) };
    this.end({ outcome, sentence: sentence?.trim() || BROWSER_SENTENCES[outcome], ...numbers });
  }
}

export class ServerRun extends Running {
  readonly place = "server";
  readonly client = undefined;
  #phase: Phase | undefined;
  #run: RunnerRun | undefined;
  #isStopped = false;
  /** typed before there was a run */
  #early: { text: string; isLast: boolean }[] = [];

  get phase(): Phase | undefined {
    return this.#phase;
  }

  /** Reads it to its end. `begin` gives the run, or how it has ended before it began. */
  async follow(begin: () => Promise<RunnerRun | Ended>): Promise<void> {
    const begun = await begin();
    if ("outcome" in begun) return this.end(begun);
    this.#run = begun;
    for (const { text, isLast } of this.#early.splice(0)) this.give(text, isLast);
    if (this.#isStopped) begun.stop();
    for await (const event of begun)
      if (event.type === "end") this.end(endedAs(event));
      else if (event.type === "output") this.print(event.stream, event.text);
      else {
        const { type: phase, ...more } = event;
        this.room.phase((this.#phase = { type: "phase", run: this.number, phase, ...more }));
      }
  }

  stop(): void {
    this.#isStopped = true;
    this.#run?.stop();
  }

  halt(): void {
    this.stop();
  }

  left(): void {}
  back(): void {}

  forbid(): void {
    if (!this.#phase || this.#phase.phase === "queued") this.stop();
  }

  protected give(text: string, isLast: boolean): boolean {
    if (!this.#run) return this.#early.push({ text, isLast }) > 0;
    const isTaken = this.#run.write(text);
    if (isLast) this.#run.closeStdin();
    return isTaken;
  }
}

function endedAs({ outcome, sentence, step, exitCode, signal, retryMs, wallMs, cpuMs, memoryBytes }: End): Ended {
  const how = {
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
    ...(retryMs !== undefined && { retryMs }),
  };
  return { outcome: outcome satisfies Outcome, sentence, step, ...how, wallMs, cpuMs, memoryBytes };
}
