// What an operator has set of running code, as a real server keeps it: that it runs none, and how much a run may take and print.
import { afterEach, describe, expect, it } from "@jest/globals";
import { RunServer } from "./test/runServer.ts";

let server: RunServer;
afterEach(() => server.stop());

describe("a server", () => {
  it("[M19] without a runner says that it is off, and each run on it ends so", async () => {
    server = await RunServer.start({ RUNNER: "off" });
    const ana = await server.come({ name: "Ana" });
    expect(await ana.next("server")).toEqual({ type: "server", state: "off", languages: [], outputBytes: 1024 * 1024 });
    ana.start();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "sandbox_absent" });
    expect(await (await fetch(`${server.running.url}/ready`)).json()).toEqual({ status: "ready" });
  });

  it("[M19] whose sandbox is absent says why, at /ready too", async () => {
    server = await RunServer.start();
    server.runner.absent = "there is no box.";
    expect(await (await fetch(`${server.running.url}/ready`)).json()).toEqual({
      status: "ready",
      troubles: { run: "no code runs on this server: there is no box." },
    });
    const ana = await server.come({ name: "Ana" });
    expect(await ana.next("server")).toMatchObject({
      state: "absent",
      sentence: "This server cannot run code: there is no box.",
    });
  });

  it("[M5][M13] takes of a run in a browser, too, no more output than its operator has set, which it says", async () => {
    server = await RunServer.start({ RUNNER: "off", RUN_OUTPUT_KB: "1" });
    const ana = await server.come({ name: "Ana" });
    expect(await ana.next("server")).toMatchObject({ outputBytes: 1024 });
    ana.start({ place: "browser" });
    await ana.until("started");
    ana.send({ type: "output", run: 0, chunks: [{ stream: "stdout", text: `${"é".repeat(512)}more` }] });
    const { entries } = await ana.until("ended");
    expect(entries).toMatchObject([
      { type: "output", text: "é".repeat(512) },
      { outcome: "output_limit", sentence: "The program was stopped: it printed more than it may." },
    ]);
  });

  it("[M5] gives a run no more files than its operator has set", async () => {
    server = await RunServer.start({ RUN_SOURCE_KB: "1" });
    const ana = await server.enter({ key: server.key, files: [{ file: 1, version: null }] });
    ana.start();
    (await server.runner.next()).end();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "ok" });
    ana.wire.push([[[0, "x".repeat(1_025), ""]]]);
    await ana.wire.next("updates");
    ana.start();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "source_too_large" });
  });
});
