// How often a secret may be wrong, however many try at once. The clock is jest's.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { Tries } from "./tries.ts";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const limited = { code: "rate_limited" };

/** Tries at once, each over when all have begun that may; gives how many came to be tried. */
async function atOnce(tries: Tries, place: string, count: number, hasFailed: boolean): Promise<number> {
  let tried = 0;
  const underWay: ((hasFailed: boolean) => void)[] = [];
  const all = Array.from({ length: count }, async () => {
    underWay.push(await tries.begin(place));
    tried++;
  });
  const over = Promise.allSettled(all);
  for (let turn = 0; turn < count; turn++) {
    await jest.advanceTimersByTimeAsync(0);
    for (const ended of underWay.splice(0)) ended(hasFailed);
  }
  await over;
  return tried;
}

describe("tries of secrets", () => {
  it("[H9] [P51] of which all are wrong are no more than may be, at once as one after the other", async () => {
    const tries = new Tries(5, 60_000);
    expect(await atOnce(tries, "room", 50, true)).toBe(5);
    await expect(tries.begin("room")).rejects.toMatchObject({ ...limited, retryAfterMs: expect.any(Number) });
    (await tries.begin("another room"))(false);
    jest.advanceTimersByTime(60_000);
    expect(await atOnce(tries, "room", 50, true)).toBe(5);
  });

  it("[H9] [P51] that are right are all heard, however many there are at once, and count for nothing", async () => {
    const tries = new Tries(2, 60_000);
    expect(await atOnce(tries, "room", 20, false)).toBe(20);
    expect(await atOnce(tries, "room", 20, true)).toBe(2);
  });

  it("[H9] that take long, as who waits to be let in, keep nobody else waiting, and count when they fail", async () => {
    const tries = new Tries(1, 60_000);
    const first = await tries.begin("room");
    let isHeard = false;
    const second = tries.begin("room").then((ended) => {
      isHeard = true;
      return ended;
    });
    await jest.advanceTimersByTimeAsync(4_999);
    expect(isHeard).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isHeard).toBe(true);
    (await second)(false);
    first(true);
    await expect(tries.begin("room")).rejects.toMatchObject(limited);
  });

  it("[H9] are forgotten with the last that failed, told once each", async () => {
    const tries = new Tries(3, 60_000);
    const ended = await tries.begin("room");
    for (let count = 0; count < 5; count++) ended(true);
    for (let count = 0; count < 100; count++) (await tries.begin(`room ${count}`))(false);
    await jest.advanceTimersByTimeAsync(59_000);
    expect(tries.size).toBe(1);
    await Promise.all([tries.begin("room"), tries.begin("room")]).then((all) => all.forEach((end) => end(false)));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(tries.size).toBe(0);
  });
});
