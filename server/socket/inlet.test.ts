// What arrives on a real socket, let in by a seat that the test holds.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { WebSocket, WebSocketServer } from "ws";
import type { Seat } from "../budgets/fairTurns.ts";
import { letInByTurns } from "./inlet.ts";

/** Lets in so many pieces and then none, until it is given more. */
class HeldSeat implements Seat {
  allowed = 0;
  pieces = 0;
  #waiting: (() => void)[] = [];
  begin(): boolean {
    if (this.pieces >= this.allowed) return false;
    this.pieces++;
    return true;
  }
  end(): void {}
  whenTurn(run: () => void): void {
    this.#waiting.push(run);
  }
  get isAsked(): boolean {
    return this.#waiting.length > 0;
  }
  allow(more: number): void {
    this.allowed += more;
    for (const run of this.#waiting.splice(0)) run();
  }
  work<Result>(run: () => Result): Promise<Result> {
    return Promise.resolve(run());
  }
  spend(): void {}
  leave(): void {}
}

let http: Server;
let client: WebSocket;

afterEach(() => {
  client.terminate();
  http.closeAllConnections();
  http.close();
});

/** A client, and what the server has heard of it through the inlet. */
async function connect(seat: HeldSeat) {
  const heard: string[] = [];
  const closed: number[] = [];
  const webSockets = new WebSocketServer({ noServer: true });
  http = createServer();
  http.on("upgrade", (request, socket, head) =>
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      letInByTurns(socket, seat);
      webSocket.on("message", (data: Buffer) => heard.push(data.toString()));
      webSocket.on("close", (code) => closed.push(code));
    }),
  );
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  await once(client, "open");
  return { heard, closed };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

describe("what arrives on a socket", () => {
  it("[O20] goes in at once while its address has time", async () => {
    const seat = new HeldSeat();
    seat.allowed = Infinity;
    const { heard } = await connect(seat);
    for (let i = 0; i < 5; i++) client.send(`frame ${i}`);
    await until(() => heard.length === 5);
    expect(seat.isAsked).toBe(false);
  });

  it("[O20] waits whole while it has not, the sender too, and goes in to the letter by pieces of 4 kB", async () => {
    const seat = new HeldSeat();
    const { heard } = await connect(seat);
    const frames = Array.from(
      { length: 200_000 },
      (_, index) => `frame number ${index}, which is as long as others are`,
    );
    for (const frame of frames) client.send(frame);
    await until(() => seat.isAsked);
    // More is not taken from the sender than fits between two pieces and the system's own buffers.
    for (let before = -1; before !== client.bufferedAmount;) {
      before = client.bufferedAmount;
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(client.bufferedAmount).toBeGreaterThan(1_000_000);
    expect(heard).toEqual([]);
    seat.allow(1);
    const [first] = frames;
    expect(heard.length).toBeLessThanOrEqual(4_096 / first!.length);
    expect(heard.length).toBeGreaterThan(50);
    while (heard.length < frames.length) {
      seat.allow(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(heard).toEqual(frames);
  });

  it("[O20] is forgotten when the connection breaks", async () => {
    const seat = new HeldSeat();
    const { heard, closed } = await connect(seat);
    client.send("never heard");
    await until(() => seat.isAsked);
    client.terminate();
    // Paused, the server does not see the end; what is over is over once it looks again.
    seat.allow(1);
    await until(() => closed.length === 1);
    expect(heard.length).toBeLessThanOrEqual(1);
  });

  it("[O20] ends as the other side ends it, after all that it said before", async () => {
    const seat = new HeldSeat();
    const { heard, closed } = await connect(seat);
    client.send("a word");
    client.close(1000);
    await until(() => seat.isAsked);
    seat.allow(10);
    await until(() => closed.length === 1);
    expect([heard, closed]).toEqual([["a word"], [1000]]);
  });
});
