// Rooms in memory and out of it: opened once, unloaded when idle, swept when expired, many files, features, the paced big room.
import { describe, expect, it, jest } from "@jest/globals";
import { WrittenBytes } from "../budgets/writtenBytes.ts";
import type { Feature, RoomHooks } from "../features/feature.ts";
import { PRESENCE_INTERVAL_MS } from "../protocol/limits.ts";
import { settle, settleTurns } from "../test/fuzz/simNetwork.ts";
import { TestOutlet } from "../test/testOutlet.ts";
import { makingFiles } from "../test/makingFiles.ts";
import { newClientId } from "../test/person.ts";
import { systemSecrets } from "../platform.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { sweepExpired } from "../sweep.ts";
import type { RoomClient } from "./people/audience.ts";
import type { Room } from "./room.ts";
import { newRoomDocument } from "./log/roomDocument.ts";
import { EVENTS, SNAPSHOT_EVERY } from "./roomStore.ts";
import { simRooms, type SimRoomsOptions, UNLOAD_AFTER_MS } from "../test/simRooms.ts";

const ROOM = "a-room";
const VIEW = "346789ABCDEFGH";
const HOUR_MS = 3_600_000;
const EXPIRE_AFTER_MS = 30_000_000;

/** Counts what is read, so that a test can say that something was read once. */
class CountingStore extends MemoryStore {
  loads = 0;
  override async loadRoom(roomId: string) {
    this.loads += 1;
    return super.loadRoom(roomId);
  }
  /** what a read waits for */
  gate: Promise<void> = Promise.resolve();
  reads = 0;
  override async read(...args: Parameters<MemoryStore["read"]>) {
    this.reads += 1;
    await this.gate;
    return super.read(...args);
  }
}

async function setUp(options: SimRoomsOptions = {}) {
  const store = new CountingStore(new MemoryDisk());
  const { clock, log, directory } = simRooms(store, { expireAfterMs: EXPIRE_AFTER_MS, ...options });
  const key = systemSecrets.create();
  const details = { roomId: ROOM, dateCreated: clock.now(), programmingLanguage: "Python" } as const;
  await store.createRoom(newRoomDocument(details, "Olga", systemSecrets.hash(key)), clock.now() + EXPIRE_AFTER_MS);
  const enter = async (files: readonly number[] = [1], name = "Ben", address = ROOM) => {
    const outlet = new TestOutlet();
    const hello = {
      type: "hello" as const,
      client: newClientId(),
      name,
      files: files.map((file) => ({ file, version: null })),
    };
    const joined = await directory.join(address, hello, outlet);
    await settle();
    return { ...joined, outlet };
  };
  return { clock, log, store, directory, enter, key };
}

/** Types `count` single letters, as many pushes as it takes. */
async function type(room: Room, client: RoomClient, count: number, file = 1, seq = 1): Promise<void> {
  for (let done = 0; done < count;) {
    const version = (await room.text(file)).length;
    const changes = Array.from({ length: Math.min(200, count - done) }, (_, index) => {
      const length = version + index;
      return length === 0 ? [[0, "x"]] : [length, [0, "x"]];
    });
    room.receive(client, { type: "push", file, version, seq: seq + done, changes }, 100);
    done += changes.length;
    await settle();
  }
}

const UNLIMITED = { pushesPerSecond: 0, messagesPerSecond: 0, presencesPerSecond: 0 };

describe("a room with a bound of what is written", () => {
  it("[O22] has it also after it was quiet for long, among many others", async () => {
    let now = 0;
    const writeBudgets = new WrittenBytes(2_000, { now: () => now });
    const { enter } = await setUp({ writeBudgets, limits: UNLIMITED });
    const ben = await enter();
    await type(ben.room, ben.client, 1);
    now += 2 * HOUR_MS;
    for (let others = 0; others < 2_000; others++) writeBudgets.of(`room ${others}`);
    await type(ben.room, ben.client, 200, 1, 2);
    expect(writeBudgets.latelyBy(ROOM)).toBeGreaterThan(2_000);
    await expect(enter([1], "Cy")).rejects.toThrow("reached its limit");
  });
});

describe("a room that several processes may write to", () => {
  it("[C11] is marked by whoever reads it, before somebody comes in", async () => {
    const { enter, store } = await setUp({ isShared: true });
    await enter();
    const [first] = await store.read({ roomId: ROOM, file: EVENTS }, 0, 1);
    expect(JSON.parse(first!.entries)).toEqual([{ type: "moved", time: expect.any(Number) }]);
  });

  /** Two people with a file open, of whom one says to have seen one more than is there. */
  async function setUpAhead(before: (store: CountingStore, ben: { room: Room; client: RoomClient }) => Promise<void>) {
    const { enter, store, directory, log } = await setUp({ isShared: true, limits: UNLIMITED });
    const [ben, cy] = [await enter(), await enter([1], "Cy")];
    await before(store, ben);
    cy.room.receive(cy.client, { type: "open", file: 1, version: 2 }, 50);
    await settle();
    return { ended: [ben.outlet.ended, cy.outlet.ended], told: cy.outlet.of("error"), directory, log };
  }
  const written = { stream: { roomId: ROOM, file: 1 }, from: 1, count: 1, entries: "[[0,0,1,[]]]" };

  it("[C11] [P18] is read anew when somebody has seen what another process has written", async () => {
    const { ended, directory, log } = await setUpAhead(async (store) => void (await store.append([written])));
    expect(ended).toEqual(["room_reset", "room_reset"]);
    expect(directory.rooms).toEqual([]);
    expect([log.warnings.length, log.errors]).toEqual([1, []]);
  });

  it("[P18] is not by whoever only says so", async () => {
    const { ended, told } = await setUpAhead(async () => {});
    expect(ended).toEqual([undefined, undefined]);
    expect(told).toMatchObject([{ code: "version_ahead", file: 1 }]);
  });

  it("[C11] [P18] is left to find out by itself while it writes: what the store has may be its own", async () => {
    const { ended, directory } = await setUpAhead(async (store, { room, client }) => {
      await store.append([written]);
      store.append = () => new Promise(() => {});
      room.receive(client, { type: "push", file: 1, version: 1, seq: 1, changes: [[[0, "x"]]] }, 50);
    });
    expect(ended).toEqual([undefined, "room_reset"]);
    expect(directory.rooms).toHaveLength(1);
  });
});

describe("a room in memory", () => {
  it("[D1] is read once however many ask at once", async () => {
    const { store, directory } = await setUp();
    const rooms = await Promise.all(Array.from({ length: 10 }, () => directory.open(ROOM)));
    expect(new Set(rooms).size).toBe(1);
    expect(store.loads).toBe(1);
  });

  it("[D2] goes when nobody was in it for a while, and comes back with everything", async () => {
    const { clock, directory, enter } = await setUp({ limits: UNLIMITED });
    const { room, client } = await enter();
    await type(room, client, 250);
    clock.advance(UNLOAD_AFTER_MS * 2);
    expect(directory.rooms).toHaveLength(1);
    room.leave(client);
    clock.advance(UNLOAD_AFTER_MS * 2);
    await settle();
    expect(directory.rooms).toHaveLength(0);
    const { outlet } = await enter();
    expect(outlet.of("file")[0]).toMatchObject({ version: 250, text: "x".repeat(250) });
  });

  it("[P70] is one room at all its addresses, and who comes by one is told no other", async () => {
    const { clock, store, directory, enter } = await setUp();
    await store.claimAddress(VIEW, ROOM, clock.now() + 60_000);
    const [owner, viewer] = [await enter(), await enter([1], "Vera", VIEW)];
    expect(viewer.room).toBe(owner.room);
    expect(owner.outlet.of("welcome")[0]?.room.roomId).toBe(ROOM);
    expect(viewer.outlet.of("welcome")[0]?.room.roomId).toBe(VIEW);
    await type(owner.room, owner.client, 3);
    expect(JSON.stringify(viewer.outlet.messages)).not.toContain(ROOM);
    expect(JSON.stringify(owner.outlet.messages)).not.toContain(VIEW);
    clock.advance(60_000);
    expect(await directory.resolve(VIEW)).toBeUndefined();
    await expect(enter([1], "Vera", VIEW)).rejects.toMatchObject({ code: "room_not_found" });
  });

  it("[P70] costs a look into the store at a viewing address alone", async () => {
    const { store, directory } = await setUp();
    let looks = 0;
    store.roomAt = async () => void looks++;
    for (const address of [ROOM, VIEW.slice(1), `${VIEW}3`, VIEW]) await directory.resolve(address);
    expect(looks).toBe(1);
  });

  it("[D3] its addresses are swept when their time has come, also where rooms are kept for ever", async () => {
    const { clock, store, directory } = await setUp({ expireAfterMs: Infinity });
    await store.claimAddress(VIEW, ROOM, clock.now() + 60_000);
    await sweepExpired(directory, store, clock.now() + 60_000);
    expect(await store.addresses(ROOM)).toEqual([]);
    expect(await directory.open(ROOM)).toBeDefined();
  });

  it("[D3] is deleted when its time has come, not while somebody is in it", async () => {
    const { clock, directory, enter, store } = await setUp();
    const { room, client } = await enter();
    clock.advance(EXPIRE_AFTER_MS * 2);
    expect(await sweepExpired(directory, store, clock.now())).toBe(0);
    room.leave(client);
    clock.advance(UNLOAD_AFTER_MS * 2);
    await settle();
    clock.advance(EXPIRE_AFTER_MS - UNLOAD_AFTER_MS * 3);
    expect(await sweepExpired(directory, store, clock.now())).toBe(0);
    clock.advance(UNLOAD_AFTER_MS * 4);
    expect(await sweepExpired(directory, store, clock.now())).toBe(1);
    expect(await store.loadRoom(ROOM)).toBeUndefined();
  });

  it("[D4] keeps snapshots as it grows, from which a newcomer and an old version are read", async () => {
    const { clock, enter, store } = await setUp({ limits: UNLIMITED });
    const { room, client } = await enter();
    clock.advance(500);
    await type(room, client, SNAPSHOT_EVERY);
    clock.advance(500);
    await type(room, client, SNAPSHOT_EVERY + 300, 1, SNAPSHOT_EVERY + 1);
    const snapshot = await store.latestSnapshot({ roomId: ROOM, file: 1 }, Infinity);
    expect(snapshot?.version).toBeGreaterThanOrEqual(SNAPSHOT_EVERY * 2);
    expect(snapshot?.confirmed).toEqual([[1, snapshot!.version]]);
    const other = await enter();
    const asked = { type: "open" as const, file: 1, version: SNAPSHOT_EVERY + 50, text: true };
    other.room.receive(other.client, asked, 50);
    await settleTurns(clock);
    const file = other.outlet.of("file").at(-1);
    expect(file).toMatchObject({ version: SNAPSHOT_EVERY + 50, text: "x".repeat(SNAPSHOT_EVERY + 50), head: 2300 });
    const caughtUp = other.outlet.of("updates").reduce((sum, { updates }) => sum + updates.length, 0);
    expect(caughtUp).toBe(SNAPSHOT_EVERY + 250);
    clock.advance(UNLOAD_AFTER_MS);
  });

  it("[D4] keeps no snapshot twice in half a second, and one of all that came meanwhile later", async () => {
    const { clock, enter, store } = await setUp({ limits: UNLIMITED });
    const put = jest.spyOn(store, "putSnapshot");
    const versions = (): number[] => put.mock.calls.map(([, { version }]) => version);
    const { room, client } = await enter();
    await type(room, client, SNAPSHOT_EVERY * 2);
    expect(versions()).toEqual([]);
    clock.advance(500);
    await type(room, client, SNAPSHOT_EVERY * 3, 1, SNAPSHOT_EVERY * 2 + 1);
    expect(versions()).toHaveLength(1);
    clock.advance(30_000);
    await settle();
    expect(versions().slice(1)).toEqual([SNAPSHOT_EVERY * 5]);
  });

  it("[D4] keeps a snapshot of what was written over and over as well, however few updates that was", async () => {
    const { enter, store } = await setUp({ limits: UNLIMITED });
    const { room, client } = await enter();
    for (let version = 0; version < 6; version++) {
      const lines = Array.from({ length: 10 }, () => String(version).repeat(90_000));
      const changes = [[[version === 0 ? 0 : lines.join("\n").length, ...lines]]];
      room.receive(client, { type: "push", file: 1, version, seq: version + 1, changes }, 50);
      await settle();
    }
    const snapshot = await store.latestSnapshot({ roomId: ROOM, file: 1 }, Infinity);
    expect(snapshot?.version).toBe(5);
  });

  it("[D20] reads a text from the store each time while nobody has the file open, and from memory while somebody has", async () => {
    const { clock, directory, enter, store } = await setUp({ limits: UNLIMITED });
    const { room, client } = await enter();
    await type(room, client, 3);
    room.leave(client);
    clock.advance(UNLOAD_AFTER_MS * 2);
    await settle();
    const again = await directory.open(ROOM);
    const { reads } = store;
    for (const count of [1, 2]) {
      expect((await again!.text(1)).toString()).toBe("xxx");
      expect(store.reads - reads).toBeGreaterThanOrEqual(count);
    }
    await enter();
    const opened = store.reads;
    expect((await again!.text(1)).toString()).toBe("xxx");
    expect(store.reads).toBe(opened);
    await expect(again!.text(2)).rejects.toMatchObject({ code: "unknown_file" });
  });

  it("[D5] serves a client that is further behind than memory from the store, in order", async () => {
    const { clock, enter } = await setUp({ limits: UNLIMITED });
    const { room, client } = await enter();
    await type(room, client, 13_000);
    const late = await enter([]);
    late.room.receive(late.client, { type: "open", file: 1, version: 7 }, 50);
    await settleTurns(clock);
    const updates = late.outlet.of("updates");
    expect(updates[0]!.version).toBe(7);
    let next = 7;
    for (const page of updates) {
      expect(page.version).toBe(next);
      next += page.updates.length;
    }
    expect(next).toBe(13_000);
  });

  it("[D6] keeps a log for each of its files, and tells everybody of a new one", async () => {
    const { enter, directory } = await setUp({ limits: UNLIMITED, features: [makingFiles] });
    const one = await enter();
    const other = await enter();
    one.room.receive(one.client, { type: "feature", feature: "make", data: "second.py" }, 50);
    await settle();
    expect(other.outlet.of("event").at(-1)).toMatchObject({
      event: { type: "file", file: { file: 2, name: "second.py" } },
    });
    for (const { room, client } of [one, other]) room.receive(client, { type: "open", file: 2, version: null }, 50);
    await settle();
    await type(one.room, one.client, 3, 2);
    await type(one.room, one.client, 2, 1);
    const seen = other.outlet.of("updates").map(({ file, updates }) => [file, updates.length]);
    expect(seen).toEqual([
      [2, 3],
      [1, 2],
    ]);
    const room = await directory.open(ROOM);
    expect((await room!.text(2)).toString()).toBe("xxx");
    expect(room!.details.files).toEqual([
      { file: 1, name: "main.py" },
      { file: 2, name: "second.py" },
    ]);
  });

  it("[B10] another language renames the only file, as long as the one before has named it", async () => {
    const { enter } = await setUp({ limits: UNLIMITED, features: [makingFiles] });
    const { room, client, outlet } = await enter();
    const names = () => room.details.files.map(({ name }) => name);
    room.receive(client, { type: "room", language: "Go" }, 50);
    await settle();
    expect(outlet.of("event").at(-1)).toMatchObject({ event: { type: "file", file: { file: 1, name: "main.go" } } });
    room.receive(client, { type: "feature", feature: "make", data: "second.py" }, 50);
    room.receive(client, { type: "room", language: "Rust" }, 50);
    await settle();
    expect(names()).toEqual(["main.go", "second.py"]);
  });

  it("[P30] [D7] shows what comes after a pause at once, and then not before its time has come", async () => {
    const { clock, enter } = await setUp({ limits: { ...UNLIMITED, showMicrosPerClient: 1_000 } });
    const people = [await enter(), await enter(), await enter(), await enter(), await enter()];
    const { room, client } = people[0]!;
    const shown = () => people.map(({ outlet }) => outlet.of("updates").map(({ updates }) => updates.length));
    // What their coming was shown with, and then nothing.
    clock.advance(5);
    clock.advance(5);
    await type(room, client, 1);
    expect(shown()).toEqual(people.map(() => [1]));
    await type(room, client, 1, 1, 2);
    clock.advance(4);
    await type(room, client, 1, 1, 3);
    expect(shown()).toEqual(people.map(() => [1]));
    clock.advance(1);
    expect(shown()).toEqual(people.map(() => [1, 2]));
  });

  it("[P30] shows at once whatever comes where the time is below a millisecond", async () => {
    const { enter } = await setUp({ limits: { ...UNLIMITED, showMicrosPerClient: 499 } });
    const [{ room, client }, { outlet }] = [await enter(), await enter()];
    for (let typed = 0; typed < 3; typed++) await type(room, client, 1, 1, typed + 1);
    expect(outlet.of("updates").map(({ updates }) => updates.length)).toEqual([1, 1, 1]);
  });

  it("[D7] somebody who catches up from the store while showing is paced misses nothing", async () => {
    const { clock, enter, store } = await setUp({ limits: { ...UNLIMITED, showMicrosPerClient: 10_000 } });
    const [typist] = [await enter(), await enter()];
    await type(typist.room, typist.client, 12_500);
    clock.advance(20);
    let openGate = (): void => {};
    store.gate = new Promise((resolve) => (openGate = resolve));
    const late = await enter([]);
    late.room.receive(late.client, { type: "open", file: 1, version: 7 }, 50);
    let typed = 12_500;
    for (let turn = 0; turn < 40; turn++) {
      await type(typist.room, typist.client, 1, 1, ++typed);
      if (turn === 1) openGate();
      if (turn % 5 === 4) clock.advance(20);
    }
    clock.advance(20);
    await settleTurns(clock);
    let next = 7;
    for (const page of late.outlet.of("updates")) {
      expect(page.version).toBe(next);
      next += page.updates.length;
    }
    expect(next).toBe(typed);
  });

  it("[D8] raises the divergence alarm with the version and the hash of the text", async () => {
    const { clock, enter } = await setUp({ limits: UNLIMITED });
    const { room, client, outlet } = await enter();
    await type(room, client, 3);
    clock.advance(30_000);
    expect(outlet.of("check")).toEqual([{ type: "check", file: 1, version: 3, hash: expect.any(Number) }]);
    clock.advance(30_000);
    expect(outlet.of("check")).toHaveLength(1);
  });

  it("[C9] merges presence into one frame and forgets who has left", async () => {
    const { clock, enter, store } = await setUp({ limits: UNLIMITED });
    const one = await enter();
    const other = await enter();
    for (const at of [0, 0, 0])
      one.room.receive(one.client, { type: "presence", file: 1, version: 0, selections: [[at, at]] }, 50);
    clock.advance(PRESENCE_INTERVAL_MS * 2);
    expect(other.outlet.of("presence")).toHaveLength(1);
    one.room.leave(one.client);
    const late = await enter();
    expect(late.outlet.of("presence")).toHaveLength(0);
    expect(JSON.stringify(await store.read({ roomId: ROOM, file: 0 }, 0, 1000))).not.toContain("selections");
  });
});

describe("a feature", () => {
  const events: string[] = [];
  const recorder: Feature = {
    name: "recorder",
    open: (room): RoomHooks => ({
      joined: ({ client }) => void events.push(`joined ${client}`),
      left: ({ client }) => void events.push(`left ${client}`),
      message(from, data) {
        if (data === "fail") throw new Error("a defect of the feature");
        room.send(from.client, { echo: data });
        room.broadcast({ said: data, title: room.details.title });
      },
      closed: () => void events.push("closed"),
    }),
  };

  it("[F1] is told who comes and goes and speaks to one or all", async () => {
    events.length = 0;
    const { enter, directory } = await setUp({ features: [recorder], limits: UNLIMITED });
    const { room, client, outlet } = await enter();
    room.receive(client, { type: "feature", feature: "recorder", data: "hi" }, 50);
    expect(outlet.of("feature").map(({ data }) => data)).toEqual([{ echo: "hi" }, { said: "hi", title: "" }]);
    room.leave(client);
    await directory.drain();
    expect(events).toEqual(["joined 1", "left 1", "closed"]);
  });

  it("[F2] that throws is switched off in that room, logged, and typing goes on", async () => {
    const { enter, log } = await setUp({ features: [recorder], limits: UNLIMITED });
    const { room, client, outlet } = await enter();
    expect(() => room.receive(client, { type: "feature", feature: "recorder", data: "fail" }, 50)).toThrow(
      expect.objectContaining({ code: "unknown_feature" }),
    );
    expect(log.errors).toMatchObject([{ details: { room: ROOM, feature: "recorder" } }]);
    // what it has of the server's it gives back
    expect(events.at(-1)).toBe("closed");
    expect(() => room.receive(client, { type: "feature", feature: "recorder", data: "hi" }, 50)).toThrow(
      expect.objectContaining({ code: "unknown_feature" }),
    );
    await type(room, client, 1);
    expect(outlet.of("updates")).toHaveLength(1);
  });
});
