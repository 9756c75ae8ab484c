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
  readonly #done: Stretch[] = [];
  /** of the last */
  #length = 0;
  #origin: Origin | undefined;

  add(length: number, origin: Origin | undefined): void {
    if (length === 0) return;
    if (this.#length > 0 && !isSame(this.#origin, origin)) this.#end();
    if (this.#length === 0) this.#origin = origin;
    this.#length += length;
  }

  /** All of them. */
  done(): readonly Stretch[] {
    if (this.#length > 0) this.#end();
    return this.#done;
  }

  #end(): void {
    this.#done.push({ length: this.#length, origin: this.#origin });
    this.#length = 0;
  }
}

/** `stampOf`: of a version from 1 on. */
export function stretchesOf({ ends, put, written }: Blame, stampOf: (version: number) => Stamp): readonly Stretch[] {
  const stretches = new Stretches();
  let [from, last, lastPut, lastWritten] = [0, undefined as Origin | undefined, 0, 0];
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index]!;
    const putIn = put[index]!;
    const writtenIn = written[index]!;
    if (putIn !== lastPut || writtenIn !== lastWritten) {
      const by = writtenIn === 0 ? putIn : writtenIn;
      const stamp = putIn === 0 ? undefined : stampOf(putIn);
      last = stamp && { put: stamp, written: by === putIn ? stamp : stampOf(by) };
      [lastPut, lastWritten] = [putIn, writtenIn];
    }
    stretches.add(end - from, last);
    from = end;
  }
  return stretches.done();
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
