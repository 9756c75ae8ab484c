// Old texts are put together one at a time, and kept within a bound.
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { LiveFile } from "../../rooms/file/liveFile.ts";
import { newRoomDocument } from "../../rooms/log/roomDocument.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { KeptAnswers } from "./keptAnswers.ts";

describe("old texts", () => {
  it("[I9] are put together one after the other, and each once for all who wait for it", async () => {
    const texts = new KeptAnswers();
    let [now, most, made] = [0, 0, 0];
    const make = (text: string) => async () => {
      most = Math.max(most, ++now);
      made++;
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return text;
    };
    const all = ["a", "b", "a", "c", "a"].map((key) => texts.answer("room", key, make(key)));
    expect(await Promise.all(all)).toEqual(["a", "b", "a", "c", "a"]);
    expect([most, made]).toEqual([1, 3]);
  });

  it("[I9] of rooms that ask much leave another its place and its turn, and those after one that fails come all the same", async () => {
    const texts = new KeptAnswers();
    const made: string[] = [];
    let go = (): void => {};
    const held = texts.answer(
      "0",
      "held",
      () => new Promise<string>((_, reject) => (go = () => reject(new Error("gone")))),
    );
    const ask = (room: string, index: number) =>
      texts.answer(room, `${room} ${index}`, async () => {
        made.push(room);
        return room;
      });
    const limited = { code: "rate_limited", retryAfterMs: 3_000 };
    const ofRooms = ["0", "1", "2", "3", "4"].flatMap((room) =>
      Array.from({ length: 10 }, (_, index) => ask(room, index)),
    );
    await expect(ask("0", 10)).rejects.toMatchObject(limited);
    const others = [ask("5", 0), ask("5", 1)];
    const [pushedOut, rest] = [[ofRooms[9]!, ofRooms[19]!], ofRooms.filter((_, index) => index !== 9 && index !== 19)];
    for (const one of pushedOut) await expect(one).rejects.toMatchObject(limited);
    go();
    await expect(held).rejects.toThrow("gone");
    expect(await Promise.all([...others, ...rest])).toHaveLength(50);
    expect(made.slice(0, 12)).toEqual([..."012345012345"]);
  });

  it("[I9] are refused where a place of each of many rooms is taken", async () => {
    const texts = new KeptAnswers();
    let go = (): void => {};
    const held = texts.answer("held", "held", () => new Promise<string>((resolve) => (go = () => resolve("x"))));
    const waiting = Array.from({ length: 50 }, (_, room) => texts.answer(`${room}`, `${room}`, async () => "x"));
    await expect(texts.answer("more", "more", async () => "x")).rejects.toMatchObject({ code: "rate_limited" });
    go();
    expect(await Promise.all([held, ...waiting])).toHaveLength(51);
  });

  it("[I9] take half of the time at most", async () => {
    class SlowStore extends MemoryStore {
      override async read(...what: Parameters<MemoryStore["read"]>) {
        now += 20;
        worked += 20;
        return super.read(...what);
      }
    }
    let [now, worked, rested] = [0, 0, 0];
    const store = new SlowStore(new MemoryDisk());
    const stream = { roomId: "a-room", file: 1 };
    const room = { roomId: stream.roomId, dateCreated: 1, programmingLanguage: "Python" } as const;
    await store.createRoom(newRoomDocument(room, "Olga", "hash"), Infinity);
    await store.append([{ stream, from: 0, count: 1, entries: JSON.stringify([[1, 1, 1, [[0, "x"]]]]) }]);
    const clock = {
      now: () => now,
      after(ms: number, run: () => void) {
        rested += ms;
        now += ms;
        const turn = setImmediate(run);
        return () => clearImmediate(turn);
      },
    };
    const text = await LiveFile.readText({ store, limits: DEFAULT_LIMITS, clock }, stream, 1);
    expect(text.toString()).toBe("x");
    expect(worked).toBeGreaterThan(0);
    expect(rested).toBe(worked);
  });

  it("[I9] are kept within so many bytes, those asked for last", async () => {
    const texts = new KeptAnswers();
    texts.mostBytes = 100;
    let made = 0;
    const ask = (key: string) => texts.answer("room", key, async () => `${++made}`.padEnd(19, "-"));
    for (const key of ["a", "b", "a", "c", "a"]) await ask(key);
    expect([made, texts.bytes]).toEqual([3, 80]);
    await ask("b");
    expect(made).toBe(4);
    await texts.answer("room", "long", async () => "x".repeat(1_000));
    expect(texts.bytes).toBe(0);
    texts.mostBytes = 0;
    await ask("d");
    expect(texts.bytes).toBe(0);
  });
});
