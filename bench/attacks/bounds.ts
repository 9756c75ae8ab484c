// What one address can make a server hold, write, keep or refuse: counted, where the sieges take times. Knows no bystander but the owner who is locked out.
import { readdirSync, statSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { newRoomId } from "../../server/platform.ts";
import { openEmbeddedStore } from "../../server/store/embedded/embeddedStore.ts";
import { Wire } from "../../server/test/hostile/wire.ts";
import { newClientId, openSocketTo, Person } from "../../server/test/person.ts";
import { diskKiB } from "../measure.ts";
import { inTurns, type Metrics } from "../scenarios/scenario.ts";
import type { ServerProcess } from "../servers/serverProcess.ts";
import { ask, createRoom, type OwnRoom, setRoles, type Way } from "./ask.ts";
import { prepare } from "./prepared.ts";
import { noTraffic, RawSocket, readyFrame } from "./rawSocket.ts";
import { noise } from "./noise.ts";
import { dataOf, logOf, withTarget } from "./target.ts";
import { ATTACKERS, type Trial } from "./trial.ts";

const wayTo = ({ port }: ServerProcess): Way => ({ port, from: ATTACKERS });
const socketUrl = ({ port }: ServerProcess, address: string): string => `ws://127.0.0.1:${port}/${address}`;
const FROM = { localAddress: ATTACKERS };

// ---- memory

const SILENT = 40;
const SILENT_LINES = Array.from({ length: 20_000 }, () => "a text that is long, and asked for often");
const OPEN_EVERY_MS = 400;
const SILENT_SECONDS = 20;

/** Each has typed once, so that the text is made ready for it alone, and asks for it again and again without reading. */
async function neverRead(server: ServerProcess): Promise<Metrics> {
  const way = wayTo(server);
  const room = await createRoom(way);
  const writer = await Wire.enter(socketUrl(server, room.roomId), { key: room.key });
  writer.push([[[0, ...SILENT_LINES]]]);
  await writer.next("updates");
  const traffic = noTraffic();
  const before = server.rssKiB;
  let mostKiB = before;
  const deadline = performance.now() + SILENT_SECONDS * 1_000;
  const silent = async (): Promise<void> => {
    for (; performance.now() < deadline; await sleep(OPEN_EVERY_MS)) {
      const socket = await RawSocket.enter(way, room.roomId, traffic).catch(() => undefined);
      if (!socket) continue;
      const client = newClientId();
      await socket.ask(readyFrame({ type: "hello", client, key: room.key, files: [{ file: 1, version: null }] }));
      socket.send(readyFrame({ type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "x"]]] }));
      socket.stopReading();
      for (; socket.isOpen && performance.now() < deadline; await sleep(OPEN_EVERY_MS)) {
        socket.send(readyFrame({ type: "open", file: 1, version: null }));
        mostKiB = Math.max(mostKiB, server.rssKiB);
      }
      socket.leave();
    }
  };
  await Promise.all(Array.from({ length: SILENT }, silent));
  writer.leave();
  return { mbPerSocket: ((mostKiB - before) * 1.024) / 1_000 / SILENT, cut: traffic.cut };
}

// ---- file descriptors

const REFUSED = 3_000;
const HELD_AFTER_MS = 12_000;

const descriptors = ({ pid }: ServerProcess): number => readdirSync(`/proc/${pid}/fd`).length;

/** Connections whose upgrade is refused, and that do not end what the server has ended. */
async function refusedUpgrades(server: ServerProcess): Promise<Metrics> {
  const before = descriptors(server);
  const open = (): Promise<unknown> =>
    new Promise<void>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port: server.port, localAddress: ATTACKERS, allowHalfOpen: true });
      // one that is turned away before its request is read has no answer, and only ends
      socket
        .on("error", () => {})
        .on("end", resolve)
        .on("close", () => resolve());
      socket.once("data", () => resolve()).resume();
      socket.write("GET /no-room HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    });
  await inTurns(Array.from({ length: REFUSED }, () => open));
  const atOnce = descriptors(server) - before;
  await sleep(HELD_AFTER_MS);
  return { descriptorsAtOnce: atOnce, descriptorsHeld: descriptors(server) - before };
}

// ---- the disk

const REWRITING_SECONDS = 15;
const REWRITTEN_CHARACTERS = 89_000;
const SETTING_SECONDS = 5;

/** Resolves with what a folder's files grew by, in bytes a second. */
async function growth(server: ServerProcess, seconds: number, run: (isOver: () => boolean) => Promise<unknown>) {
  const disk = (): number => diskKiB(dataOf(server)) * 1024;
  const [before, begin] = [disk(), performance.now()];
  const elapsed = (): number => (performance.now() - begin) / 1_000;
  await run(() => elapsed() > seconds);
  return (disk() - before) / elapsed();
}

/** One who replaces a text by another as fast as it is taken. */
async function rewrite(server: ServerProcess): Promise<Metrics> {
  const { roomId, key } = await createRoom(wayTo(server));
  const person = new Person(roomId, openSocketTo(socketUrl(server, roomId), FROM), { key });
  await person.settled();
  let times = 0;
  const perSecond = await growth(server, REWRITING_SECONDS, async (isOver) => {
    for (; !isOver() && person.session.status.state !== "ended"; times++) {
      const { length } = person.editor().state.doc;
      person.update({ changes: { from: 0, to: length, insert: noise(REWRITTEN_CHARACTERS) } });
      await Promise.race([person.settled(), person.until(() => person.session.status.state === "ended"), sleep(5_000)]);
    }
  });
  person.leave();
  return { diskMBPerSecond: perSecond / 1e6, timesPerSecond: times / REWRITING_SECONDS };
}

/** The owner of a room of many who came by a link sets how many may be in, as fast as it is taken. */
async function setAgain(server: ServerProcess, room: OwnRoom): Promise<Metrics> {
  let [taken, refused] = [0, 0];
  const perSecond = await growth(server, SETTING_SECONDS, async (isOver) => {
    for (let most = 1; !isOver(); most = (most % 9_000) + 1) {
      if ((await setRoles(wayTo(server), room, { most })) === 200) taken++;
      else refused++;
    }
  });
  return {
    settingsPerSecond: taken / SETTING_SECONDS,
    settingsRefused: refused,
    settingsMBPerSecond: perSecond / 1e6,
    kBPerSetting: (perSecond * SETTING_SECONDS) / taken / 1_000,
  };
}

// ---- what an address is refused

const WRONG_ROOMS = 30;

/** One who asks for rooms that are not there; then somebody of the same address comes into their own, by their key. */
async function wrongRooms(server: ServerProcess): Promise<Metrics> {
  const way = wayTo(server);
  const room = await createRoom(way);
  for (let count = 0; count < WRONG_ROOMS; count++) {
    const wire = await Wire.open(socketUrl(server, newRoomId()), FROM);
    wire.hello();
    await wire.closed;
  }
  const wire = await Wire.open(socketUrl(server, room.roomId), FROM);
  wire.hello({ key: room.key });
  const { type } = await wire.next("welcome", "error");
  wire.leave();
  const { status } = await ask(way, "GET", `/api/rooms/${room.roomId}`, { key: room.key });
  return { lockedOutOfSocket: type === "welcome" ? 0 : 1, lockedOutOfHttp: status === 200 ? 0 : 1 };
}

// ---- what is kept

const MOST_CLIENTS = 6_000;
const CLIENTS_SECONDS = 20;

/** One participant who says hello by a new client id each time; how many the room keeps. */
async function clientIds(server: ServerProcess): Promise<Metrics> {
  const way = wayTo(server);
  const { roomId, key } = await createRoom(way);
  const traffic = noTraffic();
  const deadline = performance.now() + CLIENTS_SECONDS * 1_000;
  let hellos = 0;
  const come = async (): Promise<void> => {
    while (hellos < MOST_CLIENTS && performance.now() < deadline) {
      hellos++;
      const socket = await RawSocket.enter(way, roomId, traffic).catch(() => undefined);
      if (!socket) continue;
      await socket.ask(readyFrame({ type: "hello", client: newClientId(), key, files: [] }));
      socket.leave();
    }
  };
  await Promise.all(Array.from({ length: 8 }, come));
  await server.end("SIGTERM");
  const store = await openEmbeddedStore(dataOf(server));
  try {
    return { hellos, idsKept: (await store.loadRoom(roomId))?.clients.length ?? NaN };
  } finally {
    await store.close();
  }
}

// ---- the log

const MALFORMED = 1_000;
const MALFORMED_REQUEST = "GET // HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n";

/** Upgrades at an address that cannot be read; the bytes of log that each costs. */
async function malformedUpgrades(server: ServerProcess): Promise<Metrics> {
  const logged = (): number => statSync(logOf(server)).size;
  const before = logged();
  const traffic = noTraffic();
  const ask = async (): Promise<void> => {
    const socket = await RawSocket.open(wayTo(server), traffic);
    await socket.ask(MALFORMED_REQUEST);
    socket.leave();
  };
  await inTurns(Array.from({ length: MALFORMED }, () => ask));
  return { requestBytes: MALFORMED_REQUEST.length, logBytesEach: (logged() - before) / MALFORMED };
}

const bound = (
  name: string,
  title: string,
  measure: (server: ServerProcess) => Promise<Metrics>,
  data?: string,
): Trial => ({
  name,
  title,
  boundSeconds: 120,
  run: () => withTarget({ data }, measure),
});

export const bounds: readonly Trial[] = [
  bound("never-read", `${SILENT} sockets ask for a text of 0.8 MB again and again and never read.`, neverRead),
  bound(
    "refused-upgrades",
    `${REFUSED.toLocaleString("en")} upgrades are refused, and the connections left open for ${HELD_AFTER_MS / 1_000} s.`,
    refusedUpgrades,
  ),
  {
    name: "rewriting",
    title:
      "One socket replaces a text of 89 kB again and again; then the owner of a room of 1,000 who came by a link changes a setting again and again.",
    boundSeconds: 120,
    async run() {
      const { data, room } = await prepare("invited");
      return {
        ...(await withTarget({}, rewrite)),
        ...(await withTarget({ data }, (server) => setAgain(server, room))),
      };
    },
  },
  bound(
    "wrong-rooms",
    `An address asks for ${WRONG_ROOMS} rooms that are not there; then its people come by their keys.`,
    wrongRooms,
  ),
  bound("client-ids", "One participant says hello again and again, by a new client id each time.", clientIds),
  bound(
    "malformed-upgrades",
    `${MALFORMED.toLocaleString("en")} upgrades at an address that cannot be read.`,
    malformedUpgrades,
  ),
];
