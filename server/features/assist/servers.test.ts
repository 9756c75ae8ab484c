// The assistant of two servers on one database: what is spent at one is spent at both, and what is answered at one is read at both.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { Wire } from "../../test/hostile/wire.ts";
import { Cluster } from "../../test/process/cluster.ts";
import { startDatabases, type TestDatabases } from "../../test/replicaSet.ts";
import { Asker } from "./test/asker.ts";
import { FakeProvider } from "./test/fakeProvider.ts";

// Starting a replica set and two servers takes a busy machine a while.
jest.setTimeout(120_000);

const PER_DAY = 1_000_000;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startDatabases();
});
afterAll(() => databases.stop());

describe("two servers", () => {
  let fake: FakeProvider;
  let cluster: Cluster;
  beforeEach(async () => {
    fake = await FakeProvider.start();
    const uri = databases.newDatabase();
    cluster = await Cluster.start([uri, uri], {
      AI_PROVIDER: "compatible",
      AI_MODEL: "fake-1",
      AI_BASE_URL: `${fake.origin}/v1`,
      AI_TOKENS_PER_DAY: String(PER_DAY),
    });
  });
  afterEach(async () => {
    await cluster.dispose();
    await fake.stop();
  });

  const enter = async (node: number, roomId: string, hello: Parameters<typeof Wire.enter>[1]): Promise<Asker> => {
    const url = `${cluster.nodes[node]!.url.replace("http", "ws")}/${roomId}`;
    return new Asker(await Wire.enter(url, hello)).come();
  };

  it("[A170] spend the tokens of one day, those that are set aside as well", async () => {
    const [here, there] = [await cluster.createRoom(), await cluster.createRoom()];
    const olga = await enter(0, here.roomId, { key: here.key });
    fake.behaviour = { way: "stall" };
    const id = olga.ask("chat", "Wait");
    await fake.next(1);
    const { reserved } = await olga.entry("asked", id);
    // the other one looks for the first time
    const ben = await enter(1, there.roomId, { key: there.key });
    expect(ben.state.left!.server).toBe(PER_DAY - reserved);
    olga.send({ type: "stop", id });
    const { tokens } = await olga.entry("answered", id);
    expect((await olga.next("state")).left!.server).toBe(PER_DAY - tokens.in - tokens.out);
    fake.behaviour = undefined;
    const answered = await ben.entry("answered", ben.ask("chat", "And now?"));
    const took = tokens.in + tokens.out + answered.tokens.in + answered.tokens.out;
    expect((await ben.next("state")).left!.server).toBe(PER_DAY - took);
    for (const { wire } of [olga, ben]) wire.leave();
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("[A100] show an answer to those who come by either, as it streams, and when the one that asked for it is gone", async () => {
    const { roomId, key } = await cluster.createRoom();
    const olga = await enter(0, roomId, { key });
    const ben = await enter(1, roomId, { name: "Ben" });
    const text = "One two three four five six seven eight.";
    fake.behaviour = { way: "slow", count: 30, text };
    const id = olga.ask("chat", "Count");
    for (const person of [olga, ben]) {
      const answered = await person.entry("answered", id);
      expect(answered).toMatchObject({ ended: "whole", text });
      expect(person.streamed(id)).not.toBe("");
      expect(text.startsWith(person.streamed(id))).toBe(true);
    }
    await cluster.nodes[0]!.end("SIGTERM");
    const again = await enter(1, roomId, { key: ben.key });
    // the log has a place without an entry where the room has moved
    const log = (await again.log()).filter((entry) => entry !== null);
    expect(log).toMatchObject([
      { type: "asked", id },
      { type: "answered", id, text },
    ]);
    again.wire.leave();
    expect(cluster.nodes.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
