// An attack on somebody else's keystrokes: what its processes do. Knows no bystander and no measure.
import { setTimeout as sleep } from "node:timers/promises";
import { createRoom, type OwnRoom, type Way } from "./ask.ts";
import type { Prepared, PreparedName } from "./prepared.ts";
import { noTraffic, RawSocket } from "./rawSocket.ts";
import { ATTACKERS } from "./trial.ts";

/** Whoever was cut comes back after about so long. */
const BACK_AFTER_MS = 1_000;

export interface Attack {
  readonly name: string;
  readonly title: string;
  /** rooms that the servers begin with; made once, and kept */
  readonly prepared?: PreparedName;
  /** it may keep people out of other rooms, who come in meanwhile */
  readonly keepsOut?: boolean;
  /** Gets ready in a process of its own; resolves with what goes on until that process is ended. */
  ready(attacker: Attacker): Promise<() => Promise<unknown>>;
}

/** One process of an attack, with the address that it comes from and all its sockets. */
export class Attacker {
  readonly way: Way;
  readonly traffic = noTraffic();
  readonly #prepared: Prepared | undefined;
  readonly #sockets = new Set<RawSocket>();
  #isOver = false;

  constructor(port: number, prepared: Prepared | undefined) {
    this.way = { port, from: ATTACKERS };
    this.#prepared = prepared;
  }

  get prepared(): Prepared {
    if (!this.#prepared) throw new Error("nothing is prepared");
    return this.#prepared;
  }

  createRoom(): Promise<OwnRoom> {
    return createRoom(this.way);
  }

  /** A connection without a WebSocket. */
  connect(): Promise<RawSocket> {
    return this.#keep(RawSocket.open(this.way, this.traffic));
  }

  /** A WebSocket at a room. */
  enter(address: string): Promise<RawSocket> {
    return this.#keep(RawSocket.enter(this.way, address, this.traffic));
  }

  async #keep(opening: Promise<RawSocket>): Promise<RawSocket> {
    const socket = await opening;
    if (this.#isOver) socket.leave();
    this.#sockets.add(socket);
    void socket.closed.then(() => this.#sockets.delete(socket));
    return socket;
  }

  /** So many who each come, do this, and a moment after it has ended or failed come again. */
  visitors(count: number, visit: (index: number) => Promise<unknown>): Promise<unknown> {
    return Promise.all(
      Array.from({ length: count }, async (_, index) => {
        while (!this.#isOver) {
          await visit(index).catch(() => {});
          await sleep(BACK_AFTER_MS * (0.5 + Math.random()));
        }
      }),
    );
  }

  async end(): Promise<void> {
    this.#isOver = true;
    const closed = [...this.#sockets].map((socket) => socket.closed);
    for (const socket of this.#sockets) socket.leave();
    await Promise.all(closed);
  }
}
