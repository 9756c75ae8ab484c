// Who may have the thread when, by a clock that only work moves.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FairTurns, type Seat } from "./fairTurns.ts";

/** A thread: work takes the time that it says, and what is to run next or later runs in order. */
class Thread {
  #now = 0;
  #turns: (() => void)[] = [];
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  readonly turns: FairTurns;

  constructor(share: number) {
    this.turns = new FairTurns(share, {
      now: () => this.#now,
      next: (run) => void this.#turns.push(run),
      after: (ms, run) => {
        const timer = { at: this.#now + ms, run };
        this.#timers.push(timer);
        return () => (this.#timers = this.#timers.filter((one) => one !== timer));
      },
    });
  }

  get now(): number {
    return this.#now;
  }

  work(ms: number): void {
    this.#now += ms;
  }

  /** One turn of the event loop; the time passes to the next timer where there is nothing else. False: nothing is left to do. */
  turn(): boolean {
    if (this.#turns.length === 0) {
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (!next) return false;
      this.#now = Math.max(this.#now, next.at);
    }
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const run of [...this.#turns.splice(0), ...due.map(({ run }) => run)]) run();
    return true;
  }
}

/** Does so many pieces of `ms` each as soon as it may; resolves nothing, tells of each. */
function busy(thread: Thread, seat: Seat, pieces: number, ms: number, done: () => void = () => {}): void {
  let left = pieces;
  const go = (): void => {
    while (left > 0) {
      if (!seat.begin()) return seat.whenTurn(go);
      thread.work(ms);
      seat.end();
      left--;
      done();
    }
  };
  go();
}

describe("time shared out", () => {
  it("[O20] who asks for little never waits", () => {
    const thread = new Thread(0.5);
    const seat = thread.turns.seat("a");
    for (let i = 0; i < 1_000; i++) {
      expect(seat.begin()).toBe(true);
      thread.work(0.1);
      seat.end();
      thread.work(10);
    }
  });

  it("[O20] one address has its share in the long run and no more, however many connections it has", () => {
    const thread = new Thread(0.5);
    let worked = 0;
    for (let i = 0; i < 250; i++) busy(thread, thread.turns.seat("a"), 400, 0.5, () => (worked += 0.5));
    while (thread.turn() && thread.now < 20_000);
    expect(worked / thread.now).toBeGreaterThan(0.45);
    expect(worked / thread.now).toBeLessThan(0.51);
  });

  it("[O20] beside one that asks for all there is, another waits for a few milliseconds at most", () => {
    const thread = new Thread(0.5);
    for (let i = 0; i < 250; i++) busy(thread, thread.turns.seat("a"), 1_000, 1);
    const other = thread.turns.seat("b");
    let longest = 0;
    for (let i = 0; i < 2_000 && thread.turn(); i++) {
      const asked = thread.now;
      busy(thread, other, 1, 0.1, () => (longest = Math.max(longest, thread.now - asked)));
    }
    expect(longest).toBeLessThan(1);
  });

  it("[O20] those who wait go on by turns: addresses with each other, and connections of one", () => {
    const thread = new Thread(0.2);
    const done = new Map<string, number>();
    for (const [name, address] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b", "b"],
      ["c", "c"],
    ] as const)
      busy(thread, thread.turns.seat(address), 10_000, 1, () => done.set(name, (done.get(name) ?? 0) + 1));
    while (thread.turn() && thread.now < 5_000);
    const [a1, a2, b, c] = ["a1", "a2", "b", "c"].map((name) => done.get(name)!);
    expect(Math.abs(a1! - a2!)).toBeLessThanOrEqual(10);
    expect(Math.abs(b! - c!)).toBeLessThanOrEqual(10);
    expect(Math.abs(a1! + a2! - b!)).toBeLessThanOrEqual(10);
  });

  it("[O20] what waits is done before everything else for 6 ms and a piece at most", () => {
    const thread = new Thread(1);
    for (let i = 0; i < 50; i++) busy(thread, thread.turns.seat(`address ${i}`), 100, 1);
    for (let before = thread.now; thread.turn(); before = thread.now)
      expect(thread.now - before).toBeLessThanOrEqual(8);
  });

  it("[O20] what is done at once for an address waits for nothing, and is made up for by what comes then", async () => {
    const thread = new Thread(0.5);
    const seat = thread.turns.seat("a");
    for (let i = 0; i < 3; i++) await seat.charge(() => thread.work(20));
    const begun = thread.now;
    expect(begun).toBe(60);
    let again = 0;
    busy(thread, seat, 1, 1, () => (again = thread.now - begun));
    while (thread.turn());
    expect(again).toBeGreaterThan(60);
    expect(again).toBeLessThan(90);
  });

  it("[O20] a long piece is made up for, but not for ever", () => {
    const thread = new Thread(0.5);
    const seat = thread.turns.seat("a");
    busy(thread, seat, 1, 60_000);
    const begun = thread.now;
    let again = 0;
    busy(thread, seat, 1, 1, () => (again = thread.now - begun));
    while (thread.turn());
    expect(again).toBeGreaterThan(700);
    expect(again).toBeLessThan(900);
  });

  it("[O20] a share of 0 is no bound", () => {
    const thread = new Thread(0);
    let count = 0;
    busy(thread, thread.turns.seat("a"), 1_000, 100, () => count++);
    expect(count).toBe(1_000);
  });

  it("[O20] what fails is counted, and told to the one who asked", async () => {
    const thread = new Thread(0.5);
    const seat = thread.turns.seat("a");
    await expect(
      seat.work(() => {
        thread.work(10);
        throw new Error("its own");
      }),
    ).rejects.toThrow("its own");
    expect(seat.begin()).toBe(false);
  });

  it("[O20] work within work is one piece", () => {
    const thread = new Thread(0.5);
    const seat = thread.turns.seat("a");
    expect(seat.begin()).toBe(true);
    thread.work(3);
    expect(seat.begin()).toBe(true);
    thread.work(3);
    seat.end();
    seat.end();
    const begun = thread.now;
    let waited = 0;
    busy(thread, seat, 1, 0, () => (waited = thread.now - begun));
    while (thread.turn());
    expect(waited).toBeGreaterThanOrEqual(4);
    expect(waited).toBeLessThanOrEqual(6);
  });

  it("[O20] an address that comes again owes what it owed, and who owes nothing is forgotten", () => {
    const thread = new Thread(0.5);
    const seat = thread.turns.seat("a");
    busy(thread, seat, 1, 100);
    seat.leave();
    for (let i = 0; i < 5_000; i++) thread.turns.seat(`address ${i}`).leave();
    expect(thread.turns.seat("a").begin()).toBe(false);
    thread.work(60_000);
    for (let i = 0; i < 5_000; i++) thread.turns.seat(`another ${i}`).leave();
    expect(thread.turns.addresses).toBeLessThan(2_100);
  });

  it("[O20] whatever is asked for by whom, all of it is done, and each address has its share at most", () => {
    const ask = fc.record({ who: fc.nat({ max: 4 }), pieces: fc.nat({ max: 30 }), ms: fc.nat({ max: 8 }) });
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 30 }), fc.constantFrom(0.1, 0.5, 1), (asks, share) => {
        const thread = new Thread(share);
        let done = 0;
        const worked = new Map<number, number>();
        for (const { who, pieces, ms } of asks)
          busy(thread, thread.turns.seat(`address ${who}`), pieces, ms, () => {
            done++;
            worked.set(who, (worked.get(who) ?? 0) + ms);
          });
        while (thread.turn());
        expect(done).toBe(asks.reduce((sum, { pieces }) => sum + pieces, 0));
        for (const ms of worked.values()) expect(ms * share).toBeLessThanOrEqual(thread.now * share + 13);
      }),
    );
  });
});
