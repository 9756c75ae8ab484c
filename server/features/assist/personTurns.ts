// What takes the server a while is done for each person one after the other, and no more of it waits than it should. Knows no question.
import { NotDone } from "./notDone.ts";

/** Of one person, what is under way among them. */
const MOST_WAITING = 6;
/** Whoever has as many comes again after so long. */
const BUSY_MS = 1_000;

interface Turns {
  count: number;
  last: Promise<unknown>;
}

export class PersonTurns {
  readonly #people = new Map<number, Turns>();

  /** Does it once all is over that was to be done before for this participant. Rejects with NotDone tooOften, and with whatever it rejects with. */
  async do<Done>(participant: number, run: () => Promise<Done>): Promise<Done> {
    const turns = this.#people.get(participant) ?? { count: 0, last: Promise.resolve() };
    if (turns.count >= MOST_WAITING) throw new NotDone("tooOften", { retryAfterMs: BUSY_MS });
    this.#people.set(participant, turns);
    turns.count++;
    const done = turns.last.then(run);
    turns.last = done.catch(() => {});
    try {
      return await done;
    } finally {
      turns.count--;
      if (turns.count === 0) this.#people.delete(participant);
    }
  }
}
