// What a feature decides for a whole room: who may write, how long it is kept, where it is found; and refusals that take time.
import { describe, expect, it } from "@jest/globals";
import { Refusal } from "../protocol/errors.ts";
import { FEATURE_ROOM, roomWithFeature } from "../test/featureRoom.ts";
import { settle } from "../test/fuzz/simNetwork.ts";
import { newClientId } from "../test/person.ts";
import { sweepExpired } from "../sweep.ts";
import { FEATURE_STREAMS } from "./roomStore.ts";

const DAY_MS = 24 * 3_600_000;
const VIEW = "abcdefghijkmn3";

const code = (name: string) => expect.objectContaining({ code: name });

describe("a feature at the door", () => {
  it("[F5] knows a tab again, and is told who came in and when they are gone", async () => {
    const told: unknown[] = [];
    const { enter } = await roomWithFeature(() => ({
      admit({ clientHash, whenIn, whenGone }) {
        whenIn((participant) => told.push([clientHash, participant]));
        whenGone(() => told.push([clientHash, "gone"]));
        return undefined;
      },
    }));
    const client = newClientId();
    const first = await enter({ client });
    const second = await enter({ client });
    expect(first.outlet.ended).toBe("superseded");
    const [[hash]] = told as [[string]];
    expect(hash).not.toContain(client);
    expect(told).toEqual([
      [hash, 2],
      [hash, "gone"],
      [hash, 2],
    ]);
    second.outlet.end("room_reset");
    expect(told.at(-1)).toEqual([hash, "gone"]);
  });

  it("[F5] keeps the room in memory while somebody waits, and is closed with it afterwards", async () => {
    let refuse: () => void = () => {};
    let closed = 0;
    const { come, clock, directory } = await roomWithFeature(() => ({
      admit: () => new Promise((_, reject) => (refuse = () => reject(new Refusal("not_admitted")))),
      closed: () => closed++,
    }));
    const { joined } = come();
    clock.advance(10_000);
    await settle();
    expect(directory.live(FEATURE_ROOM)).toBeDefined();
    refuse();
    await expect(joined).rejects.toEqual(code("not_admitted"));
    clock.advance(10_000);
    await settle();
    expect(directory.live(FEATURE_ROOM)).toBeUndefined();
    expect(closed).toBe(1);
  });

  it("[F5] that fails later is switched off as one that fails at once", async () => {
    const { come, log } = await roomWithFeature(() => ({ admit: () => Promise.reject(new Error("a defect")) }));
    await expect(come().joined).rejects.toEqual(code("unknown_feature"));
    expect(log.errors).toMatchObject([{ details: { feature: "tested" } }]);
    await expect(come().joined).rejects.toEqual(code("not_admitted"));
  });
});

describe("a message whose answer takes time", () => {
  it("[F1] is refused to the one who sent it; one that fails switches the feature off", async () => {
    const { enter, room, log } = await roomWithFeature(() => ({
      message: (_, data) => Promise.reject(data === "not_owner" ? new Refusal("not_owner") : new Error("a defect")),
    }));
    const [other, { client, outlet }] = [await enter(), await enter()];
    const say = (data: unknown) => room.receive(client, { type: "feature", feature: "tested", data }, 50);
    say("not_owner");
    await settle();
    expect(log.errors).toEqual([]);
    say("fail");
    await settle();
    expect(outlet.of("error").map(({ code: told }) => told)).toEqual(["not_owner", "unknown_feature"]);
    expect(other.outlet.of("error")).toEqual([]);
    expect(log.errors).toHaveLength(1);
    expect(() => say("not_owner")).toThrow(code("unknown_feature"));
  });

  it("[F1] that cannot be kept ends the connection", async () => {
    const { enter, room } = await roomWithFeature(() => ({
      message: () => Promise.reject(new Refusal("store_unavailable")),
    }));
    const { client, outlet } = await enter();
    room.receive(client, { type: "feature", feature: "tested", data: null }, 50);
    await settle();
    expect(outlet.ended).toBe("store_unavailable");
  });
});

describe("a room that a feature freezes", () => {
  it("[F12] takes nothing from anybody until it is lifted, and others may ask for that", async () => {
    const { enter, key, room, handle } = await roomWithFeature(() => ({}));
    const { client } = await enter({ key, files: [{ file: 1, version: null }] });
    const attempts = [
      () => room.receive(client, { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]]] }, 50),
      () => room.receive(client, { type: "room", title: "Mine" }, 50),
      () => room.set(1, { language: "Go" }),
    ];
    handle.freeze(true);
    for (const attempt of attempts) expect(attempt).toThrow(code("read_only"));
    expect(handle.mayWrite(1)).toBe(false);
    handle.freeze(false);
    expect(handle.mayWrite(1)).toBe(true);
    for (const attempt of attempts) attempt();
    const ben = { participant: 2, name: "Ben", role: "viewer", colour: 1, dateJoined: 1 } as const;
    handle.accept({ type: "participant", time: 1, participant: ben });
    expect(handle.mayWrite(2)).toBe(false);
  });
});

describe("a frozen room", () => {
  it("[F12] still takes what is written in a file of a feature's own", async () => {
    const own = FEATURE_STREAMS + 77;
    const { enter, key, room, handle } = await roomWithFeature(() => ({ mayOpen: (file) => file === own }));
    const { client, outlet } = await enter({ key, files: [{ file: own, version: null }] });
    handle.freeze(true);
    room.receive(client, { type: "push", file: own, version: 0, seq: 1, changes: [[[0, "after all"]]] }, 50);
    await settle();
    expect(outlet.of("updates")).toMatchObject([{ file: own, version: 0 }]);
  });
});

describe("a room that a feature keeps for a time of its own", () => {
  it("[F13] expires so long after the last visit, from the moment that it is said", async () => {
    const { enter, room, handle, clock, directory, store } = await roomWithFeature(() => ({}));
    const { client } = await enter();
    handle.expireWithin(DAY_MS);
    await settle();
    expect(await store.expireRooms(clock.now() + DAY_MS - 1, 10)).toEqual([]);
    clock.advance(DAY_MS * 2);
    expect(await sweepExpired(directory, store, clock.now())).toBe(0);
    room.leave(client);
    clock.advance(2_000);
    await settle();
    clock.advance(DAY_MS - 3_000);
    expect(await sweepExpired(directory, store, clock.now())).toBe(0);
    clock.advance(4_000);
    expect(await sweepExpired(directory, store, clock.now())).toBe(1);
  });

  it("[F13] is kept by it also when a restart comes before the next visit ends", async () => {
    const days = (room: { expireWithin(ms: number): void }) => (room.expireWithin(DAY_MS), {});
    const first = await roomWithFeature(() => ({}));
    const second = await roomWithFeature(days, first.disk);
    expect(await second.store.expireRooms(second.clock.now() + DAY_MS, 10)).toEqual([FEATURE_ROOM]);
  });
});

describe("the addresses of a room", () => {
  it("[F14] are claimed and released by a feature, and a store that fails is a refusal", async () => {
    const { handle, store, directory, log } = await roomWithFeature(() => ({}));
    expect(await handle.claimAddress(VIEW, Infinity)).toBe(true);
    expect(await handle.claimAddress(VIEW, Infinity)).toBe(false);
    expect(await directory.resolve(VIEW)).toBe(FEATURE_ROOM);
    await handle.releaseAddress(VIEW);
    expect(await directory.resolve(VIEW)).toBeUndefined();
    store.claimAddress = () => Promise.reject(new Error("the disk is gone"));
    await expect(handle.claimAddress(VIEW, Infinity)).rejects.toEqual(code("store_unavailable"));
    expect(log.errors).toHaveLength(1);
  });
});
