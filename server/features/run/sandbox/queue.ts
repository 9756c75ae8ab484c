// Who runs next: a bounded number at once, and of those that wait each key's in turn. Knows no run.
import { WaitingTurns } from "../../../featureParts/waitingTurns.ts";
import { WAITING, WAITING_OF_KEY, WAITING_OF_ORIGIN } from "./bounds.ts";

/** More wait than may. */
export class QueueFull extends Error {
  /** When a slot will likely be free. */
  readonly retryMs: number;

  constructor(retryMs: number) {
    super("too many runs wait");
    this.retryMs = retryMs;
  }
}

/** What a run runs in, until it is given back. */
export interface Slot {
  /** From 0, of nobody else at the same time. */
  readonly number: number;
  /** Once. */
  giveBack(): void;
}

/** Whose turn it is: a key's, of which an origin may have many. */
interface Whose {
  readonly key: string;
  /** Empty: nobody is bounded. */
  readonly origin: string;
}

interface Waiter extends Whose {
  readonly take: (slot: Slot) => void;
  readonly told: (ahead: number) => void;
  ahead: number | undefined;
}

/** Of how long runs take, what is assumed before one has ended, and how much of the average each is. */
const FIRST_MS = 3_000;
const PART = 0.2;
const SHORTEST_RETRY_MS = 1_000;

export class Queue {
  readonly #slots: number;
  readonly #now: () => number;
  readonly #free: number[];
  readonly #waiting = new WaitingTurns<Waiter>(({ key }) => key);
  #usualMs = FIRST_MS;

  constructor(slots: number, now: () => number = () => performance.now()) {
    this.#slots = slots;
    this.#now = now;
    this.#free = Array.from({ length: slots }, (_, index) => index);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.count;
  }

  /**
   * Resolves with a slot when it is this one's turn. `told`: how many start before it, first and whenever that changes. Rejects
   * with QueueFull, or with what `signal` was aborted with.
   */
  take({ key, origin }: Whose, told: (ahead: number) => void, signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted();
    if (this.#free.length > 0) return Promise.resolve(this.#slot());
    const { all } = this.#waiting;
    const ofKey = this.#waiting.countOf(key);
    const ofOrigin = origin === "" ? 0 : all.filter((waiter) => waiter.origin === origin).length;
    if (all.length >= WAITING || ofOrigin >= WAITING_OF_ORIGIN || ofKey >= WAITING_OF_KEY)
      return Promise.reject(this.#full(ofKey));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        key,
        origin,
        take: (slot) => {
          signal.removeEventListener("abort", leave);
          resolve(slot);
        },
        told,
        ahead: undefined,
      };
      const leave = (): void => {
        this.#waiting.delete(waiter);
        this.#tell();
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.add(waiter);
      this.#tell();
    });
  }

  #full(before: number): QueueFull {
    const ms = (this.#usualMs * (before + 1)) / this.#slots;
    return new QueueFull(Math.max(SHORTEST_RETRY_MS, Math.round(ms)));
  }

  #slot(): Slot {
    const number = this.#free.shift()!;
    const since = this.#now();
    return {
      number,
      giveBack: () => {
        this.#usualMs += (this.#now() - since - this.#usualMs) * PART;
        this.#free.push(number);
        this.#next();
      },
    };
  }

  #next(): void {
    const next = this.#waiting.next();
    if (!next) return;
    next.take(this.#slot());
    this.#tell();
  }

  #tell(): void {
    for (const [ahead, waiter] of this.#waiting.all.entries())
      if (waiter.ahead !== ahead) waiter.told((waiter.ahead = ahead));
  }
}
