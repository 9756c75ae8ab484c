// What several servers on one MongoDB carry, and what handing on costs: `npm run bench:nodes`. Three mongods, the servers and the load share the
// machine, so beside rates it counts the CPU of each part. Knows no scenario of the other bench.
import { readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { Cluster } from "../server/test/process/cluster.ts";
import { ReplicaSet } from "../server/test/replicaSet.ts";
import { cpuMs, percentile, RoomTally, Tally } from "./measure.ts";
import { atRate, inTurns, until } from "./scenarios/scenario.ts";
import type { LightClient } from "./servers/contestant.ts";
import { ours } from "./servers/ours.ts";

const ROOMS = 400;
const STEADY_PER_SECOND = 200;
const STEADY_SECONDS = 10;
const STEP = Math.SQRT2;
const STEP_SECONDS = 3;
const LOWEST_RATE = 500;
/** The highest rate is the last whose p99 stays below this. */
const BOUND_MS = 250;
const ARRIVE_WITHIN_MS = 5_000;
const SETTINGS = { LIMIT_PUSHES_PER_SECOND: "0", LIMIT_MESSAGES_PER_SECOND: "0", ROOM_UNLOAD_SECONDS: "2" };

interface Pair {
  readonly room: string;
  readonly tally: RoomTally;
  readonly typist: LightClient;
  readonly reader: LightClient;
}

/** By which server the clients of a room come: `owner` is the first to be asked for it. */
type Way = (room: number, nodes: number) => { readonly owner: number; readonly others: number };
const STRAIGHT: Way = (room, nodes) => ({ owner: room % nodes, others: room % nodes });
const ANYWHERE: Way = (room, nodes) => ({ owner: room % nodes, others: Math.floor(room / nodes) % nodes });
const ALL_PIPED: Way = () => ({ owner: 0, others: 1 });
const ALL_DIRECT: Way = () => ({ owner: 0, others: 0 });

/** Two clients in each room that come by its `others`, after somebody who stays has opened it at its `owner`. */
async function open(cluster: Cluster, way: Way, tally: Tally): Promise<{ pairs: Pair[]; leave: () => void }> {
  const all: LightClient[] = [];
  const join = async (node: number, room: string, heard: (text: string) => void): Promise<LightClient> => {
    const client = await ours.joinLightly({ port: cluster.nodes[node]!.port, room, place: 0.5, heard });
    all.push(client);
    return client;
  };
  const pairs = await inTurns(
    Array.from({ length: ROOMS }, (_, index) => async (): Promise<Pair> => {
      const { owner, others } = way(index, cluster.nodes.length);
      const { roomId } = await cluster.nodes[owner]!.createRoom();
      const silent = await join(owner, roomId, () => {});
      const roomTally = new RoomTally(tally);
      const typist = await join(others, roomId, () => {});
      const reader = await join(others, roomId, roomTally.listener(true));
      silent.leave();
      return { room: roomId, tally: roomTally, typist, reader };
    }),
  );
  return { pairs, leave: () => all.forEach((client) => client.leave()) };
}

const typeIn = ({ tally, typist }: Pair): void => {
  tally.typed("a");
  typist.type("a");
};

/** The processes that this one has started and that are called so. */
function childrenCalled(name: string): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const [, comm, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        return comm === name && Number(parent) === process.pid ? [Number(pid)] : [];
      } catch {
        return [];
      }
    });
}

interface Step {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  /** CPU ms for 1,000 keystrokes: of each server, and of all mongods */
  readonly servers: readonly number[];
  readonly mongods: number;
  readonly arrived: boolean;
}

async function measure(
  cluster: Cluster,
  pairs: readonly Pair[],
  tally: Tally,
  rate: number,
  seconds: number,
): Promise<Step> {
  const mongods = childrenCalled("mongod");
  const used = (): number[] => [
    ...cluster.nodes.map(({ pid }) => cpuMs(pid)),
    mongods.reduce((sum, pid) => sum + cpuMs(pid), 0),
  ];
  const type = (index: number): void => typeIn(pairs[index % pairs.length]!);
  await atRate(rate, 1, type);
  const before = used();
  tally.begin();
  const begin = performance.now();
  await atRate(rate, seconds, type);
  tally.counting = false;
  const arrived = await until(() => tally.delivered >= tally.typed, ARRIVE_WITHIN_MS);
  const elapsed = performance.now() - begin;
  const per1000 = used().map((ms, index) => ((ms - before[index]!) / tally.delivered) * 1000);
  return {
    p50Ms: percentile(tally.latencies, 0.5),
    p99Ms: percentile(tally.latencies, 0.99),
    perSecond: (tally.delivered / elapsed) * 1000,
    servers: per1000.slice(0, -1),
    mongods: per1000.at(-1)!,
    arrived,
  };
}

async function onCluster<T>(
  databases: ReplicaSet,
  nodes: number,
  way: Way,
  run: (cluster: Cluster, pairs: Pair[], tally: Tally) => Promise<T>,
): Promise<T> {
  const uri = databases.newDatabase();
  const cluster = await Cluster.start(
    Array.from({ length: nodes }, () => uri),
    SETTINGS,
  );
  try {
    const tally = new Tally();
    const { pairs, leave } = await open(cluster, way, tally);
    try {
      return await run(cluster, pairs, tally);
    } finally {
      leave();
    }
  } finally {
    await cluster.dispose();
  }
}

const highest = async (cluster: Cluster, pairs: Pair[], tally: Tally): Promise<Step> => {
  let best: Step | undefined;
  for (let rate = LOWEST_RATE; ; rate *= STEP) {
    const step = await measure(cluster, pairs, tally, rate, STEP_SECONDS);
    if (!step.arrived || step.p99Ms > BOUND_MS) return best ?? step;
    best = step;
  }
};

/** Rooms a second that one server takes over when their clients all come at once, because the one before was stopped. */
async function takenOver(databases: ReplicaSet): Promise<number> {
  return onCluster(databases, 2, ALL_DIRECT, async (cluster, pairs) => {
    await cluster.nodes[0]!.end("SIGTERM");
    const { port } = cluster.nodes[1]!;
    const begin = performance.now();
    await Promise.all(pairs.map(({ room }) => ours.joinLightly({ port, room, place: 0.5, heard: () => {} })));
    return pairs.length / ((performance.now() - begin) / 1000);
  });
}

const row = (name: string, { p50Ms, p99Ms, perSecond, servers, mongods }: Step): void => {
  const ms = (value: number): string => String(Number(value.toPrecision(3)));
  process.stdout.write(
    `| ${name} | ${perSecond.toFixed(0)} | ${ms(p50Ms)} | ${ms(p99Ms)} | ${servers.map(ms).join(" + ")} | ${ms(mongods)} |\n`,
  );
};

async function main(): Promise<void> {
  const databases = await ReplicaSet.start();
  try {
    process.stdout.write(`${cpus().length} cores (${cpus()[0]?.model}), load before: ${loadavg()[0]?.toFixed(1)}\n\n`);
    process.stdout.write(
      `| ${ROOMS} rooms of two | keys/s | p50 ms | p99 ms | servers, CPU ms per 1,000 keys | mongods |\n`,
    );
    process.stdout.write("| --- | --- | --- | --- | --- | --- |\n");
    for (const [name, way] of [
      ["two servers, nothing handed on", ALL_DIRECT],
      ["two servers, all handed on", ALL_PIPED],
    ] as const)
      row(name, await onCluster(databases, 2, way, (...all) => measure(...all, STEADY_PER_SECOND, STEADY_SECONDS)));
    for (const nodes of [1, 2, 3])
      for (const [name, way] of [
        ["straight", STRAIGHT],
        ["anywhere", ANYWHERE],
      ] as const)
        if (nodes > 1 || way === STRAIGHT)
          row(`highest rate, ${nodes} servers, ${name}`, await onCluster(databases, nodes, way, highest));
    process.stdout.write(
      `\ntaken over from a server that was stopped: ${(await takenOver(databases)).toFixed(0)} rooms a second\n`,
    );
  } finally {
    await databases.stop();
  }
}

await main();
process.exit(0);
