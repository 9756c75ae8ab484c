// Stores, then shows: one append in flight for the whole process. Knows no room's inside and no database.
import { within } from "./deadline.ts";
import type { Clock, Log } from "./ports.ts";
import type { Append, AppendOutcome, RoomStore } from "./roomStore.ts";

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
  readonly #store: RoomStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #timeoutMs: number;
  #waiting = new Set<CommitSource>();
  #running = false;
  #idle: (() => void)[] = [];

  /** `timeoutMs`: an append that takes longer is given up, and with it what the rooms in it hold in memory. */
  constructor(options: { store: RoomStore; clock: Clock; log: Log; timeoutMs: number }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#timeoutMs = options.timeoutMs;
  }

  /** The source has something to take. */
  enqueue(source: CommitSource): void {
    this.#waiting.add(source);
    if (this.#running) return;
    this.#running = true;
    // What other sockets have sent by now belongs into the same append.
    this.#clock.soon(() => void this.#run());
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async idle(): Promise<void> {
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      const taken = [...this.#waiting].map((source) => ({ source, appends: source.take() }));
      this.#waiting = new Set();
      const outcomes = await this.#append(taken.flatMap(({ appends }) => appends));
      let next = 0;
      for (const { source, appends } of taken) {
        const own = outcomes?.slice(next, (next += appends.length));
        const trouble = own === undefined ? "error" : own.find((outcome) => outcome !== "ok");
        if (trouble === undefined) source.committed(appends);
        else source.failed(trouble);
      }
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The outcomes, or undefined when they are not known. */
  async #append(appends: readonly Append[]): Promise<readonly AppendOutcome[] | undefined> {
    if (appends.length === 0) return [];
    try {
      return await within(this.#clock, this.#timeoutMs, this.#store.append(appends), "the store took too long");
    } catch (error) {
      this.#log.error({ error, rooms: new Set(appends.map(({ stream }) => stream.roomId)).size }, "append failed");
      return undefined;
    }
  }
}
