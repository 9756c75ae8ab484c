// What a keystroke costs the server as something grows: the text, the history, the room, the number of rooms. Knows no contestant.
import { fittedExponent } from "../measure.ts";
import type { Client } from "../servers/contestant.ts";
import { atRate, joinAll, type Metrics, type Run, type Scenario, until, within } from "./scenario.ts";

const KEYS_PER_SECOND = 300;
const SECONDS = 4;
const SETTLE_WITHIN_MS = 60_000;
/** As much as one change may insert. */
const PIECE = 500_000;

/** No line grows without end; odd, because in the middle of a text every second character goes before the one typed last. */
const LINE = 49;

/** Rooms that are typed into in turns; `heard` counts what has arrived. */
interface Scene {
  readonly typists: readonly Client[];
  readonly receivers: number;
  readonly clients: readonly Client[];
  readonly heard: { count: number };
}

async function openScene({ contestant, server: { port } }: Run, rooms: number, clientsPerRoom: number): Promise<Scene> {
  const heard = { count: 0 };
  const joins: (() => Promise<Client>)[] = [];
  for (let index = 0; index < rooms; index++) {
    const room = await contestant.createRoom(port);
    for (let number = 0; number < clientsPerRoom; number++)
      joins.push(() =>
        contestant.join({
          port,
          room,
          light: true,
          place: 0.5,
          heard: (text) => (heard.count += text.length),
        }),
      );
  }
  const clients = await joinAll(joins);
  const typists = clients.filter((_, index) => index % clientsPerRoom === 0);
  return { typists, clients, receivers: clientsPerRoom - 1, heard };
}

/** Server CPU for one keystroke, in µs. */
async function cost({ server }: Run, { typists, receivers, heard }: Scene): Promise<number> {
  const typeFor = async (seconds: number): Promise<void> => {
    const before = heard.count;
    await atRate(KEYS_PER_SECOND, seconds, (index) => typists[index % typists.length]!.type("a"));
    const expected = before + KEYS_PER_SECOND * seconds * receivers;
    if (!(await until(() => heard.count >= expected, SETTLE_WITHIN_MS))) throw new Error("not everything arrives");
  };
  await typeFor(1);
  const cpu = server.cpuMs;
  await typeFor(SECONDS);
  return ((server.cpuMs - cpu) * 1000) / (KEYS_PER_SECOND * SECONDS);
}

const leave = ({ clients }: Scene): void => {
  for (const client of clients) client.leave();
};

async function withText(run: Run, length: number): Promise<number> {
  const scene = await openScene(run, 1, 2);
  for (let done = 0; done < length; done += PIECE)
    scene.typists[0]!.type(
      "0123456789 0123456789 0123456789\n".repeat(Math.ceil(length / 33)).slice(done, Math.min(length, done + PIECE)),
    );
  await until(() => scene.heard.count >= length, SETTLE_WITHIN_MS);
  const microseconds = await cost(run, scene);
  leave(scene);
  return microseconds;
}

async function withHistory(run: Run, updates: number): Promise<number> {
  const scene = await openScene(run, 1, 2);
  for (let done = 0; done < updates; done += 1_000) {
    for (let index = 0; index < 1_000; index++) scene.typists[0]!.type(index % LINE === 0 ? "\n" : "a");
    const expected = done + 1_000;
    await within(
      SETTLE_WITHIN_MS,
      "the history does not grow",
      until(() => scene.heard.count >= expected, SETTLE_WITHIN_MS),
    );
  }
  const microseconds = await cost(run, scene);
  leave(scene);
  return microseconds;
}

async function withClients(run: Run, clients: number): Promise<number> {
  const scene = await openScene(run, 1, clients);
  const microseconds = await cost(run, scene);
  leave(scene);
  return microseconds;
}

async function withRooms(run: Run, rooms: number): Promise<number> {
  const scene = await openScene(run, rooms, 2);
  const microseconds = await cost(run, scene);
  leave(scene);
  return microseconds;
}

/** A curve: µs per keystroke at each size, and the exponent of the power that fits it best. */
const scenario = (
  name: string,
  title: string,
  sizes: readonly number[],
  at: (run: Run, size: number) => Promise<number>,
): Scenario => ({
  name,
  title,
  boundSeconds: 400,
  only: ["relay", "ours", "ours-memory", "y-websocket", "hocuspocus", "sharedb"],
  async run(run) {
    const points: { x: number; y: number }[] = [];
    // The first would pay for the compiler.
    await at(run, sizes[0]!);
    for (const x of sizes) points.push({ x, y: await at(run, x) });
    const metrics: Record<string, number> = { exponent: fittedExponent(points) };
    for (const { x, y } of points) metrics[`at${x}Us`] = y;
    return metrics satisfies Metrics;
  },
});

export const growthScenarios: readonly Scenario[] = [
  scenario(
    "growth-text",
    "µs of server CPU for a keystroke, by the length of the text",
    [1e3, 1e4, 1e5, 1e6],
    withText,
  ),
  scenario("growth-history", "… by the number of updates before", [1e3, 1e4, 1e5, 1e6], withHistory),
  scenario("growth-clients", "… by the clients in the room", [2, 8, 32, 128], withClients),
  scenario("growth-rooms", "… by the number of rooms that are typed in", [10, 100, 1_000], withRooms),
];
