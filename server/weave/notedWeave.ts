// A weave of a log's updates, with what people said of them. Knows no time, and of people their clients' numbers.
import type { UpdateJSON } from "#protocol/updates.ts";
import { type Note, Noted } from "./noted.ts";
import { Weave } from "./weave.ts";

export class NotedWeave {
  readonly weave = new Weave();
  readonly noted: Noted;
  /** The number of the client that made a version. */
  readonly authorOf: (version: number) => number;
  /** by client, how many of its updates there are */
  readonly #seqs = new Map<number, number>();

  /** `mostWork`: as `Noted` has it. */
  constructor(notes: readonly Note[], authorOf: (version: number) => number, mostWork?: number) {
    this.authorOf = authorOf;
    this.noted = new Noted(notes, this.weave, authorOf, mostWork);
  }

  /** Takes in all that was said by now; false: something new is said of an update that is woven already, so that it would be another weave. */
  hears(notes: readonly Note[]): boolean {
    const isOfOld = ({ client, firstSeq }: Note): boolean => firstSeq <= (this.#seqs.get(client) ?? 0);
    if (notes.slice(this.noted.count).some(isOfOld)) return false;
    this.noted.hear(notes);
    return true;
  }

  append(update: UpdateJSON): void {
    const [client, seq, , change] = update;
    this.weave.append(change, this.noted.sourcesOf(update));
    this.#seqs.set(client, seq);
  }
}
