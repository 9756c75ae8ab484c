// Whether what a request says is read by nobody on its way here. Knows no route.
import type { IncomingMessage } from "node:http";
import proxyAddr from "proxy-addr";

const isLoopback = proxyAddr.compile(["loopback"]);

/**
 * It came encrypted, as whoever hands it on says and `isBelieved`, or `caller`, whose address that is, is on this machine. The server itself
 * speaks plain HTTP alone.
 */
export function isSheltered({ headers }: IncomingMessage, caller: string, isBelieved: boolean): boolean {
  const [protocol = ""] = isBelieved ? String(headers["x-forwarded-proto"]).split(",") : [];
  return protocol.trim() === "https" || isLoopback(caller, 0);
}
