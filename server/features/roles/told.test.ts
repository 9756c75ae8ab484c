// What people were told, and what of it closes when an owner takes something from them: on a real server, by what they come with.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { roomWithFeature } from "../../test/featureRoom.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";
import roles from "./index.ts";
import type { ClosingWay, Revokes, RolesMessage, RolesState } from "./messages.ts";

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

const remove = ({ participant }: Guest, links = true): Promise<RolesState> =>
  owner.done({ type: "remove", participant, links });
const asked = (message: object): Promise<Revokes> => owner.asked({ type: "revokes", ...message });
const kinds = ({ ways }: Revokes): string[] => ways.map(({ kind }) => kind);

it("[O52] what there is, and what would close, is told where nothing may be written", async () => {
  await room.stop();
  await room.start({ ADMIN_TOKEN });
  const [olga, eve] = [await room.owner(), await room.enter()];
  const operator = await Operator.signedIn(room.server.url);
  await operator.say("PUT", "read-only", { isOn: true, reason: "" });
  await olga.wire.answers();
  olga.ask({ type: "read" });
  await olga.state();
  olga.ask({ type: "revokes", participant: eve.participant });
  await olga.said("revokes");
  expect(await olga.refused({ type: "remove", participant: eve.participant, links: false })).toBe("server_read_only");
});

describe("somebody who was removed, with the links", () => {
  it("[L10] [L21] comes back neither by the editing link by which they came nor by the room's id, which it holds", async () => {
    const edit = await owner.make("edit");
    const eve = await room.enter({}, edit);
    await remove(eve);
    for (const link of [edit, room.roomId]) expect(await room.refused({}, link)).toBe("not_admitted");
  });

  it("[L10] [L21] nor by a join code, what it brought, or the room's id", async () => {
    const code = await owner.make("code");
    const link = await room.linkOfCode(code);
    const eve = await room.enter({}, link);
    await remove(eve);
    for (const one of [link, room.roomId, await room.linkOfCode(code)])
      expect(await room.refused({}, one)).toBe("not_admitted");
  });

  it("[L10] [L21] nor, having come by the room's id, by the editing link that raised them later", async () => {
    await owner.done({ type: "settings", plain: "viewer" });
    const eve = await room.enter();
    const edit = await owner.make("edit");
    expect((await room.enter({ key: eve.key }, edit)).role).toBe("editor");
    await remove(eve);
    for (const link of [edit, room.roomId]) expect(await room.refused({}, link)).toBe("not_admitted");
  });

  it("[L10] [L21] nor by a link that they have opened at a room that was closed", async () => {
    await owner.done({ type: "settings", plain: "viewer" });
    const eve = await room.enter();
    const edit = await owner.make("edit");
    await owner.done({ type: "settings", closed: true });
    expect(await room.refused({ key: eve.key }, edit)).toBe("room_closed");
    await owner.done({ type: "settings", closed: false });
    await remove(eve);
    expect(await room.refused({}, edit)).toBe("not_admitted");
  });

  it("[L10] [L21] nor, an owner, by anything that owners see", async () => {
    const eve = await room.enter({}, await owner.make("owner"));
    const edit = await eve.make("edit");
    const [view, code, own] = [await owner.make("view"), await owner.make("code"), await owner.make("owner")];
    const place = await room.linkOfCode(code);
    await remove(eve);
    for (const link of [edit, place, room.roomId]) expect(await room.refused({}, link)).toBe("not_admitted");
    expect(await room.refused({}, view)).toBe("room_not_found");
    // which they were never told
    expect((await room.enter({}, own)).role).toBe("owner");
  });

  it("[L10] [L21] nor, made an editor and a viewer again, by the viewing address that there was meanwhile", async () => {
    const eve = await room.enter();
    const view = await owner.make("view");
    await owner.done({ type: "person", participant: eve.participant, role: "viewer" });
    const later = await owner.make("edit");
    await remove(eve);
    expect(await room.refused({}, view)).toBe("room_not_found");
    expect((await room.enter({}, later)).role).toBe("editor");
  });

  it("[L10] [L21] by a viewing address closes that alone, for it is all that they know", async () => {
    const [edit, view] = [await owner.make("edit"), await owner.make("view")];
    const eve = await room.enter({}, view);
    await remove(eve);
    expect(await room.refused({}, view)).toBe("room_not_found");
    for (const link of [edit, room.roomId]) expect((await room.enter({}, link)).role).toBe("editor");
  });

  it("[L10] closes nothing where that is not wanted, but owner's links that they know", async () => {
    const own = await owner.make("owner");
    const eve = await room.enter({}, own);
    await remove(eve, false);
    expect((await room.enter({}, own)).role).toBe("editor");
    expect((await room.enter()).role).toBe("editor");
  });

  it("[L24] puts out nobody else but viewers who are in by the viewing address, and no more by it comes anybody", async () => {
    const [edit, view] = [await owner.make("edit"), await owner.make("view")];
    const eve = await room.enter();
    const vera = await room.enter({ name: "Vera" }, view);
    const raised = await room.enter({ name: "Rae" }, view);
    const stay = [raised, await room.enter({}, edit), await room.enter()];
    const tab = await room.enter({ key: vera.key });
    await owner.done({ type: "person", participant: raised.participant, role: "editor" });
    expect((await asked({ participant: eve.participant })).ways).toContainEqual(
      expect.objectContaining({ kind: "view", out: 1 }),
    );
    await remove(eve);
    expect(await vera.wire.closed).toEqual({ code: 4001, reason: "not_admitted" });
    expect(await room.refused({ key: vera.key }, view)).toBe("room_not_found");
    expect((await room.call("GET", "", { address: view, key: vera.key })).status).toBe(404);
    for (const { wire } of [...stay, tab]) await wire.answers();
    for (const { key } of [stay[1]!, stay[2]!]) expect((await room.enter({ key })).role).toBe("editor");
  });

  it.each(["made anew", "taken back"])("[L24] a viewing address that is %s puts out who is in by it", async (how) => {
    const view = await owner.make("view");
    const vera = await room.enter({}, view);
    owner.ask({ type: "link", kind: "view", on: how === "made anew" });
    expect(await vera.wire.closed).toMatchObject({ reason: "not_admitted" });
    expect(await room.refused({ key: vera.key }, view)).toBe("room_not_found");
  });
});

it("[L24] whoever comes by a viewing address while it is taken back is not in", async () => {
  const { room: live, come, key, enter } = await roomWithFeature((feature) => roles.open!(feature));
  await enter({ key });
  const ask = (message: RolesMessage) => live.request(live.people.person(1), "tested", message);
  const { link } = (await ask({ type: "link", kind: "view", on: true })) as { link: string };
  const { outlet, joined } = come({}, link);
  await Promise.all([joined, ask({ type: "link", kind: "view", on: false })]);
  expect(outlet.ended).toBe("not_admitted");
  expect(outlet.of("welcome")).toEqual([]);
  expect(live.audience.size).toBe(1);
});

it("[L21] [L23] whoever came by a viewing address while it closed knows it when it is open again", async () => {
  const { room: live, come, key, enter } = await roomWithFeature((feature) => roles.open!(feature));
  await enter({ key });
  const ask = (message: RolesMessage) => live.request(live.people.person(1), "tested", message);
  const { link } = (await ask({ type: "link", kind: "view", on: true })) as { link: string };
  await enter({}, link);
  const { outlet, joined } = come({}, link);
  const [, taken] = await Promise.all([joined, ask({ type: "remove", participant: 2, links: true })]);
  expect(outlet.ended).toBe("not_admitted");
  await ask({ type: "undo", undo: (taken as RolesState).undo!.undo });
  expect(kinds((await ask({ type: "revokes", participant: 3 })) as Revokes)).toEqual(["view"]);
});

describe("somebody who was given less", () => {
  it("[L9] an owner comes back as one by no link that they know, as themselves or as somebody new", async () => {
    for (const role of ["editor", "viewer"] as const) {
      const own = await owner.make("owner");
      const eve = await room.enter({}, own);
      const hers = await eve.make("owner");
      await owner.done({ type: "person", participant: eve.participant, role });
      for (const link of [own, hers]) expect((await room.enter({}, link)).role).toBe("editor");
    }
  });

  it("[L9] nor whoever hands the room over", async () => {
    const own = await owner.make("owner");
    const second = await room.enter({}, own);
    const ben = await room.enter();
    await second.done({ type: "handOver", participant: ben.participant });
    expect((await room.enter({}, own)).role).toBe("editor");
  });

  it("[L9] a viewer, with the links, writes by nothing that they know, as somebody new neither", async () => {
    const [edit, view] = [await owner.make("edit"), await owner.make("view")];
    const eve = await room.enter({}, edit);
    const state = await owner.done({ type: "person", participant: eve.participant, role: "viewer", links: true });
    expect(state.settings.plain).toBe("viewer");
    for (const link of [edit, room.roomId, view]) expect((await room.enter({}, link)).role).toBe("viewer");
    await eve.wire.answers();
    // without, only they themselves
    await owner.done({ type: "settings", plain: "editor" });
    const ben = await room.enter();
    await owner.done({ type: "person", participant: ben.participant, role: "viewer" });
    expect((await room.enter()).role).toBe("editor");
    expect((await room.enter({ key: ben.key })).role).toBe("viewer");
  });

  it("[L20] everybody, with the links, likewise", async () => {
    const [edit, other] = [await owner.make("edit"), await owner.make("owner")];
    const second = await room.enter({}, other);
    await room.enter({}, edit);
    expect(kinds(await asked({ role: "viewer" }))).toEqual(["plain", "edit"]);
    await owner.done({ type: "everyone", role: "viewer", links: true });
    for (const link of [edit, room.roomId]) expect((await room.enter({}, link)).role).toBe("viewer");
    expect((await room.enter({ key: second.key })).role).toBe("owner");
    expect((await room.enter({}, other)).role).toBe("owner");
  });
});

describe("beforehand", () => {
  it("[L22] an owner is told what would close and who else knows it, by message and over HTTP", async () => {
    const edit = await owner.make("edit");
    const came = [];
    for (const name of ["Ann", "Bea", "Cy", "Di"]) came.push((await room.enter({ name }, edit)).participant);
    const eve = await room.enter({ name: "Eve" }, edit);
    const by = await room.enter({ name: "Vera" }, await owner.make("view"));
    const others: ClosingWay[] = [
      { kind: "plain", gives: "none", others: 4, people: came.slice(0, 3) },
      { kind: "edit", others: 4, people: came.slice(0, 3) },
      { kind: "view", out: 1, others: 1, people: [by.participant] },
    ];
    const told = await asked({ participant: eve.participant });
    expect(told).toEqual({
      type: "revokes",
      participant: eve.participant,
      ways: others,
      shown: expect.any(String),
    });
    const answer = await room.call("GET", `/roles/participants/${eve.participant}/revokes`, { key: room.key });
    expect(answer.body).toEqual(told);
    owner.ask({ type: "revokes", participant: eve.participant, role: "viewer" });
    const said = await owner.said("revokes");
    expect(said).toMatchObject({
      type: "revokes",
      role: "viewer",
      ways: [{ kind: "plain", gives: "viewer" }, { kind: "edit" }],
    });
  });

  it("[L22] an owner's link is told with whose it is, and of the password whether they have typed it", async () => {
    const ben = await room.enter();
    expect(await asked({ participant: ben.participant })).not.toHaveProperty("password");
    await owner.done({ type: "settings", password: "open sesame" });
    const eve = await room.enter({ password: "open sesame" });
    const olaf = await room.enter({}, await owner.make("owner"));
    await olaf.done({ type: "settings", password: "another one" });
    expect((await asked({ participant: ben.participant })).password).toBe(false);
    expect((await asked({ participant: eve.participant })).password).toBe(false);
    const told = await asked({ participant: olaf.participant });
    expect(told).toMatchObject({ password: true, ways: [{ kind: "plain" }, { kind: "owner", owner: 1, others: 0 }] });
  });

  it("[L22] where something else would close by then nothing is done, and nothing has changed", async () => {
    const eve = await room.enter();
    const { participant } = eve;
    const { shown } = await asked({ participant });
    const view = await owner.make("view");
    for (const message of [
      { type: "remove", participant, links: true, shown },
      { type: "person", participant, role: "viewer", links: true, shown: "plain" },
      { type: "everyone", role: "viewer", links: true, shown: "plain" },
      { type: "handOver", participant, shown: "1" },
    ] as const)
      expect(await owner.refused(message)).toBe("outdated");
    await eve.wire.answers();
    expect((await room.enter()).role).toBe("editor");
    expect((await room.enter({}, view)).role).toBe("viewer");
    const now = await asked({ participant });
    await owner.done({ type: "remove", participant, links: true, shown: now.shown });
    expect(await room.refused()).toBe("not_admitted");
  });
});

describe("afterwards", () => {
  it("[L23] the owner alone is told of an editing link in the place of what closed, where there is no other", async () => {
    const [eve, second] = [await room.enter(), await room.enter({}, await owner.make("owner"))];
    owner.ask({ type: "remove", participant: eve.participant, links: true });
    const { undo, links } = await owner.state((state) => state.undo !== undefined);
    expect(undo).toEqual({
      undo: 1,
      forMs: 20_000,
      participant: eve.participant,
      closed: true,
      link: expect.stringContaining("#"),
    });
    expect(links).toHaveProperty("edit");
    expect((await room.enter({}, undo!.link)).role).toBe("editor");
    await second.wire.answers();
    expect(JSON.stringify(second.wire.heard)).not.toContain(undo!.link!.split("#")[1]);
    // whoever comes by the room's id knows not of the link that there is
    await owner.done({ type: "settings", plain: "editor" });
    const next = await remove(await room.enter());
    expect(next.undo).not.toHaveProperty("link");
    expect((await room.enter({}, undo!.link)).role).toBe("editor");
    expect((await remove(await room.enter({}, await owner.make("view")))).undo).not.toHaveProperty("link");
  });

  it("[L23] it is undone: they are who they were, and what closed is open again, in the place of what was made", async () => {
    const [edit, view] = [await owner.make("edit"), await owner.make("view")];
    const code = await owner.make("code");
    const place = await room.linkOfCode(code);
    const eve = await room.enter({}, await owner.make("owner"));
    const hers = await eve.make("owner");
    const { undo } = await remove(eve);
    expect(await room.refused({}, place)).toBe("not_admitted");
    await owner.done({ type: "undo", undo: undo!.undo });
    expect((await room.enter({ key: eve.key })).role).toBe("owner");
    expect((await room.enter({}, hers)).role).toBe("owner");
    for (const link of [edit, place, room.roomId]) expect((await room.enter({}, link)).role).toBe("editor");
    expect((await room.enter({}, view)).role).toBe("viewer");
    await owner.done({ type: "settings", plain: "viewer" });
    expect((await room.enter({}, undo!.link)).role).toBe("viewer");
    expect(await owner.refused({ type: "undo", undo: undo!.undo })).toBe("outdated");
  });

  it("[L23] what somebody has changed since stays as it is", async () => {
    const [edit, view] = [await owner.make("edit"), await owner.make("view")];
    const eve = await room.enter({}, edit);
    const { undo } = await remove(eve);
    const [newEdit, newView] = [await owner.make("edit"), await owner.make("view")];
    await owner.done({ type: "settings", plain: "viewer" });
    await owner.done({ type: "undo", undo: undo!.undo });
    expect((await room.enter({ key: eve.key })).role).toBe("editor");
    for (const link of [edit, room.roomId]) expect((await room.enter({}, link)).role).toBe("viewer");
    expect(await room.refused({}, view)).toBe("room_not_found");
    expect((await room.enter({}, newEdit)).role).toBe("editor");
    expect((await room.enter({}, newView)).role).toBe("viewer");
  });

  it("[L23] nothing opens again that somebody else knows from whom something was taken since", async () => {
    const [eve, rex] = [await room.enter(), await room.enter()];
    const { undo } = await remove(eve);
    await remove(rex);
    await owner.done({ type: "undo", undo: undo!.undo });
    expect((await room.enter({ key: eve.key })).role).toBe("editor");
    expect(await room.refused()).toBe("not_admitted");
    expect((await room.enter({}, undo!.link)).role).toBe("editor");
  });

  it("[L9] [L21] [L23] an owner's link by which somebody came while it was closed closes with what is taken from them once it is open again", async () => {
    const link = await owner.make("owner");
    const second = await room.enter({}, link);
    const { undo } = await second.done({ type: "person", participant: owner.participant, role: "editor", links: true });
    const eve = await room.enter({}, link);
    expect(eve.role).toBe("editor");
    await second.done({ type: "undo", undo: undo!.undo });
    expect(kinds(await asked({ participant: eve.participant, role: "viewer" }))).toEqual(["plain", "owner"]);
    await owner.done({ type: "everyone", role: "viewer" });
    expect((await room.enter({}, link)).role).toBe("viewer");
  });

  it("[L10] [L21] [L23] so does a viewing address that somebody whom the room knows opened while it was closed", async () => {
    const view = await owner.make("view");
    await owner.done({ type: "settings", plain: "viewer" });
    const [eve, rex] = [await room.enter({}, view), await room.enter()];
    const { undo } = await remove(eve);
    expect(await room.refused({ key: rex.key }, view)).toBe("room_not_found");
    await owner.done({ type: "undo", undo: undo!.undo });
    await remove(rex);
    expect(await room.refused({}, view)).toBe("room_not_found");
  });

  it("[L23] a link that is open again gives whoever has lost it by that what it gave them", async () => {
    const link = await owner.make("owner");
    const second = await room.enter({}, link);
    const first = await second.done({ type: "person", participant: owner.participant, role: "editor", links: true });
    const eve = await room.enter({}, link);
    await second.done({ type: "undo", undo: first.undo!.undo });
    const { undo } = await owner.done({ type: "person", participant: eve.participant, role: "viewer", links: true });
    expect((await room.enter({ key: eve.key }, link)).role).toBe("viewer");
    await owner.done({ type: "undo", undo: undo!.undo });
    expect((await room.enter({ key: eve.key }, link)).role).toBe("owner");
  });

  it("[L23] it can be undone for 20 s, then its addresses are free, and by owners alone", async () => {
    const { room: live, store, enter, key, clock } = await roomWithFeature((feature) => roles.open!(feature));
    await enter({ key });
    const ask = async (message: RolesMessage, by = 1) =>
      (await live.request(live.people.person(by), "tested", message)) as RolesState;
    const { link } = (await ask({ type: "link", kind: "view", on: true })) as unknown as { link: string };
    await enter({}, link);
    const taken = await ask({ type: "remove", participant: 2, links: true });
    expect(await store.roomAt(link, clock.now())).toBeDefined();
    await enter();
    const { undo } = await ask({ type: "person", participant: 3, role: "viewer" });
    await expect(ask({ type: "undo", undo: undo!.undo }, 3)).rejects.toMatchObject({ code: "not_owner" });
    clock.advance(19_999);
    await ask({ type: "undo", undo: undo!.undo });
    expect(live.people.person(3).role).toBe("editor");
    clock.advance(1);
    await expect(ask({ type: "undo", undo: taken.undo!.undo })).rejects.toMatchObject({ code: "outdated" });
    expect(await store.roomAt(link, clock.now())).toBeUndefined();
  });

  it("[L23] an address that is open again stays the room's when that time is over", async () => {
    const { room: live, store, enter, key, clock } = await roomWithFeature((feature) => roles.open!(feature));
    await enter({ key });
    const ask = async (message: RolesMessage) =>
      (await live.request(live.people.person(1), "tested", message)) as RolesState;
    const { link } = (await ask({ type: "link", kind: "view", on: true })) as unknown as { link: string };
    await enter({}, link);
    const { undo } = await ask({ type: "remove", participant: 2, links: true });
    await ask({ type: "undo", undo: undo!.undo });
    clock.advance(20_000);
    expect(await store.roomAt(link, clock.now())).toBeDefined();
    await enter({}, link);
  });

  it("[L23] nor is it undone when they are another again", async () => {
    const ben = await room.enter();
    const { participant } = ben;
    const { undo } = await owner.done({ type: "person", participant, role: "viewer" });
    await owner.done({ type: "person", participant, role: "owner" });
    expect(await owner.refused({ type: "undo", undo: undo!.undo })).toBe("outdated");
    const removed = await remove(ben);
    await owner.done({ type: "undo", undo: removed.undo!.undo });
    expect((await room.enter({ key: ben.key })).role).toBe("owner");
  });
});
