// The HTTP API: statuses, bounds, headers, and its OpenAPI document. Rooms are plain objects here.
import { describe, expect, it, jest } from "@jest/globals";
import { Router } from "express";
import request from "supertest";
import type { Feature } from "../features/feature.ts";
import { Refusal } from "../protocol/errors.ts";
import { LANGUAGES } from "../protocol/languages.ts";
import { allFeatures } from "../test/allFeatures.ts";
import { appWith, KEY, mountedAndDescribed, NO_ROOM, ROOM } from "../test/httpHarness.ts";
import { Tries } from "./tries.ts";
import { mismatch } from "../test/jsonSchema.ts";
import { languageNamed } from "./languageNames.ts";
import { openApi } from "./openapi.ts";

const create = (app: ReturnType<typeof appWith>["app"], body: object) => request(app).post("/api/rooms").send(body);

/** What the document says of a body. */
function bodyOf(path: string, method: string): { properties: Record<string, object> } {
  const paths = JSON.parse(JSON.stringify(openApi([], "").paths)) as Record<
    string,
    Record<string, { requestBody: { content: Record<string, { schema: { properties: Record<string, object> } }> } }>
  >;
  return paths[path]![method]!.requestBody.content["application/json"]!.schema;
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
}

/** A feature with one route, which reads a room. */
const peek: Feature = {
  name: "peek",
  routes({ rooms }) {
    const router = Router({ mergeParams: true });
    router.get<"/:file", { roomId: string; file: string }>("/:file", async ({ params }, response) => {
      if (!(await rooms.details(params.roomId))) throw new Refusal("room_not_found");
      response.json(await rooms.text(params.roomId, Number(params.file)));
    });
    return router;
  },
  paths: { "/{file}": { get: {} } },
};

describe("creating a room", () => {
  it("[H1] answers 201 with the room, its id and the owner's key", async () => {
    const { app } = appWith();
    const { body } = await create(app, { name: "  Ada\u0000 ", language: "Rust" }).expect(201);
    expect(body).toMatchObject({
      roomId: body.room.roomId,
      key: KEY,
      participant: 1,
      room: { programmingLanguage: "Rust", participants: [{ name: "Ada" }] },
    });
  });

  it("[H1] has a default language", async () => {
    const { body } = await create(appWith().app, { name: "Ada" }).expect(201);
    expect(body.room.programmingLanguage).toBe("JavaScript");
  });

  it.each([
    ["python", "Python"],
    ["PYTHON", "Python"],
    ["py", "Python"],
    ["js", "JavaScript"],
    ["Node.js", "JavaScript"],
    ["ts", "TypeScript"],
    ["c++", "C++"],
    ["cpp", "C++"],
    ["c#", "C#"],
    ["golang", "Go"],
    ["sh", "Shell"],
    ["bash", "Shell"],
    ["objective-c", "Objective-C"],
    ["common lisp", "Common Lisp"],
    ["vb.net", "VB.NET"],
    ["plain text", "Plain Text"],
    ["text", "Plain Text"],
    ["yml", "YAML"],
  ])("[H60] the language %s is %s, for a new room and for one that is there", async (language, named) => {
    const { app } = appWith();
    const { body } = await create(app, { name: "Ada", language }).expect(201);
    expect(body.room.programmingLanguage).toBe(named);
    const patched = await request(app)
      .patch(`/api/rooms/${ROOM}`)
      .set("Authorization", `Bearer ${KEY}`)
      .send({ language })
      .expect(200);
    expect(patched.body.programmingLanguage).toBe(named);
  });

  it("[H60] each language goes by its own name in any case, and no short name is another's", async () => {
    for (const language of LANGUAGES)
      for (const name of [language, language.toLowerCase(), language.toUpperCase(), `${language} `])
        expect(languageNamed(name)).toBe(language);
    for (const none of ["", "Klingon", "constructor", "toString", 5, null, ["Python"]])
      expect(languageNamed(none)).toBeUndefined();
  });

  it.each(["Klingon", "", 5, null, ["Python"]])(
    "[H60] the answer to %j names the languages that there are",
    async (language) => {
      const { app } = appWith();
      const names = LANGUAGES.join(", ");
      const { body } = await create(app, { name: "Ada", language }).expect(400);
      expect(body.error).toEqual({
        code: "bad_request",
        message: expect.stringContaining(`language is none of ${names}`),
      });
      const patched = await request(app)
        .patch(`/api/rooms/${ROOM}`)
        .set("Authorization", `Bearer ${KEY}`)
        .send({ language })
        .expect(400);
      expect(patched.body.error.message).toContain(names);
    },
  );

  it("[H60] the document of the API says what a language may be called", () => {
    const languages = bodyOf("/api/rooms", "post").properties["language"] as { enum: string[] };
    expect(languages).toMatchObject({ type: "string", description: expect.stringMatching(/any case/) });
    expect(languages.enum).toEqual(expect.arrayContaining(["C++", "Python", "py", "golang"]));
    expect(new Set(languages.enum).size).toBe(languages.enum.length);
  });

  it("[H1] keeps markup in a name as the letters that it is", async () => {
    const { body, headers } = await create(appWith().app, { name: "<b>&amp;</b>" }).expect(201);
    expect(body.room.participants[0].name).toBe("<b>&amp;</b>");
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    ["no name", {}],
    ["an empty name", { name: "" }],
    ["an invisible name", { name: " \u200b\u202e\n" }],
    ["a name that is no string", { name: ["Ada"] }],
    ["a name beyond all measure", { name: "a".repeat(1001) }],
    ["an unknown language", { name: "Ada", language: "Klingon" }],
    ["an unknown field", { name: "Ada", admin: true }],
    ["a list", []],
  ])("[H2] refuses %s with 400 bad_request", async (_what, body) => {
    const { app, rooms } = appWith();
    const answer = await create(app, body).expect(400);
    expect(answer.body.error).toEqual({ code: "bad_request", message: expect.any(String) });
    expect(rooms.size).toBe(1);
  });

  it("[H2] refuses what is not JSON, and a body that says it is something else", async () => {
    const { app } = appWith();
    const post = () => request(app).post("/api/rooms");
    await post()
      .set("Content-Type", "application/json")
      .send('{"name": "Ada"')
      .expect(400, /bad_request/);
    await post()
      .set("Content-Type", "text/plain")
      .send('{"name": "Ada"}')
      .expect(400, /bad_request/);
    await post().expect(400, /bad_request/);
  });

  it("[H2] refuses a body above 16 kB with 413 too_large", async () => {
    const { app } = appWith();
    await create(app, { name: "Ada", filler: "x".repeat(16 * 1024) }).expect(413, /too_large/);
    await create(app, { name: "Ada", filler: "x".repeat(15 * 1024) }).expect(400, /bad_request/);
  });
});

describe("a room", () => {
  it("[H3] answers with what anybody with the link may know", async () => {
    const { body } = await request(appWith().app).get(`/api/rooms/${ROOM}`).expect(200);
    expect(body).toMatchObject({
      roomId: ROOM,
      owner: 1,
      participants: [{ participant: 1, name: "Ada" }],
      programmingLanguage: "Python",
      dateCreated: 1_700_000_000_000,
      files: [{ file: 1, name: "main" }],
      title: "",
      online: 2,
      here: [1],
    });
  });

  it("[H3] answers 404 when there is none", async () => {
    await request(appWith().app)
      .get(`/api/rooms/${NO_ROOM}`)
      .expect(404, /room_not_found/);
  });

  it("[H4] takes another language, another title or both from who has a key", async () => {
    const { app, rooms } = appWith();
    const patch = (key: string | undefined, body: object, roomId = ROOM) => {
      const call = request(app).patch(`/api/rooms/${roomId}`).send(body);
      return key === undefined ? call : call.set("Authorization", key);
    };
    const { body } = await patch(`Bearer ${KEY}`, { language: "Go" }).expect(200);
    expect(body.programmingLanguage).toBe("Go");
    await patch(undefined, { language: "C" })
      .expect(401, /unauthorized/)
      .expect("WWW-Authenticate", "Bearer");
    await patch("Bearer wrong", { language: "C" }).expect(401, /unauthorized/);
    await patch(`Basic ${KEY}`, { language: "C" }).expect(401, /unauthorized/);
    await patch("Bearer viewer", { language: "C" }).expect(403, /read_only/);
    await patch(`Bearer ${KEY}`, { language: "C" }, NO_ROOM).expect(404, /room_not_found/);
    await patch(`Bearer ${KEY}`, { language: "Klingon" }).expect(400, /bad_request/);
    await patch(`Bearer ${KEY}`, {}).expect(400, /bad_request/);
    for (const title of [7, ["Kata"], null, "x".repeat(1_001)])
      await patch(`Bearer ${KEY}`, { title }).expect(400, /bad_request/);
    expect(rooms.get(ROOM)).toMatchObject({ programmingLanguage: "Go", title: "" });
    const titled = await patch(`Bearer ${KEY}`, { title: "Kata" }).expect(200);
    expect(titled.body).toMatchObject({ programmingLanguage: "Go", title: "Kata" });
    await patch(`Bearer ${KEY}`, { title: "", language: "C" }).expect(200);
    expect(rooms.get(ROOM)).toMatchObject({ programmingLanguage: "C", title: "" });
  });
});

describe("who somebody is", () => {
  it("[H64] is asked before what they send is read", async () => {
    const { app } = appWith({ RATE_FAILED_LOOKUPS_PER_MINUTE: "0" }, { features: [peek] });
    const send = (method: "patch" | "delete" | "put", path: string, key: string | undefined, body: string) => {
      const call = request(app)[method](`/api/rooms/${path}`).set("Content-Type", "application/json");
      return (key === undefined ? call : call.set("Authorization", `Bearer ${key}`)).send(body);
    };
    for (const body of ["{}", "nonsense", '{"language": "Klingon"}', `"${"x".repeat(20_000)}"`]) {
      await send("patch", ROOM, "wrong", body).expect(401, /unauthorized/);
      await send("patch", ROOM, undefined, body).expect(401, /unauthorized/);
      await send("put", `${ROOM}/peek/1`, "wrong", body).expect(401, /unauthorized/);
      await send("patch", NO_ROOM, KEY, body).expect(404, /room_not_found/);
    }
    await send("patch", ROOM, KEY, "nonsense").expect(400, /bad_request/);
  });
});

describe("deleting a room", () => {
  it("[H30] takes an owner's key: 204, and the room is gone", async () => {
    const { app, rooms } = appWith();
    const remove = (key: string | undefined, roomId = ROOM) => {
      const call = request(app).delete(`/api/rooms/${roomId}`);
      return key === undefined ? call : call.set("Authorization", key);
    };
    await remove(undefined)
      .expect(401, /unauthorized/)
      .expect("WWW-Authenticate", "Bearer");
    await remove("Bearer wrong").expect(401, /unauthorized/);
    await remove("Bearer editor").expect(403, /not_owner/);
    await remove(`Bearer ${KEY}`, NO_ROOM).expect(404, /room_not_found/);
    expect(rooms.has(ROOM)).toBe(true);
    const { text } = await remove(`Bearer ${KEY}`).expect(204);
    expect(text).toBe("");
    await remove(`Bearer ${KEY}`).expect(404, /room_not_found/);
  });
});

describe("errors", () => {
  it("[H5] nothing at an API path is 404 not_found in JSON", async () => {
    const { app } = appWith();
    for (const path of ["/api", "/api/nothing", `/api/rooms/${ROOM}/nothing`])
      expect((await request(app).get(path).expect(404)).body.error.code).toBe("not_found");
    await request(app)
      .get("/api/rooms/%E0%A4%A")
      .expect(400, /bad_request/);
  });

  it.each([
    ["delete", "/api/rooms", "POST"],
    ["get", "/api/rooms", "POST"],
    ["put", `/api/rooms/${ROOM}`, "GET, HEAD, PATCH, DELETE"],
    ["post", "/api/openapi.json", "GET, HEAD"],
    ["post", "/health", "GET, HEAD"],
    ["put", "/ready", "GET, HEAD"],
    ["put", `/api/rooms/${ROOM}/peek/1`, "GET, HEAD"],
  ] as const)("[H6] %s %s is 405 with what is allowed", async (method, path, allow) => {
    const { app } = appWith({}, { features: [peek] });
    await request(app)
      [method](path)
      .expect(405, /method_not_allowed/)
      .expect("Allow", allow);
  });

  it("[H7] an error of ours is logged and tells nothing", async () => {
    const secret = new Error("the password is 1234");
    const broken: Feature = {
      ...peek,
      routes: () => Router().get("/:file", () => Promise.reject(secret)),
    };
    const { app, logged } = appWith({}, { features: [broken] });
    const { body } = await request(app).get(`/api/rooms/${ROOM}/peek/1`).expect(500);
    expect(body).toEqual({ error: { code: "internal", message: expect.not.stringContaining("1234") } });
    expect(logged).toEqual([{ details: { err: secret, method: "GET" }, sentence: "a request failed" }]);
  });

  it("[H7] a refusal is not logged", async () => {
    const { app, logged } = appWith();
    await request(app).get(`/api/rooms/${NO_ROOM}`).expect(404);
    expect(logged).toEqual([]);
  });
});

describe("health", () => {
  it("[H8] is alive whatever happens, and ready when rooms can be joined", async () => {
    const { app } = appWith();
    await request(app).get("/health").expect(200, { status: "ok" });
    await request(app).get("/ready").expect(200, { status: "ready" });
  });

  it("[H8] is not ready when the store fails or the server stops", async () => {
    const failing = appWith({}, { ready: () => Promise.reject(new Error("disk full")) });
    await request(failing.app).get("/health").expect(200);
    const { body } = await request(failing.app).get("/ready").expect(503);
    expect(body.error).toEqual({ code: "store_unavailable", message: expect.not.stringContaining("disk") });
    expect(failing.logged).toMatchObject([{ sentence: "not ready" }]);
    const draining = appWith({}, { ready: () => Promise.reject(new Refusal("server_draining")) });
    await request(draining.app)
      .get("/ready")
      .expect(503, /server_draining/);
  });
});

describe("per-address limits", () => {
  it("[H9] more rooms than allowed are refused with 429 and Retry-After", async () => {
    const { app } = appWith({ RATE_ROOMS_PER_HOUR: "2" });
    await create(app, { name: "" }).expect(400);
    await create(app, { name: "Ada" }).expect(201);
    await create(app, { name: "Ada" }).expect(201);
    const { headers } = await create(app, { name: "Ada" }).expect(429, /rate_limited/);
    expect(Number(headers["retry-after"])).toBeGreaterThan(3_500);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(3_600);
  });

  it("[H9] who has guessed too often is not told what was wrong, and finds what is right", async () => {
    const { app } = appWith({ RATE_FAILED_LOOKUPS_PER_MINUTE: "3" }, { features: [peek] });
    await request(app).get(`/api/rooms/${NO_ROOM}`).expect(404);
    await request(app).get(`/api/rooms/${NO_ROOM}/peek/1`).expect(404);
    await request(app).get(`/api/rooms/${NO_ROOM}`).expect(404);
    const change = (key: string) =>
      request(app).patch(`/api/rooms/${ROOM}`).set("Authorization", `Bearer ${key}`).send({ language: "C" });
    for (let i = 0; i < 3; i++) await change("wrong").expect(401);
    await change(KEY).expect(429);
    await request(app).get(`/api/rooms/${ROOM}`).expect(200);
    await request(app).get(`/api/rooms/${ROOM}/peek/1`).expect(200);
    for (const path of [`/api/rooms/${NO_ROOM}`, `/api/rooms/${NO_ROOM}/peek/1`])
      await request(app)
        .get(path)
        .expect(429, /rate_limited/)
        .expect("Retry-After", /^\d+$/);
    await request(app).get("/health").expect(200);
  });

  it("[H9] what cannot be a key, or names no room, is no try: it is told, and nothing of it is kept", async () => {
    const begun = jest.spyOn(Tries.prototype, "begin");
    const { app } = appWith({ RATE_FAILED_LOOKUPS_PER_MINUTE: "2" });
    const change = (place: string, authorization: string) =>
      request(app).patch(`/api/rooms/${place}`).set("Authorization", authorization).send({ language: "C" });
    for (let i = 0; i < 5; i++) await change(ROOM, `Basic ${i}`).expect(401);
    for (let i = 0; i < 5; i++) await change(`${i}`.repeat(2_000), "Basic any").expect(401);
    await change("x".repeat(2_000), "Bearer wrong").expect(404);
    await request(app).delete(`/api/rooms/${ROOM}`).expect(401);
    expect(begun).not.toHaveBeenCalled();
    await change(ROOM, `Bearer ${KEY}`).expect(200);
    begun.mockRestore();
  });

  it("[H11] X-Forwarded-For is ignored unless a proxy is trusted", async () => {
    const from = (env: Record<string, string>) => {
      const { app } = appWith({ RATE_ROOMS_PER_HOUR: "1", ...env });
      return (address: string) => create(app, { name: "Ada" }).set("X-Forwarded-For", address);
    };
    const untrusting = from({});
    await untrusting("192.0.2.1").expect(201);
    await untrusting("192.0.2.2").expect(429);
    for (const trust of ["1", "loopback"]) {
      const trusting = from({ TRUST_PROXY: trust });
      await trusting("192.0.2.1").expect(201);
      await trusting("192.0.2.2").expect(201);
      await trusting("192.0.2.1").expect(429);
      // what a client wrote itself stands before what the proxy added
      await trusting("192.0.2.77, 192.0.2.2").expect(429);
    }
  });
});

describe("queries", () => {
  it("[H69] a query that the document does not say of the route is refused, at every route below a room", async () => {
    const { app } = appWith(
      { RATE_REQUESTS_PER_MINUTE: "0", RATE_FAILED_LOOKUPS_PER_MINUTE: "0" },
      { features: allFeatures },
    );
    const { paths } = openApi(allFeatures, "");
    let queries = 0;
    for (const [path, item] of Object.entries(paths as Record<string, Record<string, Operation>>))
      for (const method of ["get", "head", "put", "post", "patch", "delete"] as const) {
        const operation = item[method === "head" ? "get" : method];
        if (!operation || !path.startsWith("/api/rooms/{roomId}")) continue;
        const url = path.replace("{roomId}", ROOM).replaceAll(/\{\w+\}/g, "1");
        const ask = (query: string, key: string) =>
          request(app)[method](`${url}?${query}`).set("Authorization", `Bearer ${key}`);
        const parameters = operation.parameters ?? [];
        const names = parameters.flatMap(({ in: place, name }) => (place === "query" ? [name] : []));
        queries += names.length;
        for (const name of ["nothing", ...names.map((one) => `${one}[a]`), ...names.map((one) => one.toUpperCase())]) {
          const answer = await ask(`${name}=1`, KEY).expect(400);
          if (method === "head") continue;
          const message = names.length === 0 ? "the address takes no query" : `the query takes ${names.join(", ")} and`;
          expect(answer.body.error).toEqual({ code: "bad_request", message: expect.stringContaining(message) });
        }
        await ask("nothing=1", "wrong").expect(401);
        for (const name of names) {
          const { text } = await ask(`${name}=1`, KEY);
          expect(text ?? "").not.toContain("the query takes");
        }
      }
    expect(queries).toBeGreaterThan(8);
    await request(app).get(`/api/rooms/${ROOM}/nothing?nothing=1`).expect(404);
    await request(app).trace(`/api/rooms/${ROOM}?nothing=1`).expect(405);
  });
});

describe("OpenAPI", () => {
  it("[H12] describes every route that is mounted, those of features too, and no other", async () => {
    const { mounted, described } = mountedAndDescribed([peek]);
    expect(described).toEqual(mounted);
    expect(mounted).toContain("GET /api/rooms/{roomId}/peek/{file}");
    const { body } = await request(appWith({}, { features: [peek] }).app)
      .get("/api/openapi.json")
      .expect(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(openApi([peek], ""))));
  });

  it("[H12] every answer is as the document says", async () => {
    const { app } = appWith({ RATE_ROOMS_PER_HOUR: "1" });
    const { paths, components } = openApi([], "");
    const call = async (
      method: "get" | "post" | "patch" | "delete",
      path: string,
      described: string,
      body?: object,
    ) => {
      const sent = request(app)[method](path).set("Authorization", `Bearer ${KEY}`);
      const answer = await (body ? sent.send(body) : sent);
      const item = paths[described as keyof typeof paths] as unknown as Record<
        string,
        { responses: Record<string, { content?: { "application/json": { schema: Record<string, unknown> } } }> }
      >;
      const response = item[method]?.responses[answer.status];
      if (response === undefined) throw new Error(`${method} ${path} answers ${answer.status}: not described`);
      const schema = response.content?.["application/json"].schema;
      if (schema === undefined) expect(answer.text).toBe("");
      else expect(mismatch(answer.body, schema, components.schemas)).toBeUndefined();
      return answer.status;
    };
    const room = "/api/rooms/{roomId}";
    expect(await call("get", "/health", "/health")).toBe(200);
    expect(await call("get", "/ready", "/ready")).toBe(200);
    expect(await call("get", "/api/openapi.json", "/api/openapi.json")).toBe(200);
    expect(await call("post", "/api/rooms", "/api/rooms", { name: "Ada" })).toBe(201);
    expect(await call("post", "/api/rooms", "/api/rooms", { name: "Ada" })).toBe(429);
    expect(await call("post", "/api/rooms", "/api/rooms", {})).toBe(400);
    expect(await call("get", `/api/rooms/${ROOM}`, room)).toBe(200);
    expect(await call("get", `/api/rooms/${NO_ROOM}`, room)).toBe(404);
    expect(await call("patch", `/api/rooms/${ROOM}`, room, { language: "C" })).toBe(200);
    expect(await call("patch", `/api/rooms/${ROOM}`, room, {})).toBe(400);
    expect(await call("delete", `/api/rooms/${ROOM}`, room)).toBe(204);
    expect(await call("delete", `/api/rooms/${ROOM}`, room)).toBe(404);
  });

  it("[H12] the check of answers notices what is missing, too much or of another kind", () => {
    const { schemas } = openApi([], "").components;
    const error = { error: { code: "internal", message: "x" } };
    const check = (value: unknown) => mismatch(value, schemas.Error, schemas);
    expect(check(error)).toBeUndefined();
    expect(check({})).toContain("$: required");
    expect(check({ ...error, more: 1 })).toContain("$: additionalProperties");
    expect(check({ error: { code: "nonsense", message: "x" } })).toContain("$.error.code: enum");
    expect(check({ error: { code: "internal", message: 1 } })).toContain("$.error.message: type");
  });
});
