// Many rooms of two at once: at a steady rate, at the highest rate, and what an open and a left room cost in memory.
import { setTimeout as sleep } from "node:timers/promises";
import { percentile, RoomTally, Tally } from "../measure.ts";
import type { LightClient } from "../servers/contestant.ts";
import { atRate, createRooms, inTurns, loadMeter, type Metrics, type Run, type Scenario, until } from "./scenario.ts";
import { WITHOUT_DISK_PEERS } from "../servers/contestants.ts";
import { COLLECTS_GARBAGE } from "../servers/serverProcess.ts";
import { measureTyping } from "./typing.ts";

const LETTER = "a";
/** So many rooms have clients with documents, and give the latencies; in the others they are light. */
const MEASURED_ROOMS = 50;
/** Fewer where all are typed in as fast as can be: whoever keeps documents would fill the load's own core. */
const MEASURED_ROOMS_WHEN_FAST = 10;
const KEYS_PER_SECOND = 2;
/** The highest rate is the last whose p99 stays below this. */
const BOUND_MS = 100;
const STEP = Math.SQRT2;
const STEP_SECONDS = 2;
const ARRIVE_WITHIN_MS = 3_000;
const LOWEST_RATE = 1_000;
const HIGHEST_RATE = 64_000;
/** Everybody has by then let go of a room that nobody is in, if they do at all. */
const UNLOADED_AFTER_MS = 4_000;
const WAVES = 5;
const SETTLED_AFTER_WAVES = 2;

interface Pair {
  readonly tally: RoomTally;
  readonly typist: LightClient;
  readonly reader: LightClient;
}

/** Opens the rooms, two clients in each, the measured ones evenly among them. */
async function openRooms(run: Run, count: number, tally: Tally, measured: number): Promise<Pair[]> {
  const { contestant, server } = run;
  const rooms = await createRooms(run, count);
  const every = measured === 0 ? Infinity : Math.max(1, Math.floor(count / measured));
  const tallies = rooms.map(() => new RoomTally(tally));
  const clients = await inTurns<LightClient>(
    rooms.flatMap((room, index) => {
      const full = index % every === 0;
      const join = (heard: (text: string) => void) => () =>
        contestant[full ? "join" : "joinLightly"]({ port: server.port, room, place: 0.5, heard });
      return [join(() => {}), join(tallies[index]!.listener(full))];
    }),
  );
  return tallies.map((one, index) => ({ tally: one, typist: clients[2 * index]!, reader: clients[2 * index + 1]! }));
}

const typeIn = ({ tally, typist }: Pair): void => {
  tally.typed(LETTER);
  typist.type(LETTER);
};

const leaveAll = (pairs: readonly Pair[]): void => {
  for (const { typist, reader } of pairs) {
    typist.leave();
    reader.leave();
  }
};

async function steady(run: Run, count: number): Promise<Metrics> {
  const tally = new Tally();
  const before = run.server.rssKiB;
  const pairs = await openRooms(run, count, tally, MEASURED_ROOMS);
  const opened = run.server.rssKiB;
  const metrics = await measureTyping({
    run,
    tally,
    receivers: 1,
    perSecond: count * KEYS_PER_SECOND,
    seconds: run.quick ? 2 : 6,
    type: (index) => typeIn(pairs[index % count]!),
  });
  leaveAll(pairs);
  return { ...metrics, rssKiBPerRoom: (opened - before) / count };
}

/** How far one moment goes: everything typed in it has arrived, or `ARRIVE_WITHIN_MS` have passed. */
async function atOneRate(run: Run, pairs: readonly Pair[], tally: Tally, rate: number): Promise<Metrics> {
  const cpu = run.server.cpuMs;
  const load = loadMeter();
  const begin = performance.now();
  tally.begin();
  await atRate(rate, STEP_SECONDS, (index) => typeIn(pairs[index % pairs.length]!));
  tally.counting = false;
  const arrived = await until(() => tally.delivered >= tally.typed, ARRIVE_WITHIN_MS);
  const seconds = (performance.now() - begin) / 1000;
  const cpuSeconds = (run.server.cpuMs - cpu) / 1000;
  return {
    perSecond: tally.delivered / seconds,
    perCpuSecond: tally.delivered / cpuSeconds,
    p99Ms: arrived ? percentile(tally.latencies, 0.99) : Infinity,
    serverLoad: cpuSeconds / seconds,
    generatorLoad: load(),
  };
}

/** Types faster and faster until it comes late. */
async function highestRate(run: Run, count: number): Promise<Metrics> {
  const tally = new Tally();
  const pairs = await openRooms(run, count, tally, MEASURED_ROOMS_WHEN_FAST);
  await atOneRate(run, pairs, tally, LOWEST_RATE);
  let best = await atOneRate(run, pairs, tally, LOWEST_RATE);
  for (let rate = LOWEST_RATE * STEP; rate <= HIGHEST_RATE; rate *= STEP) {
    let step = await atOneRate(run, pairs, tally, rate);
    // Once more, because something else on the machine may have been in the way.
    if (step.p99Ms! > BOUND_MS) step = await atOneRate(run, pairs, tally, rate);
    if (step.p99Ms! > BOUND_MS) break;
    best = step;
  }
  leaveAll(pairs);
  return best;
}

/**
 * Opens rooms and leaves them, several times over, the garbage collected before each look. The first time tells what an open
 * room costs. What later times add is what stays of a room that nobody is in: what the runtime keeps for itself it has by then.
 */
async function memory(run: Run, count: number): Promise<Metrics> {
  const { server } = run;
  const held = async (): Promise<number> => {
    await server.collectGarbage();
    return server.anonymousKiB;
  };
  const left: number[] = [];
  const empty = await held();
  let open = 0;
  for (let wave = 0; wave < WAVES; wave++) {
    const pairs = await openRooms(run, count, new Tally(), 0);
    if (wave === 0) open = await held();
    leaveAll(pairs);
    await sleep(UNLOADED_AFTER_MS);
    left.push(await held());
  }
  const grown = left.at(-1)! - left[SETTLED_AFTER_WAVES - 1]!;
  return {
    openKiBPerRoom: (open - empty) / count,
    leftKiBPerRoom: grown / (WAVES - SETTLED_AFTER_WAVES) / count,
  };
}

const steadily = (count: number): Scenario => ({
  name: `rooms-${count}`,
  title: `${count.toLocaleString("en")} rooms of two, ${KEYS_PER_SECOND} keys/s in each`,
  boundSeconds: 60 + count / 20,
  only: WITHOUT_DISK_PEERS,
  run: (run) => steady(run, count),
});

export const roomsScenarios: readonly Scenario[] = [
  steadily(200),
  steadily(1_000),
  steadily(5_000),
  {
    name: "highest-rate",
    title: "200 rooms of two: the highest rate of keystrokes that arrive with a p99 below 100 ms",
    boundSeconds: 120,
    only: WITHOUT_DISK_PEERS,
    run: (run) => highestRate(run, 200),
  },
  {
    name: "memory",
    title: "1,000 rooms of two, opened and left",
    boundSeconds: 180,
    only: WITHOUT_DISK_PEERS,
    nodeArgs: COLLECTS_GARBAGE,
    run: (run) => memory(run, 1_000),
  },
];
