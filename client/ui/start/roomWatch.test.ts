// How often the server is asked who is in which room, and what happens when it does not answer.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { ApiError, type RoomNow } from "../../api.ts";
import { PERIOD_MS, RoomWatch } from "./roomWatch.ts";

const rooms = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `r${from + index}`);

const DETAILS = { here: [] } as unknown as RoomNow;

let now = 0;
let asked: string[] = [];
let told: [string, boolean][] = [];
let open: { roomId: string; answer: (with_: RoomNow | ApiError) => void }[] = [];
let watch: RoomWatch;

/** Lets what was answered be heard. */
const heard = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function answer(with_: RoomNow | ApiError = DETAILS): Promise<void> {
  open.shift()?.answer(with_);
  await heard();
}

async function answerAll(with_: RoomNow | ApiError = DETAILS): Promise<void> {
  while (open.length > 0) await answer(with_);
}

const noRoom = new ApiError("room_not_found", "");

beforeEach(() => {
  now = 1_000_000;
  asked = [];
  told = [];
  open = [];
  watch = new RoomWatch({
    lookUp: (roomId) =>
      new Promise((resolve, reject) => {
        asked.push(roomId);
        open.push({ roomId, answer: (one) => (one instanceof ApiError ? reject(one) : resolve(one)) });
      }),
    told: (roomId, details) => told.push([roomId, details !== undefined]),
    now: () => now,
  });
});

describe("who is in which room", () => {
  it("[B21] is asked of four rooms at a time, in their order, and told as it comes", async () => {
    watch.look(rooms(0, 6), 0);
    expect(asked).toEqual(rooms(0, 4));
    await answer();
    expect(asked).toEqual(rooms(0, 5));
    await answerAll();
    expect(told).toEqual(rooms(0, 6).map((roomId) => [roomId, true]));
  });

  it("[B21] is asked of at most 60 rooms in 30 s; then of those first that wait the longest", async () => {
    watch.look(rooms(0, 200), 0);
    await answerAll();
    expect(asked).toEqual(rooms(0, 60));
    now += PERIOD_MS - 1;
    watch.look(rooms(0, 200), 0);
    expect(asked).toHaveLength(60);
    now += 1;
    watch.look(rooms(0, 70), 0);
    await answerAll();
    expect(asked.slice(60)).toEqual([...rooms(60, 70), ...rooms(0, 50)]);
  });

  it("[B21] is not asked again of a room that is fresh", async () => {
    watch.look(["r1"], 5_000);
    await answerAll();
    now += 4_999;
    watch.look(["r1", "r2"], 5_000);
    await answerAll();
    expect(asked).toEqual(["r1", "r2"]);
    now += 1;
    watch.look(["r1", "r2"], 5_000);
    expect(asked).toEqual(["r1", "r2", "r1"]);
  });

  it("[B21] passes over a room that does not let this browser look, and asks about the others", async () => {
    watch.look(rooms(0, 6), 0);
    await answer(new ApiError("not_admitted", ""));
    await answerAll();
    expect(told.map(([roomId]) => roomId)).toEqual(rooms(1, 6));
  });

  it("[B21] stops for the period when eight rooms are gone, so that this is not taken for guessing", async () => {
    watch.look(rooms(0, 40), 0);
    await answerAll(noRoom);
    // with those that were on their way
    expect(asked.length).toBeLessThanOrEqual(8 + 3);
    expect(told.every(([, isThere]) => !isThere)).toBe(true);
    const before = asked.length;
    watch.look(rooms(20, 40), 0);
    expect(asked).toHaveLength(before);
    now += PERIOD_MS;
    watch.look(rooms(20, 40), 0);
    expect(asked).toHaveLength(before + 4);
  });

  it.each(["unreachable", "rate_limited", "store_unavailable"])(
    "[B21] stops until the next time when the answer is %s, and takes no room for gone",
    async (code) => {
      watch.look(rooms(0, 40), 0);
      await answerAll(new ApiError(code, ""));
      expect(asked).toEqual(rooms(0, 4));
      expect(told).toEqual([]);
      watch.look(rooms(10, 12), 0);
      expect(asked).toEqual([...rooms(0, 4), "r10", "r11"]);
    },
  );

  it("[B21] is neither asked nor told after the page is left", async () => {
    watch.look(rooms(0, 6), 0);
    watch.stop();
    await answerAll();
    expect(asked).toEqual(rooms(0, 4));
    expect(told).toEqual([]);
  });
});
