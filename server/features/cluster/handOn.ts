// Hands an upgrade or a request to another server and pipes what comes back. Knows no room and no database.
import { createHash, timingSafeEqual } from "node:crypto";
import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as httpRequest,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, Socket } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import { Refusal } from "../../protocol/errors.ts";
import type { Log } from "../../rooms/ports.ts";
import type { NodeRecord } from "./membership.ts";

const SECRET_HEADER = "x-companion-secret";
const ADDRESS_HEADER = "x-companion-address";
/** What is between two neighbours on the way only. Of what says how long a body is, requests keep all. */
const HOP_HEADERS = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "expect"]);
const ANSWER_HOP_HEADERS = new Set([...HOP_HEADERS, "transfer-encoding"]);
/** The other server answers within so long, or it is taken for unreachable. */
const ANSWER_WITHIN_MS = 5_000;

/** Knows the other servers by what they share, and is known to them. */
export class HandOn {
  readonly #secret: string;
  readonly #digest: Buffer;
  readonly #log: Log;
  /** by the other server's name: sockets that are piped there */
  readonly #pipes = new Map<string, Set<Duplex>>();

  constructor(secret: string, log: Log) {
    this.#secret = secret;
    this.#digest = digest(secret);
    this.#log = log;
  }

  /** Who asks, where another server says so, "" when it does not know; undefined when the request comes from anybody else. */
  addressOf({ headers }: IncomingMessage): string | undefined {
    const secret = headers[SECRET_HEADER];
    if (typeof secret !== "string" || !timingSafeEqual(digest(secret), this.#digest)) return undefined;
    const address = headers[ADDRESS_HEADER];
    return typeof address === "string" && isIP(address) !== 0 ? address : "";
  }

  /** The servers that something is piped to. */
  get reached(): string[] {
    return [...this.#pipes.keys()];
  }

  /** Ends what is piped to a server that is not alive any more: it might never say so itself. */
  cut(id: string): void {
    for (const socket of this.#pipes.get(id) ?? []) socket.destroy();
  }

  /** Resolves when both sides speak through this server, or were refused by the other. Throws Refusal when that one cannot be reached. */
  upgrade(to: NodeRecord, request: IncomingMessage, socket: Duplex, head: Buffer, address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const asked = this.#ask(to, request, request.headers, address);
      asked.on("error", (error) => reject(this.#unreachable(to, error)));
      asked.on("upgrade", (answer, other, otherHead) => {
        if (socket.closed) return resolve(void other.destroy());
        this.#keep(to._id, socket);
        for (const end of [socket, other])
          if (end instanceof Socket) {
            end.setTimeout(0);
            end.setNoDelay(true);
          }
        socket.write(`${startOf(answer)}${headersOf(answer, () => true)}\r\n`);
        if (otherHead.length > 0) socket.write(otherHead);
        if (head.length > 0) other.write(head);
        // However one side ends, so does the other: each would wait for words that cannot come.
        for (const [end, opposite] of [
          [socket, other],
          [other, socket],
        ] as const) {
          end.on("error", () => opposite.destroy());
          end.on("close", () => opposite.destroy());
          end.pipe(opposite);
        }
        resolve();
      });
      asked.on("response", (answer) => {
        const headers = headersOf(answer, (name) => !ANSWER_HOP_HEADERS.has(name));
        socket.write(`${startOf(answer)}${headers}Connection: close\r\n\r\n`);
        pipeline(answer, socket, () => socket.destroy());
        resolve();
      });
      asked.end();
    });
  }

  #keep(id: string, socket: Duplex): void {
    const pipes = this.#pipes.get(id) ?? new Set();
    this.#pipes.set(id, pipes.add(socket));
    socket.on("close", () => {
      pipes.delete(socket);
      if (pipes.size === 0) this.#pipes.delete(id);
    });
  }

  /** Resolves when the answer is on its way. Throws Refusal when the other server cannot be reached. */
  request(to: NodeRecord, request: IncomingMessage, response: ServerResponse, address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name !== "upgrade" && !HOP_HEADERS.has(name)),
      );
      const asked = this.#ask(to, request, { ...headers, connection: "close" }, address);
      response.on("close", () => asked.destroy());
      asked.on("error", (error) => {
        // Somebody who went is nobody to tell, and half an answer cannot become another one.
        if (response.headersSent || response.closed) resolve(void response.destroy());
        else reject(this.#unreachable(to, error));
      });
      asked.on("response", (answer) => {
        const kept = Object.entries(answer.headers).filter(([name]) => !ANSWER_HOP_HEADERS.has(name));
        response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
        pipeline(answer, response, () => {});
        resolve();
      });
      request.pipe(asked);
    });
  }

  /** What an outsider wrote into the headers that servers know each other by is overwritten. */
  #ask({ url: to }: NodeRecord, request: IncomingMessage, from: OutgoingHttpHeaders, address: string): ClientRequest {
    const { protocol, hostname, port } = new URL(to);
    const send = protocol === "https:" ? httpsRequest : httpRequest;
    const headers = { ...from, [SECRET_HEADER]: this.#secret, [ADDRESS_HEADER]: address };
    const { method, url } = request as { method: string; url: string };
    // Express shortens `url` while it looks for a route.
    const path = (request as { originalUrl?: string }).originalUrl ?? url;
    const asked = send({ hostname, port, method, path, headers, agent: false });
    asked.setTimeout(ANSWER_WITHIN_MS, () => asked.destroy(new Error("no answer")));
    return asked;
  }

  /** What is told says nothing of where servers are. */
  #unreachable(to: NodeRecord, error: Error): Refusal {
    this.#log.warn({ err: error, node: to._id, url: to.url }, "another server does not answer");
    return new Refusal("server_draining");
  }
}

const digest = (secret: string): Buffer => createHash("sha256").update(secret).digest();

const startOf = ({ statusCode, statusMessage }: IncomingMessage): string =>
  `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`;

/** Its headers as they came, those that are kept, each with the end of its line. */
function headersOf({ rawHeaders }: IncomingMessage, isKept: (name: string) => boolean): string {
  let lines = "";
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (isKept(rawHeaders[index]!.toLowerCase())) lines += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  return lines;
}
