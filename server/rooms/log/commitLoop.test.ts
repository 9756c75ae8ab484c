// When the commit loop appends: at once, or spaced by the load, by a clock that is moved by hand.
import { describe, expect, it } from "@jest/globals";
import { SimClock, settle } from "../../test/fuzz/simNetwork.ts";
import { TestLog } from "../../test/harness.ts";
import { NO_BOUND } from "../../test/noBound.ts";
import { CommitLoop, type CommitSource, TOLD_AT_ONCE } from "./commitLoop.ts";
import type { Append, AppendOutcome } from "../roomStore.ts";

/** Rooms that always have something new, over a store that keeps it at once. */
class Typing {
  readonly clock = new SimClock();
  /** when each append was made, and of how many commits */
  readonly appends: { readonly at: number; readonly count: number }[] = [];
  readonly #loop = new CommitLoop({
    store: {
      append: (appends) => {
        this.appends.push({ at: this.clock.now(), count: appends.length });
        return Promise.resolve(appends.map((): AppendOutcome => "ok"));
      },
    },
    clock: this.clock,
    logger: new TestLog(),
    timeoutMs: 10_000,
    writeBudgets: NO_BOUND,
  });
  readonly #rooms: readonly CommitSource[];

  constructor(rooms: number) {
    const append: Append = { stream: { roomId: "a", file: 1 }, from: 0, count: 1, entries: "[0]" };
    const nothing = (): void => {};
    this.#rooms = Array.from({ length: rooms }, () => ({ take: () => append, committed: nothing, failed: nothing }));
  }

  /** All of them have something, one after the other as their clients are heard. */
  async once(): Promise<void> {
    for (const room of this.#rooms) {
      this.#loop.commitNow(room);
      await Promise.resolve();
    }
    await this.read();
  }

  /** All that has arrived is read. */
  async read(): Promise<void> {
    await settle();
    this.clock.advance(0);
    await settle();
  }

  /** All of them have something each millisecond. Returns the ms between the appends of the second half. */
  async forMs(ms: number): Promise<number[]> {
    const begin = this.clock.now();
    for (let passed = 0; passed < ms; passed++) {
      await this.once();
      this.clock.advance(1);
      await this.read();
    }
    const late = this.appends.filter(({ at }) => at >= begin + ms / 2).map(({ at }) => at);
    return late.slice(1).map((at, index) => at - late[index]!);
  }
}

describe("The commit loop", () => {
  it("[D21] does not space the appends of few", async () => {
    const one = new Typing(1);
    await one.forMs(3);
    expect(one.appends.map(({ at }) => at - one.appends[0]!.at)).toEqual([0, 1, 2]);
  });

  it("[D21] spaces them by a few milliseconds where many type", async () => {
    const typing = new Typing(50);
    const gaps = await typing.forMs(400);
    expect([Math.min(...gaps), Math.max(...gaps)]).toEqual([4, 4]);
    expect(typing.appends.every(({ count }) => count <= 50)).toBe(true);
  });

  it("[D21] makes whoever comes after a pause wait for nothing, and stores them together", async () => {
    const typing = new Typing(50);
    await typing.forMs(400);
    typing.clock.advance(50);
    await typing.read();
    typing.clock.advance(60);
    const before = typing.appends.length;
    await typing.once();
    expect(typing.appends.slice(before)).toEqual([{ at: typing.clock.now(), count: 50 }]);
  });

  it("[D28] tells what has become of many commits in pieces, in order, and stores nothing of the same streams meanwhile", async () => {
    const clock = new SimClock();
    const append: Append = { stream: { roomId: "a", file: 1 }, from: 0, count: 1, entries: "[0]" };
    const told: number[] = [];
    const loop = new CommitLoop({
      store: { append: (appends) => Promise.resolve(appends.map((): AppendOutcome => "ok")) },
      clock,
      logger: new TestLog(),
      timeoutMs: 10_000,
      writeBudgets: NO_BOUND,
    });
    let taken = 0;
    const numbers = Array.from({ length: 2 * TOLD_AT_ONCE + 1 }, (_, number) => number);
    const sources = numbers.map((number): CommitSource => ({
      take: () => (taken++, append),
      committed: () => told.push(number),
      failed: () => {},
    }));
    for (const source of sources) loop.enqueue(source);
    await settle();
    expect(told).toEqual(numbers.slice(0, TOLD_AT_ONCE));
    loop.enqueue(sources[0]!);
    clock.advance(0);
    await settle();
    expect(told).toEqual(numbers.slice(0, 2 * TOLD_AT_ONCE));
    expect(taken).toBe(numbers.length);
    clock.advance(0);
    await settle();
    expect(told.slice(0, numbers.length)).toEqual(numbers);
  });
});
