// A bad network on this machine: cuts, delays, half-opens and duplicates connections, by a seeded chance. Knows bytes only.
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { below, oneOf, type Random } from "./seededRandom.ts";

/**
 * `cut`: in the middle of a chunk, both ends at once. `delay`: every chunk, in order, and a cut in the end. `halfOpen`: one
 * direction or both go silent, the connection stays. `duplicate`: all that the client has sent and sends is said again on a
 * second connection. `replay`: a cut, and all that the client had sent is said again a moment later.
 */
export type Fault = "cut" | "delay" | "halfOpen" | "duplicate" | "replay";
const FAULTS: readonly Fault[] = ["cut", "cut", "delay", "halfOpen", "duplicate", "replay"];

/** A fault strikes after so many bytes at most: often before the welcome is over, sometimes long after. */
const STRIKES_WITHIN_BYTES = 12_000;
const DELAY_MOST_MS = 40;

type Direction = "up" | "down";

export class ChaosProxy {
  /** how often each fault has struck */
  readonly struck: Record<Fault, number> = { cut: 0, delay: 0, halfOpen: 0, duplicate: 0, replay: 0 };
  readonly #server: Server;
  readonly #random: Random;
  readonly #target: () => number;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #calm = false;

  /** `target`: the port that is meant at the time of a connection. */
  private constructor(random: Random, target: () => number) {
    this.#random = random;
    this.#target = target;
    this.#server = createServer((client) => this.#connect(client));
  }

  static async start(random: Random, target: () => number): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(random, target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The network is good again; what was silent is cut. */
  calm(): void {
    this.#calm = true;
    this.#cutAll();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#cutAll();
    await once(this.#server, "close");
  }

  #cutAll(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  #connect(client: Socket): void {
    this.#keep(client);
    const upstream = this.#keep(connect(this.#target(), "127.0.0.1"));
    const fault = this.#calm ? undefined : oneOf(this.#random, FAULTS);
    const silent: readonly Direction[] = oneOf(this.#random, [["up"], ["down"], ["up", "down"]]);
    /** what the client has said, from the first byte on */
    const said: Buffer[] = [];
    let echo: Echo | undefined;
    let bytesLeft = below(this.#random, STRIKES_WITHIN_BYTES);
    const delayedBytes = below(this.#random, STRIKES_WITHIN_BYTES);
    let struck = false;

    const strike = (): void => {
      if (struck || fault === undefined) return;
      struck = true;
      this.struck[fault]++;
      if (fault === "duplicate") echo = this.#echo(said);
      if (fault === "replay") this.#later(this.#random() * DELAY_MOST_MS, () => this.#echo(said));
    };

    const pass = (direction: Direction, from: Socket, to: Socket, chunk: Buffer): void => {
      if (direction === "up") {
        said.push(chunk);
        echo?.say(chunk);
      }
      bytesLeft -= chunk.length;
      if (bytesLeft < 0) strike();
      if (!struck || fault === "duplicate") {
        to.write(chunk);
      } else if (fault === "cut" || fault === "replay" || (fault === "delay" && bytesLeft < -delayedBytes)) {
        to.end(chunk.subarray(0, below(this.#random, chunk.length)));
        from.destroy();
      } else if (fault === "delay") {
        from.pause();
        this.#later(this.#random() * DELAY_MOST_MS, () => {
          to.write(chunk);
          from.resume();
        });
      } else if (fault === "halfOpen" && !silent.includes(direction)) {
        to.write(chunk);
      }
    };
    client.on("data", (chunk) => pass("up", client, upstream, chunk));
    upstream.on("data", (chunk) => pass("down", upstream, client, chunk));

    const isSilent = (direction: Direction): boolean => struck && fault === "halfOpen" && silent.includes(direction);
    client.on("close", () => {
      if (!isSilent("up")) upstream.destroy();
    });
    upstream.on("close", () => {
      if (!isSilent("down")) client.destroy();
    });
  }

  /** Says again what a client has said: each word of the greeting when the one before was answered, then everything. */
  #echo(said: readonly Buffer[]): Echo {
    const socket = this.#keep(connect(this.#target(), "127.0.0.1"));
    const waiting = [...said];
    let answers = 0;
    const sayMore = (): void => {
      const next = answers < 2 ? waiting.splice(0, 1) : waiting.splice(0);
      for (const chunk of next) socket.write(chunk);
    };
    socket.on("connect", sayMore);
    socket.on("data", () => {
      answers++;
      sayMore();
    });
    return {
      say(chunk) {
        waiting.push(chunk);
        if (answers >= 2) sayMore();
      },
    };
  }
}

interface Echo {
  say(chunk: Buffer): void;
}
