// Two who type while many other rooms grow, first below and then across the length at which the store writes snapshots and packs
// the log: what that costs a keystroke. Knows no contestant.
import { percentile, RoomTally, Tally } from "../measure.ts";
import type { LightClient } from "../servers/contestant.ts";
import { atRate, createRooms, inTurns, type Metrics, type Run, type Scenario, until } from "./scenario.ts";

const ROOMS = 50;
/** Updates of one room in a second, in so many bursts. */
const UPDATES_PER_SECOND = 50;
const BURSTS_PER_SECOND = 2;
const KEYS_PER_SECOND = 50;
const WARM_UP_SECONDS = 2;
/** 800 updates in each room, then as many again; a snapshot is due at 1,000. */
const SECONDS = 14;
const ARRIVE_WITHIN_MS = 10_000;
const LETTER = "a";

async function run(context: Run): Promise<Metrics> {
  const { contestant, server } = context;
  const tally = new Tally();
  const pairTally = new RoomTally(tally);
  const [room, ...others] = await createRooms(context, 1 + ROOMS);
  const join = (heard: (text: string) => void) => () =>
    contestant.join({ port: server.port, room: room!, place: 0.5, heard });
  const [typist] = await inTurns([join(() => {}), join(pairTally.listener(true))]);
  const crowd: LightClient[] = await inTurns(
    others.map((one) => () => contestant.joinLightly({ port: server.port, room: one, place: 0.5, heard: () => {} })),
  );
  const type = async (seconds: number): Promise<void> => {
    const bursts = atRate(ROOMS * BURSTS_PER_SECOND, seconds, (index) => {
      for (let key = 0; key < UPDATES_PER_SECOND / BURSTS_PER_SECOND; key++) crowd[index % ROOMS]!.type(LETTER);
    });
    await atRate(KEYS_PER_SECOND, seconds, () => {
      pairTally.typed(LETTER);
      typist!.type(LETTER);
    });
    await bursts;
  };
  const measured = async (): Promise<number> => {
    tally.begin();
    await type(SECONDS);
    tally.counting = false;
    await until(() => tally.delivered >= tally.typed, ARRIVE_WITHIN_MS);
    return percentile(tally.latencies, 0.99);
  };
  await type(WARM_UP_SECONDS);
  const p99BelowMs = await measured();
  const p99AcrossMs = await measured();
  return { p99BelowMs, p99AcrossMs };
}

export const compactionScenario: Scenario = {
  name: "compaction",
  title: "Two type 50 keys/s while 50 other rooms grow, below and across the length at which the store packs a room",
  boundSeconds: 90,
  only: ["ours"],
  run,
};
