// Which versions a room has, by its pauses, names and marks, and what moments are called.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { NamedMoment } from "../../../../server/features/history/messages.ts";
import { LONG_PAUSE_MS, Track } from "../track.ts";
import { type Typed, typedFile } from "../test/typed.ts";
import { namedMoments } from "./namedMoments.ts";
import { versionsIn } from "./versionsIn.ts";

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

const trackOf = (...typed: Typed[]): Track => new Track([typedFile(1, typed)]);
const named = (at: number, name: string): NamedMoment => ({ entry: at, at, name, participant: 1, time: at });
const ran = (time: number) => ({ time, kind: "run.ended" });

describe("the versions of a room", () => {
  it("[V401] are what was there before each pause of two minutes, numbered from the oldest, with who wrote since the one before", () => {
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

  it("[V401] have every edit between two of them, whatever was typed and named", () => {
    const times = fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(times, times, times, (typed, names, runs) => {
        const track = trackOf(...typed.toSorted((one, other) => one - other).map((time) => ({ time })));
        const moments = names.map((at) => named(at, "moment"));
        const versions = versionsIn(track, moments, runs.map(ran), NOW);
        expect(versions.filter(({ reason }) => reason.type === "named")).toHaveLength(names.length);
        expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => index + 1));
        for (const [index, { edits, time, reason }] of versions.entries()) {
          const before = versions[index - 1];
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

describe("moments", () => {
  it("[V402] are called what they were called last, until that is taken away", () => {
    const by = { participant: 1, time: 9 };
    const first = { type: "named", id: "a", at: 5, name: "Before", ...by } as const;
    const second = { type: "named", id: "b", at: 3, name: "Start", ...by } as const;
    const nothing = { type: "renamed", entry: 7, name: "?", ...by } as const;
    expect(namedMoments([first, second, null, nothing, { type: "renamed", entry: 0, name: "Middle", ...by }])).toEqual([
      { entry: 1, at: 3, name: "Start", ...by },
      { entry: 0, at: 5, name: "Middle", ...by },
    ]);
    expect(namedMoments([first, { type: "unnamed", entry: 0, ...by }])).toEqual([]);
  });
});
