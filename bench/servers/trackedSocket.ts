// WebSockets of one client, whoever opens them: what they have carried. Knows no protocol.
import type { Socket } from "node:net";
import { WebSocket } from "ws";

export class TrackedSockets {
  readonly #tcp = new Set<Socket>();

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
    socket.on("upgrade", (response) => this.#tcp.add(response.socket));
    socket.on("error", () => {});
    return socket;
  }

  /** Bytes that all of them have carried, both ways. */
  readonly wireBytes = (): number => [...this.#tcp].reduce((sum, tcp) => sum + tcp.bytesRead + tcp.bytesWritten, 0);
}
