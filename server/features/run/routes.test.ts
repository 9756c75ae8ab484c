// How a run is sent over HTTP to somebody who does not read it. Knows no room.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { send } from "./routes.ts";
import { RunStream } from "./runStream.ts";

let server: Server;
let socket: Socket;
let response: ServerResponse;

/** Nothing of the answer is read. */
beforeEach(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  socket = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
  socket.on("error", () => {});
  socket.write("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
  [, response] = (await once(server, "request")) as [unknown, ServerResponse];
});
afterEach(() => {
  socket.destroy();
  server.close();
});

const MB = 1024 * 1024;

describe("an answer that nobody reads", () => {
  it("[M18] is torn off, and nothing is written to it after its end", async () => {
    const troubles: unknown[] = [];
    response.on("error", (error) => troubles.push(error));
    const stream = new RunStream(1);
    let stops = 0;
    stream.begun(() => stops++);
    for (let count = 0; count < 16; count++)
      stream.tell({ type: "output", run: 0, stream: "stdout", text: "x".repeat(MB) });
    stream.tell({ type: "ended", run: 0, time: 1, outcome: "ok" });
    // the moment before nothing is left of it
    let waiting = 0;
    response.on("timeout", () => (waiting = response.writableLength));
    const closed = once(response, "close");
    await send(stream, response, { aliveMs: 1, unreadMs: 100 });
    await closed;
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThan(4 * MB);
    expect(troubles).toEqual([]);
    expect(stops).toBe(1);
  });

  it("[M18] is torn off some time after the run is over, however slowly it is taken", async () => {
    const stream = new RunStream(1);
    for (let count = 0; count < 16; count++)
      stream.tell({ type: "output", run: 0, stream: "stdout", text: "x".repeat(MB) });
    const closed = once(response, "close");
    const sending = send(stream, response, { unreadMs: 0, takenMs: 50 });
    stream.tell({ type: "ended", run: 0, time: 1, outcome: "ok" });
    await Promise.all([closed, sending]);
    expect(response.writableFinished).toBe(false);
  });
});
