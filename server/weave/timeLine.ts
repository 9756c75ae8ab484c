// Who made each version and when, as it was logged and as it is told. Knows no text.
import { type Counts, counts, type Times, times } from "./growing.ts";

/** What was typed without a connection has one time; it is taken for typed with at most so much between two changes. */
const OFFLINE_KEY_MS = 150;

/** The columns of a file's versions from 1 on: `authors[0]` is who made version 1. An author is a number, of a client or whatever the log has. */
export class TimeLine {
  readonly authors: Counts = counts();
  /** ms since 1970, by the server's clock, ascending */
  readonly times: Times = times();

  append(author: number, time: number): void {
    this.authors.push(author);
    this.times.push(time);
  }

  get head(): number {
    return this.authors.length;
  }

  /** Of a version from 1 on. */
  authorOf(version: number): number {
    return this.authors.values[version - 1]!;
  }

  /** Of a version from 1 on: ms since 1970. */
  timeOf(version: number): number {
    return this.times.values[version - 1]!;
  }
}

/**
 * When each version from 1 on was made: ms since 1970, whole ones, ascending, as in the log, but what has one time there is spread over the time before it,
 * at most 150 ms each. `walls`: ascending, whole ms since 1970 at which it was noted what there was: what came later is not spread beyond them.
 */
export function spreadTimes(
  { head, authors, times: logged }: TimeLine,
  walls: readonly number[] = [],
): Float64Array<ArrayBuffer> {
  let [nextWall, wall] = [0, -Infinity];
  const spread = logged.values.slice(0, head);
  for (let from = 0, to = 0; from < head; from = to) {
    const time = logged.values[from]!;
    for (to = from + 1; to < head && logged.values[to] === time && authors.values[to] === authors.values[from];) to++;
    const count = to - from;
    if (count === 1) continue;
    while (walls[nextWall]! < time) wall = walls[nextWall++]!;
    const gap = Math.max(0, time - Math.max(wall, spread[from - 1] ?? -Infinity));
    const step = Math.min(OFFLINE_KEY_MS, gap / count);
    for (let index = from; index < to; index++) spread[index] = Math.ceil(time - (to - 1 - index) * step);
  }
  return spread;
}

/** The version that was there at a moment, by the spread times; undefined: the line goes on, and more of it may be of before that. */
export function versionThen(
  line: TimeLine,
  { time, walls }: { readonly time: number; readonly walls: readonly number[] },
  isAll: boolean,
): number | undefined {
  const { head } = line;
  const next = versionAt(line.times.values.subarray(0, head), time) + 1;
  // what has one time is spread once all of it is there, and what comes behind that is later
  const isSpread =
    next < head && (line.timeOf(next) !== line.timeOf(head) || line.authorOf(next) !== line.authorOf(head));
  return isAll || isSpread ? versionAt(spreadTimes(line, walls), time) : undefined;
}

/** The newest version that was there by then, by a column of versions from 1 on; 0: none was. */
export function versionAt(column: Float64Array, ms: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle]! > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Ascending, ms since 1970 at which it was noted what there was: what was there then was named, or something happened beside the texts. @public */
export function wallsIn(
  entries: readonly ({ readonly type: string; readonly at?: number; readonly time: number } | null)[],
  marks: readonly { readonly time: number }[],
): readonly number[] {
  const named = entries.flatMap((one) => (one?.type === "named" && one.at === one.time ? [one.time] : []));
  return [...named, ...marks.map(({ time }) => time)].toSorted((one, other) => one - other);
}
