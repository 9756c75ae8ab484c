// What HTTP asks of the rooms, on a whole server with people in the room: who is here, and a room that is deleted.
import { afterEach, expect, it } from "@jest/globals";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { Wire } from "../test/hostile/wire.ts";

let server: TestServer;
let store: MemoryStore;
const wires: Wire[] = [];

async function start(): Promise<{ roomId: string; key: string }> {
  store = new MemoryStore();
  server = await startTestServer({}, store);
  return server.createRoom();
}

async function enter(roomId: string, hello: Parameters<typeof Wire.enter>[1]) {
  const wire = await Wire.enter(server.socketUrl(roomId), hello);
  wires.push(wire);
  return wire;
}

const call = (method: string, roomId: string, key?: string): Promise<Response> =>
  fetch(`${server.url}/api/rooms/${roomId}`, {
    method,
    ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
  });

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

it("[H3] who is in the room is told once each, however many tabs they have", async () => {
  const { roomId, key } = await start();
  expect(await server.rooms.details(roomId)).toMatchObject({ online: 0, here: [] });
  const olga = await enter(roomId, { key });
  const ben = await enter(roomId, { name: "Ben" });
  await enter(roomId, { key: ben.welcome.you.key! });
  expect(await (await call("GET", roomId)).json()).toMatchObject({ online: 3, here: [1, 2] });
  olga.leave();
  await ben.next("left");
  expect(await (await call("GET", roomId)).json()).toMatchObject({ online: 2, here: [2] });
});

it("[H30] everybody in a room that its owner deletes is told room_not_found, and nothing of it is left", async () => {
  const { roomId, key } = await start();
  const olga = await enter(roomId, { key });
  const ben = await enter(roomId, { name: "Ben" });
  await ben.next("file");
  ben.push([[[0, "a"]]]);
  await ben.next("updates");
  expect((await call("DELETE", roomId, ben.welcome.you.key)).status).toBe(403);
  ben.push([[1, [0, "b"]]], { version: 1, seq: 2 });
  await ben.next("updates");

  expect((await call("DELETE", roomId, key)).status).toBe(204);
  for (const wire of [olga, ben]) {
    expect(await wire.next("error")).toMatchObject({ code: "room_not_found", fatal: true });
    expect(await wire.closed).toEqual({ code: 4004, reason: "room_not_found" });
  }
  expect(await store.loadRoom(roomId)).toBeUndefined();
  for (const file of [0, 1]) expect(await store.read({ roomId, file }, 0, 99)).toEqual([]);
  for (const method of ["GET", "DELETE"]) expect((await call(method, roomId, key)).status).toBe(404);
  const late = await Wire.open(server.socketUrl(roomId));
  wires.push(late);
  late.hello({ key });
  expect(await late.next("error")).toMatchObject({ code: "room_not_found" });
});

it("[H30] a room that nobody is in is deleted as well", async () => {
  const { roomId, key } = await start();
  expect((await call("DELETE", roomId, key)).status).toBe(204);
  expect(await server.rooms.exists(roomId)).toBe(false);
});
