// Requests in the turn of the network address that they come from, as frames are, and what waits of their answers. Knows no route.
import type { ServerResponse } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import type { Budgets } from "../budgets/budgets.ts";
import type { Seat } from "../budgets/fairTurns.ts";
import { Refusal } from "../protocol/errors.ts";
import type { Clock } from "../rooms/ports.ts";
import { whenClosed } from "./whenClosed.ts";

/** Requests of one address that wait at most; whoever sends more is told to come again. */
const MOST_WAITING = 200;
const RETRY_MS = 2_000;
/** Answers of one address that are made at once: each may become several megabytes, and nobody knows before. */
const MOST_MADE = 8;
/** What a request takes besides what is done at once: to read it, to wait for the store, and for each byte of the answer. */
const REQUEST_MS = 0.5;
const ANSWER_MS_PER_BYTE = 20e-6;
/** So much waits for anybody now and then. */
const LITTLE_BYTES = 64 * 1024;
/** Whoever takes nothing of an answer for so long has gone … */
const IDLE_MS = 30_000;
/** … and what is in memory whole is not kept for longer than this: 6 MB over 50 kB/s. */
const TAKEN_WITHIN_MS = 120_000;

interface Waiting {
  /** of the requests that wait, for whatever, those whose asker has gone too */
  count: number;
  made: number;
  /** those that wait until fewer are made */
  readonly untilMade: (() => void)[];
}

/** Runs once the answer begins, or can begin no more. */
export function whenAnswered(response: Response, run: () => void): void {
  let isOver = false;
  const once = (): void => {
    if (!isOver) run();
    isOver = true;
  };
  whenClosed(response, once);
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => Response;
  response.writeHead = ((...head: unknown[]) => {
    once();
    return writeHead(...head);
  }) as Response["writeHead"];
}

/** By answer that is made: gives its place among those of its address back. */
const places = new WeakMap<ServerResponse, () => void>();

/** The answer waits for a turn of another kind, of which an address has few: others of its address are made meanwhile. */
export function queued(response: ServerResponse): void {
  places.get(response)?.();
}

/** By answer: its place among those who have time of its address's. */
const seats = new WeakMap<ServerResponse, Seat>();

/** The time of the network address that an answer goes to. */
export function timeOf(response: ServerResponse): Pick<Seat, "work" | "charge"> {
  const seat = seats.get(response);
  if (!seat) throw new Error("invariant: an answer without a turn");
  return {
    work: (run) =>
      seat.work(() => {
        if (response.closed) throw new Refusal("rate_limited", undefined, RETRY_MS);
        return run();
      }),
    charge: (run) => seat.charge(run),
  };
}

/**
 * Lets a request in when its address may have the time, and, unless its answer is surely small, when not too much of earlier
 * ones waits for those who do not read; counts what it takes, and ends an answer that nobody takes. One connection has one
 * answer at a time: others would have to wait in memory. Refuses with rate_limited when too many wait.
 */
export function inTurn(services: {
  budgets: Budgets;
  addressOf: (request: Request) => string;
  isSmall: (request: Request) => boolean;
  clock: Clock;
}): RequestHandler {
  const { budgets, addressOf, isSmall, clock } = services;
  const addresses = new Map<string, Waiting>();

  function start(request: Request, response: Response, next: (error?: unknown) => void): void {
    const address = addressOf(request);
    const own = addresses.get(address) ?? { count: 0, made: 0, untilMade: [] };
    if (own.count >= MOST_WAITING) return next(new Refusal("rate_limited", undefined, RETRY_MS));
    addresses.set(address, own);
    own.count++;
    const { seat, waiting } = budgets.of(address);
    seats.set(response, seat);
    waiting.whenCut(() => response.destroy());
    const { bytesWritten } = request.socket;
    // A body comes when the other side likes, and what is answered to one is small.
    const isMade = !isSmall(request) && ["GET", "HEAD"].includes(request.method);
    const forgetIfDone = (): void => {
      if (own.count === 0 && own.made === 0) addresses.delete(address);
    };
    const madeNoMore = (): void => {
      if (!places.delete(response)) return;
      own.made--;
      own.untilMade.shift()?.();
      forgetIfDone();
    };

    whenClosed(response, () => {
      waiting.set(0);
      seat.spend(REQUEST_MS + (request.socket.bytesWritten - bytesWritten) * ANSWER_MS_PER_BYTE);
      seat.leave();
    });
    whenAnswered(response, () => {
      madeNoMore();
      if (response.closed) return;
      response.setTimeout(IDLE_MS, () => response.destroy());
      process.nextTick(() => {
        const { closed, writableLength } = response;
        if (closed || writableLength <= LITTLE_BYTES) return;
        waiting.set(writableLength);
        whenClosed(
          response,
          clock.after(TAKEN_WITHIN_MS, () => response.destroy()),
        );
      });
    });

    const go = (): void => {
      if (isMade && !response.closed) {
        if (waiting.isTight) return waiting.whenRoomy(go);
        if (own.made >= MOST_MADE) return void own.untilMade.push(go);
      }
      if (!seat.begin()) return seat.whenTurn(go);
      own.count--;
      try {
        if (response.closed) own.untilMade.shift()?.();
        else {
          if (isMade) {
            own.made++;
            places.set(response, madeNoMore);
          }
          next();
        }
      } finally {
        seat.end();
        forgetIfDone();
      }
    };
    go();
  }

  return (request, response, next) => {
    if (response.socket) start(request, response, next);
    else response.once("socket", () => start(request, response, next));
  };
}
