// Runs over real sockets, with a runner that does as it is told: who may, what everybody sees, what is left of it.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { MemoryDisk } from "../../store/memory/memoryStore.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import type { SandboxOutcome } from "./sandbox/outcomes.ts";
import { newId } from "./test/runners.ts";
import { RunServer } from "./test/runServer.ts";

let server: RunServer;

beforeEach(async () => {
  server = await RunServer.start();
});
afterEach(() => server.stop());

describe("a run", () => {
  it("[M12] is the same for two who are there, in one order, and for a third who comes while it runs and one after", async () => {
    const [ana, ben] = [await server.enter({ name: "Ana" }), await server.enter({ name: "Ben" })];
    const id = ana.start();
    const run = await server.runner.next();
    expect(run.job).toMatchObject({ language: "Python", main: "main.py", key: server.roomId });
    run.say({ type: "running" });
    for (let count = 0; count < 20; count++)
      run.say({ type: "output", stream: count % 2 ? "stderr" : "stdout", text: `${count}\n` });
    await ben.until("output");
    const late = await server.enter({ name: "Late" });
    expect(await late.next("phase")).toMatchObject({ run: 0, phase: "running" });
    run.print("last\n");
    run.end();
    const seen = await ana.until("ended");
    expect((await ben.until("ended")).version).toBe(seen.version);
    const third = await late.log(seen.version + 1);
    expect(third[0]).toMatchObject({ type: "started", id, place: "server", path: "main.py", language: "Python" });
    const text = third.flatMap((entry) => (entry?.type === "output" ? [entry.text] : [])).join("");
    expect(text).toBe(Array.from({ length: 20 }, (_, count) => `${count}\n`).join("") + "last\n");
    expect(third.at(-1)).toMatchObject({ type: "ended", run: 0, outcome: "ok", sentence: "The program ended." });
    const again = await server.enter({ name: "Afterwards" });
    expect(again).toMatchObject({ startsAt: 0, head: third.length });
    expect(await again.log(again.head)).toEqual(third);
    expect(seen.entries).toEqual(third);
  });

  it("[M12] is there after a restart, and one of the same id is started once", async () => {
    const ana = await server.enter({ key: server.key });
    const id = ana.start();
    ana.start({}, id);
    const run = await server.runner.next();
    run.print("hello");
    run.end();
    const { version } = await ana.until("ended");
    ana.start({}, id);
    expect((await ana.next("page")).entries).toEqual([expect.objectContaining({ type: "started", id })]);
    const before = await ana.log(version + 1);
    await server.restart();
    const late = await server.enter({ name: "Late" });
    expect(await late.log(late.head)).toEqual(before);
    expect(before.filter((entry) => entry?.type === "started")).toHaveLength(1);
  });

  it("[O52] under way where nothing may be written any more is read, stopped and ended all the same, and stored once something may", async () => {
    await server.restart({ ADMIN_TOKEN });
    const ana = await server.enter({ key: server.key });
    ana.start();
    const onServer = await server.runner.next();
    ana.start({ place: "browser" });
    ana.start();
    const another = await server.runner.next();
    onServer.print("before");
    await ana.until("output");
    const before = structuredClone([...server.disk.rooms.values()]);
    const operator = await Operator.signedIn(server.running.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    onServer.print("meanwhile");
    onServer.end();
    ana.send({ type: "end", run: 1, outcome: "ok" });
    ana.send({ type: "stop", run: 2 });
    const late = await server.enter({ key: server.key });
    expect((await late.log(late.head)).map((entry) => entry?.type)).toEqual([
      "started",
      "started",
      "started",
      "output",
    ]);
    ana.start();
    expect(await ana.wire.next("error")).toMatchObject({ code: "server_read_only" });
    while ((await operator.events("?what=run.run_")).length < 2);
    expect(another.isStopped).toBe(true);
    expect([...server.disk.rooms.values()]).toEqual(before);
    await operator.say("PUT", "read-only", { isOn: false, reason: "" });
    const ended: unknown[] = [];
    const entries: unknown[] = [];
    while (ended.length < 3) {
      const page = await ana.next("entries");
      for (const entry of page.entries) (entry?.type === "ended" ? ended : entries).push(entry);
    }
    expect(entries).toMatchObject([{ type: "output", run: 0, text: "meanwhile" }]);
    expect(ended).toMatchObject([
      { run: 0, outcome: "ok" },
      { run: 1, outcome: "ok" },
      { run: 2, outcome: "cancelled" },
    ]);
  });

  it("[M13] whose server was killed ends as server_stopped when the room is opened again", async () => {
    const ana = await server.enter({ name: "Ana" });
    ana.start();
    const run = await server.runner.next();
    run.print("so far");
    await ana.until("output");
    // as it is when the process is killed: nothing is stored any more
    const killed = new MemoryDisk();
    for (const [id, kept] of server.disk.rooms) killed.rooms.set(id, structuredClone(kept));
    await server.restart({}, killed);
    expect(run.isStopped).toBe(true);
    const late = await server.enter({ name: "Late" });
    await late.until("ended");
    const after = await server.enter({ name: "After" });
    expect((await after.log(after.head)).at(-1)).toMatchObject({
      outcome: "server_stopped",
      sentence: "The server was restarted, or everybody had left, before the program ended. Run it again.",
    });
  });

  it.each<[SandboxOutcome, string]>([
    ["ok", "The program ended."],
    ["compile_error", "The code does not compile. The compiler says why."],
    ["runtime_error", "The program ended with exit code 3."],
    ["time_limit", "The program was stopped: it ran for 30 seconds. No program may run for longer."],
    [
      "cpu_limit",
      "The program was stopped: it computed for 10 seconds. No program may compute for longer. Look for a loop that never ends.",
    ],
    ["memory_limit", "The program was stopped: it needs more memory than 128 MB."],
    ["output_limit", "The program was stopped: it printed more than 1 MB."],
    ["process_limit", "The program was stopped: it had more than 64 processes and threads at once."],
    ["cancelled", "The run was stopped."],
    ["queue_full", "Too many runs are waiting. Try again in 7 seconds."],
    ["sandbox_absent", "This server cannot run code: no box."],
    ["source_too_large", "The files are too large to run. Delete some, or make them smaller."],
    ["language_unknown", "This server cannot run Python. Choose another language for the file."],
  ])("[M13] ends as %s, with a sentence", async (outcome, sentence) => {
    const ana = await server.enter({ name: "Ana" });
    ana.start();
    (await server.runner.next()).end(outcome);
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome, sentence });
  });

  it("[M13] that prints more than 1 MB in all is stopped, with what fits", async () => {
    const ana = await server.enter({ name: "Ana" });
    ana.start();
    const run = await server.runner.next();
    run.print("é".repeat(512 * 1024));
    run.print("more");
    const { entries } = await ana.until("ended");
    expect(entries.at(-1)).toMatchObject({ outcome: "output_limit" });
    const printed = entries.flatMap((entry) => (entry.type === "output" ? [entry.text] : []));
    expect(printed.join("")).toBe("é".repeat(512 * 1024));
    expect(Math.max(...printed.map((text) => Buffer.byteLength(text)))).toBe(16 * 1024);
    expect(run.isStopped).toBe(true);
  });

  it("[M14] is typed to by anybody who may run, and everybody sees that", async () => {
    const [ana, ben] = [await server.enter({ name: "Ana" }), await server.enter({ name: "Ben" })];
    ana.start();
    const run = await server.runner.next();
    run.print("name? ");
    await ben.until("output");
    ben.send({ type: "input", run: 0, text: "Ben\n" });
    expect((await ana.until("input")).entries.at(-1)).toMatchObject({ run: 0, text: "Ben\n", participant: 3 });
    ben.send({ type: "input", run: 0, text: "", end: true });
    await ben.wire.answers();
    expect(run).toMatchObject({ typed: ["Ben\n", ""], isClosed: true });
    run.takes = false;
    ben.send({ type: "input", run: 0, text: "more" });
    expect(await ben.next("refused")).toMatchObject({ why: "unread" });
    ben.send({ type: "stop", run: 0 });
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "cancelled" });
    ben.send({ type: "input", run: 0, text: "more" });
    expect(await ben.next("refused")).toMatchObject({ why: "notRunning" });
  });

  it("[M12] of a file that is not there is refused, and of too many the last", async () => {
    const ana = await server.enter({ name: "Ana" });
    ana.start({ file: 7 });
    expect(await ana.next("refused")).toMatchObject({ why: "unknownFile" });
    for (let count = 0; count < 20; count++) ana.start();
    const id = ana.start();
    expect(await ana.next("refused")).toMatchObject({ id, why: "tooMany" });
    (await server.runner.next()).end();
    await ana.until("ended");
    const next = ana.start();
    expect(await ana.next("refused")).toMatchObject({ id: next, why: "tooOften", retryAfterMs: expect.any(Number) });
  });
});

describe("who may", () => {
  it("[M16] run is what owners say, and a viewer never may; whoever may not asks", async () => {
    const ana = await server.enter({ name: "Ana" });
    const { key: mine } = ana.wire.welcome.you;
    ana.send({ type: "setting", mayRun: "nobody" });
    expect(await ana.next("refused")).toMatchObject({ why: "notOwner" });
    ana.send({ type: "clear" });
    expect(await ana.next("refused")).toMatchObject({ why: "notOwner" });
    const olga = await server.enter({ key: server.key });
    olga.send({ type: "setting", mayRun: "owners" });
    expect(await ana.next("mayRun")).toMatchObject({ who: "owners" });
    ana.start();
    expect(await ana.next("refused")).toMatchObject({ why: "mayNotRun" });
    olga.start();
    (await server.runner.next()).end();
    await olga.until("ended");
    await server.restart();
    const [owner, other] = [await server.enter({ key: server.key }), await server.enter({ key: mine! })];
    other.start();
    expect(await other.next("refused")).toMatchObject({ why: "mayNotRun" });
    const id = newId();
    other.send({ type: "ask", id, file: 1 });
    expect((await owner.until("asked")).entries.at(-1)).toMatchObject({ id, file: 1, path: "main.py", participant: 2 });
    owner.send({ type: "setting", mayRun: "nobody" });
    await owner.next("mayRun");
    owner.start();
    expect(await owner.next("refused")).toMatchObject({ why: "mayNotRun" });
    owner.send({ type: "setting", mayRun: "editors" });
    await owner.next("mayRun");
    await server.makeViewer(2);
    const viewer = await server.enter({ key: mine! });
    viewer.start();
    expect(await viewer.next("refused")).toMatchObject({ why: "mayNotRun" });
    viewer.send({ type: "stop", run: 0 });
    expect(await viewer.next("refused")).toMatchObject({ why: "mayNotRun" });
  });

  it("[M16] clear is the owners', and leaves nothing but what runs", async () => {
    const [olga, ana] = [await server.enter({ key: server.key }), await server.enter({ name: "Ana" })];
    ana.start();
    const first = await server.runner.next();
    first.print("secret");
    first.end();
    await olga.until("ended");
    ana.start();
    const second = await server.runner.next();
    second.print("goes on");
    await olga.until("output");
    olga.send({ type: "clear" });
    const { version } = await ana.until("cleared");
    second.end();
    await ana.until("ended");
    const entries = await ana.log(version + 2);
    expect(entries.flatMap((entry) => (entry ? [entry.type] : []))).toEqual(["started", "output", "cleared", "ended"]);
    await server.restart();
    expect(JSON.stringify([...server.disk.rooms.values()].map(({ commits }) => [...commits]))).not.toContain("secret");
  });

  it("[M17] does not decode is refused, changes nothing and is not repeated", async () => {
    const eve = await server.enter({ name: "Eve" });
    for (const data of [
      null,
      { type: "shout" },
      { type: "run", id: newId(), place: "moon", file: 1, language: "Python" },
      { type: "run", id: newId(), place: "server", file: 1, language: "SECRET" },
      { type: "output", run: 0, chunks: [] },
      { type: "output", run: 0, chunks: [{ stream: "stdout", text: "SECRET".padEnd(16_385, "x") }] },
      { type: "end", run: 0, outcome: "server_stopped" },
      { type: "input", run: 0, text: "SECRET".padEnd(4_097, "x") },
      { type: "setting", mayRun: "SECRET" },
      { type: "read", from: -1, to: 5 },
    ]) {
      eve.send(data);
      const error = await eve.wire.next("error");
      expect(error).toMatchObject({ code: "bad_request", fatal: false });
      expect(JSON.stringify(error)).not.toContain("SECRET");
    }
    expect(server.running.log.errors).toEqual([]);
  });
});
