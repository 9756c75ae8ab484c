// One file where several processes may write to one store: whose place in its log is next, and who finds out.
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { socketFrames } from "../../socket/frames.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { settle, SimClock } from "../../test/fuzz/simNetwork.ts";
import { TestLog } from "../../test/harness.ts";
import { NO_BOUND } from "../../test/noBound.ts";
import { TestOutlet } from "../../test/testOutlet.ts";
import { CommitLoop } from "../log/commitLoop.ts";
import { newRoomDocument } from "../log/roomDocument.ts";
import { LiveFile } from "./liveFile.ts";

const STREAM = { roomId: "a-room", file: 1 };

async function setUp() {
  const clock = new SimClock();
  const store = new MemoryStore(new MemoryDisk());
  const room = { roomId: STREAM.roomId, dateCreated: clock.now(), programmingLanguage: "Python" } as const;
  await store.createRoom(newRoomDocument(room, "Olga", "hash"), Infinity);
  const log = new TestLog();
  /** As another process does it each time. */
  const open = (isShared = true, append = store.append.bind(store)): Promise<LiveFile> => {
    const commitLoop = new CommitLoop({
      store: { append },
      clock,
      logger: log,
      timeoutMs: 10_000,
      writeBudgets: NO_BOUND,
    });
    const services = {
      store,
      commitLoop,
      clock,
      limits: DEFAULT_LIMITS,
      frames: socketFrames,
      logger: log,
      writeBudgets: NO_BOUND,
    };
    const room = { failed: (reason: unknown) => [...outcomes.values()].at(-1)?.(reason) };
    const files = { toShow: (file: LiveFile) => outcomes.get(file)?.("ok") };
    return LiveFile.open({ ...services, room, files, stream: STREAM, isShared, now: clock.now() });
  };
  /** who waits for the outcome of what was written to a file, the last of all at the end */
  const outcomes = new Map<LiveFile, (outcome: unknown) => void>();
  /** Writes something, and resolves with what becomes of it. */
  const write = (file: LiveFile): Promise<unknown> =>
    new Promise((resolve) => {
      outcomes.delete(file);
      outcomes.set(file, resolve);
      file.push(1, { version: file.version, seq: 1, changes: [[[0, "x"]]] }, 0, clock.now());
    });
  const follow = (file: LiveFile, version: number | null, outlet = new TestOutlet(), seesFrom = () => 0) =>
    file.follow({ client: 2, outlet, seesFrom }, { version });
  return { store, open, write, follow };
}

describe("a file that several processes may write to", () => {
  it("[C11] is marked by whoever opens it, who takes the next place in its log", async () => {
    const { store, open } = await setUp();
    expect((await open()).version).toBe(1);
    expect((await open()).version).toBe(2);
    expect((await store.read(STREAM, 0, 10)).map(({ entries }) => JSON.parse(entries) as unknown)).toEqual([
      [[0, 0, expect.any(Number), []]],
      [[0, 0, expect.any(Number), []]],
    ]);
    expect((await open(false)).version).toBe(2);
  });

  it("[C11] [C8] is written to no more by whoever had it before", async () => {
    const { open, write } = await setUp();
    const [before, after] = [await open(), await open()];
    expect(await write(before)).toBe("conflict");
    expect(await write(after)).toBe("ok");
  });

  it("[C11] [P18] is read anew where somebody has seen more than is here and the store has that", async () => {
    const { open, follow } = await setUp();
    const before = await open();
    await open();
    await expect(follow(before, 2)).rejects.toMatchObject({ code: "room_reset" });
  });

  it("[P18] stays as it is where the store does not have it, or nobody else can have written it", async () => {
    const { open, write, follow } = await setUp();
    await expect(follow(await open(), 2)).rejects.toMatchObject({ code: "version_ahead" });
    const alone = await open(false);
    expect(await write(await open(false))).toBe("ok");
    await expect(follow(alone, 2)).rejects.toMatchObject({ code: "version_ahead" });
  });

  it("[C11] that somebody else marks first is read anew", async () => {
    const { store, open } = await setUp();
    const append = store.append.bind(store);
    let other: Promise<LiveFile> | undefined;
    store.append = async (appends) => {
      store.append = append;
      other = open();
      await other;
      return append(appends);
    };
    await expect(open()).rejects.toMatchObject({ code: "room_reset" });
    expect((await other)?.version).toBe(1);
  });
});

describe("a newcomer", () => {
  it("[C5] is given what is stored, and not what is accepted behind it", async () => {
    const { store, open, follow } = await setUp();
    const held: (() => void)[] = [];
    const file = await open(false, async (appends) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return store.append(appends);
    });
    for (const [client, text] of ["a", "b"].entries())
      file.push(client + 1, { version: 0, seq: 1, changes: [[[0, text]]] }, 0, 0);
    held.shift()!();
    await settle();
    const outlet = new TestOutlet();
    await follow(file, null, outlet);
    expect(outlet.of("file")).toMatchObject([{ version: 1, text: "a" }]);
  });
});

describe("whoever catches up from the store", () => {
  it.each([
    ["all", 0],
    ["what is new", 1],
  ])("[C5] [C11] is not sent what it has of an append that is under way: of who sees %s", async (_, from) => {
    const { store, open, write, follow } = await setUp();
    await write(await open(false));
    await store.putSnapshot(STREAM, { version: 1, text: "x", confirmed: [[1, 1]] });
    const file = await open(false, async (appends) => {
      await store.append(appends);
      return new Promise(() => {});
    });
    file.push(1, { version: 1, seq: 2, changes: [[1, [0, "y"]]] }, 0, 0);
    expect(await store.read(STREAM, 1, 10)).toHaveLength(1);
    const outlet = new TestOutlet();
    await follow(file, 0, outlet, () => from);
    expect(outlet.of("updates").map(({ version, updates }) => [version, updates.length])).toEqual([[0, 1]]);
  });

  it("[P98] is not sent what it may not see any more by the time that its turn comes", async () => {
    const { store, open, write, follow } = await setUp();
    await write(await open(false));
    await store.putSnapshot(STREAM, { version: 1, text: "x", confirmed: [[1, 1]] });
    let seesFrom = 0;
    let turns = 0;
    const outlet = new TestOutlet();
    outlet.work = async (run) => {
      const done = run();
      // the second is that in which the page is made
      if (++turns === 2) seesFrom = Infinity;
      return done;
    };
    await follow(await open(false), 0, outlet, () => seesFrom);
    expect([seesFrom, outlet.of("updates")]).toEqual([Infinity, []]);
    expect(outlet.of("file").at(-1)).toMatchObject({ version: 1, text: "x" });
  });
});
