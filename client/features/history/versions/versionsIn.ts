// The versions of a room: moments with names, and those that it comes to by itself, at pauses and at what other features mark. Knows no text and no screen.
import type { Mark, NamedMoment } from "../../../../server/features/history/messages.ts";
import { LONG_PAUSE_MS } from "../track.ts";

/** The edits of a room in their order, of all its files. */
export interface RoomEdits {
  readonly length: number;
  /** ms since 1970, ascending */
  readonly times: ArrayLike<number>;
  /** The number of the client that made an edit, from 0 on. */
  client(edit: number): number;
}

/** What made a moment a version. */
type Reason =
  | { readonly type: "named"; readonly moment: NamedMoment }
  | { readonly type: "mark"; readonly mark: Mark }
  /** nobody wrote for so many ms; undefined: nobody has written since */
  | { readonly type: "pause"; readonly ms: number | undefined };

export interface Version {
  /** its rank, the oldest of the room is 1 */
  readonly number: number;
  /** ms since 1970 */
  readonly time: number;
  readonly reason: Reason;
  /** how many of the room's edits are made by then */
  readonly edits: number;
  /** the clients that have edited since the version before, in the order in which they began */
  readonly clients: readonly number[];
}

type Found = Pick<Version, "time" | "reason" | "edits">;

/** With the same text one is enough, and the last says most; what has a name is always one. */
const RANK = { pause: 0, mark: 1, named: 2 } as const;

/** The oldest first. `marks`: those of them that make a version; `now`: ms since 1970. */
export function versionsIn(
  edits: RoomEdits,
  moments: readonly NamedMoment[],
  marks: readonly Mark[],
  now: number,
): readonly Version[] {
  const found = [
    ...pausesIn(edits, now),
    ...marks.map((mark): Found => ({
      time: mark.time,
      reason: { type: "mark", mark },
      edits: editsUntil(edits, mark.time),
    })),
    ...moments.map((moment): Found => ({
      time: moment.at,
      reason: { type: "named", moment },
      edits: editsUntil(edits, moment.at),
    })),
  ].toSorted((one, other) => one.edits - other.edits || one.time - other.time);
  let before = 0;
  return withoutRepeats(found).map((one, index) => {
    const version = { ...one, number: index + 1, clients: clientsBetween(edits, before, one.edits) };
    before = one.edits;
    return version;
  });
}

function pausesIn({ length, times }: RoomEdits, now: number): readonly Found[] {
  const found: Found[] = [];
  for (let edit = 0; edit < length; edit++) {
    const isLast = edit === length - 1;
    const ms = (isLast ? now : times[edit + 1]!) - times[edit]!;
    if (ms < LONG_PAUSE_MS) continue;
    found.push({ time: times[edit]!, reason: { type: "pause", ms: isLast ? undefined : ms }, edits: edit + 1 });
  }
  return found;
}

/** Of those with the same text the named ones, or else the best of the others; before anything is written there is none. */
function withoutRepeats(found: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  for (const one of found) {
    const isNamed = one.reason.type === "named";
    if (one.edits === 0 && !isNamed) continue;
    const last = kept.at(-1);
    if (last?.edits !== one.edits || (isNamed && last.reason.type === "named")) kept.push(one);
    else if (RANK[one.reason.type] >= RANK[last.reason.type]) kept[kept.length - 1] = one;
  }
  return kept;
}

function clientsBetween(edits: RoomEdits, from: number, to: number): readonly number[] {
  const clients = new Set<number>();
  for (let edit = from; edit < to; edit++) clients.add(edits.client(edit));
  return [...clients];
}

function editsUntil({ length, times }: RoomEdits, time: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
