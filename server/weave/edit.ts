// A change that is put together unit by unit, with what of it puts back what. Knows no version.
import type { ChangeJSON } from "#protocol/changes.ts";
import type { Source } from "./copies.ts";
import { type Units, units } from "./growing.ts";
import { textOf } from "./textOf.ts";

/** A change and its sources, as `Weave.append` takes them. No sections: it changes nothing. */
export interface Edit {
  readonly change: ChangeJSON;
  readonly sources: readonly Source[];
}

/** Takes what is kept, left out and put back, from the beginning of the text to its end. */
export class EditBuilder {
  readonly #change: (number | [deleted: number, ...lines: string[]])[] = [];
  readonly #sources: Source[] = [];
  readonly #inserted: Units = units();
  #kept = 0;
  #deleted = 0;
  /** the name that would go on with the last source */
  #next = -1;

  keep(units: number): void {
    this.#flush();
    this.#kept += units;
    this.pass();
  }

  leaveOut(units: number): void {
    this.#deleted += units;
    this.pass();
  }

  /** Dead units stay so. What stands behind them is another source than what stands before them. */
  pass(): void {
    this.#next = -1;
  }

  /** The units of the names from `from` until before `to` come back, as copies of those from `source` on. */
  putBack(from: number, to: number, pool: Uint16Array, source = from): void {
    this.#inserted.reserve(to - from);
    for (let name = from; name < to; name++) this.#inserted.push(pool[name]!);
    const [units, first] = this.#next === source ? this.#sources.pop()! : [0, source];
    this.#sources.push([units + to - from, first]);
    this.#next = source + to - from;
  }

  /** All of it. */
  done(): Edit {
    this.#flush();
    if (this.#change.length === 0) return { change: [], sources: [] };
    if (this.#kept > 0) this.#change.push(this.#kept);
    return { change: this.#change, sources: this.#sources };
  }

  /** What was left out and put back since the last that is kept is one section. */
  #flush(): void {
    const { length, values } = this.#inserted;
    if (this.#deleted === 0 && length === 0) return;
    if (this.#kept > 0) this.#change.push(this.#kept);
    const lines = length > 0 ? textOf(values, 0, length).split("\n") : [];
    this.#change.push([this.#deleted, ...lines]);
    this.#inserted.length = this.#kept = this.#deleted = 0;
  }
}
