// Every role with every message and every HTTP route that there is, of the core and of all features. What is new fails here until it is said.
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Role } from "../../protocol/events.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import type { ClientMessage } from "../../protocol/messages.ts";
import { mountedAndDescribed } from "../../test/httpHarness.ts";
import { newClientId } from "../../test/person.ts";
import { type Guest, RolesRoom } from "../../test/rolesRoom.ts";
import type { ChatMessage } from "../chat/messages.ts";
import type { Feature } from "../feature.ts";
import type { Wish } from "../files/messages.ts";
import type { PeopleMessage } from "../people/messages.ts";
import type { RolesMessage } from "./messages.ts";

/** Every folder of a feature that rooms have. */
const names = readdirSync("server/features", { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && entry.name !== "cluster" ? [entry.name] : [],
);
const features: Feature[] = [];
// one after the other: jest links modules that are asked for at once with what it has not read yet
for (const name of names) features.push(((await import(`../${name}/index.ts`)) as { default: Feature }).default);

/** Two files, and somebody of each role, who has the first open. */
async function inhabited() {
  const room = new RolesRoom(features);
  await room.start();
  const files = [{ file: 1, version: null }];
  await room.server.rooms.request(room.roomId, room.key, "files", { type: "create", name: "src/second.py" });
  const owner = await room.enter({ key: room.key, files });
  const editor = await room.enter({ files, name: "Ed" });
  const viewer = await room.enter({ files, name: "Vera" }, await owner.make("view"));
  const removed = await room.enter({ name: "Rex" });
  await owner.done({ type: "remove", participant: removed.participant, links: false });
  return { room, owner, editor, viewer, removed };
}

type Inhabited = Awaited<ReturnType<typeof inhabited>>;

/** All that is stored of the room. */
function storedOf({ disk, roomId }: RolesRoom): string {
  const kept = disk.rooms.get(roomId);
  return JSON.stringify([[...(kept?.commits ?? [])], [...disk.addresses]]);
}

// ---- messages

/** What each role gets for a message: a code, or "" where it is done. */
interface Case {
  readonly say: (here: Inhabited) => object;
  readonly viewer: ErrorCode | "";
  readonly editor: ErrorCode | "";
  readonly owner: ErrorCode | "";
  /** what a viewer changes by it is their own: what they say, and who they are */
  readonly isOwn?: true;
}

const forAll = (say: Case["say"]): Case => ({ say, viewer: "", editor: "", owner: "" });
const forWriters = (say: Case["say"]): Case => ({ say, viewer: "read_only", editor: "", owner: "" });
const forOwners = (say: Case["say"]): Case => ({ say, viewer: "not_owner", editor: "not_owner", owner: "" });
const forNobody = (code: ErrorCode, say: Case["say"]): Case => ({ say, viewer: code, editor: code, owner: code });

const feature =
  (name: string, data: object | ((here: Inhabited) => object)): Case["say"] =>
  (here) => ({ type: "feature", feature: name, data: typeof data === "function" ? data(here) : data });
const id = newClientId();

const CORE: Record<ClientMessage["type"], Case> = {
  hello: forNobody("bad_hello", () => ({ type: "hello", client: newClientId(), name: "Again", files: [] })),
  push: forWriters(() => ({ type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]]] })),
  open: forAll(() => ({ type: "open", file: 2, version: null })),
  close: forAll(() => ({ type: "close", file: 1 })),
  presence: forAll(() => ({ type: "presence", file: 1, version: 0, selections: [[0, 0]] })),
  room: forWriters(() => ({ type: "room", title: "Mine", language: "Go" })),
  diverged: forAll(() => ({ type: "diverged", file: 1, version: 0, hash: 1 })),
  feature: forNobody("unknown_feature", feature("mind-reading", {})),
  ping: forAll(() => ({ type: "ping" })),
};

const CHAT: Record<ChatMessage["type"], Case> = {
  read: forAll(feature("chat", { type: "read", from: 0, to: 9 })),
  say: { ...forAll(feature("chat", { type: "say", id, text: "Hello" })), isOwn: true },
  // of another's message, and of clearing, the chat tells its own refusals
  edit: forAll(feature("chat", { type: "edit", id, message: 0, text: "Hello" })),
  withdraw: forAll(feature("chat", { type: "withdraw", id, message: 0 })),
  clear: forAll(feature("chat", { type: "clear", id })),
};

const FILES: Record<Wish["type"], Case> = {
  create: forWriters(feature("files", { type: "create", name: "third.py" })),
  change: forWriters(feature("files", { type: "change", file: 1, name: "first.py" })),
  changeFolder: forWriters(feature("files", { type: "changeFolder", folder: "src", name: "source" })),
  delete: forWriters(feature("files", { type: "delete", files: [2] })),
  deleteFolder: forWriters(feature("files", { type: "deleteFolder", folder: "src" })),
  restore: forWriters(feature("files", { type: "restore", files: [2] })),
};

const PEOPLE: Record<PeopleMessage["type"], Case> = {
  follow: forAll(feature("people", { type: "follow", client: 1 })),
  look: forOwners(feature("people", { type: "look", file: 1, line: 1 })),
  profile: { ...forAll(feature("people", { type: "profile", name: "Nina", colour: 3 })), isOwn: true },
};

const ROLES: Record<RolesMessage["type"], Case> = {
  read: forAll(feature("roles", { type: "read" })),
  settings: forOwners(feature("roles", { type: "settings", plain: "none" })),
  link: forOwners(feature("roles", { type: "link", kind: "edit", on: true })),
  person: forOwners(
    feature("roles", ({ removed, editor }) => ({
      type: "person",
      participant: Math.min(editor.participant, removed.participant),
      role: "viewer",
    })),
  ),
  remove: forOwners(
    feature("roles", ({ editor }) => ({ type: "remove", participant: editor.participant, links: true })),
  ),
  everyone: forOwners(feature("roles", { type: "everyone", role: "viewer" })),
  handOver: forOwners(feature("roles", ({ viewer }) => ({ type: "handOver", participant: viewer.participant }))),
  revokes: forOwners(feature("roles", ({ editor }) => ({ type: "revokes", participant: editor.participant }))),
  undo: { ...forOwners(feature("roles", { type: "undo", undo: 9 })), owner: "outdated" },
  lobby: forOwners(feature("roles", { type: "lobby", admit: true })),
};

const noMessages = (name: string) => ({ any: forNobody("unknown_feature", feature(name, {})) });

const OF_FEATURES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  chat: CHAT,
  download: noMessages("download"),
  files: FILES,
  notes: noMessages("notes"),
  people: PEOPLE,
  roles: ROLES,
};

/** Says it, and resolves to the code with which it is refused, "" where it is not. */
async function answered({ wire }: Guest, message: object): Promise<string> {
  await wire.answers();
  const from = wire.heard.length;
  wire.say(message);
  await Promise.race([wire.answers(), wire.closed]).catch(() => wire.closed);
  const refused = wire.heard.slice(from).find(({ type }) => type === "error");
  return refused?.type === "error" ? refused.code : "";
}

const cases = Object.entries({ core: CORE, ...OF_FEATURES }).flatMap(([of, messages]) =>
  Object.entries(messages).flatMap(([type, one]) =>
    (["viewer", "editor", "owner"] as const).map((role): [string, string, Role, Case] => [of, type, role, one]),
  ),
);

describe("messages", () => {
  it("[L2] [L3] of every feature are known here", () => {
    expect(names).toEqual(Object.keys(OF_FEATURES));
    expect(features.map(({ name }) => name)).toEqual(names);
  });

  it.each(cases)("[L2] [L3] %s: %s by a %s", async (_of, _type, role, { say, isOwn, ...expected }) => {
    const here = await inhabited();
    const before = storedOf(here.room);
    const code = await answered(here[role], say(here));
    expect(code).toBe(expected[role]);
    await here.owner.wire.answers().catch(() => []);
    if (code !== "" || (role === "viewer" && !isOwn)) expect(storedOf(here.room)).toBe(before);
    expect(here.room.server.log.errors).toEqual([]);
    await here.room.stop();
  });
});

// ---- routes

/** Who asks: somebody without a key, somebody removed, and each role. */
const ASKING = ["nobody", "removed", "viewer", "editor", "owner"] as const;

/** What a route is asked, and the statuses for those above, in their order. */
interface RouteCase {
  readonly body?: object;
  readonly query?: string;
  readonly answers: readonly [number, number, number, number, number];
}

const readers = [200, 403, 200, 200, 200] as const;
const writers = [401, 403, 403, 200, 200] as const;
const owners = [401, 403, 403, 403, 200] as const;
const ROLES_AT = "/api/rooms/{roomId}/roles";
const FILES_AT = "/api/rooms/{roomId}/files";

/** Of a room: what is not of a room is for everybody. `{file}` is 2, `{participant}` the editor. */
const ROUTES: Readonly<Record<string, RouteCase>> = {
  "GET /api/rooms/{roomId}": { answers: readers },
  "PATCH /api/rooms/{roomId}": { answers: writers, body: { title: "Mine" } },
  "DELETE /api/rooms/{roomId}": { answers: [401, 403, 403, 403, 204] },
  "GET /api/rooms/{roomId}/download": { answers: readers },
  "GET /api/rooms/{roomId}/download/{file}": { answers: readers },
  [`GET ${FILES_AT}`]: { answers: readers },
  [`POST ${FILES_AT}`]: { answers: [401, 403, 403, 201, 201], body: { name: "third.py" } },
  [`PATCH ${FILES_AT}/folder`]: { answers: writers, body: { folder: "src", name: "source" } },
  [`DELETE ${FILES_AT}/folder`]: { answers: writers, query: "?name=src" },
  [`PATCH ${FILES_AT}/{file}`]: { answers: writers, body: { name: "renamed.py" } },
  [`DELETE ${FILES_AT}/{file}`]: { answers: writers },
  [`POST ${FILES_AT}/{file}/restore`]: { answers: writers },
  [`GET ${ROLES_AT}`]: { answers: [401, 403, 200, 200, 200] },
  [`PATCH ${ROLES_AT}/settings`]: { answers: owners, body: { closed: true } },
  [`PUT ${ROLES_AT}/links/{kind}`]: { answers: owners },
  [`DELETE ${ROLES_AT}/links/{kind}`]: { answers: owners },
  [`PATCH ${ROLES_AT}/participants`]: { answers: owners, body: { role: "viewer" } },
  [`PATCH ${ROLES_AT}/participants/{participant}`]: { answers: owners, body: { role: "viewer" } },
  [`DELETE ${ROLES_AT}/participants/{participant}`]: { answers: owners },
  [`GET ${ROLES_AT}/participants/revokes`]: { answers: owners, query: "?role=viewer" },
  [`GET ${ROLES_AT}/participants/{participant}/revokes`]: { answers: owners },
  [`POST ${ROLES_AT}/undo`]: { answers: [401, 403, 403, 403, 409], body: { undo: 9 } },
  [`PUT ${ROLES_AT}/owner`]: { answers: owners, body: { participant: 3 } },
  [`POST ${ROLES_AT}/lobby`]: { answers: owners, body: { admit: true } },
};

describe("routes", () => {
  const { mounted, described } = mountedAndDescribed(features);
  const ofRooms = mounted.filter((route) => route.includes("{roomId}"));

  it("[L2] [L3] of rooms are known here, every one, and described", () => {
    expect(Object.keys(ROUTES).sort()).toEqual(ofRooms.sort());
    expect(described.filter((route) => route.includes("{roomId}")).sort()).toEqual(ofRooms.sort());
  });

  const asked = Object.entries(ROUTES).flatMap(([route, one]) =>
    ASKING.map((who, index): [string, (typeof ASKING)[number], RouteCase, number] => [
      route,
      who,
      one,
      one.answers[index]!,
    ]),
  );
  let shared: Inhabited;
  beforeAll(async () => {
    shared = await inhabited();
  });
  afterAll(() => shared.room.stop());

  it.each(asked)("[L2] [L3] %s by %s", async (route, who, { body, query = "" }, status) => {
    const isRefused = status >= 400;
    // who is refused has changed nothing: those may ask the same room
    const here = isRefused ? shared : await inhabited();
    const before = storedOf(here.room);
    const [method = "", path = ""] = route.split(" ");
    const at = path
      .replace("/api/rooms/{roomId}", "")
      .replace("{file}", "2")
      .replace("{kind}", "edit")
      .replace("{participant}", String(here.editor.participant));
    const key = who === "nobody" ? undefined : here[who].key;
    const answer = await here.room.call(method, `${at}${query}`, { ...(key && { key }), ...(body && { body }) });
    expect([answer.status, answer.text.slice(0, 100)]).toEqual([status, expect.anything()]);
    if (isRefused || who === "viewer") expect(storedOf(here.room)).toBe(before);
    expect(here.room.server.log.errors).toEqual([]);
    if (!isRefused) await here.room.stop();
  });
});
