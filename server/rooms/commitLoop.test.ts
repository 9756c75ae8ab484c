// When the commit loop appends: at once, or spaced by the load, by a clock that is moved by hand.
import { describe, expect, it } from "@jest/globals";
import { SimClock, settle } from "../test/fuzz/simNetwork.ts";
import { TestLog } from "../test/harness.ts";
import { NO_BOUND } from "../test/noBound.ts";
import { CommitLoop, type CommitSource } from "./commitLoop.ts";
import type { Append, AppendOutcome } from "./roomStore.ts";

/** Rooms that always have something new, over a store that keeps it at once. */
class Typing {
  readonly clock = new SimClock();
  /** when each append was made, and of how many commits */
  readonly appends: { readonly at: number; readonly count: number }[] = [];
  busy = 0;
  readonly #loop = new CommitLoop({
    store: {
      append: (appends) => {
        this.appends.push({ at: this.clock.now(), count: appends.length });
        return Promise.resolve(appends.map((): AppendOutcome => "ok"));
      },
    },
    clock: this.clock,
    log: new TestLog(),
    timeoutMs: 10_000,
    busy: () => this.busy,
    written: NO_BOUND,
  });
  readonly #rooms: readonly CommitSource[];

  constructor(rooms: number) {
    const append: Append = { stream: { roomId: "a", file: 1 }, from: 0, count: 1, entries: "[0]" };
    const nothing = (): void => {};
    this.#rooms = Array.from({ length: rooms }, () => ({ take: () => [append], committed: nothing, failed: nothing }));
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

const least = (values: readonly number[]): number => Math.min(...values);
const most = (values: readonly number[]): number => Math.max(...values);

describe("The commit loop", () => {
  it("[D21] does not space the appends of few, however busy the process is", async () => {
    const one = new Typing(1);
    one.busy = 1;
    await one.forMs(3);
    expect(one.appends.map(({ at }) => at - one.appends[0]!.at)).toEqual([0, 1, 2]);
  });

  it("[D21] spaces them by a few milliseconds where many type, and by more the less time the process has left", async () => {
    const typing = new Typing(50);
    const gaps: Record<string, number[]> = {};
    for (const busy of [0, 0.6, 0.8, 1]) {
      typing.busy = busy;
      gaps[busy] = await typing.forMs(400);
    }
    expect([least(gaps["0"]!), most(gaps["0"]!)]).toEqual([4, 4]);
    expect([least(gaps["0.6"]!), most(gaps["0.6"]!)]).toEqual([4, 4]);
    expect([least(gaps["0.8"]!), most(gaps["0.8"]!)]).toEqual([22, 22]);
    expect([least(gaps["1"]!), most(gaps["1"]!)]).toEqual([40, 40]);
    expect(typing.appends.every(({ count }) => count <= 50)).toBe(true);
  });

  it("[D21] makes whoever comes after a pause wait for nothing, and stores them together", async () => {
    const typing = new Typing(50);
    typing.busy = 1;
    await typing.forMs(400);
    typing.clock.advance(50);
    await typing.read();
    typing.clock.advance(60);
    const before = typing.appends.length;
    await typing.once();
    expect(typing.appends.slice(before)).toEqual([{ at: typing.clock.now(), count: 50 }]);
  });
});
