// Who put each unit of a text there and who wrote it, carried along as the text is edited. Pure; knows no people.
import type { ChangeDesc } from "@codemirror/state";
import { type Origin, type Stamp, type Stretch, Stretches } from "#weave/stretches.ts";

/** One text, stretch by stretch. */
export class Runs {
  readonly #runs: readonly Stretch[];
  #ends: Uint32Array | undefined;

  constructor(runs: readonly Stretch[]) {
    this.#runs = runs;
  }

  /** Of how many units they are. */
  get length(): number {
    return this.#runs.reduce((sum, { length }) => sum + length, 0);
  }

  /** What they are behind a change of the text; all that it inserts is new, and of this edit. What it has of them beyond their end is nobody's: whose a text is must not keep anybody from typing. */
  carried(changes: ChangeDesc, stamp: Stamp): Runs {
    const origin: Origin = { put: stamp, written: stamp };
    const rest = new Rest(this.#runs);
    const runs = new Stretches();
    let at = 0;
    changes.iterChangedRanges((fromA, toA, fromB, toB) => {
      rest.take(fromA - at, (length, one) => runs.add(length, one));
      rest.take(toA - fromA, () => {});
      runs.add(toB - fromB, origin);
      at = toA;
    }, true);
    rest.take(changes.length - at, (length, one) => runs.add(length, one));
    return new Runs(runs.done());
  }

  /** Calls with each stretch from `from` until before `to`, and who it is of. */
  each(from: number, to: number, visit: (from: number, to: number, origin: Origin | undefined) => void): void {
    this.#ends ??= endsOf(this.#runs);
    const ends = this.#ends;
    for (let index = firstBehind(ends, from), at = from; at < to && index < ends.length; index++) {
      const end = Math.min(to, ends[index]!);
      visit(at, end, this.#runs[index]!.origin);
      at = end;
    }
  }

  /** Who the unit at a place is of. */
  at(place: number): Origin | undefined {
    let found: Origin | undefined;
    this.each(place, place + 1, (_from, _to, origin) => (found = origin));
    return found;
  }
}

/** Stretches that are taken bit by bit. */
class Rest {
  readonly #runs: readonly Stretch[];
  #next = 0;
  #taken = 0;

  constructor(runs: readonly Stretch[]) {
    this.#runs = runs;
  }

  take(units: number, visit: (length: number, origin: Origin | undefined) => void): void {
    for (let left = units; left > 0;) {
      const run = this.#runs[this.#next];
      if (!run) return visit(left, undefined);
      const length = Math.min(left, run.length - this.#taken);
      visit(length, run.origin);
      left -= length;
      this.#taken += length;
      if (this.#taken < run.length) continue;
      this.#next++;
      this.#taken = 0;
    }
  }
}

function endsOf(runs: readonly Stretch[]): Uint32Array {
  const ends = new Uint32Array(runs.length);
  let end = 0;
  for (const [index, { length }] of runs.entries()) ends[index] = end += length;
  return ends;
}

/** The place of the first end behind `place`. */
function firstBehind(ends: Uint32Array, place: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
