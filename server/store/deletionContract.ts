// What every RoomStore must do where rooms and streams are deleted, rule by rule (README.md). Knows no implementation.
import { describe, expect, it } from "@jest/globals";
import { type Commit, EVENTS, FEATURE_STREAMS, SNAPSHOT_EVERY, type Stream } from "../rooms/roomStore.ts";
import { freshStore, sampleRoom } from "./storeOfContract.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import { commitOf, joined, roomNamed, type StoreUnderTest } from "./samples.ts";

/** Runs all rules against a fresh `StoreUnderTest` each. */
export function deletionContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} and what is deleted`, () => {
    let store: ListedRoomStore;
    const reopen = freshStore(make, (opened) => (store = opened));

    const { file, createRoom, allOf, entriesOf } = sampleRoom(() => store);

    it("[S18] a deleted room is gone with all that belonged to it, and its id is free", async () => {
      await createRoom("r", 1_000);
      const feature = { roomId: "r", file: 1_000_001 };
      await store.append([commitOf(file, 0), commitOf({ roomId: "r", file: EVENTS }, 0), commitOf(feature, 0)]);
      await store.putSnapshot(file, { version: 1, text: "x", confirmed: [] });
      await store.deleteRoom("r");
      expect(await store.loadRoom("r")).toBeUndefined();
      expect(await store.append([commitOf(file, 1), commitOf(file, 0)])).toEqual(["gone", "gone"]);
      for (const stream of [file, feature]) expect(await store.read(stream, 0, 10)).toEqual([]);
      expect(await store.latestSnapshot(file, 10)).toBeUndefined();
      await store.deleteRoom("r");
      expect(await createRoom()).toBe(true);
      expect(await store.expireRooms(5_000, 10)).toEqual([]);
      expect(await store.latestSnapshot(file, 10)).toBeUndefined();
      expect(await store.append([commitOf(file, 0), commitOf(feature, 0)])).toEqual(["ok", "ok"]);
    });

    it("[S18] a room with more than a transaction's worth of commits is deleted whole", async () => {
      await createRoom();
      await store.append(Array.from({ length: 1_700 }, (_, from) => commitOf(file, from)));
      await Promise.all([store.deleteRoom("r"), store.deleteRoom("r")]);
      await createRoom();
      expect(await store.read(file, 0, Infinity)).toEqual([]);
      expect(await store.append([commitOf(file, 0)])).toEqual(["ok"]);
    });

    it("[S18] a snapshot of a room that is gone brings nothing back", async () => {
      await createRoom();
      await store.deleteRoom("r");
      await store.putSnapshot(file, { version: 5, text: "late", confirmed: [] });
      await createRoom();
      expect(await store.latestSnapshot(file, 10)).toBeUndefined();
    });

    it("[S53] a deleted stream is gone with its snapshots, ends at 0, and begun anew has nothing of before", async () => {
      await createRoom();
      await store.append(Array.from({ length: 1_700 }, (_, from) => commitOf(file, from)));
      for (const version of [2, SNAPSHOT_EVERY])
        await store.putSnapshot(file, { version, text: "x", confirmed: [[1, version]] });
      for (const isReopened of [false, true]) {
        await Promise.all([store.deleteStream(file), store.deleteStream(file)]);
        if (isReopened) await reopen();
        expect(await store.read(file, 0, Infinity)).toEqual([]);
        expect(await store.read(file, 1_600, 10)).toEqual([]);
        expect(await store.latestSnapshot(file, Infinity)).toBeUndefined();
        expect(await store.streams("r")).toEqual([]);
        for (const from of [1, 1_000, 1_700]) expect(await store.append([commitOf(file, from)])).toEqual(["conflict"]);
        expect(await store.append([{ ...commitOf(file, 0), entries: "[0]" }, commitOf(file, 1, 2)])).toEqual([
          "ok",
          "ok",
        ]);
        await store.putSnapshot(file, { version: 3, text: "anew", confirmed: [] });
        if (isReopened) await reopen();
        expect((await allOf(file)).entries).toBe(`[0,${commitOf(file, 1, 2).entries.slice(1)}`);
        expect(await store.latestSnapshot(file, Infinity)).toMatchObject({ version: 3, text: "anew" });
        expect(await store.append([commitOf(file, 1_700)])).toEqual(["conflict"]);
        expect(await store.streams("r")).toEqual([1]);
      }
    });

    it("[S53] with a stream go neither those of numbers near it, nor those of other rooms, nor the room", async () => {
      const streams = ["r", "r1", "R"].flatMap((roomId) =>
        [EVENTS, 1, 2, 11, FEATURE_STREAMS, FEATURE_STREAMS + 1].map((number): Stream => ({ roomId, file: number })),
      );
      for (const roomId of ["r", "r1", "R"]) await createRoom(roomId, 1_000);
      for (const deleted of [1, FEATURE_STREAMS]) {
        for (const stream of streams) {
          const { count } = await allOf(stream);
          expect(await store.append([commitOf(stream, count, 3)])).toEqual(["ok"]);
          await store.putSnapshot(stream, { version: count + 3, text: `${count}`, confirmed: [] });
        }
        const before = await Promise.all(streams.map(async (stream) => [await allOf(stream), stream]));
        await store.deleteStream({ roomId: "r", file: deleted });
        for (const [log, stream] of before as [Commit, Stream][]) {
          const isDeleted = stream.roomId === "r" && stream.file === deleted;
          expect(await allOf(stream)).toEqual(isDeleted ? joined([]) : log);
          const snapshot = await store.latestSnapshot(stream, Infinity);
          expect(snapshot?.version).toBe(isDeleted ? undefined : log.count);
        }
      }
      expect(await store.loadRoom("r")).toEqual(roomNamed("r"));
      expect(await store.expireRooms(1_000, 10)).toHaveLength(3);
    });

    it("[S53] deleting a stream that is not there, or of no room, does nothing", async () => {
      await store.deleteStream(file);
      expect(await store.loadRoom("r")).toBeUndefined();
      await createRoom();
      await store.deleteStream(file);
      await store.deleteStream({ roomId: "r", file: FEATURE_STREAMS + 7 });
      expect(await store.streams("r")).toEqual([]);
      expect(await store.append([commitOf(file, 0)])).toEqual(["ok"]);
      await store.deleteStream(file);
      await store.deleteRoom("r");
      await createRoom();
      expect(await store.append([commitOf(file, 0)])).toEqual(["ok"]);
      expect(await entriesOf(file)).toBe(1);
    });

    it("[S53] the document outlives the stream of events, and that of the first events anew replaces it", async () => {
      await createRoom();
      const events = { roomId: "r", file: EVENTS };
      const [long, anew] = [70, 1].map((eventsVersion) => ({ ...roomNamed("r"), eventsVersion }));
      await store.append([{ ...commitOf(events, 0, 70), document: long! }]);
      await store.deleteStream(events);
      expect(await store.loadRoom("r")).toEqual(long);
      expect(await store.append([{ ...commitOf(events, 70), document: roomNamed("r") }])).toEqual(["conflict"]);
      expect(await store.loadRoom("r")).toEqual(long);
      expect(await store.append([{ ...commitOf(events, 0), document: anew! }])).toEqual(["ok"]);
      await reopen();
      expect(await store.loadRoom("r")).toEqual(anew);
    });

    it("[S53] an append that was on its way to a deleted stream leaves no part of it", async () => {
      await createRoom();
      for (let round = 0; round < 10; round++) {
        await store.append([commitOf(file, 0, 5)]);
        const other = { roomId: "r", file: 2 };
        const appended = store.append([commitOf(file, 5), commitOf(other, round), commitOf(file, 6)]);
        await store.deleteStream(file);
        const [first, beside, second] = await appended;
        expect([first, second]).toEqual(first === "ok" ? ["ok", "ok"] : ["conflict", "conflict"]);
        expect(beside).toBe("ok");
        expect(await entriesOf(file)).toBe(0);
        expect(await entriesOf(other)).toBe(round + 1);
      }
    });

    it("[S19] rooms whose time has come are deleted and named, those due longest first", async () => {
      for (const [roomId, expiresAt] of [
        ["never", Infinity],
        ["c", 300],
        ["a", 100],
        ["d", 301],
        ["b", 200.5],
      ] as const) {
        await createRoom(roomId, expiresAt);
      }
      await reopen();
      expect(await store.expireRooms(99, 10)).toEqual([]);
      expect(await store.expireRooms(300, 2)).toEqual(["a", "b"]);
      expect(await store.loadRoom("b")).toBeUndefined();
      expect(await store.expireRooms(300, 2)).toEqual(["c"]);
      expect(await store.expireRooms(300, 2)).toEqual([]);
      expect(await store.loadRoom("d")).toEqual(roomNamed("d"));
      expect(await store.expireRooms(Number.MAX_SAFE_INTEGER, 10)).toEqual(["d"]);
      expect(await store.loadRoom("never")).toEqual(roomNamed("never"));
    });
  });
}
