// How many archives are made at once, in all and for one address. Knows no request and no archive.
import { Refusal } from "../../protocol/errors.ts";

const RETRY_MS = 3_000;

export class Slots {
  readonly #inAll: number;
  readonly #perAddress: number;
  readonly #taken = new Map<string, number>();

  constructor(inAll: number, perAddress: number) {
    this.#inAll = inAll;
    this.#perAddress = perAddress;
  }

  /** Takes a slot; the returned function gives it back, once. Throws Refusal rate_limited. */
  take(address: string): () => void {
    const own = this.#taken.get(address) ?? 0;
    const all = [...this.#taken.values()].reduce((sum, count) => sum + count, 0);
    if (own >= this.#perAddress || all >= this.#inAll) throw new Refusal("rate_limited", undefined, RETRY_MS);
    this.#taken.set(address, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (this.#taken.get(address) ?? 1) - 1;
      if (left === 0) this.#taken.delete(address);
      else this.#taken.set(address, left);
    };
  }
}
