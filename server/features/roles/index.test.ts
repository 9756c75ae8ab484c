// The roles on a real server: who comes in as what, by which links, and what owners may do about it.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { drawnFromCode } from "./joinCode.ts";
import { roomWithFeature } from "../../test/featureRoom.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { newClientId } from "../../test/person.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";
import roles from "./index.ts";
import type { RolesMessage } from "./messages.ts";
import { hashInvitation } from "./secrets.ts";

let room: RolesRoom;
let owner: Guest;

beforeEach(async () => {
  room = new RolesRoom();
  await room.start();
  owner = await room.owner();
  await owner.state();
});
afterEach(async () => {
  expect(room.server.log.errors).toEqual([]);
  await room.stop();
});

const stored = (): string => {
  const { document, commits } = room.disk.rooms.get(room.roomId)!;
  return JSON.stringify([document, ...commits.values(), ...room.disk.addresses.values()]);
};

describe("who comes in as what", () => {
  it("[L1] by the room's id: an editor, until an owner sets something else", async () => {
    expect((await room.enter()).role).toBe("editor");
    await owner.done({ type: "settings", plain: "viewer" });
    expect((await room.enter()).role).toBe("viewer");
    await owner.done({ type: "settings", plain: "none" });
    expect(await room.refused()).toBe("not_admitted");
  });

  it("[L1] by a viewing address a viewer, by an invitation or a code's an editor, by an owner's link an owner", async () => {
    await owner.done({ type: "settings", plain: "none" });
    expect((await room.enter({}, await owner.make("view"))).role).toBe("viewer");
    expect((await room.enter({}, await owner.make("edit"))).role).toBe("editor");
    expect((await room.enter({}, await owner.make("owner"))).role).toBe("owner");
    const code = await owner.make("code");
    const found = await room.placeOfCode(code);
    expect(found).toMatchObject({ address: room.roomId });
    expect((await room.enter({}, `${found!.address}#${found!.invitation}`)).role).toBe("editor");
  });

  it("[L1] whoever the room knows keeps their role, and an invitation raises it", async () => {
    const ben = await room.enter();
    await owner.done({ type: "settings", plain: "none" });
    expect((await room.enter({ key: ben.key })).role).toBe("editor");
    await owner.done({ type: "settings", plain: "viewer" });
    const vera = await room.enter();
    const edit = await owner.make("edit");
    expect((await room.enter({ key: vera.key }, edit)).role).toBe("editor");
    expect((await room.enter({ key: room.key }, edit)).role).toBe("owner");
    expect((await room.enter({ key: vera.key }, await owner.make("owner"))).role).toBe("owner");
  });

  it("[L1] [L9] whoever was made a viewer stays one, though the room's id gives newcomers more", async () => {
    const ben = await room.enter();
    await owner.done({ type: "person", participant: ben.participant, role: "viewer" });
    expect((await room.enter({ key: ben.key })).role).toBe("viewer");
  });

  it("[L1] an invitation that is none gives what the address gives", async () => {
    await owner.done({ type: "settings", plain: "viewer" });
    expect((await room.enter({ invitation: newClientId() })).role).toBe("viewer");
  });
});

describe("links", () => {
  it("[L5] made anew or revoked, the one before lets nobody in any more", async () => {
    await owner.done({ type: "settings", plain: "none" });
    for (const kind of ["edit", "view", "owner"] as const) {
      const first = await owner.make(kind);
      const second = await owner.make(kind);
      expect(second).not.toBe(first);
      const gone = kind === "view" ? "room_not_found" : "not_admitted";
      expect(await room.refused({}, first)).toBe(gone);
      await room.enter({}, second);
      await owner.done({ type: "link", kind, on: false });
      expect(await room.refused({}, second)).toBe(gone);
    }
    const [first, second] = [await owner.make("code"), await owner.make("code")];
    expect(await room.placeOfCode(first)).toBeUndefined();
    const link = await room.linkOfCode(second);
    await owner.done({ type: "link", kind: "code", on: false });
    expect(await room.placeOfCode(second)).toBeUndefined();
    expect(await room.refused({}, link)).toBe("not_admitted");
  });

  it("[L5] are told once, and kept as hashes where they hold a secret", async () => {
    const other = await room.enter({}, await owner.make("owner"));
    const [edit, own] = [await owner.make("edit"), await owner.make("owner")];
    const state = await owner.done({ type: "read" });
    for (const link of [edit, own]) {
      const [, secret] = link.split("#");
      expect(secret).toMatch(/^[\w-]{32}$/);
      expect(JSON.stringify([state, other.wire.heard, stored()])).not.toContain(secret);
    }
  });

  it("[L5] say when they were made, and to the minute when somebody came by them last", async () => {
    const before = Date.now();
    await owner.make("edit");
    const view = await owner.make("view");
    const made = await owner.done({ type: "read" });
    expect(made.links?.edit?.made).toBeGreaterThanOrEqual(before);
    expect(made.links?.view).toMatchObject({ address: view });
    expect(made.links?.view?.used).toBeUndefined();
    await room.enter({}, view);
    const used = await owner.state(({ links }) => links?.view?.used !== undefined);
    expect(used.links?.view?.used).toBeGreaterThanOrEqual(before);
    await room.enter({}, view);
    expect((await owner.done({ type: "read" })).links?.view?.used).toBe(used.links?.view?.used);
  });

  it("[L5] [L6] a join code is kept neither itself nor with what it brings, and nobody is told it again", async () => {
    const code = await owner.make("code");
    const [, invitation] = (await room.linkOfCode(code)).split("#");
    await room.enter({}, await room.linkOfCode(code));
    const state = await owner.done({ type: "read" });
    expect(state.links?.code).toEqual({
      made: expect.any(Number),
      used: expect.any(Number),
      expires: expect.any(Number),
    });
    expect(stored()).toContain(hashInvitation(invitation!));
    for (const secret of [code, invitation!]) expect(stored()).not.toContain(secret);
    await room.restart();
    expect((await room.enter({}, await room.linkOfCode(code))).role).toBe("editor");
  });

  it("[L6] a join code is there for 12 hours, and so is its invitation", async () => {
    const code = await owner.make("code");
    const { links } = await owner.done({ type: "read" });
    expect(links?.code?.expires).toBe(links!.code!.made + 12 * 3_600_000);
    expect(await room.placeOfCode(code)).toBeDefined();
  });

  it("[L6] and no longer", async () => {
    const { room: live, enter, come, key, clock, store } = await roomWithFeature((feature) => roles.open!(feature));
    await enter({ key });
    const ask = (message: RolesMessage) => live.request(live.people.person(1), "tested", message);
    await ask({ type: "settings", plain: "none" });
    const { code } = (await ask({ type: "link", kind: "code", on: true })) as { code: string };
    const { address, invitation } = await drawnFromCode(code);
    clock.advance(12 * 3_600_000 - 1);
    expect(await store.roomAt(address, clock.now())).toBeDefined();
    await enter({ invitation });
    clock.advance(1);
    expect(await store.roomAt(address, clock.now())).toBeUndefined();
    await expect(come({ invitation }).joined).rejects.toMatchObject({ code: "not_admitted" });
    expect(await ask({ type: "read" })).not.toHaveProperty("links.code");
  });
});

describe("who is not a person", () => {
  it("[L72] gets no room, neither beside an owner nor in their place, and may write and read", async () => {
    const { room: live, handle, enter, key } = await roomWithFeature((feature) => roles.open!(feature));
    await enter({ key });
    const { participant } = await handle.enter({ name: "Scribe", role: "viewer" });
    const ask = (message: RolesMessage) => live.request(live.people.person(1), "tested", message);
    const now = (): unknown[] => live.details.participants.map(({ role }) => role);
    await expect(ask({ type: "person", participant, role: "owner" })).rejects.toMatchObject({ code: "bad_request" });
    const { shown } = (await ask({ type: "revokes", participant: 1, role: "editor" })) as { shown: string };
    await expect(ask({ type: "handOver", participant, shown })).rejects.toMatchObject({ code: "bad_request" });
    expect(now()).toEqual(["owner", "viewer"]);
    await ask({ type: "person", participant, role: "editor" });
    expect(now()).toEqual(["owner", "editor"]);
  });
});

describe("what people are told", () => {
  it("[L8] of the settings everybody, of the viewing address editors too, of the other links and who waits owners alone", async () => {
    const [editor, viewer] = [await room.enter(), await room.enter({}, await owner.make("view"))];
    await owner.make("edit");
    await owner.done({ type: "settings", lobby: true, password: "open sesame" });
    const told = await Promise.all([editor, viewer].map((one) => one.state(({ settings }) => settings.lobby)));
    const settings = {
      plain: "editor",
      lobby: true,
      locked: false,
      password: true,
      most: 0,
      keepDays: 0,
      closed: false,
    };
    expect(told[1]).toEqual({ type: "state", settings });
    expect(told[0]).toEqual({ type: "state", settings, view: expect.stringMatching(/^\w{14}$/) });
    expect(await owner.done({ type: "read" })).toMatchObject({
      settings,
      links: { plain: room.roomId, edit: { made: expect.any(Number) } },
      waiting: [],
    });
  });

  it("[L8] and told anew when their role is another", async () => {
    const ben = await room.enter();
    await ben.state();
    await owner.done({ type: "person", participant: ben.participant, role: "owner" });
    expect(await ben.state()).toMatchObject({ links: { plain: room.roomId } });
    await owner.done({ type: "person", participant: ben.participant, role: "viewer" });
    expect(await ben.state()).not.toHaveProperty("links");
  });
});

describe("what owners do with people", () => {
  it("[L4] the last owner can neither be made less nor removed", async () => {
    const ben = await room.enter();
    expect(await owner.refused({ type: "person", participant: 1, role: "editor" })).toBe("last_owner");
    expect(await owner.refused({ type: "remove", participant: 1, links: false })).toBe("last_owner");
    await owner.done({ type: "person", participant: ben.participant, role: "owner" });
    await ben.state(({ links }) => links !== undefined);
    await ben.done({ type: "remove", participant: 1, links: false });
    expect(await ben.refused({ type: "person", participant: ben.participant, role: "viewer" })).toBe("last_owner");
    expect(await owner.wire.closed).toMatchObject({ reason: "removed" });
  });

  it("[L3] a person made a viewer writes no more, and again when they are an editor", async () => {
    const ben = await room.enter({ files: [{ file: 1, version: null }] });
    ben.wire.push([[[0, "a"]]]);
    await ben.wire.next("updates");
    await owner.done({ type: "person", participant: ben.participant, role: "viewer" });
    expect(await ben.wire.next("event")).toMatchObject({ event: { participant: { role: "viewer" } } });
    ben.wire.push([[1, [0, "b"]]], { version: 1, seq: 2 });
    expect(await ben.wire.next("error")).toMatchObject({ code: "read_only", fatal: false });
    const again = await room.enter({ key: ben.key });
    expect(again.role).toBe("viewer");
    await owner.done({ type: "person", participant: ben.participant, role: "editor" });
    ben.wire.push([[1, [0, "b"]]], { version: 1, seq: 2 });
    await ben.wire.next("updates");
  });

  it("[L9] who was given less does not get it back by a link that there was", async () => {
    await owner.done({ type: "settings", plain: "viewer" });
    const edit = await owner.make("edit");
    const ben = await room.enter({}, edit);
    await owner.done({ type: "person", participant: ben.participant, role: "viewer" });
    expect((await room.enter({ key: ben.key }, edit)).role).toBe("viewer");
    expect((await room.enter({ key: ben.key }, await owner.make("edit"))).role).toBe("editor");
  });

  it("[L9] an ex-owner's own link stops, and so does the one by which they came, for newcomers too", async () => {
    const invited = await owner.make("owner");
    const ben = await room.enter({}, invited);
    const his = await ben.make("owner");
    await owner.done({ type: "person", participant: ben.participant, role: "editor" });
    for (const link of [invited, his]) {
      expect((await room.enter({ key: ben.key }, link)).role).toBe("editor");
      expect((await room.enter({}, link)).role).toBe("editor");
    }
    expect(await ben.refused({ type: "person", participant: ben.participant, role: "owner" })).toBe("not_owner");
  });

  it("[L20] everybody but owners is made a viewer at once, and whoever comes by the room's id", async () => {
    const [ben, second] = [await room.enter(), await room.enter({}, await owner.make("owner"))];
    const state = await owner.done({ type: "everyone", role: "viewer" });
    expect(state.settings.plain).toBe("viewer");
    const { participants } = (await room.server.rooms.details(room.roomId))!;
    expect(participants.map(({ role }) => role)).toEqual(["owner", "viewer", "owner"]);
    expect((await room.enter()).role).toBe("viewer");
    expect((await owner.done({ type: "everyone", role: "editor" })).settings.plain).toBe("editor");
    await owner.done({ type: "settings", plain: "none" });
    expect((await owner.done({ type: "everyone", role: "viewer" })).settings.plain).toBe("none");
    expect([ben.role, second.role]).toEqual(["editor", "owner"]);
  });

  it("[L20] of very many a few are given it at a time, those who are here first, and nobody who is given another meanwhile", async () => {
    const [HERE, AWAY, MOST] = [40, 220, 50];
    const { clock, enter, key, room } = await roomWithFeature(roles.open!, undefined, undefined, {
      participantsPerRoom: 1_000,
    });
    const { client } = await enter({ key });
    for (let count = 0; count < AWAY; count++) room.leave((await enter({ name: `Away ${count}` })).client);
    for (let count = 1; count < HERE; count++) await enter({ name: `Here ${count}` });
    const written = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) {
        clock.advance(10);
        await settle();
      }
    };
    await written();
    const given = (): number[] =>
      room.log.accepted.participants.flatMap(({ participant, role }) => (role === "viewer" ? [participant] : []));
    const give = (message: RolesMessage): void =>
      room.receive(client, { type: "feature", feature: "tested", data: message }, 100);
    give({ type: "everyone", role: "viewer" });
    expect(given()).toHaveLength(MOST);
    // the last that was here, and the last that is away
    expect(given()).toContain(AWAY + HERE);
    expect(given()).not.toContain(AWAY + 1);
    give({ type: "person", participant: AWAY + 1, role: "owner" });
    await written();
    expect(given()).toHaveLength(HERE + AWAY - 2);
    expect(given()).not.toContain(AWAY + 1);
  });

  it("[L20] who hands the room over is an editor, and the room's owner is another", async () => {
    const own = await owner.make("owner");
    const ben = await room.enter();
    await owner.done({ type: "handOver", participant: ben.participant });
    const { participants, owner: number } = (await room.server.rooms.details(room.roomId))!;
    expect(participants.map(({ role }) => role)).toEqual(["editor", "owner"]);
    expect(number).toBe(ben.participant);
    expect(await owner.refused({ type: "handOver", participant: 1 })).toBe("not_owner");
    expect((await room.enter({ key: room.key }, own)).role).toBe("editor");
  });

  it("[L10] a removed person is out at once, by every tab, and neither key, tab nor owner's link lets them in", async () => {
    const client = newClientId();
    const ben = await room.enter({ client }, await owner.make("owner"));
    const tab = await room.enter({ key: ben.key });
    const his = await ben.make("owner");
    owner.ask({ type: "remove", participant: ben.participant, links: false });
    for (const { wire } of [ben, tab]) expect(await wire.closed).toEqual({ code: 4001, reason: "removed" });
    expect(await room.refused({ key: ben.key })).toBe("removed");
    expect(await room.refused({ client })).toBe("removed");
    expect(await room.refused({ key: ben.key }, his)).toBe("removed");
    expect((await room.enter({}, his)).role).toBe("editor");
    expect((await room.call("GET", "/roles", { key: ben.key })).status).toBe(403);
    const { participants } = (await room.server.rooms.details(room.roomId))!;
    expect(participants[1]).toMatchObject({ removed: true, role: "viewer" });
    expect(await owner.refused({ type: "person", participant: ben.participant, role: "editor" })).toBe(
      "unknown_person",
    );
    expect(await owner.refused({ type: "remove", participant: 99, links: false })).toBe("unknown_person");
  });
});
