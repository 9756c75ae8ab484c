// What may be written in an hour, by a clock that is moved by hand.
import { describe, expect, it } from "@jest/globals";
import type { Refusal } from "../protocol/errors.ts";
import type { WriteBudget } from "../rooms/ports.ts";
import { MOST_UNBOUND, WrittenBytes } from "./writtenBytes.ts";

const HOUR_MS = 3_600_000;

function written(perHour: number) {
  let now = 1_000;
  const bytes = new WrittenBytes(perHour, { now: () => now });
  return { bytes, pass: (ms: number) => void (now += ms) };
}

/** ms until more may be written; 0: now */
function waitOf(share: WriteBudget): number {
  try {
    share.check();
    return 0;
  } catch (error) {
    return (error as Refusal).retryAfterMs!;
  }
}

describe("what is written in an hour", () => {
  it("[O22] is as much at once as in the hour, then so much that it is worth while to go on, by names", () => {
    const { bytes, pass } = written(6_000);
    const room = bytes.of("a room");
    room.add(5_999);
    expect(waitOf(room)).toBe(0);
    room.add(1);
    expect(waitOf(room)).toBe(HOUR_MS / 60);
    expect(waitOf(bytes.of("another"))).toBe(0);
    expect(bytes.of("a room")).toBe(room);
    pass(HOUR_MS / 60);
    expect(waitOf(room)).toBe(0);
    room.add(100);
    expect(waitOf(room)).toBeGreaterThan(0);
    pass(2 * HOUR_MS);
    room.add(5_999);
    expect(waitOf(room)).toBe(0);
  });

  it("[O22] is told once before it is used up and once when it is, and again only after there was much of it", () => {
    const { bytes, pass } = written(1_000);
    const room = bytes.of("a room");
    const news = (add: number) => {
      room.add(add);
      return room.news()?.is;
    };
    expect([news(900), news(1), news(1), news(98), news(1), news(0)]).toEqual([
      undefined,
      "near",
      undefined,
      "over",
      undefined,
      undefined,
    ]);
    pass(HOUR_MS / 4);
    expect(news(200)).toBeUndefined();
    pass(HOUR_MS);
    expect([news(0), news(950)]).toEqual([undefined, "near"]);
  });

  it("[O22] that it is used up is told with the time until more may be written", () => {
    const { bytes } = written(6_000);
    const room = bytes.of("a room");
    room.add(5_500);
    expect(room.news()).toEqual({ is: "near" });
    room.add(500);
    expect(room.news()).toEqual({ is: "over", retryAfterMs: HOUR_MS / 60 });
  });

  it("[O22] [O54] 0 is no bound, and what was written is counted all the same", () => {
    const { bytes, pass } = written(0);
    expect(bytes.perHour).toBe(0);
    for (let minute = 0; minute < 5; minute++) {
      bytes.of("a room").add(1e12);
      bytes.of("another").add(3);
      pass(60_000);
    }
    expect(waitOf(bytes.of("a room"))).toBe(0);
    expect(bytes.of("a room").news()).toBeUndefined();
    expect(bytes.loudest(5)).toEqual([
      { name: "a room", bytes: 5e12 },
      { name: "another", bytes: 15 },
    ]);
    pass(HOUR_MS);
    expect(bytes.loudest(5)).toEqual([]);
  });

  it("[O54] without a bound so many names are counted at once, the latest", () => {
    const { bytes } = written(0);
    for (let name = 0; name < MOST_UNBOUND + 5; name++) bytes.of(String(name)).add(1);
    expect(bytes.loudest(2 * MOST_UNBOUND)).toHaveLength(MOST_UNBOUND);
    expect([bytes.latelyBy("4"), bytes.latelyBy("5")]).toEqual([0, 1]);
    // a bound forgets nobody who has used some of it
    const bound = written(10).bytes;
    for (let name = 0; name < MOST_UNBOUND + 5; name++) bound.of(String(name)).add(10);
    expect(waitOf(bound.of("0"))).toBeGreaterThan(0);
  });

  it("[O22] of names that have written nothing for an hour nothing is kept", () => {
    const { bytes, pass } = written(1_000);
    const shares = Array.from({ length: 1_500 }, (_, index) => bytes.of(`room ${index}`));
    for (const share of shares) share.add(10);
    bytes.of("used up").add(1_000);
    pass(HOUR_MS / 10);
    for (let index = 0; index < 1_500; index++) bytes.of(`later ${index}`);
    expect(waitOf(bytes.of("used up"))).toBe(0);
    expect(bytes.of("room 0")).not.toBe(shares[0]);
  });
});
