// Which client made each version of a file, in a tenth of the memory of a column: people type on for a while. Pure; knows no people.
import { type Counts, counts } from "#weave/growing.ts";

export class Authors {
  /** the first version of each stretch, ascending, and whose it is */
  readonly #firsts: Counts = counts();
  readonly #clients: Counts = counts();
  #length = 0;

  /** Of the version behind the last. */
  push(client: number): void {
    this.#length++;
    const { values, length } = this.#clients;
    if (length > 0 && values[length - 1] === client) return;
    this.#firsts.push(this.#length);
    this.#clients.push(client);
  }

  /** Of a version from 1 on. */
  of(version: number): number {
    const { values } = this.#firsts;
    let [low, high] = [0, this.#firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (values[middle]! > version) high = middle - 1;
      else low = middle;
    }
    return this.#clients.values[low]!;
  }
}
