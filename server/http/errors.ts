// How a refusal becomes an HTTP answer: status, {error: {code, message}}, and when to come back. Knows no route's meaning.
import type { ErrorRequestHandler, RequestHandler, Response, Router } from "express";
import { Refusal } from "../protocol/errors.ts";
import type { Logger } from "../rooms/ports.ts";
import type { HttpMetrics } from "./metrics.ts";

/** What an error is to the one who asked: a Refusal as it is, body-parser's complaints by name, all else "internal". */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { status, type } = (typeof error === "object" && error !== null ? error : {}) as {
    status?: unknown;
    type?: unknown;
  };
  if (status === 404) return new Refusal("not_found");
  if (status === 413) return new Refusal("too_large");
  if (type === "entity.parse.failed") return new Refusal("bad_request", "the body is not JSON");
  if (typeof status === "number" && status >= 400 && status < 500) return new Refusal("bad_request");
  return new Refusal("internal");
}

/** Whoever is refused for what is over soon comes again after this, where nothing better is known: by then a server that has died has no rooms any more. */
const AGAIN_MS = 5_000;

/** Sets the status that says what happened, when to come back, and that nobody keeps the answer. */
export function setRefusal(response: Response, refusal: Refusal): void {
  const { status } = refusal.kind;
  response.status(status).set("Cache-Control", "no-store");
  const afterMs = refusal.retryAfterMs ?? (status === 503 ? AGAIN_MS : undefined);
  if (afterMs !== undefined) response.set("Retry-After", String(Math.ceil(afterMs / 1000)));
  if (refusal.code === "unauthorized") response.set("WWW-Authenticate", "Bearer");
}

/**
 * Answers every error that a route threw; ours are logged, and nothing of their inside is told. What a call of the store has thrown is no
 * defect, and may be otherwise soon. `refused` counts each.
 */
export const answerErrors =
  (logger: Logger, { refused, isOfStore }: Pick<HttpMetrics, "refused" | "isOfStore">): ErrorRequestHandler =>
  (error: unknown, request, response, _next) => {
    const isTrouble = isOfStore(error);
    const refusal = isTrouble ? new Refusal("store_unavailable") : refusalOf(error);
    refused(refusal.code);
    if (isTrouble || refusal.code === "internal")
      logger.error({ err: error, method: request.method }, "a request failed");
    // half an answer cannot become another one; Express would write what was thrown to the process's own output
    if (response.headersSent) return void response.destroy();
    setRefusal(response, refusal);
    response.type("json").json({ error: { ...refusal.told, message: refusal.message } });
  };

export const notFound: RequestHandler = () => {
  throw new Refusal("not_found");
};

/** A route as it is mounted, for those who describe routes or refuse what is not one. */
export interface MountedRoute {
  readonly path: string;
  /** upper case; HEAD, which GET answers too, is not named */
  readonly methods: readonly string[];
}

/** The routes of a router, its own mount path not included. */
export function routesOf(router: Router): MountedRoute[] {
  const methods = new Map<string, Set<string>>();
  for (const { route } of router.stack) {
    if (route === undefined) continue;
    const known = methods.get(route.path) ?? new Set();
    // one entry of the route's stack for each handler, so a method may come twice
    for (const { method } of route.stack) known.add(method.toUpperCase());
    methods.set(route.path, known);
  }
  return [...methods].map(([path, names]) => ({ path, methods: [...names] }));
}

/** Refuses any other method at the paths that the router has by now: 405 with what is allowed. */
export function refuseOtherMethods(router: Router): Router {
  for (const { path, methods } of routesOf(router)) {
    const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    router.all(path, (_request, response) => {
      response.set("Allow", allowed);
      throw new Refusal("method_not_allowed");
    });
    // before the routes of a path whose parameter takes this one for a value
    const refusing = router.stack.pop()!;
    router.stack.splice(router.stack.findLastIndex(({ route }) => route?.path === path) + 1, 0, refusing);
  }
  return router;
}
