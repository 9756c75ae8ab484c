// Who is still at the end of a log after it was scrolled, or has changed.
import { describe, expect, it } from "@jest/globals";
import { isStillAtEnd } from "./atTheEnd.ts";

/** 100 px of it are seen. */
const log = (scrollTop: number, scrollHeight: number) => ({ scrollTop, scrollHeight, clientHeight: 100 });

describe("the end of a log", () => {
  it.each([
    ["goes up leaves it", true, log(400, 500), log(300, 500), false],
    ["goes up a little is still there", true, log(400, 500), log(350, 500), true],
    ["goes up while it grows leaves it", true, log(400, 500), log(300, 900), false],
    ["comes back is there", false, log(300, 500), log(390, 500), true],
    ["goes down elsewhere is not there", false, log(100, 500), log(200, 500), false],
  ])("[B92] who %s", (_who, wasAtEnd, before, now, isThere) => {
    expect(isStillAtEnd(wasAtEnd, before, now)).toBe(isThere);
  });

  it("[B92] is not left by who stays, though it has grown by the time that a scroll is told, or what was above is gone", () => {
    expect(isStillAtEnd(true, log(400, 500), log(400, 900))).toBe(true);
    expect(isStillAtEnd(true, log(400, 500), log(450, 900))).toBe(true);
    expect(isStillAtEnd(true, log(400, 500), log(50, 300))).toBe(true);
  });
});
