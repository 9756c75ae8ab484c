// Whether a request comes from a page of this server itself. Knows no route.
import type { IncomingMessage } from "node:http";
import type { Trust } from "./addressLimits.ts";

/** By the origin that its browser names; false where it names none. A proxy that is believed says which host was asked for. */
export function isOwnOrigin({ headers, socket }: IncomingMessage, trust: Trust): boolean {
  const { origin } = headers;
  const forwarded = trust(socket.remoteAddress ?? "", 0) && headers["x-forwarded-host"];
  const host = typeof forwarded === "string" ? forwarded : headers.host;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
