// Whose turn it is, on a clock that is moved by hand. Knows no run.
import { describe, expect, it } from "@jest/globals";
import { WAITING, WAITING_OF_KEY, WAITING_OF_ORIGIN } from "./bounds.ts";
import { type Slot, Queue, QueueFull } from "./queue.ts";

const NEVER = new AbortController().signal;

/** Each room's people come from an address of their own, where nothing else is said. */
const of = (key: string, origin = `address of ${key}`) => ({ key, origin });

/** Takes slots, and remembers who started and what they were told. */
function crowd(slots: number) {
  let time = 0;
  const queue = new Queue(slots, () => time);
  const started: string[] = [];
  const running: { name: string; slot: Slot }[] = [];
  const told: Record<string, number[]> = {};
  return {
    queue,
    started,
    told,
    pass: (ms: number) => void (time += ms),
    async come(name: string, key: string, signal = NEVER): Promise<void> {
      const slot = await queue.take(of(key), (ahead) => (told[name] ??= []).push(ahead), signal);
      started.push(name);
      running.push({ name, slot });
    },
    async end(): Promise<number> {
      const { slot } = running.shift()!;
      slot.giveBack();
      await Promise.resolve();
      await Promise.resolve();
      return slot.number;
    },
  };
}

describe("the queue", () => {
  it("[M8] lets as many run as there are slots, each with a number of its own", async () => {
    const { queue } = crowd(2);
    const [one, two] = await Promise.all([queue.take(of("a"), () => {}, NEVER), queue.take(of("a"), () => {}, NEVER)]);
    expect([one.number, two.number]).toEqual([0, 1]);
    let third: Slot | undefined;
    const waiting = queue.take(of("a"), () => {}, NEVER).then((slot) => (third = slot));
    await Promise.resolve();
    expect(third).toBeUndefined();
    two.giveBack();
    expect((await waiting).number).toBe(1);
  });

  it("[M8] gives each room its turn, and tells how many start before", async () => {
    const { come, end, started, told } = crowd(1);
    await come("first", "a");
    const others = [come("a1", "a"), come("a2", "a"), come("a3", "a"), come("b1", "b"), come("c1", "c")];
    expect(told).toEqual({ a1: [0], a2: [1, 2, 3], a3: [2, 3, 4], b1: [1], c1: [2] });
    for (const _ of others) await end();
    await Promise.all(others);
    expect(started).toEqual(["first", "a1", "b1", "c1", "a2", "a3"]);
  });

  it("[M8] refuses who would wait for too long, with a time that follows how long runs take", async () => {
    const { come, end, pass, queue } = crowd(1);
    await come("first", "a");
    const waiting = Array.from({ length: WAITING_OF_KEY }, (_, index) => come(String(index), "a"));
    const refused = await queue.take(of("a"), () => {}, NEVER).catch((error: unknown) => error as QueueFull);
    expect(refused).toBeInstanceOf(QueueFull);
    expect((refused as QueueFull).retryMs).toBe(3_000 * (WAITING_OF_KEY + 1));
    pass(100_000);
    await end();
    const again = come("last", "a");
    const later = (await queue.take(of("a"), () => {}, NEVER).catch((error: unknown) => error)) as QueueFull;
    expect(later.retryMs).toBeGreaterThan((refused as QueueFull).retryMs);
    for (let left = 0; left <= WAITING_OF_KEY; left++) await end();
    await Promise.all([...waiting, again]);
  });

  it("[M8] has all rooms together wait for a bounded number", async () => {
    const { come, queue } = crowd(1);
    await come("first", "a");
    for (let index = 0; index < WAITING; index++) void come(String(index), `room ${index}`);
    await expect(queue.take(of("another"), () => {}, NEVER)).rejects.toBeInstanceOf(QueueFull);
  });

  it("[M8] has half of those who wait come from one address at most, in however many rooms, and others beside them", async () => {
    const { come, queue } = crowd(1);
    await come("first", "a");
    const wait = (key: string, origin: string) => queue.take(of(key, origin), () => {}, NEVER);
    for (let index = 0; index < WAITING_OF_ORIGIN; index++) void wait(`room ${index}`, "one");
    await expect(wait("another", "one")).rejects.toBeInstanceOf(QueueFull);
    void wait("another", "two");
    // of what nobody asked for there is no address
    for (let index = WAITING_OF_ORIGIN + 1; index < WAITING; index++) void wait(`more ${index}`, "");
    await expect(wait("the last", "three")).rejects.toBeInstanceOf(QueueFull);
  });

  it("[M8] forgets who leaves, and tells those behind", async () => {
    const { come, end, started, told } = crowd(1);
    await come("first", "a");
    const leaving = new AbortController();
    const gone = come("gone", "a", leaving.signal);
    const behind = come("behind", "b");
    leaving.abort(new Error("left"));
    await expect(gone).rejects.toThrow("left");
    expect(told.behind).toEqual([1, 0]);
    await end();
    await behind;
    expect(started).toEqual(["first", "behind"]);
  });
});
