// Times of versions, pauses that play for a second, and what was typed offline.
import { describe, expect, it } from "@jest/globals";
import { playedOf, sizesOf, TimeLine, versionAt } from "./timeLine.ts";
import { versionsWhere } from "./versions.ts";
import { Weave } from "./weave.ts";

function lineOf(versions: readonly (readonly [author: number, time: number])[]): TimeLine {
  const line = new TimeLine();
  for (const [author, time] of versions) line.append(author, time);
  return line;
}

describe("the time line", () => {
  it("[V19] plays a pause for a second, and finds the version of a moment", () => {
    const line = lineOf([1000, 1200, 9_000_000, 9_000_900].map((time) => [1, time]));
    const { played, times, isOffline } = playedOf(line);
    expect([...played]).toEqual([0, 200, 1200, 2100]);
    expect([...isOffline]).toEqual([0, 0, 0, 0]);
    expect([-1, 0, 199, 200, 1199, 1200, 5000].map((ms) => versionAt(played, ms))).toEqual([0, 1, 1, 2, 2, 3, 4]);
    expect(versionAt(times, 8_999_999)).toBe(2);
    expect(versionAt(playedOf(new TimeLine()).played, 5)).toBe(0);
  });

  it("[V19] spreads what has one time over the time before it, at most 150 ms each, and says what was typed offline", () => {
    const offline = Array.from({ length: 10 }, () => [2, 100_000] as const);
    const { times, played, isOffline } = playedOf(lineOf([[1, 50_000], ...offline, [3, 100_000]]));
    expect([...times]).toEqual([50_000, ...offline.map((_, index) => 100_000 - (9 - index) * 150), 100_000]);
    expect([...isOffline]).toEqual([0, ...offline.map(() => 1), 0]);
    expect(played[2]! - played[1]!).toBe(150);
    // no more than there is before it, and never before what came before
    const near = playedOf(
      lineOf([
        [1, 50_000],
        [2, 50_100],
        [2, 50_100],
      ]),
    );
    expect([...near.times]).toEqual([50_000, 50_050, 50_100]);
    expect([...near.isOffline]).toEqual([0, 0, 0]);
    // nor to before where it was noted what there was
    const line = lineOf([[1, 50_000], ...offline, [2, 200_000], [2, 200_000]]);
    const walled = playedOf(line, [10, 99_999, 100_000, 199_960]).times;
    expect([...walled]).toEqual([50_000, ...offline.map(() => 100_000), 199_980, 200_000]);
  });

  it("[V19] says how much each version inserted and deleted, and which versions are somebody's or of a time", () => {
    const weave = new Weave("start");
    weave.append([[2, "abc"], 3]);
    weave.append([1, [3], 2]);
    weave.append([3, [0, "", ""]]);
    expect(sizesOf(weave)).toEqual({ inserted: Uint32Array.of(3, 0, 1), deleted: Uint32Array.of(2, 3, 0) });
    const line = lineOf([
      [1, 10],
      [2, 20],
      [1, 30],
      [1, 40],
    ]);
    expect(versionsWhere(line.head, (version) => line.authorOf(version) === 1)).toEqual([1, 2, 3, 5]);
    expect(versionsWhere(line.head, (version) => line.timeOf(version) >= 40)).toEqual([4, 5]);
  });
});
