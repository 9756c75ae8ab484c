// Typing in other rooms while runs are queued, against the same processes that no server started.
import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { needBubblewrap } from "./test/debian.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { runFeature } from "./index.ts";
import { Sandbox } from "./sandbox/sandbox.ts";
import { Coder } from "./test/runners.ts";

const ROOMS_WITH_RUNS = 4;
const RUNS_OF_A_ROOM = 5;
const KEYSTROKES = 600;
const LOOP = "import time\nend = time.process_time() + 6\nwhile time.process_time() < end: pass";

let server: TestServer;
beforeAll(async () => {
  await needBubblewrap();
  const feature = runFeature((options) => Sandbox.open({ ...options, hidden: [process.cwd()], languages: ["Python"] }));
  server = await startTestServer({ RUNNER: "sandbox", LIMIT_PUSHES_PER_SECOND: "0" }, new MemoryStore(), [feature]);
}, 120_000);
afterAll(() => server.stop(), 60_000);

/** The time until 99 of 100 keystrokes of somebody are seen by another, in ms. */
async function p99(): Promise<number> {
  const { roomId, key } = await server.createRoom();
  const ana = await Wire.enter(server.socketUrl(roomId), { key });
  const ben = await Wire.enter(server.socketUrl(roomId), { name: "Ben" });
  const times: number[] = [];
  for (let typed = 0; typed < KEYSTROKES; typed++) {
    const from = performance.now();
    ana.push([typed === 0 ? [[0, "x"]] : [typed, [0, "x"]]], { version: typed, seq: typed + 1 });
    await ben.next("updates");
    times.push(performance.now() - from);
  }
  ana.leave();
  ben.leave();
  return times.sort((one, other) => one - other)[Math.floor(KEYSTROKES * 0.99)]!;
}

it("[M8] 20 queued runs slow nobody's typing down by more than half, against the same processes with a tenth of the share", async () => {
  const quiet = await p99();
  // nice 10 is about a tenth of the weight of nice 0
  const busy = execFile("nice", ["-n", "10", "python3", "-c", LOOP.replace("6", "3600")]);
  const control = await p99();
  busy.kill();
  const coders: Coder[] = [];
  for (let room = 0; room < ROOMS_WITH_RUNS; room++) {
    const { roomId, key } = await server.createRoom();
    const coder = new Coder(await Wire.enter(server.socketUrl(roomId), { key }));
    coder.wire.push([[[0, ...LOOP.split("\n")]]]);
    await coder.wire.next("updates");
    for (let run = 0; run < RUNS_OF_A_ROOM; run++) coder.start();
    coders.push(coder);
  }
  // one runs by now, and the others wait
  while ((await coders[0]!.next("phase")).phase !== "running");
  const queued = await p99();
  process.stdout.write(`p99 of typing: ${JSON.stringify({ quiet, control, queued })}\n`);
  for (const coder of coders) {
    for (const entry of (await coder.log(RUNS_OF_A_ROOM)).keys()) coder.send({ type: "stop", run: entry });
    coder.wire.leave();
  }
  expect(queued).toBeLessThanOrEqual(control * 1.5);
}, 600_000);
