// Clients that stop reading: what they cost, what the others notice, and how they come back.
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../protocol/subprotocol.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { newClientId, Person } from "../person.ts";
import { Wire } from "./wire.ts";

const FULL_BYTES = 100_000;
const CLOSE_BYTES = 2_000_000;
const TURN_CHARACTERS = 200_000;

let server: TestServer;
let sockets: Set<Socket>;
const ended: (() => void)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) end();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

async function start(seconds: number): Promise<{ roomId: string; key: string }> {
  server = await startTestServer({
    LIMIT_SLOW_READER_BYTES: String(FULL_BYTES),
    LIMIT_SLOW_READER_CLOSE_BYTES: String(CLOSE_BYTES),
    LIMIT_SLOW_READER_SECONDS: String(seconds),
    LIMIT_PUSHES_PER_SECOND: "0",
    LIMIT_MESSAGES_PER_SECOND: "0",
    // So that nobody types too many bytes a second.
    LIMIT_FRAME_BYTES: String(64 * 2 ** 20),
  });
  sockets = new Set();
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  return server.createRoom();
}

function enter(roomId: string, key: string): Person {
  const person = server.enter(roomId, { key });
  ended.push(() => person.leave());
  return person;
}

/** The most that the server holds for one of its sockets. */
const mostWaiting = (): number => Math.max(...[...sockets].map(({ writableLength }) => writableLength));

/** Text that hardly becomes smaller when it is compressed, in lines of 1,000 characters. */
const noise = (characters: number): string =>
  Array.from({ length: characters / 1_000 }, () => randomBytes(750).toString("base64").slice(1)).join("\n");

/** Replaces the text by as much noise, turn by turn, each seen by the reader; gives the ms of each and the most that waited. */
async function typeMuch(typist: Person, reader: Person, enough: (turn: number) => boolean) {
  const times: number[] = [];
  let most = 0;
  for (let turn = 0; !enough(turn); turn++) {
    const { doc } = typist.editor().state;
    const first = `turn ${turn} ${newClientId()}`;
    const begun = performance.now();
    typist.update({ changes: { from: 0, to: doc.length, insert: `${first}\n${noise(TURN_CHARACTERS)}` } });
    await reader.until(() => reader.editor().state.doc.line(1).text === first);
    times.push(performance.now() - begun);
    most = Math.max(most, mostWaiting());
  }
  return { times, most };
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

describe("a client that stops reading", () => {
  it("[P52] [P53] costs a bounded amount, slows nobody, and ends with slow_reader after its time", async () => {
    const { roomId, key } = await start(1);
    const [typist, reader] = [enter(roomId, key), enter(roomId, key)];
    await Promise.all([typist.settled(), reader.settled()]);
    const calm = await typeMuch(typist, reader, (turn) => turn === 20);
    const slow = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => slow.leave());
    await slow.next("file");
    slow.socket.pause();
    await typist.until(() => typist.session.clients.size === 3);
    const during = await typeMuch(typist, reader, () => typist.session.clients.size === 2);
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 4008, reason: "slow_reader" });
    expect(slow.heard.some(({ type }) => type === "error")).toBe(false);
    // What waited when sending was stopped, and the frame that passed the bound.
    expect(during.most).toBeGreaterThan(FULL_BYTES);
    expect(during.most).toBeLessThan(FULL_BYTES + 2 * TURN_CHARACTERS);
    expect(median(during.times)).toBeLessThan(Math.max(median(calm.times) * 4, 50));
    for (const { notices } of [typist, reader]) expect(notices).toEqual([]);
    expect(await server.rooms.text(roomId, 1)).toBe(reader.text());
  });

  it("[P53] ends at once when what it asks for is more than may wait", async () => {
    const { roomId, key } = await start(600);
    const [typist, reader] = [enter(roomId, key), enter(roomId, key)];
    await Promise.all([typist.settled(), reader.settled()]);
    await typeMuch(typist, reader, (turn) => turn === 1);
    const slow = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => slow.leave());
    slow.socket.pause();
    await typist.until(() => typist.session.clients.size === 3);
    const asker = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => asker.leave());
    let most = 0;
    while (!asker.heard.some((message) => message.type === "left")) {
      slow.say({ type: "open", file: 1, version: null });
      await asker.answers();
      most = Math.max(most, mostWaiting());
    }
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 4008, reason: "slow_reader" });
    expect(most).toBeLessThan(CLOSE_BYTES + 2 * TURN_CHARACTERS);
  });

  it("[P52] [P21] catches up from the log, exactly, when it reads again in time", async () => {
    const { roomId, key } = await start(600);
    const [typist, reader] = [enter(roomId, key), enter(roomId, key)];
    let socket: WebSocket | undefined;
    const frames: { type: string; version: number; updates: unknown[] }[] = [];
    const slow = new Person(
      roomId,
      ({ opened, frame, closed }) => {
        const opening = new WebSocket(server.socketUrl(roomId), SUBPROTOCOL);
        socket = opening;
        opening.on("open", opened);
        opening.on("message", (data: Buffer) => {
          frames.push(JSON.parse(data.toString()) as (typeof frames)[number]);
          frame(data.toString());
        });
        opening.on("close", closed);
        return { send: (data) => opening.send(data), close: () => opening.terminate() };
      },
      { key },
    );
    ended.push(() => slow.leave());
    await Promise.all([typist.settled(), reader.settled(), slow.settled()]);
    socket?.pause();
    // Until the server has stopped sending, and then as much again.
    await typeMuch(typist, reader, () => mostWaiting() > FULL_BYTES);
    const { most } = await typeMuch(typist, reader, (turn) => turn === 10);
    expect(most).toBeLessThan(FULL_BYTES + 2 * TURN_CHARACTERS);
    const reached = slow.text();
    expect(reached).not.toBe(typist.text());
    slow.insert(0, "meanwhile, I type\n");
    socket?.resume();
    await slow.settled();
    await slow.until(() => slow.text().endsWith(typist.text().slice(-50)));
    await typist.until(() => typist.text() === slow.text());
    await reader.until(() => reader.text() === slow.text());
    expect(slow.text()).toContain("meanwhile, I type\n");
    expect(slow.notices).toEqual([]);
    let next = 0;
    for (const { version, updates } of frames.filter(({ type }) => type === "updates")) {
      expect(version).toBe(next);
      next += updates.length;
    }
    expect(next).toBeGreaterThan(20);
  });

  it("[P52] [C9] gets no presence meanwhile, and afterwards where everybody is by then", async () => {
    const { roomId, key } = await start(600);
    const [typist, reader] = [enter(roomId, key), enter(roomId, key)];
    await Promise.all([typist.settled(), reader.settled()]);
    const slow = await Wire.enter(server.socketUrl(roomId), { key });
    ended.push(() => slow.leave());
    await slow.next("file");
    slow.socket.pause();
    await typeMuch(typist, reader, () => mostWaiting() > FULL_BYTES);
    const { length } = typist.editor().state.doc;
    for (let turn = 0; turn < 5; turn++) {
      const at = length - turn;
      typist.session.open(1).select([[at, at]]);
      const { client } = typist.session.you ?? { client: 0 };
      await reader.until(() => reader.presences.get(client)?.selections[0]?.[0] === at);
    }
    slow.socket.resume();
    const head = (await server.rooms.text(roomId, 1)) ?? "";
    while (!JSON.stringify((await slow.next("updates")).updates).includes(head.slice(0, 20)));
    await slow.answers();
    const told = slow.heard.flatMap((message) => (message.type === "presence" ? message.presences : []));
    const late = told.filter(({ selections }) => (selections[0]?.[0] ?? 0) >= length - 4);
    expect(late.map(({ selections }) => selections)).toEqual([[[length - 4, length - 4]]]);
  });
});
