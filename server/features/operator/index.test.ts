// What whoever runs the server says, as clients in rooms are told it.
import { afterEach, describe, expect, it } from "@jest/globals";
import { systemClock } from "../../platform.ts";
import { startTestServer, type TestServer } from "../../test/harness.ts";
import { Wire } from "../../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import operatorFeature from "./index.ts";

let server: TestServer;
let operator: Operator;
afterEach(() => server.stop());

/** `aheadMs`: by which the server's clock is set forward. */
async function start(aheadMs = (): number => 0): Promise<void> {
  const clock = { now: () => systemClock.now() + aheadMs(), after: systemClock.after };
  server = await startTestServer({ ADMIN_TOKEN }, undefined, [operatorFeature], clock);
  operator = await Operator.signedIn(server.url);
}

const enter = (roomId: string, hello: object): Promise<Wire> =>
  Wire.enter(server.socketUrl(roomId), { ...hello, files: [{ file: 1, version: null }] });
const told = async (wire: Wire): Promise<unknown> => (await wire.next("feature")).data;

describe("the operator's word", () => {
  it("[O60] a notice is told to everybody at once, and to who comes while it holds", async () => {
    let ahead = 0;
    await start(() => ahead);
    const rooms = await Promise.all([server.createRoom(), server.createRoom()]);
    const wires = await Promise.all(rooms.map(({ roomId, key }) => enter(roomId, { key })));
    await operator.say("PUT", "notice", { text: "Restart at 18:00", minutes: 10 });
    const late = await enter(rooms[0]!.roomId, { name: "Ada" });
    for (const wire of [...wires, late])
      expect(await told(wire)).toEqual({
        type: "standing",
        notice: { text: "Restart at 18:00", since: expect.any(Number), until: expect.any(Number) },
      });
    ahead = 11 * 60_000;
    for (const wire of [...wires, late]) expect(await told(wire)).toEqual({ type: "standing" });
    const after = await enter(rooms[0]!.roomId, { name: "Otto" });
    await after.next("file");
    expect(after.heard.some(({ type }) => type === "feature")).toBe(false);
    for (const wire of [...wires, late, after]) wire.leave();
  });

  it("[O61] that nothing may be written is told, and when that is over; who knows the room reads on", async () => {
    await start();
    const { roomId, key } = await server.createRoom();
    const wire = await enter(roomId, { key });
    await operator.say("PUT", "read-only", { isOn: true, reason: "Backup" });
    const readOnly = { since: expect.any(Number), reason: "Backup" };
    expect(await told(wire)).toEqual({ type: "standing", readOnly });
    const again = await enter(roomId, { key });
    expect(await told(again)).toEqual({ type: "standing", readOnly });
    expect(await again.next("file")).toMatchObject({ text: "" });
    await operator.say("PUT", "read-only", { isOn: false, reason: "" });
    for (const one of [wire, again]) {
      expect(await told(one)).toEqual({ type: "standing" });
      one.leave();
    }
  });

  it("[O63] who is in no room asks what holds, and is told nothing of any room", async () => {
    await start();
    const { roomId } = await server.createRoom();
    const asked = async (): Promise<unknown> => (await fetch(`${server.url}/api/operator`)).json();
    expect(await asked()).toEqual({});
    await operator.say("PUT", "notice", { text: "Restart at 18:00", minutes: 10 });
    await operator.say("PUT", "read-only", { isOn: true, reason: "Backup" });
    await operator.say("PUT", "blocks", { group: "198.51.100.7", minutes: 10, reason: "Spam" });
    const told = await asked();
    expect(told).toEqual({
      notice: { text: "Restart at 18:00", since: expect.any(Number), until: expect.any(Number) },
      readOnly: { since: expect.any(Number), reason: "Backup" },
    });
    expect(JSON.stringify(told)).not.toContain(roomId);
    await server.stop();
    server = await startTestServer({}, undefined, [operatorFeature]);
    expect(await asked()).toEqual({});
  });

  it("[O62] the reason is told before the room is closed, to those in it alone", async () => {
    await start();
    const rooms = await Promise.all([server.createRoom(), server.createRoom()]);
    const [wire, other] = await Promise.all(rooms.map(({ roomId, key }) => enter(roomId, { key })));
    const [made] = await operator.events("?kinds=made");
    await operator.say("POST", `rooms/${made!.room}/close`, { reason: "Spam." });
    await Promise.race([wire!.closed, other!.closed]);
    const [closed, open] = wire!.socket.readyState === 1 ? [other!, wire!] : [wire!, other!];
    expect(closed.heard.slice(-2)).toMatchObject([
      { type: "feature", feature: "operator", data: { type: "ending", reason: "Spam." } },
      { type: "error", code: "closed_by_operator", fatal: true },
    ]);
    expect(open.heard.some(({ type }) => type === "feature")).toBe(false);
    for (const { roomId } of rooms) expect(await server.rooms.exists(roomId)).toBe(true);
    open.leave();
  });
});
