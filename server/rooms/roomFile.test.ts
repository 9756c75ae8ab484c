// One file where several processes may write to one store: whose place in its log is next, and who finds out.
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { socketFrames } from "../socket/frames.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { SimClock } from "../test/fuzz/simNetwork.ts";
import { TestLog } from "../test/harness.ts";
import { NO_BOUND } from "../test/noBound.ts";
import { TestOutlet } from "../test/testOutlet.ts";
import { newRoomDocument } from "./roomDocument.ts";
import { RoomFile } from "./roomFile.ts";

const STREAM = { roomId: "a-room", file: 1 };

async function setUp() {
  const clock = new SimClock();
  const store = new MemoryStore(new MemoryDisk());
  const room = { roomId: STREAM.roomId, dateCreated: clock.now(), programmingLanguage: "Python" } as const;
  await store.createRoom(newRoomDocument(room, "Olga", "hash"), Infinity);
  /** As another process does it each time. */
  const open = (isShared = true): Promise<RoomFile> => {
    const services = {
      store,
      clock,
      limits: DEFAULT_LIMITS,
      frames: socketFrames,
      log: new TestLog(),
      written: NO_BOUND,
    };
    return RoomFile.open({ ...services, stream: STREAM, isShared, now: clock.now() });
  };
  /** Stores what the process has accepted. */
  const write = async (file: RoomFile): Promise<unknown> => {
    file.authority.accept(1, { version: file.version, seq: 1, changes: [[[0, "x"]]] }, clock.now());
    return (await store.append([file.take()!]))[0];
  };
  const follow = (file: RoomFile, version: number, outlet = new TestOutlet()): Promise<void> =>
    file.follow({ client: 2, outlet, seesHistory: () => true }, { version });
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
    expect(await write(alone)).toBe("ok");
    await expect(follow(alone, 2)).rejects.toMatchObject({ code: "version_ahead" });
  });

  it("[C11] that somebody else marks first is read anew", async () => {
    const { store, open } = await setUp();
    const append = store.append.bind(store);
    let other: Promise<RoomFile> | undefined;
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

describe("whoever catches up from the store", () => {
  it("[C5] is not sent what it has of an append that is under way", async () => {
    const { store, open, write, follow } = await setUp();
    await write(await open(false));
    await store.putSnapshot(STREAM, { version: 1, text: "x", confirmed: [[1, 1]] });
    const file = await open(false);
    file.authority.accept(1, { version: 1, seq: 2, changes: [[1, [0, "y"]]] }, 0);
    expect(await store.append([file.take()!])).toEqual(["ok"]);
    const outlet = new TestOutlet();
    await follow(file, 0, outlet);
    expect(outlet.of("updates").map(({ version, updates }) => [version, updates.length])).toEqual([[0, 1]]);
  });
});
