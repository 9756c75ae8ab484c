// What happens to servers on one database for longer than their leases last, while many people type in many rooms.
import { afterEach, describe, expect, it } from "@jest/globals";
import { Balancer } from "../test/process/balancer.ts";
import {
  cluster,
  confirmedAfterElection,
  crowd,
  databases,
  gather,
  inRoomsWhileFrozen,
  leave,
  PEOPLE,
  ROOMS,
  TOLD,
} from "../test/process/crowdedCluster.ts";
import { freeze, thaw } from "../test/process/freeze.ts";
import { seededRandom } from "../test/process/seededRandom.ts";
import type { ServerProcess } from "../test/process/serverProcess.ts";

/** A second for the new primary, a quarter of the outage for a client's next try, and the opening of the rooms. */
const CONFIRMED_WITHIN_MS = 4_000;
/** The lease that is left, and a client's next try. */
const ELSEWHERE_WITHIN_MS = 10_000;

const cables: Balancer[] = [];
afterEach(async () => {
  for (const cable of cables.splice(0)) await cable.stop();
});

/** The same database by way of this port. */
const byCable = (uri: string, port: number): string =>
  uri.replace(/^(mongodb:\/\/)[^/]+([^?]+).*$/, `$1localhost:${port}$2?directConnection=true`);

describe(`${PEOPLE} people in ${ROOMS} rooms of three servers`, () => {
  it("[N5] killed, frozen beyond their lease, cut off from the database, or with another primary: nothing acknowledged is lost, nothing is doubled", async () => {
    let primary = 0;
    const cable = await Balancer.start(() => [primary]);
    cables.push(cable);
    const last = async (uri: string): Promise<string> => {
      primary = await databases.primaryPort();
      return byCable(uri, cable.port);
    };
    await gather({ last });
    const [first, second, third] = cluster.nodes as [ServerProcess, ServerProcess, ServerProcess];
    const told: string[] = [];
    const during = async (what: string, trouble: () => Promise<unknown>): Promise<void> => {
      const begin = performance.now();
      await trouble();
      await crowd.confirmedByAll();
      const seconds = (performance.now() - begin) / 1000;
      told.push(`${what}: all confirmed after ${seconds.toFixed(1)} s; ${crowd.figures()}`);
      await crowd.more(PEOPLE);
      told.push(`  after: ${crowd.figures()}`);
    };
    crowd.startTyping(seededRandom(5));
    await crowd.more(PEOPLE * 2);
    told.push(`before: ${crowd.figures()}`);

    await during("a server killed", () => first.kill());
    await first.start();

    await during("a server frozen until others have its rooms", async () => {
      await freeze(second.pid);
      await crowd.confirmedByAll();
      thaw(second.pid);
    });

    await during("a server without its database until others have its rooms", async () => {
      cable.silence();
      await crowd.confirmedByAll();
      const answer = await fetch(`${third.url}/api/rooms/aaaaaaaaaaa33`);
      expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: "store_unavailable" } }]);
      cable.cut();
    });

    await during("another primary", async () => {
      await databases.stepDown();
      primary = await databases.primaryPort();
      cable.cut();
    });
    console.log(told.join("\n"));
    await crowd.verify();
    expect([...crowd.codes].filter((code) => !TOLD.includes(code))).toEqual([]);
  });

  it("[N8] when a server and the primary die at once, all is confirmed within 4 s of the next primary, the middle one of three times", async () => {
    const times: number[] = [];
    for (let time = 0; time < 3; time++) {
      if (time > 0) await leave();
      times.push(await confirmedAfterElection());
      await crowd.verify();
    }
    expect(times.toSorted((one, other) => one - other)[1]).toBeLessThan(CONFIRMED_WITHIN_MS);
  });

  it("[N11] a server is frozen behind a balancer that does not ask for it: its people, and who comes new, are in their rooms within 10 s", async () => {
    expect(await inRoomsWhileFrozen()).toBeLessThan(ELSEWHERE_WITHIN_MS);
    await crowd.verify();
  });
});
