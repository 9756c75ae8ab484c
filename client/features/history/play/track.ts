// What is played: the edits of one file or of several, in the order in which they were made, on an axis of time that may leave pauses out. Knows no text and no screen.
import { versionAt } from "#weave/timeLine.ts";
import type { Edits } from "../weave/edits.ts";

/** Of a pause that is left out so much stays, in ms. */
const PAUSE_STAYS_MS = 1_000;
/** Shorter is thinking; from this on the arrows go from pause to pause. */
export const PAUSE_MS = 5_000;
/** Whoever writes nothing for so long has come to an end of something. */
export const LONG_PAUSE_MS = 120_000;

/** A file's edits, by its number, and when each was made: what was typed offline is spread over the time before it. */
interface PlayedFile {
  readonly file: number;
  readonly edits: Edits;
  readonly length: number;
  /** ms since 1970 */
  readonly times: Float64Array;
}

/** Edits of several files are counted from 0 on as they were made, all together. What is read of a file later is in another track. */
export class Track {
  readonly files: readonly PlayedFile[];
  readonly length: number;
  /** ms since 1970 of each edit, ascending */
  readonly times: Float64Array;
  /** where there are several files: for each edit the place of its file among `files`, and its version there */
  readonly #fileOf: Uint16Array | undefined;
  readonly #versionOf: Uint32Array | undefined;
  #axis: Axis | undefined;

  constructor(files: readonly { readonly file: number; readonly edits: Edits }[]) {
    this.files = files.map(({ file, edits }) => {
      const { times } = edits;
      return { file, edits, length: times.length, times };
    });
    const [first, second] = this.files;
    this.length = this.files.reduce((sum, { length }) => sum + length, 0);
    this.times = first && !second ? first.times : new Float64Array(this.length);
    if (!second) return;
    this.#fileOf = new Uint16Array(this.length);
    this.#versionOf = new Uint32Array(this.length);
    this.#merge(this.#fileOf, this.#versionOf);
  }

  /** Those of one file stay in their order; of two at the same moment that of the file that comes first. */
  #merge(fileOf: Uint16Array, versionOf: Uint32Array): void {
    const next = this.files.map(() => 0);
    const timeOf = (place: number): number => this.files[place]!.times[next[place]!] ?? Infinity;
    for (let index = 0; index < this.length;) {
      let [first, until] = [0, Infinity];
      for (let place = 1; place < next.length; place++) {
        if (timeOf(place) < timeOf(first)) [first, until] = [place, timeOf(first)];
        else until = Math.min(until, timeOf(place));
      }
      // people stay in one file for a while
      do {
        this.times[index] = timeOf(first);
        fileOf[index] = first;
        versionOf[index++] = ++next[first]!;
      } while (timeOf(first) < until);
    }
  }

  /** Of each file ms since 1970, ascending, at which the server noted its edits. */
  get noted(): readonly Float64Array[] {
    return this.files.map(({ edits, length }) => edits.timeLine.times.values.subarray(0, length));
  }

  /** The place among `files` of the file that an edit is in. */
  place(edit: number): number {
    return this.#fileOf?.[edit] ?? 0;
  }

  /** The number of the file that an edit is in. */
  file(edit: number): number {
    return this.files[this.place(edit)]!.file;
  }

  /** The version that an edit makes of its file. */
  version(edit: number): number {
    return this.#versionOf?.[edit] ?? edit + 1;
  }

  /** The client that made an edit. */
  client(edit: number): number {
    return this.#editsOf(edit).timeLine.authorOf(this.version(edit));
  }

  /** Where the caret is after an edit: UTF-16 units from the beginning of its file's text. */
  caret(edit: number): number {
    return this.#editsOf(edit).carets.values[this.version(edit) - 1]!;
  }

  #editsOf(edit: number): Edits {
    return this.files[this.place(edit)]!.edits;
  }

  /** The version that a file has once the first `count` edits are made; undefined of a file that is not played. */
  versionIn(file: number, count: number): number | undefined {
    const place = this.files.findIndex((one) => one.file === file);
    if (place === -1) return undefined;
    // of edits at the same moment some may be made and some not
    for (let edit = count - 1; edit >= 0; edit--) {
      if (this.place(edit) === place) return this.version(edit);
      if (this.times[edit] !== this.times[count - 1]) return versionAt(this.files[place]!.times, this.times[edit]!);
    }
    return 0;
  }

  /** The axis, which leaves out pauses or has them. */
  axis(skipsPauses: boolean): Axis {
    if (this.#axis?.skipsPauses !== skipsPauses) this.#axis = new Axis(this.times, skipsPauses);
    return this.#axis;
  }

  /** How many edits are made at the next pause after the first `count` edits; all of them where there is none. */
  nextPause(count: number): number {
    for (let next = count + 1; next < this.length; next++) if (this.#isPause(next, PAUSE_MS)) return next;
    return this.length;
  }

  /** How many edits are made at the last pause before the first `count` edits; 0 where there is none. */
  previousPause(count: number): number {
    for (let next = count - 1; next > 0; next--) if (this.#isPause(next, PAUSE_MS)) return next;
    return 0;
  }

  /** For each pause that takes so many ms how many edits are made at it. */
  pauses(ms: number): number[] {
    const counts: number[] = [];
    for (let next = 1; next < this.length; next++) if (this.#isPause(next, ms)) counts.push(next);
    return counts;
  }

  /** Whether nobody typed for so long after the first `count` edits. */
  #isPause(count: number, ms: number): boolean {
    return count > 0 && this.times[count]! - this.times[count - 1]! >= ms;
  }
}

/**
 * Where edits lie in the time that playing takes at its usual speed. The first lies at 0; with pauses left out each is at most a second
 * behind the one before it.
 */
export class Axis {
  readonly skipsPauses: boolean;
  readonly #times: Float64Array;
  /** ms for each edit */
  readonly #played: Float64Array;

  constructor(times: Float64Array, skipsPauses: boolean) {
    this.skipsPauses = skipsPauses;
    this.#times = times;
    const most = skipsPauses ? PAUSE_STAYS_MS : Infinity;
    this.#played = new Float64Array(times.length);
    let sum = 0;
    for (let edit = 1; edit < times.length; edit++) {
      sum += Math.min(times[edit]! - times[edit - 1]!, most);
      this.#played[edit] = sum;
    }
  }

  /** ms that all of it takes */
  get total(): number {
    return this.#played.at(-1) ?? 0;
  }

  /** ms at which an edit is made */
  of(edit: number): number {
    return this.#played[edit] ?? 0;
  }

  /** How many edits are made by then. */
  count(played: number): number {
    return versionAt(this.#played, played);
  }

  /** ms since 1970 that it is then; before the first edit that of the first, behind the last that of the last. */
  time(played: number): number {
    const count = this.count(played);
    const [before, after] = [this.#times[count - 1], this.#times[count]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    const [from, to] = [this.of(count - 1), this.of(count)];
    return before + ((after - before) * (played - from)) / (to - from);
  }

  /** ms at which it is this time, in ms since 1970. */
  at(time: number): number {
    const count = versionAt(this.#times, time);
    const [before, after] = [this.#times[count - 1], this.#times[count]];
    if (before === undefined) return 0;
    if (after === undefined) return this.total;
    const [from, to] = [this.of(count - 1), this.of(count)];
    return from + ((to - from) * (time - before)) / (after - before);
  }
}
