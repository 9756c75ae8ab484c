// The chat over real sockets: who may say what, what others get of it, and what a restart leaves.
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import chat from "./index.ts";
import type { ServerChatMessage, ShownEntry, StoredEntry } from "./messages.ts";

type Told<Type extends ServerChatMessage["type"]> = Extract<ServerChatMessage, { type: Type }>;

const STREAM = 1_000_001;
const newId = (): string => randomBytes(12).toString("base64url");

/** Somebody's chat on a raw socket. */
class Talker {
  readonly wire: Awaited<ReturnType<typeof Wire.enter>>;

  constructor(wire: Awaited<ReturnType<typeof Wire.enter>>) {
    this.wire = wire;
  }

  get participant(): number {
    return this.wire.welcome.you.participant;
  }

  send(data: unknown): void {
    this.wire.say({ type: "feature", feature: "chat", data });
  }

  say(text: string, id = newId()): void {
    this.send({ type: "say", id, text });
  }

  /** The next of the chat's messages of this type. */
  async next<Type extends ServerChatMessage["type"]>(type: Type): Promise<Told<Type>> {
    for (;;) {
      const { data } = await this.wire.next("feature");
      if ((data as ServerChatMessage).type === type) return data as Told<Type>;
    }
  }

  async nextEntry(): Promise<ShownEntry | null> {
    const { entries } = await this.next("entries");
    expect(entries).toHaveLength(1);
    return entries[0]!;
  }

  async read(from: number, to: number): Promise<readonly (ShownEntry | null)[]> {
    this.send({ type: "read", from, to });
    const page = await this.next("page");
    return page.entries;
  }

  /** What the chat has told between what was read and an answered ping. */
  async told(): Promise<unknown[]> {
    return (await this.wire.answers()).flatMap((message) => (message.type === "feature" ? [message.data] : []));
  }
}

let disk: MemoryDisk;
let server: TestServer;
let roomId: string;
let key: string;
const talkers: Talker[] = [];

const start = async (settings: Record<string, string> = {}): Promise<void> => {
  server = await startTestServer({ LIMIT_MESSAGES_PER_SECOND: "0", ...settings }, new MemoryStore(disk), [chat]);
};
const stop = async (): Promise<void> => {
  for (const { wire } of talkers.splice(0)) wire.leave();
  await server.stop();
};

beforeEach(async () => {
  disk = new MemoryDisk();
  await start();
  ({ roomId, key } = await server.createRoom("Olga"));
});
afterEach(stop);

async function enter(hello: Parameters<typeof Wire.enter>[1] = {}): Promise<Talker> {
  const talker = new Talker(await Wire.enter(server.socketUrl(roomId), { files: [], ...hello }));
  talkers.push(talker);
  return talker;
}

/** In the room, and told where the chat is. */
async function ready(hello?: Parameters<typeof Wire.enter>[1]): Promise<Talker> {
  const talker = await enter(hello);
  await talker.next("head");
  return talker;
}

async function stored(): Promise<StoredEntry[]> {
  const commits = await new MemoryStore(disk).read({ roomId, file: STREAM }, 0, Infinity);
  return commits.flatMap(({ entries }) => JSON.parse(entries) as StoredEntry[]);
}

/** Changes what the store has of the room while nobody is in it. */
async function change(alter: (room: RoomDocument) => RoomDocument): Promise<void> {
  await stop();
  const kept = disk.rooms.get(roomId)!;
  kept.document = JSON.stringify(alter(JSON.parse(kept.document) as RoomDocument));
  await start();
}

describe("the chat", () => {
  it("[T1] tells everybody what is said, with the author and the time that the server knows", async () => {
    const [ana, ben] = [await ready({ name: "Ana" }), await ready({ name: "Ben" })];
    const before = Date.now();
    const id = newId();
    ana.say("hello <b>you</b>\u2028\ud83d", id);
    for (const talker of [ana, ben]) {
      const { from, entries } = await talker.next("entries");
      expect(from).toBe(0);
      expect(entries).toEqual([
        {
          type: "said",
          id,
          participant: ana.participant,
          time: expect.any(Number),
          text: "hello <b>you</b>\u2028\ud83d",
        },
      ]);
      expect(entries[0]!.time).toBeGreaterThanOrEqual(before);
    }
    expect(await stored()).toHaveLength(1);
  });

  it("[O52] is read on where nothing may be written", async () => {
    await stop();
    await start({ ADMIN_TOKEN });
    const ana = await ready({ key });
    ana.say("before");
    await ana.nextEntry();
    const operator = await Operator.signedIn(server.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    ana.say("meanwhile");
    expect(await ana.wire.next("error")).toMatchObject({ code: "server_read_only", fatal: false });
    const again = await ready({ key });
    expect(await again.read(0, 10)).toMatchObject([{ text: "before" }]);
  });

  it("[T2] is there for whoever comes later and after a restart, in pages of at most 100", async () => {
    const ana = await ready({ name: "Ana" });
    for (let count = 0; count < 250; count++) ana.say(`message ${count}`);
    for (let seen = 0; seen < 250;) seen += (await ana.next("entries")).entries.length;
    await stop();
    await start();
    const late = await enter({ name: "Late" });
    expect(await late.next("head")).toEqual({ type: "head", start: 0, head: 250 });
    const texts = (page: readonly (ShownEntry | null)[]) => page.map((entry) => entry?.text);
    expect(texts(await late.read(150, 250))).toEqual(Array.from({ length: 100 }, (_, at) => `message ${150 + at}`));
    expect(await late.read(0, 1_000_000)).toHaveLength(100);
    expect(await late.read(240, Number.MAX_SAFE_INTEGER)).toHaveLength(10);
    expect(await late.read(250, 260)).toEqual([]);
    expect(await late.read(9, 3)).toEqual([]);
  });

  it("[T3] counts the same id of the same participant once, under way, stored and after a restart", async () => {
    const [ana, ben] = [await ready({ name: "Ana" }), await ready({ name: "Ben" })];
    const id = newId();
    for (let times = 0; times < 3; times++) ana.say("once", id);
    expect(await ben.nextEntry()).toMatchObject({ text: "once" });
    ana.say("once", id);
    expect((await ana.next("page")).entries).toEqual([expect.objectContaining({ id, text: "once" })]);
    ben.say("another's", id);
    expect(await ben.nextEntry()).toMatchObject({ id, text: "another's" });
    const { key: mine } = ana.wire.welcome.you;
    await stop();
    await start();
    const again = await ready({ key: mine! });
    again.say("once", id);
    expect((await again.next("page")).entries).toHaveLength(1);
    expect(await stored()).toHaveLength(2);
  });

  it("[T4] an edit and a withdrawal are its author's, and leave no older text to be read", async () => {
    const [ana, ben] = [await ready({ name: "Ana" }), await ready({ name: "Ben" })];
    ana.say("first");
    await ana.nextEntry();
    ben.send({ type: "edit", id: newId(), message: 0, text: "forged" });
    ben.send({ type: "withdraw", id: newId(), message: 0 });
    for (let times = 0; times < 2; times++)
      expect(await ben.next("refused")).toMatchObject({ sentence: "That message can no longer be changed." });
    ana.send({ type: "edit", id: newId(), message: 0, text: "second" });
    expect(await ana.nextEntry()).toMatchObject({ type: "edited", message: 0, text: "second" });
    expect(JSON.stringify(await ben.read(0, 10))).not.toMatch(/first|forged/);
    ana.send({ type: "withdraw", id: newId(), message: 0 });
    expect(await ana.nextEntry()).toMatchObject({ type: "withdrawn", message: 0 });
    const entries = await ben.read(0, 10);
    expect(entries.map((entry) => entry?.type)).toEqual(["said", "edited", "withdrawn"]);
    expect(JSON.stringify(entries)).not.toMatch(/first|second/);
    ana.send({ type: "edit", id: newId(), message: 0, text: "third" });
    await ana.next("refused");
    expect((await stored()).map((entry) => ("text" in entry ? entry.text : entry.type))).toEqual([
      "first",
      "second",
      "withdrawn",
    ]);
    await stop();
    await start();
    const late = await ready({ name: "Late" });
    expect(JSON.stringify(await late.read(0, 10))).not.toMatch(/first|second/);
  });

  it("[T4] what is edited while it is being withdrawn stays withdrawn", async () => {
    const [ana, ben] = [await ready({ name: "Ana" }), await ready({ name: "Ben" })];
    ana.say("secret");
    await ben.nextEntry();
    ana.send({ type: "withdraw", id: newId(), message: 0 });
    ana.send({ type: "edit", id: newId(), message: 0, text: "secret again" });
    await ben.next("entries");
    await ana.told();
    expect(JSON.stringify(await ben.read(0, 10))).not.toContain("secret");
    expect(JSON.stringify(ben.wire.heard)).not.toContain("secret again");
  });

  it("[T5] only the owner clears it, and nothing from before is sent any more", async () => {
    const [ana, olga] = [await ready({ name: "Ana" }), await ready({ key })];
    ana.say("old");
    await olga.nextEntry();
    ana.send({ type: "clear", id: newId() });
    expect(await ana.next("refused")).toMatchObject({ sentence: "Only an owner can clear the chat." });
    olga.send({ type: "clear", id: newId() });
    expect(await ana.next("entries")).toMatchObject({
      from: 1,
      entries: [{ type: "cleared", participant: olga.participant }],
    });
    ana.send({ type: "edit", id: newId(), message: 0, text: "back" });
    await ana.next("refused");
    expect(await ana.read(0, 10)).toEqual([expect.objectContaining({ type: "cleared" })]);
    await stop();
    await start();
    const late = await enter({ name: "Late" });
    expect(await late.next("head")).toEqual({ type: "head", start: 1, head: 2 });
    expect(JSON.stringify(await late.read(0, 10))).not.toContain("old");
  });

  it("[T6] a viewer may speak", async () => {
    const ana = await ready({ name: "Ana" });
    const { key: mine } = ana.wire.welcome.you;
    await ana.told();
    await change((room) => ({
      ...room,
      participants: room.participants.map((one) => (one.participant === 2 ? { ...one, role: "viewer" } : one)),
    }));
    const viewer = await ready({ key: mine! });
    viewer.say("may I?");
    expect(await viewer.nextEntry()).toMatchObject({ text: "may I?" });
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    ["a list", [1, [2]]],
    ["an unknown type", { type: "shout", id: newId(), text: "SECRET" }],
    ["a type of the prototype", { type: "__proto__" }],
    ["a number for a text", { type: "say", id: newId(), text: 7 }],
    ["an empty text", { type: "say", id: newId(), text: "" }],
    ["a blank text", { type: "say", id: newId(), text: " \n\t\u2003 " }],
    ["2,001 characters", { type: "say", id: newId(), text: "SECRET".padEnd(2_001, "x") }],
    ["an id that is too short", { type: "say", id: "abc", text: "SECRET" }],
    ["an id with other characters", { type: "say", id: "a".repeat(20) + " '", text: "SECRET" }],
    ["somebody else as the author", { type: "say", id: newId(), text: "SECRET", participant: 1 }],
    ["a time of its own", { type: "say", id: newId(), text: "SECRET", time: 0 }],
    ["a message below 0", { type: "withdraw", id: newId(), message: -1 }],
    ["a message between two", { type: "edit", id: newId(), message: 0.5, text: "SECRET" }],
    ["a text for a message's number", { type: "withdraw", id: newId(), message: "0" }],
    ["a page from nowhere", { type: "read", from: null, to: 5 }],
    ["a page past every number", { type: "read", from: 0, to: 2 ** 60 }],
  ])("[T7] %s is refused, changes nothing and is not repeated", async (_, data) => {
    const eve = await ready({ name: "Eve" });
    eve.send(data);
    const error = await eve.wire.next("error");
    expect(error).toMatchObject({ code: "bad_request", fatal: false });
    expect(JSON.stringify(error)).not.toContain("SECRET");
    eve.say("x".repeat(2_000));
    expect((await eve.nextEntry())?.text).toHaveLength(2_000);
    expect(await stored()).toHaveLength(1);
    expect(server.log.errors).toEqual([]);
  });

  it("[T7] a message that is not there, or far beyond, is no harm", async () => {
    const eve = await ready({ name: "Eve" });
    for (const message of [0, 1, 2 ** 40]) {
      eve.send({ type: "withdraw", id: newId(), message });
      await eve.next("refused");
      expect(await eve.read(message, message + 5)).toEqual([]);
    }
    expect(await stored()).toEqual([]);
  });

  it("[T7] is under the room's bound for messages", async () => {
    await stop();
    await start({ LIMIT_MESSAGES_PER_SECOND: "1" });
    const eve = await ready({ name: "Eve" });
    for (let count = 0; count < 5; count++) eve.say(`${count}`);
    expect(await eve.wire.next("error")).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) });
    await eve.told();
    expect(await stored()).toHaveLength(2);
  });

  it("[T7] a full chat takes no more until it is cleared", async () => {
    const entry = { type: "said", participant: 1, time: 1, text: "x" } as const;
    const entries = Array.from({ length: 20_000 }, (_, at) => ({ ...entry, id: `id-${at}`.padEnd(16, "-") }));
    const commit = { from: 0, count: entries.length, entries: JSON.stringify(entries) };
    await new MemoryStore(disk).append([{ stream: { roomId, file: STREAM }, ...commit }]);
    const olga = await ready({ key });
    olga.say("one more");
    expect(await olga.next("refused")).toMatchObject({
      sentence: "The chat is full. An owner of the room can clear it.",
    });
    olga.send({ type: "edit", id: newId(), message: 0, text: "y" });
    await olga.next("refused");
    olga.send({ type: "withdraw", id: newId(), message: 0 });
    expect(await olga.nextEntry()).toMatchObject({ type: "withdrawn" });
    olga.send({ type: "clear", id: newId() });
    await olga.nextEntry();
    olga.say("again");
    expect(await olga.nextEntry()).toMatchObject({ text: "again" });
  });
});
