// Whether what a request says, or a socket that it opens, is read by nobody on its way here. Knows no route.
import type { IncomingMessage } from "node:http";
import proxyAddr from "proxy-addr";
import { clientAddress, type Trust } from "./addressLimits.ts";

const isLoopback = proxyAddr.compile(["loopback"]);

/** As proxies name what they took it by; of a socket some name the one, some the other. */
const ENCRYPTED: ReadonlySet<string> = new Set(["https", "wss"]);

/**
 * It came encrypted, as a proxy that is trusted says, or another server that has handed it on for `handedOnFor`; or it is from this machine. The server
 * itself speaks plain HTTP alone.
 */
export function isSheltered(request: IncomingMessage, trust: Trust, handedOnFor: string | undefined): boolean {
  const isBelieved = handedOnFor !== undefined || trust(request.socket.remoteAddress ?? "", 0);
  const [protocol = ""] = isBelieved ? String(request.headers["x-forwarded-proto"]).split(",") : [];
  return ENCRYPTED.has(protocol.trim()) || isLoopback(handedOnFor ?? clientAddress(request, trust), 0);
}
