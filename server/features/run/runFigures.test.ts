// What the operator of a server is told of runs, held against runs.
import { afterEach, describe, expect, it } from "@jest/globals";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { runFeature } from "./index.ts";
import { Coder, FakeRunner } from "./test/runners.ts";

let server: TestServer;
afterEach(() => server.stop());

describe("the figures of runs", () => {
  it("[M90] are those of the runs that have ended: by language, how they ended and how long they took, and the queue", async () => {
    const runner = new FakeRunner();
    const feature = runFeature(async () => runner);
    expect(feature.figures!()).toEqual([]);
    server = await startTestServer({ RUNNER: "sandbox" }, undefined, [feature]);
    const { roomId, key } = await server.createRoom();
    const coder = new Coder(await Wire.enter(server.socketUrl(roomId), { key }));
    for (const [outcome, wallMs] of [
      ["ok", 40],
      ["ok", 700],
      ["runtime_error", 70_000],
    ] as const) {
      coder.start();
      (await runner.next()).end(outcome, { wallMs });
      await coder.until("ended");
    }
    coder.start({ place: "browser" });
    const { version } = await coder.until("started");
    coder.send({ type: "end", run: version, outcome: "ok", wallMs: 5 });
    await coder.until("ended");
    const python = ["language", "Python"];
    expect(feature.figures!()).toEqual([
      { kind: "gauge", name: "running", value: 1 },
      { kind: "gauge", name: "queue", value: 2 },
      { kind: "counter", name: "server_succeeded_total", label: python, value: 2 },
      { kind: "counter", name: "server_failed_total", label: python, value: 1 },
      { kind: "counter", name: "browser_succeeded_total", label: python, value: 1 },
      { kind: "counter", name: "outcomes_total", label: ["outcome", "ok"], value: 3 },
      { kind: "counter", name: "outcomes_total", label: ["outcome", "runtime_error"], value: 1 },
      {
        kind: "histogram",
        name: "wall_ms",
        label: python,
        ends: [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000],
        counts: [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1],
        sum: 70_740,
      },
    ]);
    coder.wire.leave();
  });
});
