// What a feature may do in a live room: guard the door, keep a value, have files of its own, answer over HTTP, change people and files.
import { describe, expect, it } from "@jest/globals";
import type { RoomHooks } from "../features/feature.ts";
import type { FeatureRoom } from "../features/featureRoom.ts";
import { Refusal } from "../protocol/errors.ts";
import type { Role } from "../protocol/events.ts";
import { systemSecrets } from "../platform.ts";
import { FEATURE_ROOM, roomWithFeature } from "../test/featureRoom.ts";
import { settle } from "../test/fuzz/simNetwork.ts";
import type { Coming } from "./roomPort.ts";
import { holderOf } from "./people/people.ts";
import { FEATURE_STREAMS } from "./roomStore.ts";

const NOTES = FEATURE_STREAMS + 77;

const code = (name: string) => expect.objectContaining({ code: name });

describe("a feature that guards the door", () => {
  it("[F5] [P61] says in which role somebody comes in, by what they bring", async () => {
    const seen: Coming[] = [];
    const { enter, key } = await roomWithFeature(() => ({
      admit(coming) {
        seen.push(coming);
        return coming.person ? undefined : "viewer";
      },
    }));
    const { outlet } = await enter({ password: "sesame", name: "  Ben " }, "another-address");
    expect(outlet.of("welcome")[0]).toMatchObject({ you: { role: "viewer" }, room: { roomId: "another-address" } });
    expect(JSON.stringify(outlet.messages)).not.toContain(FEATURE_ROOM);
    expect(seen[0]).toMatchObject({ address: "another-address", name: "Ben", password: "sesame", person: undefined });
    const owner = await enter({ key, name: "Olga" });
    expect(owner.outlet.of("welcome")[0]).toMatchObject({ you: { role: "owner" }, room: { roomId: FEATURE_ROOM } });
    expect(seen[1]?.person).toMatchObject({ participant: 1, role: "owner" });
  });

  it("[F5] gives somebody who returns another role, and everybody is told", async () => {
    let role: Role = "viewer";
    const { enter } = await roomWithFeature(() => ({
      admit: ({ person }) => (person?.role === "owner" ? undefined : role),
    }));
    const first = await enter();
    const { key } = first.outlet.of("welcome")[0]!.you;
    role = "editor";
    const again = await enter({ key: key! });
    expect(again.outlet.of("welcome")[0]!.you.role).toBe("editor");
    expect(first.outlet.of("event").at(-1)?.event).toMatchObject({
      type: "participant",
      participant: { participant: 2, role: "editor" },
    });
  });

  it("[F5] [P59] makes somebody wait, who hears nothing and is nobody until it is decided", async () => {
    let decide: (role: Role) => void = () => {};
    let gone = 0;
    const { come, enter, key, room } = await roomWithFeature(() => ({
      admit(coming) {
        if (coming.person) return undefined;
        coming.wait();
        coming.whenGone(() => gone++);
        return new Promise((resolve) => (decide = resolve));
      },
    }));
    const owner = await enter({ key });
    const { outlet, joined } = come();
    await settle();
    expect(outlet.messages).toEqual([{ type: "waiting" }]);
    expect(room.audience.size).toBe(1);
    expect(owner.outlet.of("joined")).toEqual([]);
    decide("editor");
    await joined;
    await settle();
    expect(outlet.of("welcome")).toHaveLength(1);
    expect(owner.outlet.of("joined")).toHaveLength(1);
    outlet.end("room_reset");
    expect(gone).toBe(1);
  });

  it("[F5] once it is switched off only those whom the room knows are let in", async () => {
    const { come, enter, key, log } = await roomWithFeature(() => ({
      admit(coming) {
        if (coming.name === "Break") throw new Error("a defect");
        return undefined;
      },
    }));
    await expect(come({ name: "Break" }).joined).rejects.toEqual(code("unknown_feature"));
    expect(log.errors).toMatchObject([{ details: { feature: "tested" } }]);
    await expect(come().joined).rejects.toEqual(code("not_admitted"));
    expect((await enter({ key })).outlet.of("welcome")).toHaveLength(1);
  });
});

describe("what a feature keeps", () => {
  it("[F6] is there after a restart, the newest of it, and shown to nobody", async () => {
    const first = await roomWithFeature(() => ({}));
    const { outlet } = await first.enter();
    expect(first.handle.kept()).toBeUndefined();
    first.handle.keep({ secret: "a" });
    first.handle.keep({ secret: "b" });
    await first.room.log.settled();
    expect(first.handle.kept()).toEqual({ secret: "b" });
    expect(JSON.stringify([outlet.messages, first.room.details])).not.toContain("secret");
    const second = await roomWithFeature(() => ({}), first.disk);
    expect(second.handle.kept()).toEqual({ secret: "b" });
  });
});

describe("a file of a feature's own", () => {
  const forOwner = (room: FeatureRoom): RoomHooks => ({
    mayOpen: (file, participant) => file === NOTES && participant === room.details.owner,
  });

  it("[F7] is opened, written and heard of by those alone whom the feature lets", async () => {
    const { enter, key, clock, room } = await roomWithFeature(forOwner);
    const [owner, second, other] = [await enter({ key }), await enter({ key }), await enter()];
    for (const { client } of [owner, second, other])
      room.receive(client, { type: "open", file: NOTES, version: null }, 50);
    await settle();
    expect(other.outlet.of("error")).toMatchObject([{ code: "unknown_file", file: NOTES }]);
    room.receive(owner.client, { type: "push", file: NOTES, version: 0, seq: 1, changes: [[[0, "weak at SQL"]]] }, 50);
    await settle();
    room.receive(owner.client, { type: "presence", file: NOTES, version: 1, selections: [[3, 3]] }, 50);
    clock.advance(1_000);
    const late = await enter({ name: "Cy" });
    room.drained(late.client);
    room.drained(other.client);
    await settle();
    expect(late.outlet.of("presence")).toEqual([]);
    expect(second.outlet.of("updates")).toMatchObject([{ file: NOTES, version: 0 }]);
    expect(second.outlet.of("presence")).toMatchObject([{ presences: [{ file: NOTES }] }]);
    expect(() =>
      room.receive(other.client, { type: "push", file: NOTES, version: 1, seq: 1, changes: [[11, [0, "!"]]] }, 50),
    ).toThrow(code("unknown_file"));
    const heard = JSON.stringify(other.outlet.messages.filter(({ type }) => type !== "error"));
    expect(heard).not.toContain("SQL");
    expect(heard).not.toContain(String(NOTES));
    expect(room.details.files.map(({ file }) => file)).toEqual([1]);
    await expect(room.text(NOTES)).rejects.toEqual(code("unknown_file"));
  });

  describe("for owners", () => {
    const forOwners = (room: FeatureRoom): RoomHooks => ({
      mayOpen: (file, participant) =>
        file === NOTES &&
        room.details.participants.some((one) => one.participant === participant && one.role === "owner"),
    });
    const give = (handle: FeatureRoom, role: Role): void => {
      const person = handle.accepted.participants[0]!;
      handle.accept({ type: "participant", time: 2, participant: { ...person, role } });
    };

    it("[F7] is closed at once to somebody who may not have it open any more, and opens again when they may", async () => {
      const { enter, key, room, handle } = await roomWithFeature(forOwners);
      const [first, second] = [await enter({ key }), await enter({ key })];
      for (const { client } of [first, second]) room.receive(client, { type: "open", file: NOTES, version: null }, 50);
      await settle();
      give(handle, "editor");
      // in one commit with what closes it
      room.receive(second.client, { type: "push", file: NOTES, version: 0, seq: 1, changes: [[[0, "late"]]] }, 50);
      await room.log.settled();
      for (const { outlet } of [first, second]) {
        expect(outlet.of("error")).toMatchObject([{ code: "unknown_file", file: NOTES, fatal: false }]);
        expect(outlet.of("updates")).toEqual([]);
      }
      const push = { type: "push", file: NOTES, version: 1, seq: 2, changes: [[4, [0, "!"]]] } as const;
      expect(() => room.receive(second.client, { ...push, changes: [...push.changes] }, 50)).toThrow(
        code("unknown_file"),
      );
      room.receive(first.client, { type: "open", file: NOTES, version: null }, 50);
      await settle();
      expect(first.outlet.of("error")).toHaveLength(2);
      give(handle, "owner");
      await room.log.settled();
      room.receive(first.client, { type: "open", file: NOTES, version: null }, 50);
      await settle();
      expect(first.outlet.of("file").at(-1)).toMatchObject({ file: NOTES, text: "late" });
    });

    it("[F7] stays closed to somebody who changes while it is being read", async () => {
      const { enter, key, room, handle, store } = await roomWithFeature(forOwners);
      const { outlet, client } = await enter({ key });
      const read = store.read.bind(store);
      let go = (): void => {};
      const gate = new Promise<void>((resolve) => (go = resolve));
      store.read = (...args) => gate.then(() => read(...args));
      room.receive(client, { type: "open", file: NOTES, version: null }, 50);
      give(handle, "editor");
      await room.log.settled();
      expect(outlet.of("error")).toEqual([]);
      go();
      await settle();
      expect(outlet.of("file")).toEqual([]);
      expect(outlet.of("error")).toMatchObject([{ code: "unknown_file" }]);
    });

    it("[F7] [F2] is open to nobody once its feature is switched off", async () => {
      const { enter, key, room, log } = await roomWithFeature(() => ({
        mayOpen() {
          throw new Error("a defect");
        },
      }));
      const { outlet, client } = await enter({ key });
      room.receive(client, { type: "open", file: NOTES, version: null }, 50);
      await settle();
      expect(outlet.of("error")).toMatchObject([{ code: "unknown_file" }]);
      expect(log.errors).toMatchObject([{ details: { feature: "tested" } }]);
    });
  });
});

describe("a feature in the room's own log", () => {
  it("[F8] answers a participant over HTTP once all that it wrote is durable", async () => {
    const { room, key, handle } = await roomWithFeature((feature) => ({
      request({ participant, role }, data) {
        if (data === "no") throw new Refusal("not_owner");
        feature.keep(data);
        return { participant, role, before: feature.details.title };
      },
    }));
    const olga = holderOf(key, room.log.accepted, systemSecrets);
    await expect(room.request(olga, "tested", "yes")).resolves.toEqual({ participant: 1, role: "owner", before: "" });
    expect(room.busy).toBe(false);
    expect(handle.kept()).toBe("yes");
    await expect(room.request(olga, "tested", "no")).rejects.toEqual(code("not_owner"));
    expect(() => holderOf(systemSecrets.create(), room.log.accepted, systemSecrets)).toThrow(code("unauthorized"));
    await expect(room.request(olga, "another", "yes")).rejects.toEqual(code("unknown_feature"));
  });

  it("[F9] [P60] [P62] puts people and files in the place of what was there, and ends connections of one of them", async () => {
    const { enter, key, room, handle } = await roomWithFeature(() => ({}));
    const [owner, other] = [await enter({ key }), await enter()];
    const ben = handle.accepted.participants.find(({ participant }) => participant === 2)!;
    handle.accept({ type: "participant", time: 2, participant: { ...ben, role: "viewer", removed: true } });
    handle.accept({ type: "file", time: 2, participant: 1, file: { file: 1, name: "main.py" } });
    handle.accept({ type: "file", time: 2, participant: 1, file: { file: 2, name: "util.py" } });
    expect(handle.details.files).toEqual([{ file: 1, name: "main.py" }]);
    await room.log.settled();
    expect(handle.details.files.map(({ name }) => name)).toEqual(["main.py", "util.py"]);
    expect(owner.outlet.of("event").map(({ event }) => event.type)).toEqual([
      "participant",
      "participant",
      "file",
      "file",
    ]);
    expect(handle.clients).toEqual([
      { client: 1, participant: 1, address: FEATURE_ROOM },
      { client: 2, participant: 2, address: FEATURE_ROOM },
    ]);
    handle.dismiss(2, "removed");
    expect(other.outlet.ended).toBe("removed");
    expect(owner.outlet.of("left")).toEqual([{ type: "left", client: 2 }]);
    const { key: hisKey } = other.outlet.of("welcome")[0]!.you;
    await expect(enter({ key: hisKey! })).rejects.toEqual(code("removed"));
    expect(() => holderOf(hisKey!, room.log.accepted, systemSecrets)).toThrow(code("removed"));
  });
});

describe("a feature in a room", () => {
  it("[F10] has timers, which run only while the room is in memory and the feature is on", async () => {
    const { clock, log, room, handle } = await roomWithFeature(() => ({
      message() {
        throw new Error("a defect");
      },
    }));
    const ran: string[] = [];
    handle.after(500, () => ran.push("early"));
    handle.after(500, () => ran.push("cancelled"))();
    handle.after(900, () => {
      throw new Error("a defect");
    });
    handle.after(950, () => ran.push("switched off"));
    clock.advance(600);
    expect(ran).toEqual(["early"]);
    clock.advance(390);
    expect(ran).toEqual(["early"]);
    expect(log.errors).toMatchObject([{ details: { feature: "tested" } }]);
    expect(room.busy).toBe(false);
    const other = await roomWithFeature(() => ({}));
    other.handle.after(2_000, () => ran.push("closed"));
    other.clock.advance(1_500);
    await settle();
    other.clock.advance(60_000);
    expect(ran).toEqual(["early"]);
  });

  it("[F11] [P12] learns what a name would become as somebody's, who keeps the one that they have", async () => {
    const { enter, key, handle } = await roomWithFeature(() => ({}));
    await enter({ key, name: "Olga" });
    await enter({ name: "Ben" });
    expect(handle.nameFor(1, " ben \n")).toBe("ben (2)");
    expect(handle.nameFor(2, "ＢＥＮ")).toBe("ＢＥＮ");
    expect(handle.nameFor(2, "\u200b")).toBe("");
    expect(handle.nameFor(2, `${"x".repeat(39)}yz`)).toBe(`${"x".repeat(39)}y`);
  });
});
