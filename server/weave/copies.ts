// Which units are text that was there before: cut and pasted, brought back by an undo, restored. Knows no order and no version.
import { type Counts, counts } from "./growing.ts";

/** Part of what a change inserts: so many units, and the name of the first unit that they put back; −1: they are new. */
export type Source = readonly [units: number, name: number];

/** Calls with a stretch of names, the first name of their sources, that of their origins, and whether it was told that they are copies. */
type Visit = (from: number, to: number, source: number, origin: number, isTold: boolean) => void;

/**
 * Copies by their names, in stretches of which names, sources and origins follow each other. The source of a unit is what it was made from,
 * its origin what that was made from in the end: a unit that somebody wrote.
 */
export class Copies {
  readonly starts: Counts = counts();
  readonly lengths: Counts = counts();
  readonly sources: Counts = counts();
  readonly origins: Counts = counts();
  /** 1: it was told that they are copies; 0: the text was equal */
  readonly told: Counts = counts();

  /** `units` names from `from` on, which come after all names here, are copies of those from `source` on. */
  add(from: number, units: number, source: number, isTold: boolean): void {
    const end = source + units;
    let next = source;
    const put = (to: number, origin: number): void => {
      this.push(from + next - source, to - next, next, origin, isTold ? 1 : 0);
      next = to;
    };
    this.each(source, end, (first, last, _source, origin) => {
      if (first > next) put(first, next);
      put(last, origin);
    });
    if (next < end) put(end, next);
  }

  /** As they are stored. */
  push(from: number, units: number, source: number, origin: number, told: number): void {
    this.starts.push(from);
    this.lengths.push(units);
    this.sources.push(source);
    this.origins.push(origin);
    this.told.push(told);
  }

  /** Calls for the copies among the names from `from` until before `to`. */
  each(from: number, to: number, visit: Visit): void {
    const { length } = this.starts;
    for (let index = this.#after(from); index < length; index++) {
      const start = this.starts.values[index]!;
      if (start >= to) return;
      const first = Math.max(from, start);
      const last = Math.min(to, start + this.lengths.values[index]!);
      const skipped = first - start;
      const [source, origin] = [this.sources.values[index]! + skipped, this.origins.values[index]! + skipped];
      visit(first, last, source, origin, this.told.values[index] === 1);
    }
  }

  /** The place of the first stretch that ends behind the name. */
  #after(name: number): number {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts.values[middle]! + this.lengths.values[middle]! > name) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
