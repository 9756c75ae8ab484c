// One socket to the room, opened again for as long as it takes. Knows frames, not what they mean to a room.
import { CLIENT_PING_AFTER_MS, CLIENT_PONG_WITHIN_MS } from "#protocol/limits.ts";
import { type ClientMessage, decodeServerMessage, type ServerMessage } from "#protocol/messages.ts";
import type { Clock, OpenSocket, Socket } from "./ports.ts";

/** Tries come ever rarer, by how long the outage has lasted: a restart costs a moment, a day offline costs no battery. */
const RETRY_SHARE_OF_OUTAGE = 0.25;
const RETRY_LEAST_MS = 150;
const RETRY_MOST_MS = 15_000;
/** A connection that lasts so long ends the outage before it. */
const STABLE_AFTER_MS = 5_000;
/** The same when there is reason to doubt. */
const SUSPECT_WITHIN_MS = 2_000;
/** A socket that has not opened by then is given up. */
const OPEN_WITHIN_MS = 10_000;

/** All calls are synchronous; after `stop` there are none. */
export interface ConnectionListener {
  /** A socket is open: say hello. */
  opened(): void;
  message(message: ServerMessage): void;
  /** The socket is gone; the next try comes at `retryAt` (ms since 1970). */
  lost(): void;
}

export class Connection {
  readonly #openSocket: OpenSocket;
  readonly #clock: Clock;
  readonly #listener: ConnectionListener;
  #socket: Socket | undefined;
  #isOpen = false;
  /** when the present outage began, or undefined while all is well */
  #outageSince: number | undefined;
  #retryAt = 0;
  #cancel = (): void => {};
  /** when the server has last said something */
  #heardAt = 0;
  /** it was asked whether it is there */
  #asked = false;
  #cancelStable = (): void => {};
  #stopped = true;

  constructor(openSocket: OpenSocket, clock: Clock, listener: ConnectionListener) {
    this.#openSocket = openSocket;
    this.#clock = clock;
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** ms since 1970 */
  get retryAt(): number {
    return this.#retryAt;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** The network or the person is back: do not wait for the next try. */
  retryNow(): void {
    if (!this.#stopped && !this.#socket) this.#connect();
  }

  /** Something says that the network may be gone: asks at once, and believes silence soon. */
  suspect(): void {
    if (this.#isOpen) this.#ask(SUSPECT_WITHIN_MS);
  }

  /** Gives this socket up and tries again, not before `afterMs` where the server asks for that. */
  reconnect(afterMs = 0): void {
    this.#drop();
    if (this.#stopped) return;
    const now = this.#clock.now();
    this.#outageSince ??= now;
    const share = (now - this.#outageSince) * RETRY_SHARE_OF_OUTAGE;
    const most = Math.min(Math.max(share, RETRY_LEAST_MS), RETRY_MOST_MS);
    const wait = afterMs + this.#clock.random() * most;
    this.#retryAt = now + wait;
    this.#cancel = this.#clock.after(wait, () => this.#connect());
    this.#listener.lost();
  }

  send(message: ClientMessage): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    this.#cancel();
    // What an abandoned socket still says must not be heard.
    const ifCurrent = (run: () => void): void => {
      if (socket === this.#socket) run();
    };
    const socket = this.#openSocket({
      opened: () => ifCurrent(() => this.#opened()),
      frame: (data) => ifCurrent(() => this.#frame(data)),
      closed: () => ifCurrent(() => this.reconnect()),
    });
    this.#socket = socket;
    this.#cancel = this.#clock.after(OPEN_WITHIN_MS, () => this.reconnect());
  }

  #opened(): void {
    this.#isOpen = true;
    this.#heardAt = this.#clock.now();
    this.#cancelStable = this.#clock.after(STABLE_AFTER_MS, () => (this.#outageSince = undefined));
    this.#listenForSilence();
    this.#listener.opened();
  }

  #frame(data: string): void {
    this.#heardAt = this.#clock.now();
    if (this.#asked) this.#listenForSilence();
    this.#listener.message(decodeServerMessage(data));
  }

  /** A browser is not told when the other end has vanished: silence is asked about, then believed. Frames set no timer anew. */
  #listenForSilence(afterMs = CLIENT_PING_AFTER_MS): void {
    this.#cancel();
    this.#asked = false;
    this.#cancel = this.#clock.after(afterMs, () => {
      const left = this.#heardAt + CLIENT_PING_AFTER_MS - this.#clock.now();
      if (left > 0) this.#listenForSilence(left);
      else this.#ask(CLIENT_PONG_WITHIN_MS);
    });
  }

  #ask(withinMs: number): void {
    this.#cancel();
    this.#asked = true;
    this.send({ type: "ping" });
    this.#cancel = this.#clock.after(withinMs, () => this.reconnect());
  }

  #drop(): void {
    this.#cancel();
    this.#cancelStable();
    const socket = this.#socket;
    this.#socket = undefined;
    this.#isOpen = false;
    socket?.close();
  }
}
