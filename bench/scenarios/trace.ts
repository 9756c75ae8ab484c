// A recorded editing session through the wire, keystroke by keystroke; then somebody who comes late, and the first after a restart.
import { readFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { median } from "../measure.ts";
import type { Client } from "../servers/contestant.ts";
import { type Metrics, type Run, type Scenario, until, within } from "./scenario.ts";

type Patch = readonly [at: number, deleted: number, inserted: string];

interface Trace {
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly Patch[] }[];
}

/** So many edits may be on their way; then the writer waits for the reader. */
const WINDOW = 500;
/** … in stretches that leave the writer's sockets time to speak. */
const STRETCH = 50;
const WINDOW_WITHIN_MS = 60_000;
const QUICK_EDITS = 20_000;
const LATE_JOINERS = 5;
const RESTARTS = 3;
/** Who writes the file a moment after the edit has done so by then. */
const STORED_AFTER_MS = 3_000;

const readTrace = (name: string): Trace =>
  JSON.parse(
    gunzipSync(readFileSync(new URL(`../../server/test/traces/data/${name}.json.gz`, import.meta.url))).toString(),
  ) as Trace;

async function run(name: string, context: Run): Promise<Metrics> {
  const { contestant, server, quick } = context;
  const { port } = server;
  const trace = readTrace(name);
  const edits = trace.txns.flatMap(({ patches }) => patches).slice(0, quick ? QUICK_EDITS : Infinity);
  const room = await contestant.createRoom(port);
  const join = (heard: () => void): Promise<Client> =>
    within(WINDOW_WITHIN_MS, "joining takes too long", contestant.join({ port, room, light: false, place: 0, heard }));
  let arrived = (): void => {};
  const writer = await join(() => {});
  const reader = await join(() => arrived());

  const cpu = server.cpuMs;
  const begin = performance.now();
  for (let from = 0; from < edits.length; from += WINDOW) {
    const window = edits.slice(from, from + WINDOW);
    for (let start = 0; start < window.length; start += STRETCH, await turn())
      for (const patch of window.slice(start, start + STRETCH)) writer.replace(...patch);
    const caughtUp = new Promise<void>((resolve) => {
      arrived = () => {
        if (reader.length() === writer.length()) resolve();
      };
      arrived();
    });
    await within(WINDOW_WITHIN_MS, "the reader does not get the text", caughtUp);
  }
  const seconds = (performance.now() - begin) / 1000;
  const cpuSeconds = (server.cpuMs - cpu) / 1000;
  const wireMiB = (writer.wireBytes() + reader.wireBytes()) / 2 ** 20;
  const rssMiB = server.rssKiB / 1024;
  const written = { seconds, cpuSeconds, wireMiB, rssMiB };
  if (!contestant.hasText) {
    writer.leave();
    reader.leave();
    return written;
  }

  const text = writer.text();
  if (!(await until(() => reader.text() === text, WINDOW_WITHIN_MS))) throw new Error("the texts differ");
  if (!quick && text !== trace.endContent) throw new Error("the text is not the recorded one");
  const late = await timedJoins(LATE_JOINERS, () => join(() => {}), text);
  writer.leave();
  reader.leave();
  const lately = { ...written, lateJoinMs: late.ms, lateJoinKiB: late.kiB };
  if (!contestant.durable) return lately;

  await turnAfter(STORED_AFTER_MS);
  const restarts: number[] = [];
  let diskKiB = 0;
  for (let round = 0; round < RESTARTS; round++) {
    await server.end("SIGTERM");
    diskKiB = server.diskKiB;
    await server.start();
    restarts.push((await timedJoins(1, () => join(() => {}), text)).ms);
  }
  return { ...lately, firstJoinAfterRestartMs: median(restarts), diskKiB };
}

/** Medians of joining until the text is there. */
async function timedJoins(
  count: number,
  join: () => Promise<Client>,
  text: string,
): Promise<{ ms: number; kiB: number }> {
  const joins: { ms: number; kiB: number }[] = [];
  for (let index = 0; index < count; index++) {
    const begin = performance.now();
    const client = await join();
    if (!(await until(() => client.length() === text.length, WINDOW_WITHIN_MS)))
      throw new Error("the text does not come");
    joins.push({ ms: performance.now() - begin, kiB: client.wireBytes() / 1024 });
    if (client.text() !== text) throw new Error("the text that came is another one");
    client.leave();
  }
  return { ms: median(joins.map(({ ms }) => ms)), kiB: median(joins.map(({ kiB }) => kiB)) };
}

const turnAfter = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const scenario = (name: string, file: string, title: string): Scenario => ({
  name,
  title,
  boundSeconds: 600,
  run: (context) => run(file, context),
});

export const traceScenarios: readonly Scenario[] = [
  scenario(
    "automerge-paper",
    "automerge-paper.sequential",
    "A paper of 105 kB, written in 259,778 recorded keystrokes",
  ),
  scenario("rustcode", "rustcode.sequential", "A program of 65 kB, written in 40,173 recorded edits"),
];
