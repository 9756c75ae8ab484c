// Two people who type in a room of their own while somebody attacks: how soon each key is in the other's window. Knows no attack.
import { setTimeout as sleep } from "node:timers/promises";
import { percentile, RoomTally, Tally } from "../measure.ts";
import { atRate, type Metrics, until } from "../scenarios/scenario.ts";
import type { Client } from "../servers/contestant.ts";
import { ours } from "../servers/ours.ts";
import { ask } from "./ask.ts";
import { BYSTANDERS } from "./trial.ts";

const KEYS_PER_SECOND = 40;
const ARRIVE_WITHIN_MS = 30_000;
const HEALTH_EVERY_MS = 100;
const LETTERS = ["a", "b"] as const;

export class Bystanders {
  readonly #port: number;
  readonly #pair: readonly [Client, Client];
  readonly #tally: Tally;
  readonly #room: RoomTally;
  #typed = 0;

  private constructor(port: number, pair: readonly [Client, Client], tally: Tally, room: RoomTally) {
    this.#port = port;
    this.#pair = pair;
    this.#tally = tally;
    this.#room = room;
  }

  static async enter(port: number): Promise<Bystanders> {
    const tally = new Tally();
    const heard = new RoomTally(tally);
    const room = await ours.createRoom(port);
    // both type at the end: what is typed at once stands in any order, and each letter is somebody's own
    const join = (): Promise<Client> => ours.join({ port, room, place: 1, heard: heard.listener(true) });
    return new Bystanders(port, [await join(), await join()], tally, heard);
  }

  /**
   * They type in turn for so long, a key each 25 ms, and wait for what has not arrived. p50 and p99 of the ms from a key to the other's
   * window, keys that did not arrive or arrived more than once, and the longest that `/health` took.
   */
  async type(seconds: number): Promise<Metrics & Record<"p50Ms" | "p99Ms" | "lost" | "healthMs", number>> {
    const tally = this.#tally;
    tally.begin();
    const health = this.#watchHealth();
    await atRate(KEYS_PER_SECOND, seconds, (index) => {
      const letter = LETTERS[index % 2]!;
      this.#typed++;
      this.#room.typed(letter);
      this.#pair[index % 2]!.type(letter);
    });
    tally.counting = false;
    await until(() => tally.delivered >= tally.typed, ARRIVE_WITHIN_MS);
    const missing = Array.from({ length: tally.typed - tally.delivered }, () => Infinity);
    const latencies = [...tally.latencies, ...missing];
    return {
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      lost: Math.max(...this.#pair.map((client) => Math.abs(client.length() - this.#typed))),
      healthMs: await health(),
    };
  }

  /** The returned function ends it, and resolves with the longest answer's ms. */
  #watchHealth(): () => Promise<number> {
    let watching = true;
    const watch = async (): Promise<number> => {
      let most = 0;
      for (; watching; await sleep(HEALTH_EVERY_MS)) {
        const begin = performance.now();
        await ask({ port: this.#port, from: BYSTANDERS }, "GET", "/health").catch(() => {});
        most = Math.max(most, performance.now() - begin);
      }
      return most;
    };
    const watched = watch();
    return () => {
      watching = false;
      return watched;
    };
  }

  leave(): void {
    for (const client of this.#pair) client.leave();
  }
}
