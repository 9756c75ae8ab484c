// Many rooms of two at once: at a steady rate, made and entered a moment ago, and at the highest rate. Knows no contestant.
import { percentile, RoomTally, Tally } from "../measure.ts";
import type { LightClient } from "../servers/contestant.ts";
import { COLLECTS_GARBAGE, TELLS_TURNS } from "../servers/serverProcess.ts";
import {
  atRate,
  createRooms,
  inTurns,
  loadMeter,
  type Metrics,
  type ScenarioRun,
  type Scenario,
  until,
} from "./scenario.ts";
import { measureTyping } from "./typing.ts";

const LETTER = "a";
/** So many rooms have clients with documents, and give the latencies; in the others they are light. */
const MEASURED_ROOMS = 50;
/** Fewer where all are typed in as fast as can be: whoever keeps documents would fill the load's own core. */
const MEASURED_ROOMS_WHEN_FAST = 10;
const KEYS_PER_SECOND = 2;
/** Rooms that two come into at once. */
const OPENED_PER_SECOND = 250;
/** Long enough for what a server does by itself, as asking who is still there. */
const NEW_SECONDS = 20;
const ALL_ARRIVE_WITHIN_MS = 10_000;
/** The highest rate is the last whose p99 stays below this. */
const BOUND_MS = 100;
const STEP = Math.SQRT2;
const STEP_SECONDS = 2;
const ARRIVE_WITHIN_MS = 3_000;
const LOWEST_RATE = 1_000;
const HIGHEST_RATE = 64_000;

interface Pair {
  readonly tally: RoomTally;
  readonly typist: LightClient;
  readonly reader: LightClient;
}

/** What opens the room at each index, with two clients who come at once; those of the measured ones, evenly among all, have documents. */
function opener(
  { contestant, server: { port } }: ScenarioRun,
  rooms: readonly string[],
  tally: Tally,
  measured: number,
) {
  const every = measured === 0 ? Infinity : Math.max(1, Math.floor(rooms.length / measured));
  return async (index: number): Promise<Pair> => {
    const full = index % every === 0;
    const join = (heard: (text: string) => void) =>
      contestant[full ? "join" : "joinLightly"]({ port, room: rooms[index]!, place: 0.5, heard });
    const roomTally = new RoomTally(tally);
    const [typist, reader] = await Promise.all([join(() => {}), join(roomTally.listener(full))]);
    return { tally: roomTally, typist, reader };
  };
}

async function openRooms(run: ScenarioRun, count: number, tally: Tally, measured: number): Promise<Pair[]> {
  const rooms = await createRooms(run, count);
  const open = opener(run, rooms, tally, measured);
  return inTurns(rooms.map((_, index) => () => open(index)));
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

async function steady(run: ScenarioRun, count: number): Promise<Metrics> {
  const tally = new Tally();
  const pairs = await openRooms(run, count, tally, MEASURED_ROOMS);
  const metrics = await measureTyping({
    run,
    tally,
    receivers: 1,
    perSecond: count * KEYS_PER_SECOND,
    seconds: run.quick ? 2 : 6,
    type: (index) => typeIn(pairs[index % count]!),
  });
  leaveAll(pairs);
  return run.quick ? metrics : { ...metrics, openKiBPerRoom: await openKiBPerRoom(run, count) };
}

/** What an open room takes, all garbage collected, in a server that was started anew, since one that was busy keeps what it has let go of. */
async function openKiBPerRoom(run: ScenarioRun, count: number): Promise<number> {
  const { server } = run;
  const held = async (): Promise<number> => {
    await server.collectGarbage();
    return server.anonymousKiB;
  };
  await server.end("SIGTERM");
  await server.start();
  const before = await held();
  const pairs = await openRooms(run, count, new Tally(), 0);
  const open = await held();
  leaveAll(pairs);
  return (open - before) / count;
}

/** Two come into one room after the other and type at once, while others still come; nothing is warmed up, and no garbage collected first. */
async function justMade(run: ScenarioRun, count: number): Promise<Metrics> {
  const { server } = run;
  const before = server.rssKiB;
  const rooms = await createRooms(run, count);
  const tally = new Tally();
  const open = opener(run, rooms, tally, MEASURED_ROOMS);
  const pairs: Pair[] = [];
  await server.longTurnsMs();
  tally.begin();
  const opening: Promise<unknown>[] = [];
  const opened = atRate(
    OPENED_PER_SECOND,
    count / OPENED_PER_SECOND,
    (index) => void opening.push(open(index).then((pair) => (pairs[index] = pair))),
  );
  await atRate(count * KEYS_PER_SECOND, NEW_SECONDS, (index) => {
    const pair = pairs[index % count];
    if (pair) typeIn(pair);
  });
  await opened;
  await Promise.all(opening);
  tally.counting = false;
  await until(() => tally.delivered >= tally.typed, ALL_ARRIVE_WITHIN_MS);
  const longTurnsMs = await server.longTurnsMs();
  const rssKiBPerRoom = (server.rssKiB - before) / count;
  leaveAll(pairs);
  return {
    p50Ms: percentile(tally.latencies, 0.5),
    p95Ms: percentile(tally.latencies, 0.95),
    p99Ms: percentile(tally.latencies, 0.99),
    missing: tally.typed - tally.delivered,
    longTurns: longTurnsMs.length,
    longestTurnMs: Math.max(0, ...longTurnsMs),
    rssKiBPerRoom,
  };
}

/** How far one moment goes: everything typed in it has arrived, or `ARRIVE_WITHIN_MS` have passed. */
async function atOneRate(run: ScenarioRun, pairs: readonly Pair[], tally: Tally, rate: number): Promise<Metrics> {
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
async function highestRate(run: ScenarioRun, count: number): Promise<Metrics> {
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

const steadily = (count: number): Scenario => ({
  name: `rooms-${count}`,
  title: `${count.toLocaleString("en")} rooms of two, ${KEYS_PER_SECOND} keys/s in each`,
  boundSeconds: 120,
  nodeArgs: COLLECTS_GARBAGE,
  run: (run) => steady(run, count),
});

export const quickRoomsScenario = steadily(200);

export const roomsScenarios: readonly Scenario[] = [
  steadily(1_000),
  {
    name: "rooms-1000-new",
    title: `1,000 rooms made right before: ${OPENED_PER_SECOND} a second are opened by two people who type at once, ${KEYS_PER_SECOND} keys/s in each`,
    boundSeconds: 120,
    nodeArgs: TELLS_TURNS,
    run: (run) => justMade(run, 1_000),
  },
  {
    name: "highest-rate",
    title: "200 rooms of two: the highest rate of keystrokes that arrive with a p99 below 100 ms",
    boundSeconds: 120,
    run: (run) => highestRate(run, 200),
  },
];
