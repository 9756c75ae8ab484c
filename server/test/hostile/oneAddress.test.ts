// What one network address asks for at its worst, counted: the others go on, and there is a bound to all that it can take.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../protocol/subprotocol.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { makingFiles } from "../makingFiles.ts";
import { Wire } from "./wire.ts";

let server: TestServer;
const ended: (() => void)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) end();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

/** Another address than everybody else's. */
const ELSEWHERE = { localAddress: "127.0.0.2" };

/** A masked frame of text, ready to be written to the socket under a WebSocket. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Letters, each typed behind the one before, from this length of the text on. */
const typed = (from: number, count: number): object[] =>
  Array.from({ length: count }, (_, at) => (from + at === 0 ? [[0, "x"]] : [from + at, [0, "x"]]));

/** A raw upgrade with this request line, or path, on a socket that never closes by itself. */
async function upgrade(path: string): Promise<Socket> {
  const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  ended.push(() => socket.destroy());
  await once(socket, "connect");
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: any\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
  );
  return socket;
}

describe("one address", () => {
  /** So many connections of another address, greeted or not. */
  async function gather(count: number, roomId: string, isGreeted: boolean): Promise<Wire[]> {
    return Promise.all(
      Array.from({ length: count }, async () => {
        const wire = await Wire.open(server.socketUrl(roomId), { ...ELSEWHERE, perMessageDeflate: false });
        ended.push(() => wire.leave());
        if (isGreeted) wire.hello();
        if (isGreeted) await wire.next("file");
        return wire;
      }),
    );
  }

  const told = (wires: readonly Wire[], of: string): number =>
    wires.reduce((sum, { heard }) => sum + heard.filter(({ type }) => type === of).length, 0);

  /** Reads until so many of a kind have come. */
  async function heard(wire: Wire, count: number, ...of: Parameters<Wire["next"]>): Promise<void> {
    for (let left = count; left > 0; left--) await wire.next(...of);
  }

  /** Somebody of another address, in another room. */
  async function bystand(): Promise<Wire> {
    const { roomId } = await server.createRoom();
    const bystander = await Wire.enter(server.socketUrl(roomId));
    ended.push(() => bystander.leave());
    return bystander;
  }

  const PRESENCE = JSON.stringify({
    type: "presence",
    file: 1,
    version: 0,
    selections: [[0, 0]],
    top: 0,
    state: "idle",
  });
  const PING = '{"type":"ping"}';

  it.each([
    ["pings that nobody greeted for", false, [PING], 300],
    ["pings after a hello", true, [PING], 500],
    ["places in a text, and a ping after every fifty", true, [...Array<string>(50).fill(PRESENCE), PING], 12],
  ] as const)(
    "[O20] floods with %s: another address' words are answered meanwhile, and in the end all are",
    async (_what, isGreeted, words, rounds) => {
      const SOCKETS = 20;
      server = await startTestServer({ ADDRESS_TIME_PERCENT: "20", LIMIT_HELLO_MS: "60000" });
      const flood = await gather(SOCKETS, (await server.createRoom()).roomId, isGreeted);
      const bystander = await bystand();
      const frames = Buffer.concat(Array<Buffer[]>(rounds).fill(words.map(frameOf)).flat());
      for (const { stream } of flood) stream.write(frames);
      for (let count = 0; count < 30; count++) await bystander.answers();
      // Thirty words there and back, while of all that was asked most still waits.
      expect(told(flood, "pong")).toBeLessThan((SOCKETS * rounds) / 2);
      await Promise.all(flood.map((wire) => heard(wire, rounds, "pong")));
      expect(flood.filter(({ socket }) => socket.readyState !== WebSocket.OPEN)).toEqual([]);
    },
    60_000,
  );

  it("[O20] says hello again and again with many files at their first version: another address' words are answered meanwhile", async () => {
    const [FILES, HELLOS] = [20, 20];
    const settings = { ADDRESS_TIME_PERCENT: "20", LIMIT_PUSHES_PER_SECOND: "0" };
    server = await startTestServer(settings, undefined, [makingFiles]);
    const { roomId, key } = await server.createRoom();
    const owner = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => owner.leave());
    for (let file = 1; file <= FILES; file++) {
      if (file > 1) owner.say({ type: "feature", feature: "make", data: `${file}` });
      if (file > 1) await owner.next("event");
      if (file > 1) owner.say({ type: "open", file, version: null });
      await owner.next("file");
      owner.push(typed(0, 200), { file });
      while ((await owner.next("updates")).file !== file);
    }
    const flood = await gather(HELLOS, roomId, false);
    const bystander = await bystand();
    const files = Array.from({ length: FILES }, (_, at) => ({ file: at + 1, version: 0 }));
    for (const wire of flood) wire.hello({ files });
    for (let count = 0; count < 10; count++) await bystander.answers();
    expect(told(flood, "updates") + told(flood, "file")).toBeLessThan((HELLOS * FILES) / 2);
    await Promise.all(flood.map((wire) => heard(wire, FILES, "updates", "file")));
  }, 60_000);

  it("[O20] asks for the text at an old version of a long history: it is read and made a thousand updates at a time", async () => {
    const [UPDATES, PIECE] = [20_000, 1_000];
    const store = new MemoryStore();
    server = await startTestServer(
      { LIMIT_PUSHES_PER_SECOND: "0", LIMIT_MESSAGES_PER_SECOND: "0", LIMIT_FRAME_BYTES: "100000000" },
      store,
    );
    const { roomId, key } = await server.createRoom();
    const owner = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => owner.leave());
    for (let at = 0; at < UPDATES; at += 200) {
      owner.push(typed(at, 200), { version: at, seq: at + 1 });
      await owner.next("updates");
    }
    const read = jest.spyOn(store, "read");
    for (let version = 900; version < UPDATES - 2_000; version += 2_000) {
      owner.say({ type: "open", file: 1, version, text: true });
      expect((await owner.next("file")).version).toBe(version);
    }
    expect(read.mock.calls.length).toBeGreaterThan(9);
    expect(read.mock.calls.filter(([, , most]) => most > PIECE)).toEqual([]);
  }, 60_000);

  it("[P90] [P7] asks by the WebSocket's own pings: they cost as frames do, and are answered", async () => {
    server = await startTestServer({ LIMIT_FRAME_BYTES: "10000" });
    const { roomId } = await server.createRoom();
    const wire = await Wire.open(server.socketUrl(roomId));
    ended.push(() => wire.leave());
    wire.socket.ping("how are you");
    const [data] = (await once(wire.socket, "pong")) as [Buffer];
    expect(data.toString()).toBe("how are you");
    for (let count = 0; count < 30; count++) wire.socket.pong();
    expect(await wire.closed).toEqual({ code: 4029, reason: "too_many_refusals" });
  });

  it("[O21] [P53] never reads: what waits for all its connections together has a bound", async () => {
    const MOST = 6_000_000;
    server = await startTestServer({ ADDRESS_WAITING_BYTES: String(MOST) });
    const { roomId, key } = await server.createRoom();
    const owner = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => owner.leave());
    const TEXT = 400_000;
    const line = "x".repeat(99);
    owner.push([[[0, ...Array.from({ length: TEXT / 100 }, () => line), ""]]]);
    await owner.next("updates");
    const sockets: Socket[] = [];
    server.server.on("connection", (socket: Socket) => sockets.push(socket));
    const readers = await Promise.all(
      Array.from({ length: 20 }, () => Wire.open(server.socketUrl(roomId), { ...ELSEWHERE })),
    );
    for (const reader of readers) {
      ended.push(() => reader.leave());
      reader.hello();
      // greeted, and from then on not listening
      await reader.next("welcome");
      reader.socket.pause();
    }
    const waiting = (): number => sockets.reduce((sum, { writableLength }) => sum + writableLength, 0);
    let most = 0;
    for (let round = 0; round < 8; round++) {
      for (const reader of readers) reader.say({ type: "open", file: 1, version: null });
      await owner.answers();
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, waiting());
    }
    expect(most).toBeLessThanOrEqual(MOST / 2 + TEXT + 20 * 64 * 1024);
    // whoever reads is served
    await owner.answers();
  });

  it("[O21] begins messages and ends none: what is kept of all its connections has a bound, and others are heard", async () => {
    const MOST = 2_000_000;
    const PART = 200_000;
    server = await startTestServer({ ADDRESS_WAITING_BYTES: String(MOST) });
    const { roomId, key } = await server.createRoom();
    const owner = await Wire.enter(server.socketUrl(roomId), { key });
    const wires = await Promise.all(
      Array.from({ length: 20 }, () => Wire.open(server.socketUrl(roomId), { ...ELSEWHERE })),
    );
    for (const wire of [owner, ...wires]) ended.push(() => wire.leave());
    const cut: { code: number; reason: string }[] = [];
    for (const wire of wires) void wire.closed.then((closed) => cut.push(closed));
    for (const wire of wires) {
      wire.hello();
      await wire.next("welcome");
      wire.socket.send("x".repeat(PART), { fin: false });
    }
    while ((wires.length - cut.length) * PART > MOST) await owner.answers();
    expect(cut.every(({ code, reason }) => code === 4029 && reason === "too_many_refusals")).toBe(true);
    expect(cut.length).toBeLessThan(13);
    owner.push([[[0, "x".repeat(90_000)]]]);
    await owner.next("updates");
  });

  it("[O22] [P91] writes all that a room may have in an hour: both are told, nothing of it is lost, and reading goes on", async () => {
    server = await startTestServer({ RATE_ROOM_BYTES_PER_HOUR: "20000" });
    const { roomId, key } = await server.createRoom();
    const owner = await Wire.enter(server.socketUrl(roomId), { key });
    const other = await Wire.enter(server.socketUrl(roomId));
    ended.push(
      () => owner.leave(),
      () => other.leave(),
    );
    const text = "a".repeat(6_200);
    for (let seq = 1; seq <= 3; seq++) {
      owner.push([seq === 1 ? [[0, text]] : [[0, text], text.length * (seq - 1)]], { seq, version: seq - 1 });
      await owner.next("updates");
    }
    expect(await other.next("error")).toMatchObject({
      code: "written_much",
      fatal: false,
      message: expect.stringMatching("close to its limit"),
    });
    owner.push([[[0, text], text.length * 3]], { seq: 4, version: 3 });
    await owner.next("updates");
    expect(await other.next("error")).toMatchObject({
      message: expect.stringMatching(/^This room has reached its limit of writing/),
      retryAfterMs: expect.any(Number),
    });
    owner.push([[[0, "b"], text.length * 4]], { seq: 5, version: 4 });
    for (;;) {
      const refused = await owner.next("error");
      if (refused.file === undefined) continue;
      expect(refused).toMatchObject({ code: "written_much", file: 1, fatal: false, retryAfterMs: expect.any(Number) });
      break;
    }
    other.say({ type: "room", title: "More" });
    expect(await other.next("error")).toMatchObject({ code: "written_much" });
    const stranger = await Wire.open(server.socketUrl(roomId));
    ended.push(() => stranger.leave());
    stranger.hello({ name: "Sue" });
    expect(await stranger.next("error")).toMatchObject({
      code: "written_much",
      fatal: true,
      retryAfterMs: expect.any(Number),
    });
    const late = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => late.leave());
    expect((await late.next("file")).text).toHaveLength(text.length * 4);
  });

  it("[P91] writes all that it may in an hour over HTTP: that is told, other addresses go on, and so does its own reading", async () => {
    server = await startTestServer({ RATE_ADDRESS_BYTES_PER_HOUR: "20000" });
    const { roomId, key } = await server.createRoom();
    const title = async (isChunked: boolean): Promise<Response> => {
      const body = JSON.stringify({ title: "x".repeat(900) });
      return fetch(`${server.url}/api/rooms/${roomId}`, {
        method: "PATCH",
        headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
        body: isChunked ? new Blob([body]).stream() : body,
        ...(isChunked && { duplex: "half" }),
      } as RequestInit);
    };
    // one that does not say how long it is counts as the longest
    expect((await title(true)).status).toBe(200);
    for (let count = 0; count < 5; count++) expect((await title(false)).status).toBe(200);
    const refused = await title(false);
    expect([refused.status, await refused.json()]).toMatchObject([429, { error: { code: "written_much" } }]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    const owner = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => owner.leave());
    owner.push([[[0, "a"]]]);
    expect(await owner.next("error")).toMatchObject({ code: "written_much" });
    const elsewhere = await Wire.open(server.socketUrl(roomId), ELSEWHERE);
    ended.push(() => elsewhere.leave());
    elsewhere.hello();
    await elsewhere.next("file");
    elsewhere.push([[[0, "b"]]]);
    await elsewhere.next("updates");
  });

  it("[O23] is refused upgrades by the hundred and never closes: the sockets are gone a second later", async () => {
    server = await startTestServer();
    const open = new Set<Socket>();
    server.server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    });
    const sockets: Socket[] = [];
    for (let count = 0; count < 200; count++) sockets.push(await upgrade("/nowhere"));
    const begun = performance.now();
    await Promise.all([...open].map((socket) => once(socket, "close")));
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(open.size).toBe(0);
    expect(sockets.some(({ destroyed }) => destroyed)).toBe(false);
  });

  it("[O23] has so many connections of any kind, and one more is closed unread", async () => {
    server = await startTestServer({ CONNECTIONS_PER_ADDRESS: "5" });
    const sockets: Socket[] = [];
    for (let count = 0; count < 5; count++) {
      const socket = connect({ port: server.port, host: "127.0.0.1" });
      ended.push(() => socket.destroy());
      sockets.push(socket);
      await once(socket, "connect");
    }
    const one = connect({ port: server.port, host: "127.0.0.1" });
    one.on("error", () => {});
    await once(one, "close");
    const elsewhere = connect({ port: server.port, host: "127.0.0.1", ...ELSEWHERE });
    ended.push(() => elsewhere.destroy());
    elsewhere.write("GET /health HTTP/1.1\r\nHost: any\r\n\r\n");
    const [answer] = (await once(elsewhere, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 200/);
    sockets[0]!.destroy();
    await once(sockets[0]!, "close");
    for (;;) {
      const again = connect({ port: server.port, host: "127.0.0.1" });
      again.on("error", () => {});
      ended.push(() => again.destroy());
      again.write("GET /health HTTP/1.1\r\nHost: any\r\n\r\n");
      // the server may hear of the close a moment later
      if (await Promise.race([once(again, "data").then(() => true), once(again, "close").then(() => false)])) break;
    }
  });

  it("[O9] [P2] asks for upgrades at whatever it likes: each is refused, and nothing is logged", async () => {
    server = await startTestServer();
    const long = `/${"x".repeat(8_000)}`;
    for (const path of [
      "/",
      "//",
      "//[",
      "/%",
      "/%ff%fe",
      "http://[",
      "http://any/%",
      "\\\\",
      "*",
      long,
      "/?#",
      "/../..",
    ]) {
      const socket = await upgrade(path);
      const [answer] = (await once(socket, "data")) as [Buffer];
      expect([path, answer.toString()]).toEqual([path, expect.stringMatching(/^HTTP\/1.1 4\d\d /)]);
    }
    expect(server.log.warnings).toEqual([]);
  });
});
