// A raw socket to a room, for tests that say what no honest client says. Knows frames only.
import { once } from "node:events";
import type { Socket } from "node:net";
import { type ClientOptions, WebSocket } from "ws";
import { decodeServerMessage, type ServerMessage, type Welcome } from "../../protocol/serverMessages.ts";
import { SUBPROTOCOL } from "../../protocol/subprotocol.ts";
import { newClientId } from "../person.ts";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

interface HelloOptions {
  readonly name?: string;
  readonly key?: string;
  readonly client?: string;
  readonly invitation?: string;
  readonly password?: string;
  readonly files?: readonly object[];
}

/** What an HTTP answer to an upgrade says. */
export class UpgradeRefused extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };

  constructor(status: number, headers: UpgradeRefused["headers"], body: string) {
    super(`refused with ${status}`);
    this.status = status;
    this.headers = headers;
    this.body = JSON.parse(body) as UpgradeRefused["body"];
  }
}

export class Wire {
  readonly socket: WebSocket;
  /** everything that the server has said */
  readonly heard: ServerMessage[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** under the WebSocket, for frames that were made beforehand */
  stream!: Socket;
  #read = 0;
  #wake = (): void => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      this.heard.push(decodeServerMessage(data.toString()));
      this.#wake();
    });
    socket.on("error", () => {});
    socket.on("upgrade", ({ socket: stream }) => (this.stream = stream as Socket));
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
  }

  /** Resolves when the socket is open; rejects with UpgradeRefused. */
  static async open(url: string, options: ClientOptions & { subprotocol?: string } = {}): Promise<Wire> {
    const socket = new WebSocket(url, options.subprotocol ?? SUBPROTOCOL, options);
    const wire = new Wire(socket);
    const refused = new Promise<never>((_, reject) => {
      socket.on("unexpected-response", (_request, response) => {
        let body = "";
        response.on("data", (data: Buffer) => (body += data.toString()));
        response.on("end", () => reject(new UpgradeRefused(response.statusCode ?? 0, response.headers, body)));
      });
    });
    await Promise.race([once(socket, "open"), refused]);
    return wire;
  }

  /** Opens, says hello and resolves when it is welcomed. */
  static async enter(
    url: string,
    hello: HelloOptions = {},
    options: ClientOptions = {},
  ): Promise<Wire & { readonly welcome: Welcome }> {
    const wire = await Wire.open(url, options);
    wire.hello(hello);
    return Object.assign(wire, { welcome: await wire.next("welcome") });
  }

  hello({
    name = "Eve",
    key,
    client = newClientId(),
    files = [{ file: 1, version: null }],
    ...brought
  }: HelloOptions = {}): void {
    this.say({ type: "hello", client, ...(key === undefined ? { name } : { key }), files, ...brought });
  }

  say(message: object | string): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** The next message of one of the types that was not read yet; what lies before it is passed over. */
  async next<Type extends ServerMessage["type"]>(...types: [Type, ...Type[]]): Promise<Message<Type>> {
    for (;;) {
      for (; this.#read < this.heard.length; this.#read++) {
        const message = this.heard[this.#read];
        if (!message || !(types as string[]).includes(message.type)) continue;
        this.#read++;
        return message as Message<Type>;
      }
      if (this.socket.readyState === WebSocket.CLOSED)
        throw new Error(`closed before ${types.join()}: ${JSON.stringify(this.heard.at(-1))}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Resolves when everything that was said before has been answered, with what came since the last reading. */
  async answers(): Promise<ServerMessage[]> {
    const from = this.#read;
    this.say({ type: "ping" });
    await this.next("pong");
    return this.heard.slice(from, this.#read - 1);
  }

  push(changes: readonly unknown[], at: { seq?: number; version?: number; file?: number } = {}): void {
    this.say({ type: "push", file: 1, version: 0, seq: 1, ...at, changes });
  }

  leave(): void {
    this.socket.terminate();
  }
}
