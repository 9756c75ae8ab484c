// People who come into rooms of their own by the right password while somebody attacks. Knows no attack.
import { setTimeout as sleep } from "node:timers/promises";
import { Wire } from "../../server/test/hostile/wire.ts";
import { type Metrics, within } from "../scenarios/scenario.ts";
import { createRoom, type OwnRoom, setRoles } from "./ask.ts";
import { BYSTANDERS } from "./trial.ts";

const PASSWORD = "the right password";
const COMING = 12;
const ONE_EVERY_MS = 500;
const IN_WITHIN_MS = 20_000;

export class Newcomers {
  readonly #port: number;
  readonly #rooms: readonly OwnRoom[];

  private constructor(port: number, rooms: readonly OwnRoom[]) {
    this.#port = port;
    this.#rooms = rooms;
  }

  /** Makes the rooms and gives them their password. */
  static async expected(port: number): Promise<Newcomers> {
    const way = { port, from: BYSTANDERS };
    const rooms: OwnRoom[] = [];
    for (let count = 0; count < COMING; count++) {
      const room = await createRoom(way);
      await setRoles(way, room, { password: PASSWORD });
      rooms.push(room);
    }
    return new Newcomers(port, rooms);
  }

  /** They come one after the other: how many do not get in at the first try, and the longest that it took one. */
  async come(): Promise<Metrics> {
    const coming = this.#rooms.map(async ({ roomId }, index) => {
      await sleep(index * ONE_EVERY_MS);
      const begin = performance.now();
      const url = `ws://127.0.0.1:${this.#port}/${roomId}`;
      const entering = Wire.enter(url, { name: "Ben", password: PASSWORD });
      (await within(IN_WITHIN_MS, "it takes too long", entering)).leave();
      return performance.now() - begin;
    });
    const came = (await Promise.allSettled(coming)).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    return { keptOut: COMING - came.length, cameInMs: Math.max(0, ...came) };
  }
}
