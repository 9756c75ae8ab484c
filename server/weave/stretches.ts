// Whose a text is, stretch by stretch: who put each there and who wrote it, by clients and times. Knows no people.
import type { Blame } from "./blame.ts";

/** An edit: whose, by the number of the client, and when, in ms since 1970. */
export interface Stamp {
  readonly client: number;
  readonly time: number;
}

/** Who put a stretch where it is, and who had written it before where that was another edit; else both are the same object. */
export interface Origin {
  readonly put: Stamp;
  readonly written: Stamp;
}

export interface Stretch {
  /** UTF-16 units */
  readonly length: number;
  /** undefined: it was there before anybody edited */
  readonly origin: Origin | undefined;
}

/** Stretches that follow each other, those of one origin put together. */
export class Stretches {
  readonly done: Stretch[] = [];

  add(length: number, origin: Origin | undefined): void {
    if (length === 0) return;
    const last = this.done.at(-1);
    if (last && isSame(last.origin, origin))
      this.done[this.done.length - 1] = { length: last.length + length, origin: last.origin };
    else this.done.push({ length, origin });
  }
}

/** `stampOf`: of a version from 1 on. */
export function stretchesOf({ ends, put, written }: Blame, stampOf: (version: number) => Stamp): readonly Stretch[] {
  const stretches = new Stretches();
  let [from, last, lastPut, lastWritten] = [0, undefined as Origin | undefined, 0, 0];
  for (const [index, end] of ends.entries()) {
    const [putIn, writtenIn] = [put[index]!, written[index]!];
    if (putIn !== lastPut || writtenIn !== lastWritten) {
      const by = writtenIn === 0 ? putIn : writtenIn;
      const stamp = putIn === 0 ? undefined : stampOf(putIn);
      last = stamp && { put: stamp, written: by === putIn ? stamp : stampOf(by) };
      [lastPut, lastWritten] = [putIn, writtenIn];
    }
    stretches.add(end - from, last);
    from = end;
  }
  return stretches.done;
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
