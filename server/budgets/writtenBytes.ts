// How much may be written in an hour, by whatever name it is counted: a room's or a network address'. Knows no store.
import { Refusal } from "../protocol/errors.ts";
import type { Clock, WriteBudgets, WriteBudgetNews, WriteBudget } from "../rooms/ports.ts";

const HOUR_MS = 3_600_000;
/** Whoever has written all waits until there is so much of it again, so that it does not go on by single keystrokes. */
const AGAIN_AT = 1 / 60;
/** It is near when so much is left, and that is told again only after so much was there meanwhile. */
const NEAR_AT = 0.1;
const FAR_AT = 0.5;
/** What was written lately is counted in windows of so long. */
const WINDOW_MS = 600_000;
/** Shares are looked through when there are so many more. */
const SWEEP_EVERY = 1_000;
/** Bytes that nobody writes in an hour: without a bound the same is counted, for whoever looks who is loud. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;
/** Names that are counted without a bound; the one that is known longest is forgotten. Under a bound that would set it free. */
export const MOST_UNBOUND = 20_000;

/** Why nobody may write anything now, whatever they have written; undefined: they may. */
export type ReadOnly = () => Refusal | undefined;

class Share implements WriteBudget {
  readonly #perHour: number;
  readonly #clock: Pick<Clock, "now">;
  readonly #readOnly: ReadOnly;
  #left: number;
  #at: number;
  /** bytes of the window that goes on, and of the one before it */
  #window = 0;
  #windowBefore = 0;
  #windowAt: number;
  #told: "nothing" | "near" | "over" = "nothing";

  constructor(perHour: number, clock: Pick<Clock, "now">, readOnly: ReadOnly) {
    this.#perHour = perHour;
    this.#clock = clock;
    this.#readOnly = readOnly;
    this.#left = perHour;
    this.#at = this.#windowAt = clock.now();
  }

  #refill(): number {
    const now = this.#clock.now();
    this.#left = Math.min(this.#perHour, this.#left + ((now - this.#at) / HOUR_MS) * this.#perHour);
    this.#at = now;
    return this.#left;
  }

  check(): void {
    const readOnly = this.#readOnly();
    if (readOnly) throw readOnly;
    if (this.#left > 0 || this.#refill() > 0) return;
    throw new Refusal("written_much", undefined, this.#waitMs);
  }

  /** ms until more may be written; of a share that is used up */
  get #waitMs(): number {
    return Math.ceil(((this.#perHour * AGAIN_AT - this.#left) / this.#perHour) * HOUR_MS);
  }

  add(bytes: number): void {
    this.#left = this.#refill() - bytes;
    if (this.#at - this.#windowAt >= WINDOW_MS) this.#turnWindow();
    this.#window += bytes;
  }

  #turnWindow(): void {
    this.#windowBefore = this.#at - this.#windowAt < 2 * WINDOW_MS ? this.#window : 0;
    this.#window = 0;
    this.#windowAt = this.#at;
  }

  news(): WriteBudgetNews | undefined {
    const left = this.#left / this.#perHour;
    if (left > FAR_AT) this.#told = "nothing";
    const is = left <= 0 ? "over" : left < NEAR_AT ? "near" : undefined;
    if (is === undefined || this.#told === is || this.#told === "over") return undefined;
    this.#told = is;
    return is === "over" ? { is, retryAfterMs: this.#waitMs } : { is };
  }

  get isWhole(): boolean {
    return this.#refill() >= this.#perHour && this.lately === 0;
  }

  /** bytes of the last ten minutes: of the window before as much as reaches into them, as if they were written evenly */
  get lately(): number {
    this.#refill();
    if (this.#at - this.#windowAt >= WINDOW_MS) this.#turnWindow();
    return Math.round(this.#window + this.#windowBefore * (1 - (this.#at - this.#windowAt) / WINDOW_MS));
  }
}

/**
 * Bytes by name. What was written counts on when nobody has the room open, or the address is away. A share is asked for by its name
 * whenever it is used: one that is kept is another than the one that counts, once it has been looked through.
 */
export class WrittenBytes implements WriteBudgets {
  readonly #perHour: number;
  readonly #clock: Pick<Clock, "now">;
  readonly #readOnly: ReadOnly;
  readonly #shares = new Map<string, Share>();
  #sweepAt = SWEEP_EVERY;

  /** `perHour`: bytes, and as many at once; 0: no bound. */
  constructor(perHour: number, clock: Pick<Clock, "now">, readOnly: ReadOnly = () => undefined) {
    this.#perHour = perHour;
    this.#clock = clock;
    this.#readOnly = readOnly;
  }

  get readOnly(): Refusal | undefined {
    return this.#readOnly();
  }

  /** bytes; 0: there is no bound */
  get perHour(): number {
    return this.#perHour;
  }

  /** How many bytes the name has written in the last ten minutes. */
  latelyBy(name: string): number {
    return this.#shares.get(name)?.lately ?? 0;
  }

  /** The names that have written the most in them, the most first. */
  loudest(most: number): { name: string; bytes: number }[] {
    const all = [...this.#shares].map(([name, { lately: bytes }]) => ({ name, bytes }));
    return all
      .filter(({ bytes }) => bytes > 0)
      .toSorted((one, other) => other.bytes - one.bytes)
      .slice(0, most);
  }

  of(name: string): WriteBudget {
    const known = this.#shares.get(name);
    if (known) return known;
    if (this.#shares.size >= this.#sweepAt) {
      for (const [other, share] of this.#shares) if (share.isWhole) this.#shares.delete(other);
      this.#sweepAt = this.#shares.size + SWEEP_EVERY;
    }
    const isBound = this.#perHour > 0;
    const [longestKnown] = this.#shares.keys();
    if (!isBound && longestKnown !== undefined && this.#shares.size >= MOST_UNBOUND) this.#shares.delete(longestKnown);
    const share = new Share(isBound ? this.#perHour : NO_BOUND, this.#clock, this.#readOnly);
    this.#shares.set(name, share);
    return share;
  }

  /** For one more connection of the address: gives the share that counts by then. */
  asker(address: string): () => WriteBudget {
    return () => this.of(address);
  }
}
