// What the operator says to everybody: a notice, read-only, blocked addresses; and who is loud.
import { afterEach, describe, expect, it } from "@jest/globals";
import { type Response, Router } from "express";
import type { Feature } from "../features/feature.ts";
import { systemClock } from "../platform.ts";
import { ERRORS } from "../protocol/errors.ts";
import type { Clock } from "../rooms/ports.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, TestLog, type TestServer } from "../test/harness.ts";
import { UpgradeRefused, Wire } from "../test/hostile/wire.ts";
import { ADMIN_TOKEN, hearing, Operator } from "../test/operator.ts";
import { SetClock } from "../test/setClock.ts";
import { MINUTE_MS, MOST_BLOCKS, MOST_MINUTES } from "./bounds.ts";
import type { Abuse, ServerEvent, Standing } from "./messages.ts";
import { StandingWord } from "./standing.ts";

let server: TestServer;
let operator: Operator;
const running: TestServer[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function start(
  settings: Record<string, string> = {},
  store = new MemoryStore(),
  clock: Clock = systemClock,
): Promise<void> {
  server = await startTestServer({ ADMIN_TOKEN, TRUST_PROXY: "1", ...settings }, store, [hearing], clock);
  running.push(server);
  operator = await Operator.signedIn(server.url, "203.0.113.9");
}

/** What the operator's feature says next to a client. */
async function told(wire: Wire): Promise<unknown> {
  for (;;) {
    const { feature, data } = await wire.next("feature");
    if (feature === "hearing") return data;
  }
}

const enter = async (roomId: string, key?: string): Promise<Wire> =>
  Wire.enter(server.socketUrl(roomId), {
    ...(key === undefined ? { name: "Ada" } : { key }),
    files: [{ file: 1, version: null }],
  });

const files = async (address: string): Promise<number> =>
  (
    await fetch(`${server.url}/api/rooms`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
      body: JSON.stringify({ name: "Ada" }),
    })
  ).status;

describe("a notice", () => {
  it("[O51] is told to everybody in every room, and to who comes, until its time is over or it is taken back", async () => {
    const clock = new SetClock();
    await start({}, undefined, clock);
    const [one, other] = [await server.createRoom(), await server.createRoom()];
    const [olga, otto] = [await enter(one.roomId, one.key), await enter(other.roomId, other.key)];
    const standing = (await operator.say("PUT", "notice", { text: " Restart\n at 18:00 ", minutes: 10 })) as Standing;
    const notice = {
      text: "Restart at 18:00",
      since: expect.any(Number),
      until: expect.any(Number),
    };
    expect(standing).toEqual({ notice, blocks: [] });
    expect(standing.notice!.until - standing.notice!.since).toBe(10 * MINUTE_MS);
    for (const wire of [olga, otto, await enter(one.roomId)])
      expect(await told(wire)).toEqual({ type: "standing", notice });
    await operator.say("PUT", "notice", { text: "", minutes: 0 });
    expect(await told(olga)).toEqual({ type: "standing" });
    await operator.say("PUT", "notice", { text: "Soon", minutes: 1 });
    expect(await told(olga)).toMatchObject({ notice: { text: "Soon" } });
    clock.ahead = 2 * MINUTE_MS;
    expect(await told(olga)).toEqual({ type: "standing" });
    const late = await enter(one.roomId);
    expect(late.heard.filter(({ type }) => type === "feature")).toEqual([]);
    for (const wire of [olga, otto, late]) wire.leave();
  });

  it("[O51] is refused where it is long, or for more than a week", async () => {
    await start();
    for (const wish of [
      { text: "x".repeat(501), minutes: 1 },
      { text: "x", minutes: MOST_MINUTES + 1 },
      { text: "x", minutes: -1 },
      { text: "x", minutes: 1.5 },
      { text: 5, minutes: 1 },
    ])
      await expect(operator.say("PUT", "notice", wish)).rejects.toThrow("bad_request");
  });
});

describe("read-only", () => {
  it("[O52] refuses what is written with a code that has it kept and sent later; reading goes on", async () => {
    await start();
    const { roomId, key } = await server.createRoom();
    const olga = server.enter(roomId, { key });
    await olga.until(() => olga.editors.has(1));
    olga.insert(0, "before ");
    await olga.settled();
    const wire = await enter(roomId, key);
    await operator.say("PUT", "read-only", { isOn: true, reason: "Backup" });
    expect(await told(wire)).toMatchObject({ readOnly: { reason: "Backup" } });
    olga.insert(0, "typed meanwhile ");
    wire.push([[[0, "x"], 7]], { version: 1 });
    expect(await wire.next("error")).toMatchObject({
      code: "server_read_only",
      message: `${ERRORS.server_read_only.sentence} (Backup)`,
      fatal: false,
    });
    expect(await files("198.51.100.1")).toBe(503);
    // what was refused was not made
    const { made } = await operator.look<Abuse>("abuse");
    expect(made.groups.map(({ group }) => group)).not.toContain("198.51.100.1");
    const bearer = { Authorization: `Bearer ${key}` };
    const json = { ...bearer, "Content-Type": "application/json" };
    const room = `${server.url}/api/rooms/${roomId}`;
    const renamed = await fetch(room, { method: "PATCH", headers: json, body: JSON.stringify({ title: "T" }) });
    expect(renamed.status).toBe(503);
    expect((await fetch(room, { method: "DELETE", headers: bearer })).status).toBe(503);
    expect(await (await fetch(room, { headers: bearer })).json()).toMatchObject({ title: "" });
    // who is there opens a file, who knows the room comes in and reads, and nobody new does
    wire.say({ type: "close", file: 1 });
    wire.say({ type: "open", file: 1, version: null });
    expect(await wire.next("file")).toMatchObject({ text: "before " });
    const again = await enter(roomId, key);
    expect(await again.next("file")).toMatchObject({ text: "before " });
    await expect(enter(roomId)).rejects.toBeDefined();
    expect(await server.rooms.text(roomId, 1, key)).toBe("before ");
    await operator.say("PUT", "read-only", { isOn: false, reason: "" });
    await olga.settled();
    expect(await server.rooms.text(roomId, 1, key)).toBe("typed meanwhile before ");
    for (const one of [olga, wire, again]) one.leave();
  });

  it("[O52] holds over a restart, and ends where there is no dashboard any more", async () => {
    const disk = new MemoryDisk();
    await start({}, new MemoryStore(disk));
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    await start({}, new MemoryStore(disk));
    expect(await files("198.51.100.1")).toBe(503);
    server = await startTestServer({}, new MemoryStore(disk));
    running.push(server);
    expect(await files("198.51.100.1")).toBe(201);
  });
});

describe("a blocked address", () => {
  it("[O53] is sent away and refused everywhere, with all of its group, until the block ends", async () => {
    const clock = new SetClock();
    await start({}, undefined, clock);
    const { roomId, key } = await server.createRoom();
    const from = (address: string): Promise<Wire> =>
      Wire.open(server.socketUrl(roomId), { headers: { "X-Forwarded-For": address } });
    const [bad, good] = [await from("2001:db8::1"), await from("2001:db8:0:1::1")];
    for (const wire of [bad, good]) {
      wire.hello({ name: "Ada" });
      await wire.next("welcome");
    }
    const standing = (await operator.say("PUT", "blocks", {
      group: "2001:db8::77",
      minutes: 30,
      reason: "Spam",
    })) as Standing;
    expect(standing.blocks).toMatchObject([{ group: "2001:db8:0:0::/64", reason: "Spam" }]);
    expect(await bad.next("error")).toMatchObject({ code: "address_blocked", fatal: true });
    const refused = await from("2001:db8::2").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UpgradeRefused);
    expect((refused as UpgradeRefused).body.error).toEqual({
      code: "address_blocked",
      message: expect.stringMatching(/\(Spam\)$/),
    });
    expect(await files("2001:db8::3")).toBe(403);
    expect(await files("2001:db8:0:1::3")).toBe(201);
    expect(good.heard.some(({ type }) => type === "error")).toBe(false);
    // by a group as it is listed
    await operator.say("PUT", "blocks", { group: "2001:db8::/64", minutes: 0, reason: "" });
    expect(await files("2001:db8::3")).toBe(201);
    await operator.say("PUT", "blocks", { group: "198.51.100.7", minutes: 30, reason: "" });
    expect(await files("198.51.100.7")).toBe(403);
    clock.ahead = 31 * MINUTE_MS;
    expect(await files("198.51.100.7")).toBe(201);
    expect(key).toBeDefined();
    for (const wire of [bad, good]) wire.leave();
  });

  it("[O53] is never the operator's own, an address for more than a week, or none", async () => {
    await start();
    const block = (group: string, minutes = 10): Promise<unknown> =>
      operator.say("PUT", "blocks", { group, minutes, reason: "" });
    for (const own of ["203.0.113.9", " ::ffff:203.0.113.9", "::FFFF:cb00:7109", "0:0:0:0:0:ffff:203.0.113.9"])
      await expect(block(own)).rejects.toThrow("admin.own_address");
    for (const none of ["nobody.example", "203.0.113.0/24", "203.0.113.9/64", "2001:db8::/48"])
      await expect(block(none)).rejects.toThrow("admin.no_address");
    const other = await Operator.signedIn(server.url, "2001:db8::9");
    for (const own of ["2001:DB8:0::1", "2001:db8:0:0::/64"])
      await expect(other.say("PUT", "blocks", { group: own, minutes: 10, reason: "" })).rejects.toThrow(
        "admin.own_address",
      );
    await expect(block("203.0.113.7", MOST_MINUTES + 1)).rejects.toThrow("bad_request");
    await block("203.0.113.7", MOST_MINUTES);
  });

  it("[O53] is one of 1,000 at most; one that is blocked already is none more", async () => {
    const store = new MemoryStore();
    const shared = store.values;
    const listener = { changed: () => {}, blocked: () => {}, order: () => {} };
    const standing = new StandingWord({ shared, clock: systemClock, logger: new TestLog(), isShared: false, listener });
    const groupOf = (number: number): string => `198.${number >> 8}.${number & 255}.1`;
    const since = systemClock.now();
    const blocks = Array.from({ length: MOST_BLOCKS - 1 }, (_, number) => ({
      group: groupOf(number),
      since,
      until: since + 10 * MINUTE_MS,
      reason: "",
    }));
    await shared.change("standing", () => ({ blocks, orders: [], watchedUntil: 0 }));
    await standing.block(groupOf(MOST_BLOCKS), 10, "");
    await expect(standing.block("203.0.113.7", 10, "")).rejects.toMatchObject({
      told: { code: "admin.too_many_blocks" },
    });
    await standing.block(groupOf(0), 20, "longer");
    await standing.block(groupOf(1), 0, "");
    await standing.block("203.0.113.7", 10, "");
    expect(standing.said.blocks).toHaveLength(MOST_BLOCKS);
    standing.close();
  });

  it("[O53] is told no more of what is under way to it over HTTP: that is torn off, and its maker hears of it", async () => {
    const answers = new Set<Response>();
    const telling: Feature = {
      name: "telling",
      routes() {
        const router = Router({ mergeParams: true });
        router.get("/", (_request, response) => {
          answers.add(response.on("close", () => answers.delete(response)));
          response.write("begun ");
        });
        return router;
      },
    };
    server = await startTestServer({ ADMIN_TOKEN, TRUST_PROXY: "1" }, new MemoryStore(), [telling]);
    running.push(server);
    operator = await Operator.signedIn(server.url, "203.0.113.9");
    const { roomId } = await server.createRoom();
    const toldTo = async (address: string): Promise<string> => {
      const headers = { "X-Forwarded-For": address };
      const response = await fetch(`${server.url}/api/rooms/${roomId}/telling`, { headers });
      return response.text();
    };
    const [bad, good] = [toldTo("2001:db8::1"), toldTo("2001:db8:0:1::1")];
    const torn = bad.catch((error: unknown) => String(error));
    while (answers.size < 2) await new Promise((resolve) => setImmediate(resolve));
    await operator.say("PUT", "blocks", { group: "2001:db8::77", minutes: 10, reason: "" });
    expect(await torn).toMatch(/terminated/);
    while (answers.size > 1) await new Promise((resolve) => setImmediate(resolve));
    for (const response of answers) response.end("to its end");
    expect(await good).toBe("begun to its end");
  });

  it("[O53] keeps nobody from the dashboard", async () => {
    await start();
    await operator.say("PUT", "blocks", { group: "198.51.100.7", minutes: 10, reason: "" });
    const other = await Operator.signedIn(server.url, "198.51.100.7");
    await other.say("PUT", "blocks", { group: "198.51.100.7", minutes: 0, reason: "" });
    expect((await other.overview()).standing.blocks).toEqual([]);
  });
});

describe("who is loud", () => {
  /** Somebody who has written 5,000 letters, from 198.51.100.3. */
  async function writing(roomId: string, key: string): Promise<Wire> {
    const wire = await Wire.open(server.socketUrl(roomId), { headers: { "X-Forwarded-For": "198.51.100.3" } });
    wire.hello({ key, files: [{ file: 1, version: null }] });
    await wire.next("file");
    wire.push([[[0, "x".repeat(5_000)]]]);
    await wire.next("updates");
    return wire;
  }

  it("[O54] is known by rooms made by address and hour, and by what rooms and addresses have written", async () => {
    await start({ RATE_ADDRESS_BYTES_PER_HOUR: "1000000" });
    for (const address of ["198.51.100.1", "198.51.100.1", "198.51.100.2"]) expect(await files(address)).toBe(201);
    const { roomId, key } = await server.createRoom();
    const wire = await writing(roomId, key);
    const abuse = await operator.look<Abuse>("abuse");
    expect(abuse.made.groups.map(({ group, hours }) => [group, hours.at(-1), hours.length])).toEqual([
      ["198.51.100.1", 2, 24],
      ["198.51.100.2", 1, 24],
    ]);
    expect(abuse.rooms).toEqual([
      { hash: expect.any(String), writtenBytes: expect.any(Number), mostBytes: 64 * 1024 * 1024 },
    ]);
    expect(abuse.rooms[0]!.writtenBytes).toBeGreaterThan(5_000);
    expect(abuse.addresses[0]).toMatchObject({ group: "198.51.100.3", mostBytes: 1_000_000 });
    expect(abuse.ownGroup).toBe("203.0.113.9");
    const { rooms } = await operator.rooms("busiest");
    expect(rooms[0]!.hash).toBe(abuse.rooms[0]!.hash);
    wire.leave();
  });

  it("[O54] is known where nothing bounds them", async () => {
    await start({ RATE_ROOM_BYTES_PER_HOUR: "0" });
    const { roomId, key } = await server.createRoom();
    const wire = await writing(roomId, key);
    const { rooms, addresses } = await operator.look<Abuse>("abuse");
    expect(rooms).toMatchObject([{ mostBytes: 0 }]);
    expect(addresses[0]).toMatchObject({ group: "198.51.100.3", mostBytes: 0 });
    for (const { writtenBytes } of [rooms[0]!, addresses[0]!]) expect(writtenBytes).toBeGreaterThan(5_000);
    expect((await operator.rooms("busiest")).rooms[0]).toMatchObject({ hash: rooms[0]!.hash });
    wire.leave();
  });

  it("[O55] each action is in the log, with the address that it came from, and among the events", async () => {
    await start();
    expect((await operator.overview()).standing).toEqual({ blocks: [] });
    const hashes: string[] = [];
    for (let made = 0; made < 3; made++) {
      await server.createRoom();
      const [event] = await operator.events("?kinds=made");
      hashes.push(event!.room!);
    }
    const [first = "", second = "", third = ""] = hashes;
    const group = "198.51.100.7";
    await operator.say("PUT", "notice", { text: "Hello", minutes: 1 });
    await operator.say("PUT", "notice", { text: "", minutes: 0 });
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    await operator.say("PUT", "read-only", { isOn: false, reason: "" });
    await operator.say("PUT", "blocks", { group, minutes: 10, reason: "" });
    await operator.say("PUT", "blocks", { group, minutes: 0, reason: "" });
    await operator.say("POST", `rooms/${first}/title`, {});
    await operator.say("POST", `rooms/${first}/close`, { reason: "One" });
    await operator.say("POST", `rooms/${second}/expire`, { reason: "Two" });
    await operator.say("POST", `rooms/${third}/delete`, { reason: "Three" });
    const other = await Operator.signedIn(server.url, "203.0.113.8");
    await operator.ask("/api/session", { method: "DELETE" });
    const by = "203.0.113.9";
    const all: (Pick<Partial<ServerEvent>, "what" | "room" | "group"> & Record<string, unknown>)[] = [
      { what: "sign-in", by },
      { what: "notice", text: "Hello", minutes: 1, by },
      { what: "notice-end", text: "", minutes: 0, by },
      { what: "read-only", isOn: true, reason: "", by },
      { what: "read-only-end", isOn: false, reason: "", by },
      { what: "block", group, minutes: 10, reason: "", by },
      { what: "unblock", group, minutes: 0, reason: "", by },
      { what: "title", room: first, by },
      { what: "close", room: first, reason: "One", by },
      { what: "expire", room: second, reason: "Two", by },
      { what: "delete", room: third, reason: "Three", by },
      { what: "sign-in", by: "203.0.113.8" },
      { what: "sign-out", by },
    ];
    const logged = server.log.told.filter(({ sentence }) => sentence === "the operator acts");
    expect(logged.map(({ details }) => details)).toEqual(all);
    const told = (await other.events("?kinds=action")).toReversed();
    const about = ({ what, room, group: of }: Pick<Partial<ServerEvent>, "what" | "room" | "group">): string =>
      [what, room, of].join(" ");
    // the second sign-in within a second is told when that is over
    expect([...new Set(told.map(about))]).toEqual([...new Set(all.map(about))]);
  });

  it("[O55] what fails halfway is in the log and among the events all the same, and so is what was refused", async () => {
    const store = new MemoryStore();
    store.deleteRoom = async () => Promise.reject(new Error("the disk is gone"));
    await start({}, store);
    await server.createRoom();
    const [made] = await operator.events("?kinds=made");
    const room = made!.room!;
    await expect(operator.say("POST", `rooms/${room}/delete`, { reason: "Three" })).rejects.toThrow("delete is 500");
    await expect(operator.say("POST", "rooms/nothing/close", { reason: "" })).rejects.toThrow("unknown_room");
    const by = "203.0.113.9";
    const acts = server.log.told.filter(({ sentence }) => sentence === "the operator acts");
    expect(acts.slice(1).map(({ details }) => details)).toEqual([
      { what: "delete", room, reason: "Three", by },
      { what: "close", room: "nothing", reason: "", by },
    ]);
    expect(server.log.warnings.map(({ details }) => details)).toEqual([
      { what: "delete", room, by, err: new Error("the disk is gone") },
      { what: "close", room: "nothing", by, code: "admin.unknown_room" },
    ]);
    const what = "the operator could not do this to its end: delete";
    expect(await operator.events("?kinds=trouble&what=delete")).toMatchObject([{ kind: "trouble", what, room }]);
    expect(await operator.events("?kinds=action&what=delete")).toEqual([]);
  });
});
