// The edits of several files in one order, and what the time line shows of them, against slow and obvious readings.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LARGE_PASTE_UNITS } from "../weave/edits.ts";
import { lanesOf, MOST_LANES } from "./lanes.ts";
import { grouped, marksOf } from "./marks.ts";
import { type Typed, typedFile } from "../test/typed.ts";
import { LONG_PAUSE_MS, Track } from "./track.ts";

/** Apart from each other, so that nothing is spread as if it was typed offline. */
const typing = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 5 }), client: fc.integer({ min: 1, max: 4 }) }), { maxLength: 30 })
  .map((all) => {
    let time = 0;
    return all.map(({ gap, client }): Typed => ({ time: (time += gap), client }));
  });
const rooms = fc.array(typing, { minLength: 1, maxLength: 5 });

const trackOf = (files: readonly (readonly Typed[])[]): Track =>
  new Track(files.map((typed, index) => typedFile(index + 1, typed)));

describe("a track", () => {
  it("[V306] has the edits of all its files as they were made, each with its file and version", () => {
    fc.assert(
      fc.property(rooms, (files) => {
        const track = trackOf(files);
        const all = files
          .flatMap((typed, index) => typed.map((one, at) => ({ ...one, file: index + 1, version: at + 1 })))
          .toSorted((one, other) => one.time - other.time || one.file - other.file);
        const found = Array.from({ length: track.length }, (_, edit) => ({
          time: track.times[edit],
          client: track.client(edit),
          file: track.file(edit),
          version: track.version(edit),
        }));
        expect(found).toEqual(all);
      }),
    );
  });

  it("[V306] knows the version of each file at every moment", () => {
    fc.assert(
      fc.property(rooms, (files) => {
        const track = trackOf(files);
        for (let count = 0; count <= track.length; count++)
          for (let file = 1; file <= files.length; file++) {
            const made = Array.from({ length: count }, (_, edit) => track.file(edit)).filter((one) => one === file);
            expect(track.versionIn(file, count)).toBe(made.length);
          }
        expect(track.versionIn(99, 0)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it("[V306] spreads what was typed offline over the time before it", () => {
    const track = trackOf([[{ time: 0 }, ...Array.from({ length: 4 }, () => ({ time: 10_000 }))]]);
    expect([...track.times]).toEqual([0, 9_550, 9_700, 9_850, 10_000]);
  });
});

describe("lanes", () => {
  it("[V307] have a bar wherever their person typed, and nowhere else", () => {
    fc.assert(
      fc.property(rooms, fc.integer({ min: 1, max: 40 }), fc.boolean(), (files, columns, skips) => {
        const track = trackOf(files);
        const axis = track.axis(skips);
        // tabs 1 and 2 are one person's
        const personOf = (client: number): number => Math.max(2, client);
        const lanes = lanesOf(track, axis, columns, personOf);
        const places = new Map<number, Set<number>>();
        for (let edit = 0; edit < track.length; edit++) {
          const person = personOf(track.client(edit));
          const at = axis.total > 0 ? Math.floor((axis.of(edit) * columns) / axis.total) : 0;
          places.set(person, (places.get(person) ?? new Set()).add(Math.min(columns - 1, at)));
        }
        expect(lanes.map(({ participant }) => participant)).toEqual([...places.keys()]);
        for (const { participant, bars } of lanes) {
          const drawn = [...bars.entries()].filter(([, bar]) => bar > 0).map(([column]) => column);
          expect(new Set(drawn)).toEqual(places.get(participant!));
          expect(Math.max(...bars)).toBeLessThanOrEqual(1);
        }
      }),
      // what begins a column is in it
      { examples: [[[[1, 12, 23].map((time) => ({ time, client: 1 }))], 30, false]] },
    );
  });

  it("[V307] of many people are those of the busiest, and one of all others", () => {
    const typed = Array.from({ length: 400 }, (_, time): Typed => ({ time, client: Math.floor(Math.sqrt(time)) + 1 }));
    const lanes = lanesOf(trackOf([typed]), trackOf([typed]).axis(true), 10, (client) => client);
    expect(lanes).toHaveLength(MOST_LANES);
    expect(lanes.at(-1)).toMatchObject({ participant: undefined, people: 20 - MOST_LANES + 1 });
  });
});

describe("marks", () => {
  const person = { participant: 1, name: "Ann", role: "owner", colour: 0, dateJoined: 500 } as const;

  it("[V308] are large pastes, long pauses, who joined, moments with a name, restores, and what features tell", () => {
    const track = trackOf([
      [
        { time: 1_000, inserted: LARGE_PASTE_UNITS - 1 },
        { time: 2_000, inserted: LARGE_PASTE_UNITS },
        { time: 2_000 + LONG_PAUSE_MS },
      ],
    ]);
    const by = { participant: 1, time: 9 };
    const marks = marksOf(track, {
      people: [person],
      files: [
        { file: 1, path: "main.py", version: 3 },
        { file: 2, path: "old.py", version: 1, deleted: { time: 1_700, participant: 1 } },
      ],
      marks: [{ time: 1_500, kind: "chat" }],
      entries: [
        { type: "named", id: "a", at: 1_800, name: "First", ...by },
        { type: "renamed", entry: 0, name: "Second", ...by },
        null,
        { type: "named", id: "b", at: 1_900, name: "Gone", ...by },
        { type: "unnamed", entry: 3, ...by },
        {
          type: "restored",
          id: "c",
          file: 1,
          base: 1,
          client: 1,
          firstSeq: 2,
          lastSeq: 2,
          version: 1,
          at: 1,
          ...by,
          time: 1_910,
        },
        {
          type: "undone",
          id: "d",
          file: 1,
          base: 2,
          client: 1,
          firstSeq: 3,
          lastSeq: 3,
          set: { from: 0, to: 1 },
          ...by,
          time: 1_920,
        },
        { type: "roomRestored", id: "e", at: 1, texts: [], back: [], gone: [], ...by, time: 1_930 },
        { type: "roomUndone", id: "f", entry: 7, texts: [], back: [], gone: [], ...by, time: 1_940 },
      ],
    });
    expect(marks).toEqual([
      { kind: "joined", time: 500, participant: 1 },
      { kind: "other", time: 1_500, mark: { time: 1_500, kind: "chat" } },
      { kind: "deleted", time: 1_700, participant: 1, path: "old.py" },
      { kind: "named", time: 1_800, participant: 1, name: "Second" },
      { kind: "restored", time: 1_910, participant: 1 },
      { kind: "undone", time: 1_920, participant: 1 },
      { kind: "roomRestored", time: 1_930, participant: 1 },
      { kind: "roomUndone", time: 1_940, participant: 1 },
      { kind: "paste", time: 2_000, client: 1, units: LARGE_PASTE_UNITS },
      { kind: "pause", time: 2_000 + LONG_PAUSE_MS, ms: LONG_PAUSE_MS },
    ]);
  });

  it("[V308] that stand too near to each other are one", () => {
    const track = trackOf([[{ time: 0 }, { time: 500 }, { time: 1_000 }]]);
    const people = [0, 10, 40, 600].map((dateJoined, index) => ({ ...person, participant: index + 1, dateJoined }));
    const groups = grouped(marksOf(track, { people, files: [], marks: [], entries: [] }), track.axis(true), 0.05);
    expect(groups.map(({ at, marks }) => [at, marks.length])).toEqual([
      [0, 3],
      [0.6, 1],
    ]);
  });
});
