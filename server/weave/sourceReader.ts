// Sources that are taken bit by bit, each looked at once however many bits that are. Knows no weave.
import type { Source } from "./copies.ts";

export class SourceReader {
  readonly #sources: readonly Source[];
  #next = 0;
  /** units of the next source that were taken */
  #taken = 0;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** The next units that have one source, at most so many, from 1 on; undefined: there are no more. */
  take(most: number): Source | undefined {
    const next = this.#sources[this.#next];
    if (!next) return undefined;
    const [units, name] = next;
    const taken = Math.min(most, units - this.#taken);
    const source: Source = [taken, name < 0 ? name : name + this.#taken];
    this.#taken += taken;
    if (this.#taken === units) {
      this.#next++;
      this.#taken = 0;
    }
    return source;
  }
}
