// When rooms were kept by a press, as a browser remembers it.
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { MapStorage } from "../../../server/test/mapStorage.ts";
import { keptAt, noteKept } from "./kept.ts";
import { isSoon } from "./soon.ts";

const HOUR_MS = 3_600_000;
let browser: MapStorage;

beforeEach(() => {
  browser = new MapStorage();
  Object.assign(globalThis, { localStorage: browser });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "localStorage");
});

it("[O91] a press counts as a visit: of a room of three days the last quarter is that of the time from then on", () => {
  const visited = 1_790_000_000_000;
  const pressed = visited + 60 * HOUR_MS;
  const expiresAt = pressed + 72 * HOUR_MS;
  const isTold = (leftMs: number): boolean => isSoon(expiresAt, expiresAt - leftMs, Math.max(visited, keptAt("a")));
  expect([isTold(20 * HOUR_MS), isTold(18 * HOUR_MS)]).toEqual([true, true]);
  noteKept("a", pressed);
  expect([isTold(20 * HOUR_MS), isTold(18 * HOUR_MS)]).toEqual([false, true]);
});

it("[O91] the last press on each room is remembered, and nothing of what somebody else has stored", () => {
  expect(keptAt("a")).toBe(0);
  noteKept("a", 1_000);
  noteKept("ab", 2_000);
  noteKept("a", 3_000);
  expect([keptAt("a"), keptAt("ab"), keptAt("b")]).toEqual([3_000, 2_000, 0]);
  for (const stored of ["", "{", '["a never"]', "[7]"]) {
    browser.setItem("companion:expiry-kept", stored);
    expect([stored, keptAt("a")]).toEqual([stored, 0]);
  }
});
