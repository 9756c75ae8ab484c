// Coming in on a raw socket, rule by rule: hello, welcome, and who may be whom.
import { describe, expect, it } from "@jest/globals";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { newClientId } from "../test/person.ts";
import { enter, enterFile, PausedStore, open, room, server, start } from "../test/wiredRoom.ts";

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

  it("[P13] a client keeps its number, however often it comes and whoever came meanwhile, over a restart too", async () => {
    const disk = new MemoryDisk();
    await start({}, new MemoryStore(disk));
    const client = newClientId();
    const first = await enter({ client });
    const key = first.welcome.you.key!;
    first.leave();
    const other = await enter();
    const back = await enter({ client, key });
    expect(back.welcome.you.client).toBe(first.welcome.you.client);
    back.leave();
    await server.stop();
    const { roomId } = room;
    await start({}, new MemoryStore(disk));
    room.roomId = roomId;
    const after = await enter({ client, key });
    expect(after.welcome.you.client).toBe(first.welcome.you.client);
    expect((await enter()).welcome.you.client).toBeGreaterThan(other.welcome.you.client);
  });

  it("[P45] a hello that is refused ends the connection, with 4029 where the code has no close code", async () => {
    await start({ RATE_JOINS_PER_MINUTE: "1" });
    await enter();
    const late = await open();
    late.hello();
    expect(await late.next("error")).toMatchObject({ code: "rate_limited", fatal: true });
    expect(await late.closed).toEqual({ code: 4029, reason: "rate_limited" });
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
    // whoever may put the others out
    (await enter({ key: room.key })).leave();
    const watcher = await enter({ key: room.key, client });
    second.leave();
    await watcher.next("left");
    (await enter()).leave();
    await watcher.next("left");
    await refused();
  });

  it("[P15] [C5] nobody is welcomed, or shown, before their coming is stored", async () => {
    const store = new PausedStore();
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
