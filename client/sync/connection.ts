// One socket to the room, opened again for as long as it takes. Knows frames, not what they mean to a room.
import { CLIENT_PING_AFTER_CALM_MS, CLIENT_PING_AFTER_MS, CLIENT_PONG_WITHIN_MS } from "#protocol/limits.ts";
import type { ClientMessage } from "#protocol/clientMessages.ts";
import { decodeServerMessage, type ServerMessage } from "#protocol/serverMessages.ts";
import type { TimeAndChance, Network, OpenSocket, Socket } from "./ports.ts";

/** The first try comes within this time: what was cut is often there again at once. */
const FIRST_TRY_WITHIN_MS = 150;
/**
 * After that tries come ever rarer, by how long the outage has lasted: three fifths of that time and, by chance, up to a quarter
 * more. A restart costs a moment, a day offline costs no battery, and 12 s without a server cost 7 tries.
 */
const RETRY_SHARE_OF_OUTAGE = { sure: 0.6, byChance: 0.15 };
/** An outage counts as at least, and at most, so long. */
const OUTAGE_MS = { least: 1_200, most: 20_000 };
/** Tries are so far apart also where each gets through and is soon cut. */
const TRIES_APART_MS = 600;
/** A connection that lasts so long ends the outage before it. */
const STABLE_AFTER_MS = 5_000;
/** An edit is answered at once: where it is not, silence is asked about so soon. */
const ASK_AFTER_EDIT_MS = 2_000;
/** When there is reason to doubt, silence is believed so soon. */
const SUSPECT_WITHIN_MS = 2_000;
/**
 * An answer that takes longer than this and twice the slower ones before raises doubt, and another socket is tried beside this one.
 * The first of them that speaks is kept: on a slow line, or where the server is busy, nothing is cut that would have gone on.
 */
const DOUBT_AFTER_MS = 1_500;
/** A socket has this long to open, and twice the time that the last one took: a balancer may have sent it to a server that does not answer. */
const OPEN_WITHIN_MS = 800;
/** What opening is taken to need before one has opened. */
const OPENING_TAKES_MS = 600;
/** Each after the third has half as long again, up to the most: a slow line needs it, and each that fails is an error in the console. */
const OPEN_LONGER_AFTER = 3;
const OPEN_LONGER = 1.5;
const OPEN_WITHIN_MOST_MS = 10_000;
/** The slowest line that is not taken for a dead one carries so much; what was sent delays an answer by what that takes. */
const SLOW_LINE_CHARACTERS_PER_MS = 32;

const ALWAYS_THERE: Network = { isThere: () => true, watch: () => () => {} };

/** All calls are synchronous; after `stop` there are none. */
export interface ConnectionListener {
  /** A socket is open: say hello. */
  opened(): void;
  message(message: ServerMessage): void;
  /** The socket is gone; the next try comes at `retryAt` (ms since 1970). */
  lost(): void;
  /** Whether frames may be coming that are so large that a slow line is silent for long. */
  awaitsMuch(): boolean;
}

export class Connection {
  readonly #openSocket: OpenSocket;
  readonly #clock: TimeAndChance;
  readonly #listener: ConnectionListener;
  readonly #network: Network;
  /** the one that is open */
  #socket: Socket | undefined;
  /** the one on its way; where another is open, that one is in doubt */
  #opening: Socket | undefined;
  /** when the present outage began, or undefined while all is well */
  #outageSince: number | undefined;
  #triedAt = -Infinity;
  #retryAt = 0;
  #unwatch = (): void => {};
  #cancelRetry = (): void => {};
  #cancelOpening = (): void => {};
  #cancelSilence = (): void => {};
  #cancelStable = (): void => {};
  /** sockets, one after the other, that did not open in time */
  #unopened = 0;
  /** when the server has last said something */
  #heardAt = 0;
  /** when it was asked whether it is there, until it says something */
  #askedAt: number | undefined;
  /** when it was asked last */
  #lastAskedAt = -Infinity;
  /** when the first edit went since it has said something */
  #editedAt: number | undefined;
  /** ms that the slower of the last answers took */
  #slowAnswer = 0;
  /** ms that the last socket took to open */
  #openingTook = OPENING_TAKES_MS;
  /** when the slowest line will have carried all that was sent */
  #carriedAt = 0;
  #isSeen = true;
  #stopped = true;

  constructor(
    openSocket: OpenSocket,
    clock: TimeAndChance,
    listener: ConnectionListener,
    network: Network = ALWAYS_THERE,
  ) {
    this.#openSocket = openSocket;
    this.#clock = clock;
    this.#listener = listener;
    this.#network = network;
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  /** ms since 1970; Infinity: once there is a network, or the person asks */
  get retryAt(): number {
    return this.#retryAt;
  }

  start(): void {
    this.#stopped = false;
    this.#unwatch = this.#network.watch(() => this.#networkChanged());
    this.#open();
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
    if (!this.#stopped && !this.#socket && !this.#opening) this.#open();
  }

  /** What was sent has done its work: the next outage is a new one. */
  worked(): void {
    this.#outageSince = undefined;
  }

  /** Something says that the network may be gone: asks at once, and believes silence soon. */
  suspect(): void {
    if (this.#socket) this.#ask(SUSPECT_WITHIN_MS);
  }

  /** Whether somebody looks: while nobody does, silence is asked about rarely, which spares a battery. */
  seen(isSeen: boolean): void {
    this.#isSeen = isSeen;
  }

  /** Gives this socket up and tries again, not before `afterMs` where the server asks for that. */
  reconnect(afterMs = 0): void {
    this.#retryIn(afterMs + this.#pause(this.#clock.now()));
  }

  /** How long to wait before the next try. */
  #pause(now: number): number {
    const chance = this.#clock.random();
    const apart = Math.max(0, this.#triedAt + TRIES_APART_MS - now);
    if (this.#outageSince === undefined) return apart + chance * FIRST_TRY_WITHIN_MS;
    const outage = Math.min(Math.max(now - this.#outageSince, OUTAGE_MS.least), OUTAGE_MS.most);
    return outage * (RETRY_SHARE_OF_OUTAGE.sure + chance * RETRY_SHARE_OF_OUTAGE.byChance);
  }

  #retryIn(ms: number): void {
    this.#drop();
    if (this.#stopped) return;
    const now = this.#clock.now();
    this.#outageSince ??= now;
    this.#tryAt(now + ms);
    this.#listener.lost();
  }

  /** Without a network there is nothing to try. */
  #tryAt(time: number): void {
    this.#retryAt = this.#network.isThere() ? time : Infinity;
    if (this.#retryAt < Infinity) this.#cancelRetry = this.#clock.after(time - this.#clock.now(), () => this.#open());
  }

  #networkChanged(): void {
    if (this.#socket) return this.suspect();
    if (this.#network.isThere()) return this.retryNow();
    if (this.#opening) return;
    this.#cancelRetry();
    this.#tryAt(Infinity);
    this.#listener.lost();
  }

  send(message: ClientMessage): void {
    if (!this.#socket) return;
    const frame = JSON.stringify(message);
    this.#carriedAt = Math.max(this.#carriedAt, this.#clock.now()) + frame.length / SLOW_LINE_CHARACTERS_PER_MS;
    this.#socket.send(frame);
    if (message.type !== "push" || this.#editedAt !== undefined) return;
    this.#editedAt = this.#clock.now();
    if (this.#askedAt === undefined) this.#listenForSilence(ASK_AFTER_EDIT_MS);
  }

  /** Opens a socket, beside the one in doubt where there is one. */
  #open(): void {
    this.#cancelRetry();
    this.#triedAt = this.#clock.now();
    // What an abandoned socket still says must not be heard.
    const socket = this.#openSocket({
      opened: () => {
        if (socket === this.#opening) this.#opened(socket);
      },
      frame: (data) => {
        if (socket === this.#socket) this.#frame(data);
      },
      closed: () => {
        // one beside another has its time all the same before the next is tried
        if (socket === this.#socket || (socket === this.#opening && !this.#socket)) this.reconnect();
      },
    });
    this.#opening = socket;
    const withinMs = OPEN_WITHIN_MS + 2 * this.#openingTook;
    const longer = OPEN_LONGER ** Math.max(0, this.#unopened + 1 - OPEN_LONGER_AFTER);
    // Either has had its wait: the next is tried at once, beside the one in doubt for as long as that is.
    this.#cancelOpening = this.#clock.after(Math.min(withinMs * longer, OPEN_WITHIN_MOST_MS), () => {
      this.#unopened++;
      if (this.#socket) this.#openBeside();
      else this.#retryIn(0);
    });
  }

  #openBeside(): void {
    this.#dropOpening();
    if (this.#network.isThere() && !this.#listener.awaitsMuch()) this.#open();
  }

  #opened(socket: Socket): void {
    this.#opening = undefined;
    const now = this.#clock.now();
    const isInstead = this.#socket !== undefined;
    this.#drop();
    if (isInstead) {
      this.#outageSince ??= now;
      this.#listener.lost();
    }
    this.#socket = socket;
    this.#unopened = 0;
    this.#openingTook = now - this.#triedAt;
    this.#heardAt = now;
    this.#editedAt = undefined;
    this.#carriedAt = now;
    this.#cancelStable = this.#clock.after(STABLE_AFTER_MS, () => (this.#outageSince = undefined));
    this.#listenForSilence();
    this.#listener.opened();
  }

  #frame(data: string): void {
    const now = this.#clock.now();
    this.#heardAt = now;
    this.#editedAt = undefined;
    const message = decodeServerMessage(data);
    if (this.#askedAt !== undefined) {
      if (message.type === "pong") this.#slowAnswer = Math.max(this.#slowAnswer / 2, now - this.#askedAt);
      this.#dropOpening();
      this.#listenForSilence();
    }
    this.#listener.message(message);
  }

  /** A browser is not told when the other end has vanished: silence is asked about, then believed. Frames set no timer anew. */
  #listenForSilence(afterMs = CLIENT_PING_AFTER_MS): void {
    this.#cancelSilence();
    this.#askedAt = undefined;
    this.#cancelSilence = this.#clock.after(afterMs, () => {
      const left = this.#askAt - this.#clock.now();
      if (left > 0) this.#listenForSilence(Math.min(left, CLIENT_PING_AFTER_MS));
      else this.#ask(CLIENT_PONG_WITHIN_MS);
    });
  }

  /** When silence is to be asked about. */
  get #askAt(): number {
    if (!this.#isSeen || this.#listener.awaitsMuch()) return this.#heardAt + CLIENT_PING_AFTER_CALM_MS;
    const askAt = this.#heardAt + CLIENT_PING_AFTER_MS;
    if (this.#editedAt === undefined) return askAt;
    const carriedAt = Math.max(this.#editedAt, this.#carriedAt);
    return Math.min(askAt, Math.max(carriedAt + ASK_AFTER_EDIT_MS, this.#lastAskedAt + CLIENT_PING_AFTER_MS));
  }

  #ask(withinMs: number): void {
    this.#cancelSilence();
    const now = this.#clock.now();
    const carriedIn = Math.max(0, this.#carriedAt - now);
    this.#askedAt = now;
    this.#lastAskedAt = now;
    this.send({ type: "ping" });
    const doubtIn = carriedIn + DOUBT_AFTER_MS + 2 * this.#slowAnswer;
    const left = carriedIn + withinMs;
    this.#cancelSilence = this.#clock.after(Math.min(doubtIn, left), () => {
      this.#cancelSilence = this.#clock.after(Math.max(0, left - doubtIn), () => this.reconnect());
      if (!this.#opening) this.#openBeside();
    });
  }

  #dropOpening(): void {
    this.#cancelRetry();
    this.#cancelOpening();
    const opening = this.#opening;
    this.#opening = undefined;
    opening?.close();
  }

  #drop(): void {
    this.#dropOpening();
    this.#cancelSilence();
    this.#cancelStable();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }
}
