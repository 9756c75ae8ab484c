// What a program keeps in a folder, over its ends and kills: whole programs against a server that takes its time, and the folder alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Append } from "../../server/rooms/roomStore.ts";
import { MemoryStore } from "../../server/store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../server/test/harness.ts";
import { below, seededRandom } from "../../server/test/process/seededRandom.ts";
import type { Unconfirmed } from "../sync/ports.ts";
import { Folder } from "./folder.ts";
import { join } from "./node.ts";

const PROGRAM = fileURLToPath(new URL("../../server/test/process/keeping.process.ts", import.meta.url));
const KILLS = 6;
/** Lines of a program before it is killed, each of something that it has kept. */
const LINES = { least: 10, most: 80 };

let path: string;
let server: TestServer | undefined;
beforeEach(() => {
  path = mkdtempSync(joinPath(tmpdir(), "companion-folder-"));
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(path, { recursive: true, force: true });
});

const record = (client: string, seq = 1, changes: readonly unknown[] = [[1]]): Unconfirmed => ({
  roomId: "346789ABCDEFG",
  file: 1,
  client,
  key: "k".repeat(32),
  version: 0,
  seq,
  changes,
});

async function leftovers(folder: Folder): Promise<Unconfirmed[]> {
  const found: Unconfirmed[] = [];
  await folder.eachLeftover("346789ABCDEFG", async (leftover) => {
    found.push(leftover);
    return { outcome: "kept", message: "" };
  });
  return found;
}

/** While it holds, what is appended waits for the next step, so that a kill finds edits under way. */
class SteppedStore extends MemoryStore {
  #waiting: (() => void)[] = [];
  holds = false;

  override async append(appends: readonly Append[]) {
    if (this.holds) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return super.append(appends);
  }

  step(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}

function run(...words: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  const lines = createInterface(child.stdout).on("line", (line) => said.push(line));
  return { child, lines, said, isIn: once(lines, "line"), ended: once(child, "close") };
}

describe("a program that is killed", () => {
  it(`[K43] ${KILLS} times while it types: what it has kept is there once, and nothing twice`, async () => {
    const store = new SteppedStore();
    server = await startTestServer({ LIMIT_PUSHES_PER_SECOND: "0" }, store);
    const { roomId } = await server.createRoom();
    const link = `${server.url}/${roomId}`;
    const random = seededRandom(43);
    const kept: number[] = [];
    let leftAtKill = 0;
    let takenAtKill = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, lines, said, isIn, ended } = run(link, path, `${(kill + 1) * 100_000}`);
      await isIn;
      store.holds = true;
      const killAt = LINES.least + below(random, LINES.most - LINES.least);
      lines.on("line", () => {
        if (said.length >= killAt) child.kill("SIGKILL");
        else if (random() < 0.2) store.step();
      });
      await ended;
      if ((await server.rooms.text(roomId, 1))!.includes(`<${(kill + 1) * 100_000}>`)) takenAtKill++;
      // what was under way is stored, and nobody is left to hear of it
      store.holds = false;
      store.step();
      const newest = said.map(Number).findLast((number) => number > 0);
      if (newest !== undefined) for (let number = (kill + 1) * 100_000; number <= newest; number++) kept.push(number);
      leftAtKill += readdirSync(joinPath(path, "edits")).length;
    }
    expect(await run(link, path).ended).toEqual([0, null]);
    expect([kept.length > KILLS, leftAtKill > 0, takenAtKill > 0]).toEqual([true, true, true]);
    const there = [...((await server.rooms.text(roomId, 1)) ?? "").matchAll(/<(\d+)>/g)].map(([, number]) =>
      Number(number),
    );
    expect(new Set(there).size).toBe(there.length);
    expect(kept.filter((number) => !there.includes(number))).toEqual([]);
    expect(readdirSync(joinPath(path, "edits"))).toEqual([]);
    // one participant beside the owner, however often it came
    expect((await server.rooms.details(roomId))?.participants.length).toBe(2);
    expect(server.log.errors).toEqual([]);
  }, 120_000);

  it("[K43] what will never be taken is put aside and said, and the program comes in", async () => {
    server = await startTestServer();
    const { roomId, key } = await server.createRoom();
    const said: string[] = [];
    const folder = await Folder.open(path, (message) => said.push(message));
    const left = { ...record("c".repeat(24), 1, [[9, [0, "x"]]]), roomId, key };
    const name = `${roomId}.1.${left.client}.json`;
    writeFileSync(joinPath(path, "edits", name), JSON.stringify(left));
    const participant = await join(`${server.url}/${roomId}`, { folder, key });
    expect(said).toEqual([expect.stringContaining(joinPath("undelivered", name))]);
    expect([existsSync(joinPath(path, "undelivered", name)), readdirSync(joinPath(path, "edits"))]).toEqual([true, []]);
    participant.leave();
    folder.close();
  });

  const client = fc.constantFrom("a", "b", "c");
  const act = fc.oneof(
    fc.record({ type: fc.constant("put" as const), client, seq: fc.nat() }),
    fc.record({ type: fc.constant("remove" as const), client }),
    // at any moment of a write
    fc.record({ type: fc.constant("kill" as const), written: fc.constantFrom("", "{", '{"roomId":') }),
  );

  it("[K43] the folder has what was put last and not removed, whatever a kill has left half written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const path = mkdtempSync(joinPath(tmpdir(), "companion-folder-"));
        const expected = new Map<string, Unconfirmed>();
        let folder = await Folder.open(path, (message) => expect(message).toBe(""));
        for (const one of acts) {
          if (one.type === "put") {
            const unconfirmed = record(one.client, one.seq);
            expected.set(one.client, unconfirmed);
            void folder.put(unconfirmed);
          } else if (one.type === "remove") {
            expected.delete(one.client);
            void folder.remove(record(one.client));
          } else {
            writeFileSync(joinPath(path, "edits", "346789ABCDEFG.1.a.json.new"), one.written);
            folder.close();
            folder = await Folder.open(path, (message) => expect(message).toBe(""));
          }
        }
        folder.close();
        folder = await Folder.open(path);
        expect(await leftovers(folder)).toEqual([...expected.keys()].toSorted().map((key) => expected.get(key)));
        folder.close();
        rmSync(path, { recursive: true });
      }),
      { numRuns: 40 },
    );
  });
});

describe("a folder", () => {
  it("[K44] is one program's at a time, and another's after a kill", async () => {
    server = await startTestServer();
    const { roomId } = await server.createRoom();
    const { child, isIn, ended } = run(`${server.url}/${roomId}`, path, "1");
    await isIn;
    await expect(Folder.open(path)).rejects.toThrow("Another program is using");
    child.kill("SIGKILL");
    await ended;
    (await Folder.open(path)).close();
    expect(readdirSync(path).filter((name) => name.endsWith(".sock"))).toEqual([]);
  });

  it("[K44] that takes nothing is said, and edits arrive all the same", async () => {
    server = await startTestServer();
    const { roomId } = await server.createRoom();
    const said: string[] = [];
    const folder = await Folder.open(path, (message) => said.push(message));
    const participant = await join(`${server.url}/${roomId}`, { name: "Bot", folder });
    rmSync(joinPath(path, "edits"), { recursive: true });
    const document = await participant.open(1).ready();
    document.edit({ from: 0, insert: "x" });
    participant.keepNow();
    await document.saved();
    expect([said.length > 0, await server.rooms.text(roomId, 1)]).toEqual([true, "x"]);
    participant.leave();
    folder.close();
  });
});
