// The protocol on a raw socket, rule by rule: what is said, what comes back, and what others hear of it.
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Append, AppendOutcome } from "../rooms/roomStore.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { Wire } from "../test/hostile/wire.ts";
import { makingFiles } from "../test/makingFiles.ts";
import { newClientId } from "../test/person.ts";

let server: TestServer;
let room: { roomId: string; key: string };
const wires: Wire[] = [];

async function start(...options: Parameters<typeof startTestServer>): Promise<void> {
  server = await startTestServer(...options);
  room = await server.createRoom();
}

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

const keep = <W extends Wire>(wire: W): W => {
  wires.push(wire);
  return wire;
};

const open = async (): Promise<Wire> => keep(await Wire.open(server.socketUrl(room.roomId)));
const enter = async (hello: Parameters<typeof Wire.enter>[1] = {}) =>
  keep(await Wire.enter(server.socketUrl(room.roomId), hello));

/** In the room with the file open. */
async function enterFile(hello: Parameters<typeof Wire.enter>[1] = {}) {
  const wire = await enter(hello);
  return Object.assign(wire, { file: await wire.next("file") });
}

/** The text of a ChangeSet's JSON that types at the end of `length`. */
const append = (length: number, text: string): unknown[] => (length === 0 ? [[0, text]] : [length, [0, text]]);

/** Types one letter after the other, each a push, and waits for the last to be shown. */
async function type(wire: Wire, from: number, letters: string): Promise<void> {
  for (const [index, letter] of [...letters].entries()) {
    wire.push([append(from + index, letter)], { version: from + index, seq: from + index + 1 });
    await wire.next("updates");
  }
}

/** A store whose appends wait until they are let go. */
class HeldStore extends MemoryStore {
  readonly #held: (() => void)[] = [];
  holding = false;

  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    if (this.holding) await new Promise<void>((resolve) => this.#held.push(resolve));
    return super.append(appends);
  }

  release(): void {
    this.holding = false;
    for (const go of this.#held.splice(0)) go();
  }
}

describe("hello", () => {
  it("[P8] comes first: whatever else does is bad_hello, and reaches no room", async () => {
    await start();
    for (const first of [
      { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "a"]]] },
      { type: "open", file: 1, version: null },
      { type: "room", language: "Go" },
      { type: "presence", file: 1, version: 0, selections: [] },
    ]) {
      const wire = await open();
      wire.say(first);
      expect(await wire.next("error")).toMatchObject({ code: "bad_hello", fatal: true });
      expect(await wire.closed).toEqual({ code: 4002, reason: "bad_hello" });
    }
    expect(await server.rooms.text(room.roomId, 1)).toBe("");
  });

  it("[P8] comes once: a second is bad_hello, at once or later; nothing may be said before welcome", async () => {
    await start();
    const twice = await open();
    twice.hello();
    twice.hello();
    expect(await twice.next("error")).toMatchObject({ code: "bad_hello" });
    const later = await enter();
    later.hello();
    expect(await later.next("error")).toMatchObject({ code: "bad_hello" });
    const hasty = await open();
    hasty.hello();
    hasty.push([[[0, "a"]]]);
    expect(await hasty.next("error")).toMatchObject({ code: "bad_hello" });
    await hasty.closed;
    expect(await server.rooms.text(room.roomId, 1)).toBe("");
  });

  it("[P9] a client that has said hello is not timed out", async () => {
    await start({ LIMIT_HELLO_MS: "30" });
    const silent = await open();
    const wire = await enter();
    expect(await silent.next("error")).toMatchObject({ code: "hello_timeout" });
    expect((await silent.closed).code).toBe(4002);
    await wire.answers();
  });

  it("[P10] a newcomer is an editor with a key of their own, which is told once and kept nowhere", async () => {
    const disk = new MemoryDisk();
    await start({}, new MemoryStore(disk));
    const { welcome } = await enter({ name: "Ben" });
    expect(welcome.you).toMatchObject({ participant: 2, role: "editor" });
    const key = welcome.you.key!;
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(await new MemoryStore(disk).loadRoom(room.roomId))).not.toContain(key);
    const again = await enter({ key });
    expect(again.welcome.you).toMatchObject({ participant: 2 });
    expect(again.welcome.you.key).toBeUndefined();
    expect(JSON.stringify(again.heard)).not.toContain(key);
  });

  it("[P10] a newcomer without a name, or with one of nothing visible, is bad_hello and nobody is made", async () => {
    await start();
    for (const name of ["", " \t", "\u200b\u202e", "\ud83d"]) {
      const wire = await open();
      wire.hello({ name });
      expect(await wire.next("error")).toMatchObject({ code: "bad_hello" });
    }
    expect((await enter()).welcome.room.participants).toHaveLength(2);
  });

  it("[P11] a key brings the participant back; another name renames, and everybody hears of it", async () => {
    await start();
    const watcher = await enter();
    const wire = await open();
    wire.say({ type: "hello", client: newClientId(), key: room.key, name: "Olga the Second", files: [] });
    const { you } = await wire.next("welcome");
    expect(you).toMatchObject({ participant: 1, role: "owner" });
    expect((await watcher.next("event")).event).toMatchObject({
      type: "participant",
      participant: { participant: 1, name: "Olga the Second", role: "owner" },
    });
  });

  it("[P11] a key that is not one of this room is unauthorized", async () => {
    await start();
    const other = await server.createRoom();
    for (const key of [newClientId(), other.key]) {
      const wire = await open();
      wire.hello({ key });
      expect(await wire.next("error")).toMatchObject({ code: "unauthorized" });
      expect((await wire.closed).code).toBe(4001);
    }
  });

  it("[P12] a name that somebody has already, or that looks the same, gets a number and stays inside the bound", async () => {
    await start({ LIMIT_NAME_CHARACTERS: "10" });
    const nameOf = async (name: string) => {
      const { welcome } = await enter({ name, files: [] });
      return welcome.room.participants.at(-1)?.name;
    };
    expect(await nameOf("OLGA")).toBe("OLGA (2)");
    expect(await nameOf("\uff2flga")).toBe("\uff2flga (3)");
    expect(await nameOf("abcdefghijklmno")).toBe("abcdefghij");
    expect(await nameOf("abcdefghij")).toBe("abcdef (2)");
  });

  it("[P13] a client id with another's key is client_taken, and the one it belongs to notices nothing", async () => {
    await start();
    const client = newClientId();
    const victim = await enter({ key: room.key, client });
    const { welcome } = await enter();
    const thief = await open();
    thief.hello({ client, key: welcome.you.key! });
    expect(await thief.next("error")).toMatchObject({ code: "client_taken" });
    expect((await thief.closed).code).toBe(4009);
    await victim.answers();
    expect(victim.heard.some(({ type: kind }) => kind === "left")).toBe(false);
  });

  it("[P13] a tab whose welcome was lost is who it was, with a new key, under the id that nobody else knows", async () => {
    await start();
    const client = newClientId();
    const lost = await enter({ client, name: "Ben" });
    lost.leave();
    const again = await enter({ client, name: "Ben" });
    expect(again.welcome.you).toMatchObject({ client: lost.welcome.you.client, participant: 2 });
    expect(again.welcome.you.key).not.toBe(lost.welcome.you.key);
    expect(again.welcome.room.participants.map(({ name }) => name)).toEqual(["Olga", "Ben"]);
    expect((await enter({ key: again.welcome.you.key! })).welcome.you.participant).toBe(2);
    // No client id is ever told to anybody.
    const watcher = await enterFile();
    expect(JSON.stringify(watcher.heard)).not.toContain(client);
  });

  it("[P13] [C4] the same client again ends the older connection, and nothing that one says afterwards counts", async () => {
    await start();
    const client = newClientId();
    const older = await enterFile({ key: room.key, client });
    const newer = await enterFile({ key: room.key, client });
    older.push([[[0, "ghost"]]]);
    expect(await older.next("error")).toMatchObject({ code: "superseded", fatal: true });
    expect((await older.closed).code).toBe(4009);
    newer.push([[[0, "me"]]]);
    expect((await newer.next("updates")).updates).toMatchObject([
      [newer.welcome.you.client, 1, expect.any(Number), [[0, "me"]]],
    ]);
    expect(await server.rooms.text(room.roomId, 1)).toBe("me");
    expect(newer.welcome.you.client).toBe(older.welcome.you.client);
  });

  it("[P14] a room is full at its clients, but not for one that replaces itself, and at its participants", async () => {
    await start({ LIMIT_CLIENTS_PER_ROOM: "2", LIMIT_PARTICIPANTS_PER_ROOM: "3" });
    const client = newClientId();
    await enter({ key: room.key, client });
    const second = await enter();
    const refused = async (): Promise<void> => {
      const wire = await open();
      wire.hello();
      expect(await wire.next("error")).toMatchObject({ code: "room_full" });
      expect((await wire.closed).code).toBe(4005);
    };
    await refused();
    const watcher = await enter({ key: room.key, client });
    second.leave();
    await watcher.next("left");
    (await enter()).leave();
    await watcher.next("left");
    await refused();
  });

  it("[P15] [C5] nobody is welcomed, or shown, before their coming is stored", async () => {
    const store = new HeldStore();
    await start({}, store);
    const watcher = await enter();
    store.holding = true;
    const wire = await open();
    wire.hello({ name: "Ben" });
    wire.say({ type: "ping" });
    await wire.next("pong");
    await watcher.answers();
    expect(wire.heard.map(({ type: kind }) => kind)).toEqual(["pong"]);
    expect(watcher.heard.some(({ type: kind }) => kind === "joined")).toBe(false);
    store.release();
    const { you, clients, room: details, limits, build } = await wire.next("welcome");
    const joined = await watcher.next("joined");
    expect(joined).toMatchObject({ client: { client: you.client, participant: 3 }, person: { name: "Ben" } });
    expect(clients).toEqual([
      { client: watcher.welcome.you.client, participant: 2 },
      { client: you.client, participant: 3 },
    ]);
    expect(details).toMatchObject({ roomId: room.roomId, owner: 1, programmingLanguage: "Python" });
    expect(limits.helloMs).toBe(5_000);
    expect(build).toBe("none");
    wire.leave();
    expect(await watcher.next("left")).toEqual({ type: "left", client: you.client });
  });

  it("[P16] the files of a hello are opened after welcome; one that does not exist harms no other", async () => {
    await start();
    const wire = await enter({
      files: [
        { file: 7, version: null },
        { file: 1, version: null },
      ],
    });
    expect(await wire.next("file")).toMatchObject({ file: 1, text: "" });
    expect(wire.heard.find(({ type: kind }) => kind === "error")).toMatchObject({ code: "unknown_file", file: 7 });
  });

  it("[P41] ping is answered, before hello and after", async () => {
    await start();
    const wire = await open();
    wire.say({ type: "ping" });
    expect(await wire.next("pong")).toEqual({ type: "pong" });
    wire.hello();
    await wire.next("welcome");
    wire.say({ type: "ping" });
    await wire.next("pong");
  });
});

describe("open and close", () => {
  it("[P17] version null gives the text at the head and what of this client it contains", async () => {
    await start();
    const client = newClientId();
    const wire = await enterFile({ key: room.key, client });
    expect(wire.file).toEqual({ type: "file", file: 1, version: 0, head: 0, text: "", confirmed: 0 });
    await type(wire, 0, "abc");
    wire.say({ type: "open", file: 1, version: null });
    expect(await wire.next("file")).toMatchObject({ version: 3, head: 3, text: "abc", confirmed: 3 });
    const other = await enterFile();
    expect(other.file).toMatchObject({ version: 3, text: "abc", confirmed: 0 });
  });

  it("[P18] [P29] a version gives the updates from there on and no text; one past the head is version_ahead", async () => {
    await start();
    const wire = await enterFile();
    await type(wire, 0, "abc");
    const late = await enter({ files: [{ file: 1, version: 1 }] });
    expect(await late.next("file")).toEqual({ type: "file", file: 1, version: 1, head: 3 });
    const { version, updates } = await late.next("updates");
    expect([version, updates.map(([, seq]) => seq)]).toEqual([1, [2, 3]]);
    late.say({ type: "open", file: 1, version: 4 });
    expect(await late.next("error")).toMatchObject({ code: "version_ahead", file: 1, fatal: false });
    await type(wire, 3, "d");
    expect(await late.next("updates")).toMatchObject({ version: 3 });
  });

  it("[P19] a version with text gives the text of just that version, and what of this client it contains", async () => {
    await start();
    const client = newClientId();
    const wire = await enterFile({ key: room.key, client });
    await type(wire, 0, "abcd");
    wire.say({ type: "open", file: 1, version: 2, text: true });
    expect(await wire.next("file")).toEqual({ type: "file", file: 1, version: 2, head: 4, text: "ab", confirmed: 2 });
    expect(await wire.next("updates")).toMatchObject({
      version: 2,
      updates: [
        [1, 3, expect.any(Number), [2, [0, "c"]]],
        [1, 4, expect.any(Number), [3, [0, "d"]]],
      ],
    });
  });

  it("[P20] a file that the room has not is unknown_file; after close nothing comes any more", async () => {
    await start();
    const wire = await enterFile();
    const other = await enterFile();
    wire.say({ type: "open", file: 99, version: null });
    expect(await wire.next("error")).toMatchObject({ code: "unknown_file", file: 99, fatal: false });
    wire.say({ type: "close", file: 1 });
    await wire.answers();
    await type(other, 0, "abc");
    expect((await wire.answers()).filter(({ type: kind }) => kind === "updates")).toEqual([]);
    wire.push([[3]], { version: 3 });
    expect(await wire.next("error")).toMatchObject({ code: "unknown_file" });
  });

  it("[P21] who is far behind gets pages in order up to the head", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "0" });
    const wire = await enterFile();
    const big = "x".repeat(9_000);
    for (let version = 0; version < 2_400; version += 200) {
      const changes = Array.from({ length: 200 }, (_, index) => [[version + index === 0 ? 0 : 1, "y"]]);
      if (version === 400)
        changes.splice(0, 120, ...Array.from({ length: 60 }, () => [[[1, big]], [[9_000, "y"]]]).flat());
      wire.push(changes, { version, seq: version + 1 });
      await wire.next("updates");
    }
    const late = await enter({ files: [{ file: 1, version: 0 }] });
    const { head } = await late.next("file");
    expect(head).toBe(2_400);
    const sizes: number[] = [];
    for (let reached = 0; reached < head;) {
      const { version, updates } = await late.next("updates");
      expect(version).toBe(reached);
      expect(updates.length).toBeLessThanOrEqual(1_000);
      expect(JSON.stringify(updates).length).toBeLessThan(520_000);
      reached += updates.length;
      sizes.push(updates.length);
    }
    expect(sizes.length).toBeGreaterThan(2);
  });
});

describe("push", () => {
  it("[P22] 1 to pushUpdates changes, of a file that is open", async () => {
    await start({ LIMIT_PUSH_UPDATES: "2" });
    for (const changes of [[], [[], [], []]]) {
      const wire = await enterFile();
      wire.push(changes);
      expect(await wire.next("error")).toMatchObject({ code: "bad_frame", fatal: true });
    }
    const closed = await enter({ files: [] });
    closed.push([[[0, "a"]]]);
    expect(await closed.next("error")).toMatchObject({ code: "unknown_file", fatal: false, file: 1 });
  });

  it("[P23] [C3] what is there already is dropped, what is new behind it is added, a gap is refused", async () => {
    await start();
    const wire = await enterFile();
    wire.push([append(0, "a"), append(1, "b")]);
    await wire.next("updates");
    wire.push([append(0, "a"), append(1, "b")]);
    wire.push([append(0, "a"), append(1, "b"), append(2, "c")]);
    const { version, updates } = await wire.next("updates");
    expect(version).toBe(2);
    expect(updates).toMatchObject([[expect.any(Number), 3, expect.any(Number), [2, [0, "c"]]]]);
    wire.push([append(3, "e")], { version: 3, seq: 5 });
    expect(await wire.next("error")).toMatchObject({ code: "seq_gap", file: 1 });
    expect(await server.rooms.text(room.roomId, 1)).toBe("abc");
  });

  it("[P23] [C3] an update that has become empty keeps its place and is sent", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    wire.push([append(0, "abc")]);
    await Promise.all([wire.next("updates"), other.next("updates")]);
    wire.push([[[3]]], { version: 1, seq: 2 });
    await Promise.all([wire.next("updates"), other.next("updates")]);
    other.push([[[3]]], { version: 1 });
    expect(await wire.next("updates")).toMatchObject({
      version: 2,
      updates: [[other.welcome.you.client, 1, expect.any(Number), []]],
    });
  });

  it("[P24] [C2] an old version is rebased; one past the head is version_ahead", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    await type(wire, 0, "abc");
    other.push([append(0, "X")]);
    while ((await other.next("updates")).updates.at(-1)?.[0] !== other.welcome.you.client);
    expect(await server.rooms.text(room.roomId, 1)).toMatch(/^(Xabc|abcX)$/);
    other.push([append(4, "Y")], { version: 5, seq: 2 });
    expect(await other.next("error")).toMatchObject({ code: "version_ahead", file: 1 });
  });

  it("[P24] a version that memory no longer has is version_too_old", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "0" });
    const [wire, other] = [await enterFile(), await enterFile()];
    for (let version = 0; version < 12_400; version += 200) {
      const changes = Array.from({ length: 200 }, (_, index) => [[version + index === 0 ? 0 : 1, "y"]]);
      wire.push(changes, { version, seq: version + 1 });
      await wire.next("updates");
    }
    other.push([append(0, "X")]);
    expect(await other.next("error")).toMatchObject({ code: "version_too_old", file: 1, fatal: false });
  });

  it("[P25] a seq that does not belong to its version is bad_change", async () => {
    await start();
    const client = newClientId();
    const wire = await enterFile({ key: room.key, client });
    await type(wire, 0, "ab");
    wire.push([append(0, "x"), append(1, "y"), append(2, "z")], { version: 0, seq: 2 });
    expect(await wire.next("error")).toMatchObject({ code: "bad_change", fatal: true });
    const again = await enterFile({ key: room.key, client });
    again.push([append(2, "x")], { version: 2, seq: 2 });
    expect(await again.next("error")).toMatchObject({ code: "bad_change", fatal: true });
    expect(await server.rooms.text(room.roomId, 1)).toBe("ab");
  });

  it("[P25] sections are counted over all changes of a push", async () => {
    await start({ LIMIT_PUSH_SECTIONS: "3" });
    const wire = await enterFile();
    wire.push([append(0, "a"), append(1, "b"), append(2, "c")]);
    expect(await wire.next("error")).toMatchObject({ code: "bad_change", fatal: true });
  });

  it("[P26] [P27] what grows past a bound is refused and changes nothing; what shrinks is not", async () => {
    await start({ LIMIT_LINE_CHARACTERS: "10", LIMIT_DOCUMENT_CHARACTERS: "40", LIMIT_PUSH_CHARACTERS: "30" });
    const wire = await enterFile();
    const refused = async (code: string, changes: unknown[], at = {}): Promise<void> => {
      wire.push(changes, at);
      expect(await wire.next("error")).toMatchObject({ code, file: 1, fatal: false });
    };
    const ten = "1234567890";
    await refused("line_too_long", [append(0, `${ten}1`)]);
    await refused("line_too_long", [append(0, ten), append(10, ten), append(20, "1")]);
    await refused("document_too_large", [[[0, ten, ten, ten]]]);
    expect(await server.rooms.text(room.roomId, 1)).toBe("");
    wire.push([append(0, ten), append(10, ten)]);
    await wire.next("updates");
    for (const [version, seq, length] of [
      [2, 3, 20],
      [3, 4, 41],
      [4, 5, 62],
    ] as const) {
      wire.push([[length, [0, "", ten, "123456789"]]], { version, seq });
      if (length < 62) await wire.next("updates");
    }
    expect(await wire.next("error")).toMatchObject({ code: "document_too_large" });
    wire.push([[[1], 61]], { version: 4, seq: 5 });
    await wire.next("updates");
    expect((await server.rooms.text(room.roomId, 1))?.length).toBe(61);
  });

  it("[P28] [C4] everybody gets the same frame, stamped with the connection's client and the server's time", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    const before = Date.now();
    wire.push([append(0, "hi")]);
    const [own, others] = await Promise.all([wire.next("updates"), other.next("updates")]);
    expect(own).toEqual(others);
    const [client, seq, time, change] = own.updates[0]!;
    expect([client, seq, change]).toEqual([wire.welcome.you.client, 1, [[0, "hi"]]]);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
    // No field of a push could say otherwise.
    other.say({ type: "push", file: 1, version: 1, seq: 1, changes: [append(2, "!")], client: client });
    expect(await other.next("error")).toMatchObject({ code: "bad_frame" });
  });

  it("[C5] neither its author nor anybody else is shown what is not stored yet", async () => {
    const store = new HeldStore();
    await start({}, store);
    const [wire, other] = [await enterFile(), await enterFile()];
    store.holding = true;
    wire.push([append(0, "a")]);
    for (const each of [wire, other]) {
      await each.answers();
      expect(each.heard.some(({ type: kind }) => kind === "updates")).toBe(false);
    }
    expect(await server.rooms.text(room.roomId, 1)).toBe("");
    store.release();
    await Promise.all([wire.next("updates"), other.next("updates")]);
    expect(await server.rooms.text(room.roomId, 1)).toBe("a");
  });
});

describe("presence", () => {
  it("[P33] is carried to the head, merged, and told to everybody; who opens the file hears where others are", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    wire.push([append(0, "abc")]);
    await Promise.all([wire.next("updates"), other.next("updates")]);
    // At version 0, and newer than the first.
    wire.say({ type: "presence", file: 1, version: 1, selections: [[1, 1]] });
    wire.say({ type: "presence", file: 1, version: 1, selections: [[2, 3]] });
    other.say({ type: "presence", file: 1, version: 0, selections: [[0, 0]] });
    const { presences } = await other.next("presence");
    expect(presences).toEqual([
      { client: wire.welcome.you.client, file: 1, version: 1, selections: [[2, 3]] },
      { client: other.welcome.you.client, file: 1, version: 1, selections: [[0, 0]] },
    ]);
    const late = await enterFile();
    expect((await late.next("presence")).presences).toEqual(presences);
    wire.leave();
    await other.next("left");
    const later = await enterFile();
    expect((await later.next("presence")).presences).toEqual(presences.slice(1));
    // who opens no file, or another, still hears in which file the others are
    const elsewhere = await enter({ files: [] });
    expect((await elsewhere.next("presence")).presences).toEqual(presences.slice(1));
  });

  it("[P33] [P37] whoever typed is where their text ends, for those who come later too", async () => {
    await start();
    const wire = await enterFile();
    wire.push([append(0, "ab")]);
    await wire.next("updates");
    wire.say({ type: "presence", file: 1, version: 1, selections: [[1, 1]] });
    await wire.next("presence");
    wire.push([[1, [0, "XY"], 1]], { version: 1, seq: 2 });
    await wire.next("updates");
    const late = await enterFile();
    expect((await late.next("presence")).presences).toMatchObject([{ version: 2, selections: [[3, 3]] }]);
  });

  it("[P83] is carried with what is seen and how far they are with it, and what the newest leaves out is no more", async () => {
    await start();
    const [wire, other] = [await enterFile(), await enterFile()];
    wire.push([[[0, "one", "two"]]]);
    await Promise.all([wire.next("updates"), other.next("updates")]);
    wire.say({ type: "presence", file: 1, version: 1, selections: [[5, 5]], top: 4, state: "away" });
    expect((await other.next("presence")).presences).toMatchObject([{ selections: [[5, 5]], top: 4, state: "away" }]);
    other.push([[[0, "zero", ""], 7]], { version: 1 });
    await other.next("updates");
    const late = await enterFile();
    expect((await late.next("presence")).presences).toMatchObject([{ version: 2, selections: [[10, 10]], top: 9 }]);
    wire.say({ type: "presence", file: 1, version: 2, selections: [] });
    const { client } = wire.welcome.you;
    expect((await other.next("presence")).presences).toEqual([{ client, file: 1, version: 2, selections: [] }]);
  });

  it("[P33] who comes in is told of those in files that they have not open", async () => {
    await start({}, new MemoryStore(), [makingFiles]);
    const wire = await enter();
    wire.say({ type: "feature", feature: "make", data: "b.py" });
    await wire.next("event");
    wire.say({ type: "open", file: 2, version: null });
    await wire.next("file");
    wire.say({ type: "presence", file: 2, version: 0, selections: [], state: "idle" });
    await wire.next("presence");
    const { client } = wire.welcome.you;
    const late = await enter({ files: [] });
    expect((await late.next("presence")).presences).toEqual([
      { client, file: 2, version: 0, selections: [], state: "idle" },
    ]);
  });

  it("[P34] what cannot be placed is dropped without a word; too many selections are bad_frame", async () => {
    await start();
    const wire = await enterFile();
    for (const presence of [
      { file: 2, version: 0, selections: [] },
      { file: 1, version: 1, selections: [] },
      { file: 1, version: 0, selections: [[0, 1]] },
      { file: 1, version: 0, selections: [[Number.MAX_SAFE_INTEGER, 0]] },
      { file: 1, version: 0, selections: [], top: 1 },
    ])
      wire.say({ type: "presence", ...presence });
    const stranger = await enter({ files: [] });
    stranger.say({ type: "presence", file: 1, version: 0, selections: [[0, 0]] });
    await stranger.answers();
    wire.say({ type: "presence", file: 1, version: 0, selections: [[0, 0]] });
    expect(await wire.next("presence")).toMatchObject({ presences: [{ selections: [[0, 0]] }] });
    expect(wire.heard.filter(({ type: kind }) => kind === "presence" || kind === "error")).toHaveLength(1);
    wire.say({ type: "presence", file: 1, version: 0, selections: Array(101).fill([0, 0]) });
    expect(await wire.next("error")).toMatchObject({ code: "bad_frame" });
  });

  it("[P35] more than presencesPerSecond are dropped without a word", async () => {
    await start({ LIMIT_PRESENCES_PER_SECOND: "1" });
    const wire = await enterFile();
    wire.push([append(0, "0123456789")]);
    await wire.next("updates");
    for (let at = 1; at <= 9; at++) wire.say({ type: "presence", file: 1, version: 1, selections: [[at, at]] });
    expect((await wire.next("presence")).presences).toMatchObject([{ selections: [[2, 2]] }]);
    expect(wire.heard.some(({ type: kind }) => kind === "error")).toBe(false);
  });

  it("[C9] is not stored", async () => {
    const disk = new MemoryDisk();
    await start({}, new MemoryStore(disk));
    const wire = await enterFile();
    wire.say({ type: "presence", file: 1, version: 0, selections: [[0, 0]] });
    await wire.next("presence");
    const store = new MemoryStore(disk);
    const kept = [await store.loadRoom(room.roomId), await store.read({ roomId: room.roomId, file: 0 }, 0, 99)];
    expect(JSON.stringify(kept)).not.toContain("selections");
    expect(await store.read({ roomId: room.roomId, file: 1 }, 0, 99)).toEqual([]);
  });
});

describe("the room", () => {
  it("[P38] its language is set for everybody and stored; the same again says nothing", async () => {
    const disk = new MemoryDisk();
    await start({}, new MemoryStore(disk));
    const [wire, other] = [await enter(), await enter()];
    wire.say({ type: "room", language: "Python" });
    wire.say({ type: "room", language: "Go" });
    for (const each of [wire, other]) {
      let event = (await each.next("event")).event;
      while (event.type === "participant") event = (await each.next("event")).event;
      expect(event).toMatchObject({ type: "language", language: "Go", participant: 2 });
    }
    const restarted = await startTestServer({}, new MemoryStore(disk));
    expect(await restarted.rooms.details(room.roomId)).toMatchObject({ programmingLanguage: "Go" });
    await restarted.stop();
  });

  it("[P38] its title is cleaned, set for everybody and stored; an empty one takes it away", async () => {
    const disk = new MemoryDisk();
    await start({ LIMIT_TITLE_CHARACTERS: "12" }, new MemoryStore(disk));
    const [wire, other] = [await enter(), await enter()];
    const titles = async (each: Wire): Promise<unknown> => {
      for (;;) {
        const { event } = await each.next("event");
        if (event.type === "language" || event.type === "title") return event;
      }
    };
    wire.say({ type: "room", title: " Kata\n\u202e of the day, the long one" });
    wire.say({ type: "room", title: "Kata of the " });
    wire.say({ type: "room", title: "<b>", language: "Go" });
    for (const each of [wire, other]) {
      expect(await titles(each)).toMatchObject({ type: "title", title: "Kata of the", participant: 2 });
      expect(await titles(each)).toMatchObject({ type: "language", language: "Go", participant: 2 });
      expect(await titles(each)).toMatchObject({ type: "title", title: "<b>", participant: 2 });
    }
    expect((await enter()).welcome.room.title).toBe("<b>");
    const restarted = await startTestServer({}, new MemoryStore(disk));
    expect(await restarted.rooms.details(room.roomId)).toMatchObject({ title: "<b>", programmingLanguage: "Go" });
    await restarted.stop();
    wire.say({ type: "room", title: "\u200b" });
    expect(await titles(other)).toMatchObject({ type: "title", title: "" });
  });

  it("[P40] a feature that is not there is unknown_feature, whatever it is called", async () => {
    await start();
    const wire = await enter();
    for (const feature of ["x", "__proto__", "constructor", ""]) {
      wire.say({ type: "feature", feature, data: { deep: [1] } });
      expect(await wire.next("error")).toMatchObject({ code: "unknown_feature", fatal: false });
    }
  });
});

describe("bounds", () => {
  it("[P7] bytes: whoever sends more than frames may have ends with too_many_refusals", async () => {
    await start({ LIMIT_FRAME_BYTES: "10000" });
    const wire = await enter();
    for (let i = 0; i < 40; i++) wire.say({ type: "ping" });
    expect(await wire.next("error")).toMatchObject({ code: "too_many_refusals", fatal: true });
    expect((await wire.closed).code).toBe(4029);
  });

  it("[P46] whoever does not listen to refusals ends with too_many_refusals", async () => {
    await start();
    const wire = await enterFile();
    for (let i = 0; i < 110; i++) wire.push([append(0, "a")], { seq: 2, file: 2 });
    await wire.closed;
    const codes = wire.heard.flatMap((message) => (message.type === "error" ? [message.code] : []));
    expect(codes.filter((code) => code === "unknown_file").length).toBeGreaterThanOrEqual(100);
    expect(codes.at(-1)).toBe("too_many_refusals");
  });

  it("[P49] messages: beyond the rate nothing has happened, and it is told when to ask again", async () => {
    await start({ LIMIT_MESSAGES_PER_SECOND: "2" }, new MemoryStore(), [makingFiles]);
    const wire = await enter({ files: [] });
    for (const data of ["a", "b", "c", "d", "e"]) wire.say({ type: "feature", feature: "make", data });
    const { retryAfterMs, fatal } = await wire.next("error");
    expect(fatal).toBe(false);
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(500);
    const again = await enter({ key: room.key });
    expect(again.welcome.room.files.map(({ name }) => name)).toEqual(["main", "a", "b", "c", "d"]);
  });

  it("[P49] an old text costs as much as five", async () => {
    await start({ LIMIT_MESSAGES_PER_SECOND: "5" });
    const wire = await enterFile();
    for (let i = 0; i < 3; i++) wire.say({ type: "open", file: 1, version: 0, text: true });
    expect(await wire.next("error")).toMatchObject({ code: "rate_limited", file: 1 });
  });

  it("[P50] pushes: beyond the rate nothing has happened; long ones cost more", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "1", LIMIT_PUSH_BURST: "4" });
    const wire = await enterFile();
    wire.push([append(0, "x".repeat(99_000))]);
    await wire.next("updates");
    wire.push([append(99_000, "y")], { version: 1, seq: 2 });
    await wire.next("updates");
    wire.push([append(99_001, "z")], { version: 2, seq: 3 });
    const { code, file, retryAfterMs } = await wire.next("error");
    expect([code, file]).toEqual(["rate_limited", 1]);
    expect(retryAfterMs).toBeGreaterThan(0);
    expect((await server.rooms.text(room.roomId, 1))?.endsWith("xy")).toBe(true);
  });
});
