// Hands an upgrade or a request to another server and pipes what comes back. Knows no room and no database.
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
import { urlToHttpOptions } from "node:url";
import { Refusal } from "../protocol/errors.ts";
import type { Logger } from "../rooms/ports.ts";
import type { NodeRecord } from "./membership.ts";
import type { Seal } from "./seal.ts";

/** Which server it is for, the proof that a server sends it, and who asks. */
const FROM_HEADER = "x-companion-from";
/**
 * What is between two neighbours on the way only. What a client's `Connection` names besides goes on: it must not choose which
 * headers are left out. Of what says how long a body is, requests keep all; upgrades have no body, and answers another length.
 */
const HOP_HEADERS = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "expect", "upgrade"];
const REQUEST_HOP_HEADERS = new Set(HOP_HEADERS);
const UPGRADE_HOP_HEADERS = new Set([...HOP_HEADERS, "content-length", "transfer-encoding"]);
const ANSWER_HOP_HEADERS = new Set([...HOP_HEADERS, "transfer-encoding"]);
/** The other server answers within so long once it has all that is asked, or it is taken for unreachable. */
const ANSWER_WITHIN_MS = 5_000;

/** Knows the other servers by what they share, and is known to them. */
export class HandOn {
  readonly #server: string;
  readonly #seal: Seal;
  readonly #logger: Logger;
  /** by the other server's name: what is piped there or asked of it */
  readonly #pipes = new Map<string, Set<Duplex | ClientRequest>>();
  /** names of servers of which was said that they do not answer, and which have not since */
  readonly #silent = new Set<string>();

  /** `server`: the process that this is. */
  constructor(server: string, seal: Seal, logger: Logger) {
    this.#server = server;
    this.#seal = seal;
    this.#logger = logger;
  }

  /**
   * Who asks, where another server says so, "" when it does not know; undefined when the request comes from anybody else. Throws
   * Refusal room_reset when that server took this one for another.
   */
  addressOf(request: IncomingMessage): string | undefined {
    const from = request.headers[FROM_HEADER];
    if (typeof from !== "string") return undefined;
    const [server = "", proof, address = ""] = from.split(" ");
    if (!this.#seal.holds(proof, "request", server, request.method ?? "", pathOf(request), address)) return undefined;
    if (server !== this.#server) throw new Refusal("room_reset");
    return isIP(address) === 0 ? "" : address;
  }

  /** The servers that something is piped to. */
  get reached(): string[] {
    return [...this.#pipes.keys()];
  }

  /** Ends what is piped to a server that is not alive any more: it might never say so itself. */
  cut(id: string): void {
    for (const end of this.#pipes.get(id) ?? []) end.destroy();
  }

  /** Resolves when both sides speak through this server, or were refused by the other. Throws Refusal when that one cannot be reached. */
  upgrade(to: NodeRecord, request: IncomingMessage, socket: Duplex, head: Buffer, address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...keptOf(request, UPGRADE_HOP_HEADERS),
        connection: "Upgrade",
        upgrade: request.headers.upgrade,
      };
      const asked = this.#ask(to, request, headers, address);
      answersInTime(asked);
      asked.on("error", (error) => reject(this.#unreachable(to, error)));
      asked.on("upgrade", (answer, other, otherHead) => {
        if (socket.closed) return resolve(void other.destroy());
        this.#keep(to._id, socket);
        for (const end of [socket, other]) if (end instanceof Socket) end.setTimeout(0).setNoDelay(true);
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

  #keep(id: string, end: Duplex | ClientRequest): void {
    const pipes = this.#pipes.get(id) ?? new Set();
    this.#pipes.set(id, pipes.add(end));
    end.on("close", () => {
      pipes.delete(end);
      if (pipes.size === 0 && this.#pipes.get(id) === pipes) this.#pipes.delete(id);
    });
  }

  /**
   * Resolves when the answer is on its way, and its reader may take as long as the other server lets it. Throws Refusal when that
   * one cannot be reached.
   */
  request(to: NodeRecord, request: IncomingMessage, response: ServerResponse, address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { ...keptOf(request, REQUEST_HOP_HEADERS), connection: "close" };
      const asked = this.#ask(to, request, headers, address);
      // A body may take its time: until it is there the other server owes nothing.
      const owes = (): void => answersInTime(asked);
      request.once("end", owes);
      response.on("close", () => asked.destroy());
      asked.on("error", (error) => {
        // Somebody who went is nobody to tell, and half an answer cannot become another one.
        if (response.headersSent || response.closed) resolve(void response.destroy());
        else reject(this.#unreachable(to, error));
      });
      asked.on("response", (answer) => {
        request.off("end", owes);
        const kept = Object.entries(answer.headers).filter(([name]) => !ANSWER_HOP_HEADERS.has(name));
        response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
        pipeline(answer, response, () => {});
        resolve();
      });
      request.pipe(asked);
    });
  }

  /** What an outsider wrote into the header that servers know each other by is overwritten. */
  #ask(to: NodeRecord, request: IncomingMessage, kept: OutgoingHttpHeaders, address: string): ClientRequest {
    const where = urlToHttpOptions(new URL(to.url));
    const send = where.protocol === "https:" ? httpsRequest : httpRequest;
    const method = request.method ?? "GET";
    const path = pathOf(request);
    const proof = this.#seal.of("request", to.server, method, path, address);
    const headers = { ...kept, [FROM_HEADER]: `${to.server} ${proof} ${address}` };
    const asked = send({ ...where, method, path, headers, agent: false });
    this.#keep(to._id, asked);
    for (const answered of ["response", "upgrade"]) asked.on(answered, () => this.#silent.delete(to._id));
    return asked;
  }

  /** Logged once until that server answers again; what is told says nothing of where servers are. */
  #unreachable(to: NodeRecord, error: Error): Refusal {
    if (!this.#silent.has(to._id))
      this.#logger.warn({ err: error, node: to._id, url: to.url }, "another server does not answer");
    this.#silent.add(to._id);
    return new Refusal("server_draining");
  }
}

/** Gives the other server up when it has not begun to answer in time. */
function answersInTime(asked: ClientRequest): void {
  const timer = setTimeout(() => asked.destroy(new Error("no answer")), ANSWER_WITHIN_MS);
  for (const over of ["response", "upgrade", "close"]) asked.on(over, () => clearTimeout(timer));
}

/** As it was asked for, before Express shortened it while it looked for a route. */
const pathOf = (request: IncomingMessage & { originalUrl?: string }): string =>
  request.originalUrl ?? request.url ?? "/";

const keptOf = ({ headers }: IncomingMessage, left: ReadonlySet<string>): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)));

const startOf = ({ statusCode, statusMessage }: IncomingMessage): string =>
  `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`;

/** Its headers as they came, those that are kept, each with the end of its line. */
function headersOf({ rawHeaders }: IncomingMessage, isKept: (name: string) => boolean): string {
  let lines = "";
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (isKept(rawHeaders[index]!.toLowerCase())) lines += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  return lines;
}
