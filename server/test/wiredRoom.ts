// A test's server with one room, and raw sockets to it that end with the test. Knows no rule.
import { afterEach, expect } from "@jest/globals";
import type { Append, AppendOutcome } from "../rooms/roomStore.ts";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "./harness.ts";
import { Wire } from "./hostile/wire.ts";

export let server: TestServer;
export let room: { roomId: string; key: string };
const wires: Wire[] = [];

/** Starts it with these options, and makes the room. */
export async function start(...options: Parameters<typeof startTestServer>): Promise<void> {
  server = await startTestServer(...options);
  room = await server.createRoom();
}

afterEach(async () => {
  for (const wire of wires.splice(0)) wire.leave();
  expect(server.log.errors).toEqual([]);
  await server.stop();
});

const keep = <W extends Wire>(wire: W): W => {
  wires.push(wire);
  return wire;
};

/** A connection that has said nothing yet. */
export const open = async (): Promise<Wire> => keep(await Wire.open(server.socketUrl(room.roomId)));
/** In the room, with no file open. */
export const enter = async (hello: Parameters<typeof Wire.enter>[1] = {}) =>
  keep(await Wire.enter(server.socketUrl(room.roomId), hello));

/** In the room with the file open. */
export async function enterFile(hello: Parameters<typeof Wire.enter>[1] = {}) {
  const wire = await enter(hello);
  return Object.assign(wire, { file: await wire.next("file") });
}

/** The text of a ChangeSet's JSON that types at the end of `length`. */
export const append = (length: number, text: string): unknown[] => (length === 0 ? [[0, text]] : [length, [0, text]]);

/** Types one letter after the other, each a push, and waits for the last to be shown. */
export async function type(wire: Wire, from: number, letters: string): Promise<void> {
  for (const [index, letter] of [...letters].entries()) {
    wire.push([append(from + index, letter)], { version: from + index, seq: from + index + 1 });
    await wire.next("updates");
  }
}

/** A store whose appends wait until they are let go. */
export class PausedStore extends MemoryStore {
  readonly #held: (() => void)[] = [];
  holding = false;

  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    if (this.holding) await new Promise<void>((resolve) => this.#held.push(resolve));
    return super.append(appends);
  }

  release(): void {
    this.holding = false;
    for (const go of this.#held.splice(0)) go();
  }
}
