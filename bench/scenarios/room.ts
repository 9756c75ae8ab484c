// One room: a pair, or many who watch a few type, or everybody moving the cursor meanwhile.
import { RoomTally, Tally } from "../measure.ts";
import type { Client, LightClient } from "../servers/contestant.ts";
import { WITHOUT_DISK_PEERS } from "../servers/contestants.ts";
import { atRate, inTurns, type Metrics, type Run, type Scenario, SEED, until } from "./scenario.ts";
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
  /** how often each of all clients moves its cursor meanwhile; 0: never */
  readonly movesPerSecond: number;
}

async function run(shape: Shape, { contestant, server, quick }: Run): Promise<Metrics> {
  const { clients: count, typists, perSecond, movesPerSecond } = shape;
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
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const moving = atRate(movesPerSecond * count, movesPerSecond > 0 ? seconds : 0, (index) =>
    clients[index % count]!.moveCursor(),
  );
  const metrics = await measureTyping({
    run: { contestant, server, quick },
    tally,
    receivers: count - 1,
    perSecond: total,
    seconds,
    type,
  });
  await moving;
  const disconnected = clients.filter((client) => !client.connected()).length;
  for (const client of clients) client.leave();
  return { ...metrics, disconnected };
}

const scenario = (name: string, title: string, shape: Shape, only?: readonly string[]): Scenario => ({
  name,
  title,
  boundSeconds: 60,
  ...(only && { only }),
  run: (context) => run(shape, context),
});

const still = { movesPerSecond: 0 };
export const roomScenarios: readonly Scenario[] = [
  scenario("pair", "Two people, a key every 20 ms", { clients: 2, typists: 1, perSecond: 50, ...still }),
  scenario("room-50", "50 in a room, 5 type 10 keys/s each", { clients: 50, typists: 5, perSecond: 10, ...still }),
  ...[200, 500].map((clients) =>
    scenario(
      `room-${clients}`,
      `${clients} in a room, 20 type 5 keys/s each`,
      { clients, typists: 20, perSecond: 5, ...still },
      WITHOUT_DISK_PEERS,
    ),
  ),
  scenario(
    "cursors-50",
    "50 in a room, one types 5 keys/s, everybody moves the cursor 5 times a second",
    { clients: 50, typists: 1, perSecond: 5, movesPerSecond: 5 },
    WITHOUT_DISK_PEERS,
  ),
  scenario(
    "cursors-500",
    "500 in a room, 2 type 5 keys/s each, everybody moves the cursor twice a second",
    { clients: 500, typists: 2, perSecond: 5, movesPerSecond: 2 },
    WITHOUT_DISK_PEERS,
  ),
];
