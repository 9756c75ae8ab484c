// Who may open a socket at all, and how many: origins, subprotocols, rates per address.
import { afterEach, describe, expect, it } from "@jest/globals";
import { systemClock } from "../platform.ts";
import type { Clock } from "../rooms/ports.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { type UpgradeRefused, Wire } from "../test/hostile/wire.ts";
import { newClientId } from "../test/person.ts";

let server: TestServer;
let roomId: string;
const wires: Wire[] = [];

async function start(settings: Record<string, string> = {}): Promise<void> {
  server = await startTestServer(settings);
  roomId = (await server.createRoom()).roomId;
}

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

async function open(headers: Record<string, string> = {}, url = server.socketUrl(roomId)): Promise<Wire> {
  const wire = await Wire.open(url, { headers });
  wires.push(wire);
  return wire;
}

/** "open", or the status and code of the refusal. */
const attempt = (headers: Record<string, string> = {}, url?: string): Promise<string> =>
  open(headers, url).then(
    () => "open",
    (error: UpgradeRefused) => `${error.status} ${error.body.error.code}`,
  );

/** "welcome", or the code of the error. */
async function join(hello: Parameters<Wire["hello"]>[0], headers: Record<string, string> = {}, url?: string) {
  const wire = await open(headers, url);
  wire.hello(hello);
  const answer = await wire.next("welcome", "error");
  return answer.type === "welcome" ? "welcome" : { code: answer.code, retryAfterMs: answer.retryAfterMs };
}

describe("an upgrade", () => {
  it("[P2] at an address that cannot be a room's is 404, with the code in the body", async () => {
    await start({ BASE_PATH: "/code" });
    const base = server.url.replace("http", "ws");
    for (const path of [
      "/",
      "/short",
      `/${roomId}xx`,
      `/${roomId}//`,
      "/%00",
      "/%zz",
      "/../..",
      "/api/rooms",
      `//${roomId}`,
    ])
      expect(await attempt({}, `${base}${path}`)).toBe("404 room_not_found");
    expect(await attempt({}, `ws://127.0.0.1:${server.port}/${roomId}`)).toBe("404 room_not_found");
    expect(await attempt()).toBe("open");
    expect(await attempt({}, `${base}/${roomId}?any=thing`)).toBe("open");
  });

  it("[P1] at an address that is percent-encoded, or has a slash at its end, is at that address", async () => {
    await start({ BASE_PATH: "/code" });
    const base = server.url.replace("http", "ws");
    const encoded = [...roomId].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("");
    for (const path of [
      encoded,
      `${encoded}/`,
      `${roomId}/`,
      `${roomId.slice(0, -1)}%${roomId.charCodeAt(12).toString(16)}`,
    ]) {
      const wire = await open({}, `${base}/${path}`);
      wire.hello({});
      expect((await wire.next("welcome")).room.roomId).toBe(roomId);
    }
  });

  it("[P3] a page of another origin is refused, also before it could learn whether there is such a room", async () => {
    await start({ ALLOWED_ORIGINS: "https://code.example,http://localhost:5173" });
    const own = `127.0.0.1:${server.port}`;
    for (const origin of [`http://${own}`, `https://${own}`, "https://code.example", "http://localhost:5173"])
      expect([origin, await attempt({ origin })]).toEqual([origin, "open"]);
    for (const origin of [
      "https://evil.example",
      "http://127.0.0.1",
      "https://code.example.evil.example",
      "https://code.example:444",
      "http://code.example",
      "null",
      "",
      `https://evil.example/${own}`,
    ])
      expect([origin, await attempt({ origin })]).toEqual([origin, "403 origin_refused"]);
    expect(await attempt()).toBe("open");
  });

  it("[P3] X-Forwarded-Host says nothing unless a trusted proxy says it", async () => {
    const spoofed = { origin: "https://evil.example", "x-forwarded-host": "evil.example" };
    await start();
    expect(await attempt(spoofed)).toBe("403 origin_refused");
    await server.stop();
    await start({ TRUST_PROXY: "1" });
    expect(await attempt({ origin: "https://code.example", "x-forwarded-host": "code.example" })).toBe("open");
    expect(await attempt({ origin: "https://evil.example", "x-forwarded-host": "code.example" })).toBe(
      "403 origin_refused",
    );
  });

  it("[P4] every subprotocol is taken, so that another version can be told so", async () => {
    await start();
    for (const subprotocol of ["companion.v1", "mqtt"]) {
      const wire = await Wire.open(server.socketUrl(roomId), { subprotocol });
      expect(wire.socket.protocol).toBe(subprotocol);
      expect(await wire.next("error")).toMatchObject({ code: "unsupported_protocol", fatal: true });
      expect(await wire.closed).toEqual({ code: 4010, reason: "unsupported_protocol" });
    }
  });
});

describe("one address", () => {
  it("[P51] [P2] has so many sockets at once, and each that closes gives its place back", async () => {
    await start({ SOCKETS_PER_ADDRESS: "2" });
    const first = await open();
    await open();
    const refused = await open().then(
      () => expect("it").toBe("refused") as never,
      (error: unknown) => error as UpgradeRefused,
    );
    expect([refused.status, refused.body.error.code, refused.headers["retry-after"]]).toEqual([
      429,
      "rate_limited",
      "10",
    ]);
    first.leave();
    await first.closed;
    // The server may hear of the close a moment later.
    let again = await attempt();
    while (again !== "open") again = await attempt();
  });

  it("[P51] has so many newcomers a minute; who has a key comes back as often as they like", async () => {
    await start({ RATE_JOINS_PER_MINUTE: "2" });
    const { key } = await server.createRoom().then((room) => ((roomId = room.roomId), room));
    expect(await join({})).toBe("welcome");
    expect(await join({})).toBe("welcome");
    expect(await join({})).toEqual({ code: "rate_limited", retryAfterMs: expect.any(Number) });
    for (let i = 0; i < 5; i++) expect(await join({ key })).toBe("welcome");
  });

  it("[P51] has so many rooms that do not exist a minute, and so many wrong keys of one room; what is right is found all the same", async () => {
    await start({ RATE_FAILED_LOOKUPS_PER_MINUTE: "2" });
    const nowhere = server.socketUrl("3333333333333");
    expect(await join({}, {}, nowhere)).toMatchObject({ code: "room_not_found" });
    expect(await join({}, {}, nowhere)).toMatchObject({ code: "room_not_found" });
    for (let i = 0; i < 30; i++) expect(await join({}, {}, nowhere)).toMatchObject({ code: "rate_limited" });
    const { key } = await server.createRoom().then((room) => ((roomId = room.roomId), room));
    expect(await join({})).toBe("welcome");
    expect(await join({ key })).toBe("welcome");
    for (let i = 0; i < 2; i++) expect(await join({ key: newClientId() })).toMatchObject({ code: "unauthorized" });
    expect(await join({ key })).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) });
    expect(await join({})).toBe("welcome");
  });

  it("[P51] cannot make itself another by X-Forwarded-For, unless a trusted proxy says it", async () => {
    await start({ RATE_JOINS_PER_MINUTE: "1" });
    const from = (address: string) => join({}, { "x-forwarded-for": address });
    expect(await from("203.0.113.1")).toBe("welcome");
    expect(await from("203.0.113.2")).toMatchObject({ code: "rate_limited" });
    await server.stop();
    await start({ RATE_JOINS_PER_MINUTE: "1", TRUST_PROXY: "1" });
    expect(await from("203.0.113.1")).toBe("welcome");
    expect(await from("203.0.113.2")).toBe("welcome");
    expect(await from("203.0.113.2")).toMatchObject({ code: "rate_limited" });
    expect(await from("6.6.6.6, 203.0.113.1")).toMatchObject({ code: "rate_limited" });
  });
});

describe("sockets that come at once", () => {
  /** The system's, but what is to have the next turn of the event loop waits until that is told to begin. */
  function heldTurns() {
    let turns: (() => void)[] = [];
    const clock: Clock = {
      now: () => systemClock.now(),
      after: (ms, run) => {
        if (ms > 0) return systemClock.after(ms, run);
        turns.push(run);
        return () => (turns = turns.filter((turn) => turn !== run));
      },
    };
    return { clock, begin: () => turns.splice(0).forEach((run) => run()), isWaiting: () => turns.length > 0 };
  }

  /** Resolves when so many upgrades have come to the server. */
  const arrived = (count: number): Promise<void> =>
    new Promise((resolve) => server.server.on("upgrade", () => --count === 0 && resolve()));

  it("[O29] are let in ten in a turn of the event loop; who is refused waits for no turn", async () => {
    const { clock, begin, isWaiting } = heldTurns();
    server = await startTestServer({}, undefined, [], clock);
    roomId = (await server.createRoom()).roomId;
    const all = arrived(25);
    let opened = 0;
    const opening = new Set<Promise<unknown>>();
    for (let number = 0; number < 25; number++) {
      const one = open().then(() => {
        opened++;
        opening.delete(one);
      });
      opening.add(one);
    }
    await all;
    expect(await attempt({ origin: "https://evil.example" })).toBe("403 origin_refused");
    expect(opened).toBe(0);
    for (const count of [10, 20, 25]) {
      expect(isWaiting()).toBe(true);
      begin();
      while (opened < count) await Promise.race(opening);
      expect(opened).toBe(count);
    }
    expect(isWaiting()).toBe(false);
  });

  it("[O29] [P55] are told that the server stops when their turn comes after that", async () => {
    const { clock, begin } = heldTurns();
    server = await startTestServer({}, undefined, [], clock);
    roomId = (await server.createRoom()).roomId;
    const one = arrived(1);
    const answer = attempt();
    await one;
    const stopped = server.stop();
    begin();
    expect(await answer).toBe("503 server_draining");
    await stopped;
    server = await startTestServer();
  });
});
