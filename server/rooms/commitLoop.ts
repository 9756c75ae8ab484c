// Stores, then shows: one append in flight for the whole process. Knows no room's inside and no database.
import { within } from "./deadline.ts";
import type { Clock, Log, Written } from "./ports.ts";
import type { Append, AppendOutcome, RoomStore } from "./roomStore.ts";

/** All that a commit needs of the store. */
export type AppendStore = Pick<RoomStore, "append">;

/** The rate of commits is an average over about so long. */
const RATE_OVER_MS = 250;
/** Commits a millisecond from which appends are spaced, and at which they are spaced the most: … */
const GAP_FROM_RATE = 0.4;
const GAP_FULL_RATE = 2;
/** … by so much while the process has time left, and by so much when it has none: then more goes with each of all that it does. */
const GAP_MS = 4;
const GAP_MOST_MS = 40;
/** It has little time left from this share of it on. */
const BUSY_FROM = 0.6;

/** Somewhere updates are accepted: a room. */
export interface CommitSource {
  /** Everything that was accepted since the last call. */
  take(): readonly Append[];
  /** All of the last take is durable. */
  committed(appends: readonly Append[]): void;
  /** It is not known what of the last take was kept. The source must forget all that it believed. */
  failed(reason: AppendOutcome | "error"): void;
}

/**
 * Light load has the latency of one append; whatever is accepted meanwhile, by any room, goes into the next, so heavy load
 * batches by itself.
 */
export class CommitLoop {
  readonly #store: AppendStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #timeoutMs: number;
  readonly #busy: () => number;
  readonly #written: Written;
  #waiting = new Set<CommitSource>();
  /** commits a millisecond of all rooms together, lately */
  #rate = 0;
  #countedAt = 0;
  #endedAt = 0;
  #running = false;
  #idle: (() => void)[] = [];

  /**
   * `timeoutMs`: an append that takes longer is given up, and with it what the rooms in it hold in memory. `busy`: the share of
   * its time for which the process had something to do lately, 0 to 1. `written`: where each room's bytes are counted.
   */
  constructor(options: {
    store: AppendStore;
    clock: Clock;
    log: Log;
    timeoutMs: number;
    busy: () => number;
    written: Written;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#timeoutMs = options.timeoutMs;
    this.#busy = options.busy;
    this.#written = options.written;
  }

  /** The source has something to take, and what it accepts in the rest of this turn of the event loop goes into the same commit. */
  enqueue(source: CommitSource): void {
    this.#waiting.add(source);
    void Promise.resolve().then(() => this.#begin());
  }

  /** The source has something to take to which nothing belongs: a keystroke waits for no turn to end. */
  commitNow(source: CommitSource): void {
    this.#waiting.add(source);
    this.#begin();
  }

  #begin(): void {
    if (this.#running || this.#waiting.size === 0) return;
    this.#running = true;
    if (this.#gap() === 0) void this.#run();
    else void this.#gapIsOver().then(() => this.#run());
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async idle(): Promise<void> {
    if (this.#running || this.#waiting.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      const taken = [...this.#waiting].map((source) => ({ source, appends: source.take() }));
      this.#waiting = new Set();
      const all = taken.flatMap(({ appends }) => appends);
      this.#count(all.length);
      for (const { stream, entries } of all) this.#written.of(stream.roomId).add(entries.length);
      const outcomes = await this.#append(all);
      this.#endedAt = this.#clock.now();
      let next = 0;
      for (const { source, appends } of taken)
        this.#tell(source, appends, outcomes?.slice(next, (next += appends.length)));
      if (this.#waiting.size > 0 && this.#gap() > 0) await this.#gapIsOver();
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** A defect in one room must not stop the others. */
  #tell(source: CommitSource, appends: readonly Append[], outcomes: readonly AppendOutcome[] | undefined): void {
    const trouble = outcomes === undefined ? "error" : outcomes.find((outcome) => outcome !== "ok");
    if (trouble !== undefined) return source.failed(trouble);
    try {
      source.committed(appends);
    } catch (error) {
      this.#log.error({ err: error }, "a room could not show what was stored");
      source.failed("error");
    }
  }

  #count(appends: number): void {
    const now = this.#clock.now();
    this.#rate = this.#rate * Math.exp((this.#countedAt - now) / RATE_OVER_MS) + appends / RATE_OVER_MS;
    this.#countedAt = now;
  }

  /**
   * Until the next append may begin, and until what arrived meanwhile has been read: of many rooms whose clients all wait for the
   * same append, the first to be heard must not be stored alone.
   */
  async #gapIsOver(): Promise<void> {
    const wait = this.#endedAt + this.#gap() - this.#clock.now();
    if (wait > 0) await this.#after(wait);
    await this.#after(0);
  }

  #after(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(ms, resolve));
  }

  /** ms between two appends: none while few rooms type, more the more do, because each append costs as much as many records. */
  #gap(): number {
    const most = GAP_MS + (GAP_MOST_MS - GAP_MS) * share(this.#busy(), BUSY_FROM, 1);
    return Math.round(most * share(this.#rate, GAP_FROM_RATE, GAP_FULL_RATE));
  }

  /** The outcomes, or undefined when they are not known. */
  async #append(appends: readonly Append[]): Promise<readonly AppendOutcome[] | undefined> {
    if (appends.length === 0) return [];
    try {
      return await within(this.#clock, this.#timeoutMs, this.#store.append(appends), "the store took too long");
    } catch (error) {
      this.#log.error({ err: error, rooms: new Set(appends.map(({ stream }) => stream.roomId)).size }, "append failed");
      return undefined;
    }
  }
}

/** How far the value is on the way from one to the other, 0 to 1. */
const share = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
