// Runs over HTTP, on a real server with a runner that does as it is told: what is streamed, what is refused, what stops them.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { SandboxOutcome } from "./sandbox/outcomes.ts";
import { RunServer } from "./test/runServer.ts";

let server: RunServer;

beforeEach(async () => {
  server = await RunServer.start();
});
afterEach(() => server.stop());

describe("over HTTP", () => {
  const post = (body: object, bearer: string | undefined = server.key) =>
    fetch(`${server.running.url}/api/rooms/${server.roomId}/run`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(body),
    });

  it("[M18] a run is streamed as everybody in the room sees it", async () => {
    const ana = await server.enter({ name: "Ana" });
    const answer = post({ path: "main.py", input: "typed" });
    const run = await server.runner.next();
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
    const ana = await server.enter({ name: "Ana" });
    ana.start();
    const [first, answer] = [await server.runner.next(), post({})];
    const second = await server.runner.next();
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
    (await server.runner.next()).end(outcome);
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
    const ana = await server.enter({ name: "Ana" });
    const going = new AbortController();
    const answer = fetch(`${server.running.url}/api/rooms/${server.roomId}/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.key}` },
      signal: going.signal,
    });
    const run = await server.runner.next();
    run.print("hello");
    await answer;
    going.abort();
    expect((await ana.until("ended")).entries.at(-1)).toMatchObject({ outcome: "cancelled" });
    expect(run.isStopped).toBe(true);
  });
});
