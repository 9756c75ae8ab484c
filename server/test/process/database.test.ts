// A server on MongoDB whose database gets into trouble: a primary that is killed, a set that is away. Knows the server's outside only.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { ReplicaSet } from "../replicaSet.ts";
import { Gathering } from "./gathering.ts";
import { seededRandom } from "./seededRandom.ts";

const PEOPLE = 10;
const KILLS = 3;

let set: ReplicaSet;
let gathering: Gathering;
/** starts again what a test has killed */
let restart: (() => Promise<void>) | undefined;

beforeAll(async () => {
  set = await ReplicaSet.start();
}, 120_000);
afterAll(() => set.stop());

beforeEach(async () => {
  gathering = await Gathering.onOwnServer({ MONGODB_URI: set.newDatabase() });
  for (let count = 0; count < PEOPLE; count++) gathering.enter();
  await gathering.settled();
}, 60_000);
afterEach(async () => {
  await gathering.end();
  await restart?.();
  restart = undefined;
}, 120_000);

const statusOf = async (path: string): Promise<number> => (await fetch(`${gathering.server.url}${path}`)).status;

describe("a server on MongoDB", () => {
  it(`[R13] ${KILLS} primaries are killed while ${PEOPLE} people type: nothing that anybody saw is missing, nothing is doubled`, async () => {
    const pauses: number[] = [];
    const random = seededRandom(13);
    for (let kill = 0; kill < KILLS; kill++) {
      gathering.startTyping(random);
      await gathering.witness.more(100);
      restart = await set.killPrimary();
      const killedAt = Date.now();
      // Everybody has one more, and then waits: all ten share one processor here, which merges for each of them.
      gathering.stopTyping();
      for (const person of gathering.people) gathering.ledger.edit(person, random);
      await gathering.settled();
      pauses.push((Date.now() - killedAt) / 1000);
      await restart();
      restart = undefined;
    }
    console.log(`primary killed: typing was confirmed again after ${pauses.map((s) => s.toFixed(1)).join(", ")} s`);
    // An outcome that was not known is told, and is no defect.
    gathering.server.log.splice(0);
    await gathering.verify();
  }, 240_000);

  it("[R14] while the database is away it is not ready, and people keep their edits; when it is back, so is everybody, by themselves", async () => {
    const random = seededRandom(14);
    gathering.startTyping(random);
    await gathering.witness.more(100);
    restart = await set.killAll();
    gathering.stopTyping();
    for (const person of gathering.people) gathering.ledger.edit(person, random);
    await Promise.all(gathering.people.map((person) => person.until(() => person.session.status.state === "offline")));
    expect(await statusOf("/ready")).toBe(503);
    expect(await statusOf("/health")).toBe(200);
    for (const { session } of gathering.people) {
      expect(session.status).toMatchObject({ state: "offline", reason: expect.stringContaining("kept here") });
      expect("pending" in session.status && session.status.pending).toBeGreaterThan(0);
    }
    const restartedAt = Date.now();
    await restart();
    restart = undefined;
    await gathering.settled();
    console.log(
      `database away: everybody was back ${((Date.now() - restartedAt) / 1000).toFixed(1)} s after it was started again`,
    );
    expect(await statusOf("/ready")).toBe(200);
    gathering.server.log.splice(0);
    await gathering.verify();
  }, 240_000);
});
