// Finds out who is in which room, a few rooms at a time and never too many. Knows no screen and no clock's make.
import { ApiError, type RoomNow } from "../../api.ts";

/** How long what is asked counts against the bounds. */
export const PERIOD_MS = 30_000;
const AT_ONCE = 4;
/** Rooms looked up in a period … */
const LOOKED_UP = 60;
/** … and until so many of them are gone: a server takes an address that asks for many rooms that are not there for one that guesses. */
const GONE = 8;

/** What is told of one room alone; after any other error no room is asked about for a while. */
const SAID_OF_IT: Readonly<Record<string, "gone" | "not for me" | undefined>> = {
  room_not_found: "gone",
  unauthorized: "not for me",
  removed: "not for me",
  not_admitted: "not for me",
  room_closed: "not for me",
};

interface WatchOptions {
  /** Throws ApiError. */
  readonly lookUp: (roomId: string) => Promise<RoomNow>;
  /** undefined: there is no such room */
  readonly told: (roomId: string, now: RoomNow | undefined) => void;
  /** ms since 1970 */
  readonly now: () => number;
}

export class RoomWatch {
  readonly #options: WatchOptions;
  readonly #askedAt = new Map<string, number>();
  #waiting: readonly string[] = [];
  #underWay = 0;
  #stopped = false;
  #period = { since: -Infinity, left: 0, goneLeft: 0 };

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Looks these rooms up, the longest not looked up first, but for those of the last `freshMs`; whatever waited before does not any more. */
  look(roomIds: readonly string[], freshMs: number): void {
    const now = this.#options.now();
    if (now - this.#period.since >= PERIOD_MS) this.#period = { since: now, left: LOOKED_UP, goneLeft: GONE };
    const age = (roomId: string): number => now - (this.#askedAt.get(roomId) ?? -Infinity);
    this.#waiting = roomIds
      .filter((roomId) => age(roomId) >= freshMs)
      // Infinity - Infinity is no order
      .toSorted((one, other) => (age(one) === age(other) ? 0 : age(other) - age(one)));
    this.#go();
  }

  /** Nothing more is looked up or told. */
  stop(): void {
    this.#waiting = [];
    this.#stopped = true;
  }

  #go(): void {
    while (this.#underWay < AT_ONCE && this.#period.left > 0 && this.#period.goneLeft > 0) {
      const [roomId, ...others] = this.#waiting;
      if (roomId === undefined) return;
      this.#waiting = others;
      this.#underWay += 1;
      this.#period.left -= 1;
      this.#askedAt.set(roomId, this.#options.now());
      void this.#one(roomId);
    }
  }

  async #one(roomId: string): Promise<void> {
    const { lookUp, told } = this.#options;
    const answer = await lookUp(roomId).catch((problem: unknown) =>
      problem instanceof ApiError ? (SAID_OF_IT[problem.code] ?? "no answer") : "no answer",
    );
    if (this.#stopped) return;
    this.#underWay -= 1;
    if (answer === "gone" || answer === "not for me") this.#period.goneLeft -= 1;
    // no connection, or the server asks to wait: the next time is soon enough
    if (answer === "no answer") this.#waiting = [];
    else if (answer !== "not for me") told(roomId, answer === "gone" ? undefined : answer);
    this.#go();
  }
}
