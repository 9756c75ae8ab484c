// WebSockets of one client, whoever opens them: what they have carried, and how to cut them. Knows no protocol.
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import type { LightClient } from "./contestant.ts";

/** The TCP socket under a WebSocket, which ws keeps to itself. */
const tcpOf = (socket: WebSocket): Socket | undefined =>
  (socket as unknown as { _socket?: Socket | null })._socket ?? undefined;

export class TrackedSockets {
  readonly #tcp = new Set<Socket>();
  #current: WebSocket | undefined;

  /** Opens a WebSocket that is tracked. */
  open(url: string, protocols?: string | string[]): WebSocket {
    return this.#track(new WebSocket(url, protocols));
  }

  /** A WebSocket class for libraries that open their own. */
  get polyfill(): typeof WebSocket {
    const track = (socket: WebSocket): WebSocket => this.#track(socket);
    return class extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols);
        track(this);
      }
    } as typeof WebSocket;
  }

  #track(socket: WebSocket): WebSocket {
    this.#current = socket;
    socket.on("upgrade", (response) => this.#tcp.add(response.socket));
    socket.on("error", () => {});
    return socket;
  }

  /** What a client says of its connection, and can do to it. */
  get controls(): Pick<LightClient, "cut" | "wireBytes" | "connected"> {
    return {
      cut: () => this.#current && tcpOf(this.#current)?.destroySoon(),
      wireBytes: () => [...this.#tcp].reduce((sum, tcp) => sum + tcp.bytesRead + tcp.bytesWritten, 0),
      connected: () => this.#current?.readyState === WebSocket.OPEN,
    };
  }
}
