// The history of a file that was deleted for good, of which nothing is there for anybody, and of a room that has left memory.
import { expect, it, jest } from "@jest/globals";
import type { Fork } from "./roomHistory.ts";
import {
  enter,
  get,
  key,
  live,
  logOf,
  owner,
  roomId,
  SECRET,
  server,
  start,
  stop,
  type,
} from "./test/historyServer.ts";
import { WeaveThread } from "./weaveThread.ts";

const FILE = 2;
const NAME = "keys.py";

/** All that an owner is told who asks for the file by everything that there is, at every version and at a time; of the file each answer has this status. */
async function askedFor(time: number, expected: number): Promise<string> {
  const told: unknown[] = [];
  for (const path of ["", "/versions", `/files?time=${time}`]) told.push((await get(path).expect(200)).text);
  const questions = [
    "log",
    "log?from=1",
    "text",
    "blame",
    "blame?version=1",
    "text?version=0",
    "text?version=1",
    "text?version=2",
    `text?time=${time}`,
  ];
  for (const question of questions) {
    const { status, text, body } = await get(`/files/${FILE}/${question}`);
    expect([question, status]).toEqual([question, expected]);
    told.push(text, body);
  }
  const { room } = (await server.rooms.request(roomId, key, "history", { type: "fork", time })) as Fork;
  for (const { name, text } of room.files!) told.push(name, await text());
  const wire = await owner([{ file: FILE, version: 0 }]);
  for (const version of [null, 0, 1, 2])
    for (const more of [{}, { text: true }]) wire.say({ type: "open", file: FILE, version, ...more });
  wire.say({ type: "feature", feature: "history", data: { type: "read", from: 0, to: 99 } });
  await wire.answers();
  told.push(wire.heard);
  return JSON.stringify(told);
}

it("[I16] of a file that was deleted for good nothing is sent, by no question, and of the others all", async () => {
  await start();
  const wire = await owner();
  await type(wire, "ab", "c");
  const by = { time: live.now, participant: 1 };
  live.accept({ type: "file", ...by, file: { file: FILE, name: NAME } });
  wire.say({ type: "open", file: FILE, version: null });
  await wire.next("file");
  wire.push([[[0, SECRET]]], { file: FILE });
  await wire.next("updates");
  wire.push([[[SECRET.length]]], { file: FILE, version: 1, seq: 2 });
  await wire.next("updates");
  const [{ updates: kept }, { updates: gone }] = [await logOf("/files/1/log"), await logOf(`/files/${FILE}/log`)];
  const time = gone[0]![2];
  const deleted = { file: FILE, name: NAME, deleted: by };
  live.accept({ type: "file", ...by, file: deleted });
  const before = await askedFor(time, 200);
  expect([before.includes(SECRET), before.includes(NAME)]).toEqual([true, true]);

  const begun = await server.rooms.request(roomId, key, "history", { type: "log", file: FILE, from: 0 });
  await live.purge([deleted], by);
  await expect((begun as AsyncGenerator).next()).rejects.toMatchObject({ code: "unknown_file" });
  for (const isAgain of [false, true]) {
    if (isAgain) {
      await stop();
      await start();
    }
    const after = await askedFor(time, 404);
    expect([after.includes(SECRET), after.includes(NAME)]).toEqual([false, false]);
    expect((await logOf("/files/1/log")).updates).toEqual(kept);
    const ed = await enter({ name: "Ed" });
    expect((await get("/files/1/text?version=1", ed.key).expect(200)).text).toBe("ab");
    await get(`/files/${FILE}/log`, ed.key).expect(404);
  }
});

it("[I4] [I34] of a room that has left memory no answer is made, nor given that was asked for before: who waits is refused at once", async () => {
  let go = (): void => {};
  const held = jest
    .spyOn(WeaveThread.prototype, "text")
    .mockImplementation(() => new Promise((resolve) => (go = () => resolve("ab"))));
  await start();
  await type(await owner(), "ab", "c", "d");
  const wish = { type: "text", file: 1 };
  const asked = [1, 2, 3].map((version) => server.rooms.request(roomId, key, "history", { ...wish, version }));
  const answers = Promise.allSettled(asked);
  while (held.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await server.stop();
  for (const one of asked.slice(1)) await expect(one).rejects.toMatchObject({ code: "room_reset" });
  go();
  await answers;
  await expect(asked[0]).rejects.toMatchObject({ code: "room_reset" });
  expect(held).toHaveBeenCalledTimes(1);
  held.mockRestore();
});
