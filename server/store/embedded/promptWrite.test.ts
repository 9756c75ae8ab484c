// Which writes the event loop waits for, and which a thread gets, by a disk of the test's own.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { promptWrite, type WriteAt } from "./promptWrite.ts";

const RECORD = Buffer.alloc(100_000);

/** ms that a write takes */
let disk: number;
let broken: boolean;
let now: number;
/** how each write was made */
let ways: string[];
let threads: (() => void)[];
let turnEnds: (() => void)[];
let writeAt: WriteAt;

beforeEach(() => {
  disk = 0.5;
  broken = false;
  now = 0;
  ways = [];
  threads = [];
  turnEnds = [];
  writeAt = promptWrite({
    write: (_fd, _buffer, _offset, length, _position, done) => {
      ways.push("thread");
      const takes = disk;
      threads.push(() => {
        now += takes;
        done(null, length);
      });
    },
    writeSync: (_fd, _buffer, _offset, length) => {
      ways.push("turn");
      now += disk;
      if (broken) throw new Error("the disk is broken");
      return length;
    },
    now: () => now,
    afterTurn: (run) => void turnEnds.push(run),
  });
});

const endTurn = (): void => turnEnds.splice(0).forEach((run) => run());

/** One write in a turn of its own, which a thread has finished when this resolves. */
function write(length = 100): Promise<number> {
  endTurn();
  return new Promise((resolve, reject) => {
    writeAt(1, RECORD, 0, length, 0, (error, bytes) => (error ? reject(error) : resolve(bytes)));
    threads.splice(0).forEach((finish) => finish());
  });
}

describe("a prompt write", () => {
  it("[S27] is made in this turn while the disk is quick, and says how much was written", async () => {
    expect(await write(70)).toBe(70);
    expect(await write(80)).toBe(80);
    expect(ways).toEqual(["turn", "turn"]);
  });

  it("[S27] goes to a thread when the turn has had one already, until the turn is over", () => {
    const done: number[] = [];
    for (const length of [1, 2, 3]) writeAt(1, RECORD, 0, length, 0, (_error, bytes) => done.push(bytes));
    expect(ways).toEqual(["turn", "thread", "thread"]);
    expect(done).toEqual([1]);
    threads.forEach((finish) => finish());
    expect(done).toEqual([1, 2, 3]);
    endTurn();
    writeAt(1, RECORD, 0, 4, 0, (_error, bytes) => done.push(bytes));
    expect(ways.at(-1)).toBe("turn");
  });

  it("[S27] goes to a thread when it is long, however quick the disk is", async () => {
    expect(await write(64 * 1024 + 1)).toBe(64 * 1024 + 1);
    expect(ways).toEqual(["thread"]);
  });

  it("[S27] one that took long sends the next to a thread, until the disk is quick again", async () => {
    await write();
    disk = 200;
    await write();
    expect(ways).toEqual(["turn", "turn"]);
    ways = [];
    disk = 0.5;
    for (let count = 0; count < 100; count++) await write();
    const back = ways.indexOf("turn");
    expect(back).toBeGreaterThan(16);
    expect(ways).toEqual(ways.map((_, index) => (index < back ? "thread" : "turn")));
  });

  it("[S27] a disk that is slow every time gets no write in a turn but the first few", async () => {
    disk = 5;
    for (let count = 0; count < 100; count++) await write();
    expect(ways.filter((way) => way === "turn").length).toBeLessThan(5);
  });

  it("[S27] one that fails is told as such, and the next is tried", async () => {
    broken = true;
    await expect(write()).rejects.toThrow("the disk is broken");
    broken = false;
    expect(await write()).toBe(100);
    expect(ways).toEqual(["turn", "turn"]);
  });
});
