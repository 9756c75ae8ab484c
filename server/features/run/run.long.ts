// Typing in other rooms while runs are queued, against the same program in as light a group that no server started.
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ServerProcess } from "../../test/process/serverProcess.ts";
import { needBubblewrap } from "./test/debian.ts";
import { duringControl, quantile, QueuedRuns, SETTINGS, Typists } from "./test/underLoad.ts";

const ROUNDS = 7;
const PEOPLE = 10;
/** Of each in a sample, one every so many ms. */
const LETTERS = 100;
const EVERY_MS = 50;

let server: ServerProcess;
beforeAll(async () => {
  await needBubblewrap();
  server = await ServerProcess.create(SETTINGS);
  await server.start();
}, 120_000);
afterAll(() => server.dispose(), 60_000);

it("[M8] 20 queued runs slow nobody's typing down by more than half, against the same program with a tenth of the share", async () => {
  const runs = await QueuedRuns.open(server);
  const typists = await Typists.enter(server, PEOPLE);
  const p99 = async (): Promise<number> => quantile(await typists.type(LETTERS, EVERY_MS), 0.99);
  await p99();
  const control: number[] = [];
  const queued: number[] = [];
  // what else the machine does comes and goes: each is beside one of the other
  for (let round = 0; round < ROUNDS; round++) {
    control.push(await duringControl(p99));
    queued.push(await runs.during(p99));
  }
  typists.leave();
  runs.leave();
  const middle = { control: quantile(control, 0.5), queued: quantile(queued, 0.5) };
  process.stdout.write(`p99 of typing, ms: ${JSON.stringify({ ...middle, samples: { control, queued } })}\n`);
  expect(middle.queued).toBeLessThanOrEqual(middle.control * 1.5);
}, 1_200_000);
