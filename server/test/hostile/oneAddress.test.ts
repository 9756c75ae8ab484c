// What one network address asks for at its worst, counted: the others go on, and there is a bound to all that it can take.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../protocol/messages.ts";
import { startTestServer, type TestServer } from "../harness.ts";
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
  it("[O20] floods with pings that nobody greeted for: another address' are answered meanwhile, and in the end all are", async () => {
    server = await startTestServer({ ADDRESS_TIME_PERCENT: "20", LIMIT_HELLO_MS: "60000" });
    const { roomId } = await server.createRoom();
    const SOCKETS = 20;
    const PINGS = 500;
    const pings = Buffer.concat(Array.from({ length: PINGS }, () => frameOf('{"type":"ping"}')));
    let pongs = 0;
    let cut = 0;
    const flood: Socket[] = [];
    for (let count = 0; count < SOCKETS; count++) {
      const socket = new WebSocket(server.socketUrl(roomId), SUBPROTOCOL, { ...ELSEWHERE, perMessageDeflate: false });
      ended.push(() => socket.terminate());
      socket.on("message", () => pongs++);
      socket.on("close", () => cut++);
      socket.on("upgrade", ({ socket: stream }) => flood.push(stream as Socket));
      await once(socket, "open");
    }
    const bystander = await Wire.enter(server.socketUrl(roomId));
    ended.push(() => bystander.leave());
    for (const stream of flood) stream.write(pings);
    const answered: number[] = [];
    for (let count = 0; count < 30; count++) {
      await bystander.answers();
      answered.push(pongs);
    }
    // Thirty words there and back, while of ten thousand pings most still wait.
    expect(answered.at(-1)).toBeLessThan((SOCKETS * PINGS) / 2);
    while (pongs < SOCKETS * PINGS) await new Promise((resolve) => setImmediate(resolve));
    expect(cut).toBe(0);
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
    expect(await other.next("error")).toMatchObject({ code: "written_much", fatal: false, message: /^Nearly/ });
    owner.push([[[0, text], text.length * 3]], { seq: 4, version: 3 });
    await owner.next("updates");
    const { message } = await other.next("error");
    expect(message).toMatch(/^As much was written/);
    owner.push([[[0, "b"], text.length * 4]], { seq: 5, version: 4 });
    for (;;) {
      const refused = await owner.next("error");
      if (refused.file === undefined) continue;
      expect(refused).toMatchObject({ code: "written_much", file: 1, fatal: false, retryAfterMs: expect.any(Number) });
      break;
    }
    other.say({ type: "room", title: "More" });
    expect(await other.next("error")).toMatchObject({ code: "written_much" });
    const late = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => late.leave());
    expect((await late.next("file")).text).toHaveLength(text.length * 4);
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
