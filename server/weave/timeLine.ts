// Who made each version and when, and where it is on a time line that leaves out what nobody typed. Knows no text.
import { type Counts, counts, type Times, times } from "./growing.ts";
import type { Weave } from "./weave.ts";

/** A pause is played for so long. */
const PAUSE_MS = 1_000;
/** What was typed without a connection has one time; it is played as if there were so much between two changes. */
const OFFLINE_KEY_MS = 150;
/** So many changes of one author at one time were typed before: nobody else's connection is so slow. */
const OFFLINE_CHANGES = 10;

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

/** Where versions are on the time line; all columns are of versions from 1 on. */
export interface Played {
  /** ms since 1970, whole ones: as in the log, but what has one time there is spread over the time before it, at most 150 ms each */
  readonly times: Float64Array;
  /** ms from the beginning when it is played, in which a pause takes 1 s at most; ascending */
  readonly played: Float64Array;
  /** 1: typed without a connection, so that its time is guessed */
  readonly isOffline: Uint8Array;
}

/** `walls`: ascending, whole ms since 1970 at which it was noted what there was: what came later is not spread beyond them. */
export function playedOf({ head, authors, times: logged }: TimeLine, walls: readonly number[] = []): Played {
  let [nextWall, wall] = [0, -Infinity];
  const spread = logged.values.slice(0, head);
  const isOffline = new Uint8Array(head);
  for (let from = 0, to = 0; from < head; from = to) {
    const time = logged.values[from]!;
    for (to = from + 1; to < head && logged.values[to] === time && authors.values[to] === authors.values[from];) to++;
    const count = to - from;
    if (count > 1) {
      while (walls[nextWall]! < time) wall = walls[nextWall++]!;
      const gap = Math.max(0, time - Math.max(wall, spread[from - 1] ?? -Infinity));
      const step = Math.min(OFFLINE_KEY_MS, gap / count);
      for (let index = from; index < to; index++) spread[index] = Math.ceil(time - (to - 1 - index) * step);
    }
    if (count >= OFFLINE_CHANGES) isOffline.fill(1, from, to);
  }
  const played = new Float64Array(head);
  for (let index = 1; index < head; index++)
    played[index] = played[index - 1]! + Math.min(PAUSE_MS, Math.max(0, spread[index]! - spread[index - 1]!));
  return { times: spread, played, isOffline };
}

/** The newest version that was there after so many ms, by a column of versions from 1 on; 0: none was. */
export function versionAt(column: Float64Array, ms: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle]! > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Of each version from 1 on, how many units it inserted and deleted. */
export function sizesOf(weave: Weave): { readonly inserted: Uint32Array; readonly deleted: Uint32Array } {
  const [inserted, deleted] = [new Uint32Array(weave.head), new Uint32Array(weave.head)];
  const born = weave.born.values;
  for (let index = 0; index < weave.head; index++) inserted[index] = born[index + 1]! - born[index]!;
  const deletedIn = weave.deleted.values.subarray(0, weave.pool.length);
  for (const version of deletedIn) if (version <= weave.head) deleted[version - 1]!++;
  return { inserted, deleted };
}
