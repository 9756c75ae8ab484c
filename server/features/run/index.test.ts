// Runs over real sockets and HTTP, with a runner that does as it is told: who may, what everybody sees, what is left of it.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import { newClientId } from "../../test/person.ts";
import { runFeature } from "./index.ts";
import type { ServerRunMessage } from "./messages.ts";
import type { SandboxOutcome } from "./sandbox/outcomes.ts";
import { Coder, FakeRunner, newId } from "./test/runners.ts";

let disk: MemoryDisk;
let server: TestServer;
let runner: FakeRunner;
let roomId: string;
let key: string;
const coders: Coder[] = [];

async function start(settings: Record<string, string> = {}): Promise<void> {
  runner = new FakeRunner();
  const feature = runFeature(async () => runner);
  const rates = { LIMIT_MESSAGES_PER_SECOND: "0", RUNNER: "sandbox" };
  server = await startTestServer({ ...rates, ...settings }, new MemoryStore(disk), [feature]);
}

async function stop(): Promise<void> {
  for (const { wire } of coders.splice(0)) wire.leave();
  await server.stop();
}

beforeEach(async () => {
  disk = new MemoryDisk();
  await start();
  ({ roomId, key } = await server.createRoom("Olga"));
});
afterEach(stop);

/** In the room, and told what is there. */
async function enter(hello: Parameters<typeof Wire.enter>[1] = {}) {
  const coder = new Coder(await Wire.enter(server.socketUrl(roomId), { files: [], ...hello }));
  coders.push(coder);
  // the log may have to be read first
  const told = new Map<string, ServerRunMessage>();
  while (!told.has("head") || !told.has("mayRun")) {
    const data = (await coder.wire.next("feature")).data as ServerRunMessage;
    told.set(data.type, data);
  }
  const { start: startsAt, head } = told.get("head") as Extract<ServerRunMessage, { type: "head" }>;
  return Object.assign(coder, { head, startsAt });
}

/** The second participant is a viewer from now on. */
async function makeViewer(): Promise<void> {
  for (const { wire } of coders.splice(0)) wire.leave();
  await server.stop();
  const kept = disk.rooms.get(roomId)!;
  const document = JSON.parse(kept.document) as { participants: { participant: number; role: string }[] };
  for (const one of document.participants) if (one.participant === 2) one.role = "viewer";
  kept.document = JSON.stringify(document);
  await start();
}

describe("a run", () => {
  it("[M12] is the same for two who are there, in one order, and for a third who comes while it runs and one after", async () => {
    const [ana, ben] = [await enter({ name: "Ana" }), await enter({ name: "Ben" })];
    const id = ana.start();
    const run = await runner.next();
    expect(run.job).toMatchObject({ language: "Python", main: "main.py", key: roomId });
    run.say({ type: "running" });
    for (let count = 0; count < 20; count++)
      run.say({ type: "output", stream: count % 2 ? "stderr" : "stdout", text: `${count}\n` });
    await ben.until("output");
    const late = await enter({ name: "Late" });
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
    const again = await enter({ name: "Afterwards" });
    expect(again).toMatchObject({ startsAt: 0, head: third.length });
    expect(await again.log(again.head)).toEqual(third);
    expect(seen.entries).toEqual(third);
  });

  it("[M12] is there after a restart, and one of the same id is started once", async () => {
    const ana = await enter({ key });
    const id = ana.start();
    ana.start({}, id);
    const run = await runner.next();
    run.print("hello");
    run.end();
    const { version } = await ana.until("ended");
    ana.start({}, id);
    expect((await ana.next("page")).entries).toEqual([expect.objectContaining({ type: "started", id })]);
    const before = await ana.log(version + 1);
    await stop();
    await start();
    const late = await enter({ name: "Late" });
    expect(await late.log(late.head)).toEqual(before);
    expect(before.filter((entry) => entry?.type === "started")).toHaveLength(1);
  });

  it("[O52] under way where nothing may be written any more is read, stopped and ended all the same, and stored once something may", async () => {
    await stop();
    await start({ ADMIN_TOKEN });
    const ana = await enter({ key });
    ana.start();
    const onServer = await runner.next();
    ana.start({ place: "browser" });
    ana.start();
    const another = await runner.next();
    onServer.print("before");
    await ana.until("output");
    const before = structuredClone([...disk.rooms.values()]);
    const operator = await Operator.signedIn(server.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    onServer.print("meanwhile");
    onServer.end();
    ana.send({ type: "end", run: 1, outcome: "ok" });
    ana.send({ type: "stop", run: 2 });
    const late = await enter({ key });
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
    expect([...disk.rooms.values()]).toEqual(before);
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
    const ana = await enter({ name: "Ana" });
    ana.start();
    const run = await runner.next();
    run.print("so far");
    await ana.until("output");
    // as it is when the process is killed: nothing is stored any more
    const killed = new MemoryDisk();
    for (const [id, kept] of disk.rooms) killed.rooms.set(id, structuredClone(kept));
    await stop();
    expect(run.isStopped).toBe(true);
    disk = killed;
    await start();
    const late = await enter({ name: "Late" });
    await late.until("ended");
    const after = await enter({ name: "After" });
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
    const ana = await enter({ name: "Ana" });
    ana.start();
    (await runner.next()).end(outcome);
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome, sentence });
  });

  it("[M13] that prints more than 1 MB in all is stopped, with what fits", async () => {
    const ana = await enter({ name: "Ana" });
    ana.start();
    const run = await runner.next();
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
    const [ana, ben] = [await enter({ name: "Ana" }), await enter({ name: "Ben" })];
    ana.start();
    const run = await runner.next();
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
    const ana = await enter({ name: "Ana" });
    ana.start({ file: 7 });
    expect(await ana.next("refused")).toMatchObject({ why: "unknownFile" });
    for (let count = 0; count < 20; count++) ana.start();
    const id = ana.start();
    expect(await ana.next("refused")).toMatchObject({ id, why: "tooMany" });
    (await runner.next()).end();
    await ana.until("ended");
    const next = ana.start();
    expect(await ana.next("refused")).toMatchObject({ id: next, why: "tooOften", retryAfterMs: expect.any(Number) });
  });
});

describe("a run in a browser", () => {
  async function inBrowser(hello = {}) {
    const ana = await enter({ name: "Ana", ...hello });
    ana.start({ place: "browser" });
    const { entries } = await ana.until("started");
    expect(entries[0]).toMatchObject({ place: "browser", client: ana.wire.welcome.you.client });
    return ana;
  }

  it("[M15] prints what the tab that started it says, and nobody else", async () => {
    const ana = await inBrowser();
    const ben = await enter({ name: "Ben" });
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
    const ben = await enter({ name: "Ben" });
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
    const ben = await enter({ name: "Ben" });
    const phase = (coder: Coder, phase: string): void => coder.send({ type: "phase", run: 0, phase });
    phase(ben, "asking");
    expect(await ben.next("refused")).toMatchObject({ why: "notRunning" });
    for (const one of ["running", "asking", "asking", "running", "asking"]) phase(ana, one);
    const told = async (): Promise<string> => (await ben.next("phase")).phase;
    expect([await told(), await told(), await told()]).toEqual(["asking", "running", "asking"]);
    const late = await enter({ name: "Late" });
    expect(await late.next("phase")).toEqual({ type: "phase", run: 0, phase: "asking" });
    ana.wire.leave();
    const back = await enter({ client, key: ana.wire.welcome.you.key! });
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
    await stop();
    await start();
    const again = await enter({ client, key: mine! });
    again.send({ type: "output", run: 0, chunks: [{ stream: "stdout", text: "still here" }] });
    expect((await again.until("output")).entries).toHaveLength(1);
  });
});

describe("who may", () => {
  it("[M16] run is what owners say, and a viewer never may; whoever may not asks", async () => {
    const ana = await enter({ name: "Ana" });
    const { key: mine } = ana.wire.welcome.you;
    ana.send({ type: "setting", mayRun: "nobody" });
    expect(await ana.next("refused")).toMatchObject({ why: "notOwner" });
    ana.send({ type: "clear" });
    expect(await ana.next("refused")).toMatchObject({ why: "notOwner" });
    const olga = await enter({ key });
    olga.send({ type: "setting", mayRun: "owners" });
    expect(await ana.next("mayRun")).toMatchObject({ who: "owners" });
    ana.start();
    expect(await ana.next("refused")).toMatchObject({ why: "mayNotRun" });
    olga.start();
    (await runner.next()).end();
    await olga.until("ended");
    await stop();
    await start();
    const [owner, other] = [await enter({ key }), await enter({ key: mine! })];
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
    await makeViewer();
    const viewer = await enter({ key: mine! });
    viewer.start();
    expect(await viewer.next("refused")).toMatchObject({ why: "mayNotRun" });
    viewer.send({ type: "stop", run: 0 });
    expect(await viewer.next("refused")).toMatchObject({ why: "mayNotRun" });
  });

  it("[M16] clear is the owners', and leaves nothing but what runs", async () => {
    const [olga, ana] = [await enter({ key }), await enter({ name: "Ana" })];
    ana.start();
    const first = await runner.next();
    first.print("secret");
    first.end();
    await olga.until("ended");
    ana.start();
    const second = await runner.next();
    second.print("goes on");
    await olga.until("output");
    olga.send({ type: "clear" });
    const { version } = await ana.until("cleared");
    second.end();
    await ana.until("ended");
    const entries = await ana.log(version + 2);
    expect(entries.flatMap((entry) => (entry ? [entry.type] : []))).toEqual(["started", "output", "cleared", "ended"]);
    await stop();
    await start();
    expect(JSON.stringify([...disk.rooms.values()].map(({ commits }) => [...commits]))).not.toContain("secret");
  });

  it("[M17] does not decode is refused, changes nothing and is not repeated", async () => {
    const eve = await enter({ name: "Eve" });
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
    expect(server.log.errors).toEqual([]);
  });
});

describe("over HTTP", () => {
  const post = (body: object, bearer: string | undefined = key) =>
    fetch(`${server.url}/api/rooms/${roomId}/run`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(body),
    });

  it("[M18] a run is streamed as everybody in the room sees it", async () => {
    const ana = await enter({ name: "Ana" });
    const answer = post({ path: "main.py", input: "typed" });
    const run = await runner.next();
    expect(run).toMatchObject({ typed: ["typed"], isClosed: true, job: { main: "main.py", language: "Python" } });
    run.say({ type: "running" });
    run.print("hello\n");
    run.end("ok", { wallMs: 5 });
    const response = await answer;
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const events = (await response.text()).split("\n\n").filter((event) => event !== "");
    expect(events.map((event) => /^event: (\w+)/.exec(event)?.[1])).toEqual(["started", "phase", "output", "ended"]);
    expect(events[2]).toBe('event: output\ndata: {"run":0,"stream":"stdout","text":"hello\\n"}');
    expect((await ana.until("ended")).entries).toHaveLength(3);
  });

  it("[M8] is of the same network address as what its people start in the room, of which it is told no more than a name", async () => {
    const ana = await enter({ name: "Ana" });
    ana.start();
    const [first, answer] = [await runner.next(), post({})];
    const second = await runner.next();
    expect(first.job.origin).toMatch(/^[\w+/=-]{20,}$/);
    expect(second.job.origin).toBe(first.job.origin);
    expect(first.job.origin).not.toContain("127.0.0.1");
    second.end();
    await (await answer).text();
  });

  it.each<[SandboxOutcome, number, string]>([
    ["queue_full", 429, "Too many"],
    ["sandbox_absent", 503, "This server cannot run code: no box."],
    ["source_too_large", 413, "The files are too large to run."],
    ["language_unknown", 400, "This server cannot run Python."],
  ])("[M18] what never began as %s is answered with %s", async (outcome, status, sentence) => {
    const answer = post({});
    (await runner.next()).end(outcome);
    const response = await answer;
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(sentence)]);
    const after: Record<number, string> = { 429: "7", 503: "5" };
    expect(response.headers.get("retry-after")).toBe(after[status] ?? null);
  });

  it("[M18] refuses what is not right, and whoever may not", async () => {
    expect((await post({}, "")).status).toBe(401);
    expect((await post([])).status).toBe(400);
    expect((await post({ file: 9 })).status).toBe(404);
    expect((await post({ language: "SECRET" })).status).toBe(400);
    expect((await post({ input: "x".repeat(70_000) })).status).toBe(413);
  });

  it("[M18] whoever goes away stops it", async () => {
    const ana = await enter({ name: "Ana" });
    const going = new AbortController();
    const answer = fetch(`${server.url}/api/rooms/${roomId}/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      signal: going.signal,
    });
    const run = await runner.next();
    run.print("hello");
    await answer;
    going.abort();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "cancelled" });
    expect(run.isStopped).toBe(true);
  });
});

describe("a server", () => {
  it("[M19] without a runner says that it is off, and each run on it ends so", async () => {
    await stop();
    await start({ RUNNER: "off" });
    const wire = await Wire.enter(server.socketUrl(roomId), { files: [], name: "Ana" });
    const ana = new Coder(wire);
    coders.push(ana);
    expect(await ana.next("server")).toEqual({ type: "server", state: "off", languages: [], outputBytes: 1024 * 1024 });
    ana.start();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "sandbox_absent" });
    expect(await (await fetch(`${server.url}/ready`)).json()).toEqual({ status: "ready" });
  });

  it("[M5][M13] takes of a run in a browser, too, no more output than its operator has set, which it says", async () => {
    await stop();
    await start({ RUNNER: "off", RUN_OUTPUT_KB: "1" });
    const ana = new Coder(await Wire.enter(server.socketUrl(roomId), { files: [], name: "Ana" }));
    coders.push(ana);
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
    await stop();
    await start({ RUN_SOURCE_KB: "1" });
    const ana = await enter({ key, files: [{ file: 1, version: null }] });
    ana.start();
    (await runner.next()).end();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "ok" });
    ana.wire.push([[[0, "x".repeat(1_025), ""]]]);
    await ana.wire.next("updates");
    ana.start();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "source_too_large" });
  });

  it("[M19] whose sandbox is absent says why, at /ready too", async () => {
    runner.absent = "there is no box.";
    expect(await (await fetch(`${server.url}/ready`)).json()).toEqual({
      status: "ready",
      troubles: { run: "no code runs on this server: there is no box." },
    });
    const wire = await Wire.enter(server.socketUrl(roomId), { files: [], name: "Ana" });
    const ana = new Coder(wire);
    coders.push(ana);
    expect(await ana.next("server")).toMatchObject({
      state: "absent",
      sentence: "This server cannot run code: there is no box.",
    });
  });
});
