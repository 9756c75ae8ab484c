// The event loop's time, shared out among network addresses: who has had a share waits while everybody else goes on. Knows no socket.

/** What was not used is saved up to so much: whoever asks for little never waits. */
const RESERVE_MS = 4;
/** Who had much, a frame of many megabytes say, has made up for it after a moment, not after minutes. */
const LARGEST_DEBT_MS = 400;
/** What waits is done for so long at most before everything else that has arrived gets its turn. */
const PUMP_MS = 6;
/** Accounts of addresses that are away are looked through when there are so many more. */
const SWEEP_EVERY = 1_000;

export interface TurnServices {
  /** ms from any beginning, with fractions; what a piece of work takes is read off it */
  readonly now: () => number;
  /** Runs once all that has arrived by now is read. */
  readonly next: (run: () => void) => void;
  /** the returned function cancels */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** What an address has left of its time. A token bucket, as in `protocol/allowance.ts`, that may go below nothing. */
class Account {
  readonly #perMs: number;
  #left = RESERVE_MS;
  #at: number;
  /** those of the address that wait, who came first at the head */
  readonly waiting: (() => void)[] = [];
  seats = 0;

  /** `share`: of the time, 0 to 1; 0: no bound. */
  constructor(share: number, now: number) {
    this.#perMs = share;
    this.#at = now;
  }

  /** ms until it may have another piece of time; 0: now. */
  wait(now: number): number {
    if (this.#perMs === 0) return 0;
    this.#left = Math.min(RESERVE_MS, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
    return this.#left > 0 ? 0 : Math.ceil(-this.#left / this.#perMs) + 1;
  }

  spend(ms: number): void {
    this.#left = Math.max(-LARGEST_DEBT_MS, this.#left - ms);
  }

  isRested(now: number): boolean {
    return this.seats === 0 && this.waiting.length === 0 && this.wait(now) === 0 && this.#left >= RESERVE_MS;
  }
}

/** A connection, or a request, of an address. */
export interface Seat {
  /** Whether a piece of work may be done now; then it is, and `end` says that it is done. What takes long is cut into pieces. */
  begin(): boolean;
  end(): void;
  /** Calls back when it may be, once. */
  whenTurn(run: () => void): void;
  /** Does a piece of work when it may be done, and counts what it takes. Rejects with what it throws. */
  work<Result>(run: () => Result): Promise<Result>;
  /** Does it at once and counts what it takes: what others wait for as well must not wait for one of them. Rejects with what it throws. */
  charge<Result>(run: () => Result): Promise<Result>;
  /** Counts what was done for it elsewhere. */
  spend(ms: number): void;
  /** It asks for nothing more. What it has spent counts on. */
  leave(): void;
}

/**
 * Each piece of work is measured, so there is nothing to ask for that costs its address less than everybody else. What is over
 * the share is not refused: it waits, and the sender with it, by TCP.
 */
export class FairTurns {
  readonly #share: number;
  readonly #services: TurnServices;
  readonly #accounts = new Map<string, Account>();
  /** those with something that waits, whose turn comes first at the head */
  #queue: Account[] = [];
  #isPumping = false;
  #isPumpNext = false;
  #cancelPump = (): void => {};
  #sweepAt = SWEEP_EVERY;

  /** `share`: of the thread's time that one address may have, 0 to 1; 0: no bound. */
  constructor(share: number, services: TurnServices) {
    this.#share = share;
    this.#services = services;
  }

  /** How many addresses are remembered. */
  get addresses(): number {
    return this.#accounts.size;
  }

  /** A place for one more connection of the address. */
  seat(address: string): Seat {
    return new TakenSeat(this.#accountOf(address), this, this.#services.now);
  }

  /** What waits already is done. */
  get isPumping(): boolean {
    return this.#isPumping;
  }

  #accountOf(address: string): Account {
    const known = this.#accounts.get(address);
    if (known) return known;
    if (this.#accounts.size >= this.#sweepAt) this.#sweep();
    const account = new Account(this.#share, this.#services.now());
    this.#accounts.set(address, account);
    return account;
  }

  /** Whoever comes again at once has what they owe; whoever owes nothing is forgotten. */
  #sweep(): void {
    const now = this.#services.now();
    for (const [address, account] of this.#accounts) if (account.isRested(now)) this.#accounts.delete(address);
    this.#sweepAt = this.#accounts.size + SWEEP_EVERY;
  }

  /** Calls back when the address may have another piece of time. */
  wait(account: Account, run: () => void): void {
    account.waiting.push(run);
    if (account.waiting.length > 1) return;
    this.#queue.push(account);
    if (!this.#isPumping) this.#pumpLater();
  }

  /** As soon as the first of those that wait may have its turn. */
  #pumpLater(): void {
    if (this.#isPumpNext) return;
    const now = this.#services.now();
    const wait = Math.min(...this.#queue.map((account) => account.wait(now)));
    this.#cancelPump();
    if (wait > 0) {
      this.#cancelPump = this.#services.after(wait, () => this.#pump());
      return;
    }
    this.#isPumpNext = true;
    this.#services.next(() => {
      this.#isPumpNext = false;
      this.#pump();
    });
  }

  /** Each address in turn, one piece of each connection in turn, until time is up or nobody may have more. */
  #pump(): void {
    this.#isPumping = true;
    const { now } = this.#services;
    const until = now() + PUMP_MS;
    let inDebt = 0;
    while (inDebt < this.#queue.length && now() < until) {
      const account = this.#queue.shift()!;
      if (account.wait(now()) > 0) {
        this.#queue.push(account);
        inDebt++;
        continue;
      }
      inDebt = 0;
      account.waiting.shift()!();
      // what it has just asked for put it there already, where nothing else of it waited
      if (account.waiting.length > 0 && !this.#queue.includes(account)) this.#queue.push(account);
    }
    this.#isPumping = false;
    if (this.#queue.length > 0) this.#pumpLater();
  }
}

class TakenSeat implements Seat {
  readonly #account: Account;
  readonly #turns: FairTurns;
  readonly #now: () => number;
  #begun = 0;
  /** pieces of work within each other are one */
  #depth = 0;
  #isHere = true;

  constructor(account: Account, turns: FairTurns, now: () => number) {
    this.#account = account;
    this.#turns = turns;
    this.#now = now;
    account.seats++;
  }

  begin(): boolean {
    if (this.#depth === 0) {
      if (this.#account.waiting.length > 0 && !this.#turns.isPumping) return false;
      this.#begun = this.#now();
      if (this.#account.wait(this.#begun) > 0) return false;
    }
    this.#depth++;
    return true;
  }

  end(): void {
    if (--this.#depth === 0) this.#spendSince(this.#begun);
  }

  whenTurn(run: () => void): void {
    this.#turns.wait(this.#account, run);
  }

  work<Result>(run: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        if (!this.begin()) return this.whenTurn(go);
        try {
          resolve(run());
        } catch (error) {
          reject(error as Error);
        } finally {
          this.end();
        }
      };
      go();
    });
  }

  async charge<Result>(run: () => Result): Promise<Result> {
    const begun = this.#now();
    try {
      return run();
    } finally {
      this.#spendSince(begun);
    }
  }

  spend(ms: number): void {
    this.#account.spend(ms);
  }

  leave(): void {
    if (this.#isHere) this.#account.seats--;
    this.#isHere = false;
  }

  #spendSince(begun: number): void {
    const ended = this.#now();
    // what it got back meanwhile comes first: no piece of work pays for itself
    this.#account.wait(ended);
    this.#account.spend(ended - begun);
  }
}
