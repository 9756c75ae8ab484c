// What each participant of a room may still do of something, once they have done any of it. Knows not what.
import { Allowance } from "../protocol/allowance.ts";

export class Allowances {
  readonly #perSecond: number;
  readonly #atOnce: number;
  /** by participant; undefined: nobody has done any of it */
  #of: Map<number, Allowance> | undefined;

  constructor({ perSecond, atOnce }: { readonly perSecond: number; readonly atOnce: number }) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
  }

  /** As Allowance has it, of the participant's own. `now`: ms since 1970. */
  spend(participant: number, cost: number, now: number): number {
    this.#of ??= new Map();
    let own = this.#of.get(participant);
    if (!own) this.#of.set(participant, (own = new Allowance(this.#perSecond, this.#atOnce, now)));
    return own.spend(cost, now);
  }
}
