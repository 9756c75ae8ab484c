// One socket to the room, opened again for as long as it takes. Knows frames, not what they mean to a room.
import { CLIENT_PING_AFTER_MS, CLIENT_PONG_WITHIN_MS } from "#protocol/limits.ts";
import { type ClientMessage, decodeServerMessage, type ServerMessage } from "#protocol/messages.ts";
import type { Clock, Network, OpenSocket, Socket } from "./ports.ts";

/** The first try comes within this time: what was cut is often there again at once. */
const FIRST_TRY_WITHIN_MS = 150;
/**
 * After that tries come ever rarer, by how long the outage has lasted: half of that time and, by chance, up to a quarter more. A
 * restart costs a moment, a day offline costs no battery, and 12 s without a network cost 8 tries.
 */
const RETRY_SHARE_OF_OUTAGE = { sure: 0.5, byChance: 0.25 };
/** An outage counts as at least, and at most, so long. */
const OUTAGE_MS = { least: 1_200, most: 20_000 };
/** Tries are so far apart also where each gets through and is soon cut. */
const TRIES_APART_MS = 600;
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
  readonly #network: Network;
  #socket: Socket | undefined;
  #isOpen = false;
  /** when the present outage began, or undefined while all is well */
  #outageSince: number | undefined;
  #triedAt = -Infinity;
  #retryAt = 0;
  #unwatch = (): void => {};
  #cancel = (): void => {};
  /** when the server has last said something */
  #heardAt = 0;
  /** it was asked whether it is there */
  #asked = false;
  #cancelStable = (): void => {};
  #stopped = true;

  constructor(openSocket: OpenSocket, clock: Clock, listener: ConnectionListener, network: Network) {
    this.#openSocket = openSocket;
    this.#clock = clock;
    this.#listener = listener;
    this.#network = network;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** ms since 1970; Infinity: once there is a network, or the person asks */
  get retryAt(): number {
    return this.#retryAt;
  }

  start(): void {
    this.#stopped = false;
    this.#unwatch = this.#network.watch(() => this.#networkChanged());
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    this.#drop();
  }

  /** Has no socket from now on, until it is told to try. */
  rest(): void {
    this.#drop();
  }

  /** The network or the person is back: do not wait for the next try. */
  retryNow(): void {
    if (!this.#stopped && !this.#socket) this.#connect();
  }

  /** What was sent has done its work: the next outage is a new one. */
  worked(): void {
    this.#outageSince = undefined;
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
    const wait = afterMs + this.#pause(now);
    this.#outageSince ??= now;
    this.#tryAt(now + wait);
    this.#listener.lost();
  }

  /** How long to wait before the next try. */
  #pause(now: number): number {
    const chance = this.#clock.random();
    const apart = Math.max(0, this.#triedAt + TRIES_APART_MS - now);
    if (this.#outageSince === undefined) return apart + chance * FIRST_TRY_WITHIN_MS;
    const outage = Math.min(Math.max(now - this.#outageSince, OUTAGE_MS.least), OUTAGE_MS.most);
    return outage * (RETRY_SHARE_OF_OUTAGE.sure + chance * RETRY_SHARE_OF_OUTAGE.byChance);
  }

  /** Without a network there is nothing to try. */
  #tryAt(time: number): void {
    this.#retryAt = this.#network.isThere() ? time : Infinity;
    if (this.#retryAt < Infinity) this.#cancel = this.#clock.after(time - this.#clock.now(), () => this.#connect());
  }

  #networkChanged(): void {
    if (this.#network.isThere()) return this.retryNow();
    if (this.#socket) return this.suspect();
    this.#cancel();
    this.#tryAt(Infinity);
    this.#listener.lost();
  }

  send(message: ClientMessage): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    this.#cancel();
    this.#triedAt = this.#clock.now();
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
