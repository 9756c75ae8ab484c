// Takes secrets out of a text while it streams, also where one is cut in two. Knows no provider.

/** What stands in the place of one. */
const SCRUBBED = "[key]";
/** Shorter ones are words of any text. */
const LEAST_CHARACTERS = 8;

export class Scrubbing {
  readonly #secrets: readonly string[];
  readonly #longest: number;
  #held = "";

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter(({ length }) => length >= LEAST_CHARACTERS).toSorted((a, b) => b.length - a.length);
    this.#longest = this.#secrets[0]?.length ?? 0;
  }

  /** What may be told of it by now: what could be the beginning of a secret waits. */
  add(text: string): string {
    const all = this.#scrubbed(this.#held + text);
    let held = Math.min(this.#longest - 1, all.length);
    while (held > 0 && !this.#secrets.some((secret) => secret.startsWith(all.slice(-held)))) held--;
    const told = held > 0 ? all.slice(0, -held) : all;
    this.#held = all.slice(told.length);
    return told;
  }

  /** The rest: nothing comes any more. */
  end(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }

  #scrubbed(text: string): string {
    return this.#secrets.reduce((one, secret) => one.replaceAll(secret, SCRUBBED), text);
  }
}
