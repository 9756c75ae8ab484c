// Servers that share a database, each a process of its own, behind a balancer that sends everybody anywhere. Knows no trouble by name.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { OpenSocket } from "../../../client/sync/ports.ts";
import { openSocketTo } from "../person.ts";
import { Balancer } from "./balancer.ts";
import { ServerProcess } from "./serverProcess.ts";

/** One that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export class Cluster {
  readonly nodes: readonly ServerProcess[];
  readonly #balancer: Balancer;

  private constructor(nodes: readonly ServerProcess[], balancer: Balancer) {
    this.nodes = nodes;
    this.#balancer = balancer;
  }

  /** Starts as many servers as there are addresses of the database, which each reaches by its own. */
  static async start(uris: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
    const nodes = await Promise.all(uris.map((uri) => Cluster.createNode(uri, settings)));
    const balancer = await Balancer.start(() => nodes.map(({ port }) => port));
    const cluster = new Cluster(nodes, balancer);
    try {
      await Promise.all(nodes.map((node) => node.start()));
    } catch (error) {
      await cluster.dispose();
      throw error;
    }
    return cluster;
  }

  /** One more server for the database, which is not started and behind no balancer. */
  static async createNode(uri: string, settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const port = await freePort();
    return ServerProcess.create({
      PORT: String(port),
      CLUSTER: "1",
      NODE_URL: `http://127.0.0.1:${port}`,
      CLUSTER_SECRET: "shared-by-the-tests",
      MONGODB_URI: uri,
      ...settings,
    });
  }

  open(roomId: string): OpenSocket {
    return openSocketTo(`ws://127.0.0.1:${this.#balancer.port}/${roomId}`);
  }

  /** Made by one server; by then it is nobody's. */
  createRoom(): Promise<{ roomId: string; key: string }> {
    return this.nodes[0]!.createRoom();
  }

  async dispose(): Promise<void> {
    await this.#balancer.stop();
    await Promise.all(this.nodes.map((node) => node.dispose()));
  }
}
