// The edits of a file in their order, column by column: who made each, when and where, and what was pasted. Knows no text and no screen.
import { type Counts, counts } from "#weave/growing.ts";
import { spreadTimes, TimeLine } from "#weave/timeLine.ts";

/** Edits that follow each other, as the worker hands them over: columns that are equally long. */
export interface SomeEdits {
  /** the numbers of clients */
  readonly authors: Uint32Array;
  /** ms since 1970 */
  readonly times: Float64Array;
  /** UTF-16 units */
  readonly inserted: Uint32Array;
  /** where the caret is after each: UTF-16 units from the beginning of the text */
  readonly carets: Uint32Array;
}

/** More at once than this, in UTF-16 units, nobody types. */
export const LARGE_PASTE_UNITS = 200;

const NO_WALLS: readonly number[] = [];

/** An edit is a version from 1 on; its columns have it one place earlier. */
export class Edits {
  readonly timeLine = new TimeLine();
  /** UTF-16 units of large pastes, by their versions: of what else is inserted nobody asks how much that is */
  readonly pastes = new Map<number, number>();
  readonly carets: Counts = counts();
  readonly #walls: () => readonly number[];
  #spread: { readonly walls: readonly number[]; readonly times: Float64Array } | undefined;

  /** `walls`: ascending, ms since 1970 at which it was noted what there was. */
  constructor(walls: () => readonly number[] = () => NO_WALLS) {
    this.#walls = walls;
  }

  /** ms since 1970 of each, ascending, by which all of the page goes: what was typed offline is spread over the time before it. */
  get times(): Float64Array {
    const walls = this.#walls();
    if (this.#spread?.walls !== walls || this.#spread.times.length !== this.length)
      this.#spread = { walls, times: spreadTimes(this.timeLine, walls) };
    return this.#spread.times;
  }

  get length(): number {
    return this.timeLine.head;
  }

  /** Makes room for so many in all, and no more. */
  reserve(length: number): void {
    const { authors, times } = this.timeLine;
    for (const column of [authors, times, this.carets]) column.reserve(length - this.length);
  }

  add({ authors, times, inserted, carets }: SomeEdits): void {
    for (let index = 0; index < authors.length; index++) {
      this.timeLine.append(authors[index]!, times[index]!);
      if (inserted[index]! >= LARGE_PASTE_UNITS) this.pastes.set(this.length, inserted[index]!);
      this.carets.push(carets[index]!);
    }
  }
}
