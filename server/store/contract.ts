// What every RoomStore must do, rule by rule (README.md); each implementation's test file calls it. Knows no implementation.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { EVENTS, FEATURE_STREAMS, REWRITTEN_STREAMS, SNAPSHOT_EVERY } from "../rooms/roomStore.ts";
import { addressContract } from "./addressContract.ts";
import { deletionContract } from "./deletionContract.ts";
import { freshStore, sampleRoom } from "./storeOfContract.ts";
import { isSnapshotKept, type ListedRoomStore } from "./anyStore.ts";
import type { Append, Commit, Snapshot, Stream } from "../rooms/roomStore.ts";
import { endOf } from "../rooms/log/reading.ts";
import { unpack } from "./segment.ts";
import { commitOf, joined, roomNamed, type StoreUnderTest } from "./samples.ts";
import { sequenceContract } from "./sequenceContract.ts";
import { valuesContract } from "./valuesContract.ts";

const withoutStream = ({ from, count, entries }: Append): Commit => ({ from, count, entries });

/** Runs all rules against a fresh `StoreUnderTest` each. `numRuns`: schedules of each property. */
export function storeContract(name: string, make: () => Promise<StoreUnderTest>, numRuns: number): void {
  deletionContract(name, make);
  addressContract(name, make, numRuns);
  valuesContract(name, make);
  sequenceContract(name, make, numRuns);
  describe(`${name} as a RoomStore`, () => {
    let store: ListedRoomStore;
    const reopen = freshStore(make, (opened) => (store = opened));

    const { file, createRoom, allOf, entriesOf } = sampleRoom(() => store);

    it("[S1] a room is created once; a second time nothing changes", async () => {
      expect(await createRoom("r", 1_000)).toBe(true);
      const other = { ...roomNamed("r"), dateCreated: 5 };
      expect(await store.createRoom(other, 10)).toBe(false);
      expect(await store.loadRoom("r")).toEqual(roomNamed("r"));
      expect(await store.expireRooms(500, 10)).toEqual([]);
    });

    it("[S1] of creations of one id at the same time one succeeds", async () => {
      const created = await Promise.all([createRoom(), createRoom(), createRoom()]);
      expect(created.filter(Boolean)).toHaveLength(1);
    });

    it.each([
      ["nothing", ""],
      ["a space", "a b"],
      ["a slash", "r/1"],
      ["a NUL", "r\0"],
      ["an accent", "é"],
      ["half a surrogate pair", "\ud800"],
      ["a line end", "r\n"],
      ["a dot", "__proto__.x"],
      ["5,000 characters", "a".repeat(5_000)],
    ])("[S2] an id that no room can have names no room: %s", async (_, roomId) => {
      const stream = { roomId, file: 1 };
      await expect(createRoom(roomId)).rejects.toThrow("invariant");
      expect(await store.loadRoom(roomId)).toBeUndefined();
      expect(await store.touchRoom(roomId, 1)).toBe(false);
      expect(await store.expiryOf(roomId)).toBeUndefined();
      expect(await store.append([commitOf(stream, 0)])).toEqual(["gone"]);
      expect(await store.read(stream, 0, 10)).toEqual([]);
      await store.putSnapshot(stream, { version: 1, text: "", confirmed: [] });
      expect(await store.latestSnapshot(stream, 10)).toBeUndefined();
      await store.deleteStream(stream);
      await store.deleteRoom(roomId);
    });

    it.each(["a", "-_-", "__proto__", "constructor", "7", "Z".repeat(64)])(
      "[S2] every id of 1 to 64 letters, digits, - and _ is fit for a room: %s",
      async (roomId) => {
        expect(await store.loadRoom(roomId)).toBeUndefined();
        expect(await createRoom(roomId)).toBe(true);
        expect(await store.append([commitOf({ roomId, file: 1 }, 0)])).toEqual(["ok"]);
        expect(await store.loadRoom(roomId)).toEqual(roomNamed(roomId));
        expect(await entriesOf({ roomId, file: 1 })).toBe(1);
      },
    );

    it("[S3] the document comes back as it was given, half a surrogate pair in a name included", async () => {
      const document = { ...roomNamed("r"), files: [{ file: 1, name: "a\ud83d\u0000\u2028é😀.ts" }] };
      await store.createRoom(document, Infinity);
      await reopen();
      expect(await store.loadRoom("r")).toEqual(document);
    });

    it("[S4] touching a room sets its expiry, later or sooner; without a room it says false", async () => {
      await createRoom("r", 1_000);
      expect(await store.touchRoom("r", 2_000)).toBe(true);
      expect(await store.expireRooms(1_999, 10)).toEqual([]);
      expect(await store.touchRoom("r", 1_500)).toBe(true);
      expect(await store.expireRooms(1_500, 10)).toEqual(["r"]);
      expect(await store.touchRoom("r", 9_000)).toBe(false);
      expect(await store.expireRooms(10_000, 10)).toEqual([]);
    });

    it("[S4] a room says when it expires, as it was set last, also after a restart; without a room nothing is said", async () => {
      await createRoom("r", 1_000);
      await createRoom("kept", Infinity);
      expect(await store.expiryOf("r")).toBe(1_000);
      await store.touchRoom("r", 2_000);
      expect(await store.expiryOf("r")).toBe(2_000);
      await reopen();
      expect([await store.expiryOf("r"), await store.expiryOf("kept")]).toEqual([2_000, Infinity]);
      await store.touchRoom("r", Infinity);
      await store.touchRoom("kept", 3_000);
      expect([await store.expiryOf("r"), await store.expiryOf("kept")]).toEqual([Infinity, 3_000]);
      await store.deleteRoom("r");
      expect([await store.expiryOf("r"), await store.expiryOf("nowhere")]).toEqual([undefined, undefined]);
    });

    it("[S5] commits of many rooms get an outcome each, in order", async () => {
      await createRoom("a");
      await createRoom("b");
      const [inA, inB, nowhere] = ["a", "b", "c"].map((roomId) => ({ roomId, file: 1 })) as [Stream, Stream, Stream];
      expect(await store.append([commitOf(inA, 0), commitOf(nowhere, 0), commitOf(inB, 7), commitOf(inA, 1)])).toEqual([
        "ok",
        "gone",
        "conflict",
        "ok",
      ]);
      expect(await store.append([])).toEqual([]);
    });

    it("[S6] what was acknowledged is there after the store is opened again", async () => {
      await createRoom();
      await store.append([commitOf(file, 0, 3)]);
      await store.putSnapshot(file, { version: 3, text: "xxx", confirmed: [[1, 3]] });
      await reopen();
      expect(await allOf(file)).toEqual(withoutStream(commitOf(file, 0, 3)));
      expect(await store.latestSnapshot(file, 3)).toEqual({ version: 3, text: "xxx", confirmed: [[1, 3]] });
      expect(await store.append([commitOf(file, 0)])).toEqual(["conflict"]);
      expect(await store.append([commitOf(file, 3)])).toEqual(["ok"]);
    });

    it("[S7] a place that is taken is a conflict and stays as it was", async () => {
      await createRoom();
      await store.append([commitOf(file, 0, 2)]);
      const late = { ...commitOf(file, 0, 2), entries: "[1,2]" };
      expect(await store.append([late])).toEqual(["conflict"]);
      expect(await store.append([commitOf(file, 1)])).toEqual(["conflict"]);
      expect(await store.read(file, 0, 10)).toEqual([withoutStream(commitOf(file, 0, 2))]);
    });

    it.each([1, 3, -1, 1.5])("[S7] a place that is not the end of the stream is a conflict: %d", async (from) => {
      await createRoom();
      await store.append([commitOf(file, 0, 2)]);
      expect(await store.append([commitOf(file, from)])).toEqual(["conflict"]);
      expect(await entriesOf(file)).toBe(2);
    });

    it("[S7] of appends to one place at the same time one is kept", async () => {
      await createRoom();
      const rivals = Array.from({ length: 5 }, (_, rival) => ({ ...commitOf(file, 0), entries: `[${rival}]` }));
      const outcomes = (await Promise.all(rivals.map((rival) => store.append([rival])))).flat();
      expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(4);
      const winner = rivals[outcomes.indexOf("ok")] as Append;
      expect(await store.read(file, 0, 10)).toEqual([withoutStream(winner)]);
    });

    it("[S8] after a conflict later commits of that stream in the call conflict too, other streams do not", async () => {
      await createRoom();
      const other = { roomId: "r", file: 2 };
      const outcomes = await store.append([
        commitOf(file, 0),
        commitOf(file, 5),
        commitOf(file, 1),
        commitOf(other, 0),
        commitOf(file, 6),
      ]);
      expect(outcomes).toEqual(["ok", "conflict", "conflict", "ok", "conflict"]);
      expect(await entriesOf(file)).toBe(1);
      expect(await entriesOf(other)).toBe(1);
    });

    it("[S9] the document that comes with events replaces the stored one, and only with them", async () => {
      await createRoom();
      const events = { roomId: "r", file: EVENTS };
      const first = { ...roomNamed("r"), eventsVersion: 1 };
      const second = { ...roomNamed("r"), eventsVersion: 2 };
      const rival = { ...roomNamed("r"), eventsVersion: 77 };
      const appends = [
        { ...commitOf(events, 0), document: first },
        { ...commitOf(events, 1), document: second },
      ];
      expect(await store.append(appends)).toEqual(["ok", "ok"]);
      expect(await store.loadRoom("r")).toEqual(second);
      expect(await store.append([{ ...commitOf(events, 1), document: rival }])).toEqual(["conflict"]);
      await reopen();
      expect(await store.loadRoom("r")).toEqual(second);
      expect(await store.append([commitOf(events, 2)])).toEqual(["ok"]);
      expect(await store.loadRoom("r")).toEqual(second);
    });

    it("[S58] a document may come with the entries of another stream, and stays when the one before is deleted", async () => {
      await createRoom();
      const [events, rewritten] = [EVENTS, REWRITTEN_STREAMS + 3].map((number) => ({ roomId: "r", file: number }));
      const document = (eventsVersion: number) => ({ ...roomNamed("r"), eventsVersion });
      await store.append([{ ...commitOf(events!, 0, 3), document: document(3) }, commitOf(rewritten!, 0, 4)]);
      await store.append([{ ...commitOf(events!, 3), document: document(4) }]);
      await store.append([{ ...commitOf(rewritten!, 4), document: document(5) }]);
      expect(await store.loadRoom("r")).toEqual(document(5));
      await store.deleteStream(events!);
      expect(await store.loadRoom("r")).toEqual(document(5));
      await reopen();
      expect(await store.loadRoom("r")).toEqual(document(5));
      expect(await store.append([commitOf(rewritten!, 5)])).toEqual(["ok"]);
    });

    it("[S10] the entries come back to the letter, whatever JSON text they are", async () => {
      await createRoom();
      const strange = ['[1 , "\\ud83d","\\uDE00" ]', '["😀é\\u0000\\u2028:7:"]', '["\u2028\u007f\ufeff"]', "[1.50,-0]"];
      await store.append(strange.map((entries, from) => ({ stream: file, from, count: 1, entries })));
      const texts = `[${strange.map((entries) => entries.slice(1, -1)).join()}]`;
      expect((await allOf(file)).entries).toBe(texts);
      await store.putSnapshot(file, { version: 4, text: "", confirmed: [] });
      await reopen();
      expect((await allOf(file)).entries).toBe(texts);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.string({ unit: "binary" }), { maxLength: 20 }),
          fc.nat(99),
          async (texts, half) => {
            const entries = JSON.stringify([...texts, String.fromCharCode(0xd800 + half), `${half}\udc00`]);
            const before = await allOf(file);
            expect(await store.append([{ stream: file, from: before.count, count: 1, entries }])).toEqual(["ok"]);
            const after = `${before.entries.slice(0, -1)},${entries.slice(1)}`;
            expect(await allOf(file)).toEqual({ from: 0, count: before.count + 1, entries: after });
          },
        ),
        { numRuns },
      );
    });

    it("[S10] a commit of a megabyte comes back whole", async () => {
      await createRoom();
      const entries = JSON.stringify([[1, 1, 0, [[0, "ä😀x".repeat(250_000)]]]]);
      expect(await store.append([{ stream: file, from: 0, count: 1, entries }])).toEqual(["ok"]);
      expect(await store.read(file, 0, 1)).toEqual([{ from: 0, count: 1, entries }]);
    });

    it("[S11] a commit without entries is refused and takes no place", async () => {
      await createRoom();
      await expect(store.append([commitOf(file, 0), commitOf(file, 1, 0)])).rejects.toThrow("invariant");
      expect(await store.append([commitOf(file, 0)])).toEqual(["ok"]);
    });

    it("[S12] reading starts with the commit that holds the version and ends once the limit is reached", async () => {
      await createRoom();
      await store.append([commitOf(file, 0, 3), commitOf(file, 3, 1), commitOf(file, 4, 5), commitOf(file, 9, 2)]);
      for (const isReopened of [false, true]) {
        if (isReopened) await reopen();
        for (let from = 0; from < 11; from++)
          for (const limit of [1, 3, 4, 5, Infinity]) {
            const commits = await store.read(file, from, limit);
            expect(joined(commits)).toEqual(withoutStream(commitOf(file, commits[0]!.from, joined(commits).count)));
            expect(commits[0]!.from).toBeLessThanOrEqual(from);
            expect(commits[0]!.from + commits[0]!.count).toBeGreaterThan(from);
            expect(joined(commits.slice(0, -1)).count).toBeLessThan(limit);
            const end = joined(commits).from + joined(commits).count;
            if (end < 11) expect(joined(commits).count).toBeGreaterThanOrEqual(limit);
          }
      }
      expect(await store.read(file, 0, 0)).toEqual([]);
    });

    it("[S47] reading ends as well once it is much, however few entries that is, and goes on from there", async () => {
      await createRoom();
      const long = (from: number): Append => ({ stream: file, from, count: 1, entries: `["${"x".repeat(225_000)}"]` });
      for (let from = 0; from < 6; from++) await store.append([long(from)]);
      for (const isReopened of [false, true]) {
        if (isReopened) await reopen();
        expect((await store.read(file, 0, Infinity)).map(({ from, count }) => [from, count])).toEqual([
          [0, 1],
          [1, 1],
          [2, 1],
          [3, 1],
          [4, 1],
        ]);
        expect(await store.read(file, 5, Infinity)).toEqual([withoutStream(long(5))]);
      }
    });

    it("[S13] reading at and past the end, or of what is not there, finds nothing", async () => {
      await createRoom();
      await store.append([commitOf(file, 0, 2)]);
      expect(await store.read(file, 2, 10)).toEqual([]);
      expect(await store.read(file, 99, 10)).toEqual([]);
      expect(await store.read({ roomId: "r", file: 2 }, 0, 10)).toEqual([]);
      expect(await store.read({ roomId: "nobody", file: 1 }, 0, 10)).toEqual([]);
    });

    it("[S61] packed it is the same, from the piece on that holds the version, until the stream ends", async () => {
      await createRoom();
      const list = (from: number, count: number): string =>
        JSON.stringify(Array.from({ length: count }, (_, index) => [1, from + index, 7, [[0, "\ufeffx\u{1f600}"]]]));
      for (let from = 0; from < 5_000; from += 500)
        await store.append([{ stream: file, from, count: 500, entries: list(from, 500) }]);
      const all = async (from: number): Promise<Commit[]> => {
        const commits: Commit[] = [];
        for (let at = from; ;) {
          const pieces = await store.readPacked(file, at);
          if (pieces.length === 0) return commits;
          commits.push(...pieces.map(({ packed, ...piece }) => ({ ...piece, entries: unpack(packed) })));
          at = endOf(commits);
        }
      };
      const whole = { from: 0, count: 5_000, entries: list(0, 5_000) };
      expect(joined(await all(0))).toEqual(whole);
      // what a snapshot lets a store pack is the same
      await store.putSnapshot(file, { version: 5_000, text: "", confirmed: [] });
      await reopen();
      expect(joined(await all(0))).toEqual(whole);
      const [first] = await store.readPacked(file, 1_234);
      expect(first!.from).toBeLessThanOrEqual(1_234);
      expect(first!.from + first!.count).toBeGreaterThan(1_234);
      for (const from of [5_000, 5_001, Infinity]) expect(await store.readPacked(file, from)).toEqual([]);
      expect(await store.readPacked({ roomId: "none", file: 1 }, 0)).toEqual([]);
    });

    it("[S62] how many entries a stream has is known without reading it", async () => {
      await createRoom();
      expect(await store.endOf(file)).toBe(0);
      await store.append([commitOf(file, 0, 3)]);
      await store.append([commitOf(file, 3, 4)]);
      expect(await store.endOf(file)).toBe(7);
      await reopen();
      expect(await store.endOf(file)).toBe(7);
      expect(await store.endOf({ roomId: "none", file: 1 })).toBe(0);
    });

    it("[S14] streams do not touch each other, however alike their names are", async () => {
      const streams = ["r", "R", "r1", "r-1", "rr"].flatMap((roomId) =>
        [EVENTS, 1, 2, 11, 200, 1_000_001, 1_000_002].map((number): Stream => ({ roomId, file: number })),
      );
      for (const roomId of new Set(streams.map((stream) => stream.roomId))) await createRoom(roomId);
      const appends = streams.flatMap((stream, index) => [
        { stream, from: 0, count: 1, entries: `[${index}]` },
        { stream, from: 1, count: 1, entries: `["${index}"]` },
      ]);
      expect(new Set(await store.append(appends))).toEqual(new Set(["ok"]));
      await store.putSnapshot(file, { version: 1, text: "only here", confirmed: [] });
      await store.deleteRoom("r1");
      for (const [index, stream] of streams.entries()) {
        expect((await allOf(stream)).entries).toBe(stream.roomId === "r1" ? "[]" : `[${index},"${index}"]`);
        const snapshot = await store.latestSnapshot(stream, 10);
        expect(snapshot?.text).toBe(stream.roomId === "r" && stream.file === 1 ? "only here" : undefined);
      }
    });

    it("[S15] the newest snapshot that is not newer than asked is found", async () => {
      await createRoom();
      const at = (version: number): Snapshot => ({ version, text: `text ${version}`, confirmed: [[1, version]] });
      expect(await store.latestSnapshot(file, 5_000)).toBeUndefined();
      for (const version of [1_000, 0, 2_000]) await store.putSnapshot(file, at(version));
      expect(await store.latestSnapshot(file, 5_000)).toEqual(at(2_000));
      expect(await store.latestSnapshot(file, 2_000)).toEqual(at(2_000));
      expect(await store.latestSnapshot(file, 1_999)).toEqual(at(1_000));
      expect(await store.latestSnapshot(file, 999)).toEqual(at(0));
      expect(await store.latestSnapshot({ roomId: "r", file: 2 }, 5_000)).toBeUndefined();
    });

    it("[S16] a snapshot's text comes back unit for unit, real halves of surrogate pairs included", async () => {
      await createRoom();
      const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
      const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
      const text = fc.string({ unit: fc.oneof(unit, half), maxLength: 200 });
      const confirmed = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 });
      let version = 0;
      await fc.assert(
        fc.asyncProperty(text, confirmed, async (drawn, seqs) => {
          const snapshot = { version: (version += SNAPSHOT_EVERY), text: drawn, confirmed: seqs };
          await store.putSnapshot(file, snapshot);
          expect(await store.latestSnapshot(file, Infinity)).toEqual(snapshot);
        }),
        { numRuns },
      );
      const large = { version: version + 1, text: "ab\ud83d\n".repeat(500_000), confirmed: [] };
      await store.putSnapshot(file, large);
      expect(await store.latestSnapshot(file, Infinity)).toEqual(large);
    });

    it("[S17] only snapshots that need not be kept are dropped", async () => {
      await createRoom();
      const versions = Array.from({ length: 40 }, (_, index) => (index + 1) * SNAPSHOT_EVERY);
      for (const version of versions) await store.putSnapshot(file, { version, text: `${version}`, confirmed: [] });
      const newest = versions.at(-1) as number;
      for (const version of versions.filter((each) => isSnapshotKept(each, newest))) {
        expect((await store.latestSnapshot(file, version))?.version).toBe(version);
      }
    });

    it("[S39] the streams of a room are listed that hold anything", async () => {
      await createRoom("a");
      await createRoom("b");
      expect(await store.streams("a")).toEqual([]);
      const files = [EVENTS, 2, 7, 11, FEATURE_STREAMS + 1];
      await store.append([11, FEATURE_STREAMS + 1, 2, EVENTS].map((file) => commitOf({ roomId: "a", file }, 0)));
      await store.append([commitOf({ roomId: "a", file: 7 }, 0, 3), commitOf({ roomId: "b", file: 3 }, 0)]);
      await store.putSnapshot({ roomId: "a", file: 9 }, { version: 0, text: "", confirmed: [] });
      expect(await store.streams("a")).toEqual(files);
      await store.putSnapshot({ roomId: "a", file: 7 }, { version: 3, text: "", confirmed: [] });
      await reopen();
      expect(await store.streams("a")).toEqual(files);
      expect(await store.streams("nobody")).toEqual([]);
    });

    it("[S39] the rooms are listed by id, each with its expiry, and those that are deleted are not", async () => {
      expect(await store.rooms("", 10)).toEqual([]);
      const ids = ["b", "B", "-", "_", "9", "aa", "gone", "Z".repeat(64)];
      for (const [index, roomId] of ids.entries()) await createRoom(roomId, index === 0 ? Infinity : 1_000 + index);
      await store.touchRoom("9", 5_000);
      await store.deleteRoom("gone");
      await reopen();
      const all = [
        ["-", 1_002],
        ["9", 5_000],
        ["B", 1_001],
        ["Z".repeat(64), 1_007],
        ["_", 1_003],
        ["aa", 1_005],
        ["b", Infinity],
      ];
      expect(await store.rooms("", 10)).toEqual(all);
      expect(await store.rooms("", 3)).toEqual(all.slice(0, 3));
      expect(await store.rooms("B", 2)).toEqual(all.slice(3, 5));
      expect(await store.rooms("C", 10)).toEqual(all.slice(3));
      expect(await store.rooms("b", 10)).toEqual([]);
    });

    it("[S20] ready resolves while writes are kept, for as many as ask", async () => {
      await Promise.all([store.ready(), store.ready(), store.ready()]);
      await store.ready();
    });

    it("[S21] closing ends after what is under way is kept; later calls reject", async () => {
      await createRoom();
      const text = "x".repeat(300_000);
      const underWay = [
        store.append([commitOf(file, 0)]),
        store.append([commitOf(file, 1)]),
        store.putSnapshot(file, { version: 2, text, confirmed: [] }),
      ];
      const old = store;
      await reopen();
      expect(await Promise.all(underWay)).toEqual([["ok"], ["ok"], undefined]);
      expect(await entriesOf(file)).toBe(2);
      expect((await store.latestSnapshot(file, 2))?.text).toBe(text);
      await old.close();
      const calls: ((closed: ListedRoomStore) => Promise<unknown>)[] = [
        (closed) => closed.createRoom(roomNamed("z"), 1),
        (closed) => closed.loadRoom("r"),
        (closed) => closed.rooms("", 1),
        (closed) => closed.touchRoom("r", 1),
        (closed) => closed.expiryOf("r"),
        (closed) => closed.append([commitOf(file, 2)]),
        (closed) => closed.read(file, 0, 1),
        (closed) => closed.latestSnapshot(file, 1),
        (closed) => closed.putSnapshot(file, { version: 3, text: "", confirmed: [] }),
        (closed) => closed.claimAddress("x", "r", 1),
        (closed) => closed.roomAt("x", 0),
        (closed) => closed.releaseAddress("x"),
        (closed) => closed.expireAddresses(1),
        (closed) => closed.addresses("r"),
        (closed) => closed.deleteStream(file),
        (closed) => closed.deleteRoom("r"),
        (closed) => closed.expireRooms(1, 1),
        (closed) => closed.ready(),
      ];
      for (const call of calls) await expect(call(old)).rejects.toThrow("the store is closed");
      expect(await entriesOf(file)).toBe(2);
    });
  });
}
