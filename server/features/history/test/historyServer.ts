// A server with the feature and a room of its own for each test, and what tests say and ask there over real sockets and HTTP.
import { afterEach, expect } from "@jest/globals";
import { inflateRawSync } from "node:zlib";
import request from "supertest";
import type { Role } from "../../../protocol/events.ts";
import { unpacked } from "../../../protocol/packedEntries.ts";
import { readUpdates, type UpdateJSON } from "../../../protocol/updates.ts";
import { MemoryDisk, MemoryStore } from "../../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../../test/harness.ts";
import { Wire } from "../../../test/hostile/wire.ts";
import type { Feature } from "../../feature.ts";
import type { FeatureRoom } from "../../featureRoom.ts";
import history from "../index.ts";
import type { ClientHistoryMessage, ServerHistoryMessage } from "../messages.ts";

type Told<Type extends ServerHistoryMessage["type"]> = Extract<ServerHistoryMessage, { type: Type }>;
type Entered = Awaited<ReturnType<typeof Wire.enter>>;

export const VIEWING = "abcdefghijk344";
export const SECRET = "hunter2";

export let server: TestServer;
let disk: MemoryDisk;
export let roomId: string;
/** the owner's */
export let key: string;
export let live: FeatureRoom;
/** Those that are in, for `stop` to leave. */
export const wires: Wire[] = [];

/** Whoever is called Vera comes as a viewer, and Wanda waits; it marks, and does not answer where it should. */
export const door: Feature = {
  name: "door",
  open: (room) => {
    live = room;
    return {
      admit({ person, name, wait }): Role | Promise<Role> {
        if (person) return person.role;
        if (name !== "Wanda") return name.startsWith("Vera") ? "viewer" : "editor";
        wait();
        return new Promise(() => {});
      },
      marks: () => [{ time: 5, kind: "knocked-at-the-door-of-the-room", word: "w".repeat(50) }],
    };
  },
};
export const broken: Feature = {
  name: "broken",
  open: () => ({
    marks() {
      throw new Error("broken");
    },
  }),
};

export async function start(
  features: readonly Feature[] = [history, door],
  settings: Record<string, string> = {},
): Promise<void> {
  const rates = { LIMIT_MESSAGES_PER_SECOND: "0", LIMIT_PUSHES_PER_SECOND: "0", ...settings };
  disk ??= new MemoryDisk();
  server = await startTestServer(rates, new MemoryStore(disk), features);
  if (!roomId) ({ roomId, key } = await server.createRoom());
}

export async function stop(): Promise<void> {
  for (const wire of wires.splice(0)) wire.leave();
  await server.stop();
}

afterEach(async () => {
  await stop();
  [roomId, key] = ["", ""];
  disk = new MemoryDisk();
});

export async function enter(
  hello: Parameters<typeof Wire.enter>[1] = {},
  address = roomId,
): Promise<Entered & { key: string }> {
  const wire = await Wire.enter(server.socketUrl(address), { files: [], ...hello });
  wires.push(wire);
  return Object.assign(wire, { key: hello.key ?? wire.welcome.you.key ?? "" });
}

export const owner = (files: readonly object[] = [{ file: 1, version: null }]) => enter({ key, files });

export const say = (wire: Wire, data: ClientHistoryMessage): void =>
  wire.say({ type: "feature", feature: "history", data });

export async function told<Type extends ServerHistoryMessage["type"]>(wire: Wire, type: Type): Promise<Told<Type>> {
  for (;;) {
    const { feature, data } = await wire.next("feature");
    if (feature === "history" && (data as ServerHistoryMessage).type === type) return data as Told<Type>;
  }
}

export const refusedWith = async (wire: Wire, data: ClientHistoryMessage): Promise<string> => {
  say(wire, data);
  return (await wire.next("error")).code;
};

export const get = (path: string, as: string | undefined = key, address = roomId) => {
  const asked = request(server.url).get(`/api/rooms/${address}/history${path}`).buffer(true);
  return as === undefined ? asked : asked.set("Authorization", `Bearer ${as}`);
};
export const post = (path: string, body: object, as = key) =>
  request(server.url).post(`/api/rooms/${roomId}/history${path}`).set("Authorization", `Bearer ${as}`).send(body);

/** Types each as an update of its own, behind what is there; a number deletes so many from the end. */
export async function type(wire: Wire, ...pieces: readonly (string | number)[]): Promise<void> {
  const lengths = [0];
  for (const [index, piece] of pieces.entries()) {
    const length = lengths.at(-1)!;
    const kept = typeof piece === "number" ? length - piece : length;
    const section = typeof piece === "number" ? [piece] : [0, ...piece.split("\n")];
    wire.push([kept > 0 ? [kept, section] : [section]], { version: index, seq: index + 1 });
    await wire.next("updates");
    lengths.push(typeof piece === "number" ? kept : kept + piece.length);
  }
}

/** What blocks hold, and where the first begins. */
function updatesIn(bytes: Buffer): { from: number; updates: UpdateJSON[] } {
  let at = 0;
  const varint = (): number => {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      if (byte < 128) return number + byte * scale;
      number += (byte - 128) * scale;
    }
  };
  let first: number | undefined;
  const updates: UpdateJSON[] = [];
  while (at < bytes.length) {
    const [from, count, length] = [varint(), varint(), varint()];
    first ??= from;
    const packed = bytes.subarray(at, (at += length));
    const text = unpacked(packed[0]!, inflateRawSync(packed.subarray(1)), (some) => Buffer.from(some).toString());
    const some = readUpdates(text);
    expect([first + updates.length, some.length]).toEqual([from, count]);
    updates.push(...some);
  }
  return { from: first ?? 0, updates };
}

export const logOf = async (path: string, as = key) => updatesIn((await get(path, as).expect(200)).body as Buffer);

export const become = async (participant: number, change: object): Promise<void> => {
  const person = live.accepted.participants.find((one) => one.participant === participant)!;
  live.accept({ type: "participant", time: live.now, participant: { ...person, ...change } });
  await new Promise<void>((resolve) => live.whenDurable(resolve));
};
