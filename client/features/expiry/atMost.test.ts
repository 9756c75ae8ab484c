// The time that a room has, in words.
import { describe, expect, it } from "@jest/globals";
import { atMost } from "./atMost.ts";

const HOUR_MS = 3_600_000;

describe("the time after which a room is deleted", () => {
  it.each([
    [HOUR_MS / 2, "1 hour"],
    [HOUR_MS, "1 hour"],
    [47.9 * HOUR_MS, "47 hours"],
    [48 * HOUR_MS, "2 days"],
    [7 * 24 * HOUR_MS - 1, "6 days"],
  ])("[O89] of %d ms is said as %s, never longer than it is", (ms, said) => {
    expect(atMost(ms)).toBe(said);
  });
});
