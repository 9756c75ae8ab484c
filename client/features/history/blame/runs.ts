// Who put each unit of a text there and who wrote it, carried along as the text is edited. Pure; knows no people.
import type { ChangeDesc } from "@codemirror/state";
import type { Blame } from "#weave/blame.ts";

/** An edit: whose, by the number of the client, and when, in ms since 1970. */
export interface Stamp {
  readonly client: number;
  readonly time: number;
}

/** Who put a stretch where it is, and who had written it before where that was another edit. */
export interface Origin {
  readonly put: Stamp;
  readonly written: Stamp;
}

interface Run {
  /** UTF-16 units */
  readonly length: number;
  /** undefined: it was there before anybody edited */
  readonly origin: Origin | undefined;
}

/** One text, stretch by stretch. */
export class Runs {
  readonly #runs: readonly Run[];
  #ends: Uint32Array | undefined;

  private constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  /** `stampOf`: of a version from 1 on. */
  static of({ ends, put, written }: Blame, stampOf: (version: number) => Stamp): Runs {
    const runs = new Gathered();
    let [from, last, lastPut, lastWritten] = [0, undefined as Origin | undefined, 0, 0];
    for (const [index, end] of ends.entries()) {
      const [putIn, writtenIn] = [put[index]!, written[index]!];
      if (putIn !== lastPut || writtenIn !== lastWritten) {
        const by = writtenIn === 0 ? putIn : writtenIn;
        const stamp = putIn === 0 ? undefined : stampOf(putIn);
        last = stamp && { put: stamp, written: by === putIn ? stamp : stampOf(by) };
        [lastPut, lastWritten] = [putIn, writtenIn];
      }
      runs.add(end - from, last);
      from = end;
    }
    return new Runs(runs.done);
  }

  /** Of how many units they are. */
  get length(): number {
    return this.#runs.reduce((sum, { length }) => sum + length, 0);
  }

  /** What they are behind a change of the text; all that it inserts is new, and of this edit. Throws when it is of another length. */
  carried(changes: ChangeDesc, stamp: Stamp): Runs {
    const origin: Origin = { put: stamp, written: stamp };
    const rest = new Rest(this.#runs);
    const runs = new Gathered();
    let at = 0;
    changes.iterChangedRanges((fromA, toA, fromB, toB) => {
      rest.take(fromA - at, (length, one) => runs.add(length, one));
      rest.take(toA - fromA, () => {});
      runs.add(toB - fromB, origin);
      at = toA;
    }, true);
    rest.take(changes.length - at, (length, one) => runs.add(length, one));
    return new Runs(runs.done);
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

/** Stretches that follow each other, those of one origin put together. */
class Gathered {
  readonly done: Run[] = [];

  add(length: number, origin: Origin | undefined): void {
    if (length === 0) return;
    const last = this.done.at(-1);
    if (last && isSame(last.origin, origin))
      this.done[this.done.length - 1] = { length: last.length + length, origin: last.origin };
    else this.done.push({ length, origin });
  }
}

/** Stretches that are taken bit by bit. */
class Rest {
  readonly #runs: readonly Run[];
  #next = 0;
  #taken = 0;

  constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  take(units: number, visit: (length: number, origin: Origin | undefined) => void): void {
    for (let left = units; left > 0;) {
      const run = this.#runs[this.#next];
      if (!run) throw new Error("invariant: the change is of a longer text");
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

/** Typing goes on: one person's edits are one stretch, as of when it began, as long as they follow each other. What is put back is none of it. */
const ONE_STRETCH_MS = 60_000;

const isNear = (one: Stamp, other: Stamp): boolean =>
  one.client === other.client && Math.abs(one.time - other.time) < ONE_STRETCH_MS;

const isPutBack = ({ put, written }: Origin): boolean => put !== written;

const isSame = (one: Origin | undefined, other: Origin | undefined): boolean =>
  one === other ||
  (!!one &&
    !!other &&
    isPutBack(one) === isPutBack(other) &&
    isNear(one.put, other.put) &&
    isNear(one.written, other.written));

function endsOf(runs: readonly Run[]): Uint32Array {
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
