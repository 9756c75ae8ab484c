// What a session does for a client that does not read as fast as it is told, on a stream that is read by hand.
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { RoomClient } from "../rooms/people/audience.ts";
import type { Room } from "../rooms/room.ts";
import { SimClock, settle, Wire } from "../test/fuzz/simNetwork.ts";
import { TestLog } from "../test/harness.ts";
import { UNBOUNDED } from "../test/noBound.ts";
import { newClientId } from "../test/person.ts";
import { socketFrames } from "./frames.ts";
import { Session } from "./session.ts";

describe("a slow reader", () => {
  it("[P52] is told what it has missed once it has read all that waited, whatever came in between", async () => {
    const drained: RoomClient[] = [];
    const client = { client: 1 } as RoomClient;
    const room = { drained: (one: RoomClient) => void drained.push(one) } as unknown as Room;
    const wire = new Wire({ opened() {}, frame() {}, closed() {} }, () => {});
    const session = new Session(wire.asUpgraded(), {
      join: async () => ({ room, client }),
      limits: DEFAULT_LIMITS,
      slowReader: { fullBytes: 1_000, closeBytes: 10_000, closeAfterMs: 60_000 },
      ...UNBOUNDED.of("anybody"),
      origin: "",
      isSheltered: true,
      refused: () => {},
      clock: new SimClock(),
      log: new TestLog(),
    });
    const hello = { type: "hello", client: newClientId(), name: "Eve", files: [] };
    wire.serverEnd.emit("message", Buffer.from(JSON.stringify(hello)), false);
    await settle();
    const send = (bytes: number): void => session.send(socketFrames.encode("x".repeat(bytes)));
    send(600);
    send(600);
    expect(session.full).toBe(true);
    wire.deliverToClient();
    // it fits again, behind the frame that did not
    send(300);
    wire.deliverToClient();
    expect([session.full, drained]).toEqual([true, []]);
    wire.deliverToClient();
    expect([session.full, drained]).toEqual([false, [client]]);
  });
});
