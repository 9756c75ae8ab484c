// Two people in a room, over a real socket.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestServer, type TestServer } from "./harness.ts";

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

describe("two people in a room", () => {
  it("[P1] both see what each types, and it is saved", async () => {
    const { roomId, key } = await server.createRoom();
    const olga = server.enter(roomId, { key });
    const ben = server.enter(roomId, { name: "Ben" });
    await Promise.all([olga.settled(), ben.settled()]);
    olga.insert(0, "hello ");
    ben.insert(0, "world");
    await Promise.all([olga.settled(), ben.settled()]);
    await olga.until(() => olga.text().length === 11);
    await ben.until(() => ben.text().length === 11);
    expect(olga.text()).toBe(ben.text());
    expect(await server.rooms.text(roomId, 1)).toBe(olga.text());
    expect(server.log.errors).toEqual([]);
    olga.leave();
    ben.leave();
  });
});
