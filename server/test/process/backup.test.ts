// docs/backup.md, done: a folder is copied, destroyed and put back. Knows the folder, not what is in it.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mongo } from "mongoose";
import { openMongoStore } from "../../store/mongo/mongoStore.ts";
import { startTestServer } from "../harness.ts";
import { needMongod } from "../mongod.ts";
import { openSocketTo, type Person, textFrom } from "../person.ts";
import { freeze, thaw } from "./freeze.ts";
import { Gathering } from "./gathering.ts";
import { seededRandom } from "./seededRandom.ts";
import { ServerProcess } from "./serverProcess.ts";
import { readLog, replay } from "./storedLog.ts";

const ROOMS = 3;
const PEOPLE = 3;

let backup: string;
beforeEach(async () => {
  backup = await mkdtemp(join(tmpdir(), "backup-"));
});
afterEach(() => rm(backup, { recursive: true, force: true }));

const copy = async (from: string, to: string): Promise<void> => {
  await promisify(execFile)("cp", ["-a", `${from}/.`, to]);
};

/** The folder is destroyed, and the backup stands in its place. */
const putBack = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true });
  await promisify(execFile)("cp", ["-a", backup, folder]);
};

describe("a backup of the embedded store", () => {
  let server: ServerProcess;
  let gatherings: Gathering[];

  beforeEach(async () => {
    server = await ServerProcess.create({ LIMIT_PUSHES_PER_SECOND: "0" });
    await server.start();
    gatherings = [];
    for (let count = 0; count < ROOMS; count++)
      gatherings.push(new Gathering(server, (await server.createRoom()).roomId));
    for (const gathering of gatherings) for (let count = 0; count < PEOPLE; count++) gathering.enter();
    await Promise.all(gatherings.map((gathering) => gathering.settled()));
  });
  afterEach(async () => {
    for (const gathering of gatherings) gathering.leave();
    await server.dispose();
  });

  const type = async (updates: number, seed: number): Promise<void> => {
    for (const [index, gathering] of gatherings.entries()) gathering.startTyping(seededRandom(seed + index));
    await Promise.all(gatherings.map(({ witness }) => witness.more(updates)));
  };

  const stopTyping = (): void => {
    for (const gathering of gatherings) gathering.stopTyping();
  };

  const restore = async (): Promise<void> => {
    await putBack(server.dataDir);
    await server.start();
  };

  it("[O5] of a stopped server, restored, has every room to the letter, and can be typed in", async () => {
    await type(150, 1);
    stopTyping();
    await Promise.all(gatherings.map((gathering) => gathering.settled()));
    const texts = gatherings.map(({ people }) => people[0]?.text());
    for (const gathering of gatherings) gathering.leave();
    expect(await server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
    await copy(server.dataDir, backup);

    await restore();
    expect(await Promise.all(gatherings.map(({ roomId }) => server.textOf(roomId)))).toEqual(texts);
    const [gathering] = gatherings as [Gathering];
    const newcomer = gathering.enter();
    await newcomer.settled();
    newcomer.insert(0, "more: ");
    await newcomer.settled();
    expect(await server.textOf(gathering.roomId)).toBe(`more: ${texts[0]}`);
    expect(server.errors).toEqual([]);
  });

  it("[O6] taken while the running server is frozen has all that anybody had seen; who types loses nothing, and whoever is ahead of it after a restore gets its text, and gives back their own", async () => {
    await type(150, 2);
    await freeze(server.pid);
    const seen = gatherings.map(({ witness }) => [...witness.updates]);
    await copy(server.dataDir, backup);
    thaw(server.pid);
    await Promise.all(gatherings.map(({ witness }) => witness.more(50)));
    stopTyping();
    await Promise.all(gatherings.map((gathering) => gathering.settled()));
    expect(gatherings.flatMap(({ witness }) => witness.codes)).toEqual([]);
    const stays = gatherings[0]?.people[0] as Person;
    const ahead = stays.text();
    for (const { people } of gatherings) for (const person of people) if (person !== stays) person.leave();
    expect(await server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
    const whole = [];
    for (const { roomId } of gatherings) whole.push(await readLog(server.dataDir, roomId));

    await restore();
    const texts = await Promise.all(gatherings.map(({ roomId }) => server.textOf(roomId)));
    stays.session.retryNow();
    await stays.until(() => stays.text() === texts[0]);
    const given = stays.notices.filter((notice) => notice.type === "onlyHere");
    expect(given.map(({ text, base }) => [text.toString(), base?.toString()])).toEqual([[ahead, texts[0]]]);
    stays.leave();
    expect(await server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
    for (const [index, { roomId }] of gatherings.entries()) {
      const log = await readLog(server.dataDir, roomId);
      expect(seen[index]?.length).toBeGreaterThanOrEqual(150);
      expect(seen[index]?.filter(([version, update]) => JSON.stringify(log[version]) !== update)).toEqual([]);
      expect(log).toEqual(whole[index]?.slice(0, log.length));
      expect(texts[index]).toBe(replay(log).at(-1)?.toString());
    }
  });
});

describe("a backup of MongoDB", () => {
  let port: number;
  let address: string;
  let folder: string;
  let mongod: ChildProcess;

  const freePort = async (): Promise<number> => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    await promisify(probe.close.bind(probe))();
    return port;
  };
  const startMongod = async (): Promise<void> => {
    const where = ["--dbpath", folder, "--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket"];
    mongod = spawn(await needMongod(), ["--replSet", "rs0", "--wiredTigerCacheSizeGB", "0.25", ...where], {
      stdio: "ignore",
    });
  };
  const endMongod = async (): Promise<void> => {
    const ended = once(mongod, "exit");
    mongod.kill("SIGKILL");
    await ended;
  };

  beforeEach(async () => {
    // the same at each start, because the replica set's configuration is in the folder
    port = await freePort();
    address = `mongodb://127.0.0.1:${port}/rooms?replicaSet=rs0`;
    folder = await mkdtemp(join(tmpdir(), "mongod-"));
    await startMongod();
    const client = await mongo.MongoClient.connect(`mongodb://127.0.0.1:${port}/?directConnection=true`);
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await client.db("admin").command({ replSetInitiate: { _id: "rs0", members } });
    await client.close();
  });
  afterEach(async () => {
    await endMongod();
    await rm(folder, { recursive: true, force: true });
  });

  it("[O7] taken while mongod is frozen has all that anybody had seen; who types loses nothing", async () => {
    let server = await startTestServer({}, await openMongoStore(address));
    const { roomId, key } = await server.createRoom();
    const ana = server.enter(roomId);
    await ana.settled();
    const type = (letters: string): void => {
      for (const letter of letters) ana.insert(ana.text().length, letter);
    };
    type("what was seen ");
    await ana.settled();
    const seen = ana.text();
    type("what was under way ");
    await freeze(mongod.pid as number);
    type("what came later");
    await copy(folder, backup);
    thaw(mongod.pid as number);
    await ana.settled();
    const all = ana.text();
    expect(all).toBe("what was seen what was under way what came later");
    ana.leave();
    await server.stop();

    await endMongod();
    await putBack(folder);
    await startMongod();
    server = await startTestServer({}, await openMongoStore(address));
    const text = await textFrom(roomId, openSocketTo(server.socketUrl(roomId)), key);
    await server.stop();
    expect(text.startsWith(seen)).toBe(true);
    expect(all.startsWith(text)).toBe(true);
    expect(text).not.toContain("later");
  });
});
