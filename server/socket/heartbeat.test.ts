// The heartbeat, its clock moved by hand.
import { EventEmitter } from "node:events";
import { describe, expect, it } from "@jest/globals";
import type { WebSocket } from "ws";
import type { Clock } from "../rooms/ports.ts";
import { startHeartbeat } from "./heartbeat.ts";

class FakeSocket extends EventEmitter {
  readonly #answers: boolean;
  pings = 0;
  cut = false;

  constructor(answers: boolean) {
    super();
    this.#answers = answers;
  }

  ping(): void {
    this.pings++;
    if (this.#answers) this.emit("pong");
  }

  terminate(): void {
    this.cut = true;
  }
}

describe("the heartbeat", () => {
  function startFake(sockets: ReadonlySet<unknown>) {
    let pending: (() => void) | undefined;
    const clock: Clock = {
      now: () => 0,
      after(ms, run) {
        expect(ms).toBe(15_000);
        pending = run;
        return () => (pending = undefined);
      },
    };
    const stop = startHeartbeat(sockets as ReadonlySet<WebSocket>, 15_000, clock);
    return { stop, beat: () => pending?.(), isWaiting: () => pending !== undefined };
  }

  it("[P54] cuts who leaves two pings unanswered, and nobody else", () => {
    const [alive, dead] = [new FakeSocket(true), new FakeSocket(false)];
    const { beat } = startFake(new Set([alive, dead]));
    beat();
    beat();
    expect(dead).toMatchObject({ pings: 2, cut: false });
    beat();
    expect(dead.cut).toBe(true);
    for (let i = 0; i < 10; i++) beat();
    expect(alive).toMatchObject({ pings: 13, cut: false });
  });

  it("[P54] one answer in time is enough", () => {
    const socket = new FakeSocket(false);
    const { beat } = startFake(new Set([socket]));
    for (let i = 0; i < 10; i++) {
      beat();
      beat();
      socket.emit("pong");
    }
    expect(socket.cut).toBe(false);
    expect(socket.listenerCount("pong")).toBe(1);
  });

  it("[P54] stops when it is told to", () => {
    const { stop, isWaiting } = startFake(new Set());
    expect(isWaiting()).toBe(true);
    stop();
    expect(isWaiting()).toBe(false);
  });
});
