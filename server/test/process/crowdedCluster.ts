// Three servers on a replica set of three with many people in many rooms, made for each test and ended with it. Knows no trouble.
import { afterEach } from "@jest/globals";
import { openSocketTo, Person } from "../person.ts";
import { ReplicaSet } from "../replicaSet.ts";
import { Balancer } from "./balancer.ts";
import { Cluster } from "./cluster.ts";
import { Crowd } from "./crowd.ts";
import { freeze } from "./freeze.ts";
import { seededRandom } from "./seededRandom.ts";

export const PEOPLE = Number(process.env.CLUSTER_PEOPLE ?? 40);
export const ROOMS = Math.ceil(PEOPLE / 5);
/** What clients may be told while servers are in trouble: in words, that they are to come again. */
export const TOLD: readonly string[] = [
  "room_reset",
  "server_draining",
  "store_unavailable",
  "superseded",
  "seq_gap",
  "version_too_old",
];

/** The next primary comes when servers have just given themselves up, and by the database's clock are not over yet. */
const ELECTION_AS_LEASES_END_MS = 4_000;

export let databases: ReplicaSet;
export let cluster: Cluster;
export let crowd: Crowd;

export interface Gathered {
  /** the address by which the last server reaches the database whose own is `uri` */
  readonly last?: (uri: string) => Promise<string>;
  readonly electionTimeoutMs?: number;
}

/** Starts all and lets everybody in. */
export async function gather({ last = async (uri) => uri, electionTimeoutMs }: Gathered = {}): Promise<void> {
  databases = await ReplicaSet.start(electionTimeoutMs);
  const uri = databases.newDatabase();
  cluster = await Cluster.start([uri, uri, await last(uri)], { LIMIT_PUSHES_PER_SECOND: "0" });
  crowd = await Crowd.gather(cluster, ROOMS, PEOPLE);
}

/** A server and the primary die at once while people type: ms from the next primary until all that they typed is confirmed. */
export async function confirmedAfterElection(): Promise<number> {
  await gather({ electionTimeoutMs: ELECTION_AS_LEASES_END_MS });
  crowd.startTyping(seededRandom(7));
  await crowd.more(PEOPLE * 2);
  const elected = databases.killPrimary().then(async () => {
    await databases.primaryPort();
    return performance.now();
  });
  await cluster.nodes[0]?.kill();
  const confirmed = crowd.confirmedByAll().then(() => performance.now());
  const ms = (await confirmed) - (await elected);
  console.log(`all confirmed ${ms.toFixed(0)} ms after the next primary; ${crowd.figures()}`);
  return ms;
}

/** A server stands still while people type and newcomers come: ms until all of them are in their rooms and have everything confirmed. */
export async function inRoomsWhileFrozen(): Promise<number> {
  await gather();
  const ports = cluster.nodes.map(({ port }) => port) as [number, number, number];
  // each goes so often to the one that stands still, one time after the other
  const ways = await Promise.all(
    [0, 1, 2, 3].map((misses) => Balancer.start(() => [...Array<number>(misses).fill(ports[1]), ports[0], ports[2]])),
  );
  const rooms = await Promise.all(ways.map(() => cluster.createRoom()));
  crowd.startTyping(seededRandom(8));
  await crowd.more(PEOPLE * 2);
  await freeze(cluster.nodes[1]!.pid);
  const began = performance.now();
  const newcomers = rooms.map(
    ({ roomId, key }, index) =>
      new Person(roomId, openSocketTo(`ws://127.0.0.1:${ways[index]!.port}/${roomId}`), { key }),
  );
  const arrivals = newcomers.map(async (person) => {
    await person.settled();
    return performance.now() - began;
  });
  const ms = await crowd.confirmedByAll();
  const newcomersMs = await Promise.all(arrivals);
  for (const person of newcomers) person.leave();
  await Promise.all(ways.map((way) => way.stop()));
  console.log(
    `frozen: all confirmed after ${ms.toFixed(0)} ms; newcomers in after ${newcomersMs.map((each) => each.toFixed(0)).join(", ")} ms; ${crowd.figures()}`,
  );
  return Math.max(ms, ...newcomersMs);
}

/** Ends all. */
export async function leave(): Promise<void> {
  crowd?.leave();
  await cluster?.dispose();
  await databases?.stop();
}
afterEach(leave);
