// A recorded editing session through the wire, keystroke by keystroke; then somebody who comes late, and the first after a restart.
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { type ConcurrentTrace, readTrace, type SequentialTrace } from "../../server/test/traces/trace.ts";
import { median } from "../measure.ts";
import type { Client } from "../servers/contestant.ts";
import { type Metrics, type Scenario, type ScenarioRun, STORED_AFTER_MS, until, within } from "./scenario.ts";

/** Sockets are served after so many edits. */
const STRETCH = 50;
const AGREE_WITHIN_MS = 60_000;
const JOIN_WITHIN_MS = 20_000;
const LATE_JOINERS = 11;
const RESTARTS = 3;

type Patch = SequentialTrace["txns"][number]["patches"][number];
type Pair = readonly [Client, Client];

/** Who of the two makes it, and what. */
interface Edit {
  readonly author: number;
  readonly patch: Patch;
}

interface Recording {
  readonly edits: readonly Edit[];
  /** So many edits are on their way at most; then both wait until they agree. */
  readonly window: number;
  /** what both have in the end, where the places are the recorded ones */
  readonly endContent?: string;
}

function readAlone(name: string): Recording {
  const { txns, endContent } = readTrace<SequentialTrace>(name);
  const edits = txns.flatMap(({ patches }) => patches.map((patch) => ({ author: 0, patch })));
  return { edits, window: 500, endContent };
}

/** No recorded edit was made on top of a text that lacked more than the 49 before it. */
function readTogether(name: string): Recording {
  const { txns } = readTrace<ConcurrentTrace>(name);
  return {
    edits: txns.flatMap(({ agent, patches }) => patches.map((patch) => ({ author: agent, patch }))),
    window: 50,
  };
}

const agree = ([one, other]: Pair): boolean => one.length() === other.length() && one.text() === other.text();

/** Makes the edits, each where it was recorded or, where the text is shorter, at its end. */
async function write(pair: Pair, came: Arrivals, { edits, window }: Recording): Promise<void> {
  for (let from = 0; from < edits.length; from += window) {
    const some = edits.slice(from, from + window);
    for (let start = 0; start < some.length; start += STRETCH, await turn())
      for (const { author, patch } of some.slice(start, start + STRETCH)) {
        const client = pair[author]!;
        const [at, deleted, inserted] = patch;
        const place = Math.min(at, client.length());
        client.replace(place, Math.min(deleted, client.length() - place), inserted);
      }
    await came.until(() => agree(pair));
  }
}

/** Tells when something has come for either. */
class Arrivals {
  #look: (() => void) | undefined;

  readonly heard = (): void => this.#look?.();

  /** Resolves as soon as it holds, looked at whenever something has come. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    const held = new Promise<void>((resolve) => {
      this.#look = () => {
        if (!holds()) return;
        // Comparing long texts is dear, and what comes in one frame is told one by one.
        this.#look = undefined;
        resolve();
      };
    });
    await within(AGREE_WITHIN_MS, "the two do not come to agree", held);
  }
}

async function run(recording: Recording, { contestant, server, quick }: ScenarioRun): Promise<Metrics> {
  const { port } = server;
  const room = await contestant.createRoom(port);
  const join = (heard = (): void => {}): Promise<Client> =>
    within(AGREE_WITHIN_MS, "joining takes too long", contestant.join({ port, room, place: 0, heard }));
  const came = new Arrivals();
  const pair: Pair = [await join(came.heard), await join(came.heard)];
  const [one, other] = pair;

  const cpu = server.cpuMs;
  const begin = performance.now();
  await write(pair, came, recording);
  const seconds = (performance.now() - begin) / 1000;
  const cpuSeconds = (server.cpuMs - cpu) / 1000;
  const wireMiB = (one.wireBytes() + other.wireBytes()) / 2 ** 20;
  const written = { seconds, cpuSeconds, wireMiB, rssMiB: server.rssKiB / 1024 };
  const leave = (): void => pair.forEach((client) => client.leave());
  if (quick || !contestant.hasText) {
    leave();
    return written;
  }

  const text = recording.endContent ?? one.text();
  const differing = pair.filter((client) => client.text() !== text).length;
  if (differing > 0) return { ...written, differing };
  const late = await timedJoins(LATE_JOINERS, join, text);
  leave();
  const joined = { ...written, differing, lateJoinMs: late.ms, lateJoinKiB: late.kiB };
  if (!contestant.durable) return joined;

  await sleep(STORED_AFTER_MS);
  const restarts: number[] = [];
  let diskKiB = 0;
  for (let round = 0; round < RESTARTS; round++) {
    await server.end("SIGTERM");
    diskKiB = server.diskKiB;
    await server.start();
    restarts.push((await timedJoins(1, join, text)).ms);
    if (restarts.at(-1) === Infinity) break;
  }
  return { ...joined, firstJoinAfterRestartMs: median(restarts), diskKiB };
}

/** Medians of joining until the text is there; Infinity when it does not come. */
async function timedJoins(
  count: number,
  join: () => Promise<Client>,
  text: string,
): Promise<{ ms: number; kiB: number }> {
  const joins: { ms: number; kiB: number }[] = [];
  for (let index = 0; index < count; index++) {
    const begin = performance.now();
    const client = await join();
    const came = await until(() => client.length() === text.length, JOIN_WITHIN_MS);
    const ms = performance.now() - begin;
    joins.push({ ms: came && client.text() === text ? ms : Infinity, kiB: client.wireBytes() / 1024 });
    client.leave();
    // A server that has lost some of it will not find it the next time.
    if (!came) break;
  }
  return { ms: median(joins.map(({ ms }) => ms)), kiB: median(joins.map(({ kiB }) => kiB)) };
}

const scenario = (name: string, title: string, read: () => Recording): Scenario => ({
  name,
  title,
  boundSeconds: 180,
  run: (context) => run(read(), context),
});

export const paperScenario = scenario(
  "automerge-paper",
  "A paper of 105 kB, written in 259,778 recorded keystrokes",
  () => readAlone("automerge-paper.sequential"),
);
export const quickTraceScenario = scenario(
  "friendsforever",
  "21 kB that two people write at the same time, in 26,078 recorded edits",
  () => readTogether("friendsforever.concurrent"),
);
