// Tries of secrets, of which so many may fail in a time. Knows no secret, no room and no address.
import { Refusal } from "../protocol/errors.ts";

/** What takes longer, as a newcomer does who waits to be let in, keeps others waiting no more; if it fails it counts all the same. */
const HOLDS_MS = 5_000;

interface Account {
  failed: number;
  /** when what has failed is forgotten, as `performance.now` tells time */
  endsAt: number;
  underWay: number;
  waiting: (() => void)[];
}

export class Tries {
  readonly #most: number;
  readonly #ms: number;
  readonly #accounts = new Map<string, Account>();

  /** So many may fail in so many ms; 0: no bound. */
  constructor(most: number, ms: number) {
    this.#most = most;
    this.#ms = ms;
  }

  /** How many places are remembered. */
  get size(): number {
    return this.#accounts.size;
  }

  /**
   * Before a secret is tried at a place; what is returned is told, once, whether it was wrong. No more are under way than may
   * still fail: whoever comes then waits until one has ended, and a right one takes nothing. Throws Refusal rate_limited when
   * too many have failed.
   */
  async begin(place: string): Promise<(hasFailed: boolean) => void> {
    if (this.#most === 0) return () => {};
    for (;;) {
      const account = this.#accountOf(place);
      if (account.failed >= this.#most)
        throw new Refusal("rate_limited", undefined, Math.ceil(account.endsAt - performance.now()));
      if (account.failed + account.underWay < this.#most) return this.#hold(place, account);
      await new Promise<void>((resolve) => account.waiting.push(resolve));
    }
  }

  #accountOf(place: string): Account {
    const account = this.#accounts.get(place) ?? { failed: 0, endsAt: 0, underWay: 0, waiting: [] };
    if (performance.now() >= account.endsAt) account.failed = 0;
    this.#accounts.set(place, account);
    return account;
  }

  #hold(place: string, account: Account): (hasFailed: boolean) => void {
    account.underWay++;
    let isHeld = true;
    let isOver = false;
    const letGo = (): void => {
      clearTimeout(timer);
      if (!isHeld) return;
      isHeld = false;
      account.underWay--;
      for (const go of account.waiting.splice(0)) go();
      // those who waited come first
      setImmediate(() => this.#forgetIfDone(place)).unref();
    };
    const timer = setTimeout(letGo, HOLDS_MS).unref();
    return (hasFailed) => {
      if (isOver) return;
      isOver = true;
      if (hasFailed) this.#countFailure(place);
      letGo();
    };
  }

  #countFailure(place: string): void {
    const account = this.#accountOf(place);
    if (account.failed++ > 0) return;
    account.endsAt = performance.now() + this.#ms;
    setTimeout(() => this.#forgetIfDone(place), this.#ms).unref();
  }

  #forgetIfDone(place: string): void {
    const account = this.#accounts.get(place);
    if (!account) return;
    const { failed, endsAt, underWay, waiting } = account;
    if (underWay === 0 && waiting.length === 0 && (failed === 0 || performance.now() >= endsAt))
      this.#accounts.delete(place);
  }
}
