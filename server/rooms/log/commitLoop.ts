// Stores, then shows: one append in flight for the whole process. Knows no room's inside and no database.
import { turn, within } from "./deadline.ts";
import type { Clock, Logger, WriteBudgets } from "../ports.ts";
import type { Append, AppendOutcome, RoomStore } from "../roomStore.ts";

/** All that a commit needs of the store. */
export type AppendStore = Pick<RoomStore, "append">;

/** The rate of commits is an average over about so long. */
const RATE_OVER_MS = 250;
/** Commits a millisecond from which appends are spaced, and at which they are spaced the most, by so much. */
const GAP_FROM_RATE = 0.4;
const GAP_FULL_RATE = 2;
const GAP_MS = 4;

/** Outcomes of one append between which everything else that has arrived gets its turn: each is some writes to sockets. */
export const TOLD_AT_ONCE = 100;

/** Somewhere entries are accepted: a stream. */
export interface CommitSource {
  /** Everything that was accepted since the last call, if anything was. */
  take(): Append | undefined;
  /** The last take is durable. */
  committed(append: Append): void;
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
  readonly #logger: Logger;
  readonly #timeoutMs: number;
  readonly #writeBudgets: WriteBudgets;
  #waiting = new Set<CommitSource>();
  /** commits a millisecond of all rooms together, lately */
  #rate = 0;
  #countedAt = 0;
  #endedAt = 0;
  #running = false;
  #idle: (() => void)[] = [];

  /**
   * `timeoutMs`: an append that takes longer is given up, and with it what the rooms in it hold in memory. `writeBudgets`: where
   * each room's bytes are counted.
   */
  constructor(options: {
    store: AppendStore;
    clock: Clock;
    logger: Logger;
    timeoutMs: number;
    writeBudgets: WriteBudgets;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#timeoutMs = options.timeoutMs;
    this.#writeBudgets = options.writeBudgets;
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
      const taken: { readonly source: CommitSource; readonly append: Append }[] = [];
      for (const source of this.#waiting) {
        const append = source.take();
        if (append) taken.push({ source, append });
      }
      this.#waiting = new Set();
      this.#count(taken.length);
      const appends = taken.map(({ append }) => append);
      for (const { stream, entries } of appends) this.#writeBudgets.of(stream.roomId).add(entries.length);
      const outcomes = await this.#append(appends);
      this.#endedAt = this.#clock.now();
      for (const [index, { source, append }] of taken.entries()) {
        if (index > 0 && index % TOLD_AT_ONCE === 0) await turn(this.#clock);
        this.#tell(source, append, outcomes?.[index]);
      }
      if (this.#waiting.size > 0 && this.#gap() > 0) await this.#gapIsOver();
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** A defect in one room must not stop the others. */
  #tell(source: CommitSource, append: Append, outcome: AppendOutcome | "error" = "error"): void {
    if (outcome !== "ok") return source.failed(outcome);
    try {
      source.committed(append);
    } catch (error) {
      this.#logger.error({ err: error }, "a room could not show what was stored");
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
    if (wait > 0) await turn(this.#clock, wait);
    await turn(this.#clock);
  }

  /** ms between two appends: none while few rooms type, more the more do, because each append costs as much as many records. */
  #gap(): number {
    const share = (this.#rate - GAP_FROM_RATE) / (GAP_FULL_RATE - GAP_FROM_RATE);
    return Math.round(GAP_MS * Math.min(1, Math.max(0, share)));
  }

  /** The outcomes, or undefined when they are not known. */
  async #append(appends: readonly Append[]): Promise<readonly AppendOutcome[] | undefined> {
    if (appends.length === 0) return [];
    try {
      return await within(this.#clock, this.#timeoutMs, this.#store.append(appends), "the store took too long");
    } catch (error) {
      this.#logger.error(
        { err: error, rooms: new Set(appends.map(({ stream }) => stream.roomId)).size },
        "append failed",
      );
      return undefined;
    }
  }
}
