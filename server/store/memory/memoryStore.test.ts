// The memory store under the contract, and its crash.
import { describe, expect, it } from "@jest/globals";
import { storeContract } from "../contract.ts";
import { commitOf, roomNamed } from "../samples.ts";
import { MemoryDisk, MemoryStore } from "./memoryStore.ts";

storeContract(
  "MemoryStore",
  async () => {
    const disk = new MemoryDisk();
    return { open: async () => new MemoryStore(disk), dispose: async () => {} };
  },
  200,
);

describe("MemoryStore", () => {
  it("[S6] a store on the disk of a crashed one has what that one kept, and nothing is shared without the disk", async () => {
    const disk = new MemoryDisk();
    const crashed = new MemoryStore(disk);
    const stream = { roomId: "r", file: 1 };
    await crashed.createRoom(roomNamed("r"), Infinity);
    const unheard = crashed.append([commitOf(stream, 0)]);
    const next = new MemoryStore(disk);
    expect(await next.read(stream, 0, 10)).toHaveLength(1);
    expect(await unheard).toEqual(["ok"]);
    expect(await new MemoryStore().loadRoom("r")).toBeUndefined();
  });

  it("[S7] what goes on writing after its crash meets a conflict", async () => {
    const disk = new MemoryDisk();
    const [crashed, next] = [new MemoryStore(disk), new MemoryStore(disk)];
    const stream = { roomId: "r", file: 1 };
    await crashed.createRoom(roomNamed("r"), Infinity);
    expect(await next.append([commitOf(stream, 0)])).toEqual(["ok"]);
    expect(await crashed.append([commitOf(stream, 0)])).toEqual(["conflict"]);
  });
});
