// One dashboard for two servers on one database: whichever is asked, it tells of both, and what is said holds on both.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startDatabases, type TestDatabases } from "../test/replicaSet.ts";
import { UpgradeRefused, Wire } from "../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../test/operator.ts";
import { Cluster } from "../test/process/cluster.ts";
import type { Overview, RoomPage, ServerEvent } from "./messages.ts";

// Starting a replica set and two servers takes a busy machine a while.
jest.setTimeout(120_000);

/** Servers tell each other every 2 s. */
const SO_WITHIN_MS = 20_000;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

describe("two servers", () => {
  let cluster: Cluster;
  beforeEach(async () => {
    const uri = databases.newDatabase();
    cluster = await Cluster.start([uri, uri], { ADMIN_TOKEN, TRUST_PROXY: "loopback" });
  });
  afterEach(() => cluster.dispose());

  const urlOf = (node: number): string => cluster.nodes[node]!.url;
  const enter = (node: number, roomId: string, hello: object): Promise<Wire> =>
    Wire.enter(`${urlOf(node).replace("http", "ws")}/${roomId}`, hello);

  /** Asks until it is so; throws what is told instead when that takes too long. */
  async function until<Told>(ask: () => Promise<Told>, isSo: (told: Told) => boolean): Promise<Told> {
    const giveUpAt = performance.now() + SO_WITHIN_MS;
    for (;;) {
      const told = await ask();
      if (isSo(told)) return told;
      if (performance.now() > giveUpAt) throw new Error(JSON.stringify(told));
    }
  }

  it("[O56] are one page: nodes, sums, rooms, events and the stream of both, at either of them", async () => {
    const one = await Operator.signedIn(urlOf(0));
    const other = new Operator(urlOf(1));
    other.cookie = one.cookie;
    const { roomId, key } = await cluster.createRoom();
    const wire = await enter(1, roomId, { key });
    const here = await enter(0, (await cluster.createRoom()).roomId, { name: "Ada" });
    for (const operator of [one, other]) {
      const overview = await until<Overview>(
        () => operator.overview(),
        ({ all, nodes }) => all.people === 2 && nodes.length === 2,
      );
      expect(overview.nodes.map(({ url, isThis }) => [url, isThis])).toEqual([
        [urlOf(operator === one ? 0 : 1), true],
        [urlOf(operator === one ? 1 : 0), false],
      ]);
      const rooms = await until<RoomPage>(
        () => operator.rooms(),
        (page) => page.total === 2 && page.rooms.every(({ people }) => people === 1),
      );
      expect(new Set(rooms.rooms.map(({ node }) => node)).size).toBe(2);
      const events = await until(
        () => operator.events("?kinds=joined"),
        (joined) => joined.length === 2,
      );
      expect(new Set(events.map(({ node }) => node)).size).toBe(2);
    }
    // the hashes are the same everywhere
    const hashes = await Promise.all(
      [one, other].map(async (operator) => (await operator.rooms()).rooms.map(({ hash }) => hash)),
    );
    expect(hashes[0]!.toSorted()).toEqual(hashes[1]!.toSorted());
    const abort = new AbortController();
    const both = AbortSignal.any([abort.signal, AbortSignal.timeout(SO_WITHIN_MS)]);
    for await (const { event, data } of one.live(both)) {
      if (event === "overview") (await enter(1, roomId, { key })).leave();
      if (event === "happened" && (data as ServerEvent).node !== (await one.overview()).nodes[0]!.node) break;
    }
    abort.abort();
    for (const each of [wire, here]) each.leave();
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("[O56] obey what is said at either: a notice, read-only, a block, the end of a room and of a session", async () => {
    const one = await Operator.signedIn(urlOf(0));
    const { roomId, key } = await cluster.createRoom();
    const wire = await enter(1, roomId, { key });
    await one.say("PUT", "notice", { text: "Restart at 18:00", minutes: 5 });
    const there = new Operator(urlOf(1));
    there.cookie = one.cookie;
    await until<Overview>(
      () => there.overview(),
      ({ standing }) => standing.notice?.text === "Restart at 18:00",
    );
    await one.say("PUT", "read-only", { isOn: true, reason: "" });
    const create = async (): Promise<number> =>
      (
        await fetch(`${urlOf(1)}/api/rooms`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ name: "Ada" }),
        })
      ).status;
    await until(create, (status) => status === 503);
    await one.say("PUT", "read-only", { isOn: false, reason: "" });
    await until(create, (status) => status === 201);

    const group = "203.0.113.7";
    const by = { headers: { "X-Forwarded-For": group } };
    const bad = await Wire.open(`${urlOf(1).replace("http", "ws")}/${roomId}`, by);
    bad.hello({ name: "Bo" });
    await bad.next("welcome");
    const statusFor = async (node: number, init?: RequestInit): Promise<number> =>
      (await fetch(`${urlOf(node)}/api/rooms/${roomId}`, init)).status;
    await one.say("PUT", "blocks", { group, minutes: 5, reason: "Spam." });
    await bad.closed;
    expect(bad.heard.at(-1)).toMatchObject({ type: "error", code: "address_blocked" });
    expect([await statusFor(0, by), await statusFor(1, by), await statusFor(1)]).toEqual([403, 403, 200]);
    // and it ends where it is ended, and at the other
    await there.say("PUT", "blocks", { group, minutes: 0, reason: "" });
    await until(
      () => statusFor(0, by),
      (status) => status === 200,
    );

    const mine = await until<RoomPage>(
      () => one.rooms(),
      (page) => page.rooms.some(({ people }) => people > 0),
    );
    const { hash } = mine.rooms.find(({ people }) => people > 0)!;
    await one.say("POST", `rooms/${hash}/delete`, { reason: "Spam." });
    await wire.closed;
    expect(wire.heard.at(-1)).toMatchObject({ type: "error", code: "deleted_by_operator" });
    // everybody is told before it is gone
    await until(
      () => statusFor(1),
      (status) => status === 404,
    );
    await there.ask("/api/session", { method: "DELETE" });
    expect((await one.ask("/api/overview")).status).toBe(401);
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("[O56] [O53] keep whoever is blocked at one from both, once the other has heard of it, and after a restart of either at once", async () => {
    const one = await Operator.signedIn(urlOf(0));
    const { roomId } = await cluster.createRoom();
    const group = "203.0.113.7";
    const by = { headers: { "X-Forwarded-For": group } };
    const open = (node: number): Promise<Wire> => Wire.open(`${urlOf(node).replace("http", "ws")}/${roomId}`, by);
    const [here, there] = [await open(0), await open(1)];
    for (const wire of [here, there]) {
      wire.hello({ name: "Bo" });
      await wire.next("welcome");
    }
    await one.say("PUT", "blocks", { group: "::ffff:cb00:7107", minutes: 60, reason: "Spam." });
    for (const wire of [here, there]) {
      await wire.closed;
      expect(wire.heard.at(-1)).toMatchObject({ type: "error", code: "address_blocked" });
    }
    const areOut = async (): Promise<void> => {
      for (const node of [0, 1]) {
        const { status } = await fetch(`${urlOf(node)}/api/rooms/${roomId}`, by);
        const refused = await open(node).catch((error: unknown) => error);
        expect([node, status, refused]).toEqual([node, 403, expect.any(UpgradeRefused)]);
        expect((await fetch(`${urlOf(node)}/api/rooms/${roomId}`)).status).toBe(200);
      }
    };
    // by then only the one that has the room need have heard of it
    const other = new Operator(urlOf(1));
    other.cookie = one.cookie;
    await until<Overview>(
      () => other.overview(),
      ({ standing }) => standing.blocks.length === 1,
    );
    await areOut();
    for (const node of cluster.nodes) {
      await node.end("SIGTERM");
      await node.start();
      await areOut();
    }
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
