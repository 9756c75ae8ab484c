// Which rooms' expiries somebody has put away, as a browser remembers them.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { isPutAway, putAway } from "./putAway.ts";
import { MOST_ROOMS } from "./storedList.ts";

const STORED = "companion:expiry-read";
const kept = new Map<string, string>();
let isFull = false;

beforeEach(() => {
  kept.clear();
  isFull = false;
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem(key: string, value: string) {
        if (isFull) throw new Error("full");
        kept.set(key, value);
      },
    },
  });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "localStorage");
});

describe("an expiry that was put away", () => {
  it("[O89] stays away for this room and this time alone", () => {
    putAway("a", 1_000);
    expect([isPutAway("a", 1_000), isPutAway("a", 2_000), isPutAway("b", 1_000)]).toEqual([true, false, false]);
  });

  it("[O89] is remembered once, of so many rooms, the one that was put away longest ago forgotten first", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 * MOST_ROOMS), { maxLength: 3 * MOST_ROOMS, size: "max" }), (rooms) => {
        kept.clear();
        for (const room of rooms) putAway(String(room), 1_000);
        const latest = [...new Set(rooms.toReversed())].slice(0, MOST_ROOMS);
        const isAway = (room: number): boolean => isPutAway(String(room), 1_000);
        expect(new Set(rooms.filter(isAway))).toEqual(new Set(latest));
      }),
      { numRuns: 20 },
    );
  });

  it("[O89] is told again where nothing can be stored, or what is stored is nobody's", () => {
    isFull = true;
    putAway("a", 1_000);
    expect(isPutAway("a", 1_000)).toBe(false);
    isFull = false;
    for (const stored of ["", "{", "7", '{"a":1}', `["${"x".repeat(40_000)}","a 1000"]`]) {
      kept.set(STORED, stored);
      expect([stored.length, isPutAway("a", 1_000)]).toEqual([stored.length, false]);
    }
    kept.set(STORED, '["b 2000"]');
    putAway("a", 1_000);
    expect([isPutAway("a", 1_000), isPutAway("b", 2_000)]).toEqual([true, true]);
    Reflect.deleteProperty(globalThis, "localStorage");
    putAway("a", 1_000);
    expect(isPutAway("a", 1_000)).toBe(false);
  });
});
