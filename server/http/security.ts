// The headers that keep a page to itself. Knows no route.
import { randomBytes } from "node:crypto";
import type { RequestHandler, Response } from "express";
import helmet from "helmet";

/** The nonce that this response's policy allows for style elements; the editor makes one. */
export const nonceOf = (response: Response): string => (response.locals as { nonce: string }).nonce;

const setNonce: RequestHandler = (_request, response, next) => {
  response.locals["nonce"] = randomBytes(16).toString("base64");
  next();
};

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
      "img-src": ["'self'", "data:"],
      "font-src": ["'self'"],
      // the WebSocket of the same origin is included
      "connect-src": ["'self'"],
      "base-uri": ["'self'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    },
  },
  // a room's address is its secret
  referrerPolicy: { policy: "no-referrer" },
  frameguard: { action: "deny" },
  strictTransportSecurity: false,
});

/** Only where the request came encrypted: a server on plain HTTP must stay reachable. */
const transport = helmet.strictTransportSecurity({ maxAge: 365 * 24 * 3600, includeSubDomains: false });
const keepEncrypted: RequestHandler = (request, response, next) =>
  request.secure ? transport(request, response, next) : next();

export const securityHeaders: readonly RequestHandler[] = [setNonce, headers, keepEncrypted];
