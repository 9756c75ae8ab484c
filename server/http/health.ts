// For whoever watches this server: is it alive, and can it take work. Knows no room.
import { Router } from "express";
import { Refusal } from "../protocol/errors.ts";
import type { Clock, Logger } from "../rooms/ports.ts";

/** Asks once for all who want to know, and again when the answer is so old. */
export function remembered(ask: () => Promise<void>, ms: number, clock: Clock): () => Promise<void> {
  let answer: Promise<void> | undefined;
  /** undefined: it is still to come */
  let answeredAt: number | undefined;
  return () => {
    if (answer && (answeredAt === undefined || clock.now() - answeredAt < ms)) return answer;
    answeredAt = undefined;
    answer = ask().finally(() => (answeredAt = clock.now()));
    return answer;
  };
}

/**
 * `ready` resolves when rooms can be joined, and otherwise throws why not. `troubles`: what features cannot do on this server, by their
 * names; rooms can be joined all the same.
 */
export function healthRoutes(
  ready: () => Promise<void>,
  troubles: () => Readonly<Record<string, string>>,
  logger: Logger,
): Router {
  const router = Router();
  router.get("/health", (_request, response) => {
    response.set("Cache-Control", "no-store").json({ status: "ok" });
  });
  router.get("/ready", async (_request, response) => {
    try {
      await ready();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      logger.error({ err: error }, "not ready");
      throw new Refusal("store_unavailable");
    }
    const found = troubles();
    const more = Object.keys(found).length > 0 ? { troubles: found } : {};
    response.set("Cache-Control", "no-store").json({ status: "ready", ...more });
  });
  return router;
}
