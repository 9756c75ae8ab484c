// Runs in a browser over real sockets: who may say what is printed, what the program does, what of it is stopped, and what goes on when its tab comes back.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { newClientId } from "../../test/person.ts";
import type { Coder } from "./test/runners.ts";
import { RunServer } from "./test/runServer.ts";

let server: RunServer;

beforeEach(async () => {
  server = await RunServer.start();
});
afterEach(() => server.stop());

describe("a run in a browser", () => {
  async function inBrowser(hello = {}) {
    const ana = await server.enter({ name: "Ana", ...hello });
    ana.start({ place: "browser" });
    const { entries } = await ana.until("started");
    expect(entries[0]).toMatchObject({ place: "browser", client: ana.wire.welcome.you.client });
    return ana;
  }

  it("[M15] prints what the tab that started it says, and nobody else", async () => {
    const ana = await inBrowser();
    const ben = await server.enter({ name: "Ben" });
    for (const type of ["output", "end"] as const)
      ben.send({
        ...(type === "output" ? { type, chunks: [{ stream: "stdout", text: "forged" }] } : { type, outcome: "ok" }),
        run: 0,
      });
    for (let count = 0; count < 2; count++) expect(await ben.next("refused")).toMatchObject({ why: "notRunning" });
    ana.send({ type: "output", run: 0, chunks: [{ stream: "stdout", text: "hello" }] });
    expect((await ben.until("output")).entries).toEqual([{ type: "output", run: 0, stream: "stdout", text: "hello" }]);
    ben.send({ type: "input", run: 0, text: "typed" });
    expect(await ana.next("typed")).toEqual({ type: "typed", run: 0, text: "typed" });
    ana.send({ type: "end", run: 0, outcome: "load_failed" });
    expect((await ben.until("ended")).entries.at(-1)).toMatchObject({
      outcome: "load_failed",
      sentence: "What is needed to run this language could not be loaded. Check your connection, and run it again.",
    });
  });

  it("[M15] is stopped by who may run, and ends as output_limit when it prints too much", async () => {
    const ana = await inBrowser();
    const ben = await server.enter({ name: "Ben" });
    ben.send({ type: "stop", run: 0 });
    expect(await ana.next("stop")).toEqual({ type: "stop", run: 0 });
    ana.send({ type: "end", run: 0, outcome: "cancelled" });
    await ben.until("ended");
    ana.start({ place: "browser" });
    const { version } = await ana.until("started");
    const chunks = Array.from({ length: 65 }, () => ({ stream: "stdout", text: "x".repeat(16_384) }));
    ana.send({ type: "output", run: version, chunks });
    expect(await ana.next("stop")).toEqual({ type: "stop", run: version });
    expect((await ben.until("ended")).entries.at(-1)).toMatchObject({ outcome: "output_limit" });
  });

  it("[M91] that it waits for a line is told to everybody when that changes, by the tab that runs it alone, and again when that is back", async () => {
    const client = newClientId();
    const ana = await inBrowser({ client });
    const ben = await server.enter({ name: "Ben" });
    const phase = (coder: Coder, phase: string): void => coder.send({ type: "phase", run: 0, phase });
    phase(ben, "asking");
    expect(await ben.next("refused")).toMatchObject({ why: "notRunning" });
    for (const one of ["running", "asking", "asking", "running", "asking"]) phase(ana, one);
    const told = async (): Promise<string> => (await ben.next("phase")).phase;
    expect([await told(), await told(), await told()]).toEqual(["asking", "running", "asking"]);
    const late = await server.enter({ name: "Late" });
    expect(await late.next("phase")).toEqual({ type: "phase", run: 0, phase: "asking" });
    ana.wire.leave();
    const back = await server.enter({ client, key: ana.wire.welcome.you.key! });
    expect([await back.next("taken"), await told()]).toEqual([expect.objectContaining({ characters: 0 }), "running"]);
    phase(back, "compiling");
    expect((await back.wire.next("error")).code).toBe("bad_request");
    phase(back, "asking");
    expect(await told()).toBe("asking");
    expect((await late.log(1)).map((entry) => entry?.type)).toEqual(["started"]);
  });

  it("[M15] goes on when its tab comes back, also after a restart", async () => {
    const client = newClientId();
    const ana = await inBrowser({ client });
    const { key: mine } = ana.wire.welcome.you;
    await server.restart();
    const again = await server.enter({ client, key: mine! });
    again.send({ type: "output", run: 0, chunks: [{ stream: "stdout", text: "still here" }] });
    expect((await again.until("output")).entries).toHaveLength(1);
  });
});
