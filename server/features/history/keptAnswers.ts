// Old texts, and whose a text is, that somebody has asked for: put together one at a time, of each room in turn, so that other rooms are kept neither from typing
// nor from their answers, and kept for as long as there is room. Knows no log.
import { Refusal } from "../../protocol/errors.ts";

/** Answers that wait to be put together, of all rooms. */
const MOST_WAITING = 50;
const MOST_OF_ROOM = 10;
const RETRY_MS = 3_000;
const BYTES_PER_UNIT = 2;

/** A text, or bytes. */
type Answer = string | Uint8Array;

/** An answer that waits to be put together. */
interface Waiting {
  start(): Promise<unknown>;
  refuse(): void;
}

const tooMany = (): Refusal => new Refusal("rate_limited", undefined, RETRY_MS);

export class KeptAnswers {
  /** of memory; 0: nothing is kept */
  mostBytes = 0;
  /** those asked for longest ago first */
  readonly #kept = new Map<string, Answer>();
  readonly #coming = new Map<string | symbol, Promise<Answer>>();
  /** by room, each with at least one; the room whose turn is next first */
  readonly #waiting = new Map<string, Waiting[]>();
  #isMaking = false;
  #bytes = 0;

  /**
   * The answer that is known by `key`, for good: a log is never written anew; without a key it is not kept. It waits among those of `room`.
   * Rejects with what `make` does, and Refusal rate_limited.
   */
  async answer<Of extends Answer>(room: string, key: string | undefined, make: () => Promise<Of>): Promise<Of> {
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (key !== undefined && kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept as Of;
    }
    const name = key ?? Symbol("an answer");
    const coming = this.#coming.get(name);
    if (coming) return coming as Promise<Of>;
    const made = this.#inTurn(room, make);
    this.#coming.set(name, made);
    try {
      const answer = await made;
      if (key !== undefined) this.#keep(key, answer);
      return answer;
    } finally {
      this.#coming.delete(name);
    }
  }

  /** Throws Refusal rate_limited. */
  #inTurn<Of extends Answer>(room: string, make: () => Promise<Of>): Promise<Of> {
    const own = this.#waiting.get(room) ?? [];
    if (own.length >= MOST_OF_ROOM) throw tooMany();
    this.#makePlace(own.length);
    return new Promise((resolve, reject) => {
      own.push({ start: () => make().then(resolve, reject), refuse: () => reject(tooMany()) });
      this.#waiting.set(room, own);
      this.#next();
    });
  }

  /** For one more of a room that has so many waiting: where all places are taken, that of the newest of the room that has most. Throws Refusal rate_limited. */
  #makePlace(count: number): void {
    const rooms = [...this.#waiting.values()];
    if (rooms.reduce((sum, { length }) => sum + length, 0) < MOST_WAITING) return;
    const most = rooms.reduce((one, other) => (other.length > one.length ? other : one));
    if (most.length <= count + 1) throw tooMany();
    most.pop()!.refuse();
  }

  #next(): void {
    const [first] = this.#waiting;
    if (this.#isMaking || !first) return;
    const [room, waiting] = first;
    const next = waiting.shift()!;
    this.#waiting.delete(room);
    if (waiting.length > 0) this.#waiting.set(room, waiting);
    this.#isMaking = true;
    void next.start().finally(() => {
      this.#isMaking = false;
      this.#next();
    });
  }

  /** Those whose keys begin so are gone for good. */
  forget(start: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(start)) this.#drop(key);
  }

  #keep(key: string, answer: Answer): void {
    this.#kept.set(key, answer);
    this.#bytes += sizeOf(key, answer);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.mostBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= sizeOf(key, this.#kept.get(key) ?? "");
    this.#kept.delete(key);
  }

  get bytes(): number {
    return this.#bytes;
  }
}

const sizeOf = (key: string, answer: Answer): number =>
  key.length * BYTES_PER_UNIT + (typeof answer === "string" ? answer.length * BYTES_PER_UNIT : answer.byteLength);
