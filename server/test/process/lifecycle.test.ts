// How the process starts and how it ends: what it refuses, when its port is open, what a graceful stop keeps.
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Wire } from "../hostile/wire.ts";
import { openSocketTo, Person } from "../person.ts";
import { Gathering } from "./gathering.ts";
import { seededRandom } from "./seededRandom.ts";
import { ServerProcess } from "./serverProcess.ts";

const STOP_WITHIN_MS = 10_000;

let server: ServerProcess;
let gathering: Gathering | undefined;

beforeEach(async () => {
  server = await ServerProcess.create({ LIMIT_PUSHES_PER_SECOND: "0" });
});
afterEach(async () => {
  gathering?.leave();
  gathering = undefined;
  await server.dispose();
});

const upgrade = (roomId: string): string =>
  `GET /${roomId} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: companion.v2\r\n\r\n";

/** Everything that the socket says until it is closed. */
async function allOf(socket: Socket): Promise<string> {
  let said = "";
  socket.on("data", (chunk) => (said += chunk.toString()));
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("close", resolve));
  return said;
}

describe("the log", () => {
  it("[O8] [P42] takes ten lines a minute of what a client can cause: that its text differs", async () => {
    await server.start();
    const { roomId, key } = await server.createRoom();
    const wire = await Wire.enter(`ws://127.0.0.1:${server.port}/${roomId}`, { key });
    for (let count = 0; count < 30; count++) wire.say({ type: "diverged", file: 1, version: 0, hash: count });
    await wire.answers();
    wire.leave();
    // by then all is read that it has written
    expect(await server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
    expect(server.log.filter(({ msg }) => msg === "a client's text differs from the server's")).toHaveLength(10);
  });
});

describe("a graceful stop", () => {
  it("[R7] while people type: all is stored and shown, they are told, come back by themselves and have lost nothing", async () => {
    await server.start();
    const { roomId } = await server.createRoom();
    gathering = new Gathering(server, roomId);
    const random = seededRandom(7);
    for (let count = 0; count < 8; count++) gathering.enter();
    await gathering.settled();
    for (let stop = 0; stop < 3; stop++) {
      gathering.startTyping(random);
      await gathering.witness.more(100);
      const started = Date.now();
      expect(await server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
      expect(Date.now() - started).toBeLessThan(STOP_WITHIN_MS);
      gathering.stopTyping();
      expect(gathering.witness.codes.splice(0)).toEqual(Array(8).fill("server_draining"));
      await server.start();
      await gathering.settled();
    }
    await gathering.verify();
  });

  it("[R8] no new sockets come in meanwhile, and one that has said nothing and does not finish closing is not waited for", async () => {
    await server.start();
    const { roomId } = await server.createRoom();
    const silent = connect(server.port, "127.0.0.1");
    silent.on("error", () => {});
    silent.write(upgrade(roomId));
    await once(silent, "data");
    const waiting = connect(server.port, "127.0.0.1");
    await once(waiting, "connect");
    const answer = allOf(waiting);
    const stopping = server.logged("stopping");
    const started = Date.now();
    const ended = server.end("SIGTERM");
    await stopping;
    waiting.write(upgrade(roomId));
    const late = connect(server.port, "127.0.0.1");
    const [lateAnswer, waitingAnswer] = await Promise.all([allOf(late), answer]);
    expect(lateAnswer).toBe("");
    expect(waitingAnswer).not.toContain("101 Switching");
    expect(await ended).toEqual({ code: 0, stderr: "" });
    expect(Date.now() - started).toBeLessThan(STOP_WITHIN_MS);
    silent.destroy();
  });
});

describe("a start", () => {
  it("[R9] a second process on the same folder is refused with a sentence and exit code 1", async () => {
    await server.start();
    const second = await ServerProcess.create({}, server.dataDir);
    const { code, stderr } = await second.launch().exited;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Code Companion did not start. Another Code Companion is using ${server.dataDir}; stop it or set DATA_DIR to another folder.\n`,
    );
    // the first one has not noticed
    const { roomId } = await server.createRoom();
    expect(await server.textOf(roomId)).toBe("");
  });

  it("[R10] the port opens only once rooms can be joined", async () => {
    await server.start();
    const { roomId } = await server.createRoom();
    const { port } = server;
    await server.kill();
    const { child } = server.launch({ PORT: String(port) });
    let opened: Socket | undefined;
    while (!opened && child.exitCode === null) {
      const socket = connect(port, "127.0.0.1");
      // a port of this range can be given to this very connection, which then meets itself
      const isOpen = await once(socket, "connect").then(
        () => socket.localPort !== port,
        () => false,
      );
      if (isOpen) opened = socket;
      else socket.destroy();
    }
    const person = new Person(roomId, openSocketTo(`ws://127.0.0.1:${port}/${roomId}`));
    await person.until(() => person.session.status.state !== "connecting" && person.editors.has(1));
    expect(person.notices).toEqual([]);
    person.leave();
    opened?.destroy();
  });

  const wrong = [
    ["PORT", "http"],
    ["LIMIT_FRAME_BYTES", "-1"],
    ["TRUST_PROXY", "nobody"],
    ["STORE", "paper"],
  ] as const;
  it.each(wrong)("[R11] a wrong %s ends it with one sentence that names it, and exit code 1", async (name, value) => {
    const { code, stderr } = await server.launch({ [name]: value }).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Code Companion did not start\\. ${name} must be .+; it is "${value}"\\.\n$`));
    expect(server.log).toEqual([]);
  });

  // an address for examples, of which no machine has one, and a name that never leads anywhere
  it.each(["192.0.2.1", "nowhere.invalid"])("[R11] the HOST %s that is not this machine's is named", async (host) => {
    const { code, stderr } = await server.launch({ HOST: host }).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^Code Companion did not start\\. HOST ${host} is no address of this machine; .+\n$`),
    );
  });

  it("[R11] a port that somebody else has is named too", async () => {
    await server.start();
    const second = await ServerProcess.create({ PORT: String(server.port) });
    const { code, stderr } = await second.launch().exited;
    await second.dispose();
    expect(code).toBe(1);
    expect(stderr).toContain(String(server.port));
  });
});
