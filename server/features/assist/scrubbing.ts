// Takes out of a text while it streams what is not to be told, also where it is cut in two. Knows no provider.

/** Shorter ones are words of any text. */
const LEAST_CHARACTERS = 8;

export class Scrubbing {
  readonly #secrets: readonly (readonly [secret: string, instead: string])[];
  readonly #longest: number;
  #held = "";

  /** `secrets`: with what stands in the place of each. */
  constructor(secrets: ReadonlyMap<string, string>) {
    const long = [...secrets].filter(([{ length }]) => length >= LEAST_CHARACTERS);
    this.#secrets = long.toSorted(([a], [b]) => b.length - a.length);
    this.#longest = this.#secrets[0]?.[0].length ?? 0;
  }

  /** What may be told of it by now: what could be the beginning of a secret waits. */
  add(text: string): string {
    const all = this.#scrubbed(this.#held + text);
    let held = Math.min(this.#longest - 1, all.length);
    while (held > 0 && !this.#secrets.some(([secret]) => secret.startsWith(all.slice(-held)))) held--;
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
    return this.#secrets.reduce((one, [secret, instead]) => one.replaceAll(secret, () => instead), text);
  }
}
