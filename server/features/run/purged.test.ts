// What is left of runs once a file that they were of, or had, is deleted for good.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { allFeatures } from "../../test/allFeatures.ts";
import { erased, storedIn } from "../../test/erased.ts";
import { RoomRuns } from "./roomRuns.ts";
import { type Coder, newId } from "./test/runners.ts";
import { RunServer } from "./test/runServer.ts";

const FILE = 2;
const SECRET = "kestrel";

let server: RunServer;

beforeEach(async () => {
  const others = allFeatures.filter(({ name }) => name === "files");
  server = await RunServer.start({}, others);
});
afterEach(() => server.stop());

/** An owner who has made the file. */
async function maker(): Promise<Coder> {
  const olga = await server.enter({ key: server.key });
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
    (await server.runner.next()).end();
    await olga.until("ended");
    olga.send({ type: "ask", id: newId(), file: FILE });
    await olga.until("asked");
    olga.start();
    const other = await server.runner.next();
    other.print(`Error in ${SECRET}.py`);
    await olga.until("output");
    other.end();
    const { version } = await olga.until("ended");
    olga.start({ place: "browser" });
    const { version: run } = await olga.until("started");
    olga.send({ type: "end", run, outcome: "runtime_error", sentence: `no ${SECRET}` });
    await olga.until("ended");
    expect(storedIn(server.disk)).toContain(SECRET);
    const gone = erased(server.store, server.disk, SECRET);
    purge(olga);
    expect(await olga.next("head")).toMatchObject({ isAnew: true });
    await gone;
    for (const isAgain of [false, true]) {
      if (isAgain) await server.restart();
      const late = await server.enter({ name: "Late" });
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
    (await server.runner.next()).print(SECRET);
    await olga.until("output");
    const crash = jest.spyOn(RoomRuns.prototype, "purged").mockReturnValue();
    purge(olga);
    await olga.wire.next("event");
    await olga.wire.next("event");
    await server.restart();
    crash.mockRestore();
    expect(storedIn(server.disk)).toContain(SECRET);
    const gone = erased(server.store, server.disk, SECRET);
    await server.enter({ name: "Late" });
    await gone;
  });

  it("ends the runs that have it, of which nothing is kept; those that began without it are whole", async () => {
    const olga = await maker();
    olga.start();
    const run = await server.runner.next();
    run.print(`I know ${SECRET}`);
    await olga.until("output");
    const gone = erased(server.store, server.disk, SECRET);
    purge(olga);
    await olga.until("ended");
    expect(run.isStopped).toBe(true);
    await gone;
    olga.start();
    const without = await server.runner.next();
    expect([...without.job.files.keys()]).toEqual(["main.py"]);
    without.print("I know nothing");
    await olga.until("output");
    without.end();
    await olga.until("ended");
    const late = await server.enter({ name: "Late" });
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
