// A plain TCP balancer: every connection goes to the next target that takes it. Knows bytes only.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class Balancer {
  readonly #server: Server;
  readonly #targets: () => readonly number[];
  readonly #sockets = new Set<Socket>();
  #next = 0;
  #silent = false;

  /** `targets`: the ports that there are at the time of a connection, those that do not answer included. */
  private constructor(targets: () => readonly number[]) {
    this.#targets = targets;
    this.#server = createServer((client) => this.#serve(this.#keep(client), this.#targets().length));
  }

  static async start(targets: () => readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(targets);
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #serve(client: Socket, attempts: number): void {
    if (this.#silent) return;
    const ports = this.#targets();
    const port = ports[this.#next++ % ports.length];
    if (port === undefined || attempts === 0) return void client.destroy();
    const upstream = this.#keep(connect(port, "127.0.0.1"));
    let isConnected = false;
    upstream.once("connect", () => {
      isConnected = true;
      client.pipe(upstream).pipe(client);
    });
    upstream.on("close", () => {
      if (isConnected) client.destroy();
      else if (!client.destroyed) this.#serve(client, attempts - 1);
    });
    client.on("close", () => upstream.destroy());
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  /** Nothing comes through any more, and nobody is told, as when a cable is pulled. */
  silence(): void {
    this.#silent = true;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** What is open is cut; from now on everything comes through. */
  cut(): void {
    this.#silent = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, "close");
  }
}
