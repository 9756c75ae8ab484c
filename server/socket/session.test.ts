// Presence, the room's own messages and the bounds on a raw socket, rule by rule.
import { describe, expect, it } from "@jest/globals";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer } from "../test/harness.ts";
import type { Wire } from "../test/hostile/wire.ts";
import { makingFiles } from "../test/makingFiles.ts";
import { append, enter, enterFile, open, room, server, start } from "../test/wiredRoom.ts";

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

  it("[P7] before the welcome a frame counts as 25 times as much", async () => {
    await start({ LIMIT_FRAME_BYTES: "100000" });
    const greeted = await enter();
    const stranger = await open();
    for (let i = 0; i < 20; i++) for (const wire of [greeted, stranger]) wire.say({ type: "ping" });
    expect(await stranger.next("error")).toMatchObject({ code: "too_many_refusals", fatal: true });
    expect(stranger.heard.filter(({ type }) => type === "pong")).toHaveLength(7);
    for (let i = 0; i < 20; i++) await greeted.next("pong");
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
    expect(again.welcome.room.files.map(({ name }) => name)).toEqual(["main.py", "a", "b", "c", "d"]);
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

  it("[P50] a push that has much to be rebased over costs more", async () => {
    await start({ LIMIT_PUSHES_PER_SECOND: "1", LIMIT_PUSH_BURST: "4" });
    const [wire, late] = [await enterFile(), await enterFile()];
    const typed = Array.from({ length: 100 }, (_, index) => append(index, "x"));
    wire.push(typed);
    await wire.next("updates");
    late.push(typed);
    while ((await late.next("updates")).updates.at(-1)?.[0] !== late.welcome.you.client);
    late.push([append(200, "y")], { version: 200, seq: 101 });
    expect(await late.next("error")).toMatchObject({ code: "rate_limited", file: 1 });
    wire.push([append(200, "y")], { version: 200, seq: 101 });
    while ((await wire.next("updates")).version !== 200);
  });
});
