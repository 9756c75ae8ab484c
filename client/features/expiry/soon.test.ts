// When an owner is told that a room is deleted soon.
import { expect, it } from "@jest/globals";
import { isSoon } from "./soon.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

it.each([
  ["a room of a day that was left just now", DAY_MS, 0, false],
  ["the same in its last quarter", DAY_MS, 18 * HOUR_MS, true],
  ["the same before that", DAY_MS, 17 * HOUR_MS, false],
  ["a room of 100 days in its last week", 100 * DAY_MS, 93 * DAY_MS, true],
  ["the same before that", 100 * DAY_MS, 92 * DAY_MS, false],
])("[O91] %s", (_what, expiresAfter, now, isTold) => {
  const visited = 1_790_000_000_000;
  expect(isSoon(visited + expiresAfter, visited + now, visited)).toBe(isTold);
});
