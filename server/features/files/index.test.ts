// The files of a room over real sockets and HTTP: who may change them, who hears of it, and what of a deleted file is left.
import { afterEach, describe, expect, it } from "@jest/globals";
import type { RoomEvent, RoomFile } from "../../protocol/events.ts";
import { newRoomDocument } from "../../rooms/log/roomDocument.ts";
import { systemClock, systemSecrets } from "../../platform.ts";
import type { Append, AppendOutcome } from "../../rooms/roomStore.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { mountedAndDescribed } from "../../test/httpHarness.ts";
import type { Person } from "../../test/person.ts";
import type { Feature } from "../feature.ts";
import files from "./index.ts";

const VIEWERS_ROOM = "abcdefghijk34";

let server: TestServer;
let roomId: string;
let key: string;
const disk = { current: new MemoryDisk() };
const wires: Wire[] = [];
const people: Person[] = [];

/** Says when the room's log has that all that was dropped is deleted. */
class ErasingStore extends MemoryStore {
  whenErased = (): void => {};

  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    const outcomes = await super.append(appends);
    if (appends.some(({ entries }) => entries.includes('"cleared"'))) this.whenErased();
    return outcomes;
  }
}

async function start(...others: readonly Feature[]): Promise<ErasingStore> {
  disk.current = new MemoryDisk();
  const store = new ErasingStore(disk.current);
  server = await startTestServer({ LIMIT_MESSAGES_PER_SECOND: "0" }, store, [files, ...others]);
  ({ roomId, key } = await server.createRoom());
  return store;
}

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  for (const person of people.splice(0)) person.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

async function enter(hello: Parameters<typeof Wire.enter>[1] = {}, address = roomId): Promise<Wire> {
  const wire = await Wire.enter(server.socketUrl(address), { files: [], ...hello });
  wires.push(wire);
  return wire;
}

const wish = (wire: Wire, data: unknown): void => wire.say({ type: "feature", feature: "files", data });

/** The next file event that is told. */
async function told(wire: Wire): Promise<Extract<RoomEvent, { type: "file" }>> {
  for (;;) {
    const { event } = await wire.next("event");
    if (event.type === "file") return event;
  }
}

const api = async (method: string, path: string, body?: unknown, bearer: string | null = key) => {
  const response = await fetch(`${server.url}/api/rooms/${roomId}/files${path}`, {
    method,
    headers: {
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { files: RoomFile[]; error?: { code: string } };
  return { status: response.status, ...answer };
};

describe("wishes by the socket", () => {
  it("[E1] everybody is told once it is stored, its maker which number it has; it opens, and a restart has it", async () => {
    await start();
    const [wire, other] = [await enter(), await enter()];
    wish(wire, { type: "create", name: "src/app.py", imported: { lineBreak: "\r\n" } });
    const file = { file: 2, name: "src/app.py", imported: { lineBreak: "\r\n" } };
    for (const each of [wire, other]) expect(await told(each)).toMatchObject({ participant: 2, file });
    expect(await wire.next("feature")).toMatchObject({ feature: "files", data: { type: "created", file: 2 } });
    wire.say({ type: "open", file: 2, version: null });
    expect(await wire.next("file")).toMatchObject({ file: 2, text: "" });
    const restarted = await startTestServer({}, new MemoryStore(disk.current), [files]);
    expect((await restarted.rooms.details(roomId))?.files).toEqual([{ file: 1, name: "main.py" }, file]);
    await restarted.stop();
    expect((await other.answers()).filter(({ type }) => type === "feature")).toEqual([]);
  });

  it.each([
    { type: "create", name: "x" },
    { type: "change", file: 1, name: "x" },
    { type: "changeFolder", folder: "a", name: "b" },
    { type: "delete", files: [1] },
    { type: "deleteFolder", folder: "a" },
    { type: "restore", files: [1] },
    { type: "putBack", file: 1 },
  ])("[E1] [E21] a viewer is refused: $type", async (data) => {
    await start();
    const viewersKey = systemSecrets.create();
    const room = newRoomDocument(
      { roomId: VIEWERS_ROOM, dateCreated: 0, programmingLanguage: "C" },
      "Vera",
      systemSecrets.hash(viewersKey),
    );
    const participants = room.participants.map((person) => ({ ...person, role: "viewer" as const }));
    await new MemoryStore(disk.current).createRoom({ ...room, participants }, Infinity);
    const viewer = await enter({ key: viewersKey }, room.roomId);
    wish(viewer, data);
    expect(await viewer.next("error")).toMatchObject({ code: "read_only", fatal: false });
  });

  it.each([
    null,
    [],
    "create",
    { type: "create" },
    { type: "create", name: 7 },
    { type: "create", name: "x".repeat(1_001) },
    { type: "create", name: "x", file: 3 },
    { type: "create", name: "x", imported: { lineBreak: "\v" } },
    { type: "create", name: "x", before: 0 },
    { type: "change", file: 1.5, name: "x" },
    { type: "delete", files: [] },
    { type: "delete", files: Array(1_001).fill(1) },
    { type: "delete", files: ["__proto__"] },
    { type: "restore" },
    { type: "purge", files: [] },
    { type: "purge", file: 1 },
    { type: "putBack", file: "1" },
    { type: "putBack", file: 1, participant: 1 },
    { type: "format", disk: "c" },
  ])("[E1] what does not decode is bad_request, and changes nothing: %j", async (data) => {
    await start();
    const wire = await enter();
    wish(wire, data);
    const error = await wire.next("error");
    expect(error).toMatchObject({ code: "bad_request", fatal: false });
    expect(error.message).not.toContain("format");
    expect((await server.rooms.details(roomId))?.files).toEqual([{ file: 1, name: "main.py" }]);
  });

  it("[E21] that something was put back is told to everybody with who it was, and changes nothing", async () => {
    await start();
    const [wire, other] = [await enter(), await enter()];
    wish(wire, { type: "putBack", file: 1 });
    for (const each of [wire, other])
      expect(await each.next("feature")).toMatchObject({ data: { type: "putBack", file: 1, participant: 2 } });
    wish(wire, { type: "putBack", file: 9 });
    expect(await wire.next("error")).toMatchObject({ code: "unknown_file", fatal: false });
    expect((await server.rooms.details(roomId))?.files).toEqual([{ file: 1, name: "main.py" }]);
  });

  it.each(['<img src=x onerror="alert(1)">', "${7*7} {{7*7}}", "constructor", "__proto__", "</script><script>"])(
    "[E2] markup in a name is text: %s",
    async (name) => {
      await start();
      const wire = await enter();
      wish(wire, { type: "create", name });
      expect((await told(wire)).file.name).toBe(name);
    },
  );

  it("[E3] a folder's files move in one commit", async () => {
    await start();
    const wire = await enter();
    for (const name of ["a/1", "a/2", "a/b/3"]) wish(wire, { type: "create", name });
    for (let count = 0; count < 3; count++) await told(wire);
    wish(wire, { type: "changeFolder", folder: "a", name: "c" });
    for (const name of ["c/1", "c/2", "c/b/3"]) expect((await told(wire)).file.name).toBe(name);
    const commits = disk.current.rooms.get(roomId)?.commits.get(0) ?? [];
    const entries = commits.map((commit) => commit.entries).filter((text) => text.includes('"c/'));
    expect(entries).toHaveLength(1);
    expect(entries[0]?.match(/"c\//g)).toHaveLength(3);
  });

  it("[E9] whoever changes too many files has to wait, and nothing of it happens", async () => {
    await start();
    const wire = await enter();
    for (let count = 0; count < 150; count++) wish(wire, { type: "create", name: `f/${count}` });
    for (let count = 0; count < 150; count++) await told(wire);
    for (let turn = 0; turn < 14; turn++)
      wish(wire, { type: "changeFolder", folder: `f${"x".repeat(turn)}`, name: `f${"x".repeat(turn + 1)}` });
    const error = await wire.next("error");
    expect(error).toMatchObject({ code: "rate_limited", fatal: false });
    expect(error.retryAfterMs).toBeGreaterThan(0);
    const folders = new Set((await server.rooms.details(roomId))?.files.slice(1).map(({ name }) => name.split("/")[0]));
    expect(folders.size).toBe(1);
  });
});

describe("a deleted file", () => {
  it("[E4] takes what is typed by who has it open or was offline, and has it when it is put back", async () => {
    await start();
    const [olga, ben] = [server.enter(roomId, { key }), server.enter(roomId, { name: "Ben" })];
    people.push(olga, ben);
    await Promise.all([olga.settled(), ben.settled()]);
    olga.session.send("files", { type: "create", name: "other.py" });
    await ben.until(() => ben.session.room?.files.length === 2);
    ben.insert(0, "before ");
    olga.session.send("files", { type: "delete", files: [1] });
    await ben.until(() => ben.session.room?.files[0]?.deleted !== undefined);
    expect(ben.session.room?.files[0]?.deleted).toEqual({ time: expect.any(Number), participant: 1 });
    ben.insert(ben.text().length, "after");
    await ben.settled();
    olga.session.send("files", { type: "create", name: "main.py" });
    olga.session.send("files", { type: "restore", files: [1] });
    await ben.until(() => ben.session.room?.files[0]?.deleted === undefined);
    await olga.until(() => olga.text() === "before after");
    expect(ben.session.room?.files.map(({ name }) => name)).toEqual(["main (2).py", "other.py", "main.py"]);
    expect(await server.rooms.text(roomId, 1)).toBe("before after");
    expect(ben.notices.filter(({ type }) => type === "refused" || type === "fileClosed")).toEqual([]);
  });
});

describe("what was deleted, where owners keep history to themselves", () => {
  it("[E26] is put back by whoever has deleted it and by owners, and not by others", async () => {
    await start({ name: "keeping", open: () => ({ seesHistory: ({ participant }) => participant === 1 }) });
    const [ed, eve] = [await enter({ name: "Ed" }), await enter({ name: "Eve" })];
    for (const name of ["a.py", "b.py"]) {
      wish(ed, { type: "create", name });
      await told(ed);
    }
    for (const one of [2, 3]) {
      wish(ed, { type: "delete", files: [one] });
      await told(ed);
    }
    wish(eve, { type: "restore", files: [2, 3] });
    expect(await eve.next("error")).toMatchObject({ code: "unknown_file" });
    wish(ed, { type: "restore", files: [2] });
    expect(await told(ed)).toMatchObject({ file: { file: 2, name: "a.py" } });
    expect(await api("POST", "/3/restore")).toMatchObject({ status: 200, files: [{ file: 3 }] });
  });
});

describe("a file that is deleted for good", () => {
  /** Nothing that is stored says any of these words. */
  const expectErased = (...words: string[]): void => {
    const { document, commits } = disk.current.rooms.get(roomId)!;
    const stored = JSON.stringify([document, [...commits.values()]]);
    for (const word of words) expect(stored).not.toContain(word);
  };

  it("[E22] is closed to those who had it open, and soon nothing of it is stored", async () => {
    const store = await start();
    const erased = new Promise<void>((resolve) => {
      store.whenErased = resolve;
    });
    const [olga, ben] = [server.enter(roomId, { key }), server.enter(roomId, { name: "Ben" })];
    people.push(olga, ben);
    await Promise.all([olga.settled(), ben.settled()]);
    olga.session.send("files", { type: "create", name: "secret-name.py" });
    await ben.until(() => ben.session.room?.files.length === 2);
    ben.session.open(2);
    await ben.until(() => ben.editors.has(2));
    ben.insert(0, "secret words", 2);
    await ben.until(() => ben.session.open(2).pending === 0);
    olga.session.send("files", { type: "delete", files: [2] });
    await ben.until(() => ben.session.room?.files[1]?.deleted !== undefined);
    ben.session.send("files", { type: "purge", files: [2] });
    await ben.until(() => ben.notices.some((notice) => notice.type === "said" && notice.code === "not_owner"));
    olga.session.send("files", { type: "purge", files: [2] });
    await ben.until(() => ben.notices.some(({ type }) => type === "fileClosed"));
    const deleted = { time: expect.any(Number), participant: 1 };
    for (const { session } of [olga, ben])
      expect(session.room?.files[1]).toEqual({ file: 2, name: "", deleted, purged: true });
    expect(ben.notices.filter(({ type }) => type === "onlyHere")).toEqual([]);
    await erased;
    expectErased("secret");
    const restarted = await startTestServer({}, new MemoryStore(disk.current), [files]);
    expect((await restarted.rooms.details(roomId))?.files[1]).toEqual({ file: 2, name: "", deleted, purged: true });
    await restarted.stop();
  });

  it("[E22] cannot be opened, changed, put back or deleted for good again, and its name is free", async () => {
    await start();
    const wire = await enter({ key });
    for (const name of ["a", "b"]) wish(wire, { type: "create", name });
    for (const number of [2, 3]) expect((await told(wire)).file.file).toBe(number);
    wish(wire, { type: "delete", files: [2, 3] });
    wish(wire, { type: "purge", files: [3, 2, 3] });
    const events = [];
    for (let count = 0; count < 4; count++) events.push((await told(wire)).file);
    expect(events.slice(2)).toMatchObject([
      { file: 3, name: "", purged: true },
      { file: 2, name: "", purged: true },
    ]);
    wire.say({ type: "open", file: 2, version: null });
    expect(await wire.next("error")).toMatchObject({ code: "unknown_file", file: 2, fatal: false });
    for (const one of [
      { type: "change", file: 2, name: "x" },
      { type: "delete", files: [2] },
      { type: "restore", files: [2] },
      { type: "purge", files: [2] },
      { type: "putBack", file: 2 },
    ]) {
      wish(wire, one);
      expect(await wire.next("error")).toMatchObject({ code: "unknown_file", fatal: false });
    }
    wish(wire, { type: "create", name: "a" });
    expect((await told(wire)).file).toEqual({ file: 4, name: "a" });
  });

  it("[E22] over HTTP: answered when it is durable, and not listed any more", async () => {
    await start();
    await api("POST", "", { name: "a.py" });
    expect(await api("POST", "/2/purge")).toMatchObject({ status: 404, error: { code: "unknown_file" } });
    await api("DELETE", "/2");
    expect(await api("POST", "/2/purge")).toEqual({
      status: 200,
      files: [{ file: 2, name: "", deleted: { time: expect.any(Number), participant: 1 }, purged: true }],
    });
    const restarted = await startTestServer({}, new MemoryStore(disk.current), [files]);
    expect((await restarted.rooms.details(roomId))?.files[1]).toMatchObject({ purged: true });
    await restarted.stop();
    expect((await api("GET", "")).files).toEqual([{ file: 1, name: "main.py" }]);
    expect(await api("POST", "/2/restore")).toMatchObject({ status: 404 });
  });

  it("[E9] [E22] [F24] counts as twenty messages, over the socket and over HTTP, however many files it is of", async () => {
    // time stands, so that nothing is earned
    const clock = { ...systemClock, now: () => 1_000_000 };
    server = await startTestServer({}, undefined, [files], clock);
    ({ roomId, key } = await server.createRoom());
    const wire = await enter({ key });
    for (const name of ["a", "b", "c"]) wish(wire, { type: "create", name });
    wish(wire, { type: "delete", files: [2, 3, 4] });
    wish(wire, { type: "purge", files: [2, 3] });
    wish(wire, { type: "purge", files: [4] });
    expect(await wire.next("error")).toMatchObject({ code: "rate_limited", fatal: false });
    expect(await api("POST", "/4/purge")).toMatchObject({ status: 429, error: { code: "rate_limited" } });
    const known = (await server.rooms.details(roomId))?.files;
    expect(known?.map(({ purged }) => purged)).toEqual([undefined, true, true, undefined]);
  });

  it("[E9] [E22] is a change of a file as any other, and too many at once are none", async () => {
    await start();
    const wire = await enter({ key });
    const numbers = Array.from({ length: 199 }, (_, index) => index + 2);
    for (const number of numbers) wish(wire, { type: "create", name: `f/${number}` });
    wish(wire, { type: "deleteFolder", folder: "f" });
    for (let turn = 0; turn < 8; turn++) {
      wish(wire, { type: "restore", files: numbers });
      wish(wire, { type: "deleteFolder", folder: "f" });
    }
    wish(wire, { type: "purge", files: numbers });
    expect(await wire.next("error")).toMatchObject({ code: "rate_limited", fatal: false });
    expect((await server.rooms.details(roomId))?.files.some(({ purged }) => purged)).toBe(false);
  });
});

describe("over HTTP", () => {
  it("[E8] all of it can be done, and is there for those in the room", async () => {
    await start();
    const wire = await enter();
    expect(await api("POST", "", { name: "src/a.py", before: 1 })).toMatchObject({
      status: 201,
      files: [{ file: 2, name: "src/a.py" }],
    });
    expect((await told(wire)).file.name).toBe("src/a.py");
    expect(await api("PATCH", "/2", { name: "src/b.py" })).toMatchObject({
      status: 200,
      files: [{ name: "src/b.py" }],
    });
    expect(await api("PATCH", "/2", {})).toEqual({ status: 200, files: [] });
    expect(await api("PATCH", "/folder", { folder: "src", name: "lib" })).toMatchObject({
      files: [{ name: "lib/b.py" }],
    });
    expect(await api("DELETE", "/folder?name=lib")).toMatchObject({
      files: [{ file: 2, deleted: { participant: 1 } }],
    });
    expect((await api("GET", "", undefined, null)).files).toHaveLength(2);
    expect(await api("POST", "/2/restore")).toMatchObject({ status: 200, files: [{ file: 2, name: "lib/b.py" }] });
    expect(await api("DELETE", "/1")).toMatchObject({ status: 200, files: [{ file: 1 }] });
    expect(await api("GET", "")).toMatchObject({
      status: 200,
      files: [{ file: 1, deleted: {} }, { name: "lib/b.py" }],
    });
  });

  it.each([
    ["POST", "", { name: "MAIN.PY" }, 409, "name_taken"],
    ["POST", "", { name: "a//b" }, 400, "bad_file_name"],
    ["POST", "", { name: "x", type: "delete", files: [1] }, 400, "bad_request"],
    ["POST", "", [], 400, "bad_request"],
    ["POST", "", undefined, 400, "bad_request"],
    ["PATCH", "/one", { name: "x" }, 400, "bad_request"],
    ["PATCH", "/9", { name: "x" }, 404, "unknown_file"],
    ["DELETE", "/1", undefined, 409, "last_file"],
    ["DELETE", "/folder", undefined, 400, "bad_request"],
    ["DELETE", "/folder?name=a&name=b", undefined, 400, "bad_request"],
    ["POST", "/9/restore", undefined, 404, "unknown_file"],
    ["POST", "/1/purge", undefined, 404, "unknown_file"],
    ["POST", "/one/purge", undefined, 400, "bad_request"],
  ] as const)("[E8] %s %s %j is %i %s", async (method, path, body, status, code) => {
    await start();
    expect(await api(method, path, body)).toMatchObject({ status, error: { code } });
    expect((await api("GET", "")).files).toEqual([{ file: 1, name: "main.py" }]);
  });

  it("[H66] a number in a path is digits alone: nothing else is the path of that file", async () => {
    await start();
    await api("POST", "", { name: "kept" });
    await api("DELETE", "/2");
    for (const number of ["2.0", "02", "+2", "2e0", "0x2", "%202", "2%0a", "-2", "0", "9".repeat(16)])
      for (const [method, path] of [
        ["POST", `/${number}/purge`],
        ["POST", `/${number}/restore`],
        ["PATCH", `/${number}`],
        ["DELETE", `/${number}`],
      ] as const)
        expect([path, await api(method, path, {})]).toMatchObject([
          path,
          { status: 400, error: { code: "bad_request" } },
        ]);
    expect((await api("GET", "")).files).toMatchObject([{ file: 1 }, { file: 2, name: "kept", deleted: {} }]);
  });

  it("[E8] nobody changes anything without a key of the room", async () => {
    await start();
    for (const bearer of [undefined, "not-a-key-of-this-room-0000"]) {
      const response = await fetch(`${server.url}/api/rooms/${roomId}/files/1`, {
        method: "DELETE",
        ...(bearer !== undefined && { headers: { authorization: `Bearer ${bearer}` } }),
      });
      expect(response.status).toBe(401);
    }
  });

  it("[H12] [E8] is described as it is mounted", () => {
    const { mounted, described } = mountedAndDescribed([files]);
    expect(described).toEqual(mounted);
    expect(mounted.filter((route) => route.includes("/files"))).toHaveLength(8);
  });
});
