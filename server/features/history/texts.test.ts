// Whole texts that history gives over HTTP: an old one, and the room that is made of them.
import { describe, expect, it } from "@jest/globals";
import type { Feature } from "../feature.ts";
import history from "./index.ts";
import type { History } from "./messages.ts";
import {
  door,
  enter,
  get,
  live,
  logOf,
  owner,
  post,
  roomId,
  say,
  start,
  stop,
  told,
  type,
} from "./test/historyServer.ts";

describe("an old text", () => {
  it("[I7] is given at a version and at a moment", async () => {
    await start();
    const wire = await owner();
    await type(wire, "ab", "c", 2);
    const { updates } = await logOf("/files/1/log");
    const at = async (query: string) => (await get(`/files/1/text${query}`).expect(200)).text;
    expect(await Promise.all(["?version=0", "?version=1", "?version=2", "?version=3", ""].map(at))).toEqual([
      "",
      "ab",
      "abc",
      "a",
      "a",
    ]);
    const [first, , last] = updates.map(([, , time]) => time);
    expect(await at(`?time=${first! - 1}`)).toBe("");
    expect(await at(`?time=${last!}`)).toBe("a");
    expect(await at("?time=0")).toBe("");
    // of what the page shows, as the sentence of `version_ahead` has it, a program knows nothing
    for (const ahead of ["text", "blame"])
      expect((await get(`/files/1/${ahead}?version=4`).expect(409)).body).toMatchObject({
        error: {
          code: "history.no_version",
          like: "version_ahead",
          message: expect.stringContaining("no such version"),
        },
      });
    await get("/files/1/text?version=1&time=1").expect(400);
    await get("/files/1/text?version=-1").expect(400);
    await get("/files/7/text?version=0").expect(404);
    await stop();
    await start();
    expect(await at("?version=2")).toBe("abc");
  });

  /** What is typed offline comes at once: twelve letters, each 150 ms behind the one before it; when the last was. */
  async function typeOffline(): Promise<number> {
    const letters = [..."abcdefghijkl"].map((letter, index) => [...(index > 0 ? [index] : []), [0, letter]]);
    (await owner()).push(letters);
    const { updates } = await logOf("/files/1/log");
    expect(updates).toHaveLength(12);
    return updates[0]![2];
  }

  it("[I7] [I8] [V303] is that of the moment as whoever looks at the past has it, in a fork too: what was typed offline is spread over the time before it", async () => {
    const noted: { time: number; kind: string }[] = [];
    const noting: Feature = { name: "noting", open: () => ({ marks: () => noted }) };
    await start([history, noting]);
    const last = await typeOffline();
    const at = async (time: number) => (await get(`/files/1/text?time=${time}`).expect(200)).text;
    expect(await at(last - 6 * 150)).toBe("abcdef");
    expect(await at(last)).toBe("abcdefghijkl");
    const { body } = (await post("/fork", { time: last - 6 * 150 }).expect(201)) as {
      body: { roomId: string; key: string };
    };
    const forked = await enter({ key: body.key, files: [{ file: 1, version: null }] }, body.roomId);
    expect(await forked.next("file")).toMatchObject({ text: "abcdef" });
    // by then it was noted what there was
    noted.push({ time: last - 300, kind: "ran" });
    expect(await Promise.all([last - 6 * 150, last - 300, last - 250, last].map(at))).toEqual([
      "",
      "",
      "ab",
      "abcdefghijkl",
    ]);
  });
});

describe("a fork", () => {
  async function withFiles() {
    await start();
    const wire = await owner();
    await type(wire, "old", 3, "new\nline");
    const last = (await logOf("/files/1/log")).updates.at(-1)![2];
    live.accept({
      type: "file",
      time: last + 1_000,
      participant: 1,
      file: { file: 2, name: "src/later.py", order: 5 },
    });
    live.accept({
      type: "file",
      time: last + 1_000,
      participant: 1,
      file: { file: 3, name: "gone.py", deleted: { time: 1, participant: 1 } },
    });
    await wire.next("event");
    return wire;
  }

  it("[I8] has what there is, its language, where it comes from, and no history", async () => {
    await withFiles();
    const ed = await enter({ name: "Ed" });
    const { body } = (await post("/fork", {}, ed.key).expect(201)) as { body: { roomId: string; key: string } };
    expect(body).toMatchObject({
      participant: 1,
      room: {
        programmingLanguage: "Python",
        files: [
          { file: 1, name: "main.py" },
          { file: 2, name: "src/later.py", order: 5 },
        ],
      },
    });
    const forked = await enter({ key: body.key, files: [{ file: 1, version: null }] }, body.roomId);
    expect(await forked.next("file")).toMatchObject({ text: "new\nline", version: 1, confirmed: 0 });
    const origin = { title: "", at: expect.any(Number), by: "Ed" };
    expect(forked.heard).toContainEqual({
      type: "feature",
      feature: "history",
      data: { type: "setting", maySee: "editors", links: false, origin },
    });
    forked.push([[8, [0, "!"]]], { version: 1, seq: 1 });
    expect(await forked.next("updates")).toMatchObject({ version: 1 });
    const answer = (await get("", body.key, body.roomId).expect(200)).body as History;
    expect(answer).toMatchObject({ people: [{ name: "Ed", role: "owner" }], entries: [] });
    expect(JSON.stringify(answer)).not.toContain(roomId);
  });

  it("[I8] has what there was at a moment, for whoever sees history", async () => {
    const wire = await withFiles();
    const [[, , first] = []] = (await logOf("/files/1/log")).updates;
    const { body } = (await post("/fork", { time: first }).expect(201)) as {
      body: { roomId: string; key: string; room: object };
    };
    expect(body.room).toMatchObject({ files: [{ file: 1, name: "main.py" }] });
    say(wire, { type: "setting", maySee: "owners", links: false });
    await told(wire, "setting");
    const [ed, vera] = [await enter({ name: "Ed" }), await enter({ name: "Vera" })];
    await post("/fork", { time: first }, ed.key).expect(403);
    await post("/fork", {}, ed.key).expect(201);
    await post("/fork", {}, vera.key).expect(403);
    await post("/fork", { time: Date.now() + 60_000 }).expect(400);
    await post("/fork", { more: 1 }).expect(400);
  });

  it("[I8] writes a long text in pieces, so that others have their turn between them", async () => {
    await start();
    const text = "one\n".repeat(60_000);
    (await owner()).push([[[0, ...text.split("\n")]]]);
    const { body } = (await post("/fork", {}).expect(201)) as { body: { roomId: string; key: string } };
    const forked = await enter({ key: body.key, files: [{ file: 1, version: null }] }, body.roomId);
    expect(await forked.next("file")).toMatchObject({ text, version: 3 });
  });
  it("[I8] is counted as a room that is created", async () => {
    await start([history, door], { RATE_ROOMS_PER_HOUR: "2" });
    await post("/fork", {}).expect(201);
    await post("/fork", {}).expect(201);
    await post("/fork", {}).expect(429);
  });
});
