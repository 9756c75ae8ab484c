// How many connections of any kind one network address may hold open. Knows no request.
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../config.ts";
import { addressGroup, trustOf } from "../http/addressLimits.ts";

/**
 * Whatever is over the bound is closed before anything is read from it. A proxy that is believed is as many people as it says,
 * and is not counted.
 */
export function boundConnections(server: Server, { rates, trustProxy }: Config): void {
  const { connections: most } = rates;
  if (most === 0) return;
  const trust = trustOf(trustProxy);
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const { remoteAddress = "" } = socket;
    if (trust(remoteAddress, 0)) return;
    const address = addressGroup(remoteAddress);
    const before = open.get(address) ?? 0;
    if (before >= most) return void socket.destroy();
    open.set(address, before + 1);
    socket.on("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
