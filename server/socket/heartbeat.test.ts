// The heartbeat, its clock moved by hand.
import { EventEmitter } from "node:events";
import { describe, expect, it } from "@jest/globals";
import type { WebSocket } from "ws";
import { SimClock } from "../test/fuzz/simNetwork.ts";
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
  function startFake(everyMs = 15_000) {
    const clock = new SimClock();
    const heartbeat = startHeartbeat(everyMs, clock);
    const add = (count: number, answers: boolean): FakeSocket[] => {
      const sockets = Array.from({ length: count }, () => new FakeSocket(answers));
      for (const socket of sockets) heartbeat.add(socket as unknown as WebSocket);
      return sockets;
    };
    return { clock, heartbeat, add, beat: () => clock.advance(everyMs) };
  }

  const pingsOf = (sockets: readonly FakeSocket[]): number => sockets.reduce((sum, { pings }) => sum + pings, 0);

  it("[P54] cuts who leaves two pings unanswered, and nobody else", () => {
    const { add, beat } = startFake();
    const [alive, dead] = [add(1, true)[0]!, add(1, false)[0]!];
    beat();
    beat();
    expect(dead).toMatchObject({ pings: 2, cut: false });
    beat();
    expect(dead.cut).toBe(true);
    for (let i = 0; i < 10; i++) beat();
    expect(alive).toMatchObject({ pings: 13, cut: false });
  });

  it("[P54] one answer in time is enough", () => {
    const { add, beat } = startFake();
    const socket = add(1, false)[0]!;
    for (let i = 0; i < 10; i++) {
      beat();
      beat();
      socket.emit("pong");
    }
    expect(socket.cut).toBe(false);
    expect(socket.listenerCount("pong")).toBe(1);
  });

  it("[P54] pings everybody once in its time, and never many at once, however they came", () => {
    const { clock, add } = startFake(5_000);
    const sockets = [...add(700, true), ...add(300, true)];
    let most = 0;
    for (let ms = 0, before = 0; ms < 10_000; ms++) {
      clock.advance(1);
      most = Math.max(most, pingsOf(sockets) - before);
      before = pingsOf(sockets);
    }
    expect(new Set(sockets.map(({ pings }) => pings))).toEqual(new Set([2]));
    expect(most).toBeLessThanOrEqual(20);
  });

  it("[P54] asks nothing of who has gone", () => {
    const { add, beat } = startFake();
    const socket = add(1, true)[0]!;
    socket.emit("close");
    beat();
    expect(socket.pings).toBe(0);
  });

  it("[P54] stops when it is told to", () => {
    const { heartbeat, add, beat } = startFake();
    const socket = add(1, true)[0]!;
    heartbeat.stop();
    beat();
    expect(socket.pings).toBe(0);
  });
});
