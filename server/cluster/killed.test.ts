// What is asked over HTTP of a room whose server was killed, until another has it.
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { Wire } from "../test/hostile/wire.ts";
import { Cluster } from "../test/process/cluster.ts";
import { startDatabases, type TestDatabases } from "../test/replicaSet.ts";

// Starting a replica set and two servers takes a busy machine a while.
jest.setTimeout(120_000);

/** Its lease ends 5 s after its last sign. */
const BACK_WITHIN_MS = 30_000;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

it("[N4] is refused with when to come again until another server has the room, and is never an error of ours", async () => {
  const uri = databases.newDatabase();
  const cluster = await Cluster.start([uri, uri]);
  const [here, there] = cluster.nodes as [Cluster["nodes"][number], Cluster["nodes"][number]];
  const { roomId, key } = await cluster.createRoom();
  const wire = await Wire.enter(`${there.url.replace("http", "ws")}/${roomId}`, { key });
  await wire.next("file");
  wire.push([[[0, "kept"]]]);
  await wire.next("updates");
  const room = `${here.url}/api/rooms/${roomId}`;
  const headers = { Authorization: `Bearer ${key}` };
  const title = JSON.stringify({ title: "T" });
  const ask = (): Promise<Response>[] => [
    fetch(room),
    fetch(room, { headers }),
    fetch(`${room}/download`),
    fetch(`${room}/download/1`),
    fetch(`${room}/expiry`, { headers }),
    fetch(`${room}/expiry`, { headers, method: "POST" }),
    fetch(`${room}/history`, { headers }),
    fetch(room, { method: "PATCH", headers: { ...headers, "Content-Type": "application/json" }, body: title }),
    fetch(`${here.url}/${roomId}`, { headers: { Accept: "text/html" } }),
  ];
  for (const answer of await Promise.all(ask())) expect([answer.url, answer.status]).toEqual([answer.url, 200]);
  const underWay = ask();
  const killed = there.kill();
  const seen: Response[] = [];
  const see = async (asked: readonly Promise<Response>[]): Promise<void> => {
    for (const answer of await Promise.allSettled(asked)) if (answer.status === "fulfilled") seen.push(answer.value);
  };
  await see(underWay);
  await killed;
  const giveUpAt = performance.now() + BACK_WITHIN_MS;
  for (let isBack = false; !isBack;) {
    const from = seen.length;
    await see(ask());
    isBack = seen.slice(from).every(({ status }) => status === 200);
    if (performance.now() > giveUpAt) throw new Error("the room stays away");
  }
  const refused = seen.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const { url, status, headers: told } of refused)
    expect([url, status, told.get("retry-after")]).toEqual([url, 503, "5"]);
  expect(here.errors).toEqual([]);
  wire.leave();
  await cluster.dispose();
});
