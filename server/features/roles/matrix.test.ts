// Every role with every message and every HTTP route that there is, of the core and of all features. What is new fails here until it is said.
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Role } from "../../protocol/events.ts";
import { allFeatures } from "../../test/allFeatures.ts";
import { mountedAndDescribed } from "../../test/httpHarness.ts";
import { makingFiles } from "../../test/makingFiles.ts";
import { ASKING, type Here, type MessageCase, type RouteCase } from "../../test/rights.ts";
import { messages, placeOf, rights, ROUTES } from "./test/everything.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";

/** Two files, and somebody of each role, who has the first open. */
async function inhabited() {
  const room = new RolesRoom([...allFeatures, makingFiles]);
  await room.start();
  const files = [{ file: 1, version: null }];
  const owner = await room.enter({ key: room.key, files });
  await owner.changeFiles("src/second.py");
  const editor = await room.enter({ files, name: "Ed" });
  const viewer = await room.enter({ files, name: "Vera" }, await owner.make("view"));
  const removed = await room.enter({ name: "Rex" });
  await owner.done({ type: "remove", participant: removed.participant, links: false });
  return { room, owner, editor, viewer, removed };
}

type Inhabited = Awaited<ReturnType<typeof inhabited>>;

const numbersOf = ({ owner, editor, viewer, removed }: Inhabited): Here => ({
  owner: owner.participant,
  editor: editor.participant,
  viewer: viewer.participant,
  removed: removed.participant,
});

/** All that is stored of the room, but for when somebody was there last, which is noted seconds after they have gone. */
function storedOf({ disk, roomId }: RolesRoom): string {
  const streams = [...(disk.rooms.get(roomId)?.commits ?? [])];
  const kept = streams.map(([stream, commits]) => [
    stream,
    commits.filter(({ entries }) => !entries.includes('"lastSeen"')),
  ]);
  return JSON.stringify([kept, [...disk.addresses]]);
}

// ---- messages

/** Says it, and resolves to the code with which it is refused, "" where it is not. */
async function answered({ wire }: Guest, message: object): Promise<string> {
  await wire.answers();
  const from = wire.heard.length;
  wire.say(message);
  await Promise.race([wire.answers(), wire.closed]).catch(() => wire.closed);
  const refused = wire.heard.slice(from).find(({ type }) => type === "error");
  return refused?.type === "error" ? refused.code : "";
}

const cases = messages.flatMap(([of, own]) =>
  Object.entries(own).flatMap(([type, one]) =>
    (["viewer", "editor", "owner"] as const).map((role): [string, string, Role, MessageCase] => [of, type, role, one]),
  ),
);

describe("messages", () => {
  it("[L2] [L3] of every feature are known here", () => {
    expect([...rights.keys()]).toContain("roles");
    for (const [name, own] of messages) expect([name, Object.keys(own)]).not.toEqual([name, []]);
  });

  it.each(cases)("[L2] [L3] %s: %s by a %s", async (_of, _type, role, { say, isOwn, ...expected }) => {
    const here = await inhabited();
    const before = storedOf(here.room);
    const code = await answered(here[role], say(numbersOf(here)));
    expect(code).toBe(expected[role]);
    await here.owner.wire.answers().catch(() => []);
    if (code !== "" || (role === "viewer" && !isOwn)) expect(storedOf(here.room)).toBe(before);
    expect(here.room.server.log.errors).toEqual([]);
    await here.room.stop();
  });
});

// ---- routes

describe("routes", () => {
  const { mounted, described } = mountedAndDescribed(allFeatures);
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
    const [method, at] = placeOf(route, numbersOf(here));
    const key = who === "nobody" ? undefined : here[who].key;
    const answer = await here.room.call(method, `${at}${query}`, { ...(key && { key }), ...(body && { body }) });
    expect([answer.status, answer.text.slice(0, 100)]).toEqual([status, expect.anything()]);
    if (isRefused || who === "viewer") expect(storedOf(here.room)).toBe(before);
    expect(here.room.server.log.errors).toEqual([]);
    if (!isRefused) await here.room.stop();
  });
});
