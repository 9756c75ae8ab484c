// What every RoomStore must do with the further addresses of rooms, rule by rule (README.md). Knows no implementation.
import { beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { freshStore } from "./storeOfContract.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import { roomNamed, type StoreUnderTest } from "./samples.ts";

/** Runs all rules against a fresh `StoreUnderTest` each. `numRuns`: schedules of each property. */
export function addressContract(name: string, make: () => Promise<StoreUnderTest>, numRuns: number): void {
  describe(`${name} and the addresses of rooms`, () => {
    let store: ListedRoomStore;
    const reopen = freshStore(make, (opened) => (store = opened));
    beforeEach(async () => {
      for (const roomId of ["a", "b"]) await store.createRoom(roomNamed(roomId), Infinity);
    });

    it("[S42] is claimed once; a second time nothing changes, and it is there after a restart", async () => {
      expect(await store.roomAt("x", 0)).toBeUndefined();
      expect(await store.claimAddress("x", "a", Infinity)).toBe(true);
      expect(await store.claimAddress("code", "a", 1_000, "x#secret-1")).toBe(true);
      expect(await store.claimAddress("x", "b", Infinity, "y")).toBe(false);
      for (const isReopened of [false, true]) {
        if (isReopened) await reopen();
        expect(await store.roomAt("x", 0)).toEqual({ roomId: "a", leadsTo: "x" });
        expect(await store.roomAt("code", 0)).toEqual({ roomId: "a", leadsTo: "x#secret-1" });
      }
    });

    it("[S42] of claims at the same time one succeeds", async () => {
      const rivals = ["a", "b", "a", "b"];
      const claims = await Promise.all(rivals.map((roomId, rival) => store.claimAddress("x", roomId, 100 + rival)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      const winner = claims.indexOf(true);
      expect(await store.roomAt("x", 0)).toEqual({ roomId: rivals[winner], leadsTo: "x" });
      expect(await store.addresses(rivals[winner]!)).toEqual([{ address: "x", leadsTo: "x", expiresAt: 100 + winner }]);
    });

    it.each([
      ["nothing", ""],
      ["a space", "a b"],
      ["a NUL", "x\0"],
      ["a line end", "x\n"],
      ["half a surrogate pair", "\ud800"],
      ["5,000 characters", "x".repeat(5_000)],
    ])("[S42] what can be no address is refused, and leads nowhere: %s", async (_, address) => {
      await expect(store.claimAddress(address, "a", Infinity)).rejects.toThrow("invariant");
      for (const leadsTo of [address, `x#${address}`, "x#y#z", "#y"])
        await expect(store.claimAddress("x", "a", Infinity, leadsTo)).rejects.toThrow("invariant");
      expect(await store.roomAt(address, 0)).toBeUndefined();
      expect(await store.claimAddress("x", address, Infinity)).toBe(true);
      expect(await store.roomAt("x", 0)).toBeUndefined();
      expect(await store.addresses(address)).toEqual([]);
      await store.releaseAddress(address);
    });

    it("[S43] leads to its room until its time has come or it is released", async () => {
      await store.claimAddress("x", "a", 1_000);
      await store.claimAddress("y", "a", Infinity);
      expect(await store.roomAt("x", 999)).toEqual({ roomId: "a", leadsTo: "x" });
      expect(await store.roomAt("x", 1_000)).toBeUndefined();
      expect(await store.roomAt("y", Number.MAX_SAFE_INTEGER)).toEqual({ roomId: "a", leadsTo: "y" });
      await store.releaseAddress("x");
      await store.releaseAddress("x");
      expect(await store.roomAt("x", 0)).toBeUndefined();
      expect(await store.claimAddress("x", "b", Infinity)).toBe(true);
      await reopen();
      expect(await store.roomAt("x", 5_000)).toEqual({ roomId: "b", leadsTo: "x" });
    });

    it("[S43] goes with its room, deleted or expired, and with no other", async () => {
      await store.createRoom(roomNamed("c"), 500);
      for (const roomId of ["a", "b", "c"])
        for (const [place, expiresAt] of [Infinity, 7_000].entries())
          await store.claimAddress(`${roomId}${place}`, roomId, expiresAt);
      await store.deleteRoom("a");
      expect(await store.expireRooms(500, 10)).toEqual(["c"]);
      for (const roomId of ["a", "c"]) {
        expect(await store.roomAt(`${roomId}0`, 0)).toBeUndefined();
        expect(await store.addresses(roomId)).toEqual([]);
        await store.createRoom(roomNamed(roomId), Infinity);
        expect(await store.roomAt(`${roomId}1`, 0)).toBeUndefined();
        expect(await store.claimAddress(`${roomId}0`, "b", Infinity)).toBe(true);
      }
      expect((await store.addresses("b")).map(({ address }) => address)).toEqual(["a0", "b0", "b1", "c0"]);
    });

    it("[S43] of a room that is not there none is kept", async () => {
      expect(await store.claimAddress("x", "none", Infinity)).toBe(true);
      await store.createRoom(roomNamed("none"), Infinity);
      expect(await store.roomAt("x", 0)).toBeUndefined();
      expect(await store.claimAddress("x", "none", Infinity)).toBe(true);
    });

    it("[S44] a sweep frees those whose time has come, however many, and no others", async () => {
      const expired = Array.from({ length: 1_203 }, (_, index) => `old${index}`);
      await Promise.all(expired.map((address, index) => store.claimAddress(address, "a", index % 1_000)));
      await store.claimAddress("later", "a", 1_000.5);
      await store.claimAddress("never", "a", Infinity);
      expect(await store.claimAddress("old0", "b", Infinity)).toBe(false);
      await store.expireAddresses(1_000);
      expect((await store.addresses("a")).map(({ address }) => address)).toEqual(["later", "never"]);
      expect(await store.claimAddress("old0", "b", Infinity)).toBe(true);
      await store.expireAddresses(Number.MAX_SAFE_INTEGER);
      await reopen();
      expect(await store.roomAt("later", 0)).toBeUndefined();
      for (const address of ["never", "old0"]) expect(await store.roomAt(address, 0)).toBeDefined();
    });

    it("[S43] a room with more addresses than one step removes is deleted with all of them", async () => {
      const many = Array.from({ length: 1_203 }, (_, index) => `many${index}`);
      await Promise.all(many.map((address) => store.claimAddress(address, "a", Infinity)));
      await store.deleteRoom("a");
      await store.createRoom(roomNamed("a"), Infinity);
      expect(await store.addresses("a")).toEqual([]);
      expect(await store.claimAddress(many.at(-1)!, "a", Infinity)).toBe(true);
    });

    it("[S45] are listed by their letters, with what they lead to and when they expire", async () => {
      for (const roomId of ["aa", "a-", "A"]) {
        await store.createRoom(roomNamed(roomId), Infinity);
        await store.claimAddress(`of-${roomId}`, roomId, Infinity);
      }
      const claimed = [
        { address: "-", leadsTo: "-", expiresAt: 70 },
        { address: "9", leadsTo: "a", expiresAt: Infinity },
        { address: "Z".repeat(64), leadsTo: "9", expiresAt: 1_000 },
        { address: "_", leadsTo: "_", expiresAt: 5_000_000_000_000 },
        { address: "zz", leadsTo: "zz", expiresAt: Infinity },
      ];
      for (const { address, leadsTo, expiresAt } of claimed.toReversed())
        await store.claimAddress(address, "a", expiresAt, leadsTo);
      await reopen();
      expect(await store.addresses("a")).toEqual(claimed);
    });

    it("[S43] after any run of claims, releases, sweeps, deletions and restarts each leads where a map says", async () => {
      const roomId = fc.constantFrom("a", "b");
      const address = fc.constantFrom("w", "x", "y", "z");
      const step = fc.oneof(
        { weight: 6, arbitrary: fc.record({ type: fc.constant("claim" as const), address, roomId, at: fc.nat(9) }) },
        { weight: 2, arbitrary: fc.record({ type: fc.constant("release" as const), address }) },
        { weight: 2, arbitrary: fc.record({ type: fc.constant("sweep" as const), at: fc.nat(9) }) },
        { weight: 1, arbitrary: fc.record({ type: fc.constant("delete" as const), roomId }) },
        { weight: 1, arbitrary: fc.constant({ type: "reopen" as const }) },
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.nat(9), async (steps, now) => {
          const prefix = `run${run++}`;
          const model = new Map<string, { roomId: string; expiresAt: number }>();
          const forget = (isGone: (claim: { roomId: string; expiresAt: number }) => boolean): void => {
            for (const [claimed, claim] of model) if (isGone(claim)) model.delete(claimed);
          };
          for (const each of ["a", "b"]) await store.createRoom(roomNamed(prefix + each), Infinity);
          for (const action of steps)
            switch (action.type) {
              case "claim": {
                const claim = { roomId: prefix + action.roomId, expiresAt: action.at };
                const isFree = !model.has(prefix + action.address);
                if (isFree) model.set(prefix + action.address, claim);
                expect(await store.claimAddress(prefix + action.address, claim.roomId, claim.expiresAt)).toBe(isFree);
                break;
              }
              case "release":
                model.delete(prefix + action.address);
                await store.releaseAddress(prefix + action.address);
                break;
              case "sweep":
                forget(({ expiresAt }) => expiresAt <= action.at);
                await store.expireAddresses(action.at);
                break;
              case "delete":
                forget((claim) => claim.roomId === prefix + action.roomId);
                await store.deleteRoom(prefix + action.roomId);
                await store.createRoom(roomNamed(prefix + action.roomId), Infinity);
                break;
              case "reopen":
                await reopen();
            }
          for (const each of ["w", "x", "y", "z"].map((letter) => prefix + letter)) {
            const claim = model.get(each);
            const expected = claim && claim.expiresAt > now ? { roomId: claim.roomId, leadsTo: each } : undefined;
            expect(await store.roomAt(each, now)).toEqual(expected);
          }
        }),
        { numRuns },
      );
    });
  });
}
