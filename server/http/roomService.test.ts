// What HTTP asks of the rooms, on a whole server with people in the room: who is here, a room that is deleted, its addresses.
import { afterEach, expect, it } from "@jest/globals";
import type { Feature } from "../features/feature.ts";
import { Refusal } from "../protocol/errors.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { Wire } from "../test/hostile/wire.ts";
import { newClientId } from "../test/person.ts";
import { reading } from "../test/readingFeature.ts";

let server: TestServer;
let disk: MemoryDisk;
let store: MemoryStore;
const wires: Wire[] = [];

const VIEW = "346789ABCDEFGH";

async function start(
  settings: Record<string, string> = {},
  features: readonly Feature[] = [reading],
): Promise<{ roomId: string; key: string }> {
  disk = new MemoryDisk();
  store = new MemoryStore(disk);
  server = await startTestServer(settings, store, features);
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

/** Everything that the server answers to somebody who has this address and this key alone, over the socket and over HTTP. */
async function toldAt(address: string, key: string): Promise<string> {
  const patch = { method: "PATCH", body: JSON.stringify({ title: `By ${address.length}` }) };
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const told = [];
  for (const [path, request] of [
    ["", {}],
    ["", patch],
    ["/reading/1", {}],
    ["/reading/9", {}],
    ["/nothing", {}],
  ] as const) {
    const answer = await fetch(`${server.url}/api/rooms/${address}${path}`, { ...request, headers });
    told.push(answer.status, JSON.stringify([...answer.headers]), await answer.text());
  }
  return told.join("\n");
}

it("[H42] [P70] who has a viewing address is told no other, over the socket and over HTTP", async () => {
  const { roomId, key } = await start();
  await store.claimAddress(VIEW, roomId, Infinity);
  const olga = await enter(roomId, { key });
  const vera = await enter(VIEW, { name: "Vera" });
  await vera.next("file");
  for (const [version, letter] of ["a", "b"].entries()) {
    olga.push([version === 0 ? [[0, letter]] : [version, [0, letter]]], { version, seq: version + 1 });
    await vera.next("updates");
  }
  const toVera = await toldAt(VIEW, vera.welcome.you.key!);
  const toOlga = await toldAt(roomId, key);
  expect(vera.welcome.room).toEqual({ ...olga.welcome.room, roomId: VIEW, participants: expect.any(Array) });
  expect(toVera).toContain(VIEW);
  expect(toVera).toContain("ab");
  expect(toVera + JSON.stringify(vera.heard)).not.toContain(roomId);
  expect(toOlga).toContain(roomId);
  expect(toOlga + JSON.stringify(olga.heard)).not.toContain(VIEW);
});

it("[H42] an address that was released leads nowhere, and asking for it is a failed look-up", async () => {
  const { roomId } = await start({ RATE_FAILED_LOOKUPS_PER_MINUTE: "2" });
  await store.claimAddress(VIEW, roomId, Infinity);
  expect((await call("GET", VIEW)).status).toBe(200);
  expect(await server.rooms.exists(VIEW)).toBe(true);
  await store.releaseAddress(VIEW);
  expect(await server.rooms.exists(VIEW)).toBe(false);
  expect(await server.rooms.text(VIEW, 1)).toBeUndefined();
  expect((await call("GET", VIEW)).status).toBe(404);
  const late = await Wire.open(server.socketUrl(VIEW));
  wires.push(late);
  late.hello();
  expect(await late.next("error")).toMatchObject({ code: "room_not_found", fatal: true });
  expect((await call("DELETE", VIEW, "some-key")).status).toBe(429);
});

it("[H9] [P51] wrong keys of a room count for it at whichever of its addresses, over the socket and over HTTP", async () => {
  const { roomId, key } = await start({ RATE_FAILED_LOOKUPS_PER_MINUTE: "2" });
  await store.claimAddress(VIEW, roomId, Infinity);
  expect((await call("GET", VIEW, "wrong")).status).toBe(401);
  const wire = await Wire.open(server.socketUrl(roomId));
  wires.push(wire);
  wire.hello({ key: newClientId() });
  expect(await wire.next("error")).toMatchObject({ code: "unauthorized" });
  expect((await call("GET", roomId, key)).status).toBe(429);
  expect((await call("GET", VIEW, key)).status).toBe(429);
  expect((await call("GET", VIEW)).status).toBe(200);
});

it("[F27] an address that a feature has claimed leads to what stands for it, as long as both are there", async () => {
  const { roomId, key } = await start();
  const lead = () => server.rooms.leadOf("claimed");
  expect(await lead()).toBeUndefined();
  await store.claimAddress(VIEW, roomId, Infinity);
  await store.claimAddress("claimed", roomId, Date.now() + 3_600_000, VIEW);
  expect(await lead()).toBe(VIEW);
  await store.releaseAddress(VIEW);
  expect(await lead()).toBeUndefined();
  await store.releaseAddress("claimed");
  await store.claimAddress("claimed", roomId, Date.now() - 1, roomId);
  expect(await lead()).toBeUndefined();
  await store.expireAddresses(Date.now());
  await store.claimAddress("claimed", roomId, Infinity, roomId);
  expect(await lead()).toBe(roomId);
  await call("DELETE", roomId, key);
  expect(await lead()).toBeUndefined();
});

it("[H42] an address that a feature has claimed and that has not the shape of a room's is none of them", async () => {
  const { roomId } = await start();
  for (const claimed of ["CLAIMED8", "c".repeat(43)]) {
    await store.claimAddress(claimed, roomId, Infinity, roomId);
    expect((await call("GET", claimed)).status).toBe(404);
    await expect(Wire.open(server.socketUrl(claimed))).rejects.toMatchObject({ status: 404 });
  }
});

it("[F15] a feature guards what is told of a room by what it keeps, and a room is not opened for whoever it refuses", async () => {
  let opened = 0;
  const guard: Feature = {
    name: "guard",
    open(room) {
      opened++;
      return { request: (_, data) => room.keep(data) };
    },
    admitReader({ person, address, roomId }, kept) {
      if (kept === "shut" && person?.role !== "owner") throw new Refusal("not_admitted");
      if (kept !== undefined && address !== roomId) throw new Refusal("room_closed");
    },
  };
  const { roomId, key } = await start({}, [guard, reading]);
  await store.claimAddress(VIEW, roomId, Infinity);
  const ben = await enter(roomId, {});
  const hisKey = ben.welcome.you.key!;
  const reading1 = (bearer?: string) => call("GET", `${roomId}/reading/1`, bearer);
  for (const bearer of [undefined, hisKey, key]) expect((await call("GET", roomId, bearer)).status).toBe(200);
  expect((await reading1()).status).toBe(200);
  await server.rooms.request(roomId, key, "guard", "shut");

  const look = async (): Promise<void> => {
    for (const bearer of [undefined, hisKey]) {
      const answer = await call("GET", roomId, bearer);
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain("Olga");
      expect((await reading1(bearer)).status).toBe(403);
    }
    expect((await call("DELETE", roomId, hisKey)).status).toBe(403);
    await expect(server.rooms.request(roomId, hisKey, "guard", "open")).rejects.toMatchObject({ code: "not_admitted" });
    await expect(server.rooms.set(roomId, hisKey, { title: "Mine" })).rejects.toMatchObject({ code: "not_admitted" });
  };
  await look();
  await server.stop();
  server = await startTestServer({}, new MemoryStore(disk), [guard, reading]);
  opened = 0;
  await look();
  expect((await call("GET", roomId, key)).status).toBe(200);
  expect(opened).toBe(0);
  expect((await call("GET", roomId, "x".repeat(22))).status).toBe(401);
  expect(await (await call("GET", VIEW, key)).json()).toMatchObject({ error: { code: "room_closed" } });
  expect((await reading1(key)).status).toBe(200);
});

it("[H44] a room is made ready in one go, or not at all", async () => {
  const board: Feature = {
    name: "board",
    open: (room) => ({
      request(from, data) {
        if (data === "no") throw new Refusal("not_owner");
        room.keep(data);
        return { from: from.role, data };
      },
    }),
  };
  await start({}, [board]);
  const create = async (requests: readonly object[]): Promise<{ status: number; body: Record<string, unknown> }> => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ name: "Olga", title: "  Interview\n1 ", requests });
    const answer = await fetch(`${server.url}/api/rooms`, { method: "POST", headers, body });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const made = await create([{ feature: "board", data: 1 }, { feature: "board" }]);
  expect(made).toMatchObject({
    status: 201,
    body: { room: { title: "Interview 1" }, answers: [{ from: "owner", data: 1 }, { from: "owner" }] },
  });
  const rooms = disk.rooms.size;
  for (const request of [{ feature: "board", data: "no" }, { feature: "mind-reading" }])
    expect((await create([{ feature: "board", data: 1 }, request])).status).toBeGreaterThanOrEqual(403);
  expect((await create([{ feature: "board", more: 1 }])).status).toBe(400);
  expect((await create(Array.from({ length: 21 }, () => ({ feature: "board" })))).status).toBe(400);
  expect(disk.rooms.size).toBe(rooms);
});
