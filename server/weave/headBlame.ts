// The blame of one text as few bytes, for who wants nothing else of its history. Knows no weave.
import type { Blame } from "./blame.ts";
import { Column, type ColumnReader, joined, parted } from "./bytes.ts";
import type { TimeLine } from "./timeLine.ts";

const BLAME = 3;
/** Times are told to the minute, as they are shown: to the second they would be half of all bytes. */
const MINUTE_MS = 60_000;
/** What a stretch is, added up; a copy is what is written otherwise than it is put. */
const PUT_IN_STEPS = 1;
const WRITTEN_IN_STEPS = 2;
const IS_COPY = 4;
const KINDS = 8;

/** Who did something to a stretch of text, when and at which version. */
interface Deed {
  /** of the first unit; 0: the file began with it */
  readonly version: number;
  /** each unit is one version after the unit before it, as what is typed; else all are of one */
  readonly isInSteps: boolean;
  /** as the time line has it; −1: the file began with it */
  readonly author: number;
  /** ms since 1970, of the first unit and to the minute; 0: the file began with it */
  readonly time: number;
}

/** The text from the end of the stretch before until before the unit `end`. */
export interface BlamedStretch {
  readonly end: number;
  readonly put: Deed;
  readonly written: Deed;
}

/** Deflated, about 3 bytes a stretch. */
export function encodeBlame(blame: Blame, timeLine: TimeLine): Uint8Array {
  const [shapes, put, written] = [new Column(), new VersionWriter(), new VersionWriter()];
  const { ends } = blame;
  const unitsOf = (row: number): number => ends[row]! - (row === 0 ? 0 : ends[row - 1]!);
  /** whether a row of one unit is what was typed right after the row before it */
  const isTyped = (versions: Uint32Array, row: number): boolean =>
    row < ends.length &&
    unitsOf(row) === 1 &&
    unitsOf(row - 1) === 1 &&
    versions[row] === versions[row - 1]! + 1 &&
    versions[row - 1] !== 0 &&
    timeLine.authorOf(versions[row]!) === timeLine.authorOf(versions[row - 1]!);
  for (let row = 0, begin = 0; row < ends.length;) {
    const first = row++;
    const [isPutInSteps, isWrittenInSteps] = [isTyped(blame.put, row), isTyped(blame.written, row)];
    const goesOn = (versions: Uint32Array, isInSteps: boolean): boolean =>
      isInSteps ? isTyped(versions, row) : row < ends.length && versions[row] === versions[first];
    while (goesOn(blame.put, isPutInSteps) && goesOn(blame.written, isWrittenInSteps)) row++;
    const units = ends[row - 1]! - begin;
    begin += units;
    const isCopy = blame.put[first] !== blame.written[first] || isPutInSteps !== isWrittenInSteps;
    shapes.put(
      units * KINDS +
        (isPutInSteps ? PUT_IN_STEPS : 0) +
        (isWrittenInSteps ? WRITTEN_IN_STEPS : 0) +
        (isCopy ? IS_COPY : 0),
    );
    put.put(blame.put[first]!, isPutInSteps ? units - 1 : 0);
    if (isCopy) written.put(blame.written[first]!, isWrittenInSteps ? units - 1 : 0);
  }
  const distinct = ascending([...put.versions, ...written.versions]);
  return joined(BLAME, [shapes.bytes, put.bytes, written.bytes, ...encodeDeeds(distinct, timeLine)]);
}

/** Throws when these are not all bytes of a blame. */
export function decodeBlame(bytes: Uint8Array): BlamedStretch[] {
  const columns = parted(BLAME, 5, bytes) as [ColumnReader, ColumnReader, ColumnReader, ColumnReader, ColumnReader];
  const [shapes, put, written, authors, minutes] = columns;
  const rows: { readonly end: number; readonly shape: number; readonly put: number; readonly written: number }[] = [];
  let [end, nextPut, nextWritten] = [0, 0, 0];
  while (!shapes.isAtEnd) {
    const shape = shapes.take();
    const units = Math.floor(shape / KINDS);
    const putIn = nextPut + put.takeSigned();
    const isCopy = (shape & IS_COPY) !== 0;
    const writtenIn = isCopy ? nextWritten + written.takeSigned() : putIn;
    nextPut = putIn + ((shape & PUT_IN_STEPS) !== 0 ? units : 1);
    if (isCopy) nextWritten = writtenIn + ((shape & WRITTEN_IN_STEPS) !== 0 ? units : 1);
    rows.push({ end: (end += units), shape, put: putIn, written: writtenIn });
  }
  const distinct = ascending(rows.flatMap((row) => [row.put, row.written]));
  const deeds = decodeDeeds(distinct, authors, minutes);
  const deedOf = (version: number, steps: number): Deed => ({ ...deeds.get(version)!, isInSteps: steps !== 0 });
  return rows.map((row) => ({
    end: row.end,
    put: deedOf(row.put, row.shape & PUT_IN_STEPS),
    written: deedOf(row.written, row.shape & WRITTEN_IN_STEPS),
  }));
}

const ascending = (versions: readonly number[]): number[] =>
  [...new Set(versions)].toSorted((one, other) => one - other);

/** Versions by how far they are from the end of the stretch before. */
class VersionWriter {
  readonly versions: number[] = [];
  readonly #column = new Column();
  #next = 0;

  get bytes(): Uint8Array {
    return this.#column.bytes;
  }

  put(version: number, steps: number): void {
    this.versions.push(version);
    this.#column.putSigned(version - this.#next);
    this.#next = version + steps + 1;
  }
}

/** Who made each of the versions and when: times ascend with versions, so that they are small numbers in that order alone. */
function encodeDeeds(versions: readonly number[], timeLine: TimeLine): [authors: Uint8Array, minutes: Uint8Array] {
  const [authors, minutes] = [new Column(), new Column()];
  let before = 0;
  for (const version of versions) {
    if (version === 0) continue;
    const minute = Math.floor(timeLine.timeOf(version) / MINUTE_MS);
    authors.put(timeLine.authorOf(version));
    minutes.putSigned(minute - before);
    before = minute;
  }
  return [authors.bytes, minutes.bytes];
}

function decodeDeeds(
  versions: readonly number[],
  authors: ColumnReader,
  minutes: ColumnReader,
): ReadonlyMap<number, Omit<Deed, "isInSteps">> {
  let minute = 0;
  return new Map(
    versions.map((version) => {
      if (version === 0) return [version, { version, author: -1, time: 0 }];
      minute += minutes.takeSigned();
      return [version, { version, author: authors.take(), time: minute * MINUTE_MS }];
    }),
  );
}
