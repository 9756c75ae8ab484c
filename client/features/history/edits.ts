// The edits of a file in their order, column by column: who made each, when, how much and where. Knows no text and no screen.
import { type Counts, counts } from "#weave/growing.ts";
import { TimeLine } from "#weave/timeLine.ts";

/** Edits that follow each other, as the worker hands them over: columns that are equally long. */
export interface SomeEdits {
  /** the numbers of clients */
  readonly authors: Uint32Array;
  /** ms since 1970 */
  readonly times: Float64Array;
  /** UTF-16 units */
  readonly inserted: Uint32Array;
  /** UTF-16 units */
  readonly deleted: Uint32Array;
  /** where the caret is after each: UTF-16 units from the beginning of the text */
  readonly carets: Uint32Array;
}

/** An edit is a version from 1 on; its columns have it one place earlier. */
export class Edits {
  readonly timeLine = new TimeLine();
  readonly inserted: Counts = counts();
  readonly deleted: Counts = counts();
  readonly carets: Counts = counts();

  get length(): number {
    return this.timeLine.head;
  }

  /** Makes room for so many in all, and no more. */
  reserve(length: number): void {
    const { authors, times } = this.timeLine;
    for (const column of [authors, times, this.inserted, this.deleted, this.carets])
      column.reserve(length - this.length);
  }

  add({ authors, times, inserted, deleted, carets }: SomeEdits): void {
    for (let index = 0; index < authors.length; index++) {
      this.timeLine.append(authors[index]!, times[index]!);
      this.inserted.push(inserted[index]!);
      this.deleted.push(deleted[index]!);
      this.carets.push(carets[index]!);
    }
  }
}
