// Old texts are put together one at a time, and kept within a bound.
import { describe, expect, it } from "@jest/globals";
import { Refusal } from "../../protocol/errors.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { LiveFile } from "../../rooms/file/liveFile.ts";
import { newRoomDocument } from "../../rooms/log/roomDocument.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { KeptAnswers } from "./keptAnswers.ts";
import { SERVER, type Waiter } from "./waiter.ts";

const LIMITED = { code: "rate_limited", retryAfterMs: 3_000 };

const waiterOf = (origin: string, gone = new AbortController()): Waiter => ({ ...SERVER, origin, gone: gone.signal });

/** Its one answer holds all others up until `go`. */
function held() {
  const texts = new KeptAnswers();
  const made: string[] = [];
  let go = (): void => {};
  const holding = texts.answer("held", "held", () => new Promise<string>((resolve) => (go = () => resolve("held"))));
  const ask = (origin: string, room: string, key: string, gone?: AbortController): Promise<string> => {
    const asked = texts.answer(room, key, async () => (made.push(key), key), waiterOf(origin, gone));
    asked.catch(() => {});
    return asked;
  };
  return { texts, made, ask, go: () => (go(), holding) };
}

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

  it("[I9] of addresses and rooms that ask much leave others their turn: each address comes in turn, and of one each room", async () => {
    const { made, ask, go } = held();
    const asked = ["a1", "a1", "a1", "a2", "a2", "b1", "b1", "c1"].map((room, index) =>
      ask(room[0]!, room, `${room} ${index}`),
    );
    await go();
    await Promise.all(asked);
    expect(made).toEqual(["a1 0", "b1 5", "c1 7", "a2 3", "b1 6", "a1 1", "a2 4", "a1 2"]);
  });

  it("[I9] are refused to who has too many: 16 of an address, 10 of a room; where all places are taken the newest of who has most gives theirs", async () => {
    const { texts, ask, go } = held();
    const ofOne = Array.from({ length: 16 }, (_, index) => ask("a", `a${index % 2}`, `a ${index}`));
    await expect(ask("a", "a2", "a 16")).rejects.toMatchObject(LIMITED);
    // what waits for the same as others do is no less
    await expect(ask("a", "a0", "a 0")).rejects.toMatchObject(LIMITED);
    await expect(ask("a", "held", "held")).rejects.toMatchObject(LIMITED);
    for (let index = 0; index < 10; index++) void ask(`${index}`, "room", `room ${index}`);
    await expect(ask("10", "room", "room 10")).rejects.toMatchObject(LIMITED);
    for (let index = 0; index < 24; index++) void ask(`o${index}`, `o${index}`, `o ${index}`);
    expect(texts.waiting).toBe(50);
    const own = ask("new", "new", "new");
    await expect(ofOne[14]).rejects.toMatchObject(LIMITED);
    for (let index = 0; index < 13; index++) void ask("b", `b${index}`, `b ${index}`);
    expect(texts.waiting).toBe(50);
    await go();
    expect(await own).toBe("new");
  });

  it("[I9] are refused where a place of each of many addresses is taken, and those after one that fails come all the same", async () => {
    const texts = new KeptAnswers();
    let fail = (): void => {};
    const failing = texts.answer(
      "held",
      "held",
      () => new Promise<string>((_, reject) => (fail = () => reject(new Error("gone")))),
    );
    const ask = (one: string) => texts.answer(one, one, async () => "x", waiterOf(one));
    const waiting = Array.from({ length: 50 }, (_, one) => ask(`${one}`));
    await expect(ask("more")).rejects.toMatchObject(LIMITED);
    fail();
    await expect(failing).rejects.toThrow("gone");
    expect(await Promise.all(waiting)).toHaveLength(50);
  });

  it("[I34] are not put together for whoever has gone, whose place is free; others who wait for the same get it", async () => {
    const { texts, made, ask, go } = held();
    const gone = new AbortController();
    const left = ["one", "both", "three"].map((key) => ask("a", "room", key, gone));
    const other = ask("b", "room", "both");
    gone.abort();
    for (const one of left) await expect(one).rejects.toMatchObject({ code: "rate_limited" });
    await expect(ask("a", "room", "late", gone)).rejects.toMatchObject({ code: "rate_limited" });
    expect(texts.waiting).toBe(1);
    await go();
    expect([await other, made]).toEqual(["both", ["both"]]);
  });

  it("[I34] are put together no further once all have gone who waited, and anew for who asks then", async () => {
    const texts = new KeptAnswers();
    const begun: AbortSignal[] = [];
    const ends: (() => void)[] = [];
    const ask = (origin: string, gone?: AbortController): Promise<string> => {
      const make = (dropped: AbortSignal): Promise<string> => {
        const many = begun.push(dropped);
        return new Promise((resolve, reject) => {
          const end = (): void => (dropped.aborted ? reject(new Error("dropped")) : resolve(`the ${many}.`));
          ends.push(end);
        });
      };
      const asked = texts.answer("room", "text", make, waiterOf(origin, gone));
      asked.catch(() => {});
      return asked;
    };
    const [one, other] = [new AbortController(), new AbortController()];
    const left = [ask("a", one), ask("b", other)];
    one.abort();
    expect(begun.map(({ aborted }) => aborted)).toEqual([false]);
    other.abort();
    expect(begun.map(({ aborted }) => aborted)).toEqual([true]);
    for (const asked of left) await expect(asked).rejects.toMatchObject({ code: "rate_limited" });
    const [late, later] = [ask("a"), ask("b")];
    ends[0]!();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun.map(({ aborted }) => aborted)).toEqual([true, false]);
    ends[1]!();
    expect(await Promise.all([late, later])).toEqual(["the 2.", "the 2."]);
  });

  it("[I9] [I34] are made once and counted once where all have gone who waited and one is made all the same", async () => {
    const texts = new KeptAnswers();
    texts.mostBytes = 1_000;
    const gone = new AbortController();
    let end = (): void => {};
    const make = (): Promise<string> => new Promise((resolve) => (end = () => resolve("text")));
    const left = texts.answer("room", "a key", make, waiterOf("a", gone));
    gone.abort();
    await expect(left).rejects.toMatchObject({ code: "rate_limited" });
    const late = texts.answer("room", "a key", async () => "text", waiterOf("a"));
    end();
    expect(await late).toBe("text");
    expect([texts.made, texts.bytes]).toEqual([1, 18]);
    texts.forget("a ");
    expect(texts.bytes).toBe(0);
  });

  it("[I34] of a room that has left memory are refused at once to who waits, and keep no place", async () => {
    const { texts, made, ask, go } = held();
    const [gone, other] = [ask("a", "gone", "gone"), ask("a", "other", "other")];
    texts.refuse("gone", new Refusal("room_reset"));
    await expect(gone).rejects.toMatchObject({ code: "room_reset" });
    expect(texts.waiting).toBe(1);
    await go();
    await other;
    expect(made).toEqual(["other"]);
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
