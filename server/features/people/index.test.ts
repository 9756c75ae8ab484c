// People over real sockets, and when they were seen last in a room whose clock is moved by hand.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Participant } from "../../protocol/events.ts";
import { EVENTS } from "../../rooms/roomStore.ts";
import { MemoryDisk } from "../../store/memory/memoryStore.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { FEATURE_ROOM, roomWithFeature } from "../../test/featureRoom.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import people from "./index.ts";
import { decodePeopleMessage } from "./messages.ts";

let server: TestServer;
let room: { roomId: string; key: string };
const wires: Wire[] = [];

beforeEach(async () => {
  server = await startTestServer({ LIMIT_MESSAGES_PER_SECOND: "0", ADMIN_TOKEN }, undefined, [people]);
  room = await server.createRoom("Olga");
});
afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

async function enter(hello: Parameters<typeof Wire.enter>[1] = {}) {
  const wire = await Wire.enter(server.socketUrl(room.roomId), hello);
  wires.push(wire);
  const { client, participant } = wire.welcome.you;
  const say = (data: unknown): void => wire.say({ type: "feature", feature: "people", data });
  const told = async (): Promise<unknown> => (await wire.next("feature")).data;
  return { wire, client, participant, say, told };
}
type Somebody = Awaited<ReturnType<typeof enter>>;

/** What somebody has been told of the feature by now and has not read. */
const heardBy = async ({ wire }: Somebody): Promise<unknown[]> =>
  (await wire.answers()).flatMap((message) => (message.type === "feature" ? [message.data] : []));

const follows = (follower: Somebody, leader: Somebody | null, was: Somebody | null = null) => ({
  type: "follows",
  follower: follower.client,
  leader: leader?.client ?? null,
  was: was?.client ?? null,
});

describe("following", () => {
  it("[W1] is told to the one who follows and to those who are or were followed, and to nobody else", async () => {
    const [ana, ben, cy, eve] = [await enter(), await enter(), await enter(), await enter()];
    ana.say({ type: "follow", client: ben.client });
    expect(await ana.told()).toEqual(follows(ana, ben));
    expect(await ben.told()).toEqual(follows(ana, ben));
    ana.say({ type: "follow", client: ben.client });
    ana.say({ type: "follow", client: cy.client });
    for (const each of [ana, ben, cy]) expect(await each.told()).toEqual(follows(ana, cy, ben));
    ana.say({ type: "follow", client: null });
    for (const each of [ana, cy]) expect(await each.told()).toEqual(follows(ana, null, cy));
    for (const each of [ana, ben, cy, eve]) expect(await heardBy(each)).toEqual([]);
  });

  it("[W1] ends when either leaves, and of whom is not here it is said at once", async () => {
    const [ana, ben, cy] = [await enter(), await enter(), await enter()];
    ana.say({ type: "follow", client: ben.client });
    ben.say({ type: "follow", client: cy.client });
    await cy.told();
    await ana.told();
    ben.wire.leave();
    expect(await ana.told()).toEqual(follows(ana, null, ben));
    expect(await cy.told()).toEqual(follows(ben, null, cy));
    ana.say({ type: "follow", client: ben.client });
    expect(await ana.told()).toEqual(follows(ana, null, ben));
    ana.say({ type: "follow", client: ana.client });
    ana.say({ type: "follow", client: 9_999 });
    expect(await heardBy(ana)).toEqual([follows(ana, null, ana), { ...follows(ana, null), was: 9_999 }]);
  });

  it('[O52] goes on where nothing may be written, as "look here" does', async () => {
    const [olga, ben] = [await enter({ key: room.key }), await enter()];
    const operator = await Operator.signedIn(server.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    ben.say({ type: "follow", client: olga.client });
    expect(await olga.told()).toEqual(follows(ben, olga));
    olga.say({ type: "look", file: 1, line: 3 });
    expect(await olga.told()).toMatchObject({ type: "look", line: 3 });
    ben.say({ type: "profile", name: "Benno" });
    expect(await ben.wire.next("error")).toMatchObject({ code: "server_read_only" });
  });

  it("[W2] never goes in a circle", async () => {
    const [ana, ben, cy] = [await enter(), await enter(), await enter()];
    ana.say({ type: "follow", client: ben.client });
    await ben.told();
    ben.say({ type: "follow", client: cy.client });
    await cy.told();
    await ben.told();
    cy.say({ type: "follow", client: ana.client });
    expect(await cy.told()).toEqual(follows(cy, ana));
    expect(await cy.told()).toEqual(follows(ben, null, cy));
    expect(await ben.told()).toEqual(follows(ben, null, cy));
    expect(await ana.told()).toEqual(follows(ana, ben));
    expect(await ana.told()).toEqual(follows(cy, ana));
  });
});

describe("look here", () => {
  it("[W3] is offered to everybody by owners alone, at a file that there is, and not too often", async () => {
    const [olga, ben] = [await enter({ key: room.key }), await enter()];
    ben.say({ type: "look", file: 1, line: 1 });
    expect(await ben.wire.next("error")).toMatchObject({ code: "not_owner", fatal: false });
    olga.say({ type: "look", file: 2, line: 1 });
    expect(await olga.wire.next("error")).toMatchObject({ code: "unknown_file" });
    for (const line of [7, 8, 9, 10]) olga.say({ type: "look", file: 1, line });
    expect(await olga.wire.next("error")).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) });
    const look = { type: "look", client: olga.client, file: 1 };
    for (const line of [7, 8, 9]) expect(await ben.told()).toEqual({ ...look, line });
    expect(await heardBy(ben)).toEqual([]);
    expect(olga.wire.heard.filter(({ type }) => type === "feature")).toHaveLength(3);
  });
});

describe("a name and a colour", () => {
  it("[W4] [P12] are changed by their owner, and everybody is told", async () => {
    const [olga, ben] = [await enter({ key: room.key }), await enter({ name: "Ben" })];
    await olga.wire.answers();
    ben.say({ type: "profile", name: "  olga\n" });
    for (const each of [olga, ben])
      expect((await each.wire.next("event")).event).toMatchObject({
        type: "participant",
        participant: { participant: ben.participant, name: "olga (2)", colour: 1, role: "editor" },
      });
    ben.say({ type: "profile", colour: 11 });
    expect((await olga.wire.next("event")).event).toMatchObject({ participant: { name: "olga (2)", colour: 11 } });
    ben.say({ type: "profile", name: "olga (2)", colour: 11 });
    ben.say({ type: "profile", name: "\u200b" });
    expect(await ben.wire.next("error")).toMatchObject({ code: "bad_request", fatal: false });
    expect((await olga.wire.answers()).filter(({ type }) => type === "event")).toEqual([]);
    expect((await enter()).wire.welcome.room.participants[1]).toMatchObject({ name: "olga (2)", colour: 11 });
  });

  it("[W4] more than ten at once have to wait", async () => {
    const ben = await enter({ name: "Ben" });
    for (let turn = 0; turn <= 10; turn++) ben.say({ type: "profile", colour: turn });
    expect(await ben.wire.next("error")).toMatchObject({ code: "rate_limited", fatal: false });
    const other = await enter();
    expect(other.wire.welcome.room.participants[1]?.colour).toBe(9);
  });
});

describe("what does not decode", () => {
  it.each<[string, unknown]>([
    ["nothing", null],
    ["an unknown type", { type: "lead" }],
    ["a type of Object's own", { type: "__proto__" }],
    ["a client 0", { type: "follow", client: 0 }],
    ["a client that is text", { type: "follow", client: "1" }],
    ["no client", { type: "follow" }],
    ["a field too many", { type: "follow", client: 1, all: true }],
    ["a line 0", { type: "look", file: 1, line: 0 }],
    ["a line past what is safe", { type: "look", file: 1, line: 2 ** 53 }],
    ["half a line", { type: "look", file: 1, line: 0.5 }],
    ["a name of 1,001 characters", { type: "profile", name: "x".repeat(1_001) }],
    ["a name that is no text", { type: "profile", name: ["Ben"] }],
    ["a colour that there is not", { type: "profile", colour: 12 }],
    ["a colour below 0", { type: "profile", colour: -1 }],
    ["a colour by name", { type: "profile", colour: "red" }],
    ["a role", { type: "profile", role: "owner" }],
  ])("[W6] %s is refused", (_, data) => {
    expect(() => decodePeopleMessage(data)).toThrow(expect.objectContaining({ code: "bad_request" }));
  });

  it("[W6] whatever JSON it is, it is read or refused, and never repeated", () => {
    const field = fc.constantFrom("type", "client", "file", "line", "name", "colour", "x");
    const value = fc.oneof(fc.constantFrom("follow", "look", "profile", null, 1, -1, 12, "\u202e"), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(field, value), fc.jsonValue()), (data) => {
        try {
          const message = decodePeopleMessage(data);
          expect(["follow", "look", "profile"]).toContain(message.type);
        } catch (error) {
          expect(error).toMatchObject({ code: "bad_request" });
          expect((error as Error).message.length).toBeLessThan(200);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("[W6] costs nobody anything", async () => {
    const [ana, ben] = [await enter(), await enter()];
    ana.say({ type: "follow", client: "<b>" });
    const error = await ana.wire.next("error");
    expect(error).toMatchObject({ code: "bad_request", fatal: false });
    expect(error.message).not.toContain("<b>");
    expect(await heardBy(ben)).toEqual([]);
  });
});

describe("when somebody was seen last", () => {
  const setUp = async (disk = new MemoryDisk()) => {
    const lone = await roomWithFeature((live) => people.open!(live), disk, 60_000);
    const seen = (): (number | undefined)[] => lone.room.details.participants.map(({ lastSeen }) => lastSeen);
    const pass = async (ms: number): Promise<void> => {
      lone.clock.advance(ms);
      await settle();
    };
    /** entries of the room's own log, commit by commit */
    const log = async () => {
      const commits = await lone.store.read({ roomId: FEATURE_ROOM, file: EVENTS }, 0, 10_000);
      return commits.map(({ entries }) => JSON.parse(entries) as { participant: Participant }[]);
    };
    return { ...lone, seen, pass, log };
  };

  it("[W5] is put with them when their last tab has gone for some seconds, and everybody is told", async () => {
    const { key, enter: come, clock, room: live, seen, pass } = await setUp();
    const olga = await come({ key, name: "Olga" });
    const ben = await come();
    const { key: hisKey = "" } = ben.outlet.of("welcome")[0]!.you;
    const second = await come({ key: hisKey });
    live.leave(ben.client);
    await pass(60_000);
    expect(seen()).toEqual([undefined, undefined]);
    const left = clock.now();
    live.leave(second.client);
    await pass(4_999);
    expect(seen()).toEqual([undefined, undefined]);
    await pass(1);
    expect(seen()).toEqual([undefined, left]);
    expect(olga.outlet.of("event").at(-1)?.event).toMatchObject({
      type: "participant",
      participant: { participant: 2, name: "Ben", lastSeen: left },
    });
  });

  it("[W5] is not for a tab that is loaded again", async () => {
    const { key, enter: come, room: live, seen, pass } = await setUp();
    await come({ key, name: "Olga" });
    const ben = await come();
    const { key: hisKey = "" } = ben.outlet.of("welcome")[0]!.you;
    live.leave(ben.client);
    await pass(4_000);
    await come({ key: hisKey });
    await pass(60_000);
    expect(seen()).toEqual([undefined, undefined]);
  });

  it("[W5] a room that everybody leaves is written once for all, and leaves memory in its time", async () => {
    const { key, enter: come, room: live, directory, pass, log, clock } = await setUp();
    const everybody = [await come({ key, name: "Olga" }), await come(), await come(), await come()];
    const before = (await log()).length;
    const times: number[] = [];
    for (const { client } of everybody) {
      times.push(clock.now());
      live.leave(client);
      await pass(1_000);
    }
    await pass(58_999);
    const written = (await log()).slice(before);
    expect(written).toHaveLength(1);
    expect(written[0]!.map(({ participant }) => participant.lastSeen)).toEqual(times);
    expect(directory.live(FEATURE_ROOM)).toBe(live);
    await pass(1);
    expect(directory.live(FEATURE_ROOM)).toBeUndefined();
    await pass(600_000);
    expect((await log()).length).toBe(before + 1);
  });

  it("[W5] keeps what somebody was called and may do by then", async () => {
    const { key, enter: come, room: live, pass } = await setUp();
    await come({ key, name: "Olga" });
    const ben = await come();
    live.receive(ben.client, { type: "feature", feature: "tested", data: { type: "profile", name: "Benno" } }, 50);
    live.leave(ben.client);
    await pass(10_000);
    expect(live.details.participants[1]).toMatchObject({ name: "Benno", role: "editor", colour: 1 });
    expect(live.details.participants[1]?.lastSeen).toEqual(expect.any(Number));
  });
});
