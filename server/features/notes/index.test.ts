// The notes over real sockets and HTTP: owners write them, and in all that anybody else gets there is nothing of them.
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Role } from "../../protocol/events.ts";
import { FEATURE_STREAMS, SNAPSHOT_EVERY } from "../../rooms/roomStore.ts";
import { openEmbeddedStore } from "../../store/embedded/embeddedStore.ts";
import type { ListedRoomStore } from "../../store/anyStore.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { copyRooms } from "../../store/migrate.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import type { Person } from "../../test/person.ts";
import type { Feature } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import notes from "./index.ts";

const NOTES = FEATURE_STREAMS + 2;
const SECRET = "hire-her-at-once";

/** All that are built, so that one that is added has to keep to it as well. */
async function allFeatures(): Promise<Feature[]> {
  const paths = readdirSync("server/features", { recursive: true, encoding: "utf8" });
  const features: Feature[] = [];
  // one after the other: jest links modules that are asked for at once with what it has not read yet
  for (const path of paths.filter((one) => one.endsWith("/index.ts"))) {
    const { default: feature } = (await import(`../${path}`)) as { default?: Feature };
    if (feature) features.push(feature);
  }
  return features;
}

let live: FeatureRoom;
/** Stands for whatever gives roles: puts people into the room's log. */
const giver: Feature = {
  name: "giver",
  open: (room) => {
    live = room;
    return {};
  },
};

let server: TestServer;
let roomId: string;
let key: string;
const people: Person[] = [];

async function start(
  store: ListedRoomStore,
  features: readonly Feature[] = [notes, giver],
  settings: Record<string, string> = {},
): Promise<void> {
  const rates = { LIMIT_MESSAGES_PER_SECOND: "0", LIMIT_PUSHES_PER_SECOND: "0" };
  server = await startTestServer({ ...rates, ...settings }, store, features);
}
async function stop(): Promise<void> {
  for (const person of people.splice(0)) person.leave();
  await server.stop();
}

async function enter(options: Parameters<TestServer["enter"]>[1] = {}): Promise<Person> {
  const person = server.enter(roomId, options);
  people.push(person);
  await person.until(() => person.session.status.state === "saved");
  return person;
}
async function owner(): Promise<Person> {
  const person = await enter({ key, files: [1, NOTES] });
  await person.settled(NOTES);
  return person;
}

function give(participant: number, role: Role): void {
  const person = live.accepted.participants.find((one) => one.participant === participant)!;
  live.accept({ type: "participant", time: Date.now(), participant: { ...person, role } });
}

describe("notes", () => {
  beforeEach(async () => {
    await start(new MemoryStore());
    ({ roomId, key } = await server.createRoom("Olga"));
  });
  afterEach(stop);

  it("[J1] owners write them together", async () => {
    const [first, second] = [await owner(), await owner()];
    first.insert(0, "calm, ", NOTES);
    second.insert(0, "asks well", NOTES);
    first.insert(6, "quick ", NOTES);
    for (const person of [first, second]) await person.until(() => person.text(NOTES).length === 21);
    expect(first.text(NOTES)).toBe(second.text(NOTES));
    expect(first.undo(NOTES)).toBe(true);
    await second.until(() => !second.text(NOTES).includes("quick"));
    expect(second.text(NOTES)).toContain("asks well");
    first.session.show(NOTES);
    first.session.open(NOTES).select([[1, 3]]);
    await second.until(() => [...second.presences.values()].some(({ file }) => file === NOTES));
  });

  it("[O52] are opened and read where nothing may be written", async () => {
    await stop();
    await start(new MemoryStore(), undefined, { ADMIN_TOKEN });
    ({ roomId, key } = await server.createRoom("Olga"));
    const olga = await owner();
    olga.insert(0, SECRET, NOTES);
    await olga.settled(NOTES);
    const operator = await Operator.signedIn(server.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    const tab = await enter({ key });
    tab.session.open(NOTES);
    await tab.until(() => tab.editors.has(NOTES) && tab.text(NOTES) === SECRET);
  });

  it("[J3] are closed at once to who is an owner no more, and open to who becomes one", async () => {
    const olga = await owner();
    olga.insert(0, SECRET, NOTES);
    await olga.settled(NOTES);
    const ben = await enter({ name: "Ben", files: [1, NOTES] });
    await ben.until(() => ben.notices.some(({ type }) => type === "fileClosed"));
    give(2, "owner");
    await ben.until(() => ben.session.room?.participants[1]?.role === "owner");
    ben.session.open(NOTES);
    await ben.settled(NOTES);
    expect(ben.text(NOTES)).toBe(SECRET);
    give(2, "editor");
    await ben.until(() => ben.notices.filter(({ type }) => type === "fileClosed").length === 2);
    olga.insert(0, "really: ", NOTES);
    olga.insert(0, "1", 1);
    await olga.settled(NOTES);
    await ben.until(() => ben.text(1) === "1");
    expect(ben.text(NOTES)).toBe(SECRET);
    // what was typed there meanwhile is his
    give(2, "owner");
    await ben.until(() => ben.session.room?.participants[1]?.role === "owner");
    ben.session.open(NOTES);
    await ben.until(() => ben.text(NOTES).startsWith("really"));
    give(2, "viewer");
    ben.insert(0, "mine", NOTES);
    await ben.until(() => ben.notices.filter(({ type }) => type === "fileClosed").length === 3);
    expect(ben.notices.at(-1)).toMatchObject({ text: "mine" });
    expect(olga.text(NOTES)).not.toContain("mine");
  });
});

describe("what others get of the notes", () => {
  const others: Wire[] = [];
  afterEach(async () => {
    for (const wire of others.splice(0)) wire.leave();
    await stop();
  });

  it("[J2] is nothing, in a session with all features in which everything happens", async () => {
    await start(new MemoryStore(), [...(await allFeatures()), giver]);
    ({ roomId, key } = await server.createRoom("Olga"));
    const [first, second] = [await owner(), await owner()];
    const url = server.socketUrl(roomId);
    const editor = await Wire.enter(url, { name: "Ed" });
    const viewer = await Wire.enter(url, { name: "Vi" });
    give(viewer.welcome.you.participant, "viewer");

    others.push(editor, viewer);
    for (const wire of others) {
      wire.say({ type: "open", file: NOTES, version: null });
      wire.say({ type: "open", file: NOTES, version: 0 });
      wire.say({ type: "push", file: NOTES, version: 0, seq: 1, changes: [[[0, "x"]]] });
      wire.say({ type: "presence", file: NOTES, version: 0, selections: [[0, 0]] });
      wire.say({ type: "diverged", file: NOTES, version: 0, hash: 1 });
      wire.say({ type: "close", file: NOTES });
    }
    for (const [at, letter] of [...SECRET].entries()) {
      const writer = at % 2 === 0 ? first : second;
      await writer.until(() => writer.text(NOTES).length === at);
      writer.insert(at, letter, NOTES);
      writer.session.show(at % 3 === 0 ? 1 : NOTES);
      writer.session.open(NOTES).select([[at + 1, at + 1]], at);
      writer.insert(0, "#", 1);
    }
    await Promise.all([first.settled(NOTES), second.settled(NOTES)]);
    second.session.show(NOTES);
    await first.until(() => [...first.presences.values()].some(({ file }) => file === NOTES));
    first.session.setState("away");
    first.session.show(1);
    first.session.open(1).select([[0, 0]]);
    first.session.setTitle("An interview");
    first.session.setLanguage("Python");
    first.session.send("chat", { type: "say", id: "i".repeat(20), text: "hello" });
    give(2, "owner");
    give(2, "editor");
    // everybody comes anew, too, with the file and without
    const late = await Wire.enter(url, {
      name: "Late",
      files: [
        { file: 1, version: null },
        { file: NOTES, version: 3 },
      ],
    });
    others.push(late);
    await second.settled(NOTES);
    second.insert(0, "!", NOTES);
    second.insert(0, "!", 1);
    await second.settled(NOTES);
    second.leave();
    await editor.next("left");
    for (const wire of others) await wire.answers();
    expect(first.text(NOTES)).toBe(`!${SECRET}`);

    for (const wire of others) {
      const heard = wire.heard.filter(({ type }) => type !== "error");
      expect(heard.map(({ type }) => type)).toContain("updates");
      expect(JSON.stringify(heard)).not.toContain(String(NOTES));
      expect(lettersOf(heard)).not.toMatch(/[a-z]{2}/);
      // for asking they are told as much as about any number
      const refused = wire.heard.filter((one) => one.type === "error");
      expect(new Set(refused.map(({ code }) => code))).toEqual(
        new Set([wire === viewer ? "read_only" : "unknown_file", "unknown_file"]),
      );
      wire.say({ type: "open", file: NOTES + 1, version: null });
      const error = await wire.next("error");
      expect(refused.find(({ code }) => code === "unknown_file")).toEqual({ ...error, file: NOTES });
    }

    const editorKey = editor.welcome.you.key!;
    const routes = [
      "",
      "/download",
      "/download/1",
      `/download/${NOTES}`,
      `/files`,
      `/files/${NOTES}`,
      "/transfer",
      "/notes",
      `/notes/${NOTES}`,
    ];
    for (const route of routes)
      for (const headers of [{}, { authorization: `Bearer ${editorKey}` }]) {
        const response = await fetch(`${server.url}/api/rooms/${roomId}${route}`, { headers });
        const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
        expect(body).not.toContain(SECRET);
        if (route === "" || route === "/download") expect(body).not.toContain(String(NOTES));
      }
    const details = await server.rooms.details(roomId);
    expect(JSON.stringify(details)).not.toContain(String(NOTES));
    expect(await server.rooms.text(roomId, NOTES)).toBeUndefined();
  });
});

describe("the alarm that compares texts", () => {
  it("[J2] [P42] goes to those who have the notes open alone", async () => {
    const { enter, key, room, clock } = await roomWithFeature((room) => notes.open!(room));
    const files = [1, NOTES].map((file) => ({ file, version: null }));
    const [olga, ben] = [await enter({ key, files }), await enter({ files })];
    for (const file of [1, NOTES])
      room.receive(olga.client, { type: "push", file, version: 0, seq: 1, changes: [[[0, "a"]]] }, 50);
    await settle();
    clock.advance(60_000);
    // one file after the other, each in a turn of its own
    await settle();
    clock.advance(0);
    await settle();
    const checked = (outlet: typeof olga.outlet): number[] => outlet.of("check").map(({ file }) => file);
    expect(checked(olga.outlet).toSorted((one, other) => one - other)).toEqual([1, NOTES]);
    expect(checked(ben.outlet)).toEqual([1]);
  });
});

/** The letters that the updates among the messages insert, which come one at a time. */
function lettersOf(messages: readonly object[]): string {
  return messages
    .flatMap((message) => ("updates" in message ? (message.updates as unknown[][]) : []))
    .map((update) => JSON.stringify(update[3]).replaceAll(/[^a-z]/g, ""))
    .join("");
}

describe("notes in a store", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "notes-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("[J4] are snapshotted and packed, survive a restart and a move to another store", async () => {
    await start(await openEmbeddedStore(folder));
    ({ roomId, key } = await server.createRoom("Olga"));
    const writer = await owner();
    const updates = SNAPSHOT_EVERY + 100;
    for (let count = 0; count < updates; count++) writer.insert(count, count % 50 === 49 ? "\n" : "n", NOTES);
    await writer.settled(NOTES);
    const text = writer.text(NOTES);
    expect(text).toHaveLength(updates);
    await stop();

    const stream = { roomId, file: NOTES };
    const packed = await openEmbeddedStore(folder);
    expect((await packed.latestSnapshot(stream, Infinity))?.version).toBeGreaterThanOrEqual(SNAPSHOT_EVERY);
    const [segment] = await packed.read(stream, 0, 1);
    expect(segment?.count).toBeGreaterThanOrEqual(SNAPSHOT_EVERY);

    const copy = new MemoryStore();
    await copyRooms(packed, copy, () => {});
    for (const store of [packed, copy]) {
      await start(store);
      const reader = await owner();
      expect(reader.text(NOTES)).toBe(text);
      reader.insert(0, "more", NOTES);
      await reader.settled(NOTES);
      await stop();
    }

    const left = await openEmbeddedStore(folder);
    await left.deleteRoom(roomId);
    expect(await left.read(stream, 0, 1)).toEqual([]);
    expect(await left.latestSnapshot(stream, Infinity)).toBeUndefined();
    await left.close();
  });
});
