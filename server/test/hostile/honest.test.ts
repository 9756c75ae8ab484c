// What honest people do at their most, with the limits that a server has by default: nobody is refused or cut off, and nothing is lost.
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { readConfig } from "../../config.ts";
import { startTestServer, type TestServer } from "../harness.ts";
import { openSocketTo, Person, type PersonOptions } from "../person.ts";

const SCHOOL = "127.0.1.1";
/** Another address for each. */
const addressOf = (index: number): string => `127.0.${2 + Math.floor(index / 250)}.${1 + (index % 250)}`;

let server: TestServer;
const people: Person[] = [];
/** those that are open */
const sockets = new Set<Socket>();

/** Every rate, share and limit as on a server of which nothing was set. */
async function start(): Promise<string> {
  const { rates, shares } = readConfig({});
  server = await startTestServer({
    ADDRESS_TIME_PERCENT: String(shares.timePercent),
    ADDRESS_WAITING_BYTES: String(shares.waitingBytesPerAddress),
    RATE_ADDRESS_BYTES_PER_HOUR: String(shares.writtenBytesPerAddress),
    RATE_REQUESTS_PER_MINUTE: String(rates.requestsPerMinute),
    CONNECTIONS_PER_ADDRESS: String(rates.connections),
    RATE_JOINS_PER_MINUTE: String(rates.joinsPerMinute),
    RATE_FAILED_LOOKUPS_PER_MINUTE: String(rates.failedLookupsPerMinute),
    SOCKETS_PER_ADDRESS: String(rates.sockets),
  });
  sockets.clear();
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return (await server.createRoom()).roomId;
}

function enter(roomId: string, localAddress: string, options: PersonOptions = {}): Person {
  const person = new Person(roomId, openSocketTo(server.socketUrl(roomId), { localAddress }), options);
  people.push(person);
  return person;
}

const OF_EACH_OTHER = ["joined", "left", "connectionLost", "connectionBack"];

/** All have one text, of so many characters, and were told of nothing but of each other. */
async function agree(of: readonly Person[], length: number): Promise<void> {
  await Promise.all(of.map((person) => person.until(() => person.editor().state.doc.length === length)));
  await Promise.all(of.map((person) => person.settled()));
  const [first] = of;
  for (const person of of) {
    expect(person.text() === first!.text()).toBe(true);
    expect(person.notices.filter(({ type }) => !OF_EACH_OTHER.includes(type))).toEqual([]);
  }
}

afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

describe("honest people at their most", () => {
  it("[O20] a held key, and a paste of 600 kB beside it", async () => {
    const roomId = await start();
    const [one, other] = [enter(roomId, SCHOOL), enter(roomId, SCHOOL)];
    await Promise.all([one.settled(), other.settled()]);
    for (let count = 0; count < 150; count++) {
      one.insert(0, "k");
      if (count === 50) other.insert(0, `${"x".repeat(99)}\n`.repeat(6_000));
      // as fast as each is confirmed, which no held key is
      await one.settled();
    }
    await agree([one, other], 150 + 600_000);
  }, 60_000);

  it("[O20] [P51] forty people of one school behind one address, in ten rooms", async () => {
    const first = await start();
    const rooms = [first];
    while (rooms.length < 10) rooms.push((await server.createRoom()).roomId);
    const pupils = rooms.map((roomId) => Array.from({ length: 4 }, () => enter(roomId, SCHOOL)));
    await Promise.all(pupils.flat().map((person) => person.settled()));
    for (let round = 0; round < 20; round++)
      for (const room of pupils) for (const person of room) person.insert(0, "abcde"[round % 5]!);
    for (const room of pupils) await agree(room, 80);
  }, 60_000);

  it("[O20] [P51] three hundred in one room from as many addresses, who all come back at once", async () => {
    const roomId = await start();
    const crowd = Array.from({ length: 300 }, (_, index) => enter(roomId, addressOf(index)));
    await comeBack(crowd);
  }, 120_000);

  it("[O20] [P51] three hundred in one room from one address, who all come back at once", async () => {
    const roomId = await start();
    // an address brings so many newcomers a minute: these came over the morning
    const before = Array.from({ length: 300 }, (_, index) => enter(roomId, addressOf(index)));
    await Promise.all(before.map((person) => person.settled()));
    const keys = before.map(({ session }) => session.you!.key!);
    for (const person of people.splice(0)) person.leave();
    const crowd = keys.map((key) => enter(roomId, SCHOOL, { key }));
    await comeBack(crowd);
  }, 120_000);
});

/** Fifty of them type, then the network is cut for all, and fifty others type on. */
async function comeBack(crowd: readonly Person[]): Promise<void> {
  await Promise.all(crowd.map((person) => person.settled()));
  for (const person of crowd.slice(0, 50)) person.insert(0, "hello ");
  await agree(crowd, 300);
  for (const socket of sockets) socket.destroy();
  await Promise.all(crowd.map((person) => person.until(() => person.session.status.state !== "saved")));
  for (const person of crowd.slice(50, 100)) person.insert(0, "again ");
  await agree(crowd, 600);
}
