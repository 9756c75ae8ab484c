// Old texts, and whose a text is, that somebody has asked for: put together one at a time, so that other rooms are not kept from typing, and kept for as long
// as there is room. Knows no log.
import { Refusal } from "../../protocol/errors.ts";

/** Answers that wait to be put together, of all rooms. */
const MOST_WAITING = 50;
const RETRY_MS = 3_000;
const BYTES_PER_UNIT = 2;

/** A text, or bytes. */
type Answer = string | Uint8Array;

export class KeptAnswers {
  /** of memory; 0: nothing is kept */
  mostBytes = 0;
  /** those asked for longest ago first */
  readonly #kept = new Map<string, Answer>();
  readonly #coming = new Map<string | symbol, Promise<Answer>>();
  #bytes = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * The answer that is known by `key`, for good: a log is never written anew; without a key it is not kept. Rejects with what `make` does, and
   * Refusal rate_limited.
   */
  async answer<Of extends Answer>(key: string | undefined, make: () => Promise<Of>): Promise<Of> {
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (key !== undefined && kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept as Of;
    }
    const name = key ?? Symbol("an answer");
    const coming = this.#coming.get(name);
    if (coming) return coming as Promise<Of>;
    if (this.#coming.size >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
    const made = this.#last.then(make);
    this.#last = made.catch(() => {});
    this.#coming.set(name, made);
    try {
      const answer = await made;
      if (key !== undefined) this.#keep(key, answer);
      return answer;
    } finally {
      this.#coming.delete(name);
    }
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
