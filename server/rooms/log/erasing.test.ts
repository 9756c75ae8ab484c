// What is erased from a room's logs: what a reader finds then, what the store still has, and what a crash at any moment leaves.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { WrittenBytes } from "../../budgets/writtenBytes.ts";
import type { FeatureLog, LogPage } from "../../features/featureLog.ts";
import type { RoomHooks } from "../../features/feature.ts";
import type { FeatureRoom } from "../../features/featureRoom.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { RoomFile } from "../../protocol/events.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { FEATURE_ROOM, roomWithFeature } from "../../test/featureRoom.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { simRooms } from "../../test/simRooms.ts";
import { EVENTS, REWRITTEN_STREAMS } from "../roomStore.ts";
import { readRoom } from "./reading.ts";

const SECRET = "hunter2";

/** A store that keeps nothing more, and answers nothing, after so many calls that change something: the process was killed. */
class DyingStore extends MemoryStore {
  left = Infinity;

  override async append(...args: Parameters<MemoryStore["append"]>): ReturnType<MemoryStore["append"]> {
    if (this.left-- <= 0) return new Promise(() => {});
    return super.append(...args);
  }

  override async deleteStream(...args: Parameters<MemoryStore["deleteStream"]>): Promise<void> {
    if (this.left-- <= 0) return new Promise(() => {});
    return super.deleteStream(...args);
  }
}

/** A store whose calls of a kind wait: `append`, or the deletion or snapshots of the second file. */
class GatedStore extends DyingStore {
  readonly #gates = new Map<string, Promise<void>>();

  /** Until the returned function is called. */
  shut(name: "append" | "delete" | "snapshot"): () => void {
    let open = (): void => {};
    this.#gates.set(name, new Promise((resolve) => (open = resolve)));
    return () => {
      this.#gates.delete(name);
      open();
    };
  }

  override async append(...args: Parameters<MemoryStore["append"]>): ReturnType<MemoryStore["append"]> {
    await this.#gates.get("append");
    return super.append(...args);
  }

  override async deleteStream(...args: Parameters<MemoryStore["deleteStream"]>): Promise<void> {
    if (args[0].file === 2) await this.#gates.get("delete");
    return super.deleteStream(...args);
  }

  override async putSnapshot(...args: Parameters<MemoryStore["putSnapshot"]>): Promise<void> {
    if (args[0].file === 2) await this.#gates.get("snapshot");
    return super.putSnapshot(...args);
  }
}

const turns = async (count = 10): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await settle();
};

/** A room whose feature keeps words in a log of its own; again on the same disk it is the room after a restart. */
async function opened(disk = new MemoryDisk(), feature: RoomHooks = {}) {
  const store = new GatedStore(disk);
  const words: (string | null)[] = [];
  const hear = ({ from, entries }: LogPage<string>): void => void words.splice(from, entries.length, ...entries);
  let log: FeatureLog<string> | undefined;
  const share = (room: FeatureRoom) => {
    log = room.log<string>("words", { replayed: hear, opened() {}, committed: hear });
    return feature;
  };
  const {
    room,
    enter,
    key,
    handle,
    clock,
    directory,
    log: said,
  } = await roomWithFeature(share, disk, 1_000, { store });
  await settle();
  return { disk, store, room, enter, key, handle, clock, directory, said, words, log: log! };
}

/** Everything that is left on the disk of the room, as text. */
const onDisk = (disk: MemoryDisk): string => {
  const { document, commits, snapshots } = disk.rooms.get(FEATURE_ROOM)!;
  return JSON.stringify([document, [...commits], [...snapshots].map(([file, kept]) => [file, [...kept]])]);
};

const isQuiet = async (room: { readonly busy: boolean }): Promise<void> => {
  while (room.busy) await settle();
};

const withoutSecret = (word: string | null): string | null => (word?.includes(SECRET) ? null : word);

describe("a log that is rewritten", () => {
  it("[D25] keeps each entry in its place, what comes meanwhile behind them, and nothing of what is gone", async () => {
    const { disk, room, log, words } = await opened();
    for (const word of ["one", SECRET, "three"]) log.append(word);
    await settle();
    log.rewrite(withoutSecret);
    log.append("four");
    log.append(`${SECRET} again`);
    await isQuiet(room);
    log.append("six");
    await settle();
    // whoever has read it is not told anew
    expect(words).toEqual(["one", SECRET, "three", "four", `${SECRET} again`, "six"]);
    log.rewrite(withoutSecret);
    await isQuiet(room);
    const again = await opened(disk);
    expect(again.words).toEqual(["one", null, "three", "four", null, "six"]);
    expect(onDisk(disk)).not.toContain(SECRET);
    expect([...disk.rooms.get(FEATURE_ROOM)!.commits.values()].filter(({ length }) => length > 0)).toHaveLength(2);
  });

  it.each([0, 1, 2, 3, 5, 8, 13])(
    "[D25] loses nothing of what is accepted at any moment meanwhile (every %d steps)",
    async (steps) => {
      const { disk, room, log, words } = await opened();
      for (const word of ["one", SECRET]) log.append(word);
      await settle();
      log.rewrite(withoutSecret);
      for (let count = 0; room.busy && count < 2_000; count++) {
        log.append(`later ${count}`);
        for (let step = 0; step < steps; step++) await Promise.resolve();
        if (steps === 0 || count % 10 === 9) await settle();
      }
      await settle();
      expect(words.length).toBeGreaterThan(2);
      expect((await opened(disk)).words).toEqual(words.with(1, null));
      expect(room.log.accepted.dropped).toEqual([]);
    },
  );

  it("[D25] is read in pages where it goes on now", async () => {
    const { room, log } = await opened();
    for (const word of ["one", SECRET]) log.append(word);
    await settle();
    log.rewrite(withoutSecret);
    await isQuiet(room);
    const page = await new Promise((resolve) => log.read(0, 2, resolve));
    expect(page).toEqual({ from: 0, entries: ["one", null] });
  });

  it("[D25] [C11] is not written to by whoever had the room before", async () => {
    const { disk, log, words } = await opened();
    log.append("one");
    await settle();
    const document = (await readRoom(new MemoryStore(disk), FEATURE_ROOM))!;
    // another process opens the room, and marks its log
    const moved = { stream: { roomId: FEATURE_ROOM, file: EVENTS }, from: document.eventsVersion, count: 1 };
    const entries = JSON.stringify([{ type: "moved", time: 1 }]);
    expect(await new MemoryStore(disk).append([{ ...moved, entries }])).toEqual(["ok"]);
    log.rewrite(() => null);
    for (let turn = 0; turn < 5; turn++) await settle();
    log.append("two");
    await settle();
    expect(words).toEqual(["one"]);
    expect((await opened(disk)).words).toEqual(["one"]);
  });

  it("[D26] is as it was or as it is to be, whenever the process is killed; the next opening goes on", async () => {
    const property = fc.asyncProperty(fc.nat(14), fc.array(fc.nat(3), { maxLength: 6 }), async (left, turns) => {
      const { disk, store, log, words } = await opened();
      for (const word of ["one", SECRET, "three"]) log.append(word);
      await settle();
      store.left = left;
      log.rewrite(withoutSecret);
      for (const [index, count] of turns.entries()) {
        for (let turn = 0; turn < count; turn++) await Promise.resolve();
        log.append(`later ${index}`);
      }
      for (let turn = 0; turn < 10; turn++) await settle();
      const heard = words.slice(3);
      const again = await opened(disk);
      await isQuiet(again.room);
      expect([SECRET, null]).toContain(again.words[1]);
      // all that was told is there, in its place
      expect([again.words[0], again.words[2]]).toEqual(["one", "three"]);
      expect(again.words.slice(3, 3 + heard.length)).toEqual(heard);
      expect(again.room.log.accepted.dropped ?? []).toEqual([]);
      // what was not told may be there, or not: but it goes on
      again.log.append("last");
      await settle();
      const third = await opened(disk);
      expect(third.words).toEqual([...again.words]);
      expect(third.words.at(-1)).toBe("last");
      if (third.words[1] === null) expect(onDisk(disk)).not.toContain(SECRET);
      // the room's own log and this one, and no copy of either
      expect([...disk.rooms.get(FEATURE_ROOM)!.commits.values()].filter(({ length }) => length > 0)).toHaveLength(2);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it("[D26] [O52] what is left is left where nothing may be written, for whoever opens the room next", async () => {
    let interrupted = 0;
    for (let left = 0; left <= 14; left++) {
      const { disk, store, log } = await opened();
      log.append(SECRET);
      await settle();
      store.left = left;
      log.rewrite(withoutSecret);
      for (let turn = 0; turn < 10; turn++) await settle();
      const before = onDisk(disk);
      const writeBudgets = new WrittenBytes(0, { now: () => 1 }, () => new Refusal("server_read_only"));
      const room = (await simRooms(new MemoryStore(disk), { writeBudgets }).directory.open(FEATURE_ROOM))!;
      await isQuiet(room);
      expect(onDisk(disk)).toBe(before);
      if (room.log.accepted.dropped?.length) interrupted++;
      const again = await opened(disk);
      await isQuiet(again.room);
      expect(again.room.log.accepted.dropped ?? []).toEqual([]);
    }
    expect(interrupted).toBeGreaterThan(0);
  });
});

describe("a log that is rewritten beside other things", () => {
  it("[D25] once for all that was asked for before it began", async () => {
    const { disk, room, log } = await opened();
    for (const word of ["one", "two"]) log.append(word);
    await settle();
    for (const word of ["one", "two"]) log.rewrite((entry) => (entry === word ? null : entry));
    await isQuiet(room);
    expect((await opened(disk)).words).toEqual([null, null]);
    expect(room.log.accepted.streams).toEqual({ [Object.values(room.log.accepted.logs!)[0]!]: expect.any(Number) });
    // said: to be deleted, rewritten, deleted
    expect(JSON.stringify([...disk.rooms.get(FEATURE_ROOM)!.commits.get(EVENTS)!]).match(/rewritten/g)).toHaveLength(1);
  });

  it("[D25] [F2] by a feature that throws stays as it is, and the room goes on", async () => {
    const { disk, room, log, said } = await opened();
    log.append("one");
    await settle();
    log.rewrite(() => {
      throw new Error("a defect of the feature");
    });
    await isQuiet(room);
    room.set(1, { title: "after" });
    await settle();
    expect(said.errors).toMatchObject([{ details: { feature: "tested" } }]);
    const again = await opened(disk);
    expect([again.words, again.room.details.title]).toEqual([["one"], "after"]);
  });

  it("[D25] is read whole while it moves", async () => {
    const { store, room, log } = await opened();
    for (const word of ["one", "two"]) log.append(word);
    await settle();
    const read = store.read.bind(store);
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    store.read = async (...args) => {
      store.read = read;
      await gate;
      return read(...args);
    };
    const page = new Promise((resolve) => log.read(0, 2, resolve));
    log.rewrite((entry) => entry);
    await isQuiet(room);
    go();
    expect(await page).toEqual({ from: 0, entries: ["one", "two"] });
  });

  it("[D25] [P48] on a store that hangs drops the room, for nobody may wait for ever", async () => {
    const { store, room, log, clock, enter } = await opened();
    for (const word of ["one", "two"]) log.append(word);
    await settle();
    const append = store.append.bind(store);
    store.append = async (appends) =>
      appends[0]!.stream.file > REWRITTEN_STREAMS ? new Promise(() => {}) : append(appends);
    log.rewrite(() => null);
    await turns();
    const { outlet } = await enter();
    clock.advance(20_000);
    await turns();
    expect(outlet.ended).toBe("store_unavailable");
    expect(room.busy).toBe(false);
  });

  it("[D25] [P55] is done before a stop, with what was accepted meanwhile", async () => {
    const { disk, store, room, log, directory } = await opened();
    log.append("one");
    await settle();
    const open = store.shut("append");
    log.rewrite(() => null);
    await turns();
    room.set(1, { title: "accepted" });
    const stopped = directory.drain();
    open();
    await stopped;
    const again = await opened(disk);
    expect([again.words, again.room.details.title]).toEqual([[null], "accepted"]);
  });

  it("[F2] what a feature does once all is durable is its own affair when it throws", async () => {
    const live: Awaited<ReturnType<typeof opened>> = await opened(undefined, {
      message: () =>
        live.handle.whenDurable(() => {
          throw new Error("a defect of the feature");
        }),
    });
    const { client, outlet } = await live.enter();
    live.room.receive(client, { type: "feature", feature: "tested", data: 1 }, 10);
    const late = await live.enter({ name: "Late" });
    live.room.set(1, { title: "told" });
    await turns();
    expect(late.outlet.of("welcome")).toHaveLength(1);
    expect(outlet.of("event").at(-1)).toMatchObject({ event: { title: "told" } });
  });
});

describe("files that are deleted for good", () => {
  const by = { time: 5, participant: 1 };

  /** A room with a second file, deleted, in which somebody has typed. */
  async function withDeleted(disk?: MemoryDisk) {
    const live = await opened(disk);
    const second: RoomFile = { file: 2, name: `${SECRET}.py` };
    live.handle.accept({ type: "file", ...by, file: second });
    await settle();
    const { client, outlet } = await live.enter({ key: live.key, files: [{ file: 2, version: null }] });
    const push = { type: "push" as const, file: 2, version: 0, seq: 1, changes: [[[0, SECRET]]] };
    live.room.receive(client, push, 50);
    await settle();
    const deleted = { ...second, deleted: by };
    live.handle.accept({ type: "file", ...by, file: deleted });
    await settle();
    return { ...live, client, outlet, deleted };
  }

  it("[D27] are open to nobody, and their text and name leave the store", async () => {
    const { disk, room, handle, client, outlet, deleted } = await withDeleted();
    await handle.purge([deleted], by);
    await isQuiet(room);
    expect(outlet.of("error")).toMatchObject([{ code: "unknown_file", file: 2 }]);
    expect(room.details.files[1]).toEqual({ file: 2, name: "", deleted: by, purged: true });
    expect(onDisk(disk)).not.toContain(SECRET);
    room.receive(client, { type: "open", file: 2, version: null }, 50);
    await settle();
    expect(outlet.of("error")).toHaveLength(2);
    // the room goes on in the log that was written anew, and is read from it
    room.set(1, { title: "after" });
    await settle();
    const again = await opened(disk);
    expect(again.room.details).toEqual(room.details);
    expect(again.room.details.title).toBe("after");
  });

  it("[D27] take what is on its way with them", async () => {
    const { disk, room, handle, client, deleted } = await withDeleted();
    const push = { type: "push" as const, file: 2, version: 1, seq: 2, changes: [[7, [0, SECRET]]] };
    room.receive(client, push, 50);
    await handle.purge([deleted], by);
    await isQuiet(room);
    expect(onDisk(disk)).not.toContain(SECRET);
  });

  it("[D27] have no snapshot that was on its way, or is made later", async () => {
    const { disk, store, room, handle, client, clock, deleted } = await withDeleted();
    clock.advance(6 * 60_000);
    const open = store.shut("snapshot");
    const kept = room.storeSnapshots(false);
    await turns();
    room.receive(client, { type: "push", file: 2, version: 1, seq: 2, changes: [[7, [0, SECRET]]] }, 50);
    await turns();
    clock.advance(6 * 60_000);
    await turns();
    const later = room.storeSnapshots(false);
    await turns();
    await handle.purge([deleted], by);
    await turns();
    open();
    await Promise.all([kept, later]);
    await isQuiet(room);
    await room.storeSnapshots(true);
    expect(onDisk(disk)).not.toContain(SECRET);
  });

  it("[D27] [C11] do not take with them the log of whoever has the room next", async () => {
    const { disk, store, room, handle, deleted } = await withDeleted();
    const open = store.shut("delete");
    await handle.purge([deleted], by);
    await turns();
    room.failed("error");
    const next = await opened(disk);
    await isQuiet(next.room);
    next.room.set(1, { title: "seen by everybody" });
    await turns();
    open();
    await turns();
    const third = await opened(disk);
    await isQuiet(third.room);
    expect(third.room.details.title).toBe("seen by everybody");
    expect(onDisk(disk)).not.toContain(SECRET);
  });

  it("[D26] are gone for good whenever the process is killed, once it is told that they are", async () => {
    for (let left = 0; left <= 14; left++) {
      const { disk, store, room, handle, deleted } = await withDeleted();
      store.left = left;
      void handle.purge([deleted], by).catch(() => {});
      for (let turn = 0; turn < 10; turn++) await settle();
      const isTold = room.details.files[1]!.purged === true;
      const again = await opened(disk);
      await isQuiet(again.room);
      if (isTold) expect(again.room.details.files[1]).toMatchObject({ name: "", purged: true });
      expect(onDisk(disk).includes(SECRET)).toBe(!again.room.details.files[1]!.purged);
      again.room.set(1, { title: "after" });
      await settle();
      expect((await opened(disk)).room.details.title).toBe("after");
    }
  });
});
