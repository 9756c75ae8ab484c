// A room's code in a real box: from the room's files to what everybody sees.
import { beforeAll, expect, it } from "@jest/globals";
import { needBubblewrap } from "./test/debian.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { runFeature } from "./index.ts";
import { Sandbox } from "./sandbox/sandbox.ts";
import { left } from "./test/sandboxes.ts";
import { Coder } from "./test/runners.ts";

let server: TestServer;
beforeAll(async () => {
  await needBubblewrap();
  const feature = runFeature((options) =>
    Sandbox.open({ ...options, hidden: [process.cwd()], languages: ["Shell"], slots: 1 }),
  );
  server = await startTestServer({ RUNNER: "sandbox" }, new MemoryStore(), [feature]);
}, 60_000);

it("[M12] [M14] runs the room's file, reads what is typed, and leaves nothing when the server stops", async () => {
  const { roomId, key } = await server.createRoom("Olga");
  const ana = new Coder(await Wire.enter(server.socketUrl(roomId), { key }));
  ana.wire.push([[[0, 'printf "name? "; read name; echo "hello $name"; sleep 1000', ""]]]);
  await ana.wire.next("updates");
  ana.start({ language: "Shell" });
  let printed = "";
  const prints = async (text: string): Promise<void> => {
    while (!printed.includes(text)) {
      const { entries } = await ana.until("output");
      printed += entries.flatMap((entry) => (entry.type === "output" ? [entry.text] : [])).join("");
    }
  };
  await prints("name? ");
  ana.send({ type: "input", run: 0, text: "Ada\n" });
  await prints("hello Ada\n");
  await server.stop();
  expect(left()).toEqual([]);
}, 60_000);

it("[M5] a program may take what the server's operator has set", async () => {
  const feature = runFeature((options) => Sandbox.open({ ...options, hidden: [process.cwd()], languages: ["Shell"] }));
  server = await startTestServer({ RUNNER: "sandbox", RUN_SECONDS: "1" }, new MemoryStore(), [feature]);
  try {
    const { roomId, key } = await server.createRoom("Olga");
    const ana = new Coder(await Wire.enter(server.socketUrl(roomId), { key }));
    ana.wire.push([[[0, "sleep 1000", ""]]]);
    await ana.wire.next("updates");
    ana.start({ language: "Shell" });
    const { entries } = await ana.until("ended");
    expect(entries).toContainEqual(expect.objectContaining({ outcome: "time_limit" }));
  } finally {
    await server.stop();
  }
}, 60_000);
