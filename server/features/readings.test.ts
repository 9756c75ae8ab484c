// What clients have read of a feature's log: how much of the store that takes, in whose turn, and how much of it waits.
import { describe, expect, it } from "@jest/globals";
import type { RoomClient } from "../rooms/people/audience.ts";
import { type Commit, FEATURE_STREAMS } from "../rooms/roomStore.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { FEATURE_ROOM, roomWithFeature } from "../test/featureRoom.ts";
import { settle } from "../test/fuzz/simNetwork.ts";
import type { TestOutlet } from "../test/testOutlet.ts";
import type { FeatureLog, LogPage } from "./featureLog.ts";

const STREAM = { roomId: FEATURE_ROOM, file: FEATURE_STREAMS + 7 };
const WAIT = { code: "rate_limited", retryAfterMs: 2_000 };

/** Counts what the log has it read, and waits with each until it is told to go on. */
class CountedStore extends MemoryStore {
  entries = 0;
  isHolding = false;
  readonly held: (() => void)[] = [];

  override async read(...args: Parameters<MemoryStore["read"]>): Promise<Commit[]> {
    if (args[0].file !== STREAM.file) return super.read(...args);
    if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
    const commits = await super.read(...args);
    this.entries += commits.reduce((sum, { count }) => sum + count, 0);
    return commits;
  }

  async goOn(): Promise<void> {
    for (const go of this.held.splice(0)) go();
    await settle();
  }
}

/** A room whose feature has so many entries of so many characters, and what clients ask of it. */
async function logOf(entries: number, characters = 10) {
  const store = new CountedStore(new MemoryDisk());
  let log: FeatureLog<string> | undefined;
  const own = { logs: { said: STREAM.file - FEATURE_STREAMS } };
  const made = await roomWithFeature(
    (room) => {
      log = room.log<string>("said", { replayed() {}, opened() {}, committed() {} });
      return {
        message({ client }, data) {
          const { from, to } = data as { readonly from: number; readonly to: number };
          return log!.readFor(client, from, to, (page) => room.send(client, page));
        },
      };
    },
    undefined,
    undefined,
    { store },
    own,
  );
  for (let entry = 0; entry < entries; entry++) {
    log!.append("x".repeat(characters));
    await settle();
  }
  const ask = (client: RoomClient, from: number, to: number): void =>
    made.room.receive(client, { type: "feature", feature: "tested", data: { from, to } }, 50);
  const told = (outlet: TestOutlet): LogPage<string>[] =>
    outlet.of("feature").map(({ data }) => data as LogPage<string>);
  return { ...made, store, ask, told };
}

describe("what a client reads of a feature's log", () => {
  it("[F30] takes no more of the store than it asks for, nor much more than one page holds", async () => {
    const { store, enter, ask, told } = await logOf(60, 20_000);
    const { client, outlet } = await enter();
    ask(client, 7, 8);
    await settle();
    expect(told(outlet).map(({ from, entries }) => [from, entries.length])).toEqual([[7, 1]]);
    expect(store.entries).toBe(1);
    ask(client, 0, 60);
    await settle();
    const [, page] = told(outlet);
    expect(page!.entries.length).toBeGreaterThan(0);
    expect(page!.entries.length).toBeLessThan(60);
  });

  it("[F30] is read in its turn, all of it in pieces", async () => {
    const { store, enter, ask, told } = await logOf(3);
    const { client, outlet } = await enter();
    const waiting: (() => void)[] = [];
    outlet.work = async (run) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return run();
    };
    ask(client, 0, 3);
    await settle();
    expect([store.entries, waiting.length]).toEqual([0, 1]);
    for (const _ of ["it is read", "it is parsed", "it is told"]) {
      expect(told(outlet)).toEqual([]);
      expect(waiting).toHaveLength(1);
      waiting.shift()!();
      await settle();
    }
    expect(told(outlet)).toHaveLength(1);
    expect(waiting).toEqual([]);
  });

  it("[F30] is read one after the other, and what is beyond 20 is refused", async () => {
    const { store, enter, ask, told } = await logOf(3, 10);
    const [one, other] = [await enter(), await enter({ name: "Ada" })];
    store.isHolding = true;
    for (let at = 0; at < 20; at++) ask(one.client, 0, 1);
    expect(() => ask(one.client, 0, 1)).toThrow(expect.objectContaining(WAIT));
    ask(other.client, 1, 2);
    await settle();
    // one of each
    expect(store.held).toHaveLength(2);
    for (let read = 0; read < 20; read++) await store.goOn();
    expect([told(one.outlet).length, told(other.outlet).length]).toEqual([20, 1]);
    ask(one.client, 2, 3);
    await store.goOn();
    expect(told(one.outlet)).toHaveLength(21);
  });

  it("[F30] is not read while the client reads slowly, nor once it has left", async () => {
    const { store, room, enter, ask, told } = await logOf(3);
    const [slow, gone] = [await enter(), await enter({ name: "Ada" })];
    slow.outlet.full = true;
    ask(slow.client, 0, 1);
    ask(slow.client, 1, 2);
    await settle();
    expect([store.entries, told(slow.outlet)]).toEqual([0, []]);
    slow.outlet.full = false;
    room.drained(slow.client);
    await settle();
    expect(told(slow.outlet).map(({ from }) => from)).toEqual([0, 1]);
    store.entries = 0;
    store.isHolding = true;
    for (let at = 0; at < 5; at++) ask(gone.client, 0, 1);
    room.leave(gone.client);
    store.isHolding = false;
    await store.goOn();
    expect([store.entries, told(gone.outlet)]).toEqual([1, []]);
  });
});
