// Lets pages of other origins, those that ALLOWED_ORIGINS names, call the API. Knows no route.
import type { RequestHandler } from "express";

const METHODS = "GET, POST, PATCH, PUT, DELETE";
const HEADERS = "Authorization, Content-Type";
/** How long a browser need not ask again. */
const PREFLIGHT_SECONDS = 600;

/** Without credentials: a key is in the request that bears it, never in a cookie. Any other origin is told nothing. */
export const allowOrigins =
  (origins: readonly string[]): RequestHandler =>
  (request, response, next) => {
    response.vary("Origin");
    const { origin } = request.headers;
    if (origin === undefined || !origins.includes(origin)) return next();
    response.set({ "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After" });
    if (request.method !== "OPTIONS" || !request.headers["access-control-request-method"]) return next();
    response
      .set({
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": HEADERS,
        "Access-Control-Max-Age": String(PREFLIGHT_SECONDS),
      })
      .status(204)
      .end();
  };
