// What clients have asked to be read for them: of each one after the other, in its turn, and while it takes what it is sent. Knows no log.
import { Refusal } from "../protocol/errors.ts";
import type { Audience } from "../rooms/people/audience.ts";
import type { Outlet } from "../rooms/ports.ts";

/** Of one client, that which is under way among them: a page asks for one at a time, and again for each that it says a second time. */
const MOST_WAITING = 20;
const RETRY_MS = 2_000;

/** Reads by pieces of work that are the client's own, and tells it. */
export type Reading = (work: Outlet["work"]) => Promise<void>;

interface Waiting {
  /** the first may be under way */
  readonly readings: Reading[];
  isUnderWay: boolean;
}

export class Readings {
  readonly #audience: Pick<Audience, "get">;
  /** by client */
  readonly #waiting = new Map<number, Waiting>();

  constructor(audience: Pick<Audience, "get">) {
    this.#audience = audience;
  }

  /**
   * Begins once all that was to be read for the client before is done and it takes more, never where it leaves before; settles as that does. Throws
   * Refusal rate_limited when too much waits for it.
   */
  add(client: number, reading: Reading): Promise<void> {
    const waiting = this.#waiting.get(client) ?? { readings: [], isUnderWay: false };
    if (waiting.readings.length >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
    this.#waiting.set(client, waiting);
    return new Promise((resolve, reject) => {
      waiting.readings.push((work) => reading(work).then(resolve, reject));
      void this.#goOn(client, waiting);
    });
  }

  /** It takes more again. */
  drained(client: number): void {
    const waiting = this.#waiting.get(client);
    if (waiting) void this.#goOn(client, waiting);
  }

  left(client: number): void {
    this.#waiting.get(client)?.readings.splice(0);
    this.#waiting.delete(client);
  }

  async #goOn(client: number, waiting: Waiting): Promise<void> {
    if (waiting.isUnderWay) return;
    waiting.isUnderWay = true;
    for (;;) {
      const [reading] = waiting.readings;
      const outlet = this.#audience.get(client)?.outlet;
      // nothing is read that could not be sent
      if (!reading || !outlet || outlet.full) break;
      await reading((run) => outlet.work(run));
      waiting.readings.shift();
    }
    waiting.isUnderWay = false;
    if (waiting.readings.length === 0 && this.#waiting.get(client) === waiting) this.#waiting.delete(client);
  }
}
