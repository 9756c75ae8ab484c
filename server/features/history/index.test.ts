// History over real sockets and HTTP: who sees it, what is sent of the logs, and what people say of moments.
import { describe, expect, it } from "@jest/globals";
import request from "supertest";
import { Wire } from "../../test/hostile/wire.ts";
import { newClientId } from "../../test/person.ts";
import type { RoomHooks } from "../feature.ts";
import history from "./index.ts";
import type { History, ShownEntry } from "./messages.ts";
import type { Fork } from "./roomHistory.ts";
import {
  become,
  broken,
  door,
  enter,
  get,
  live,
  logOf,
  owner,
  post,
  refusedWith,
  roomId,
  say,
  SECRET,
  server,
  start,
  stop,
  told,
  type,
  VIEWING,
  wires,
} from "./test/historyServer.ts";

describe("what there is", () => {
  it("[I1] is told of a room that somebody is in, and of one that nobody is in after a restart", async () => {
    await start();
    const wire = await owner();
    await type(wire, "ab", "c", 1);
    live.accept({
      type: "file",
      time: live.now,
      participant: 1,
      file: { file: 2, name: "gone.py", deleted: { time: 7, participant: 1 } },
    });
    live.accept({ type: "file", time: live.now, participant: 1, file: { file: 3, name: "", purged: true } });
    await wire.next("event");
    const { body } = (await get("").expect(200)) as { body: History };
    expect(body).toMatchObject({
      maySee: "editors",
      links: false,
      files: [
        { file: 1, path: "main.py", version: 3 },
        { file: 2, path: "gone.py", version: 0, deleted: { time: 7, participant: 1 } },
      ],
      tabs: [[1, 1, expect.any(Number)]],
      people: [{ participant: 1, name: "Olga" }],
      entries: [],
    });
    await stop();
    await start();
    expect((await get("").expect(200)).body).toEqual(body);
    expect((await logOf("/files/1/log")).updates).toHaveLength(3);
  });

  it("[I1] names every tab, those that were forgotten too", async () => {
    await start();
    const wire = await owner();
    live.accept({ type: "kept", time: 1, feature: "x", value: 1 } as never);
    live.accept({ type: "client", time: 9, client: 2, participant: 1, idHash: "x", forgets: 1 } as never);
    await new Promise<void>((resolve) => live.whenDurable(resolve));
    const { tabs } = (await get("").expect(200)).body as History;
    expect(tabs).toEqual([
      [1, 1, expect.any(Number)],
      [2, 1, 9],
    ]);
    expect(JSON.stringify((await get("")).body)).not.toMatch(/idHash|keyHash/);
    wire.leave();
  });

  it("[I2] leaves everything else its turn between the pieces of a log", async () => {
    await start();
    await type(await owner(), "ab");
    const pieces = live.packed(1, 0);
    expect(await pieces.next()).toMatchObject({ value: { from: 0, count: 1 } });
    let isTurn = false;
    setImmediate(() => (isTurn = true));
    expect(await pieces.next()).toMatchObject({ done: true });
    expect(isTurn).toBe(true);
  });
  it("[I2] is each file's log, from any version on, to the letter", async () => {
    await start();
    await type(await owner(), "ab", "c\u{1f600}", "\ud83d", 1, "\ufeffd");
    const all = await logOf("/files/1/log");
    expect(all.updates.map(([client, seq, , change]) => [client, seq, change])).toEqual([
      [1, 1, [[0, "ab"]]],
      [1, 2, [2, [0, "c\u{1f600}"]]],
      [1, 3, [5, [0, "\ud83d"]]],
      [1, 4, [5, [1]]],
      [1, 5, [5, [0, "\ufeffd"]]],
    ]);
    const later = await logOf("/files/1/log?from=3");
    expect(later.updates.slice(3 - later.from)).toEqual(all.updates.slice(3));
    expect(await logOf("/files/1/log?from=5")).toEqual({ from: 0, updates: [] });
    for (const ahead of [6, 999_999_999_999]) {
      const { body } = await get(`/files/1/log?from=${ahead}`).expect(409);
      expect(body).toMatchObject({ error: { code: "history.no_version", like: "version_ahead" } });
    }
    for (const query of ["-1", "1.5", "x", "1e3", "", "9".repeat(16)])
      await get(`/files/1/log?from=${query}`).expect(400);
    await get("/files/9/log").expect(404);
    await get("/files/0/log").expect(400);
  });

  it("[I2] is a page of it as JSON for who accepts that and no bytes, until any version, to the letter", async () => {
    await start();
    await type(await owner(), "ab", "c\u{1f600}", "\ud83d", 1, "\ufeffd");
    const { updates } = await logOf("/files/1/log");
    const page = async (query: string): Promise<unknown> => {
      const asked = get(`/files/1/log${query}`).set("Accept", "application/json");
      return (
        await asked
          .expect(200)
          .expect("Content-Type", /^application\/json/)
          .expect("Vary", /Accept/)
      ).body;
    };
    expect(await page("")).toEqual({ from: 0, updates });
    expect(await page("?from=3")).toEqual({ from: 3, updates: updates.slice(3) });
    expect(await page("?from=1&to=3")).toEqual({ from: 1, updates: updates.slice(1, 3) });
    expect(await page("?from=5&to=9")).toEqual({ from: 5, updates: [] });
    expect((await logOf("/files/1/log?to=0")).updates).toEqual([]);
    expect((await logOf("/files/1/log?to=2")).updates.slice(0, 2)).toEqual(updates.slice(0, 2));
    const typeFor = async (accept: string): Promise<unknown> =>
      (await get("/files/1/log").set("Accept", accept).expect(200)).headers["content-type"];
    for (const accept of [
      "*/*",
      "application/json, text/plain, */*",
      "application/json, application/octet-stream;q=0.1",
    ])
      expect(await typeFor(accept)).toBe("application/octet-stream");
    expect(await typeFor("text/html")).toBe("application/octet-stream");
    expect(await typeFor("application/json, text/plain")).toMatch(/^application\/json/);
    for (const query of ["?from=2&to=1", "?to=x", "?to="]) await get(`/files/1/log${query}`).expect(400);
    await get("/files/1/log?from=6").set("Accept", "application/json").expect(409);
  });

  it("[I11] has what features mark, and goes on without one that fails", async () => {
    await start([history, broken, door]);
    const { marks } = (await get("").expect(200)).body as History;
    expect(marks).toEqual([{ time: 5, kind: "knocked-at-the-door-", word: "w".repeat(20) }]);
    expect(server.log.errors).toHaveLength(1);
  });
});

/** What leads to old texts, or to what was said of them, on a socket. */
const ASKED: readonly object[] = [
  ...[null, 0, 1, 2, 3].flatMap((version) => [
    { type: "open", file: 1, version },
    { type: "open", file: 1, version, text: true },
  ]),
  { type: "open", file: 2, version: null },
  ...[
    { type: "read", from: 0, to: 100 },
    { type: "name", id: newClientId(), at: 1, name: "Mine" },
    { type: "rename", entry: 0, name: "Mine" },
  ].map((data) => ({ type: "feature", feature: "history", data })),
];

/** All that somebody is told who asks for all of it. */
async function toldOnSocket(wire: Wire): Promise<string> {
  for (const message of ASKED) wire.say(message);
  // whoever may not speak is put out for it
  await wire.answers().catch(() => {});
  return JSON.stringify(wire.heard);
}

/** Comes to a room that lets them in, has them wait, or sends them away. */
async function come(hello: Parameters<Wire["hello"]>[0], address: string): Promise<Wire> {
  const wire = await Wire.open(server.socketUrl(address));
  wires.push(wire);
  wire.hello({ files: [{ file: 1, version: 0 }], ...hello });
  await wire.next("welcome", "waiting").catch(() => {});
  return wire;
}

/** All that somebody can ask and say, on the socket and over HTTP, by an address. */
async function everythingToldTo(
  wire: Wire,
  as: string | undefined,
  address: string,
  client = newClientId(),
): Promise<string> {
  const answers: string[] = [];
  await toldOnSocket(wire);
  for (const path of [
    "",
    "/files?time=1",
    "/files/1/log",
    "/files/2/log",
    "/files/1/text?version=1",
    "/files/1/text?time=1",
    "/versions",
  ])
    answers.push((await get(path, as, address)).text ?? "");
  if (as !== undefined) answers.push(JSON.stringify((await post("/fork", { time: 1 }, as)).body));
  if (as !== undefined) answers.push(await toldOnSocket(await come({ client, key: as }, address)));
  return JSON.stringify(wire.heard) + answers.join();
}

describe("who sees history", () => {
  async function withSecret() {
    await start();
    const wire = await owner();
    await type(wire, "ab", SECRET, SECRET.length);
    live.accept({
      type: "file",
      time: live.now,
      participant: 1,
      file: { file: 2, name: SECRET, deleted: { time: 7, participant: 1 } },
    });
    say(wire, { type: "name", id: newClientId(), at: 1, name: SECRET });
    await told(wire, "told");
    await live.claimAddress(VIEWING, Infinity);
    return wire;
  }

  it.each([
    ["a viewer by a viewing address", "Vera", VIEWING, "everybody"],
    ["a viewer", "Vera", "", "editors"],
    ["an editor, where owners keep it to themselves", "Ed", "", "owners"],
    ["an editor by a viewing address, where owners keep it to themselves", "Ed", VIEWING, "owners"],
  ] as const)("[I3] %s is sent no byte of it", async (_, name, at, maySee) => {
    const wire = await withSecret();
    say(wire, { type: "setting", maySee, links: false });
    await told(wire, "setting");
    const address = at || roomId;
    const who = await enter({ name }, address);
    // the names of deleted files are in the room's details, which are the same for all
    const said = (await everythingToldTo(who, who.key, address)).replaceAll(/"name":"hunter2","deleted"/g, "");
    expect(said).not.toContain(SECRET);
    expect(said).toContain("ab");
  });

  it("[I3] who waits to be let in, who was put out, and who has no key is sent no byte of it", async () => {
    const wire = await withSecret();
    const client = newClientId();
    // each time as the tab that was there before
    for (const message of ASKED) {
      const wanda = await come({ name: "Wanda", client }, roomId);
      expect(wanda.heard.map(({ type }) => type)).toEqual(["waiting"]);
      wanda.say(message);
      await wanda.closed;
      expect(JSON.stringify(wanda.heard)).not.toContain(SECRET);
    }
    const rex = await enter({ name: "Rex" });
    await become(rex.welcome.you.participant, { removed: true, role: "viewer" });
    // the names of deleted files are in the room's details, which he had while he was in
    const { length } = rex.heard;
    const said = await everythingToldTo(rex, rex.key, roomId);
    expect(said.slice(JSON.stringify(rex.heard.slice(0, length)).length - 1)).not.toContain(SECRET);
    expect(said).toContain("removed");
    for (const path of ["", "/files/1/log", "/versions"]) {
      await get(path, rex.key).expect(403);
      await request(server.url).get(`/api/rooms/${roomId}/history${path}`).expect(401);
      await request(server.url).get(`/api/rooms/${VIEWING}/history${path}`).expect(401);
    }
    wire.leave();
  });

  it("[I3] is as owners say, of editors, viewers, and those who come by a viewing address", async () => {
    const wire = await withSecret();
    const ed = await enter({ name: "Ed" });
    const vera = await enter({ name: "Vera" });
    const link = await enter({ name: "Vera by link" }, VIEWING);
    const seen = async (): Promise<boolean[]> => {
      const statuses = [await get("", ed.key), await get("", vera.key), await get("", link.key, VIEWING)];
      return statuses.map(({ status }) => status === 200);
    };
    expect(await seen()).toEqual([true, false, false]);
    const settings = [
      ["owners", false, [false, false, false]],
      ["owners", true, [false, false, false]],
      ["editors", true, [true, false, false]],
      ["everybody", false, [true, true, false]],
      ["everybody", true, [true, true, true]],
    ] as const;
    for (const [maySee, links, expected] of settings) {
      say(wire, { type: "setting", maySee, links });
      for (const one of [wire, ed, vera, link])
        for (;;) {
          const setting = await told(one, "setting");
          if (setting.maySee === maySee && setting.links === links) break;
        }
      expect(await seen()).toEqual(expected);
      expect((await get("")).body).toMatchObject({ maySee, links });
    }
    expect(await refusedWith(ed, { type: "setting", maySee: "everybody", links: true })).toBe("not_owner");
    await stop();
    await start();
    expect((await get("")).body).toMatchObject({ maySee: "everybody", links: true });
  });

  it("[I4] is asked when what somebody reads of what was said is ready, and when each text of a fork is", async () => {
    let own: RoomHooks | undefined;
    await start([{ ...history, open: (room) => (own = history.open!(room)) }, door]);
    const wire = await owner();
    say(wire, { type: "name", id: newClientId(), at: 1, name: "Alpha" });
    await told(wire, "told");
    const ed = await enter({ name: "Ed" });
    const { participant, client } = ed.welcome.you;
    const { room } = (await server.rooms.request(roomId, ed.key, "history", { type: "fork" })) as Fork;
    const page = own!.message!({ participant, client, address: roomId }, { type: "read", from: 0, to: 1 });
    await become(participant, { role: "viewer" });
    await expect(page).rejects.toMatchObject({ told: { code: "history.hidden" } });
    await expect(room.files[0]!.text()).rejects.toMatchObject({ code: "read_only" });
    expect(JSON.stringify(ed.heard)).not.toContain("Alpha");
  });

  it("[I4] is asked before each block, and tears an answer off", async () => {
    await withSecret();
    const ed = await enter({ name: "Ed" });
    const { participant } = ed.welcome.you;
    const blocks = (await server.rooms.request(roomId, ed.key, "history", {
      type: "log",
      file: 1,
      from: 0,
    })) as AsyncGenerator;
    await become(participant, { role: "viewer" });
    await expect(blocks.next()).rejects.toMatchObject({ told: { code: "history.hidden" } });
    await become(participant, { role: "editor" });
    const gone = (await server.rooms.request(roomId, ed.key, "history", {
      type: "log",
      file: 1,
      from: 0,
    })) as AsyncGenerator;
    await server.stop();
    await expect(gone.next()).rejects.toMatchObject({ code: "room_reset" });
  });
});

describe("what people say", () => {
  const named = (name: string, at = 1) => ({ type: "name", id: newClientId(), at, name }) as const;
  const entriesFor = async (wire: Wire): Promise<readonly (ShownEntry | null)[]> => (await told(wire, "told")).entries;

  it("[I5] names a moment once for each id, for all who see it, and after a restart", async () => {
    await start();
    const [wire, ed, vera] = [await owner(), await enter({ name: "Ed" }), await enter({ name: "Vera" })];
    const first = named("  Alpha\n one ");
    say(ed, first);
    for (const one of [wire, ed])
      expect(await told(one, "told")).toMatchObject({
        from: 0,
        entries: [{ type: "named", participant: 2, at: 1, name: "Alpha one" }],
      });
    say(ed, first);
    expect(await told(ed, "told")).toMatchObject({ from: 0, entries: [{ id: first.id }] });
    say(wire, { type: "rename", entry: 0, name: "Beta" });
    expect(await entriesFor(ed)).toMatchObject([{ type: "renamed", entry: 0, name: "Beta", participant: 1 }]);
    const { body } = await post("/versions", { name: "Gamma" }).expect(201);
    expect(body).toMatchObject({ entry: 2, number: 2, name: "Gamma", participant: 1 });
    await vera.answers();
    expect(JSON.stringify(vera.heard)).not.toMatch(/Alpha|Beta|Gamma/);
    await stop();
    await start();
    const { versions } = (await get("/versions").expect(200)).body as { versions: { name: string }[] };
    expect(versions.map(({ name }) => name)).toEqual(["Beta", "Gamma"]);
    const again = await enter({ key: ed.key });
    say(again, { type: "unname", entry: 0 });
    expect(await entriesFor(again)).toMatchObject([{ type: "unnamed", entry: 0 }]);
    // and the other keeps its number
    expect((await get("/versions")).body).toMatchObject({ versions: [{ number: 2, name: "Gamma" }] });
    expect(((await get("")).body as History).entries).toHaveLength(4);
  });

  it("[I5] refuses what is to come, what is another's, and what has no name", async () => {
    await start();
    const [wire, ed, eve] = [await owner(), await enter({ name: "Ed" }), await enter({ name: "Eve" })];
    expect(await refusedWith(ed, named("Later", Date.now() + 60_000))).toBe("bad_request");
    expect(await refusedWith(ed, named("\u200b"))).toBe("bad_request");
    say(ed, named("Mine"));
    await told(eve, "told");
    expect(await refusedWith(eve, { type: "rename", entry: 0, name: "Hers" })).toBe("not_owner");
    expect(await refusedWith(eve, { type: "unname", entry: 0 })).toBe("not_owner");
    expect(await refusedWith(eve, { type: "unname", entry: 7 })).toBe("outdated");
    await post("/versions", { name: "Later", at: Date.now() + 60_000 }).expect(400);
    await post("/versions", {}).expect(400);
    wire.leave();
  });

  it("[I12] holds so much that one answer has all of it, whatever is said, and after a restart", async () => {
    await start();
    const wire = await owner();
    say(wire, named("Alpha"));
    await told(wire, "told");
    const clients = Array.from({ length: 1_000 }, () => Number.MAX_SAFE_INTEGER);
    const { client } = wire.welcome.you;
    const refused = (): boolean => wire.heard.some(({ type }) => type === "error");
    for (let said = 0; said < 100 && !refused(); said++) {
      const written = { id: newClientId(), file: 1, base: 0, client, firstSeq: 1, lastSeq: 1 };
      say(wire, { type: "undone", ...written, set: { clients, from: 0, to: 1 } });
      await wire.answers();
    }
    expect(await wire.next("error")).toMatchObject({ code: "history.full" });
    const { text } = await get("").expect(200);
    expect(text.length).toBeGreaterThan(900_000);
    expect(text.length).toBeLessThan(1_100_000);
    await stop();
    await start();
    const again = await owner();
    for (let name = "Beta"; !again.heard.some(({ type }) => type === "error"); name += "!") {
      say(again, { type: "rename", entry: 0, name: name.slice(-80) });
      await again.answers();
    }
    expect(await again.next("error")).toMatchObject({ code: "history.full" });
  });

  it("[I6] takes what is said of one's own updates, and of others' edits from owners", async () => {
    await start();
    const [wire, ed] = [await owner(), await enter({ name: "Ed" })];
    const vera = await enter({ name: "Vera" });
    const [mine, his] = [wire.welcome.you.client, ed.welcome.you.client];
    const written = (client: number) => ({ id: newClientId(), file: 1, base: 0, client, firstSeq: 1, lastSeq: 2 });
    const undone = (client: number, set: object) =>
      ({ type: "undone", ...written(client), set: { from: 0, to: 9, ...set } }) as const;
    say(ed, { type: "restored", ...written(his), version: 0, at: 1 });
    expect(await told(vera, "announced")).toMatchObject({ what: "restored", participant: 2, file: 1 });
    expect(await told(wire, "told")).toMatchObject({ entries: [{ type: "restored", client: his, participant: 2 }] });
    say(ed, undone(his, { clients: [his] }));
    say(ed, undone(his, { participant: 2 }));
    expect(await told(vera, "announced")).toMatchObject({ what: "undone", participant: 2 });
    expect(await refusedWith(ed, { type: "restored", ...written(mine), version: 0, at: 1 })).toBe("bad_request");
    expect(await refusedWith(ed, { type: "restored", ...written(his), lastSeq: 0, version: 0, at: 1 } as never)).toBe(
      "bad_request",
    );
    expect(await refusedWith(ed, { type: "restored", ...written(his), file: 9, version: 0, at: 1 })).toBe(
      "unknown_file",
    );
    const both = { participant: 2, clients: [mine] };
    for (const set of [{ participant: 1 }, { clients: [his, mine] }, both, { participant: 1, clients: [his] }, {}])
      expect(await refusedWith(ed, undone(his, set))).toBe("not_owner");
    await become(2, { removed: true, role: "viewer" });
    say(wire, undone(mine, { participant: 2 }));
    await told(vera, "announced");
    expect(await told(vera, "announced")).toMatchObject({ what: "undone", participant: 1 });
  });

  it("[I10] takes nothing that does not decode", async () => {
    await start();
    const wire = await owner();
    const id = newClientId();
    for (const data of [
      null,
      {},
      { type: "name", id: "short", at: 1, name: "x" },
      { type: "name", id, at: -1, name: "x" },
      { type: "name", id, at: 1, name: "x".repeat(200) },
      { type: "read", from: 0 },
      { type: "setting", maySee: "nobody", links: false },
      {
        type: "undone",
        id,
        file: 1,
        base: 0,
        client: 1,
        firstSeq: 1,
        lastSeq: 1,
        set: { from: 0, to: 1, clients: [] },
      },
      {
        type: "undone",
        id,
        file: 1,
        base: 0,
        client: 1,
        firstSeq: 1,
        lastSeq: 1,
        set: { from: 0, to: 1, more: SECRET },
      },
    ]) {
      wire.say({ type: "feature", feature: "history", data });
      const { code, message } = await wire.next("error");
      expect([code, message]).toEqual(["bad_request", expect.not.stringContaining(SECRET)]);
    }
    expect(((await get("")).body as History).entries).toEqual([]);
    for (const body of [{ name: 1 }, { name: "x", more: 1 }, []]) await post("/versions", body).expect(400);
  });
});
