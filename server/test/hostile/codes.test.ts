// Every code that a server can refuse with, provoked for real, over HTTP or a raw socket.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Feature } from "../../features/feature.ts";
import { type ErrorCode, ERRORS, Refusal } from "../../protocol/errors.ts";
import { newRoomDocument, type RoomDocument } from "../../rooms/roomDocument.ts";
import type { Append, AppendOutcome } from "../../rooms/roomStore.ts";
import { systemSecrets } from "../../platform.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { newClientId } from "../person.ts";
import { UpgradeRefused, Wire } from "./wire.ts";

/** What the one who was refused has got. */
interface Answer {
  readonly code: string;
  readonly message: string;
  /** of an error frame */
  readonly fatal?: boolean;
  readonly retryAfterMs?: number;
  /** of the connection, when it ended */
  readonly close?: number;
  readonly reason?: string;
  /** of an HTTP answer */
  readonly status?: number;
  readonly retryAfter?: string | undefined;
}

let server: TestServer;
const wires: Wire[] = [];
const after: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  for (const end of after.splice(0)) await end();
  await server.stop();
});

const start = async (...options: Parameters<typeof startTestServer>): Promise<void> => {
  server = await startTestServer(...options);
};

/** A store in which something goes wrong as soon as `trouble` is set. */
class TroubledStore extends MemoryStore {
  trouble: "none" | "fails" | "conflict" | "unreadable" = "none";

  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    if (this.trouble === "fails") throw new Error("no space left on the disk");
    return this.trouble === "conflict" ? appends.map(() => "conflict") : super.append(appends);
  }

  override async loadRoom(roomId: string): Promise<RoomDocument | undefined> {
    if (this.trouble === "unreadable") throw new Error("the disk is gone");
    return super.loadRoom(roomId);
  }
}

const keep = <W extends Wire>(wire: W): W => {
  wires.push(wire);
  return wire;
};

async function open(roomId?: string): Promise<Wire> {
  return keep(await Wire.open(server.socketUrl(roomId ?? (await server.createRoom()).roomId)));
}

/** A raw client in a new room, with the file open. */
async function enter(hello: Parameters<typeof Wire.enter>[1] = {}, roomId?: string) {
  const url = server.socketUrl(roomId ?? (await server.createRoom()).roomId);
  const wire = keep(await Wire.enter(url, hello));
  if (hello.files?.length !== 0) await wire.next("file");
  return wire;
}

/** The error frame that ends the connection, and how it ends. */
async function fatal(wire: Wire): Promise<Answer> {
  const error = await wire.next("error");
  const { code: close, reason } = await wire.closed;
  return { ...error, close, reason };
}

/** The error frame after which the connection lives on, which a ping shows. */
async function mild(wire: Wire): Promise<Answer> {
  const error = await wire.next("error");
  await wire.answers();
  return error;
}

async function upgrade(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const refused = await Wire.open(url, { headers }).then(
    () => expect("the upgrade").toBe("refused") as never,
    (error: unknown) => error as UpgradeRefused,
  );
  expect(refused).toBeInstanceOf(UpgradeRefused);
  return { ...refused.body.error, status: refused.status, retryAfter: refused.headers["retry-after"] as string };
}

async function http(path: string, request: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, request);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { ...error, status: response.status, retryAfter: response.headers.get("retry-after") ?? undefined };
}

const post = (body: string): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/json" },
});

/** Pushes `count` insertions of a letter, each push confirmed before the next. */
async function type(wire: Wire, count: number): Promise<void> {
  for (let version = 0; version < count;) {
    const changes = Array.from({ length: Math.min(200, count - version) }, (_, index) =>
      version + index === 0 ? [[0, "a"]] : [[0, "a"], version + index],
    );
    wire.push(changes, { version, seq: version + 1 });
    version += changes.length;
    for (let seen = 0; seen < version;) {
      const { version: from, updates } = await wire.next("updates");
      seen = from + updates.length;
    }
  }
}

const NO_SUCH_ROOM = "3333333333333";

/** A feature that refuses as another one may, at the door and when it is spoken to. */
const refusing = (code: ErrorCode): Feature => ({
  name: "guard",
  open: () => ({
    admit() {
      if (["stop", "later"].includes(ERRORS[code].remedy)) throw new Refusal(code);
      return undefined;
    },
    message() {
      throw new Refusal(code);
    },
  }),
});

async function atTheDoor(code: ErrorCode): Promise<Answer> {
  await start({}, new MemoryStore(), [refusing(code)]);
  const wire = await open();
  wire.hello({});
  return fatal(wire);
}

async function whenSpokenTo(code: ErrorCode): Promise<Answer> {
  await start({}, new MemoryStore(), [refusing(code)]);
  const wire = await enter();
  wire.say({ type: "feature", feature: "guard", data: null });
  return mild(wire);
}

/** A way to each code. What is not here, nobody has shown to be possible. */
const provoke: { readonly [code in ErrorCode]: () => Promise<Answer> } = {
  async bad_frame() {
    await start();
    const wire = await enter();
    wire.say("{");
    return fatal(wire);
  },
  async bad_hello() {
    await start();
    const wire = await open();
    wire.push([[[0, "a"]]]);
    return fatal(wire);
  },
  async hello_timeout() {
    await start({ LIMIT_HELLO_MS: "30" });
    return fatal(await open());
  },
  async unauthorized() {
    await start();
    const wire = await open();
    wire.hello({ key: newClientId() });
    return fatal(wire);
  },
  async removed() {
    const store = new MemoryStore();
    await start({}, store);
    const key = systemSecrets.create();
    const room = newRoomDocument(
      { roomId: NO_SUCH_ROOM, dateCreated: 0, programmingLanguage: "C" },
      "Rex",
      systemSecrets.hash(key),
    );
    const participants = room.participants.map((person) => ({ ...person, removed: true }));
    await store.createRoom({ ...room, participants }, Infinity);
    const wire = await open(NO_SUCH_ROOM);
    wire.hello({ key });
    return fatal(wire);
  },
  not_admitted: () => atTheDoor("not_admitted"),
  room_closed: () => atTheDoor("room_closed"),
  room_locked: () => atTheDoor("room_locked"),
  password_needed: () => atTheDoor("password_needed"),
  wrong_password: () => atTheDoor("wrong_password"),
  async origin_refused() {
    await start();
    return upgrade(server.socketUrl(NO_SUCH_ROOM), { origin: "https://evil.example" });
  },
  async room_not_found() {
    await start();
    const wire = await open(NO_SUCH_ROOM);
    wire.hello();
    return fatal(wire);
  },
  async code_not_found() {
    await start();
    return http("/api/join-code", post('{"code":"22222222"}'));
  },
  async room_full() {
    await start({ LIMIT_CLIENTS_PER_ROOM: "1" });
    const { roomId } = await server.createRoom();
    await enter({}, roomId);
    const second = await open(roomId);
    second.hello();
    return fatal(second);
  },
  async slow_reader() {
    await start({
      LIMIT_SLOW_READER_BYTES: "10000",
      LIMIT_SLOW_READER_CLOSE_BYTES: "100000",
      LIMIT_MESSAGES_PER_SECOND: "0",
    });
    const { roomId } = await server.createRoom();
    const watcher = await enter({ files: [] }, roomId);
    const wire = keep(await Wire.open(server.socketUrl(roomId), { perMessageDeflate: false }));
    wire.hello();
    await wire.next("file");
    wire.push([[[0, ...Array(5_000).fill("x".repeat(190))]]]);
    await wire.next("updates");
    wire.socket.pause();
    // More than the operating system keeps for somebody who does not read.
    while (!watcher.heard.some(({ type: kind }) => kind === "left")) {
      wire.say({ type: "open", file: 1, version: null });
      await watcher.answers();
    }
    wire.socket.resume();
    const { code: close, reason } = await wire.closed;
    // No frame tells it: there are too many on the way already.
    expect(wire.heard.some(({ type: kind }) => kind === "error")).toBe(false);
    return { code: reason, message: ERRORS.slow_reader.sentence, close, reason };
  },
  async superseded() {
    await start();
    const { roomId, key } = await server.createRoom();
    const client = newClientId();
    const older = await enter({ key, client }, roomId);
    await enter({ key, client }, roomId);
    return fatal(older);
  },
  async client_taken() {
    await start();
    const { roomId, key } = await server.createRoom();
    const client = newClientId();
    await enter({ key, client }, roomId);
    const { welcome } = await enter({}, roomId);
    const thief = await open(roomId);
    thief.hello({ client, key: welcome.you.key! });
    return fatal(thief);
  },
  async unsupported_protocol() {
    await start();
    const { roomId } = await server.createRoom();
    return fatal(keep(await Wire.open(server.socketUrl(roomId), { subprotocol: "companion.v9" })));
  },
  async room_reset() {
    const store = new TroubledStore();
    await start({}, store);
    const wire = await enter();
    store.trouble = "conflict";
    wire.push([[[0, "a"]]]);
    return fatal(wire);
  },
  async store_unavailable() {
    const store = new TroubledStore();
    await start({}, store);
    const wire = await enter();
    store.trouble = "fails";
    wire.push([[[0, "a"]]]);
    return fatal(wire);
  },
  async server_draining() {
    await start();
    const wire = await enter();
    const [answer] = await Promise.all([fatal(wire), server.stop()]);
    await start();
    return answer;
  },
  async too_large() {
    await start();
    return http("/api/rooms", post(JSON.stringify({ name: "x".repeat(100_000) })));
  },
  async too_many_refusals() {
    await start();
    const wire = await enter();
    for (let i = 0; i < 200; i++) wire.push([[[0, "a"]]], { file: 2 });
    const { code: close, reason } = await wire.closed;
    return { ...wire.heard.filter((message) => message.type === "error").at(-1)!, close, reason };
  },
  async rate_limited() {
    await start({ LIMIT_MESSAGES_PER_SECOND: "1" });
    const wire = await enter();
    for (let i = 0; i < 3; i++) wire.say({ type: "close", file: 9 });
    return mild(wire);
  },
  async written_much() {
    await start({ RATE_ADDRESS_BYTES_PER_HOUR: "100" });
    const wire = await enter();
    wire.push([[[0, "a".repeat(200)]]]);
    wire.push([[[0, "a"], 200]], { version: 1, seq: 2 });
    return mild(wire);
  },
  async read_only() {
    const store = new MemoryStore();
    await start({}, store);
    const key = systemSecrets.create();
    const room = newRoomDocument(
      { roomId: NO_SUCH_ROOM, dateCreated: 0, programmingLanguage: "C" },
      "Vera",
      systemSecrets.hash(key),
    );
    const participants = room.participants.map((person) => ({ ...person, role: "viewer" as const }));
    await store.createRoom({ ...room, participants }, Infinity);
    const viewer = await enter({ key }, NO_SUCH_ROOM);
    for (const attempt of [
      { type: "room", language: "Go" },
      { type: "room", title: "Mine" },
    ]) {
      viewer.say(attempt);
      expect(await mild(viewer)).toMatchObject({ code: "read_only" });
    }
    viewer.push([[[0, "a"]]]);
    return mild(viewer);
  },
  async not_owner() {
    await start();
    const { roomId } = await server.createRoom();
    const { welcome } = await enter({}, roomId);
    return http(`/api/rooms/${roomId}`, { method: "DELETE", headers: { authorization: `Bearer ${welcome.you.key}` } });
  },
  last_owner: () => whenSpokenTo("last_owner"),
  unknown_person: () => whenSpokenTo("unknown_person"),
  outdated: () => whenSpokenTo("outdated"),
  async bad_change() {
    await start();
    const wire = await enter();
    wire.push([[[0, "a\nb"]]]);
    return fatal(wire);
  },
  async version_ahead() {
    await start();
    const wire = await enter();
    wire.push([[[0, "a"]]], { version: 1 });
    return mild(wire);
  },
  async version_too_old() {
    await start({ LIMIT_PUSHES_PER_SECOND: "0" });
    const { roomId, key } = await server.createRoom();
    const late = await enter({ key }, roomId);
    await type(await enter({}, roomId), 1_300);
    late.push(Array.from({ length: 200 }, (_, index) => [[0, "b"], ...(index > 0 ? [index] : [])]));
    return mild(late);
  },
  async seq_gap() {
    await start();
    const wire = await enter();
    wire.push([[[0, "a"]]], { seq: 2 });
    return mild(wire);
  },
  async line_too_long() {
    await start({ LIMIT_LINE_CHARACTERS: "10" });
    const wire = await enter();
    wire.push([[[0, "12345678901"]]]);
    return mild(wire);
  },
  async document_too_large() {
    await start({ LIMIT_DOCUMENT_CHARACTERS: "10" });
    const wire = await enter();
    wire.push([[[0, "123456789012345678901"]]]);
    return mild(wire);
  },
  async unknown_file() {
    await start();
    const wire = await enter();
    wire.say({ type: "open", file: 2, version: null });
    return mild(wire);
  },
  too_many_files: () => whenSpokenTo("too_many_files"),
  bad_file_name: () => whenSpokenTo("bad_file_name"),
  name_taken: () => whenSpokenTo("name_taken"),
  last_file: () => whenSpokenTo("last_file"),
  async unknown_feature() {
    await start();
    const wire = await enter();
    wire.say({ type: "feature", feature: "mind-reading", data: null });
    return mild(wire);
  },
  async bad_request() {
    await start();
    return http("/api/rooms", post('{"name":7}'));
  },
  async method_not_allowed() {
    await start();
    return http("/api/rooms", { method: "DELETE" });
  },
  async not_found() {
    await start();
    return http("/api/nothing");
  },
  async internal() {
    const store = new TroubledStore();
    await start({}, store);
    const { roomId } = await server.createRoom();
    const wire = await open(roomId);
    store.trouble = "unreadable";
    wire.hello();
    return fatal(wire);
  },
};

describe("every code is provoked", () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])("[P45] %s", async (code) => {
    const kind: { status: number; sentence: string; close?: number } = ERRORS[code];
    const answer = await provoke[code]();
    expect(answer.code).toBe(code);
    // The sentence, with what exactly was wrong in brackets where that helps.
    expect(answer.message.startsWith(kind.sentence)).toBe(true);
    if (answer.status !== undefined) expect(answer.status).toBe(kind.status);
    else if (kind.close === undefined) expect(answer).toMatchObject({ fatal: false });
    else expect(answer).toMatchObject({ close: kind.close, reason: code });
    if (answer.fatal !== undefined) expect(answer.fatal).toBe(kind.close !== undefined);
    // Only our own trouble is logged as ours; a room that is read again is in order then [D24].
    const isOurs = ["internal", "store_unavailable"].includes(code);
    expect(server.log.errors.length > 0).toBe(isOurs);
  });

  it("[P45] nothing is provoked that is not a code, and close codes are ones that an application may use", () => {
    expect(Object.keys(provoke).sort()).toEqual(Object.keys(ERRORS).sort());
    for (const { close } of Object.values(ERRORS) as { close?: number }[])
      expect(close === undefined || [1009, 1011, 1012].includes(close) || (close >= 4000 && close < 5000)).toBe(true);
  });

  it("[P48] when the store fails, everybody is told, and finds what was confirmed", async () => {
    const store = new TroubledStore();
    await start({}, store);
    const { roomId, key } = await server.createRoom();
    const wire = await enter({ key }, roomId);
    await type(wire, 3);
    store.trouble = "fails";
    wire.push([[3, [0, "lost"]]], { version: 3, seq: 4 });
    expect(await fatal(wire)).toMatchObject({ code: "store_unavailable", close: 4013 });
    store.trouble = "none";
    const back = keep(await Wire.enter(server.socketUrl(roomId), { key }));
    expect(await back.next("file")).toMatchObject({ text: "aaa", version: 3 });
  });

  it("[P48] a room that somebody has deleted is gone for who is in it", async () => {
    const store = new MemoryStore();
    await start({}, store);
    const { roomId, key } = await server.createRoom();
    const wire = await enter({ key }, roomId);
    await store.deleteRoom(roomId);
    wire.push([[[0, "a"]]]);
    expect(await fatal(wire)).toMatchObject({ code: "room_not_found", close: 4004 });
    expect(server.log).toMatchObject({ errors: [], warnings: [] });
  });

  it("[P2] [P55] a server that stops takes no new sockets, not even one that had begun to ask", async () => {
    await start();
    const { roomId } = await server.createRoom();
    const wire = await enter({}, roomId);
    const late = connect(server.port, "127.0.0.1");
    let heard = "";
    late.on("data", (data) => (heard += data.toString()));
    late.write(`GET /${roomId} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`);
    await http("/api/nothing");
    const stopped = server.stop();
    late.write(`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n\r\n`);
    await once(late, "close");
    expect(heard).toMatch(/^HTTP\/1.1 503 [^]*"code":"server_draining"/);
    await stopped;
    expect(await wire.closed).toEqual({ code: 1012, reason: "server_draining" });
    await start();
  });

  it("[P6] a frame that is too large, and one that is no UTF-8, end the connection with the protocol's own codes", async () => {
    await start({ LIMIT_FRAME_BYTES: "1000" });
    const large = await enter();
    large.say({ type: "feature", feature: "x", data: "x".repeat(1_000) });
    expect((await large.closed).code).toBe(1009);
    const broken = await enter();
    broken.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect((await broken.closed).code).toBe(1007);
    expect(server.log.errors).toEqual([]);
  });

  it("[P58] what is compressed is not taken, whatever was offered", async () => {
    await start();
    const bomb = await enter();
    expect(bomb.socket.extensions).toBe("");
    const { _socket: tcp } = bomb.socket as unknown as { _socket: Socket };
    tcp.write(Buffer.from([0xc1, 0x80, 0, 0, 0, 0]));
    expect((await bomb.closed).code).toBe(1002);
    expect(server.log.errors).toEqual([]);
  });

  it("[P47] a fault of the server's own costs the connection that met it, and no other", async () => {
    const store = new TroubledStore();
    await start({}, store);
    const { roomId, key } = await server.createRoom();
    const bystander = await enter({ key }, roomId);
    const unlucky = await open((await server.createRoom()).roomId);
    store.trouble = "unreadable";
    unlucky.hello();
    expect(await fatal(unlucky)).toMatchObject({ code: "internal", close: 1011 });
    expect(server.log.errors).toHaveLength(1);
    bystander.push([[[0, "a"]]]);
    await bystander.next("updates");
  });

  it("[C8] [P48] of two servers on one store the second to write loses its room, not the text", async () => {
    const disk = new MemoryDisk();
    const other = await startTestServer({}, new MemoryStore(disk));
    after.push(() => other.stop());
    await start({}, new MemoryStore(disk));
    const { roomId, key } = await server.createRoom();
    /** One that comes for the first time is an entry of the room's log: the other server's room then is behind. */
    const come = async (to: TestServer, client: string) =>
      keep(await Wire.enter(to.socketUrl(roomId), { key, client }));
    const [client, guest] = [newClientId(), newClientId()];
    await come(server, guest);
    const here = await come(server, client);
    const there = await come(other, guest);
    await Promise.all([here.next("file"), there.next("file")]);
    there.push([[[0, "there"]]]);
    await there.next("updates");
    here.push([[[0, "here"]]]);
    expect(await fatal(here)).toMatchObject({ code: "room_reset", close: 4013 });
    const again = await come(server, client);
    expect((await again.next("file")).text).toBe("there");
  });
});
