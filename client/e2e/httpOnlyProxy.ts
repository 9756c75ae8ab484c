// A proxy as some networks have it: it passes HTTP on and no WebSocket, until it is told to. Knows no room.
import { createServer, request, type Server } from "node:http";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

export class HttpOnlyProxy {
  /** whether WebSockets are passed on as well */
  passesSockets = false;
  readonly #server: Server;
  readonly #passed = new Set<Duplex>();

  private constructor(target: URL) {
    this.#server = createServer((incoming, answer) => {
      const { method, url: path, headers } = incoming;
      const onward = request({ host: target.hostname, port: target.port, method, path, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      incoming.pipe(onward);
    });
    this.#server.on("upgrade", ({ method, url, rawHeaders }, socket) => {
      if (!this.passesSockets) {
        socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      const onward = connect(Number(target.port), target.hostname);
      const head = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
      onward.write([`${method} ${url} HTTP/1.1`, ...head, "", ""].join("\r\n"));
      onward.pipe(socket).pipe(onward);
      for (const end of [socket, onward]) {
        this.#passed.add(end);
        end.on("error", () => end.destroy());
        end.on("close", () => {
          socket.destroy();
          onward.destroy();
        });
      }
    });
  }

  /** `target`: the home page's address of a server. */
  static async before(target: string): Promise<HttpOnlyProxy> {
    const proxy = new HttpOnlyProxy(new URL(target));
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  /** The home page's address through it. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    for (const end of this.#passed) end.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
