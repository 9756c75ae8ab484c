// A weave and its time line as bytes, so that a history is built on from there instead of from its beginning. Knows no store.
import { Column, type ColumnReader, joined, parted } from "./bytes.ts";
import { TimeLine } from "./timeLine.ts";
import { STANDS, Weave } from "./weave.ts";

/** What the bytes of a weave and of a time line begin with: another number once they are written in another way. */
const WEAVE = 1;
const TIME_LINE = 2;

/** Names that follow each other: they stand, or went at one version, or each one version after or before the name before it. */
const STAND = 0;
const AT_ONCE = 1;
const FORWARDS = 2;
const BACKWARDS = 3;
const KINDS = 4;
/** Versions from one name to the next. */
const STEPS = [0, 0, 1, -1];

/** All of a weave, not deflated: what was decoded is built on as the weave itself would be. */
export function encodeWeave(weave: Weave): Uint8Array {
  const units = weave.pool.values.subarray(0, weave.pool.length);
  return joined(WEAVE, [
    // of most text all high bytes are 0
    Uint8Array.from(units, (unit) => unit % 256),
    Uint8Array.from(units, (unit) => unit >> 8),
    encodeBorn(weave),
    ...encodeDeleted(weave),
    ...encodeOrder(weave),
    encodeCopies(weave),
    encodeDeletions(weave),
  ]);
}

/** Throws when these are not all bytes of a weave. */
export function decodeWeave(bytes: Uint8Array): Weave {
  const [low, high, born, shapes, deleted, starts, lengths, copies, deletions] = parted(WEAVE, 9, bytes) as [
    ColumnReader,
    ColumnReader,
    ColumnReader,
    ColumnReader,
    ColumnReader,
    ColumnReader,
    ColumnReader,
    ColumnReader,
    ColumnReader,
  ];
  const weave = new Weave();
  const units = low.bytes.length;
  weave.pool.reserve(units);
  for (let name = 0; name < units; name++) weave.pool.push(low.bytes[name]! + high.bytes[name]! * 256);
  weave.born.length = 0;
  for (let count = 0; !born.isAtEnd;) weave.born.push((count += born.take()));
  decodeDeleted(weave, shapes, deleted);
  decodeOrder(weave, starts, lengths);
  decodeCopies(weave, copies);
  while (!deletions.isAtEnd) weave.deletions.add(takeDeletion(deletions));
  if (high.bytes.length !== units || weave.born.values[weave.head] !== units || weave.deleted.length !== units)
    throw new Error("the columns are not of one weave");
  return weave;
}

export function encodeTimeLine(timeLine: TimeLine): Uint8Array {
  const [authors, times] = [new Column(), new Column()];
  const { head } = timeLine;
  for (let from = 1, to = 1; from <= head; from = to) {
    const author = timeLine.authorOf(from);
    while (to <= head && timeLine.authorOf(to) === author) to++;
    authors.put(author);
    authors.put(to - from);
  }
  for (let version = 1, before = 0; version <= head; version++) {
    times.putSigned(timeLine.timeOf(version) - before);
    before = timeLine.timeOf(version);
  }
  return joined(TIME_LINE, [authors.bytes, times.bytes]);
}

/** Throws when these are not all bytes of a time line. */
export function decodeTimeLine(bytes: Uint8Array): TimeLine {
  const [authors, times] = parted(TIME_LINE, 2, bytes) as [ColumnReader, ColumnReader];
  const timeLine = new TimeLine();
  let time = 0;
  while (!authors.isAtEnd) {
    const author = authors.take();
    for (let left = authors.take(); left > 0; left--) timeLine.append(author, (time += times.takeSigned()));
  }
  return timeLine;
}

function encodeBorn({ born, head }: Weave): Uint8Array {
  const column = new Column();
  for (let version = 0, before = 0; version <= head; version++) {
    column.put(born.values[version]! - before);
    before = born.values[version]!;
  }
  return column.bytes;
}

/** The kinds and lengths of stretches of names; and where they went, the first's version after the one that put it. */
function encodeDeleted(weave: Weave): [shapes: Uint8Array, deleted: Uint8Array] {
  const [shapes, versions] = [new Column(), new Column()];
  const { values, length } = weave.deleted;
  const put = weave.putVersions();
  for (let from = 0, to = 0; from < length; from = to) {
    const [first, step] = [values[from]!, from + 1 < length ? values[from + 1]! - values[from]! : 0];
    const kind = first === STANDS ? STAND : step === 1 ? FORWARDS : step === -1 ? BACKWARDS : AT_ONCE;
    for (to = from + 1; to < length && values[to] === values[to - 1]! + STEPS[kind]!;) to++;
    shapes.put((to - from) * KINDS + kind);
    if (kind !== STAND) versions.put(first - put[from]!);
  }
  return [shapes.bytes, versions.bytes];
}

function decodeDeleted(weave: Weave, shapes: ColumnReader, versions: ColumnReader): void {
  const put = weave.putVersions();
  const { deleted } = weave;
  while (!shapes.isAtEnd) {
    const shape = shapes.take();
    const [length, kind] = [Math.floor(shape / KINDS), shape % KINDS];
    let version = kind === STAND ? STANDS : put[deleted.length]! + versions.take();
    for (let left = length; left > 0; left--, version += STEPS[kind]!) deleted.push(version);
  }
}

/** Runs of names, dead and standing: how far each begins from the end of the one before it, and its length. */
function encodeOrder({ order }: Weave): [starts: Uint8Array, lengths: Uint8Array] {
  const [starts, lengths] = [new Column(), new Column()];
  let [start, end, before] = [0, 0, 0];
  const put = (): void => {
    if (end === start) return;
    starts.putSigned(start - before);
    lengths.put(end - start);
    before = end;
  };
  order.each((from, to) => {
    if (from !== end) {
      put();
      start = from;
    }
    end = to;
  });
  put();
  return [starts.bytes, lengths.bytes];
}

function decodeOrder({ order, deleted }: Weave, starts: ColumnReader, lengths: ColumnReader): void {
  for (let end = 0; !starts.isAtEnd;) {
    let from = end + starts.takeSigned();
    end = from + lengths.take();
    for (let to = from; from < end; from = to) {
      const isStanding = deleted.values[from] === STANDS;
      while (to < end && (deleted.values[to] === STANDS) === isStanding) to++;
      order.push(from, to - from, isStanding);
    }
  }
}

function encodeCopies({ copies }: Weave): Uint8Array {
  const column = new Column();
  const { starts, lengths, sources, origins, told } = copies;
  for (let index = 0, end = 0; index < starts.length; index++) {
    const [start, source] = [starts.values[index]!, sources.values[index]!];
    column.put(start - end);
    column.put(lengths.values[index]! * 2 + told.values[index]!);
    column.put(start - source);
    column.put(source - origins.values[index]!);
    end = start + lengths.values[index]!;
  }
  return column.bytes;
}

function decodeCopies({ copies }: Weave, column: ColumnReader): void {
  for (let end = 0; !column.isAtEnd;) {
    const start = end + column.take();
    const [length, source] = [column.take(), start - column.take()];
    end = start + Math.floor(length / 2);
    copies.push(start, Math.floor(length / 2), source, source - column.take(), length % 2);
  }
}

function encodeDeletions({ deletions }: Weave): Uint8Array {
  const column = new Column();
  for (const deletion of deletions.all) {
    column.put(deletion.length / 2);
    for (let at = 0, end = 0; at < deletion.length; at += 2) {
      column.putSigned(deletion[at]! - end);
      end = deletion[at + 1]!;
      column.put(end - deletion[at]!);
    }
  }
  return column.bytes;
}

function takeDeletion(column: ColumnReader): number[] {
  const deletion: number[] = [];
  let end = 0;
  for (let left = column.take(); left > 0; left--) {
    const from = end + column.takeSigned();
    end = from + column.take();
    deletion.push(from, end);
  }
  return deletion;
}
