// What a session does for a client that does not read as fast as it is told, on a stream that is read by hand.
import { describe, expect, it, jest } from "@jest/globals";
import { createBudgets } from "../budgets/budgets.ts";
import { readConfig } from "../config.ts";
import { eventLoopTurns } from "../platform.ts";
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
      logger: new TestLog(),
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

  it("[O21] is cut at once, with all that waits, where more waits for all together than may and most of it for it", async () => {
    const clock = new SimClock();
    const { shares } = readConfig({ ADDRESS_WAITING_BYTES: "0", ALL_WAITING_BYTES: "200000" });
    const budgets = createBudgets(shares, clock, eventLoopTurns);
    const wire = new Wire({ opened() {}, frame() {}, closed() {} }, () => {});
    const terminate = jest.spyOn(wire.serverEnd, "terminate");
    const refused: string[] = [];
    const session = new Session(wire.asUpgraded(), {
      join: () => new Promise(() => {}),
      limits: DEFAULT_LIMITS,
      slowReader: { fullBytes: 1_000_000, closeBytes: 1_000_000, closeAfterMs: 60_000 },
      ...budgets.of("an address"),
      origin: "",
      isSheltered: true,
      refused: (code) => void refused.push(code),
      clock,
      logger: new TestLog(),
    });
    session.send(socketFrames.encode("x".repeat(150_000)));
    budgets.of("another address").waiting.set(40_000);
    await settle();
    expect(refused).toEqual([]);
    budgets.of("a third address").waiting.set(40_000);
    await settle();
    expect(refused).toEqual(["slow_reader"]);
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it("[O21] that is told to go is counted until it has gone", () => {
    const clock = new SimClock();
    const { shares } = readConfig({});
    const own = createBudgets(shares, clock, eventLoopTurns).of("an address");
    const counted: number[] = [];
    jest.spyOn(own.waiting, "set").mockImplementation((bytes) => void counted.push(bytes));
    const wire = new Wire({ opened() {}, frame() {}, closed() {} }, () => {});
    const session = new Session(wire.asUpgraded(), {
      join: () => new Promise(() => {}),
      limits: DEFAULT_LIMITS,
      slowReader: { fullBytes: 1_000, closeBytes: 1_000_000, closeAfterMs: 1_000 },
      ...own,
      origin: "",
      isSheltered: true,
      refused: () => {},
      clock,
      logger: new TestLog(),
    });
    // the other side does not answer
    jest.spyOn(wire.serverEnd, "close").mockImplementation(() => {});
    session.send(socketFrames.encode("x".repeat(150_000)));
    const before = [...counted];
    clock.advance(1_000);
    clock.advance(1_999);
    expect([before.length, counted]).toEqual([1, before]);
    clock.advance(1);
    expect(counted.at(-1)).toBe(0);
  });
});
