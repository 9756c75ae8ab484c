// A server's log, and what the process writes beside it, while strangers send nonsense, go in the middle, and delete what others write.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { allFeatures } from "../allFeatures.ts";
import { settle } from "../fuzz/simNetwork.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { Wire } from "./wire.ts";

const ROUNDS = 8;
const LONG_TEXT = Array.from({ length: 20_000 }, (_, line) => `${line} ${Math.sin(line)}`);

/** Removing all that belongs to a room takes a while, as where a store has much of it; to everybody it is gone at once. */
class SlowPurge extends MemoryStore {
  override async deleteRoom(roomId: string): Promise<void> {
    await super.deleteRoom(roomId);
    for (let turn = 0; turn < 50; turn++) await settle();
  }
}

let server: TestServer;
/** one with a long text, so that a download of it can be left in the middle */
let room: { roomId: string; key: string };
/** the server's ends of connections */
const sockets = new Set<Socket>();
const written: unknown[] = [];

beforeAll(async () => {
  // in tests Express writes nothing anyway
  const { NODE_ENV: environment } = process.env;
  process.env.NODE_ENV = "production";
  const settings = { LIMIT_MESSAGES_PER_SECOND: "0", LIMIT_PUSHES_PER_SECOND: "0" };
  server = await startTestServer(settings, new SlowPurge(), allFeatures);
  process.env.NODE_ENV = environment;
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  room = await server.createRoom();
  const wire = await enter(room.roomId, room.key);
  wire.push([[[0, ...LONG_TEXT]]]);
  await wire.next("updates");
  wire.leave();
  jest.spyOn(console, "error").mockImplementation((...said: unknown[]) => void written.push(said));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await server.stop();
});

const enter = async (roomId: string, key?: string) => {
  const wire = await Wire.enter(server.socketUrl(roomId), { ...(key !== undefined && { key }) });
  await wire.next("file");
  return wire;
};
const call = (method: string, path: string, body?: object, { key } = room): Promise<Response> =>
  fetch(`${server.url}/api/rooms${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });

/** A socket on which this was said, byte by byte as it is. */
async function said(bytes: string): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(bytes, "latin1");
  return socket;
}

/** What is answered to these bytes until the server ends the connection. */
async function answerTo(bytes: string): Promise<string> {
  const socket = await said(bytes);
  let heard = "";
  socket.setEncoding("latin1").on("data", (data: string) => (heard += data));
  await once(socket, "close");
  return heard;
}

const CLOSING = "Host: x\r\nConnection: close\r\n";
const UPGRADING = `Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${"A".repeat(22)}==\r\n`;
const ADDRESSES = ["//", "///", "//[", "http://[", "http://x:99999/", "/%", "/%00", "/%ff", "*", "?", "\\", "/\u00e9"];
const post = (head: string, body = ""): string =>
  `POST /api/rooms HTTP/1.1\r\n${CLOSING}Content-Type: application/json\r\n${head}\r\n\r\n${body}`;
const BOMB = gzipSync("x".repeat(1_000_000)).toString("latin1");

describe("nothing is written at error or warn, nor beside the log,", () => {
  afterEach(async () => {
    // by then all is handled that somebody has begun
    await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve))));
    const { errors, warnings } = server.log;
    expect([...errors.splice(0), ...warnings.splice(0), ...written.splice(0)]).toEqual([]);
  });

  it.each(ADDRESSES)("[O9] [P2] for an upgrade at %j", async (address) => {
    expect(await answerTo(`GET ${address} HTTP/1.1\r\n${UPGRADING}\r\n`)).toMatch(/^HTTP\/1.1 4\d\d /);
  });

  it.each(ADDRESSES)("[O9] for requests at %j", async (address) => {
    for (const path of [address, `/api/rooms/${address}`, `/api/rooms/${address}/download/${address}`])
      for (const method of ["GET", "DELETE", "PUT", "OPTIONS"])
        expect(await answerTo(`${method} ${path} HTTP/1.1\r\n${CLOSING}\r\n`)).toMatch(/^HTTP\/1.1 [24]\d\d /);
  });

  it.each([
    ["half an object", post("Content-Length: 1", "{")],
    ["a list", post("Content-Length: 2", "[]")],
    ["deep lists", post("Content-Length: 16000", "[".repeat(16_000))],
    ["an encoding that there is not", post("Content-Encoding: zstd\r\nContent-Length: 2", "{}")],
    ["what is not packed as it says", post("Content-Encoding: gzip\r\nContent-Length: 2", "{}")],
    ["a bomb", post(`Content-Encoding: gzip\r\nContent-Length: ${BOMB.length}`, BOMB)],
    ["letters that there are not", post("Content-Length: 2", "{}").replace("json", "json; charset=klingon")],
    ["chunks that are none", post("Transfer-Encoding: chunked", "zz\r\n{}\r\n")],
    ["two lengths", post("Content-Length: 2\r\nTransfer-Encoding: chunked", "{}")],
    ["a long head", `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
    ["what is no HTTP", "\u0016\u0003\u0001\r\n\r\n"],
    ["no host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["conditions", `GET / HTTP/1.1\r\n${CLOSING}If-Match: x\r\nRange: bytes=9-1\r\n\r\n`],
    ["a key that is none", `GET /api/rooms/abcdefghijk34 HTTP/1.1\r\n${CLOSING}Authorization: x\r\n\r\n`],
    ["a page's address that is none", `GET /abcdefghijk34 HTTP/1.1\r\n${UPGRADING}Origin: http://[\r\n\r\n`],
  ])("[O9] for %s", async (_, bytes) => {
    expect(await answerTo(bytes)).toMatch(/^HTTP\/1.1 [24]\d\d /);
  });

  it("[O9] for who goes in the middle of a body, an upgrade, an answer or an archive", async () => {
    const { roomId } = room;
    (await said(post("Content-Length: 9", "{"))).resetAndDestroy();
    (await said(`GET /${roomId} HTTP/1.1\r\n${UPGRADING}\r\n`)).resetAndDestroy();
    for (const path of [`/api/rooms/${roomId}/download`, `/api/rooms/${roomId}/download/1`]) {
      for (const end of ["resetAndDestroy", "destroy"] as const) {
        const socket = await said(`GET ${path} HTTP/1.1\r\n${CLOSING}\r\n`);
        await once(socket, "data");
        socket.pause();
        socket[end]();
      }
    }
  });

  it.each([
    ["a frame that is not masked", Buffer.from([0x81, 0x01, 0x78])],
    ["a frame of a kind that there is not", Buffer.from([0x8f, 0x80, 0, 0, 0, 0])],
    ["half a frame", Buffer.from([0x81, 0xfe])],
    ["an end with a reason that is no text", Buffer.from([0x88, 0x84, 0, 0, 0, 0, 0x03, 0xe8, 0xff, 0xff])],
  ])("[O9] for %s, and who resets the connection then", async (_, bytes) => {
    const socket = await said(
      `GET /${room.roomId} HTTP/1.1\r\n${UPGRADING}Sec-WebSocket-Protocol: companion.v2\r\n\r\n`,
    );
    await once(socket, "data");
    await new Promise((resolve) => socket.write(bytes, resolve));
    socket.resetAndDestroy();
  });

  it("[O9] [H30] for a room that is deleted while others write it, read it and come: all are told that there is none", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const here = await server.createRoom();
      const wires = [await enter(here.roomId, here.key), await enter(here.roomId)] as const;
      const answers: Promise<Response>[] = [];
      const ask = (method: string, path: string, body?: object): void =>
        void answers.push(call(method, `/${here.roomId}${path}`, body, here));
      const coming = Wire.open(server.socketUrl(here.roomId));
      for (let turn = 0; turn < 10; turn++) {
        wires[1].push([[...(turn === 0 ? [] : [turn]), [0, "x"]]], { version: turn, seq: turn + 1 });
        ask("PATCH", "", { title: `${turn}` });
        if (turn % 3 === 0) ask("POST", "/files", { name: `${turn}` });
        if (turn === 5) ask("PATCH", "/roles/settings", { password: "a long one" });
        if (turn === round % 10) ask("DELETE", "");
        ask("GET", "/download");
        ask("GET", "");
      }
      const late = await coming;
      late.hello({ key: here.key });
      for (const { status } of await Promise.all(answers)) expect([200, 201, 204, 404, 429]).toContain(status);
      for (const wire of wires) expect(await wire.closed).toEqual({ code: 4004, reason: "room_not_found" });
      expect(await late.closed).toEqual({ code: 4004, reason: "room_not_found" });
    }
  });
});
