// The figures of this server for whoever has the token. Knows none of them.
import { createHash, timingSafeEqual } from "node:crypto";
import { Router } from "express";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";

/** What HTTP tells the figures and has of them. */
export interface HttpMetrics {
  /** Somebody was told this code. */
  refused(code: ErrorCode): void;
  /** A call of the store has thrown this. */
  isOfStore(error: unknown): boolean;
  readonly contentType: string;
  text(): Promise<string>;
}

/** An empty `token` is nobody's: there is no such page then. */
export function metricsRoutes(token: string, metrics: HttpMetrics): Router {
  // of one length, whatever is given, so that comparing takes one time
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const expected = digest(token);
  const router = Router();
  router.get("/metrics", async (request, response) => {
    if (token === "") throw new Refusal("not_found");
    const given = /^Bearer (.+)$/.exec(request.get("Authorization") ?? "")?.[1] ?? "";
    if (!timingSafeEqual(digest(given), expected)) throw new Refusal("unauthorized");
    response
      .set("Cache-Control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.text());
  });
  return router;
}
