// What is left of runs once a file that they were of, or had, is deleted for good.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { allFeatures } from "../../test/allFeatures.ts";
import { erased, storedIn } from "../../test/erased.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { runFeature } from "./index.ts";
import { RoomRuns } from "./roomRuns.ts";
import { Coder, FakeRunner, newId } from "./test/runners.ts";

const FILE = 2;
const SECRET = "kestrel";

let disk: MemoryDisk;
let store: MemoryStore;
let server: TestServer;
let runner: FakeRunner;
let roomId: string;
let key: string;
const coders: Coder[] = [];

async function start(): Promise<void> {
  runner = new FakeRunner();
  store = new MemoryStore(disk);
  const others = allFeatures.filter(({ name }) => name === "files");
  const settings = { LIMIT_MESSAGES_PER_SECOND: "0", RUNNER: "sandbox" };
  server = await startTestServer(settings, store, [runFeature(async () => runner), ...others]);
}

async function stop(): Promise<void> {
  for (const { wire } of coders.splice(0)) wire.leave();
  await server.stop();
}

beforeEach(async () => {
  disk = new MemoryDisk();
  await start();
  ({ roomId, key } = await server.createRoom("Olga"));
});
afterEach(stop);

async function enter(hello: Parameters<typeof Wire.enter>[1]): Promise<Coder & { head: number }> {
  const coder = new Coder(await Wire.enter(server.socketUrl(roomId), { files: [], ...hello }));
  coders.push(coder);
  return Object.assign(coder, { head: (await coder.next("head")).head });
}

/** An owner who has made the file. */
async function maker(): Promise<Coder> {
  const olga = await enter({ key });
  wish(olga, { type: "create", name: `${SECRET}.py` });
  await olga.wire.next("event");
  return olga;
}

const wish = ({ wire }: Coder, data: object): void => wire.say({ type: "feature", feature: "files", data });

function purge(coder: Coder): void {
  for (const type of ["delete", "purge"]) wish(coder, { type, files: [FILE] });
}

describe("[M93] a file that is deleted for good", () => {
  it("is named by no run and no asking, and quoted by nothing that was printed, neither to who comes nor in the store", async () => {
    const olga = await maker();
    olga.start({ file: FILE });
    (await runner.next()).end();
    await olga.until("ended");
    olga.send({ type: "ask", id: newId(), file: FILE });
    await olga.until("asked");
    olga.start();
    const other = await runner.next();
    other.print(`Error in ${SECRET}.py`);
    await olga.until("output");
    other.end();
    const { version } = await olga.until("ended");
    olga.start({ place: "browser" });
    const { version: run } = await olga.until("started");
    olga.send({ type: "end", run, outcome: "runtime_error", sentence: `no ${SECRET}` });
    await olga.until("ended");
    expect(storedIn(disk)).toContain(SECRET);
    const gone = erased(store, disk, SECRET);
    purge(olga);
    expect(await olga.next("head")).toMatchObject({ isAnew: true });
    await gone;
    for (const isAgain of [false, true]) {
      if (isAgain) {
        await stop();
        await start();
      }
      const late = await enter({ name: "Late" });
      const log = await late.log(late.head);
      expect(JSON.stringify(log)).not.toContain(SECRET);
      expect(log.flatMap((entry) => entry?.type ?? [])).toEqual(["started", "cut", "ended", "started", "ended"]);
      expect(log[version - 1]).toMatchObject({ type: "cut", bytes: `Error in ${SECRET}.py`.length });
      expect(log[version]).toMatchObject({ outcome: "ok" });
      expect(log.at(-1)).toMatchObject({ outcome: "runtime_error" });
    }
  });

  it("is quoted by nothing that is stored once the room is opened again, where a crash came before", async () => {
    const olga = await maker();
    olga.start({ file: FILE });
    (await runner.next()).print(SECRET);
    await olga.until("output");
    const crash = jest.spyOn(RoomRuns.prototype, "purged").mockReturnValue();
    purge(olga);
    await olga.wire.next("event");
    await olga.wire.next("event");
    await stop();
    crash.mockRestore();
    await start();
    expect(storedIn(disk)).toContain(SECRET);
    const gone = erased(store, disk, SECRET);
    await enter({ name: "Late" });
    await gone;
  });

  it("ends the runs that have it, of which nothing is kept; those that began without it are whole", async () => {
    const olga = await maker();
    olga.start();
    const run = await runner.next();
    run.print(`I know ${SECRET}`);
    await olga.until("output");
    const gone = erased(store, disk, SECRET);
    purge(olga);
    await olga.until("ended");
    expect(run.isStopped).toBe(true);
    await gone;
    olga.start();
    const without = await runner.next();
    expect([...without.job.files.keys()]).toEqual(["main.py"]);
    without.print("I know nothing");
    await olga.until("output");
    without.end();
    await olga.until("ended");
    const late = await enter({ name: "Late" });
    const log = await late.log(late.head);
    expect(log.flatMap((entry) => entry?.type ?? [])).toEqual([
      "started",
      "cut",
      "ended",
      "started",
      "output",
      "ended",
    ]);
    expect(log[4]).toMatchObject({ text: "I know nothing" });
  });
});
