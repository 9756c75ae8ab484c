// For whoever watches this server: is it alive, and can it take work. Knows no room.
import { Router } from "express";
import { Refusal } from "../protocol/errors.ts";
import type { Log } from "../rooms/ports.ts";

/** `ready` resolves when rooms can be joined, and otherwise throws why not. */
export function healthRoutes(ready: () => Promise<void>, log: Log): Router {
  const router = Router();
  router.get("/health", (_request, response) => {
    response.set("Cache-Control", "no-store").json({ status: "ok" });
  });
  router.get("/ready", async (_request, response) => {
    try {
      await ready();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      log.error({ err: error }, "not ready");
      throw new Refusal("store_unavailable");
    }
    response.set("Cache-Control", "no-store").json({ status: "ready" });
  });
  return router;
}
