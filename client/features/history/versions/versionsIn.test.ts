// Which versions a room has, by its pauses, names and marks, and what moments are called.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { NamedMoment } from "../../../../server/features/history/messages.ts";
import { LONG_PAUSE_MS, Track } from "../play/track.ts";
import { type Typed, typedFile } from "../test/typed.ts";
import { versionsIn } from "./versionsIn.ts";

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

const trackOf = (...typed: Typed[]): Track => new Track([typedFile(1, typed)]);
const named = (at: number, name: string, number = at): NamedMoment => {
  return { entry: number, number, at, name, participant: 1, time: at };
};
const ran = (time: number) => ({ time, kind: "run.ended" });

describe("the versions of a room", () => {
  it("[V401] are what was there before each pause of two minutes, numbered as the room comes to them, with who wrote since the one before", () => {
    const track = trackOf(
      { time: 1 * MINUTE, client: 1 },
      { time: 1 * MINUTE + 10, client: 2 },
      { time: 3 * MINUTE + 9, client: 2 },
      { time: 6 * MINUTE, client: 3 },
    );
    const versions = versionsIn(track, [], [], NOW);
    expect(versions.map(({ number, edits, clients, reason }) => [number, edits, clients, reason])).toEqual([
      [1, 3, [1, 2], { type: "pause", ms: 3 * MINUTE - 9 }],
      [2, 4, [3], { type: "pause", ms: undefined }],
    ]);
  });

  it("[V401] are not what somebody writes on at this moment", () => {
    const track = trackOf({ time: NOW - LONG_PAUSE_MS + 1 });
    expect(versionsIn(track, [], [], NOW)).toEqual([]);
    expect(versionsIn(track, [], [], NOW + 1)).toHaveLength(1);
  });

  it("[V401] are all that have a name, and of the others with one text the one that says most", () => {
    const track = trackOf({ time: 10 }, { time: 20 });
    const versions = versionsIn(
      track,
      [named(5, "empty"), named(15, "one"), named(16, "uno")],
      [ran(17), ran(30)],
      NOW,
    );
    expect(versions.map(({ edits, reason }) => [edits, reason.type])).toEqual([
      [0, "named"],
      [1, "named"],
      [1, "named"],
      [2, "mark"],
    ]);
  });

  /** Of those to which the room came by itself, by their times. */
  const numbersIn = (...of: Parameters<typeof versionsIn>): Map<number, number> =>
    new Map(versionsIn(...of).flatMap((one) => (one.reason.type === "named" ? [] : [[one.time, one.number]])));

  it("[V401] keep their numbers, whichever are named and called by no name any more", () => {
    const track = trackOf({ time: 1 * MINUTE }, { time: 5 * MINUTE }, { time: 9 * MINUTE });
    expect([...numbersIn(track, [], [], NOW).values()]).toEqual([1, 2, 3]);
    const versions = versionsIn(track, [named(2 * MINUTE, "older", 2), named(7 * MINUTE, "newer", 1)], [], NOW);
    expect(versions.map(({ reason, number }) => [reason.type, number])).toEqual([
      ["named", 2],
      ["named", 1],
      ["pause", 3],
    ]);
  });

  it("[V401] keep their numbers, whatever is named, and typed later or offline before", () => {
    const times = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 20 });
    const files = fc.tuple(times, times).map((all) => all.map((one) => one.toSorted((a, b) => a - b)));
    fc.assert(
      fc.property(files, times, times, fc.integer({ min: 2, max: 20 }), (typed, names, runs, offline) => {
        const end = Math.max(0, ...typed.flat(), ...runs);
        // what was typed offline is noted all at once
        const later = typed.map((one, file) => [...one, ...Array<number>(offline).fill(end + 1_000 + file)]);
        const trackOfAll = (all: readonly number[][]): Track =>
          new Track(
            all.map((one, file) =>
              typedFile(
                file + 1,
                one.map((time) => ({ time })),
              ),
            ),
          );
        const now = end + LONG_PAUSE_MS - 1;
        const before = numbersIn(trackOfAll(typed), [], runs.map(ran), now);
        expect([...before.values()]).toEqual([...before.keys()].map((_, index) => index + 1));
        const moments = names.map((at, index) => named(at, "moment", index + 1));
        const after = numbersIn(trackOfAll(later), moments, runs.map(ran), now);
        for (const [time, number] of after) if (before.has(time)) expect(number).toBe(before.get(time));
        const unnamed = numbersIn(trackOfAll(later), [], runs.map(ran), now);
        for (const [time, number] of before) expect(unnamed.get(time)).toBe(number);
      }),
    );
  });

  it("[V401] have every edit between two of them, whatever was typed and named", () => {
    const times = fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(times, times, times, (typed, names, runs) => {
        const track = trackOf(...typed.toSorted((one, other) => one - other).map((time) => ({ time })));
        const moments = names.map((at) => named(at, "moment"));
        const versions = versionsIn(track, moments, runs.map(ran), NOW);
        expect(versions.filter(({ reason }) => reason.type === "named")).toHaveLength(names.length);
        for (const [index, { edits, time, reason, before: timeBefore }] of versions.entries()) {
          const before = versions[index - 1];
          expect(timeBefore).toBe(before?.time);
          expect(edits).toBeGreaterThanOrEqual(before?.edits ?? 0);
          if (reason.type !== "named") expect(edits).toBeGreaterThan(before?.edits ?? 0);
          expect(edits).toBe(track.times.filter((one) => one <= time).length);
        }
        // nobody has written for long
        if (typed.length > 0) expect(versions.at(-1)?.edits).toBe(typed.length);
      }),
    );
  });
});
