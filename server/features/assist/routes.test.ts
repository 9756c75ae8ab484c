// Asking over HTTP: what streams, what is refused, and who goes away.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { AssistServer } from "./test/assistServer.ts";

let one: AssistServer;
beforeEach(async () => {
  one = await AssistServer.start();
});
afterEach(() => one.stop());

const post = (body: object, more: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
  fetch(one.url, {
    method: "POST",
    headers: { authorization: `Bearer ${one.key}`, "content-type": "application/json", ...more },
    body: JSON.stringify(body),
    ...init,
  });

/** The events of an answer, with their names. */
const eventsOf = (text: string): (readonly [string, Record<string, unknown>])[] =>
  [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].map(([, name = "", data = ""]) => [
    name,
    JSON.parse(data) as Record<string, unknown>,
  ]);

describe("a question over HTTP", () => {
  it("[A140] is streamed to its end, and everybody in the room sees it unless it is private", async () => {
    const ana = await one.enter({ name: "Ana" });
    await one.write(ana, "x = 1");
    one.fake.behaviour = { way: "slow", count: 30, text: "It is one, and nothing but one." };
    const answer = await post({ mode: "explain", question: "What is x?", files: [{ file: 1, version: 1 }] });
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const events = eventsOf(await answer.text());
    expect(events[0]).toMatchObject(["asked", { mode: "explain", isShared: true }]);
    expect(events.at(-1)).toMatchObject(["answered", { ended: "whole", text: "It is one, and nothing but one." }]);
    const parts = events.filter(([name]) => name === "part").map(([, { text }]) => text);
    expect("It is one, and nothing but one.".startsWith(parts.join(""))).toBe(true);
    expect(parts.length).toBeGreaterThan(1);
    expect(await ana.entry("answered")).toMatchObject({ text: "It is one, and nothing but one." });
    expect(one.fake.asked[0]!.user).toContain("x = 1");
    await (await post({ mode: "chat", question: "And in private?", isShared: false })).text();
    expect(JSON.stringify(await ana.log())).not.toContain("in private");
  });

  it("[A141] of whoever goes away is stopped at once", async () => {
    one.fake.behaviour = { way: "endless" };
    const leaving = new AbortController();
    const answer = await post({ mode: "chat", question: "Go on" }, {}, { signal: leaving.signal });
    expect(answer.status).toBe(200);
    const asked = await one.fake.next(1);
    leaving.abort();
    await asked.closed;
    expect(asked.wasCut).toBe(true);
  });

  it("[A140] takes a key of one's own in the headers", async () => {
    const headers = {
      "x-provider-key": "sk-own-0123456789",
      "x-provider": "anthropic",
      "x-provider-model": "claude-1",
    };
    const events = eventsOf(await (await post({ mode: "chat", question: "Hello" }, headers)).text());
    expect(events[0]![1]).toMatchObject({ provider: "anthropic", model: "claude-1", isOwnKey: true });
    expect(one.fake.asked[0]!.headers["x-api-key"]).toBe("sk-own-0123456789");
    const wrong = await post({ mode: "chat", question: "Hello" }, { ...headers, "x-provider": "compatible" });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).not.toContain("sk-own");
    // one that stands in the wrong header is not said again either
    const mistaken = await post({ mode: "chat", question: "Hello" }, { ...headers, "x-provider": "sk-own-0123456789" });
    expect(mistaken.status).toBe(400);
    const { error } = (await mistaken.json()) as { error: { message: string } };
    expect(error.message).toContain("provider is none of openai, anthropic, google");
    expect(error.message).not.toContain("sk-own");
  });

  it("[A143] takes no key of one's own that came from elsewhere and was not encrypted", async () => {
    const own = { "x-provider-key": "sk-own-0123456789", "x-provider": "openai", "x-provider-model": "gpt-1" };
    const elsewhere = { ...own, "x-forwarded-for": "203.0.113.9" };
    const asked = { mode: "chat", question: "Hello" };
    await one.restart({ TRUST_PROXY: "1" });
    for (const more of [{}, { "x-forwarded-proto": "http" }, { "x-forwarded-proto": "http, https" }]) {
      const answer = await post(asked, { ...elsewhere, ...more });
      expect(answer.status).toBe(403);
      const text = await answer.text();
      expect(text).toContain("assist.key_in_clear");
      expect(text).not.toContain("sk-own");
    }
    expect(one.fake.asked).toEqual([]);
    for (const taken of [{ ...elsewhere, "x-forwarded-proto": "https" }, own])
      expect((await post(asked, taken)).status).toBe(200);
    // what somebody says who is not believed is not asked for
    await one.restart();
    expect((await post(asked, { ...elsewhere, "x-forwarded-proto": "http" })).status).toBe(200);
  });

  it("[A143] takes none over a socket either that came from elsewhere and was not encrypted", async () => {
    const own = { provider: "openai", model: "gpt-1", key: "sk-own-0123456789" };
    const elsewhere = { "x-forwarded-for": "203.0.113.9" };
    await one.restart({ TRUST_PROXY: "1" });
    const asking = async (headers: Record<string, string>) => {
      const asker = await one.enter({ name: "Ana" }, headers);
      return { asker, id: asker.ask("chat", "Hello", { own }) };
    };
    for (const more of [{}, { "x-forwarded-proto": "http" }, { "x-forwarded-proto": "ws, wss" }]) {
      const { asker, id } = await asking({ ...elsewhere, ...more });
      expect(await asker.next("refused")).toMatchObject({ id, why: "keyInClear", sentence: expect.any(String) });
      // a question by the server's key has no secret in it
      await asker.entry("answered", asker.ask("chat", "Hello"));
      expect(JSON.stringify(asker.wire.heard)).not.toContain("sk-own");
    }
    expect(one.fake.asked.map(({ headers }) => headers.authorization)).not.toContain(`Bearer ${own.key}`);
    const sheltered = [
      { ...elsewhere, "x-forwarded-proto": "https" },
      { ...elsewhere, "x-forwarded-proto": "wss" },
      {},
    ];
    for (const headers of sheltered) {
      const { asker, id } = await asking(headers);
      expect(await asker.entry("asked", id)).toMatchObject({ isOwnKey: true });
    }
  });

  it.each([
    [400, "bad_request", { mode: "complete", question: "?" }],
    [400, "bad_request", { mode: "chat", question: 3 }],
    [400, "assist.nothing_asked", { mode: "chat", question: "" }],
    [404, "unknown_file", { mode: "review", question: "", files: [{ file: 7, version: 0 }] }],
  ])("[A142] is refused with %d and %s", async (status, code, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.any(String) } });
    expect(one.fake.asked).toEqual([]);
  });

  it("[A142] beyond what may be spent is 429 with the time until midnight UTC", async () => {
    await one.restart({ AI_TOKENS_PER_DAY: "4000" });
    const answer = await post({ mode: "chat", question: "?" });
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ error: { code: "assist.spent_person", like: "rate_limited" } });
    const seconds = Number(answer.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
  });

  it("[A140] says what there is, and what is left", async () => {
    const answer = await fetch(one.url, { headers: { authorization: `Bearer ${one.key}` } });
    expect(answer.status).toBe(200);
    const state = (await answer.json()) as Record<string, unknown>;
    expect(state).toMatchObject({ isThere: true, guardrail: "all", left: { server: 1_000_000 } });
    expect(state.type).toBeUndefined();
    expect((await fetch(one.url)).status).toBe(401);
  });
});
