// A room that is deleted under those who write it, read it and come into it: they are told so, and nobody is woken.
import { describe, expect, it } from "@jest/globals";
import type { Feature } from "../features/feature.ts";
import { systemSecrets } from "../platform.ts";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { settle } from "../test/fuzz/simNetwork.ts";
import { newClientId } from "../test/person.ts";
import { TestOutlet } from "../test/testOutlet.ts";
import { newRoomDocument } from "./log/roomDocument.ts";
import { EVENTS } from "./roomStore.ts";
import { simRooms, type SimRoomsOptions, UNLOAD_AFTER_MS } from "../test/simRooms.ts";

const ROOM = "a-room";

/** The room is deleted by somebody else just before a call of the store, once. */
class DeletedBefore extends MemoryStore {
  before: "append" | "read" | "touchRoom" | undefined;
  /** of appends and reads: to which stream */
  file = EVENTS;
  /** expiries are not kept */
  isAway = false;

  async #goes(call: DeletedBefore["before"], file = this.file): Promise<void> {
    if (this.before !== call || this.file !== file) return;
    this.before = undefined;
    await this.deleteRoom(ROOM);
  }

  override async append(...args: Parameters<MemoryStore["append"]>) {
    await this.#goes("append", args[0][0]?.stream.file);
    return super.append(...args);
  }

  override async read(...args: Parameters<MemoryStore["read"]>) {
    await this.#goes("read", args[0].file);
    return super.read(...args);
  }

  override async touchRoom(...args: Parameters<MemoryStore["touchRoom"]>) {
    if (this.isAway) throw new Error("simulated: the store is away");
    const touched = await super.touchRoom(...args);
    await this.#goes("touchRoom");
    return touched;
  }
}

async function setUp({ limits, ...options }: SimRoomsOptions = {}) {
  const store = new DeletedBefore();
  const free = { pushesPerSecond: 0, messagesPerSecond: 0, ...limits };
  const { clock, log, directory } = simRooms(store, { ...options, limits: free });
  const details = { roomId: ROOM, dateCreated: clock.now(), programmingLanguage: "Python" } as const;
  await store.createRoom(newRoomDocument(details, "Olga", systemSecrets.hash(systemSecrets.create())), Infinity);
  const outlet = new TestOutlet();
  const come = (files: { file: number; version: number | null }[] = []) =>
    directory.join(ROOM, { type: "hello", client: newClientId(), name: "Ben", files }, outlet);
  const enter = async (...files: Parameters<typeof come>) => {
    const joined = await come(...files);
    await settle();
    return joined;
  };
  const isGone = (): void => {
    expect(outlet.ended).toBe("room_not_found");
    expect(directory.rooms).toEqual([]);
    expect(log).toMatchObject({ errors: [], warnings: [] });
  };
  return { clock, log, store, directory, come, enter, isGone, outlet };
}

describe("a room that is deleted", () => {
  it("[D24] [P48] while somebody types is room_not_found to them", async () => {
    const { store, enter, isGone } = await setUp();
    const { room, client } = await enter([{ file: 1, version: null }]);
    store.before = "append";
    store.file = 1;
    room.receive(client, { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "x"]]] }, 50);
    await settle();
    isGone();
  });

  it("[D24] while somebody sets its title is room_not_found to them, and to who is in it", async () => {
    const { store, enter, isGone } = await setUp();
    const { room } = await enter();
    store.before = "append";
    room.set(1, { title: "Late" });
    await expect(room.log.settled()).rejects.toMatchObject({ code: "room_not_found" });
    isGone();
  });

  it("[D24] while a feature takes its time for an answer is room_not_found to who asked, who does not wait for ever", async () => {
    let answer = (): void => {};
    const slow: Feature = {
      name: "slow",
      open: (room) => ({
        request: () =>
          new Promise<void>((resolve) => {
            answer = () => {
              room.keep("late");
              resolve();
            };
          }),
      }),
    };
    const { directory, enter } = await setUp({ features: [slow] });
    const { room } = await enter();
    const asked = room.request(room.people.person(1), "slow", null);
    room.close("room_not_found");
    answer();
    await expect(asked).rejects.toMatchObject({ code: "room_not_found" });
    expect(directory.rooms).toEqual([]);
  });

  it("[D24] while somebody comes in is room_not_found to them", async () => {
    const { store, come, isGone } = await setUp();
    store.before = "append";
    await come();
    await settle();
    isGone();
  });

  it("[D24] while somebody waits at its door is room_not_found to them", async () => {
    let admit: (role: "editor") => void = () => {};
    const door: Feature = { name: "door", open: () => ({ admit: () => new Promise((resolve) => (admit = resolve)) }) };
    const { directory, come } = await setUp({ features: [door] });
    const coming = come();
    const room = (await directory.open(ROOM))!;
    await settle();
    room.close("room_not_found");
    admit("editor");
    await expect(coming).rejects.toMatchObject({ code: "room_not_found" });
  });

  it("[D24] while somebody catches up from the store is room_not_found to them", async () => {
    const { clock, store, enter, isGone } = await setUp({ limits: { recentUpdates: 5 } });
    const rest = async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn++) {
        clock.advance(0);
        await settle();
      }
    };
    const entries = JSON.stringify(
      Array.from({ length: 3_000 }, (_, at) => [9, at + 1, 0, [...(at ? [at] : []), [0, "x"]]]),
    );
    await store.append([{ stream: { roomId: ROOM, file: 1 }, from: 0, count: 3_000, entries }]);
    const { room, client } = await enter([{ file: 1, version: null }]);
    await rest();
    store.before = "read";
    store.file = 1;
    room.receive(client, { type: "open", file: 1, version: 0 }, 50);
    await rest();
    isGone();
  });

  it("[D24] [C11] while another server takes it over, or opens a file of it, is room_not_found", async () => {
    const { store, come, log } = await setUp({ isShared: true });
    store.before = "touchRoom";
    await expect(come()).rejects.toMatchObject({ code: "room_not_found" });
    expect(log).toMatchObject({ errors: [], warnings: [] });
    const other = await setUp({ isShared: true });
    other.store.before = "append";
    other.store.file = 1;
    await other.enter([{ file: 1, version: null }]);
    await settle();
    other.isGone();
  });
});

describe("a store that is in trouble", () => {
  it("[D24] is trouble of ours still: whoever reads is told store_unavailable, and it is logged", async () => {
    const { store, enter, outlet, log, clock } = await setUp();
    const { room, client } = await enter();
    store.read = () => Promise.reject(new Error("simulated: the disk is gone"));
    store.loadRoom = () => new Promise(() => {});
    room.receive(client, { type: "open", file: 1, version: null }, 50);
    await settle();
    expect(outlet.ended).toBeUndefined();
    clock.advance(2_000);
    await settle();
    expect(outlet.ended).toBe("store_unavailable");
    expect(log.errors).toMatchObject([{ details: { room: ROOM, code: "store_unavailable" } }]);
  });

  it("[D24] [C8] a commit in another's place is a warning: the room is read again, and nothing is lost", async () => {
    const { store, enter, outlet, log } = await setUp();
    const { room, client } = await enter([{ file: 1, version: null }]);
    await store.append([{ stream: { roomId: ROOM, file: 1 }, from: 0, count: 1, entries: '[[9,1,0,[[0,"a"]]]]' }]);
    room.receive(client, { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "x"]]] }, 50);
    await settle();
    expect(outlet.ended).toBe("room_reset");
    expect(log).toMatchObject({ errors: [], warnings: [{ details: { room: ROOM, code: "room_reset" } }] });
  });

  it("[D2] and does not keep the expiry of a room that leaves memory costs a warning, and no process", async () => {
    const unheard: unknown[] = [];
    const onUnheard = (reason: unknown): void => void unheard.push(reason);
    process.on("unhandledRejection", onUnheard);
    const { store, enter, log, clock, directory } = await setUp();
    const { room, client } = await enter();
    store.isAway = true;
    room.leave(client);
    clock.advance(UNLOAD_AFTER_MS);
    for (let turn = 0; turn < 5; turn++) await settle();
    process.off("unhandledRejection", onUnheard);
    expect(directory.rooms).toEqual([]);
    expect(unheard).toEqual([]);
    expect(log.warnings).toMatchObject([{ sentence: "a room's expiry is set at its next visit" }]);
  });
});
