// One room: a pair, or many who watch a few type. Knows no contestant.
import { RoomTally, Tally } from "../measure.ts";
import type { Client, LightClient } from "../servers/contestant.ts";
import { inTurns, type Metrics, type Scenario, type ScenarioRun, SEED, until } from "./scenario.ts";
import { measureTyping } from "./typing.ts";

/** Up to so many, everybody has a document; above, only who types has. */
const FULL_CLIENTS = 50;
const SEED_WITHIN_MS = 10_000;
const SECONDS = 6;
const QUICK_SECONDS = 2;

interface Shape {
  readonly clients: number;
  readonly typists: number;
  /** keystrokes of each typist */
  readonly perSecond: number;
}

async function run(shape: Shape, { contestant, server, quick }: ScenarioRun): Promise<Metrics> {
  const { clients: count, typists, perSecond } = shape;
  const { port } = server;
  const room = await contestant.createRoom(port);
  const tally = new Tally();
  const roomTally = new RoomTally(tally);
  // Typists come between the others: who has joined first is written to first.
  const every = Math.floor(count / typists);
  const isTypist = (index: number): boolean => index % every === 0 && index / every < typists;
  const writers: Client[] = [];
  const clients = await inTurns<LightClient>(
    Array.from({ length: count }, (_, index) => async () => {
      const full = count <= FULL_CLIENTS || isTypist(index);
      const options = { port, room, place: (index + 0.5) / count, heard: roomTally.listener(full) };
      if (!full) return contestant.joinLightly(options);
      const client = await contestant.join(options);
      if (isTypist(index)) writers.push(client);
      return client;
    }),
  );
  writers[0]!.replace(0, 0, SEED);
  const seeded = (client: Client): boolean => client.length() >= SEED.length;
  if (!(await until(() => writers.every(seeded), SEED_WITHIN_MS))) throw new Error("the seed does not arrive");

  const total = perSecond * typists;
  const type = (index: number): void => {
    const typist = index % typists;
    const letter = String.fromCharCode(97 + typist);
    roomTally.typed(letter);
    writers[typist]!.type(letter);
  };
  const metrics = await measureTyping({
    run: { contestant, server, quick },
    tally,
    receivers: count - 1,
    perSecond: total,
    seconds: quick ? QUICK_SECONDS : SECONDS,
    type,
  });
  for (const client of clients) client.leave();
  return metrics;
}

const scenario = (name: string, title: string, shape: Shape): Scenario => ({
  name,
  title,
  boundSeconds: 60,
  run: (context) => run(shape, context),
});

export const roomScenarios: readonly Scenario[] = [
  scenario("pair", "Two people, a key every 20 ms", { clients: 2, typists: 1, perSecond: 50 }),
  scenario("room-50", "50 in a room, 5 type 10 keys/s each", { clients: 50, typists: 5, perSecond: 10 }),
  scenario("room-500", "500 in a room, 20 type 5 keys/s each", { clients: 500, typists: 20, perSecond: 5 }),
];
