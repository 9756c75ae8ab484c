// What is told over HTTP while the store does not answer.
import { afterEach, expect, it } from "@jest/globals";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";

let server: TestServer;
afterEach(() => server.stop());

/** Reads nothing while it is away. */
class AwayStore extends MemoryStore {
  isAway = false;
  override async loadRoom(...of: Parameters<MemoryStore["loadRoom"]>): ReturnType<MemoryStore["loadRoom"]> {
    if (this.isAway) throw new Error("connection 7 to 10.0.0.1 closed");
    return super.loadRoom(...of);
  }
}

it("[H68] is 503 with when to come again, nothing of the inside, and an error in the log", async () => {
  const store = new AwayStore();
  server = await startTestServer({}, store);
  const { roomId, key } = await server.createRoom();
  const room = `${server.url}/api/rooms/${roomId}`;
  const headers = { Authorization: `Bearer ${key}` };
  const json = { ...headers, "Content-Type": "application/json" };
  store.isAway = true;
  for (const init of [{}, { headers }, { headers: json, method: "PATCH", body: JSON.stringify({ title: "T" }) }]) {
    const answer = await fetch(room, init);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error).toEqual({ code: "store_unavailable", message: expect.not.stringContaining("10.0.0.1") });
  }
  expect(server.log.errors).toHaveLength(3);
  store.isAway = false;
  expect((await fetch(room, { headers })).status).toBe(200);
});
