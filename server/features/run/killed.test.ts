// A whole server that is killed while a room's code runs in a box of it. Knows no part of it from the inside.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { Wire } from "../../test/hostile/wire.ts";
import { ServerProcess } from "../../test/process/serverProcess.ts";
import { needBubblewrap } from "./test/debian.ts";
import { Coder } from "./test/runners.ts";
import { foldersOf, groupsOf, startOf } from "./test/sandboxes.ts";

/** Ignores what it may, has a daemon beside it, and never ends. */
const PROGRAM = `
import os, signal, time
for number in signal.SIGTERM, signal.SIGHUP, signal.SIGINT: signal.signal(number, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    time.sleep(1000)
os.write(1, b"here\\n")
time.sleep(1000)
`;

let server: ServerProcess;
beforeEach(async () => {
  await needBubblewrap();
  // one slot is for the languages that are still being found
  server = await ServerProcess.create({ RUNNER: "sandbox", RUN_SLOTS: "2", RUN_SECONDS: "600" });
}, 60_000);
afterEach(() => server.dispose());

const enter = async (roomId: string, key: string): Promise<Coder> =>
  new Coder(await Wire.enter(`ws://127.0.0.1:${server.port}/${roomId}`, { key }));

const processesIn = (groups: readonly string[]): string[] =>
  groups.flatMap((group) => {
    try {
      return readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
    } catch {
      return []; // the group is gone
    }
  });

it("[M7] [M13] a run whose server is killed ends as server_stopped when it is back, and nothing of it goes on or stays", async () => {
  await server.start();
  const { pid } = server;
  const start = startOf(pid);
  const { roomId, key } = await server.createRoom();
  const ana = await enter(roomId, key);
  ana.wire.push([[[0, ...PROGRAM.split("\n")]]]);
  await ana.wire.next("updates");
  while ((await ana.next("server")).state !== "ready");
  const id = ana.start({ language: "Python" });
  const before = await ana.until("output");
  expect(before.entries.at(-1)).toMatchObject({ type: "output", text: "here\n" });
  expect(processesIn(groupsOf(pid, start)).length).toBeGreaterThan(2);

  await server.kill();
  const until = Date.now() + 10_000;
  while (processesIn(groupsOf(pid, start)).length > 0 && Date.now() < until)
    await new Promise((resolve) => setImmediate(resolve));
  expect(processesIn(groupsOf(pid, start))).toEqual([]);

  await server.start();
  const again = await enter(roomId, key);
  const { version } = await again.until("ended");
  expect(await again.log(version + 1)).toEqual([
    expect.objectContaining({ type: "started", id }),
    expect.objectContaining({ type: "output", run: 0, text: "here\n" }),
    expect.objectContaining({ type: "ended", run: 0, outcome: "server_stopped" }),
  ]);
  while ((await again.next("server")).state !== "ready");
  expect([groupsOf(pid, start), foldersOf(pid)]).toEqual([[], []]);
  again.wire.leave();
}, 180_000);
