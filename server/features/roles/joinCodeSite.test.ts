// The route of join codes: what it answers and refuses, how often it is asked, and what OpenAPI says of it. Rooms are plain objects here.
import { describe, expect, it } from "@jest/globals";
import request from "supertest";
import * as v from "valibot";
import { readConfig } from "../../config.ts";
import { openApi } from "../../http/openapi.ts";
import { JOIN_CODE_ALPHABET, readJoinCode } from "../../protocol/roomId.ts";
import { appWith, mountedAndDescribed, ROOM } from "../../test/httpHarness.ts";
import { mismatch } from "../../test/jsonSchema.ts";
import { WRITTEN_CODE } from "./codePattern.ts";
import roles from "./index.ts";
import { drawnFromCode } from "./joinCode.ts";
import { joinCode, settings } from "./joinCodeSite.ts";

const PATH = "/api/join-code";
const CODE = "K7MN2PQR";
const { address: claimed, invitation } = await drawnFromCode(CODE);

const appWithCode = (env: Record<string, string> = {}) =>
  appWith(env, { features: [roles], leads: { [claimed]: ROOM } }).app;
const tryCode = (app: ReturnType<typeof appWithCode>, code: unknown) => request(app).post(PATH).send({ code });

const { post } = roles.site!["join-code"]!.paths[""] as {
  post: {
    requestBody: { content: Record<string, { schema: { properties: Record<string, object> } }> };
    responses: Record<string, { content: Record<string, { schema: Record<string, unknown> }> }>;
  };
};
const { schemas } = openApi([roles], "").components;

describe("a join code", () => {
  it("[H40] [H12] is answered with the address that it leads to, however it is written", async () => {
    const app = appWithCode();
    for (const code of [CODE, "k7mn-2pqr", " K7 MN 2P QR\n"])
      expect((await tryCode(app, code).expect(200)).body).toEqual({ address: ROOM, invitation });
  });

  it("[H40] that leads nowhere is 404 code_not_found, and what is no code is 400", async () => {
    const app = appWithCode();
    const { body } = await tryCode(app, "22222222").expect(404);
    expect(body.error).toEqual({ code: "code_not_found", message: expect.stringMatching(/^That join code/) });
    for (const wrong of ["", "K7MN2PQ", "K7MN2PQ0", ROOM, 7, null, [CODE], CODE + " ".repeat(100)])
      await tryCode(app, wrong).expect(400, /bad_request/);
    await request(app).post(PATH).send({ code: CODE, more: 1 }).expect(400);
    await request(app).get(PATH).expect(405).expect("Allow", "POST");
  });

  it("[H41] after too many wrong ones even a right one is 429, with the time to wait", async () => {
    const app = appWithCode({ RATE_WRONG_CODES_PER_MINUTE: "2" });
    for (let i = 0; i < 5; i++) await tryCode(app, CODE).expect(200);
    await tryCode(app, "22222222").expect(404);
    await tryCode(app, "not a code").expect(400);
    await tryCode(app, "33333333").expect(404);
    const { headers } = await tryCode(app, CODE).expect(429, /rate_limited/);
    expect(Number(headers["retry-after"])).toBeGreaterThan(50);
    await request(app).get(`/api/rooms/${ROOM}`).expect(200);
  });

  it("[H41] after too many wrong ones of all addresses another address waits as well", async () => {
    const app = appWithCode({ TRUST_PROXY: "1", RATE_ALL_WRONG_CODES_PER_MINUTE: "2" });
    const from = (address: string, code: string) => tryCode(app, code).set("X-Forwarded-For", address);
    await from("192.0.2.1", "22222222").expect(404);
    await from("192.0.2.2", "33333333").expect(404);
    await from("192.0.2.3", CODE).expect(429, /rate_limited/);
  });

  it("[H41] 10 wrong ones of an address and 60 of all are taken where nothing else is set, and 0 is no bound", async () => {
    expect(readConfig({}, settings).ofFeatures).toEqual({
      RATE_WRONG_CODES_PER_MINUTE: 10,
      RATE_ALL_WRONG_CODES_PER_MINUTE: 60,
    });
    const app = appWithCode({ RATE_WRONG_CODES_PER_MINUTE: "0", RATE_ALL_WRONG_CODES_PER_MINUTE: "0" });
    for (let i = 0; i < 12; i++) await tryCode(app, "22222222").expect(404);
    for (const wrong of ["-1", "1.5", "many", "2147483648"])
      expect(() => readConfig({ RATE_WRONG_CODES_PER_MINUTE: wrong }, settings)).toThrow(
        `RATE_WRONG_CODES_PER_MINUTE must be a whole number from 0 to 2147483647; it is "${wrong}".`,
      );
  });
});

describe("what is said of it", () => {
  it("[H12] it is described as it is mounted, and every answer is as described", async () => {
    const { mounted, described } = mountedAndDescribed([roles]);
    expect(described).toEqual(mounted);
    expect(mounted).toContain(`POST ${PATH}`);
    const app = appWithCode();
    for (const [code, status] of [
      [CODE, 200],
      ["22222222", 404],
      ["", 400],
    ] as const) {
      const { body } = await tryCode(app, code).expect(status);
      expect(mismatch(body, post.responses[status]!.content["application/json"]!.schema, schemas)).toBeUndefined();
    }
  });

  it("[H62] has the bounds that the server has", () => {
    const { code } = post.requestBody.content["application/json"]!.schema.properties;
    expect(code).toMatchObject({ maxLength: 100, pattern: WRITTEN_CODE });
  });

  it("[H62] what is as long as it says is taken, in letters of two units too, and what is longer is not", () => {
    const { code } = joinCode.entries;
    const written = (dashes: number) => `${CODE}${"\u{10ead}".repeat(dashes)}`;
    expect(v.is(code, written(92))).toBe(true);
    expect(v.is(code, written(93))).toBe(false);
    expect(v.is(code, CODE.padEnd(100))).toBe(true);
    expect(v.is(code, CODE.padEnd(101))).toBe(false);
  });

  it("[H62] the pattern takes a code where the server reads one", () => {
    const pattern = new RegExp(WRITTEN_CODE, "u");
    const code = JOIN_CODE_ALPHABET.slice(0, 7);
    for (let point = 0; point < 0x11000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const character = String.fromCodePoint(point);
      for (const text of [code + character, `${code}a${character}`])
        if (pattern.test(text) !== (readJoinCode(text) !== undefined)) throw new Error(JSON.stringify(text));
    }
  });
});
