// Opens what stores of earlier builds have left, with this build, and looks whether all of it is there. README.md says how it was made.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pages } from "../../rooms/log/reading.ts";
import { type StoredEvent, streamOf } from "../../rooms/log/roomDocument.ts";
import { EVENTS } from "../../rooms/roomStore.ts";
import { openMongoStore } from "../../store/mongo/mongoStore.ts";
import { allFeatures } from "../allFeatures.ts";
import type { TestServer } from "../harness.ts";
import { Wire } from "../hostile/wire.ts";
import { dropDatabase, startDatabases, type TestDatabases } from "../replicaSet.ts";
import type { Expected, Known } from "./expected.ts";
import { putDatabaseBack } from "./keeping.ts";
import { BUILDS, folderPutBack, keptBy, type PutBack, startOn } from "./opening.ts";
import { fileOf, foundBy, hashOf, NOTES, textAt, told } from "./reading.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
}, 120_000);
afterAll(() => databases.stop());

const STORES: Readonly<Record<string, (place: string) => Promise<PutBack>>> = {
  embedded: folderPutBack,
  async mongodb(place) {
    const uri = databases.newDatabase();
    await putDatabaseBack(place, uri);
    return { open: () => openMongoStore(uri), remove: () => dropDatabase(uri) };
  },
};

const ALL = BUILDS.flatMap((build) => Object.keys(STORES).map((store) => [store, build] as const));

it("[S50] there is something to open", () => {
  expect(ALL.length).toBeGreaterThanOrEqual(2);
});

/** What is only read any more: no build has written the one, or the other, since there was anything to keep. */
type OnlyRead = "renamed" | "unnamed";
/** What a room's own log says. Typed, so that a build that stores something new asks for data that has it. */
const SAID: Readonly<Record<Exclude<StoredEvent["type"], OnlyRead>, true>> = {
  participant: true,
  language: true,
  title: true,
  file: true,
  key: true,
  client: true,
  kept: true,
  named: true,
  rewritten: true,
  dropped: true,
  cleared: true,
  moved: true,
};

/** What the own logs of the rooms in it say. */
async function saidIn(stored: PutBack): Promise<StoredEvent[]> {
  const store = await stored.open();
  const said: StoredEvent[] = [];
  for (const [roomId] of await store.rooms("", 100)) {
    const document = (await store.loadRoom(roomId))!;
    for await (const page of pages(store, streamOf(document, EVENTS), 0))
      said.push(...page.flatMap(({ entries }) => JSON.parse(entries) as StoredEvent[]));
  }
  await store.close();
  await stored.remove();
  return said;
}

it.each(Object.keys(STORES))(
  "[S50] all that a room's own log says in the %s store is in what is kept",
  async (name) => {
    const said: StoredEvent[] = [];
    for (const build of BUILDS) said.push(...(await saidIn(await STORES[name]!(keptBy(build, name).place))));
    // rooms move among several servers alone
    const { moved: _, ...alone } = SAID;
    const kinds = Object.keys(name === "embedded" ? alone : SAID);
    expect([...new Set(said.map(({ type }) => type))].toSorted()).toEqual(kinds.toSorted());
    expect(said.some((event) => event.type === "client" && event.behalf !== undefined)).toBe(true);
  },
);

it("[S50] and there is a MongoDB with packed logs", () => {
  expect(BUILDS.some((build) => existsSync(join(keptBy(build, "mongodb").place, "segments.ejson.gz")))).toBe(true);
});

/** The join code, where owners could read it again. */
const codeIn = (roles: unknown): string | undefined =>
  (roles as { readonly links: { readonly code?: { readonly code?: string } } }).links.code?.code;

describe.each(ALL)("in the %s store as the build %s has left it", (name, build) => {
  const { place, expected } = keptBy(build, name);
  const { roomId } = expected.found.room;
  const [olga, ed] = expected.people as [Known, Known];
  // join codes of a build that kept them so have ended with it
  const isCodeInClear = expected.links.code === codeIn(expected.found.roles);
  let stored: PutBack;
  let server: TestServer;
  let wires: Wire[];

  const start = async (afterMs: number): Promise<void> => {
    server = await startOn(stored, expected, afterMs, allFeatures);
  };
  const stop = async (): Promise<void> => {
    for (const wire of wires.splice(0)) wire.leave();
    await server.stop();
    expect(server.log).toMatchObject({ errors: [], warnings: [] });
  };

  beforeEach(async () => {
    wires = [];
    stored = await STORES[name]!(place);
    await start(HOUR_MS);
  });
  afterEach(() => stop().finally(stored.remove));

  type HelloOptions = Parameters<Wire["hello"]>[0];

  /** Says hello at a link, without one at the room's id. */
  const say = async (hello: HelloOptions, link = roomId): Promise<Wire> => {
    const [address = "", invitation] = link.split("#");
    const wire = await Wire.open(server.socketUrl(address));
    wires.push(wire);
    wire.hello({ files: [], ...(invitation !== undefined && { invitation }), ...hello });
    return wire;
  };
  const enter = async (hello: HelloOptions, link?: string) => {
    const wire = await say(hello, link);
    return Object.assign(wire, { welcome: await wire.next("welcome") });
  };
  const refused = async (hello: HelloOptions, link?: string): Promise<string> =>
    (await (await say(hello, link)).next("error")).code;
  const roleOf = async (hello: HelloOptions, link?: string): Promise<string> =>
    (await enter(hello, link)).welcome.you.role;

  const call = async (method: string, path: string, key?: string, body?: object): Promise<Response> =>
    fetch(`${server.url}/api${path}`, {
      method,
      headers: {
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const codeOf = async (answer: Response): Promise<unknown> =>
    ((await answer.json()) as { error?: { code: string } }).error?.code;

  it("[S50] people, settings, files, their texts to the letter at every version, chat and notes are there", async () => {
    const { room, texts, chat: said, assist, roles: settings } = await foundBy(await enter({ key: olga.key }));
    expect(room).toMatchObject(expected.found.room);
    expect(said).toMatchObject(expected.found.chat);
    expect(assist).toMatchObject(expected.found.assist ?? { entries: [] });
    const { links: found, ...others } = expected.found.roles as { readonly links: Record<string, unknown> };
    const { code, ...kept } = found;
    expect(settings).toMatchObject({ ...others, links: isCodeInClear ? kept : { ...kept, code } });
    if (isCodeInClear) expect(settings).not.toHaveProperty("links.code");
    expect(texts).toEqual(expected.found.texts);
    expect(texts[1]!.version).toBeGreaterThan(10_000);
    expect(texts[NOTES]!.version).toBeGreaterThan(50);
    expect(room.files.filter(({ deleted, purged }) => deleted && !purged)).toHaveLength(1);
    expect(said.entries.length).toBeGreaterThan(5);
  });

  it("[S50] history knows its files, tabs, whose a robot was, what happened and which moments have names", async () => {
    const history = (await (await call("GET", `/rooms/${roomId}/history`, olga.key)).json()) as NonNullable<
      Expected["history"]
    >;
    const known = expected.history ?? { ...history, entries: [] };
    expect(history.files).toEqual(known.files);
    expect(history.marks).toEqual(known.marks);
    expect(history.tabs.slice(0, known.tabs.length)).toEqual(known.tabs);
    expect(history.entries).toMatchObject(known.entries);
    const { versions } = (await (await call("GET", `/rooms/${roomId}/history/versions`, olga.key)).json()) as {
      versions: { number: number }[];
    };
    const named = known.entries.filter((one) => (one as { type: string } | null)?.type === "named");
    expect(versions.map(({ number }) => number)).toEqual(named.map((_, index) => index + 1));
  });

  it("[S51] of a file that is gone for good nothing is there, and of what is from before a tab came its editor is sent none", async () => {
    const nina = expected.people.find(({ name: one }) => one === "Nina")!;
    for (const { file } of expected.found.room.files.filter(({ purged }) => purged)) {
      const wire = await enter({ key: olga.key });
      wire.say({ type: "open", file, version: null });
      expect((await wire.next("file", "error")).type).toBe("error");
    }
    const owner = await enter({ key: olga.key });
    owner.say({ type: "feature", feature: "history", data: { type: "setting", maySee: "owners", links: false } });
    await told(owner, "history", "setting");
    const wire = await enter({ key: nina.key, client: nina.client });
    wire.say({ type: "open", file: 1, version: 0 });
    // all of it was typed while the tab was known; builds before did not keep since when
    expect(await wire.next("file")).toMatchObject({ version: expected.history ? 0 : expected.found.texts[1]!.version });
  });

  it("[S50] a text is found at a version on its own, before, at and after a snapshot", async () => {
    const wire = await enter({ key: olga.key });
    const { hashes } = expected.found.texts[1]!;
    for (const [version, hash] of Object.entries(hashes))
      expect(hashOf((await textAt(wire, 1, Number(version))).text)).toBe(hash);
    expect(Object.keys(hashes).length).toBeGreaterThan(20);
  });

  it("[S50] a deleted file is put back as it was, and what was imported leaves as it came", async () => {
    const { files: listed } = expected.found.room;
    const { file: deleted } = listed.find((one) => one.deleted)!;
    expect((await call("POST", `/rooms/${roomId}/files/${deleted}/restore`, ed.key)).status).toBe(200);
    const downloaded = async (file: number): Promise<Buffer> =>
      Buffer.from(await (await call("GET", `/rooms/${roomId}/download/${file}`, ed.key)).arrayBuffer());
    expect((await downloaded(deleted)).toString()).toBe(expected.found.texts[deleted]!.text);
    const { file: imported } = listed.find((one) => one.imported)!;
    const { text } = expected.found.texts[imported]!;
    expect(await downloaded(imported)).toEqual(Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`));
  });

  it("[S51] everybody's key is theirs, with the role that they had, and so is their tab", async () => {
    for (const one of expected.people) {
      const { name, participant, role, number: client } = one;
      const { you, room } = (await enter({ key: one.key, client: one.client })).welcome;
      expect(you).toMatchObject({ client, participant, role });
      expect(room.participants.find((each) => each.participant === participant)).toMatchObject({ name, role });
      const { you: again } = (await enter({ name: "Who", client: one.client })).welcome;
      expect(again).toMatchObject({ client, participant, role });
      expect((await enter({ key: again.key! })).welcome.you.participant).toBe(participant);
    }
  });

  it("[S51] who was removed stays out, and who was lowered gets nothing back by the link that they came by", async () => {
    const { removed, lowered } = expected;
    expect(await refused({ key: removed.key })).toBe("removed");
    expect(await refused({ name: "Who", client: removed.client })).toBe("removed");
    expect(await codeOf(await call("GET", `/rooms/${roomId}`, removed.key))).toBe("removed");
    expect(await roleOf({ key: lowered.key })).toBe("viewer");
    expect(await roleOf({ key: lowered.key }, expected.links.edit)).toBe("viewer");
  });

  it("[S51] each link gives what it gave, to whoever knows the password, and a revoked one nothing", async () => {
    const { links, password } = expected;
    expect(await roleOf({ password }, links.edit)).toBe("editor");
    expect(await roleOf({ password }, links.view)).toBe("viewer");
    expect(await roleOf({ password })).toBe("viewer");
    expect(await roleOf({ password }, links.revoked)).toBe("viewer");
    expect(await roleOf({}, links.owner)).toBe("owner");
    expect(await refused({}, links.edit)).toBe("password_needed");
    expect(await refused({ password: `${password}!` }, links.edit)).toBe("wrong_password");
    expect(await codeOf(await call("GET", `/rooms/${roomId}`))).toBe("not_admitted");
    expect((await enter({ password }, links.view)).welcome.room.roomId).toBe(links.view);
  });

  it("[S51] a join code leads where it led, and gives what it gave; one that was kept in clear leads nowhere, and gives no more than its address", async () => {
    const { password } = expected;
    const { code, coded } = expected.links;
    const answer = (await (await call("POST", "/join-code", undefined, { code })).json()) as unknown;
    expect(answer).toMatchObject(isCodeInClear ? { error: { code: "code_not_found" } } : coded);
    const gives = isCodeInClear ? "viewer" : "editor";
    expect(await roleOf({ password }, `${coded.address}#${coded.invitation}`)).toBe(gives);
  });

  it("[S51] a room that is closed, one where people wait and one that was deleted are so still", async () => {
    const { closed, lobby, deleted } = expected;
    expect(await roleOf({ key: closed.key }, closed.roomId)).toBe("owner");
    expect(await refused({ key: closed.other }, closed.roomId)).toBe("room_closed");
    const waiting = await say({}, lobby.roomId);
    expect((await waiting.next("waiting", "welcome")).type).toBe("waiting");
    const owner = await enter({ key: lobby.key }, lobby.roomId);
    expect(await told(owner, "roles", "state")).toMatchObject({ waiting: [{ name: "Eve" }] });
    expect(await refused({ key: deleted.key }, deleted.roomId)).toBe("room_not_found");
  });

  it("[S52] people type on, and after another restart all of it is there", async () => {
    const typists = [olga, ed].map(({ key, client }) => server.enter(roomId, { key, client }));
    await Promise.all(typists.map((one) => one.settled()));
    for (let count = 0; count < 500; count++) {
      for (const one of typists) one.insert(one.text().length, `${count} `);
      if (count % 50 === 0) await Promise.all(typists.map((one) => one.settled()));
    }
    await Promise.all(typists.map((one) => one.settled()));
    for (const one of typists) one.leave();
    await stop();
    await start(2 * HOUR_MS);
    const { version, text, hashes } = await fileOf(await enter({ key: ed.key }), 1);
    const before = expected.found.texts[1]!;
    expect(version).toBe(before.version + 1_000);
    expect(text.startsWith(before.text)).toBe(true);
    const typed = text.slice(before.text.length).trim().split(" ");
    const twice = Array.from({ length: 500 }, (_, count) => [count, count]).flat();
    expect(typed.map(Number).toSorted((one, other) => one - other)).toEqual(twice);
    const { [before.version]: _, ...kept } = before.hashes;
    expect(hashes).toMatchObject(kept);
  });

  it("[S52] its rooms expire when they would have", async () => {
    await stop();
    const { room, others } = expected.keptDays;
    const sooner = Math.min(room, others);
    const store = await stored.open();
    const expired = (days: number): Promise<string[]> => store.expireRooms(expected.madeAt + days * DAY_MS, 10);
    expect(await expired(sooner - 0.5)).toEqual([]);
    expect(await expired(sooner + 0.5)).toEqual([roomId]);
    expect(await expired(others - 0.5)).toEqual([]);
    expect((await expired(others + 0.5)).toSorted()).toEqual(
      [expected.closed.roomId, expected.lobby.roomId].toSorted(),
    );
    await store.close();
    await start(HOUR_MS);
  });
});
