// What every RoomStore is after any sequence of what can be done to it: a list for each stream. Knows no implementation.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Append, EVENTS } from "../rooms/roomStore.ts";
import { freshStore } from "./storeOfContract.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import { joined, roomNamed, type StoreUnderTest } from "./samples.ts";

/** Runs against a fresh `StoreUnderTest`. `numRuns`: sequences. */
export function sequenceContract(name: string, make: () => Promise<StoreUnderTest>, numRuns: number): void {
  describe(`${name} after any sequence`, () => {
    let store: ListedRoomStore;
    const reopen = freshStore(make, (opened) => (store = opened));

    const createRoom = (roomId: string): Promise<boolean> => store.createRoom(roomNamed(roomId), Infinity);

    it("[S22] after any run of appends, deletions and restarts each stream is what a list would be", async () => {
      const roomIds = fc.constantFrom("a", "b");
      const files = fc.constantFrom(EVENTS, 1);
      const append = fc.record({
        roomId: roomIds,
        file: files,
        offset: fc.constantFrom(0, 0, 0, 0, -1, 1),
        count: fc.integer({ min: 1, max: 5 }),
      });
      const step = fc.oneof(
        {
          weight: 8,
          arbitrary: fc.array(append, { maxLength: 6 }).map((appends) => ({ type: "append" as const, appends })),
        },
        {
          weight: 6,
          arbitrary: fc.record({
            type: fc.constant("read" as const),
            roomId: roomIds,
            file: files,
            from: fc.nat(40),
            limit: fc.nat(12),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({ type: fc.constant("snapshot" as const), roomId: roomIds, file: files }),
        },
        { weight: 1, arbitrary: fc.record({ type: fc.constant("delete" as const), roomId: roomIds }) },
        {
          weight: 2,
          arbitrary: fc.record({ type: fc.constant("deleteStream" as const), roomId: roomIds, file: files }),
        },
        { weight: 1, arbitrary: fc.constant({ type: "reopen" as const }) },
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { size: "max", maxLength: 40 }), async (steps) => {
          const prefix = `run${run++}`;
          /** The entries of each stream by name, and the version of its newest snapshot. */
          const model = new Map<string, { entries: string[]; snapshot?: number }>();
          const inModel = (roomId: string, number: number) => {
            const name = `${roomId}/${number}`;
            const stream = model.get(name) ?? { entries: [] };
            model.set(name, stream);
            return stream;
          };
          let made = 0;
          for (const roomId of ["a", "b"]) await createRoom(prefix + roomId);
          for (const action of steps) {
            if (action.type === "append") {
              const failed = new Set<string>();
              const expected: string[] = [];
              const appends = action.appends.map(({ roomId, file: number, offset, count }): Append => {
                const stream = inModel(roomId, number);
                const from = stream.entries.length + offset;
                const entries = Array.from({ length: count }, () => `${made++}`);
                const conflict = offset !== 0 || failed.has(`${roomId}/${number}`);
                expected.push(conflict ? "conflict" : "ok");
                if (conflict) failed.add(`${roomId}/${number}`);
                else stream.entries.push(...entries);
                return {
                  stream: { roomId: prefix + roomId, file: number },
                  from,
                  count,
                  entries: `[${entries.join()}]`,
                };
              });
              expect(await store.append(appends)).toEqual(expected);
            } else if (action.type === "read") {
              const { entries } = inModel(action.roomId, action.file);
              const commits = await store.read(
                { roomId: prefix + action.roomId, file: action.file },
                action.from,
                action.limit,
              );
              if (action.limit === 0 || action.from >= entries.length) expect(commits).toEqual([]);
              else {
                const { from, count } = joined(commits);
                const read = commits.flatMap((commit) => JSON.parse(commit.entries) as number[]).map(String);
                expect(read).toEqual(entries.slice(from, from + read.length));
                expect(read.length).toBe(count);
                expect(from).toBeLessThanOrEqual(action.from);
                expect(commits[0]!.from + commits[0]!.count).toBeGreaterThan(action.from);
                expect(joined(commits.slice(0, -1)).count).toBeLessThan(action.limit);
                if (from + count < entries.length) expect(count).toBeGreaterThanOrEqual(action.limit);
              }
            } else if (action.type === "snapshot") {
              const stream = inModel(action.roomId, action.file);
              const snapshot = { version: (stream.snapshot = stream.entries.length), text: "", confirmed: [] };
              await store.putSnapshot({ roomId: prefix + action.roomId, file: action.file }, snapshot);
            } else if (action.type === "deleteStream") {
              await store.deleteStream({ roomId: prefix + action.roomId, file: action.file });
              model.set(`${action.roomId}/${action.file}`, { entries: [] });
            } else if (action.type === "delete") {
              await store.deleteRoom(prefix + action.roomId);
              expect(await createRoom(prefix + action.roomId)).toBe(true);
              for (const number of [EVENTS, 1]) model.delete(`${action.roomId}/${number}`);
            } else await reopen();
          }
          for (const [name, { entries, snapshot }] of model) {
            const [roomId, number] = name.split("/") as [string, string];
            const stream = { roomId: prefix + roomId, file: Number(number) };
            expect((await store.latestSnapshot(stream, Infinity))?.version).toBe(snapshot);
            const commits = await store.read(stream, 0, Infinity);
            expect(commits.flatMap((commit) => JSON.parse(commit.entries) as number[]).map(String)).toEqual(entries);
          }
        }),
        { numRuns },
      );
    });
  });
}
