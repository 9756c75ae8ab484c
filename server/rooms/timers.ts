// What a room does later: one timer of a kind at a time. Knows nothing of what is done.
import type { Clock } from "./ports.ts";

export class Timers<Kind extends string> {
  readonly #clock: Clock;
  readonly #running = new Map<Kind, () => void>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs after `ms`, unless something of the kind waits already. */
  after(kind: Kind, ms: number, run: () => void): void {
    if (this.#running.has(kind) || this.#isClosed) return;
    const cancel = this.#clock.after(ms, () => {
      this.#running.delete(kind);
      run();
    });
    this.#running.set(kind, cancel);
  }

  /** Nothing runs any more. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#running.values()) cancel();
  }
}
