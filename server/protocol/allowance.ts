// How much one client may ask for in a time: a token bucket. Knows nothing of what it is spent on.

/** Refills evenly, holds at most `burst`. A bound of 0 a second means none. */
export class Allowance {
  readonly #perSecond: number;
  readonly #burst: number;
  #left: number;
  #at: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
    this.#at = now;
  }

  /** Takes `cost` and returns 0, or takes nothing and returns the ms until there is enough. A cost above the burst empties the bucket. */
  spend(cost: number, now: number): number {
    if (this.#perSecond === 0) return 0;
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    const price = Math.min(cost, this.#burst);
    if (this.#left >= price) {
      this.#left -= price;
      return 0;
    }
    return Math.ceil(((price - this.#left) / this.#perSecond) * 1000);
  }

  /** What was spent turns out to cost nothing. */
  giveBack(cost: number): void {
    this.#left = Math.min(this.#burst, this.#left + cost);
  }
}
