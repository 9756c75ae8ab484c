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
      "frame-src": ["'self'"],
      "frame-ancestors": ["'none'"],
    },
  },
  // a room's address is its secret
  referrerPolicy: { policy: "no-referrer" },
  frameguard: { action: "deny" },
  strictTransportSecurity: false,
});

/** Only where the request came encrypted: a server on plain HTTP must stay reachable. */
function keepEncrypted(seconds: number): RequestHandler {
  const transport = helmet.strictTransportSecurity({ maxAge: seconds, includeSubDomains: false });
  return (request, response, next) => (request.secure ? transport(request, response, next) : next());
}

/** `hstsSeconds`: for how long a browser that came encrypted comes so by itself; 0: it forgets that. */
export const securityHeaders = (hstsSeconds: number): readonly RequestHandler[] => [
  setNonce,
  headers,
  keepEncrypted(hstsSeconds),
];

/**
 * Of a page in which somebody's program runs: scripts of any kind, and nothing of the world. It has an origin of its own, that of no site, also
 * where it is opened by itself; and where browsers offer it a process of its own, so that what holds it up holds nothing else.
 */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'unsafe-inline' blob:",
    "img-src data: blob:",
    "font-src data: blob:",
    "media-src data: blob:",
    "worker-src blob:",
    "connect-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "sandbox allow-scripts",
    "frame-ancestors 'self'",
  ].join("; "),
  "Document-Isolation-Policy": "isolate-and-require-corp",
  "X-DNS-Prefetch-Control": "off",
};

export const frameHeaders: RequestHandler = (_request, response, next) => {
  response.removeHeader("X-Frame-Options");
  // its process is its own already, by the policy
  response.removeHeader("Origin-Agent-Cluster");
  response.set(FRAME_HEADERS);
  next();
};
