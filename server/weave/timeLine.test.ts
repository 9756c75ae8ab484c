// Times of versions, pauses that play for a second, and what was typed offline.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { spreadTimes, TimeLine, versionAt, versionThen } from "./timeLine.ts";
import { versionsWhere } from "./versions.ts";

function lineOf(versions: readonly (readonly [author: number, time: number])[]): TimeLine {
  const line = new TimeLine();
  for (const [author, time] of versions) line.append(author, time);
  return line;
}

describe("the time line", () => {
  it("[V19] says who made each version and when, and finds the version of a moment", () => {
    const line = lineOf([
      [1, 10],
      [2, 20],
      [1, 30],
      [1, 40],
    ]);
    expect(versionsWhere(line.head, (version) => line.authorOf(version) === 1)).toEqual([1, 2, 3, 5]);
    expect(versionsWhere(line.head, (version) => line.timeOf(version) >= 40)).toEqual([4, 5]);
    const times = spreadTimes(line);
    expect([0, 10, 19, 20, 40, 50].map((ms) => versionAt(times, ms))).toEqual([0, 1, 1, 2, 4, 4]);
    expect(versionAt(spreadTimes(new TimeLine()), 5)).toBe(0);
  });

  it("[V19] spreads what has one time over the time before it, at most 150 ms each", () => {
    const offline = Array.from({ length: 10 }, () => [2, 100_000] as const);
    const times = spreadTimes(lineOf([[1, 50_000], ...offline, [3, 100_000]]));
    expect([...times]).toEqual([50_000, ...offline.map((_, index) => 100_000 - (9 - index) * 150), 100_000]);
    // no more than there is before it, and never before what came before
    const near = [1, 2, 2].map((author, index) => [author, 50_000 + (index && 100)] as const);
    expect([...spreadTimes(lineOf(near))]).toEqual([50_000, 50_050, 50_100]);
    // nor to before where it was noted what there was
    const line = lineOf([[1, 50_000], ...offline, [2, 200_000], [2, 200_000]]);
    const walled = spreadTimes(line, [10, 99_999, 100_000, 199_960]);
    expect([...walled]).toEqual([50_000, ...offline.map(() => 100_000), 199_980, 200_000]);
  });

  it("[V19] has the version of a moment as soon as what is read says it, and the same however much is", () => {
    const authors = fc.integer({ min: 1, max: 2 });
    const runs = fc.array(fc.record({ gap: fc.nat({ max: 500 }), count: fc.integer({ min: 1, max: 6 }), authors }));
    fc.assert(
      fc.property(runs, fc.array(fc.nat({ max: 3_000 })), fc.nat({ max: 3_000 }), (typed, noted, time) => {
        let now = 0;
        const all = typed.flatMap(({ gap, count, authors: author }) => {
          now += gap;
          return Array.from({ length: count }, () => [author, now] as const);
        });
        const walls = noted.toSorted((one, other) => one - other);
        const version = versionThen(lineOf(all), { time, walls }, true);
        expect(version).toBe(versionAt(spreadTimes(lineOf(all), walls), time));
        for (let read = 0; read <= all.length; read++)
          expect([version, undefined]).toContain(versionThen(lineOf(all.slice(0, read)), { time, walls }, false));
      }),
    );
    const line = lineOf([10, 20, 30].map((at) => [1, at]));
    expect([5, 15, 25].map((time) => versionThen(line, { time, walls: [] }, false))).toEqual([0, 1, undefined]);
  });
});
