// Typed arrays that grow at their end. Knows nothing of what is in them.

const FIRST = 256;
/** Half as much again: with twice as much a quarter of all memory would be empty on average. */
const GROWTH = 1.5;

interface Values {
  readonly length: number;
  [index: number]: number;
}

/** Numbers one behind the other. `values` is longer than `length`, and another array after each `push` that had no room. */
class Growing<Of extends Values & { set(from: Of): void }> {
  values: Of;
  length = 0;
  readonly #make: (length: number) => Of;

  constructor(make: (length: number) => Of) {
    this.#make = make;
    this.values = make(FIRST);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length++] = value;
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.values.length) return;
    const larger = this.#make(Math.max(needed, Math.ceil(this.values.length * GROWTH)));
    larger.set(this.values);
    this.values = larger;
  }
}

export type Units = Growing<Uint16Array>;
export type Counts = Growing<Uint32Array>;
export type Times = Growing<Float64Array>;

/** UTF-16 units, which may be halves of a pair. */
export const units = (): Units => new Growing((length) => new Uint16Array(length));
/** Whole numbers from 0 to 2³² − 1. */
export const counts = (): Counts => new Growing((length) => new Uint32Array(length));
/** ms since 1970. */
export const times = (): Times => new Growing((length) => new Float64Array(length));
