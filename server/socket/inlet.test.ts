// What arrives on a real socket, let in by a seat that the test holds.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { WebSocket, WebSocketServer } from "ws";
import type { Seat } from "../budgets/fairTurns.ts";
import { WaitingBytes } from "../budgets/waitingBytes.ts";
import { SimClock } from "../test/fuzz/simNetwork.ts";
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
  charge<Result>(run: () => Result): Promise<Result> {
    return this.work(run);
  }
  spend(): void {}
  leave(): void {}
}

let http: Server;
let client: WebSocket;
let clock: SimClock;

afterEach(() => {
  client.terminate();
  http.closeAllConnections();
  http.close();
});

/** A client, and what the server has heard of it through the inlet. */
async function connect(seat: HeldSeat, arriving = new WaitingBytes(0, 0)) {
  clock = new SimClock();
  const cuts: string[] = [];
  const heard: string[] = [];
  const closed: number[] = [];
  const webSockets = new WebSocketServer({ noServer: true });
  http = createServer();
  http.on("upgrade", (request, socket, head) =>
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      letInByTurns(socket, { seat, arriving: arriving.meter("an address"), cut: (code) => cuts.push(code), clock });
      webSocket.on("message", (data: Buffer) => heard.push(data.toString()));
      webSocket.on("close", (code) => closed.push(code));
    }),
  );
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  await once(client, "open");
  return { heard, closed, cuts };
}

/** A seat that lets everything in at once. */
function freeSeat(): HeldSeat {
  const seat = new HeldSeat();
  seat.allowed = Infinity;
  return seat;
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

describe("what arrives on a socket", () => {
  it("[O20] goes in at once while its address has time", async () => {
    const seat = freeSeat();
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

describe("a message whose end does not come", () => {
  /** All of it that was sent is there. */
  const has = (arriving: WaitingBytes, bytes: number) => until(() => arriving.bytes >= bytes);

  it("[O21] is counted while it arrives, pongs between its fragments too, and not any more once it is whole or gone", async () => {
    const arriving = new WaitingBytes(0, 0);
    const { heard, closed } = await connect(freeSeat(), arriving);
    client.send("a".repeat(100_000), { fin: false });
    client.pong("p".repeat(100));
    await has(arriving, 100_100);
    expect(arriving.bytes).toBeLessThan(120_000);
    client.send("b", { fin: true });
    await until(() => heard.length === 1);
    expect([heard[0]!.length, arriving.bytes]).toEqual([100_001, 0]);
    client.pong();
    client.send("c", { fin: false });
    await has(arriving, 1);
    client.terminate();
    await until(() => closed.length === 1);
    expect(arriving.bytes).toBe(0);
  });

  it("[O21] [P96] ends the connection when the address has more than may wait, unread, and no other has to answer for it", async () => {
    const arriving = new WaitingBytes(200_000, 0);
    const others = arriving.meter("an address");
    const { heard, cuts } = await connect(freeSeat(), arriving);
    others.set(150_000);
    client.send("a".repeat(60_000));
    await until(() => heard.length === 1);
    client.send("b".repeat(60_000), { fin: false });
    await has(arriving, 210_000);
    expect(cuts).toEqual([]);
    client.send("c".repeat(10_000), { fin: true });
    await until(() => cuts.length > 0);
    client.send("d");
    clock.advance(120_000);
    expect([heard.length, cuts]).toEqual([1, ["too_many_refusals"]]);
  });

  it("[O21] breaks the connection at once when all addresses have more than may wait, and most of it is this one's", async () => {
    const arriving = new WaitingBytes(0, 200_000);
    const { closed, cuts } = await connect(freeSeat(), arriving);
    client.send("a".repeat(100_000), { fin: false });
    await has(arriving, 100_000);
    const others = arriving.meter("another address");
    others.set(80_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(cuts).toEqual([]);
    others.set(150_000);
    expect(arriving.bytes).toBe(150_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(cuts).toEqual(["too_many_refusals"]);
    // nobody has closed it but the inlet
    await until(() => closed.length === 1);
  });

  it("[O21] [P96] ends it a minute after the message began, whatever comes meanwhile; who sends on and on has one for each", async () => {
    const arriving = new WaitingBytes(0, 0);
    const { heard, cuts } = await connect(freeSeat(), arriving);
    // each ends in the bytes in which the next begins
    for (let count = 1; count <= 4; count++) {
      client.send("x", { fin: count > 1 });
      if (count > 1) client.send("y", { fin: false });
      await until(() => heard.length === count - 1 && arriving.bytes > 0);
      clock.advance(40_000);
    }
    expect(cuts).toEqual([]);
    client.pong();
    client.send("z", { fin: false });
    await has(arriving, 600);
    clock.advance(19_999);
    expect(cuts).toEqual([]);
    clock.advance(1);
    expect(cuts).toEqual(["slow_reader"]);
  });

  it("[O21] gets in over a slow line: 600 kB at 11 kB/s, beside as much of others as may wait", async () => {
    const arriving = new WaitingBytes(2_000_000, 0);
    const { heard, cuts } = await connect(freeSeat(), arriving);
    arriving.meter("an address").set(1_200_000);
    for (let second = 1; second <= 55; second++) {
      client.send("x".repeat(11_000), { fin: second === 55 });
      await until(() => heard.length > 0 || arriving.bytes >= 1_200_000 + second * 11_000);
      if (second < 55) clock.advance(1_000);
    }
    await until(() => heard.length > 0);
    expect([heard[0]!.length, cuts]).toEqual([605_000, []]);
  });
});
