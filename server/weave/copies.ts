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
      this.#push(from + next - source, to - next, next, origin, isTold ? 1 : 0);
      next = to;
    };
    this.each(source, end, (first, last, _source, origin) => {
      if (first > next) put(first, next);
      put(last, origin);
    });
    if (next < end) put(end, next);
  }

  /**
   * For each of so many names the first that its unit had; and for each first name the newest. A unit that was put back by what told so is the same unit:
   * it has another name each time.
   */
  namesOf(count: number): { readonly first: Uint32Array; readonly newest: Uint32Array } {
    const first = new Uint32Array(count);
    for (let name = 0; name < count; name++) first[name] = name;
    const newest = first.slice();
    this.each(0, count, (from, to, source, _origin, isTold) => {
      for (let name = from; isTold && name < to; name++) {
        first[name] = first[source + name - from]!;
        newest[first[name]!] = name;
      }
    });
    return { first, newest };
  }

  #push(from: number, units: number, source: number, origin: number, told: number): void {
    const last = this.starts.length - 1;
    const before = last < 0 ? 0 : this.lengths.values[last]!;
    const goesOn =
      last >= 0 &&
      this.starts.values[last]! + before === from &&
      this.sources.values[last]! + before === source &&
      this.origins.values[last]! + before === origin &&
      this.told.values[last] === told;
    if (goesOn) {
      this.lengths.values[last] = before + units;
      return;
    }
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
