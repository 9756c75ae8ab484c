// Requests in the turn of the network address that they come from, as frames are. Knows no route.
import type { Request, RequestHandler } from "express";
import type { Budgets } from "../budgets/budgets.ts";
import { Refusal } from "../protocol/errors.ts";

/** Requests of one address that wait at most; whoever sends more is told to come again. */
const MOST_WAITING = 200;
const RETRY_MS = 2_000;
/** What a request takes besides what is done at once: to read it, to wait for the store, and for each byte of the answer. */
const REQUEST_MS = 0.5;
const ANSWER_MS_PER_BYTE = 20e-6;

/** Lets a request in when its address may have the time, and counts what it takes. Refuses with rate_limited when too many wait. */
export function inTurn(budgets: Budgets, addressOf: (request: Request) => string): RequestHandler {
  const waiting = new Map<string, number>();
  return (request, response, next) => {
    const address = addressOf(request);
    const before = waiting.get(address) ?? 0;
    if (before >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
    waiting.set(address, before + 1);
    const { seat } = budgets.of(address);
    const { bytesWritten } = request.socket;
    response.on("close", () => {
      seat.spend(REQUEST_MS + (request.socket.bytesWritten - bytesWritten) * ANSWER_MS_PER_BYTE);
      seat.leave();
    });
    const go = (): void => {
      if (!seat.begin()) return seat.whenTurn(go);
      const left = (waiting.get(address) ?? 1) - 1;
      if (left === 0) waiting.delete(address);
      else waiting.set(address, left);
      try {
        next();
      } finally {
        seat.end();
      }
    };
    go();
  };
}
