// Promises that hold on a network that cuts, delays, half-opens and duplicates connections.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { TimeAndChance } from "../../../client/sync/ports.ts";
import { openSocketTo, realClock } from "../person.ts";
import { ChaosProxy, type Fault } from "./chaosProxy.ts";
import { Gathering } from "./gathering.ts";
import { seededRandom } from "./seededRandom.ts";
import { ServerProcess } from "./serverProcess.ts";

const PEOPLE = 10;
const KILLS = 3;
/** of each kind, between two kills */
const FAULTS = 5;
const SPEED = 20;

/** People live faster, so that a connection which went silent is given up after one and a half seconds instead of thirty. */
const fastClock: TimeAndChance = {
  ...realClock,
  now: () => realClock.now() * SPEED,
  after: (ms, run) => realClock.after(ms / SPEED, run),
};

/** One seed, so that a failure is of the change at hand; CHAOS_SEED tries others. */
const SEED = Number(process.env.CHAOS_SEED ?? 20);

const random = seededRandom(SEED);

let server: ServerProcess;
let proxy: ChaosProxy;
let gathering: Gathering;

beforeEach(async () => {
  server = await ServerProcess.create({ LIMIT_PUSHES_PER_SECOND: "0", HEARTBEAT_SECONDS: "1" });
  await server.start();
  const { roomId } = await server.createRoom();
  proxy = await ChaosProxy.start(random, () => server.port);
  gathering = new Gathering(server, roomId, openSocketTo(`ws://127.0.0.1:${proxy.port}/${roomId}`));
});
afterEach(async () => {
  gathering.leave();
  await proxy.stop();
  await server.dispose();
});

describe("a bad network", () => {
  it(`[R4] ${PEOPLE} people type, the server is killed now and then: nothing seen is missing, nothing doubled (seed ${SEED})`, async () => {
    for (let count = 0; count < PEOPLE; count++) gathering.enter({ clock: fastClock });
    gathering.startTyping(random);
    const kinds = Object.keys(proxy.struck) as Fault[];
    for (let round = 1; round <= KILLS + 1; round++) {
      while (kinds.some((kind) => proxy.struck[kind] < FAULTS * round)) await gathering.witness.more(1);
      if (round > KILLS) break;
      await server.kill();
      await server.start();
    }
    gathering.stopTyping();
    proxy.calm();
    await gathering.settled();
    const { participants } = gathering.people[0]?.session.room ?? { participants: [] };
    expect(participants.length).toBe(1 + PEOPLE);
    await gathering.verify();
  }, 400_000);
});
