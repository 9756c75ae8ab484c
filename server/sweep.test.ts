// The sweep of a whole server that is stopped meanwhile.
import { once } from "node:events";
import { expect, it } from "@jest/globals";
import { MemoryStore } from "./store/memory/memoryStore.ts";
import { roomNamed } from "./store/samples.ts";
import { settle } from "./test/fuzz/simNetwork.ts";
import { startTestServer } from "./test/harness.ts";

/** A store whose first page of expired rooms waits until it is let go. */
class HeldSweep extends MemoryStore {
  readonly pages: string[][] = [];
  #go = (): void => {};
  readonly #held = new Promise<void>((resolve) => (this.#go = resolve));

  release(): void {
    this.#go();
  }

  override async expireRooms(now: number, limit: number): Promise<string[]> {
    await this.#held;
    const page = await super.expireRooms(now, limit);
    this.pages.push(page);
    return page;
  }
}

it("[D23] a server that is stopped ends the sweep after the rooms that it is at, and nothing fails of it", async () => {
  const store = new HeldSweep();
  for (let room = 0; room < 50; room++) await store.createRoom(roomNamed(`r${room}`), 1_000);
  const server = await startTestServer({}, store);
  let stopped = false;
  const stopping = server.stop().then(() => (stopped = true));
  await once(server.server, "close");
  for (let turn = 0; turn < 20; turn++) await settle();
  expect(stopped).toBe(false);
  store.release();
  await stopping;
  expect(store.pages.map(({ length }) => length)).toEqual([20]);
  expect(server.log.errors).toEqual([]);
});
