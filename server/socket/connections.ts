// How many connections of any kind one network address may hold open. Knows of a request only which server hands it on.
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../config.ts";
import { addressGroup, trustOf } from "../http/addressLimits.ts";
import type { Neighbours } from "../neighbours.ts";

/**
 * Whatever is over the bound is closed before anything is read from it. A proxy that is believed is as many people as it says,
 * and is not counted; nor is, from its first request on, what another server hands on: it has counted those people itself.
 */
export function boundConnections(
  server: Server,
  { rates, trustProxy }: Pick<Config, "rates" | "trustProxy">,
  neighbours: Pick<Neighbours, "addressOf"> | undefined,
): void {
  const { connections: most } = rates;
  if (most === 0) return;
  const trust = trustOf(trustProxy);
  const open = new Map<string, number>();
  /** those that are counted, with what takes them from the count */
  const counted = new WeakMap<Socket, () => void>();

  server.on("connection", (socket: Socket) => {
    const { remoteAddress = "" } = socket;
    if (trust(remoteAddress, 0)) return;
    const address = addressGroup(remoteAddress);
    const before = open.get(address) ?? 0;
    if (before >= most) return void socket.destroy();
    open.set(address, before + 1);
    const uncount = (): void => {
      if (!counted.delete(socket)) return;
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    };
    counted.set(socket, uncount);
    socket.on("close", uncount);
  });

  if (!neighbours) return;
  const look = (request: IncomingMessage): void => {
    if (isHandedOn(request, neighbours)) counted.get(request.socket)?.();
  };
  server.on("request", look);
  server.on("upgrade", look);
}

function isHandedOn(request: IncomingMessage, neighbours: Pick<Neighbours, "addressOf">): boolean {
  try {
    return neighbours.addressOf(request) !== undefined;
  } catch {
    // by one that took this server for another; whoever answers the request says so
    return true;
  }
}
