// How answers of each provider end, in each of its wire formats, against a provider of nothing. Knows no room.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { Answering, type Ended } from "./answering.ts";
import type { AnswerCode, Ending } from "./messages.ts";
import { SENTENCES } from "./outcomes.ts";
import { type ModelAddress, openModel } from "./providers.ts";
import { Scrubbing } from "./scrubbing.ts";
import { FakeProvider, type Way, WAYS } from "./test/fakeProvider.ts";

const KEY = "sk-secret-0123456789";
const TEXT = "Hello, this is an answer.";

let fake: FakeProvider;
beforeAll(async () => {
  fake = await FakeProvider.start();
});
afterAll(() => fake.stop());

/** Each of the formats, by what is set for it. */
const formats = {
  "OpenAI's responses": (base) => ({ provider: "openai", baseUrl: `${base}/v1` }),
  "Anthropic's messages": (base) => ({ provider: "anthropic", baseUrl: `${base}/v1` }),
  "Google's generateContent": (base) => ({ provider: "google", baseUrl: `${base}/v1beta` }),
  "OpenAI's chat": (base) => ({ provider: "compatible", baseUrl: `${base}/v1` }),
} satisfies Record<string, (base: string) => Omit<ModelAddress, "model">>;

/** Timers that a test runs by hand. */
class Timers {
  readonly waiting = new Map<() => void, number>();
  after = (ms: number, run: () => void): (() => void) => {
    this.waiting.set(run, ms);
    return () => this.waiting.delete(run);
  };
  /** Those of this length. */
  run(ms: number): void {
    for (const [run, length] of this.waiting) if (length === ms) run();
  }
}

const timers = new Timers();
afterEach(() => expect(timers.waiting.size).toBe(0));

function ask(address: Omit<ModelAddress, "model">, told: (text: string) => void = () => {}): Answering {
  return new Answering({
    model: () => openModel({ model: "model-1", key: KEY, ...address }),
    prompt: { system: "You are a test.", user: "What?", tokens: 7 },
    answerTokens: 100,
    secrets: new Map([[KEY, "[key]"]]),
    now: () => 5,
    after: timers.after,
    told,
  });
}

/** The same; `told` resolves when the first of its answer is there. */
function asking(address: Omit<ModelAddress, "model">) {
  let begun = (): void => {};
  const told = new Promise<void>((resolve) => (begun = resolve));
  return { answering: ask(address, () => begun()), told };
}

type End = readonly [ended: Ending, code?: AnswerCode, more?: Partial<Ended>];

const NOTHING = { tokens: { in: 0, out: 0 } };
const ENDS: Readonly<Record<Exclude<Way, "stall" | "endless" | "slow">, End>> = {
  ok: ["whole"],
  unauthorized: ["failed", "keyRefused", { ...NOTHING, status: 401 }],
  busy: ["failed", "providerBusy", { ...NOTHING, status: 429, retryMs: 7_000 }],
  down: ["failed", "providerDown", { ...NOTHING, status: 503 }],
  missing: ["failed", "unknownModel", { ...NOTHING, status: 404 }],
  redirect: ["failed", "redirected", { ...NOTHING, status: 307 }],
  contextTooLong: ["failed", "contextTooLong", { ...NOTHING, status: 400 }],
  destroy: ["cut", "broken"],
  fin: ["cut", "broken"],
  trouble: ["cut"],
  html: ["failed", "noAnswer"],
  tooLong: ["cut", "tooLong"],
  refusal: ["cut", "declined"],
  empty: ["failed", "empty"],
  tool: ["cut", "broken"],
};

describe.each(Object.entries(formats))("an answer in the format of %s", (_name, addressOf) => {
  it.each(Object.entries(ENDS))(
    "[A120] ends with one request and a name when the provider does %s",
    async (way, [ended, code, more]) => {
      fake.behaviour = { way: way as Way, text: TEXT };
      const before = fake.asked.length;
      const pieces: string[] = [];
      const answering = ask(addressOf(fake.origin), (text) => pieces.push(text));
      const end = await answering.run();
      expect(end).toMatchObject({ ended, ms: 0, ...(code && { code }), ...more });
      expect(end.code === undefined).toBe(ended === "whole");
      if (end.code) expect(SENTENCES[end.code]).toMatch(/\.$/);
      expect(fake.asked.length).toBe(before + 1);
      expect(TEXT.startsWith(answering.text)).toBe(true);
      expect(pieces.join("")).toBe(answering.text);
      if (ended === "whole") expect(answering.text).toBe(TEXT);
      if (ended === "cut") expect(answering.text).toMatch(/^Hello, /);
      if (ended === "whole") expect(end.tokens.isEstimated).toBeUndefined();
      if (way === "destroy" || way === "fin") expect(end.tokens).toMatchObject({ in: 7, isEstimated: true });
      expect(JSON.stringify(end)).not.toContain(KEY);
      const { system, user, raw } = fake.asked.at(-1)!;
      expect([system, user]).toEqual(["You are a test.", "What?"]);
      expect(raw).not.toContain(KEY);
      expect(raw).not.toContain("tool");
    },
  );

  it("[A121] is stopped: the provider's connection is closed at once, and what came is kept and counted", async () => {
    fake.behaviour = { way: "endless", text: TEXT };
    const { answering, told } = asking(addressOf(fake.origin));
    const running = answering.run();
    const asked = await fake.next();
    await told;
    answering.stop("stopped");
    const [end] = await Promise.all([running, asked.closed]);
    expect(asked.wasCut).toBe(true);
    expect(end).toMatchObject({ ended: "stopped", code: "stopped", tokens: { in: 7, isEstimated: true } });
    expect(end.tokens.out).toBeGreaterThan(0);
  });

  it.each([
    [30_000, "stall", "silent"],
    [180_000, "endless", "tooSlow"],
  ] as const)("[A122] ends after %d ms, when the provider does %s", async (ms, way, code) => {
    fake.behaviour = { way, text: TEXT };
    const { answering, told } = asking(addressOf(fake.origin));
    const running = answering.run();
    const asked = await fake.next();
    await told;
    timers.run(ms);
    const [end] = await Promise.all([running, asked.closed]);
    expect(end).toMatchObject({ ended: "cut", code });
    expect(asked.wasCut).toBe(true);
  });
});

describe("an answer", () => {
  it("[A122] of which nothing ever comes ends after 30 s", async () => {
    fake.behaviour = { way: "stall", count: 0 };
    const answering = ask(formats["OpenAI's chat"](fake.origin));
    const running = answering.run();
    const asked = await fake.next();
    timers.run(30_000);
    const [end] = await Promise.all([running, asked.closed]);
    expect(end).toMatchObject({ ended: "failed", code: "silent" });
    expect(asked.wasCut).toBe(true);
  });

  it("[A122] that never ends is cut by its length too", async () => {
    const answering = ask(formats["OpenAI's chat"](fake.origin));
    const asked = fake.next();
    fake.behaviour = { way: "ok", text: "x".repeat(150_000), piece: 1_000 };
    const end = await answering.run();
    expect(end).toMatchObject({ ended: "cut", code: "tooLong" });
    expect(answering.text).toHaveLength(100_000);
    await (
      await asked
    ).closed;
  });

  it("[A134] of which much comes at once is told in pieces, between which others have their turn", async () => {
    const text = "word ".repeat(2_000);
    fake.behaviour = { way: "ok", text, piece: text.length };
    let turns = 0;
    const told: { readonly length: number; readonly turns: number }[] = [];
    const answering = ask(formats["OpenAI's chat"](fake.origin), ({ length }) => {
      told.push({ length, turns });
      setImmediate(() => turns++);
    });
    await answering.run();
    expect(answering.text).toBe(text);
    expect(told.map(({ length }) => length)).toEqual(Array.from({ length: 5 }, () => 2_000));
    expect(new Set(told.map((one) => one.turns)).size).toBe(5);
  });

  it("[A120] of nobody who can be reached says so", async () => {
    const gone = await FakeProvider.start();
    const { origin } = gone;
    await gone.stop();
    const end = await ask(formats["OpenAI's chat"](origin)).run();
    expect(end).toMatchObject({ ended: "failed", code: "unreachable", ...NOTHING });
  });

  it("[A123] is asked for at the address that is set and nowhere else, with the key where that provider has it", async () => {
    fake.behaviour = { way: "ok" };
    process.env.OPENAI_BASE_URL = process.env.ANTHROPIC_BASE_URL = "http://127.0.0.1:1/elsewhere";
    const before = fake.asked.length;
    for (const addressOf of Object.values(formats)) await ask(addressOf(fake.origin)).run();
    delete process.env.OPENAI_BASE_URL;
    delete process.env.ANTHROPIC_BASE_URL;
    const asked = fake.asked.slice(before);
    expect(asked.map(({ path }) => path)).toEqual([
      "/v1/responses",
      "/v1/messages",
      "/v1beta/models/model-1:streamGenerateContent?alt=sse",
      "/v1/chat/completions",
    ]);
    const key = ({ headers }: (typeof asked)[number]) =>
      headers.authorization ?? headers["x-api-key"] ?? headers["x-goog-api-key"];
    expect(asked.map(key)).toEqual([`Bearer ${KEY}`, KEY, KEY, `Bearer ${KEY}`]);
    // what is asked is not kept by the provider for whoever has the account
    expect(asked[0]!.body).toMatchObject({ store: false });
    const open = await openModel({ provider: "compatible", model: "m", baseUrl: `${fake.origin}/v1` });
    expect(open).toBeDefined();
    await ask({ provider: "compatible", baseUrl: `${fake.origin}/v1`, key: "" }).run();
    expect(fake.asked.at(-1)!.headers.authorization).toBeUndefined();
  });

  it("[A120] each way of the provider of nothing is one that a test has tried", () => {
    expect([...Object.keys(ENDS), "stall", "endless", "slow"].toSorted()).toEqual(WAYS.toSorted());
  });
});

describe("what an answer took", () => {
  const usage = (prompt: unknown, completion: unknown): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: prompt, completion_tokens: completion } })}\n\ndata: [DONE]\n\n`;
  const delta = (of: object): string => `data: ${JSON.stringify({ choices: [{ index: 0, delta: of }] })}\n\n`;

  /** A provider that says this and no more. */
  async function saying(words: string): Promise<Ended> {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).end(words);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const end = await ask({ provider: "compatible", baseUrl: `http://127.0.0.1:${port}/v1` }).run();
    server.close();
    return end;
  }

  it.each([
    [-1e9, 5],
    [0, 0],
    [1.5, 20],
    [7, -3],
    [7, 1],
  ])("[A119] is not believed where it is %d and %d", async (prompt, completion) => {
    const end = await saying(delta({ content: "What streamed is quite a lot of text." }) + usage(prompt, completion));
    expect(end.tokens).toMatchObject({ in: 7, isEstimated: true });
    expect(end.tokens.out).toBeGreaterThan(5);
  });

  it("[A119] is also what the model says to itself", async () => {
    const end = await saying(delta({ reasoning_content: "Let me think about that. ".repeat(40) }));
    expect(end.tokens.out).toBeGreaterThan(200);
  });
});

describe("what comes without end", () => {
  /** Pieces without end, and when the other side has closed the connection. */
  async function flood(status: number, piece: string): Promise<readonly [Ended, number]> {
    let bytes = 0;
    const server = createServer((_, response) => {
      response.writeHead(status, { "content-type": "text/event-stream" });
      const more = (): void => {
        while (!response.destroyed && bytes < 100_000_000) {
          bytes += piece.length;
          if (!response.write(piece)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const end = await ask({ provider: "compatible", baseUrl: `http://127.0.0.1:${port}/v1` }).run();
    server.closeAllConnections();
    server.close();
    return [end, bytes];
  }

  it.each([
    ["a failure", 500, "x".repeat(65_536), "providerDown"],
    ["an answer", 200, `: ${"x".repeat(65_536)}\n\n`, "tooLong"],
    ["a line", 200, "x".repeat(65_536), "tooLong"],
  ] as const)("[A125] is read to its bound alone where it is %s", async (_name, status, piece, code) => {
    const [end, bytes] = await flood(status, piece);
    expect(end.code).toBe(code);
    expect(bytes).toBeLessThan(40_000_000);
  });
});

describe("a secret", () => {
  it("[A124] is taken out of what streams, wherever it is cut, and nothing else is", () => {
    const secret = "sk-ab-sk-abc";
    const piece = fc.oneof(
      fc.constantFrom(secret, "sk-", "sk-ab-sk-ab", "c", "\n"),
      fc.stringMatching(/^[skabc -]{0,6}$/),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(9)), (pieces, cuts) => {
        const text = pieces.join("");
        const scrubbing = new Scrubbing(
          new Map([
            [secret, "[key]"],
            ["short", "[word]"],
          ]),
        );
        let [told, at] = ["", 0];
        for (const cut of cuts) told += scrubbing.add(text.slice(at, (at += cut)));
        told += scrubbing.add(text.slice(at)) + scrubbing.end();
        expect(told).toBe(text.replaceAll(secret, "[key]"));
      }),
    );
  });
});
