// A TCP connection that sends bytes made before and throws away what comes: an attack costs the attacker next to nothing. Knows no message.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SUBPROTOCOL } from "../../server/protocol/subprotocol.ts";
import type { Way } from "./ask.ts";

const TICK_MS = 25;
/** As much waits in this process at most for a server that does not read. */
const WAITING_BYTES = 256 * 1024;
const WRITE_BYTES = WAITING_BYTES / 4;

/** What all sockets of an attacker have come to; bytes as the server sees them. */
export interface Traffic {
  opened: number;
  /** upgrades that were answered with no */
  refused: number;
  /** ended by the server */
  cut: number;
  bytesIn: number;
  bytesOut: number;
}

export const noTraffic = (): Traffic => ({ opened: 0, refused: 0, cut: 0, bytesIn: 0, bytesOut: 0 });

/** How often the same is sent: `atOnce` before `perSecond` counts. */
export interface Pace {
  readonly perSecond: number;
  readonly atOnce: number;
}

/** A client's text frame, ready to be written. Its mask is zeros, so that the text stands in it as it is. */
export function readyFrame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  const long = text.length > 125;
  const head = Buffer.from([
    0x81,
    0x80 | (long ? 126 : text.length),
    ...(long ? [text.length >> 8, text.length & 255] : []),
    0,
    0,
    0,
    0,
  ]);
  return Buffer.concat([head, text]);
}

export const times = (bytes: Buffer, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => bytes));

/** The request that asks for a WebSocket at a room's address. */
const upgradeAt = (address: string): string =>
  `GET /${address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`;

export class RawSocket {
  readonly closed: Promise<void>;
  readonly #tcp: Socket;
  #left = false;

  private constructor(tcp: Socket, traffic: Traffic) {
    this.#tcp = tcp;
    tcp.on("error", () => {});
    tcp.resume();
    this.closed = new Promise((resolve) =>
      tcp.once("close", () => {
        traffic.bytesIn += tcp.bytesWritten;
        traffic.bytesOut += tcp.bytesRead;
        if (!this.#left) traffic.cut++;
        resolve();
      }),
    );
  }

  static async open({ port, from }: Way, traffic: Traffic): Promise<RawSocket> {
    const tcp = connect({ host: "127.0.0.1", port, localAddress: from });
    const socket = new RawSocket(tcp, traffic);
    await new Promise<void>((resolve, reject) => {
      tcp.once("connect", resolve);
      void socket.closed.then(() => reject(new Error("no connection")));
    });
    traffic.opened++;
    return socket;
  }

  /** As a WebSocket of a room. Rejects when the upgrade is refused. */
  static async enter(way: Way, address: string, traffic: Traffic): Promise<RawSocket> {
    const socket = await RawSocket.open(way, traffic);
    const answered = new Promise<string>((resolve) =>
      socket.#tcp.once("data", (data) => resolve(data.toString("latin1"))),
    );
    socket.send(upgradeAt(address));
    const answer = await Promise.race([answered, socket.closed.then(() => "")]);
    if (answer.startsWith("HTTP/1.1 101")) return socket;
    traffic.refused++;
    socket.leave();
    throw new Error("refused");
  }

  get isOpen(): boolean {
    return !this.#tcp.destroyed;
  }

  /** Sends it and resolves when something has come since, or when it is closed. */
  async ask(bytes: Buffer | string): Promise<void> {
    const answered = new Promise((resolve) => this.#tcp.once("data", resolve));
    this.send(bytes);
    await Promise.race([answered, this.closed]);
  }

  send(bytes: Buffer | string): void {
    if (this.isOpen) this.#tcp.write(bytes);
  }

  /** Sends the same again and again at that pace, more slowly where the server reads more slowly, for as long as it is open. */
  async keepSending(bytes: Buffer, { perSecond, atOnce }: Pace): Promise<void> {
    const most = Math.ceil(WRITE_BYTES / bytes.length);
    const many = times(bytes, most);
    const begin = performance.now();
    for (let sent = 0; this.isOpen; await sleep(TICK_MS)) {
      const due = Math.floor(atOnce + ((performance.now() - begin) / 1000) * perSecond);
      while (sent < due && this.#tcp.writableLength < WAITING_BYTES && this.isOpen) {
        const count = Math.min(most, due - sent);
        this.#tcp.write(many.subarray(0, count * bytes.length));
        sent += count;
      }
    }
  }

  /** Reads nothing more. */
  stopReading(): void {
    this.#tcp.pause();
  }

  leave(): void {
    this.#left = true;
    this.#tcp.destroy();
  }
}
