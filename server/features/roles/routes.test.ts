// The roles over HTTP: each route does what its message does, and its answers are as the OpenAPI document says.
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { openApi } from "../../http/openapi.ts";
import { mismatch } from "../../test/jsonSchema.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";
import roles from "./index.ts";
import { drawnFromCode } from "./joinCode.ts";
import { paths } from "./openapi.ts";

const { schemas } = openApi([roles], "").components;
type Item = Record<string, { responses: Record<string, ReturnType<typeof described>> }>;
const described = (schema: object) => ({ content: { "application/json": { schema } } });

let room: RolesRoom;
let owner: Guest;
let ben: Guest;

beforeEach(async () => {
  room = new RolesRoom();
  await room.start();
  owner = await room.owner();
  ben = await room.enter({ name: "Ben" });
});
afterEach(async () => {
  expect(room.server.log.errors).toEqual([]);
  await room.stop();
});

/** Calls the route at a path of the document, and holds the answer against it. */
async function call(method: string, path: string, at: string, options: { key?: string; body?: object } = {}) {
  const answer = await room.call(method, `/roles${at}`, { key: room.key, ...options });
  const item = (paths as unknown as Record<string, Item>)[path]!;
  const response = item[method.toLowerCase()]!.responses[answer.status];
  if (!response) throw new Error(`${method} ${path} answers ${answer.status}: not described`);
  expect(mismatch(answer.body, response.content["application/json"].schema as Record<string, unknown>, schemas)).toBe(
    undefined,
  );
  return answer.body as Record<string, unknown>;
}

it("[H12] [L19] a room is made ready, shared, looked after and closed over HTTP alone", async () => {
  await call("PATCH", "/settings", "/settings", { body: { plain: "none", lobby: true, password: "open sesame" } });
  const links: Record<string, string> = {};
  for (const kind of ["edit", "view", "owner", "code"]) {
    const made = await call("PUT", "/links/{kind}", `/links/${kind}`);
    links[kind] = String(made["link"] ?? made["code"]);
  }
  const state = await call("GET", "", "");
  expect(state).toMatchObject({ links: { view: { address: links["view"] }, code: { expires: expect.any(Number) } } });
  expect(await call("DELETE", "/links/{kind}", "/links/view")).not.toHaveProperty("links.view");

  const waiting = await room.wait({ name: "Wanda", password: "open sesame" }, links["edit"]);
  const seen = (await call("GET", "", "")) as { waiting: { waiting: number; name: string }[] };
  expect(seen.waiting).toMatchObject([{ name: "Wanda" }]);
  await call("POST", "/lobby", "/lobby", { body: { waiting: seen.waiting[0]!.waiting, admit: true } });
  expect((await waiting.next("welcome")).you.role).toBe("editor");

  const at = `/participants/${ben.participant}`;
  await call("PATCH", "/participants/{participant}", at, { body: { role: "viewer" } });
  const roleOfBen = async () => (await room.server.rooms.details(room.roomId, room.key))!.participants[1]!.role;
  expect(await roleOfBen()).toBe("viewer");
  await call("PATCH", "/participants", "/participants", { body: { role: "editor" } });
  expect(await roleOfBen()).toBe("editor");
  const { shown } = await call("GET", "/participants/{participant}/revokes", `${at}/revokes`);
  await call("GET", "/participants/revokes", "/participants/revokes?role=viewer");
  const remove = `${at}?links=true&shown=${encodeURIComponent(String(shown))}`;
  const { undo } = await call("DELETE", "/participants/{participant}", remove);
  expect(undo).toMatchObject({ participant: ben.participant, closed: false });
  expect(await ben.wire.closed).toMatchObject({ reason: "removed" });
  await call("PATCH", "/settings", "/settings", { body: { closed: true } });
  expect(await waiting.closed).toMatchObject({ reason: "room_closed" });
  await call("PATCH", "/settings", "/settings", { body: { closed: false } });
  const wanda = (await room.server.rooms.details(room.roomId, room.key))!.participants.at(-1)!;
  await call("PUT", "/owner", "/owner", { body: { participant: wanda.participant } });
  expect(await call("GET", "", "")).not.toHaveProperty("links");
  expect(owner.wire.heard.some(({ type }) => type === "error")).toBe(false);
});

it("[H12] [L2] what is wrong is refused as the document says", async () => {
  for (const [method, path, at, code, options] of [
    ["PATCH", "/settings", "/settings", "bad_request", { body: { plain: "everything" } }],
    ["PATCH", "/settings", "/settings", "bad_request", { body: { password: "short" } }],
    ["PATCH", "/settings", "/settings", "bad_request", { body: [true] }],
    ["PATCH", "/settings", "/settings", "bad_request", { body: { keepDays: 36_501 } }],
    ["PATCH", "/settings", "/settings", "too_large", { body: { password: "x".repeat(5_000) } }],
    ["PUT", "/links/{kind}", "/links/skeleton", "bad_request", {}],
    ["PATCH", "/participants/{participant}", "/participants/none", "bad_request", { body: { role: "viewer" } }],
    ["PATCH", "/participants/{participant}", "/participants/9", "unknown_person", { body: { role: "viewer" } }],
    ["PATCH", "/participants/{participant}", "/participants/1", "last_owner", { body: { role: "viewer" } }],
    ["DELETE", "/participants/{participant}", `/participants/${ben.participant}?shown=9`, "outdated", {}],
    ["GET", "/participants/revokes", "/participants/revokes", "bad_request", {}],
    ["GET", "/participants/revokes", "/participants/revokes?role=owner", "bad_request", {}],
    ["POST", "/undo", "/undo", "outdated", { body: { undo: 9 } }],
    ["POST", "/lobby", "/lobby", "unknown_person", { body: { waiting: 9, admit: true } }],
    ["PUT", "/owner", "/owner", "not_owner", { key: ben.key, body: { participant: 2 } }],
    ["GET", "", "", "unauthorized", { key: "a-key-that-is-nobodys-here" }],
  ] as const)
    expect([at, await call(method, path, at, options)]).toMatchObject([at, { error: { code } }]);
});

it("[H66] a number in a path is digits alone: nothing else is the path of that person", async () => {
  for (const number of [`${ben.participant}.0`, `0${ben.participant}`, `+${ben.participant}`, "0x2", "%202"]) {
    const at = `/participants/${number}`;
    for (const [method, path, to, body] of [
      ["DELETE", "/participants/{participant}", at, undefined],
      ["PATCH", "/participants/{participant}", at, { role: "viewer" }],
      ["GET", "/participants/{participant}/revokes", `${at}/revokes`, undefined],
    ] as const)
      expect([to, await call(method, path, to, body && { body })]).toMatchObject([
        to,
        { error: { code: "bad_request" } },
      ]);
  }
  const people = (await room.server.rooms.details(room.roomId, room.key))!.participants;
  expect(people[1]).toMatchObject({ participant: ben.participant, role: "editor" });
  expect(people[1]).not.toHaveProperty("removed");
});

it("[H62] the document has the bounds of what is read", () => {
  const read = JSON.parse(JSON.stringify(paths)) as Record<string, Record<string, object>>;
  const body = (properties: object) => ({
    requestBody: { content: { "application/json": { schema: { additionalProperties: false, properties } } } },
  });
  expect(read["/lobby"]!["post"]).toMatchObject(body({ waiting: { type: "integer", minimum: 1 } }));
  expect(read["/owner"]!["put"]).toMatchObject(body({ participant: { type: "integer", minimum: 1 } }));
  expect(read["/settings"]!["patch"]).toMatchObject(
    body({
      most: { minimum: 0, maximum: 10_000 },
      keepDays: { minimum: 0, maximum: 36_500 },
      password: { anyOf: [{ minLength: 6, maxLength: 200 }, { type: "null" }] },
    }),
  );
  for (const path of ["/participants/{participant}", "/participants/{participant}/revokes"])
    expect(read[path]!["parameters"]).toMatchObject([
      { name: "participant", schema: { type: "integer", minimum: 1, pattern: expect.any(String) } },
    ]);
});

it("[H6] what stands beside people takes its own methods alone, and is nobody's number", async () => {
  for (const method of ["PATCH", "DELETE"])
    expect(await room.call(method, "/roles/participants/revokes", { key: room.key, body: {} })).toMatchObject({
      status: 405,
      body: { error: { code: "method_not_allowed" } },
    });
});

it("[H12] [L2] a body has to be there, and what is neither true nor false is told", async () => {
  const { status } = await room.call("PATCH", "/roles/settings", { key: room.key });
  expect(status).toBe(400);
  const remove = await room.call("DELETE", `/roles/participants/${ben.participant}?links=perhaps`, { key: room.key });
  expect(remove).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
});

it("[H44] a company's own page makes a room that is ready, in one request", async () => {
  const response = await fetch(`${room.server.url}/api/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      name: "Olga",
      title: "Interview",
      requests: [
        { feature: "roles", data: { type: "settings", plain: "none", lobby: true, keepDays: 2 } },
        { feature: "roles", data: { type: "link", kind: "edit", on: true } },
      ],
    }),
  });
  const { roomId, answers } = (await response.json()) as { roomId: string; answers: { link?: string }[] };
  expect(await room.refused({}, roomId)).toBe("not_admitted");
  await room.wait({}, answers[1]!.link);
});

it("[H40] a join code leads to the room until it is revoked or the room is gone", async () => {
  const first = await owner.make("code");
  expect(await room.placeOfCode(first)).toMatchObject({ address: room.roomId });
  const second = await owner.make("code");
  expect(await room.placeOfCode(first)).toBeUndefined();
  expect(await room.placeOfCode(second)).toMatchObject({ address: room.roomId });
  await room.call("DELETE", "", { key: room.key });
  expect(await room.placeOfCode(second)).toBeUndefined();
});

it("[P71] a join code is no address, in a path neither, and what is drawn from it is none", async () => {
  const code = await owner.make("code");
  const { address } = await drawnFromCode(code);
  for (const tried of [code, address]) {
    expect((await room.call("GET", "", { address: tried })).status).toBe(404);
    await expect(room.enter({}, tried)).rejects.toMatchObject({ status: 404 });
  }
});
