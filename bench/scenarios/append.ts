// One durable append on an idle store: what "stored before shown" costs at least, for comparison with the latencies of a pair.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { newRoomDocument } from "../../server/rooms/roomDocument.ts";
import { openEmbeddedStore } from "../../server/store/embedded/embeddedStore.ts";
import { percentile } from "../measure.ts";
import type { Metrics, Scenario } from "./scenario.ts";

const APPENDS = 300;
const EVERY_MS = 20;
const ENTRIES = '[[1,1,1700000000000,[1000,[0,"a"],1000]]]';

async function run(): Promise<Metrics> {
  const folder = mkdtempSync(join(tmpdir(), "bench-append-"));
  const store = await openEmbeddedStore(folder);
  const roomId = "a".repeat(12);
  const room = newRoomDocument({ roomId, dateCreated: 0, programmingLanguage: "Python" }, "Olga", "hash");
  await store.createRoom(room, Infinity);
  const times: number[] = [];
  for (let from = 0; from < APPENDS; from++, await sleep(EVERY_MS)) {
    const begin = performance.now();
    await store.append([{ stream: { roomId, file: 1 }, from, count: 1, entries: ENTRIES }]);
    times.push(performance.now() - begin);
  }
  await store.close();
  rmSync(folder, { recursive: true });
  return { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), p99Ms: percentile(times, 0.99) };
}

export const appendScenario: Scenario = {
  name: "append",
  title: "One durable append every 20 ms, without a network",
  boundSeconds: 60,
  only: ["ours"],
  run,
};
