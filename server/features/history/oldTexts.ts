// Old texts that somebody has asked for: put together one at a time, so that other rooms are not kept from typing, and kept for as long as
// there is room. Knows no log.
import { Refusal } from "../../protocol/errors.ts";

/** Texts that wait to be put together, of all rooms. */
const MOST_WAITING = 50;
const RETRY_MS = 3_000;
const BYTES_PER_UNIT = 2;

export class OldTexts {
  /** of memory; 0: nothing is kept */
  mostBytes = 0;
  /** those asked for longest ago first */
  readonly #kept = new Map<string, string>();
  readonly #coming = new Map<string | symbol, Promise<string>>();
  #bytes = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * The text that is known by `key`, for good: a log is never written anew; without a key it is not kept. Rejects with what `make` does, and
   * Refusal rate_limited.
   */
  async text(key: string | undefined, make: () => Promise<string>): Promise<string> {
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (key !== undefined && kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const name = key ?? Symbol("a text");
    const coming = this.#coming.get(name);
    if (coming) return coming;
    if (this.#coming.size >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
    const made = this.#last.then(make);
    this.#last = made.catch(() => {});
    this.#coming.set(name, made);
    try {
      const text = await made;
      if (key !== undefined) this.#keep(key, text);
      return text;
    } finally {
      this.#coming.delete(name);
    }
  }

  /** Those whose keys begin so are gone for good. */
  forget(start: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(start)) this.#drop(key);
  }

  #keep(key: string, text: string): void {
    this.#kept.set(key, text);
    this.#bytes += sizeOf(key, text);
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

const sizeOf = (key: string, text: string): number => (key.length + text.length) * BYTES_PER_UNIT;
