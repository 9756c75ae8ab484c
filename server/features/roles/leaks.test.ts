// What a viewer, and somebody without a key, can find out about a busy room: all that they are sent is searched for what would give them more.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../test/allFeatures.ts";
import { mountedAndDescribed } from "../../test/httpHarness.ts";
import { makingFiles } from "../../test/makingFiles.ts";
import { newClientId } from "../../test/person.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";

/** The paths under a room that can be read. */
const readable = mountedAndDescribed(allFeatures).mounted.flatMap((route) =>
  route.startsWith("GET /api/rooms/{roomId}")
    ? [route.replace("GET /api/rooms/{roomId}", "").replace("{file}", "1")]
    : [],
);

const PASSWORD = "open sesame";
const names = allFeatures.map(({ name }) => name);

/** What an editor does with features that may be there, and by what everybody hears of it. */
const DOINGS = [
  { feature: "chat", data: { type: "say", id: newClientId(), text: "Hello" }, heard: "Hello" },
  { feature: "files", data: { type: "create", name: "second.py" }, heard: "second.py" },
  { feature: "people", data: { type: "profile", name: "Edna" }, heard: "Edna" },
  { feature: "people", data: { type: "follow", client: 1 } },
].filter(({ feature }) => names.includes(feature));

let room: RolesRoom;
let owner: Guest;

beforeEach(async () => {
  room = new RolesRoom([...allFeatures, makingFiles]);
  await room.start();
  owner = await room.owner();
});
afterEach(async () => {
  expect(room.server.log.errors).toEqual([]);
  await room.stop();
});

describe("a viewing link", () => {
  it("[L7] reveals neither the room's id nor anything that gives more, whatever goes on in the room", async () => {
    const files = [{ file: 1, version: null }];
    const view = await owner.make("view");
    const viewerClient = newClientId();
    const viewer = await room.enter({ name: "Vera", client: viewerClient, files }, view);
    const elsewhere = await room.enter({ name: "Vito" }, view);
    const secrets = [room.roomId, room.key, PASSWORD];

    // all that owners and editors do
    const clients = [newClientId(), newClientId()];
    const editor = await room.enter({ name: "Ed", client: clients[0]!, files });
    const second = await room.enter({ name: "Olaf", client: clients[1]! }, await owner.make("owner"));
    secrets.push(...clients, editor.key, second.key);
    for (const kind of ["edit", "owner", "code"] as const)
      for (const maker of [owner, second]) secrets.push(...(await maker.make(kind)).split("#"));
    const codes = [...room.disk.addresses.values()].flatMap(({ address, leadsTo }) => [address, leadsTo]);
    secrets.push(...codes.filter((one) => one !== view));
    editor.wire.push([[[0, "print(1)"]]]);
    await viewer.wire.next("updates");
    for (const message of [
      { type: "room", title: "Interview", language: "Go" },
      { type: "presence", file: 1, version: 1, selections: [[3, 3]] },
      ...DOINGS.map(({ feature, data }) => ({ type: "feature", feature, data })),
    ])
      editor.wire.say(message);
    owner.wire.say({ type: "feature", feature: "people", data: { type: "look", file: 1, line: 1 } });
    await owner.done({ type: "settings", lobby: true, password: PASSWORD, most: 20, keepDays: 9 });
    const waiting = await room.wait({ name: "Wanda", password: PASSWORD });
    await owner.done({ type: "lobby", admit: false });
    await waiting.closed;
    await owner.done({ type: "person", participant: editor.participant, role: "viewer" });
    await owner.done({ type: "everyone", role: "viewer" });
    await owner.done({ type: "person", participant: elsewhere.participant, role: "editor" });
    await owner.done({ type: "handOver", participant: second.participant });
    await second.done({ type: "remove", participant: editor.participant, links: false });

    // all that a viewer may ask, and what they may not
    for (const data of [{ type: "read" }, { type: "link", kind: "view", on: true }, { type: "settings", locked: true }])
      viewer.wire.say({ type: "feature", feature: "roles", data });
    viewer.wire.say({ type: "feature", feature: "chat", data: { type: "read", from: 0, to: 99 } });
    viewer.wire.say({ type: "open", file: 2, version: null });
    viewer.wire.push([[[0, "x"]]], { seq: 1 });
    await viewer.wire.answers();
    const back = await room.enter({ key: viewer.key, client: viewerClient, files }, view);
    await back.wire.answers();
    const told: unknown[] = [viewer.wire.heard, back.wire.heard];
    for (const path of ["", ...readable])
      for (const key of [viewer.key, undefined])
        told.push(await room.call("GET", path, { address: view, ...(key !== undefined && { key }) }));
    for (const [method, path] of [
      ["PATCH", ""],
      ["DELETE", ""],
      ["PATCH", "/roles/settings"],
      ["PUT", "/roles/links/edit"],
    ] as const)
      told.push(await room.call(method, path, { address: view, key: viewer.key, body: { title: "Mine" } }));
    await owner.done({ type: "read" }).catch(() => {});
    const text = JSON.stringify(told);
    // it was busy, and they were told of it
    for (const known of [
      view,
      "print(1)",
      "Interview",
      ...DOINGS.flatMap(({ heard = [] }) => heard),
      '"locked":false',
      '"removed":true',
    ])
      expect(text).toContain(known);
    expect(new Set(secrets).size).toBeGreaterThanOrEqual(14);
    for (const secret of secrets) expect([secret, text.includes(secret)]).toEqual([secret, false]);
    expect(viewer.wire.heard.some(({ type }) => type === "error")).toBe(true);

    // dismissed, they learn nothing either
    await second.done({ type: "remove", participant: viewer.participant, links: true });
    await back.wire.closed;
    const last = JSON.stringify(back.wire.heard);
    for (const secret of secrets) expect(last).not.toContain(secret);
  });
});

describe("a stranger without a key", () => {
  it("[L19] is told of a room just as much as they could see by coming in", async () => {
    const view = await owner.make("view");
    const statuses = async (address: string): Promise<number[]> => {
      const answers = await Promise.all(
        // what is nobody's without a key is not theirs either
        readable
          .filter((path) => !/^\/(?:roles|history|expiry|assist)/.test(path))
          .map((path) => room.call("GET", path, { address })),
      );
      for (const { status, text } of answers) if (status !== 200) expect(text).not.toContain("Olga");
      return [...new Set(answers.map(({ status }) => status))];
    };
    expect(await statuses(room.roomId)).toEqual([200]);
    for (const settings of [
      { plain: "none" },
      { password: PASSWORD },
      { lobby: true },
      { locked: true },
      { closed: true },
    ] as const) {
      await owner.done({ type: "settings", ...settings });
      for (const isLive of [true, false]) {
        if (!isLive) await room.restart();
        expect(await statuses(room.roomId)).toEqual([403]);
        expect(await statuses(view)).toEqual(["plain" in settings ? 200 : 403]);
        expect((await room.call("GET", "", { key: room.key })).status).toBe(200);
      }
      owner = await room.owner();
      await owner.done({ type: "settings", closed: false });
      await owner.done({ type: "settings", plain: "editor", password: null, lobby: false, locked: false });
    }
    expect(await statuses(room.roomId)).toEqual([200]);
    await owner.done({ type: "link", kind: "view", on: false });
    expect(await statuses(view)).toEqual([404]);
  });
});
