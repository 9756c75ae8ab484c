// What whoever watches a server costs it: the store, asked by many, on a clock that the test moves.
import { afterEach, expect, it } from "@jest/globals";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { SimClock } from "../test/fuzz/simNetwork.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";

/** Counts how often it is asked, and answers as it is told. */
class AskedStore extends MemoryStore {
  asked = 0;
  isAway = false;
  override async ready(): Promise<void> {
    this.asked++;
    if (this.isAway) throw new Error("away");
    return super.ready();
  }
}

let server: TestServer;
afterEach(() => server.stop());

it("[H8] asks the store whether it is ready once a second, however many want to know, and then tells what is so", async () => {
  const clock = new SimClock();
  const store = new AskedStore();
  server = await startTestServer({}, store, [], clock);
  const atStart = store.asked;
  const ask = async (): Promise<number> => (await fetch(`${server.url}/ready`)).status;
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  expect([...new Set([...answers, await ask()])]).toEqual([200]);
  expect(store.asked - atStart).toBe(1);
  store.isAway = true;
  clock.advance(999);
  expect(await ask()).toBe(200);
  clock.advance(1);
  expect([await ask(), await ask()]).toEqual([503, 503]);
  expect(store.asked - atStart).toBe(2);
  store.isAway = false;
  clock.advance(1_000);
  expect(await ask()).toBe(200);
});
