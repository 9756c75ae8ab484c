// What takes the server a while waits for its turn, and no more of it waits than it should. Knows no question.
import type { AssistRefusal } from "./messages.ts";
import { NotDone } from "./notDone.ts";

/** Of one person, what is under way among them. */
const MOST_OF_PERSON = 6;
/** Places of proposals that are looked for of one room, what is under way among them. */
const MOST_OF_ROOM = 20;
/** Rooms of the server of which places are looked for at once: each puts thousands of updates together. */
const ROOMS_AT_ONCE = 2;
/** Whoever comes when as many wait comes again after so long. */
const BUSY_MS = 1_000;

interface Bounds {
  readonly atOnce: number;
  /** what is under way among them; none where those who come are bounded already */
  readonly most?: number;
  /** why there is no place for one more */
  readonly why?: AssistRefusal;
}

/** Who comes first has the first turn. */
export class Turns {
  readonly #atOnce: number;
  readonly #most: number;
  readonly #why: AssistRefusal;
  readonly #waiting: (() => void)[] = [];
  #count = 0;

  constructor({ atOnce, most = Infinity, why = "busy" }: Bounds) {
    this.#atOnce = atOnce;
    this.#most = most;
    this.#why = why;
  }

  get isIdle(): boolean {
    return this.#count === 0;
  }

  /** Does it in its turn. Rejects with NotDone where too many wait, and with whatever it rejects with. */
  async do<Done>(run: () => Promise<Done>): Promise<Done> {
    if (this.#count >= this.#most) throw new NotDone(this.#why, { retryAfterMs: BUSY_MS });
    this.#count++;
    if (this.#count > this.#atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await run();
    } finally {
      this.#count--;
      this.#waiting.shift()?.();
    }
  }
}

/** Of each person one after the other. */
export class PersonTurns {
  readonly #people = new Map<number, Turns>();

  /** Rejects with NotDone tooOften, and with whatever it rejects with. */
  async do<Done>(participant: number, run: () => Promise<Done>): Promise<Done> {
    const turns = this.#people.get(participant) ?? new Turns({ atOnce: 1, most: MOST_OF_PERSON, why: "tooOften" });
    this.#people.set(participant, turns);
    try {
      return await turns.do(run);
    } finally {
      if (turns.isIdle) this.#people.delete(participant);
    }
  }
}

/** Of the whole server, between its rooms. */
export const serverTurns = (): Turns => new Turns({ atOnce: ROOMS_AT_ONCE });

/** Of a room one after the other, whoever it is for, and of the server no more at once than it should. */
export class RoomTurns {
  readonly #room = new Turns({ atOnce: 1, most: MOST_OF_ROOM });
  readonly #server: Turns;

  constructor(server: Turns) {
    this.#server = server;
  }

  /** Rejects with NotDone busy, and with whatever it rejects with. */
  do<Done>(run: () => Promise<Done>): Promise<Done> {
    return this.#room.do(() => this.#server.do(run));
  }
}
