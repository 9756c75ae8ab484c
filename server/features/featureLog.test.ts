// The log of a feature's own: stored, then told, in order; kept, read back and deleted with the room.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CommitLoop } from "../rooms/log/commitLoop.ts";
import { atOnce } from "../rooms/log/reading.ts";
import { newRoomDocument } from "../rooms/log/roomDocument.ts";
import { type Append, type AppendOutcome, FEATURE_STREAMS } from "../rooms/roomStore.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { HeldStore, settle, SimClock } from "../test/fuzz/simNetwork.ts";
import { TestLog } from "../test/harness.ts";
import { NO_BOUND } from "../test/noBound.ts";
import { newClientId } from "../test/person.ts";
import type { Feature } from "./feature.ts";
import { FeatureLog, type LogPage } from "./featureLog.ts";
import { simRooms } from "../test/simRooms.ts";

const ROOM = "a-room";
const STREAM = { roomId: ROOM, file: FEATURE_STREAMS + 7 };

const document = newRoomDocument({ roomId: ROOM, dateCreated: 1, programmingLanguage: "Python" }, "Olga", "hash");

async function newDisk(): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  await new MemoryStore(disk).createRoom(document, Infinity);
  return disk;
}

/** What is on the disk, read past every process. */
async function stored(disk: MemoryDisk): Promise<unknown[]> {
  const commits = await new MemoryStore(disk).read(STREAM, 0, Infinity);
  return commits.flatMap(({ entries }) => JSON.parse(entries) as unknown[]);
}

/** One process that has the log open. */
class Process {
  readonly store: HeldStore;
  readonly log: FeatureLog<number>;
  readonly clock = new SimClock();
  /** all that the feature was told, by place */
  readonly told: (number | null)[] = [];
  readonly failures: string[] = [];
  /** so often the log was to be written anew */
  rewritten = 0;
  onRewrite = (): void => {};
  opened = false;
  isReadOnly = false;

  constructor(disk: MemoryDisk, isShared: boolean) {
    this.store = new HeldStore(disk);
    const commitLoop = new CommitLoop({
      store: this.store,
      clock: this.clock,
      logger: new TestLog(),
      timeoutMs: 10_000,
      writeBudgets: NO_BOUND,
    });
    this.log = new FeatureLog<number>(
      Promise.resolve(STREAM),
      {
        store: this.store,
        commitLoop,
        isShared,
        guard: (run) => run(),
        rewrite: () => {
          this.rewritten++;
          this.onRewrite();
        },
        isReadOnly: () => this.isReadOnly,
        after: (ms, run) => void this.clock.after(ms, run),
        reading: (_, read) => read(atOnce),
        failed: (reason) => void this.failures.push(reason),
      },
      {
        replayed: (page) => this.#take(page),
        opened: () => {
          expect(this.opened).toBe(false);
          this.opened = true;
          while (this.told.length < this.log.version) this.told.push(null);
        },
        committed: (page) => this.#take(page),
      },
    );
  }

  #take({ from, entries }: LogPage<number>): void {
    expect(this.failures).toEqual([]);
    expect(from).toBe(this.told.length);
    this.told.push(...entries);
  }

  /** Whatever waits for the disk goes on. */
  async finish(): Promise<void> {
    do {
      this.clock.advance(10);
      this.store.answerReads();
      while (this.store.waiting > 0) await this.store.keep(true);
      // a log that is read on waits for a turn of the event loop itself
      for (let turns = 0; turns < 3; turns++) await settle();
    } while (this.store.reading > 0 || this.store.waiting > 0);
  }
}

/** So many entries that were asked for and durable by then, and what came of it. */
interface Reading {
  readonly of: Process;
  readonly pages: readonly LogPage<number>[];
  readonly from: number;
  readonly count: number;
}

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("append" as const), count: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 5, arbitrary: fc.constant({ do: "keep" as const }) },
    { weight: 1, arbitrary: fc.constant({ do: "keepUnheard" as const }) },
    { weight: 1, arbitrary: fc.constant({ do: "break" as const }) },
    { weight: 1, arbitrary: fc.constant({ do: "rival" as const }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("read" as const), from: fc.nat(30), count: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
    { weight: 3, arbitrary: fc.constant({ do: "wait" as const }) },
  ),
  { maxLength: 40, size: "max" },
);

describe("a feature's log", () => {
  it.each([false, true])(
    "[F3] after any run of appends, restarts and failures what was told is what is stored, in order; shared: %s",
    async (isShared) => {
      await fc.assert(
        fc.asyncProperty(steps, async (schedule) => {
          const disk = await newDisk();
          let process = new Process(disk, isShared);
          let made = 0;
          let mayFail = false;
          const renew = (): void => {
            process = new Process(disk, isShared);
            mayFail = false;
          };
          let reads: Reading[] = [];
          const check = async (): Promise<void> => {
            const onDisk = await stored(disk);
            expect(process.told).toEqual(onDisk.slice(0, process.told.length));
            const values = onDisk.filter((value): value is number => value !== null);
            expect(values).toEqual(values.toSorted((one, other) => one - other));
            expect(new Set(values).size).toBe(values.length);
            const isAnswered = ({ pages }: Reading): boolean => pages.length > 0;
            for (const { of, pages, from, count } of reads.filter(isAnswered)) {
              const entries = of.told.slice(from, from + count);
              expect(entries).toHaveLength(count);
              expect(pages).toEqual([{ from, entries }]);
            }
            reads = reads.filter((read) => !isAnswered(read));
            if (!mayFail) expect(process.failures).toEqual([]);
          };
          for (const step of schedule) {
            switch (step.do) {
              case "append":
                for (let count = 0; count < step.count; count++) process.log.append(made++);
                break;
              case "keep":
                await process.store.keep(true);
                break;
              case "keepUnheard":
                mayFail = true;
                await process.store.keep(false);
                break;
              case "break":
                mayFail = true;
                process.store.break();
                break;
              case "rival": {
                mayFail = true;
                const from = (await stored(disk)).length;
                await new MemoryStore(disk).append([{ stream: STREAM, from, count: 1, entries: `[${made++}]` }]);
                break;
              }
              case "read": {
                if (!process.log.isOpen) break;
                const { from } = step;
                const count = Math.max(0, Math.min(step.count, process.log.version - from));
                const pages: LogPage<number>[] = [];
                reads.push({ of: process, pages, from, count });
                void process.log.read(from, from + step.count, (page) => pages.push(page));
                break;
              }
              case "restart":
                process.log.close();
                renew();
                break;
              case "wait":
                process.store.answerReads();
                process.clock.advance(10);
            }
            await settle();
            await check();
            // crash-only: whoever failed is read anew
            if (process.failures.length > 0) {
              expect(process.failures).toHaveLength(1);
              renew();
            }
          }
          await process.finish();
          await check();
          expect(reads.filter(({ of }) => of === process && of.log.isOpen)).toEqual([]);
          process = new Process(disk, isShared);
          await process.finish();
          expect(process.opened).toBe(true);
          expect(process.told).toEqual(await stored(disk));
        }),
        { numRuns: 150 },
      );
    },
  );

  it("[F3] whoever had it before a process that shares the store opened it can append no more", async () => {
    const disk = await newDisk();
    const before = new Process(disk, true);
    await before.finish();
    before.log.append(1);
    await before.finish();
    const after = new Process(disk, true);
    await after.finish();
    before.log.append(2);
    await before.finish();
    expect(before.failures).toEqual(["conflict"]);
    after.log.append(3);
    await after.finish();
    expect(after.told).toEqual([null, 1, null, 3]);
    expect(await stored(disk)).toEqual([null, 1, null, 3]);
  });

  it("[F3] a long log is replayed and read in pages", async () => {
    const disk = await newDisk();
    const entries = Array.from({ length: 2_500 }, (_, index) => index);
    for (const [from, to] of [
      [0, 700],
      [700, 1_900],
      [1_900, 2_500],
    ] as const) {
      const commit = { stream: STREAM, from, count: to - from, entries: JSON.stringify(entries.slice(from, to)) };
      await new MemoryStore(disk).append([commit]);
    }
    const process = new Process(disk, false);
    await process.finish();
    expect(process.told).toEqual(entries);
    const pages: LogPage<number>[] = [];
    void process.log.read(1_200, 1_205, (page) => pages.push(page));
    void process.log.read(1_200, 2_500, (page) => pages.push(page));
    await process.finish();
    expect(pages).toEqual([
      { from: 1_200, entries: [1_200, 1_201, 1_202, 1_203, 1_204] },
      { from: 1_200, entries: entries.slice(1_200, 2_200) },
    ]);
    void process.log.read(2_500, 2_600, (page) => pages.push(page));
    void process.log.read(9, 3, (page) => pages.push(page));
    await settle();
    expect(pages.slice(2)).toEqual([
      { from: 2_500, entries: [] },
      { from: 9, entries: [] },
    ]);
  });

  it("[F3] what a reader makes of a page is no failure of the log", async () => {
    const process = new Process(await newDisk(), false);
    await process.finish();
    const read = process.log.read(0, 1, () => {
      throw new Error("a defect of the reader");
    });
    await expect(read).rejects.toThrow("a defect of the reader");
    expect(process.failures).toEqual([]);
  });

  it("[O52] what is appended while that is written which waited comes behind all of it", async () => {
    const disk = await newDisk();
    const process = new Process(disk, false);
    await process.finish();
    process.isReadOnly = true;
    process.onRewrite = () => process.log.append(3);
    process.log.append(1);
    process.log.rewrite(() => null);
    process.log.append(2);
    process.isReadOnly = false;
    process.clock.advance(1_000);
    await process.finish();
    expect(await stored(disk)).toEqual([1, 2, 3]);
    expect(process.told).toEqual([1, 2, 3]);
    process.log.append(4);
    await process.finish();
    expect(process.told).toEqual([1, 2, 3, 4]);
  });

  it("[O52] what it is given while nothing may be written is stored and told once something may, in its order", async () => {
    const disk = await newDisk();
    const process = new Process(disk, false);
    await process.finish();
    process.isReadOnly = true;
    process.log.append(0);
    process.log.append(1);
    process.log.rewrite(() => null);
    process.clock.advance(3_600_000);
    await process.finish();
    expect([await stored(disk), process.told, process.rewritten]).toEqual([[], [], 0]);
    process.isReadOnly = false;
    // behind what waits
    process.log.append(2);
    process.clock.advance(1_000);
    await process.finish();
    expect([await stored(disk), process.told, process.rewritten]).toEqual([[0, 1, 2], [0, 1, 2], 1]);
    process.log.append(3);
    await process.finish();
    expect(process.told).toEqual([0, 1, 2, 3]);
  });
});

// ---- in a room

class TroubledStore extends MemoryStore {
  trouble: "none" | "fails" | "conflict" | "unreadable" = "none";
  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    if (this.trouble === "fails") throw new Error("no space left on the disk");
    return this.trouble === "conflict" ? appends.map(() => "conflict") : super.append(appends);
  }
  override async read(...args: Parameters<MemoryStore["read"]>) {
    if (this.trouble === "unreadable" && args[0].file >= FEATURE_STREAMS) throw new Error("the disk is gone");
    return super.read(...args);
  }
}

/** Keeps what clients say, and tells everybody. */
const keeper: Feature = {
  name: "keeper",
  logs: { kept: STREAM.file - FEATURE_STREAMS },
  open(room) {
    const log = room.log<unknown>("kept", {
      replayed: ({ entries }) => room.broadcast(entries),
      opened: () => {},
      committed({ entries }) {
        if (entries.includes("poison")) throw new Error("a defect of the feature");
        room.broadcast(entries);
      },
    });
    return { message: (_, data) => log.append(data) };
  },
};

async function enter(disk: MemoryDisk, trouble: TroubledStore["trouble"] = "none") {
  const store = new TroubledStore(disk);
  store.trouble = trouble;
  const { log, directory } = simRooms(store, { features: [keeper] });
  const heard: unknown[] = [];
  let ended: string | undefined;
  const outlet = {
    full: false,
    send: ({ plain }: { plain: Uint8Array }) => {
      const json = /\{.*\}/s.exec(new TextDecoder().decode(plain))![0];
      const message = JSON.parse(json) as { type: string; data?: unknown };
      if (message.type === "feature") heard.push(message.data);
    },
    end: (code: string) => void (ended = code),
    whenEnded: () => {},
    origin: "",
    isSheltered: true,
    work: async <Result>(run: () => Result) => run(),
  };
  const hello = { type: "hello" as const, client: newClientId(), name: "Ben", files: [] };
  const { room, client } = await directory.join(ROOM, hello, outlet);
  await settle();
  const say = async (data: unknown): Promise<void> => {
    room.receive(client, { type: "feature", feature: "keeper", data }, 50);
    await settle();
  };
  return { directory, store, log, heard, say, ended: () => ended };
}

describe("a feature's log in a room", () => {
  it.each([
    ["fails", "store_unavailable"],
    ["conflict", "room_reset"],
  ] as const)("[F3] an append that %s drops the room, and what was told is there after", async (trouble, code) => {
    const disk = await newDisk();
    const before = await enter(disk);
    await before.say("one");
    before.store.trouble = trouble;
    await before.say("two");
    expect(before.heard).toEqual([["one"]]);
    expect(before.ended()).toBe(code);
    expect(before.directory.rooms).toEqual([]);
    const after = await enter(disk);
    await after.say("three");
    expect(after.heard).toEqual([["three"]]);
    expect(await stored(disk)).toEqual(["one", "three"]);
  });

  it("[F3] a log that cannot be read drops the room", async () => {
    await expect(enter(await newDisk(), "unreadable")).rejects.toMatchObject({ code: "store_unavailable" });
  });

  it("[F3] it goes with the room", async () => {
    const disk = await newDisk();
    const { say, store } = await enter(disk);
    await say("one");
    await store.deleteRoom(ROOM);
    await store.createRoom(document, Infinity);
    expect(await stored(disk)).toEqual([]);
  });

  it("[F2] a feature that throws at what its log tells is switched off, and the room stays", async () => {
    const { say, log, ended } = await enter(await newDisk());
    await say("poison");
    expect(log.errors).toMatchObject([{ details: { room: ROOM, feature: "keeper" } }]);
    await expect(say("more")).rejects.toMatchObject({ code: "unknown_feature" });
    expect(ended()).toBeUndefined();
  });
});
