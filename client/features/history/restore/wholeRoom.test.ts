// What a window has open again once the room's restore is taken back.
import { describe, expect, it } from "@jest/globals";
import { changesRoom, tabsWith } from "./wholeRoom.ts";

describe("taking back that the room was brought back", () => {
  it("[V416] has the tabs that went with it where they were, and leaves the others", () => {
    expect(tabsWith([1, 4], [1, 2, 3, 4], [3])).toEqual([1, 3, 4]);
    // opened since
    expect(tabsWith([1, 5], [2, 1], [2])).toEqual([2, 1, 5]);
    expect(tabsWith([2, 1], [1, 2], [3])).toEqual([2, 1]);
    // another window has brought it back, or nothing was deleted
    expect(tabsWith([5, 1], [], [2])).toEqual([5, 1]);
  });
});

describe("bringing the room back", () => {
  it("[V416] is not offered where nothing would be another", () => {
    const since = { changed: [], deleted: [], made: [2] };
    expect([changesRoom(since, false), changesRoom(since, true)]).toEqual([false, true]);
    expect(changesRoom({ ...since, made: [] }, true)).toBe(false);
    expect([changesRoom({ ...since, changed: [1] }, false), changesRoom({ ...since, deleted: [1] }, false)]).toEqual([
      true,
      true,
    ]);
  });
});
