// Turns an HTTP upgrade at a room's address into a session, or refuses it. Knows no message and no store.
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { Budgets } from "../budgets/budgets.ts";
import type { Config } from "../config.ts";
import { addressInPath } from "../http/addressInPath.ts";
import { addressGroup, type AddressLimits, clientAddress, trustOf } from "../http/addressLimits.ts";
import { isOwnOrigin } from "../http/ownOrigin.ts";
import { isSheltered } from "../http/sheltered.ts";
import { type ErrorCode, ERRORS, Refusal } from "../protocol/errors.ts";
import type { Hello } from "../protocol/clientMessages.ts";
import type { Neighbours } from "../neighbours.ts";
import type { Clock, Logger, Outlet } from "../rooms/ports.ts";
import type { RoomDirectory } from "../rooms/roomDirectory.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { letInByTurns } from "./inlet.ts";
import { Session } from "./session.ts";

/** A graceful stop waits so long for clients to close; then they are cut. */
const CLOSE_WITHIN_MS = 3_000;
/** Whoever is refused has so long to read why and to close. */
const REFUSED_WITHIN_MS = 1_000;
/** What an upgrade takes before there is a session, or a refusal. */
const UPGRADE_MS = 0.3;
/** Upgrades between which everything else that has arrived gets its turn: with what they say first, some milliseconds. */
const UPGRADES_AT_ONCE = 10;

export interface SocketOptions {
  readonly server: Server;
  readonly config: Config;
  readonly directory: RoomDirectory;
  readonly addressLimits: AddressLimits;
  readonly budgets: Budgets;
  /** The name of a network address, which tells nothing of it. */
  readonly originOf: (address: string) => string;
  /** absent: every room is this server's */
  readonly neighbours: Neighbours | undefined;
  /** Somebody is told this code. */
  readonly refused: (code: ErrorCode) => void;
  /** Somebody has come into a room, whom it calls so; `isNew`: it did not know them. */
  readonly joined: (roomId: string, name: string, isNew: boolean) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Who comes, by which address of a room. */
interface Comer {
  readonly caller: string;
  readonly address: string;
  /** nobody reads what they say on its way */
  readonly isSheltered: boolean;
}

/** Serves the rooms' channels on the server's upgrades. `stop` takes no new sockets; `closed` resolves when none is left. */
export function serveSockets(options: SocketOptions): { stop(): void; closed(): Promise<void> } {
  const { server, config, directory, addressLimits, budgets, originOf, neighbours, refused, joined, clock, logger } =
    options;
  const trust = trustOf(config.trustProxy);
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: config.limits.frameBytes,
    // Whatever the client offers is taken, so that one of another version can be told so in words.
    handleProtocols: (offered) => offered.values().next().value ?? false,
    // A browser that may compress does so with every keystroke, and each then takes two threads' turns to read.
    perMessageDeflate: false,
    // The session answers, and counts what it answers.
    autoPong: false,
  });
  const slowReader = {
    fullBytes: config.slowReader.bytes,
    closeBytes: config.slowReader.closeBytes,
    closeAfterMs: config.slowReader.seconds * 1000,
  };
  const heartbeat = startHeartbeat(config.heartbeatSeconds * 1000, clock);
  const handedOn = new Set<Duplex>();
  /** upgrades that wait for their turn, in order */
  const waiting: (() => void)[] = [];
  let stopped = false;

  /** The address of the room that the request is for. Throws Refusal. */
  function roomAddressOf(request: IncomingMessage): string {
    if (stopped) throw new Refusal("server_draining");
    const [pathname = ""] = (request.url ?? "").split("?");
    const isBelow = pathname.startsWith(`${config.basePath}/`);
    const address = isBelow ? addressInPath(pathname.slice(config.basePath.length)) : undefined;
    if (address === undefined) throw new Refusal("room_not_found");
    // What another server hands on it has let in already.
    if (neighbours?.addressOf(request) === undefined && !isOriginAllowed(request)) throw new Refusal("origin_refused");
    return address;
  }

  /** Browsers name the page's origin; a program names none and has no other site's cookies or keys to misuse. */
  function isOriginAllowed(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return origin === undefined || config.allowedOrigins.includes(origin) || isOwnOrigin(request, trust);
  }

  async function join(caller: string, address: string, hello: Hello, outlet: Outlet) {
    // Only newcomers count: a room of people who all reconnect at once must get in.
    if (hello.key === undefined) await addressLimits.join(caller);
    const isSecretTried = hello.key !== undefined || hello.password !== undefined;
    const room = isSecretTried ? await directory.resolve(address) : undefined;
    const entered = await addressLimits.lookUp(caller, room, () => directory.join(address, hello, outlet));
    const { room: into, client } = entered;
    joined(into.roomId, into.people.person(client.participant).name, hello.key === undefined);
    return entered;
  }

  /** Resolves when an upgrade may go on: thousands that come at once, after a restart say, must not hold up those who type. */
  function turn(): Promise<void> {
    return new Promise((resolve) => {
      if (waiting.push(resolve) === 1) clock.after(0, nextTurn);
    });
  }

  function nextTurn(): void {
    for (const goOn of waiting.splice(0, UPGRADES_AT_ONCE)) goOn();
    if (waiting.length > 0) clock.after(0, nextTurn);
  }

  /** By itself, so that nothing keeps the request for as long as the socket is open. */
  function open(webSocket: WebSocket, stream: Duplex, { caller, address, isSheltered }: Comer): void {
    const shares = budgets.of(addressGroup(caller));
    shares.seat.spend(UPGRADE_MS);
    const services = {
      join: (hello: Hello, outlet: Outlet) => join(caller, address, hello, outlet),
      limits: config.limits,
      slowReader,
      ...shares,
      origin: originOf(caller),
      isSheltered,
      refused,
      clock,
      logger,
    };
    heartbeat.add(webSocket);
    // The socket's own "close" ends the session.
    const session = new Session({ socket: webSocket, stream }, services);
    letInByTurns(stream, { ...shares, cut: (code) => session.end(code), clock });
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", destroyed);
    try {
      const caller = neighbours?.addressOf(request) ?? clientAddress(request, trust);
      socket.on("close", addressLimits.openSocket(caller));
      const address = roomAddressOf(request);
      // Refusing is cheap, and waits for nothing: who is refused has no place among those who wait.
      await turn();
      // Where the room is served has to be known before hello; whether there is one is still told after it alone.
      const roomId = neighbours && (await directory.resolve(address));
      if (roomId !== undefined && (await neighbours?.handOn(roomId, request, socket, head, caller))) {
        if (stopped) socket.destroy();
        if (!socket.closed) handedOn.add(socket);
        socket.on("close", () => handedOn.delete(socket));
        return;
      }
      if (stopped) throw new Refusal("server_draining");
      // Who never said hello has opened no room, which would be released when it is closed.
      if (roomId !== undefined) socket.on("close", () => directory.live(roomId) ?? neighbours?.release(roomId));
      const comer = { caller, address, isSheltered: isSheltered(request, trust, neighbours?.addressOf(request)) };
      webSockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, socket, comer));
    } catch (error) {
      if (!(error instanceof Refusal)) logger.error({ err: error }, "an upgrade failed");
      const refusal = error instanceof Refusal ? error : new Refusal("internal");
      refused(refusal.code);
      refuse(socket, refusal);
      const cancel = clock.after(REFUSED_WITHIN_MS, () => socket.destroy());
      socket.on("close", cancel);
    }
  }
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => void upgrade(request, socket, head));

  return {
    stop() {
      stopped = true;
    },
    async closed() {
      heartbeat.stop();
      // Their people connect again elsewhere, to the server that they were handed to or to another.
      for (const socket of handedOn) socket.destroy();
      const sockets = [...webSockets.clients];
      const ends = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
      // Those in rooms know already; others have not said hello yet.
      for (const socket of sockets) socket.close(ERRORS.server_draining.close);
      const cancel = clock.after(CLOSE_WITHIN_MS, () => sockets.forEach((socket) => socket.terminate()));
      await Promise.all(ends);
      cancel();
    },
  };
}

function destroyed(this: Duplex): void {
  this.destroy();
}

function refuse(socket: Duplex, refusal: Refusal): void {
  const { status } = refusal.kind;
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
  const retry = refusal.retryAfterMs === undefined ? "" : `Retry-After: ${Math.ceil(refusal.retryAfterMs / 1000)}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n${retry}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
