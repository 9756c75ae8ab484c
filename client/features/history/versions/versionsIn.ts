// The versions of a room: moments with names, and those that it comes to by itself, at pauses and at what other features mark. Knows no text and no screen.
import { versionAt } from "#weave/timeLine.ts";
import type { Mark, NamedMoment } from "../../../../server/features/history/messages.ts";
import { LONG_PAUSE_MS } from "../play/track.ts";

/** The edits of a room in their order, of all its files. */
export interface RoomEdits {
  /** ms since 1970 of each, ascending, by which all of the page goes */
  readonly times: Float64Array;
  /**
   * of each file ms since 1970, ascending, at which the server noted its edits. By these the room comes to versions by itself: what was typed
   * offline, and is spread over the time before it, comes behind all that there is.
   */
  readonly noted: readonly Float64Array[];
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
  /**
   * From 1 on, and it stays. Of a name the how manieth moment of the room it was that was named; of the others the how manieth to which the room
   * came by itself, those among them that stand behind a name.
   */
  readonly number: number;
  /** ms since 1970 */
  readonly time: number;
  readonly reason: Reason;
  /** how many of the room's edits are made by then */
  readonly edits: number;
  /** ms since 1970: when the version before was; undefined: it is the first */
  readonly before: number | undefined;
  /** the clients that have edited since the version before, in the order in which they began */
  readonly clients: readonly number[];
}

type Found = Pick<Version, "time" | "reason">;

/** With what the server had noted by then: of one text there may be several. */
interface Noted extends Found {
  readonly number: number;
  readonly noted: number;
}

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
    ...pausesIn(edits.noted, now),
    ...marks.map((mark): Found => ({ time: mark.time, reason: { type: "mark", mark } })),
    ...moments.map((moment): Found => ({ time: moment.at, reason: { type: "named", moment } })),
  ].toSorted((one, other) => one.time - other.time);
  let before: number | undefined;
  return withoutRepeats(numbered(found, edits.noted)).map(({ number, time, reason }) => {
    const [from, until] = [before === undefined ? 0 : versionAt(edits.times, before), versionAt(edits.times, time)];
    const version = { number, time, reason, edits: until, before, clients: clientsBetween(edits, from, until) };
    before = time;
    return version;
  });
}

interface Stretch {
  readonly from: number;
  to: number;
}

/** While somebody wrote, in whichever file, without a long pause. */
function writingIn(noted: readonly Float64Array[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const { from, to } of noted.flatMap(stretchesOf).toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last && from - last.to < LONG_PAUSE_MS) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function stretchesOf(times: Float64Array): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const time of times) {
    const last = stretches.at(-1);
    if (last && time - last.to < LONG_PAUSE_MS) last.to = time;
    else stretches.push({ from: time, to: time });
  }
  return stretches;
}

function pausesIn(noted: readonly Float64Array[], now: number): readonly Found[] {
  const writing = writingIn(noted);
  return writing.flatMap(({ to: time }, index): Found[] => {
    const next = writing[index + 1]?.from;
    if (next === undefined && now - time < LONG_PAUSE_MS) return [];
    return [{ time, reason: { type: "pause", ms: next === undefined ? undefined : next - time } }];
  });
}

/** In their order; those to which the room came by itself with one text have one number. */
function numbered(found: readonly Found[], files: readonly Float64Array[]): readonly Noted[] {
  let [number, last] = [0, 0];
  return found.map(({ time, reason }) => {
    const noted = files.reduce((sum, times) => sum + versionAt(times, time), 0);
    if (reason.type === "named") return { time, reason, noted, number: reason.moment.number };
    if (noted > last) number++;
    last = noted;
    return { time, reason, noted, number };
  });
}

/** Of those with the same text the named ones, or else the best of the others; before anything is written there is none. */
function withoutRepeats(found: readonly Noted[]): readonly Noted[] {
  const kept: Noted[] = [];
  for (const one of found) {
    const isNamed = one.reason.type === "named";
    if (one.noted === 0 && !isNamed) continue;
    const last = kept.at(-1);
    if (last?.noted !== one.noted || (isNamed && last.reason.type === "named")) kept.push(one);
    else if (RANK[one.reason.type] >= RANK[last.reason.type]) kept[kept.length - 1] = one;
  }
  return kept;
}

function clientsBetween(edits: RoomEdits, from: number, to: number): readonly number[] {
  const clients = new Set<number>();
  for (let edit = from; edit < to; edit++) clients.add(edits.client(edit));
  return [...clients];
}
