// Who waits for what is put together, and what they have asked for over HTTP. Knows no request.
import { atOnce } from "../../rooms/log/reading.ts";
import type { Outlet } from "../../rooms/ports.ts";

/** Somebody who waits for an answer. */
export interface Waiter {
  /** what counts as one network address, by a name that tells nothing of it */
  readonly origin: string;
  /** aborts once they wait no more */
  readonly gone: AbortSignal;
  /** They are about to wait for a turn, of which an address has few. */
  queued(): void;
  /** Does something when their address may have the time for it, and counts it. Rejects with a Refusal once they wait no more. */
  readonly work: Outlet["work"];
  /** Does it at once, and counts it as theirs. */
  readonly charge: Outlet["work"];
}

/** The server itself: it waits until there is an answer. */
export const SERVER: Waiter = {
  origin: "",
  gone: new AbortController().signal,
  queued() {},
  work: atOnce,
  charge: atOnce,
};

/** What the routes ask a room's share of history; what comes as anything else is asked by the server. */
export class AskedOverHttp {
  readonly wish: object;
  readonly waiter: Waiter;

  constructor(wish: object, waiter: Waiter) {
    this.wish = wish;
    this.waiter = waiter;
  }
}
