// What MongoDB takes for copying rooms there and for opening them: `npm run bench:mongo`. Three mongods, the server and who comes share the machine.
import { cpus, loadavg } from "node:os";
import { openEmbeddedStore } from "../server/store/embedded/embeddedStore.ts";
import { copyRooms } from "../server/store/migrate.ts";
import { openMongoStore } from "../server/store/mongo/mongoStore.ts";
import { Cluster } from "../server/test/process/cluster.ts";
import { ServerProcess } from "../server/test/process/serverProcess.ts";
import { ReplicaSet } from "../server/test/replicaSet.ts";
import { percentile } from "./measure.ts";
import { atRate, inTurns, until } from "./scenarios/scenario.ts";
import { NO_BOUNDS, ours } from "./servers/ours.ts";

const ROOMS = 200;
/** Keys that were typed in each room, one by one. */
const KEYS = 120;
const KEYS_PER_SECOND = 2_000;
const ARRIVE_WITHIN_MS = 20_000;
/** What is held: where more is measured the program ends with code 1. */
const COPIED_WITHIN_S = 30;
/** of every second room: the slowest are those that others on the machine have slowed down */
const OPENED_WITHIN_MS = 50;
/** What a server logs is how it says that it is open. */
const SETTINGS = { ...NO_BOUNDS, LOG_LEVEL: "info" };

const comeInto = (port: number, room: string, heard: (text: string) => void = () => {}) =>
  ours.joinLightly({ port, room, place: 0.5, heard });

/** Makes the rooms on a server with the embedded store, which has ended by then; resolves with their ids. */
async function makeRooms(server: ServerProcess): Promise<string[]> {
  await server.start();
  const rooms = await inTurns(Array.from({ length: ROOMS }, () => () => server.createRoom()));
  const ids = rooms.map(({ roomId }) => roomId);
  let shown = 0;
  const typists = await inTurns(ids.map((id) => () => comeInto(server.port, id)));
  const readers = await inTurns(ids.map((id) => () => comeInto(server.port, id, ({ length }) => (shown += length))));
  await atRate(KEYS_PER_SECOND, (ROOMS * KEYS) / KEYS_PER_SECOND, (index) => typists[index % ROOMS]!.type("a"));
  if (!(await until(() => shown >= ROOMS * KEYS, ARRIVE_WITHIN_MS))) throw new Error(`only ${shown} keys arrived`);
  for (const client of [...typists, ...readers]) client.leave();
  await server.end("SIGTERM");
  return ids;
}

/** Seconds that copying all rooms takes, with reading both stores and holding them against each other. */
async function migrate(dataDir: string, uri: string): Promise<{ seconds: number; entries: number }> {
  const [from, to] = [await openEmbeddedStore(dataDir), await openMongoStore(uri)];
  try {
    const begin = performance.now();
    const { entries } = await copyRooms(from, to, () => {});
    return { seconds: (performance.now() - begin) / 1_000, entries };
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

/** ms until somebody who comes has the text, room by room. */
async function openings(port: number, ids: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const id of ids) {
    const begin = performance.now();
    const client = await comeInto(port, id);
    times.push(performance.now() - begin);
    client.leave();
  }
  return times;
}

async function main(): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const ms = (times: readonly number[]): string =>
    [0.5, 0.99].map((share) => percentile(times, share).toFixed(0)).join(" / ");
  const hold = (value: number, most: number, unit: string): void => {
    if (value <= most) return;
    say(`That is more than ${most} ${unit}.`);
    process.exitCode = 1;
  };
  const databases = await ReplicaSet.start();
  const embedded = await ServerProcess.create(SETTINGS);
  try {
    say(`${cpus().length} cores (${cpus()[0]?.model}), load before: ${loadavg()[0]?.toFixed(1)}`);
    const ids = await makeRooms(embedded);
    const uri = databases.newDatabase();
    const { seconds, entries } = await migrate(embedded.dataDir, uri);
    say(`${ROOMS} rooms, ${entries} entries copied: ${seconds.toFixed(1)} s`);
    hold(seconds, COPIED_WITHIN_S, "s");
    for (const [name, uris] of [
      ["one server", [uri]],
      ["two servers, all handed on", [uri, uri]],
    ] as const) {
      const cluster = await Cluster.start(uris, SETTINGS);
      try {
        // whoever is asked first has the room from then on
        const [first, last] = [cluster.nodes[0]!.port, cluster.nodes.at(-1)!.port];
        const opened = await openings(first, ids);
        say(`opened one after the other, ${name}, p50 / p99 ms: ${ms(opened)}`);
        hold(percentile(opened, 0.5), OPENED_WITHIN_MS, "ms");
        if (first !== last) say(`… and come into by the other server: ${ms(await openings(last, ids))}`);
      } finally {
        await cluster.dispose();
      }
    }
  } finally {
    await embedded.dispose();
    await databases.stop();
  }
}

await main();
