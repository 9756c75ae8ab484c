// Every code that a server can refuse with, provoked for real, over HTTP or a raw socket.
import { describe, expect, it } from "@jest/globals";
import { Router } from "express";
import type { Feature } from "../../features/feature.ts";
import { type ErrorCode, ERRORS, Refusal } from "../../protocol/errors.ts";
import { newRoomDocument } from "../../rooms/log/roomDocument.ts";
import { systemSecrets } from "../../platform.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { ADMIN_TOKEN, Operator } from "../operator.ts";
import { newClientId } from "../person.ts";
import {
  type Answer,
  enter,
  fatal,
  http,
  keep,
  mild,
  open,
  post,
  server,
  start,
  TroubledStore,
  type,
  upgrade,
} from "./answers.ts";
import { Wire } from "./wire.ts";

const NO_SUCH_ROOM = "3333333333333";

/** A feature that finds nothing outside of rooms, as another one may. */
const guessed: Feature = {
  name: "guessed",
  site: {
    guessed: {
      routes: () =>
        Router().get("/", () => {
          throw new Refusal("code_not_found");
        }),
      paths: { "": { get: {} } },
    },
  },
};

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

async function endedBy(action: string): Promise<Answer> {
  await start({ ADMIN_TOKEN });
  const wire = await enter();
  const operator = await Operator.signedIn(server.url);
  const { rooms } = await operator.rooms();
  await operator.say("POST", `rooms/${rooms[0]!.hash}/${action}`, { reason: "Spam." });
  return fatal(wire);
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
  async address_blocked() {
    await start({ ADMIN_TOKEN, TRUST_PROXY: "1" });
    const wire = await enter();
    const operator = await Operator.signedIn(server.url, "203.0.113.9");
    await operator.say("PUT", "blocks", { group: "127.0.0.1", minutes: 5, reason: "" });
    return fatal(wire);
  },
  closed_by_operator: () => endedBy("close"),
  expired_by_operator: () => endedBy("expire"),
  deleted_by_operator: () => endedBy("delete"),
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
    await start({}, undefined, [guessed]);
    return http("/api/guessed");
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
  async server_read_only() {
    await start({ ADMIN_TOKEN });
    const wire = await enter();
    const operator = await Operator.signedIn(server.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    wire.push([[[0, "a"]]]);
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
});
