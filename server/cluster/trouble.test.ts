// What happens to servers on one database, while many people type in many rooms. What takes long is in trouble.long.ts.
import { describe, expect, it, jest } from "@jest/globals";
import { cluster, crowd, databases, gather, PEOPLE, ROOMS, TOLD } from "../test/process/crowdedCluster.ts";
import { seededRandom } from "../test/process/seededRandom.ts";

// Starting three mongods and three servers takes a busy machine a while.
jest.setTimeout(400_000);

/** Under a second where nothing else runs; tests share two cores. */
const BACK_WITHIN_MS = 3_000;
describe(`${PEOPLE} people in ${ROOMS} rooms of three servers`, () => {
  it("[N5] one is killed and the database has another primary: nothing acknowledged is lost, nothing is doubled", async () => {
    await gather();
    crowd.startTyping(seededRandom(5));
    await crowd.more(PEOPLE * 2);
    await cluster.nodes[0]!.kill();
    await databases.stepDown();
    await crowd.confirmedByAll();
    await crowd.more(PEOPLE);
    await crowd.verify();
    expect([...crowd.codes].filter((code) => !TOLD.includes(code))).toEqual([]);
  });

  it("[N6] all are restarted, one after the other: everybody is away once for a moment, and connects once", async () => {
    await gather();
    crowd.startTyping(seededRandom(6));
    await crowd.more(PEOPLE * 2);
    const told = [`before: ${crowd.figures()}`];
    const longest: number[] = [];
    for (const node of cluster.nodes) {
      const before = crowd.connections;
      const ended = node.end("SIGTERM");
      const ms = await crowd.confirmedByAll();
      expect(await ended).toEqual({ code: 0, stderr: "" });
      await crowd.more(PEOPLE);
      longest.push(Math.max(ms, ...crowd.outages));
      expect(crowd.connections - before).toBeLessThanOrEqual(PEOPLE);
      told.push(`restarted: all confirmed after ${ms.toFixed(0)} ms; ${crowd.figures()}`);
      await node.start();
    }
    console.log(told.join("\n"));
    await crowd.verify();
    expect([...crowd.codes]).toEqual(["server_draining"]);
    expect(longest.filter((ms) => ms > BACK_WITHIN_MS)).toEqual([]);
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
