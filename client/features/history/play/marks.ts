// What stands above the lanes of the time line: large pastes, long pauses, who joined, moments with a name, and what other features tell. Knows no canvas.
import type { Participant } from "#protocol/events.ts";
import { namedIn } from "#weave/named.ts";
import type { HistoryFile, Mark, ShownEntry } from "../../../../server/features/history/messages.ts";
import { type Axis, LONG_PAUSE_MS, type Track } from "./track.ts";

/** Something at a moment; `time` in ms since 1970. */
export type TimeMark =
  | { readonly kind: "paste"; readonly time: number; readonly client: number; readonly units: number }
  /** `time`: when it ended */
  | { readonly kind: "pause"; readonly time: number; readonly ms: number }
  | { readonly kind: "joined"; readonly time: number; readonly participant: number }
  | { readonly kind: "named"; readonly time: number; readonly participant: number; readonly name: string }
  /** what was done by the past: to a text, or to the whole room */
  | {
      readonly kind: "restored" | "undone" | "roomRestored" | "roomUndone";
      readonly time: number;
      readonly participant: number;
    }
  | { readonly kind: "deleted"; readonly time: number; readonly participant: number; readonly path: string }
  /** of another feature, which says how it looks */
  | { readonly kind: "other"; readonly time: number; readonly mark: Mark };

/** What the history has. */
interface Told {
  readonly people: readonly Participant[];
  readonly files: readonly HistoryFile[];
  readonly marks: readonly Mark[];
  readonly entries: readonly (ShownEntry | null)[];
}

/** In the order of their times. */
export const marksOf = (track: Track, told: Told): readonly TimeMark[] =>
  [
    ...pastes(track),
    ...pauses(track),
    ...told.people.map(({ participant, dateJoined }): TimeMark => ({ kind: "joined", time: dateJoined, participant })),
    ...said(told.entries),
    ...told.files.flatMap(({ deleted, path }): TimeMark[] => (deleted ? [{ kind: "deleted", ...deleted, path }] : [])),
    ...told.marks.map((mark): TimeMark => ({ kind: "other", time: mark.time, mark })),
  ].toSorted((one, other) => one.time - other.time);

function* pastes(track: Track): Generator<TimeMark> {
  for (const { edits, times, length } of track.files)
    for (const [version, units] of edits.pastes)
      // what is read later is in another track
      if (version <= length)
        yield { kind: "paste", time: times[version - 1]!, client: edits.timeLine.authorOf(version), units };
}

const pauses = (track: Track): TimeMark[] =>
  track.pauses(LONG_PAUSE_MS).map((next) => {
    const time = track.times[next]!;
    return { kind: "pause", time, ms: time - track.times[next - 1]! };
  });

function said(entries: readonly (ShownEntry | null)[]): TimeMark[] {
  const named = namedIn(entries).all.map(({ at, participant, name }): TimeMark => ({
    kind: "named",
    time: at,
    participant,
    name,
  }));
  const others: TimeMark[] = [];
  for (const entry of entries)
    switch (entry?.type) {
      case "restored":
      case "undone":
      case "roomRestored":
      case "roomUndone":
        others.push({ kind: entry.type, time: entry.time, participant: entry.participant });
        break;
      case "named":
      case "renamed":
      case "unnamed":
      case undefined:
    }
  return [...named, ...others];
}

/** Marks that stand so near to each other that they are one. */
export interface MarkGroup {
  /** where the first is: from 0 to 1 */
  readonly at: number;
  readonly marks: readonly TimeMark[];
}

/** `gap`: how far apart they have to be, from 0 to 1. */
export function grouped(marks: readonly TimeMark[], axis: Axis, gap: number): readonly MarkGroup[] {
  const groups: { at: number; marks: TimeMark[] }[] = [];
  for (const mark of marks) {
    const at = axis.total > 0 ? axis.at(mark.time) / axis.total : 0;
    const last = groups.at(-1);
    if (last && at - last.at < gap) last.marks.push(mark);
    else groups.push({ at, marks: [mark] });
  }
  return groups;
}
