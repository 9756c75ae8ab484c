// The door on a real server: lock, password, waiting room, how many may be in, and closing.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { WrittenBytes } from "../../budgets/writtenBytes.ts";
import { Refusal } from "../../protocol/errors.ts";
import { FEATURE_ROOM, roomWithFeature } from "../../test/featureRoom.ts";
import { settle } from "../../test/fuzz/simNetwork.ts";
import { newClientId } from "../../test/person.ts";
import { TestOutlet } from "../../test/testOutlet.ts";
import { type Guest, RolesRoom } from "./test/rolesRoom.ts";
import roles from "./index.ts";
import type { LinkMade, Revokes, RolesState } from "./messages.ts";

let room: RolesRoom;
let owner: Guest;

const start = async (settings: Record<string, string> = {}): Promise<void> => {
  room = new RolesRoom();
  await room.start(settings);
  owner = await room.owner();
  await owner.state();
};

beforeEach(() => start());
afterEach(async () => {
  expect(room.server.log.errors).toEqual([]);
  await room.stop();
});

const names = ({ waiting = [] }: RolesState): string[] => waiting.map(({ name }) => name);
const waits =
  (...expected: string[]) =>
  (state: RolesState): boolean =>
    JSON.stringify(names(state)) === JSON.stringify(expected);

describe("a locked room", () => {
  it("[L12] lets nobody new in but by an owner's link, and whoever it knows", async () => {
    const ben = await room.enter();
    const [edit, own] = [await owner.make("edit"), await owner.make("owner")];
    await owner.done({ type: "settings", locked: true });
    expect(await room.refused()).toBe("room_locked");
    expect(await room.refused({}, edit)).toBe("room_locked");
    expect((await room.enter({ key: ben.key })).role).toBe("editor");
    expect((await room.enter({}, own)).role).toBe("owner");
    await owner.done({ type: "settings", locked: false });
    await room.enter();
  });
});

describe("a password", () => {
  it("[L13] is needed by newcomers, and not by whoever the room knows or an owner's link brings", async () => {
    const ben = await room.enter();
    const [edit, own] = [await owner.make("edit"), await owner.make("owner")];
    await owner.done({ type: "settings", password: "open sesame" });
    for (const link of [room.roomId, edit]) {
      expect(await room.refused({}, link)).toBe("password_needed");
      expect(await room.refused({ password: "Open sesame" }, link)).toBe("wrong_password");
      expect((await room.enter({ password: "open sesame" }, link)).role).toBe("editor");
    }
    expect((await room.enter({ key: ben.key })).role).toBe("editor");
    expect((await room.enter({}, own)).role).toBe("owner");
    await owner.done({ type: "settings", password: "another one" });
    expect(await room.refused({ password: "open sesame" })).toBe("wrong_password");
    await owner.done({ type: "settings", password: null });
    await room.enter();
  });

  it("[L13] is the same however its letters are composed, and kept as a hash with a salt of its own", async () => {
    const kept = async (): Promise<string> => {
      await owner.done({ type: "settings", password: "caf\u00e9 au lait" });
      const { document, commits } = room.disk.rooms.get(room.roomId)!;
      const text = JSON.stringify([document, ...commits.values()]);
      expect(text).not.toContain("au lait");
      return /"hash\\*":\\*"([^"\\]+)/.exec(text.slice(text.lastIndexOf("salt")))![1]!;
    };
    expect(await kept()).not.toBe(await kept());
    await room.enter({ password: "cafe\u0301 au lait" });
  });

  it("[L13] 30 wrong ones may come at once, and then one in 2 s, from wherever; right ones wait for that, owners do not", async () => {
    const { room: live, come, enter, key, clock } = await roomWithFeature((feature) => roles.open!(feature));
    await live.request(live.people.person(1), "tested", { type: "settings", password: "open sesame" });
    const tried = (password: string): Promise<string> =>
      come({ password }).joined.then(
        () => "in",
        ({ code }: Refusal) => code,
      );
    const guesses = await Promise.all(Array.from({ length: 31 }, (_, guess) => tried(`guess ${guess}`)));
    expect(guesses).toEqual([...Array.from({ length: 30 }, () => "wrong_password"), "rate_limited"]);
    expect(await tried("open sesame")).toBe("rate_limited");
    await enter({ key });
    clock.advance(2_000);
    expect(await tried("open sesame")).toBe("in");
    expect(await tried("open sesame")).toBe("in");
    expect(await tried("a wrong one")).toBe("wrong_password");
    expect(await tried("open sesame")).toBe("rate_limited");
  });

  it("[L13] right ones are not counted", async () => {
    await owner.done({ type: "settings", password: "open sesame" });
    for (let guest = 0; guest < 35; guest++) await room.enter({ password: "open sesame" });
  });

  it("[L13] wrong ones count as failed look-ups of their network address", async () => {
    await room.stop();
    await start({ RATE_FAILED_LOOKUPS_PER_MINUTE: "3" });
    await owner.done({ type: "settings", password: "open sesame" });
    for (let guess = 0; guess < 3; guess++)
      expect(await room.refused({ password: "sesame open" })).toBe("wrong_password");
    expect(await room.refused({ password: "open sesame" })).toBe("rate_limited");
    expect((await room.call("GET", "", { key: room.key })).status).toBe(429);
  });
});

describe("the waiting room", () => {
  beforeEach(async () => {
    await owner.done({ type: "settings", lobby: true });
  });

  it("[L14] newcomers wait until an owner lets them in or refuses them", async () => {
    const ben = await room.wait({ name: "Ben" });
    const eve = await room.wait({ name: "Eve" });
    const { waiting } = await owner.state(waits("Ben", "Eve"));
    owner.ask({ type: "lobby", waiting: waiting![0]!.waiting, admit: true });
    expect(await ben.next("welcome")).toMatchObject({ you: { role: "editor" } });
    owner.ask({ type: "lobby", waiting: waiting![1]!.waiting, admit: false });
    expect(await eve.next("error")).toMatchObject({ code: "not_admitted" });
    expect(await eve.closed).toEqual({ code: 4001, reason: "not_admitted" });
    await owner.state(waits());
    expect(await owner.refused({ type: "lobby", waiting: waiting![1]!.waiting, admit: true })).toBe("unknown_person");
  });

  it("[L14] all who wait are let in at once, each in the role that their link gives", async () => {
    const viewer = await room.wait({ name: "Vera" }, await owner.make("view"));
    const editor = await room.wait({ name: "Ben" });
    await owner.state(waits("Vera", "Ben"));
    await owner.done({ type: "lobby", admit: true });
    expect((await viewer.next("welcome")).you.role).toBe("viewer");
    expect((await editor.next("welcome")).you.role).toBe("editor");
  });

  it("[L14] who leaves is not listed any more, and a tab that comes again has one entry", async () => {
    const client = newClientId();
    const first = await room.wait({ name: "Ben", client });
    const other = await room.wait({ name: "Eve" });
    await owner.state(waits("Ben", "Eve"));
    await room.wait({ name: "Ben again", client });
    expect(await first.closed).toMatchObject({ reason: "superseded" });
    await owner.state(waits("Eve", "Ben again"));
    other.leave();
    await owner.state(waits("Ben again"));
  });

  it("[L14] [P59] who waits and says anything but ping is out, and has heard nothing of the room", async () => {
    for (const frame of [
      { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]]] },
      { type: "open", file: 1, version: null },
      { type: "feature", feature: "roles", data: { type: "lobby", admit: true } },
      { type: "room", title: "Mine" },
    ]) {
      const eve = await room.wait({ name: "Eve" });
      await eve.answers();
      eve.say(frame);
      expect(await eve.closed).toMatchObject({ reason: "bad_hello" });
      expect(eve.heard.map(({ type }) => type)).toEqual(["waiting", "pong", "error"]);
    }
    await owner.state(waits());
    expect((await room.server.rooms.details(room.roomId, room.key))!.participants).toHaveLength(1);
  });

  it("[L14] whoever the room knows and an owner's link do not wait", async () => {
    expect((await room.enter({}, await owner.make("owner"))).role).toBe("owner");
    await room.owner();
  });

  it("[L14] comes after the password", async () => {
    await owner.done({ type: "settings", password: "open sesame" });
    expect(await room.refused({})).toBe("password_needed");
    await room.wait({ password: "open sesame" });
  });

  it("[L14] holds 50, and the name is needed before", async () => {
    await Promise.all(Array.from({ length: 50 }, (_, guest) => room.wait({ name: `Guest ${guest}` })));
    expect(await room.refused()).toBe("room_full");
    expect(await room.refused({ name: "\u200b" })).toBe("bad_hello");
  });

  it("[L14] is left by those for whom it is not there any more, and by those who may not come in any more", async () => {
    const view = await owner.make("view");
    const viewer = await room.wait({ name: "Vera" }, view);
    const editor = await room.wait({ name: "Ben" });
    await owner.done({ type: "link", kind: "view", on: false });
    expect(await viewer.closed).toMatchObject({ reason: "not_admitted" });
    await owner.done({ type: "settings", lobby: false });
    expect((await editor.next("welcome")).you.role).toBe("editor");
    for (const [settings, reason] of [
      [{ locked: true }, "room_locked"],
      [{ locked: false, plain: "none" }, "not_admitted"],
      [{ closed: true }, "room_closed"],
    ] as const) {
      await owner.done({ type: "settings", lobby: true, locked: false, plain: "editor" });
      const eve = await room.wait({ name: "Eve" });
      await owner.done({ type: "settings", ...settings });
      expect(await eve.closed).toMatchObject({ reason });
    }
  });

  it("[L14] a restart sends those who wait back to the end of the queue", async () => {
    const ben = await room.wait({ name: "Ben" });
    await Promise.all([room.server.stop(), ben.closed]);
    await room.start();
    await room.wait({ name: "Ben" });
    owner = await room.owner();
    await owner.state(waits("Ben"));
  });
});

describe("how many may be in", () => {
  it("[L15] counts people and not tabs, never refuses an owner, and has place again when somebody leaves", async () => {
    await owner.done({ type: "settings", most: 2 });
    const ben = await room.enter();
    await room.enter({ key: ben.key });
    await room.owner();
    expect(await room.refused()).toBe("room_full");
    const second = await room.enter({}, await owner.make("owner"));
    ben.wire.leave();
    await owner.wire.next("left");
    expect(await room.refused()).toBe("room_full");
    second.wire.leave();
    await owner.wire.next("left");
    expect(await room.refused()).toBe("room_full");
    await owner.done({ type: "settings", most: 3 });
    await room.enter();
    expect(await room.refused()).toBe("room_full");
    await owner.done({ type: "settings", most: 0 });
    await room.enter();
  });

  it("[L15] is exact when many come at once", async () => {
    await owner.done({ type: "settings", most: 3, password: "open sesame" });
    const came = await Promise.allSettled(Array.from({ length: 8 }, () => room.enter({ password: "open sesame" })));
    expect(came.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    await owner.done({ type: "settings", most: 4, password: null, lobby: true });
    const waiting = await Promise.all(Array.from({ length: 3 }, () => room.wait()));
    await owner.done({ type: "lobby", admit: true });
    const answers = await Promise.all(waiting.map((wire) => wire.next("welcome", "error")));
    expect(answers.map(({ type }) => type).sort()).toEqual(["error", "error", "welcome"]);
  });
});

describe("a closed room", () => {
  it("[L11] has its owners alone, nobody can change it, and it is there again when it is opened", async () => {
    const ben = await room.enter();
    const [edit, own] = [await owner.make("edit"), await owner.make("owner")];
    await owner.done({ type: "settings", closed: true });
    expect(await ben.wire.closed).toEqual({ code: 4001, reason: "room_closed" });
    expect(await room.refused({ key: ben.key })).toBe("room_closed");
    expect(await room.refused({}, edit)).toBe("room_closed");
    expect((await room.enter({}, own)).role).toBe("owner");

    const editor = await room.enter({ key: room.key, files: [{ file: 1, version: null }] });
    editor.wire.push([[[0, "a"]]]);
    expect(await editor.wire.next("error")).toMatchObject({ code: "read_only" });
    editor.wire.say({ type: "room", title: "Mine" });
    expect(await editor.wire.next("error")).toMatchObject({ code: "read_only" });
    expect(await owner.refused({ type: "person", participant: ben.participant, role: "viewer" })).toBe("read_only");
    expect(await owner.refused({ type: "settings", plain: "none" })).toBe("read_only");
    expect((await room.call("PATCH", "", { key: room.key, body: { title: "Mine" } })).status).toBe(403);
    for (const [key, status] of [
      [undefined, 403],
      [ben.key, 403],
      [room.key, 200],
    ] as const)
      expect((await room.call("GET", "", { ...(key && { key }) })).status).toBe(status);

    await room.restart();
    expect(await room.refused({ key: ben.key })).toBe("room_closed");
    owner = await room.owner();
    await owner.done({ type: "settings", closed: false });
    const back = await room.enter({ key: ben.key, files: [{ file: 1, version: null }] });
    back.wire.push([[[0, "a"]]]);
    await back.wire.next("updates");
  });

  it("[L11] can be deleted by an owner", async () => {
    await owner.done({ type: "settings", closed: true });
    expect((await room.call("DELETE", "", { key: room.key })).status).toBe(204);
    expect(await room.refused({ key: room.key })).toBe("room_not_found");
  });
});

describe("when a room expires", () => {
  it("[L16] is as many days after the last visit as its owner says, at most the server's", async () => {
    const DAY_MS = 24 * 3_600_000;
    const expiresIn = (): number => (room.disk.rooms.get(room.roomId)!.expiresAt - Date.now()) / DAY_MS;
    expect(expiresIn()).toBeCloseTo(30, 1);
    for (const [keepDays, days] of [
      [2, 2],
      [90, 30],
      [0, 30],
    ] as const) {
      await owner.done({ type: "settings", keepDays });
      expect(expiresIn()).toBeCloseTo(days, 1);
    }
    await owner.done({ type: "settings", keepDays: 2 });
    await room.restart();
    await room.owner();
    expect(expiresIn()).toBeCloseTo(2, 1);
  });
});

describe("a restart", () => {
  it("[L17] keeps settings, links and who came by them", async () => {
    await owner.done({ type: "settings", plain: "none", most: 9, keepDays: 3, password: "open sesame" });
    const [edit, view, own] = [await owner.make("edit"), await owner.make("view"), await owner.make("owner")];
    const ben = await room.enter({ password: "open sesame" }, edit);
    await owner.make("code");
    const before = await owner.done({ type: "read" });
    await room.restart();
    owner = await room.owner();
    expect(await owner.state()).toEqual(before);
    expect(await room.refused({}, view)).toBe("password_needed");
    expect((await room.enter({ password: "open sesame" }, view)).role).toBe("viewer");
    expect((await room.enter({}, own)).role).toBe("owner");
    await owner.done({ type: "remove", participant: ben.participant, links: true });
    expect(await room.refused({ password: "open sesame" }, edit)).toBe("not_admitted");
  });
});

describe("whoever waits until they have read what was sent", () => {
  /** A client that is let in when the test says so, like one that leaves unread what it is sent. */
  class SlowOutlet extends TestOutlet {
    readonly #waiting: (() => void)[] = [];
    override work<Result>(run: () => Result): Promise<Result> {
      return new Promise<void>((resolve) => this.#waiting.push(resolve)).then(run);
    }
    async read(): Promise<void> {
      while (this.#waiting.length > 0) {
        for (const go of this.#waiting.splice(0)) go();
        await settle();
      }
    }
  }

  it("[L26] comes in as what they are by then, and by what lets them in by then", async () => {
    const { room: live, key, enter } = await roomWithFeature((feature) => roles.open!(feature));
    const tell = (data: object) => live.request(live.people.person(1), "tested", data);
    const come = (hello: object) => {
      const outlet = new SlowOutlet();
      const whole = { type: "hello" as const, client: newClientId(), name: "Mal", files: [], ...hello };
      return { outlet, joined: live.join(whole, outlet, FEATURE_ROOM).catch((error: Refusal) => error.code) };
    };
    await enter({ key });
    const mal = (await enter()).outlet.of("welcome")[0]!.you;
    await tell({ type: "person", participant: mal.participant, role: "owner" });
    const [again, stranger] = [come({ key: mal.key }), come({})];
    await tell({ type: "person", participant: mal.participant, role: "viewer" });
    await tell({ type: "settings", locked: true });
    for (const { outlet } of [again, stranger]) await outlet.read();
    await again.joined;
    await settle();
    expect(again.outlet.of("welcome")[0]?.you.role).toBe("viewer");
    expect(live.people.person(mal.participant).role).toBe("viewer");
    expect(await stranger.joined).toBe("room_locked");
  });
});

describe("while nothing may be written", () => {
  it("[L27] nobody comes by what they have not come by before, and nothing is written of whom the room knows", async () => {
    let readOnly: Refusal | undefined;
    const writeBudgets = new WrittenBytes(0, { now: () => 0 }, () => readOnly);
    const {
      room: live,
      disk,
      key,
      enter,
    } = await roomWithFeature((feature) => roles.open!(feature), undefined, Infinity, { writeBudgets });
    await enter({ key });
    const ben = (await enter()).outlet.of("welcome")[0]!.you;
    const made = await live.request(live.people.person(1), "tested", { type: "link", kind: "edit", on: true });
    const [, invitation] = (made as LinkMade & { readonly link: string }).link.split("#");
    const known = (await enter({ invitation: invitation! })).outlet.of("welcome")[0]!.you;
    await settle();
    const room = disk.rooms.get(FEATURE_ROOM)!;
    const stored = (): string => JSON.stringify([room.document, ...room.commits]);
    readOnly = new Refusal("server_read_only");
    const before = stored();
    await expect(enter({ key: ben.key!, invitation: invitation! })).rejects.toMatchObject({ code: "server_read_only" });
    await enter({ key: ben.key! });
    await enter({ key: known.key!, invitation: invitation! });
    expect(stored()).toBe(before);
    readOnly = undefined;
    const told = await live.request(live.people.person(1), "tested", { type: "revokes", participant: ben.participant });
    expect((told as Revokes).ways.map(({ kind }) => kind)).not.toContain("edit");
    await enter({ key: ben.key!, invitation: invitation! });
  });
});
