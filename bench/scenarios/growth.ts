// What a keystroke costs the server as something grows: the text, the history, the room, the number of rooms.
import { fittedExponent } from "../measure.ts";
import type { LightClient } from "../servers/contestant.ts";
import { OURS, RELAY } from "../servers/contestants.ts";
import { atRate, createRooms, inTurns, type Metrics, type Scenario, type ScenarioRun, until } from "./scenario.ts";

const KEYS_PER_SECOND = 300;
const SECONDS = 3;
const SETTLE_WITHIN_MS = 60_000;
/** As much as one change may insert. */
const PIECE = 500_000;
/** A history grows by so many keystrokes at once. */
const BURST = 1_000;

/** No line grows without end; odd, because in the middle of a text every second character goes before the one typed last. */
const LINE = 49;

/** Rooms that are typed into in turns; `heard` counts what has arrived. */
interface Scene {
  readonly typists: readonly LightClient[];
  readonly receivers: number;
  readonly clients: readonly LightClient[];
  readonly heard: { count: number };
}

async function openScene(run: ScenarioRun, rooms: number, clientsPerRoom: number): Promise<Scene> {
  const { contestant, server } = run;
  const heard = { count: 0 };
  const joinTo = (room: string) => () =>
    contestant.joinLightly({
      port: server.port,
      room,
      place: 0.5,
      heard: (text) => (heard.count += text.length),
    });
  const created = await createRooms(run, rooms);
  const clients = await inTurns(created.flatMap((room) => Array.from({ length: clientsPerRoom }, () => joinTo(room))));
  const typists = clients.filter((_, index) => index % clientsPerRoom === 0);
  return { typists, clients, receivers: clientsPerRoom - 1, heard };
}

/** Server CPU for one keystroke, in µs. */
async function cost({ server }: ScenarioRun, scene: Scene): Promise<number> {
  const { typists, receivers, heard } = scene;
  const typeFor = async (seconds: number): Promise<void> => {
    const before = heard.count;
    await atRate(KEYS_PER_SECOND, seconds, (index) => typists[index % typists.length]!.type("a"));
    await hasHeard(scene, before + KEYS_PER_SECOND * seconds * receivers);
  };
  await typeFor(1);
  const cpu = server.cpuMs;
  await typeFor(SECONDS);
  return ((server.cpuMs - cpu) * 1000) / (KEYS_PER_SECOND * SECONDS);
}

/** What a keystroke costs in a scene that `prepare` has made grow. */
async function costIn(
  run: ScenarioRun,
  { rooms = 1, clients = 2 }: { rooms?: number; clients?: number },
  prepare = async (_scene: Scene): Promise<void> => {},
): Promise<number> {
  const scene = await openScene(run, rooms, clients);
  await prepare(scene);
  const microseconds = await cost(run, scene);
  for (const client of scene.clients) client.leave();
  return microseconds;
}

async function hasHeard({ heard }: Scene, characters: number): Promise<void> {
  if (!(await until(() => heard.count >= characters, SETTLE_WITHIN_MS))) throw new Error("not everything arrives");
}

const withText = (run: ScenarioRun, length: number): Promise<number> =>
  costIn(run, {}, async (scene) => {
    const text = "0123456789 0123456789 0123456789\n".repeat(Math.ceil(length / 33));
    for (let done = 0; done < length; done += PIECE)
      scene.typists[0]!.type(text.slice(done, Math.min(length, done + PIECE)));
    await hasHeard(scene, length);
  });

const withHistory = (run: ScenarioRun, updates: number): Promise<number> =>
  costIn(run, {}, async (scene) => {
    for (let done = 0; done < updates; done += BURST) {
      for (let index = 0; index < BURST; index++) scene.typists[0]!.type(index % LINE === 0 ? "\n" : "a");
      await hasHeard(scene, done + BURST);
    }
  });

const withClients = (run: ScenarioRun, clients: number): Promise<number> => costIn(run, { clients });
const withRooms = (run: ScenarioRun, rooms: number): Promise<number> => costIn(run, { rooms });

/** A curve: µs per keystroke at each size, and the exponent of the power that fits it best. */
const scenario = (
  name: string,
  grows: string,
  sizes: readonly number[],
  at: (run: ScenarioRun, size: number) => Promise<number>,
): Scenario => ({
  name,
  title: grows,
  boundSeconds: 240,
  only: [RELAY, OURS],
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

/** Their names begin with `growth-`, and they share a table. */
export const growthScenarios: readonly Scenario[] = [
  scenario("growth-text", "characters of the text", [1e3, 1e4, 1e5, 1e6], withText),
  scenario("growth-history", "updates before", [1e3, 1e4, 1e5, 1e6], withHistory),
  scenario("growth-clients", "clients in the room", [2, 8, 32, 128], withClients),
  scenario("growth-rooms", "rooms that are typed in", [10, 100, 1_000], withRooms),
];
