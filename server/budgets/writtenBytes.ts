// How much may be written in an hour, by whatever name it is counted: a room's or a network address'. Knows no store.
import { Refusal } from "../protocol/errors.ts";
import type { Written, WrittenShare } from "../rooms/ports.ts";

const HOUR_MS = 3_600_000;
/** Whoever has written all waits until there is so much of it again, so that it does not go on by single keystrokes. */
const AGAIN_AT = 1 / 60;
/** It is near when so much is left, and that is told again only after so much was there meanwhile. */
const NEAR_AT = 0.1;
const FAR_AT = 0.5;
/** Shares are looked through when there are so many more. */
const SWEEP_EVERY = 1_000;

/** Throws the Refusal for whoever may write nothing now, whatever they have written. */
export type Hold = () => void;

class Share implements WrittenShare {
  readonly #perHour: number;
  readonly #now: () => number;
  readonly #hold: Hold;
  #left: number;
  #at: number;
  #told: "nothing" | "near" | "over" = "nothing";

  constructor(perHour: number, now: () => number, hold: Hold) {
    this.#perHour = perHour;
    this.#now = now;
    this.#hold = hold;
    this.#left = perHour;
    this.#at = now();
  }

  #refill(): number {
    const now = this.#now();
    this.#left = Math.min(this.#perHour, this.#left + ((now - this.#at) / HOUR_MS) * this.#perHour);
    this.#at = now;
    return this.#left;
  }

  check(): void {
    this.#hold();
    if (this.#left > 0 || this.#refill() > 0) return;
    const wait = ((this.#perHour * AGAIN_AT - this.#left) / this.#perHour) * HOUR_MS;
    throw new Refusal("written_much", undefined, Math.ceil(wait));
  }

  add(bytes: number): void {
    this.#left = this.#refill() - bytes;
  }

  news(): "near" | "over" | undefined {
    const left = this.#left / this.#perHour;
    if (left > FAR_AT) this.#told = "nothing";
    const news = left <= 0 ? "over" : left < NEAR_AT ? "near" : undefined;
    if (news === undefined || this.#told === news || this.#told === "over") return undefined;
    return (this.#told = news);
  }

  get isWhole(): boolean {
    return this.#refill() >= this.#perHour;
  }

  /** bytes of what may be written in an hour that are used up now */
  get used(): number {
    return Math.round(this.#perHour - this.#refill());
  }
}

/** Bytes by name. What was written counts on when nobody has the room open, or the address is away. */
export class WrittenBytes implements Written {
  readonly #perHour: number;
  readonly #now: () => number;
  readonly #hold: Hold;
  readonly #boundless: WrittenShare;
  readonly #shares = new Map<string, Share>();
  #sweepAt = SWEEP_EVERY;

  /** `perHour`: bytes, and as many at once; 0: no bound. `now` in ms. */
  constructor(perHour: number, now: () => number, hold: Hold = () => {}) {
    this.#perHour = perHour;
    this.#now = now;
    this.#hold = hold;
    this.#boundless = { check: hold, add() {}, news: () => undefined };
  }

  /** bytes: 0 where there is no bound, and nothing is counted */
  get perHour(): number {
    return this.#perHour;
  }

  /** How many bytes of what it may write in an hour the name has used up. */
  usedBy(name: string): number {
    return this.#shares.get(name)?.used ?? 0;
  }

  /** The names that have used up the most, the most first. */
  loudest(most: number): { name: string; bytes: number }[] {
    const all = [...this.#shares].map(([name, { used: bytes }]) => ({ name, bytes }));
    return all
      .filter(({ bytes }) => bytes > 0)
      .toSorted((one, other) => other.bytes - one.bytes)
      .slice(0, most);
  }

  of(name: string): WrittenShare {
    if (this.#perHour === 0) return this.#boundless;
    const known = this.#shares.get(name);
    if (known) return known;
    if (this.#shares.size >= this.#sweepAt) {
      for (const [other, share] of this.#shares) if (share.isWhole) this.#shares.delete(other);
      this.#sweepAt = this.#shares.size + SWEEP_EVERY;
    }
    const share = new Share(this.#perHour, this.#now, this.#hold);
    this.#shares.set(name, share);
    return share;
  }
}
