// When rooms are deleted, as their owners are told it and put it off.
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Feature } from "../feature.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import expiry from "./index.ts";

const DAY_MS = 24 * 3_600_000;

let server: TestServer;
afterEach(() => server.stop());

/** One that keeps rooms for a day, as their owners may have set it. */
const keeping: Feature = { name: "keeping", open: (room) => (room.expireWithin(DAY_MS), {}) };

async function told(days: string, features: readonly Feature[], isOwner: boolean): Promise<unknown[]> {
  server = await startTestServer({ ROOM_EXPIRY_DAYS: days }, undefined, features);
  const { roomId, key } = await server.createRoom();
  const hello = { ...(isOwner ? { key } : { name: "Ada" }), files: [{ file: 1, version: null }] };
  const wire = await Wire.enter(server.socketUrl(roomId), hello);
  await wire.next("file");
  wire.leave();
  return wire.heard.flatMap((said) => (said.type === "feature" ? [said.data] : []));
}

describe("the expiry of a room", () => {
  it.each([
    ["7", [expiry], true, [{ type: "expires", afterMs: 7 * DAY_MS }]],
    ["7", [expiry], false, []],
    ["8", [expiry], true, []],
    ["0", [expiry], true, []],
    ["30", [expiry, keeping], true, [{ type: "expires", afterMs: DAY_MS }]],
    ["0", [expiry, keeping], true, [{ type: "expires", afterMs: DAY_MS }]],
  ] as const)("[O65] after %s days is told to owners where it is soon (%#)", async (days, features, isOwner, said) => {
    expect(await told(days, features, isOwner)).toEqual(said);
  });

  it("[O66] is put off by one request of an owner, who is told until when", async () => {
    const store = new MemoryStore();
    server = await startTestServer({ ROOM_EXPIRY_DAYS: "3" }, store, [expiry]);
    const { roomId, key } = await server.createRoom();
    const soon = Date.now() + 1_000;
    await store.touchRoom(roomId, soon);
    const keep = (bearer: string): Promise<Response> =>
      fetch(`${server.url}/api/rooms/${roomId}/expiry`, {
        method: "POST",
        headers: { Authorization: `Bearer ${bearer}` },
      });
    expect((await keep("no-key-of-this-room-at-all")).status).toBe(401);
    expect(await store.rooms("", 1)).toEqual([[roomId, soon]]);
    const { expiresAt } = (await (await keep(key)).json()) as { expiresAt: number };
    const [[, kept]] = (await store.rooms("", 1)) as [[string, number]];
    expect(expiresAt).toBeGreaterThan(Date.now() + 3 * DAY_MS - 10_000);
    expect(Math.abs(kept - expiresAt)).toBeLessThan(10_000);
  });

  it("[O66] is put off while somebody is in the room too, by the store at once", async () => {
    const store = new MemoryStore();
    server = await startTestServer({ ROOM_EXPIRY_DAYS: "3" }, store, [expiry]);
    const { roomId, key } = await server.createRoom();
    const wire = await Wire.enter(server.socketUrl(roomId), { key });
    // as after hours in which nobody has swept
    await store.touchRoom(roomId, Date.now() + 1_000);
    const keep = { method: "POST", headers: { Authorization: `Bearer ${key}` } };
    const kept = (await (await fetch(`${server.url}/api/rooms/${roomId}/expiry`, keep)).json()) as {
      expiresAt: number;
    };
    expect(kept.expiresAt).toBeGreaterThan(Date.now() + 3 * DAY_MS - 10_000);
    expect(await store.expiryOf(roomId)).toBe(kept.expiresAt);
    wire.leave();
  });

  it("[O67] is told to an owner who asks, in memory or not, and to ask is no visit", async () => {
    const store = new MemoryStore();
    // as long as rooms are kept by default
    server = await startTestServer({}, store, [expiry]);
    const { roomId, key } = await server.createRoom();
    const ask = (room: string, bearer?: string): Promise<Response> =>
      fetch(`${server.url}/api/rooms/${room}/expiry`, { headers: bearer ? { Authorization: `Bearer ${bearer}` } : {} });
    const soon = Date.now() + 3 * DAY_MS;
    await store.touchRoom(roomId, soon);
    expect(await (await ask(roomId, key)).json()).toEqual({ expiresAt: soon });
    expect(await store.expiryOf(roomId)).toBe(soon);
    expect((await ask(roomId)).status).toBe(401);
    expect((await ask(roomId, "no-key-of-this-room-at-all")).status).toBe(401);
    expect((await ask("346789ABCDEFG", key)).status).toBe(404);
    await store.touchRoom(roomId, Infinity);
    expect(await (await ask(roomId, key)).json()).toEqual({ expiresAt: null });

    const wire = await Wire.enter(server.socketUrl(roomId), { name: "Bo" });
    // whoever is there visits it, whatever the store says still
    await store.touchRoom(roomId, soon);
    const { expiresAt } = (await (await ask(roomId, key)).json()) as { expiresAt: number };
    expect(Math.abs(expiresAt - Date.now() - 30 * DAY_MS)).toBeLessThan(10_000);
    wire.leave();
  });
});
