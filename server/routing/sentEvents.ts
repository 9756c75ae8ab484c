// Events that are sent over HTTP as they come, as fast as they are read. Knows no feature.
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

/** Something is said this often, or whoever is between would take the connection for a dead one. */
const ALIVE_MS = 15_000;
/** An answer of which nothing is taken for so long is read by nobody. */
const UNREAD_MS = 60_000;
/** What there is once all has come is taken within this, however slowly. */
const TAKEN_MS = 120_000;

/** What comes, for one reader. @public */
export interface EventSource<Event> extends AsyncIterable<Event> {
  /** Resolves when the last is there, whether it is read or not. */
  readonly over: Promise<void>;
  /** Nobody reads it any more. */
  stop(): void;
}

/** Other times than those above, in ms, for tests. */
export interface Pace {
  readonly aliveMs?: number;
  readonly unreadMs?: number;
  readonly takenMs?: number;
}

interface Sent<Event> {
  /** those that were read already */
  readonly first?: readonly Event[];
  readonly events: AsyncIterable<Event>;
  readonly over: Promise<void>;
}

const written = ({ type, ...event }: { readonly type: string }): string =>
  `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;

/** Something is written now and then, but never once it is over, as `pipeline` ends the answer then. */
async function* lines<Event extends { readonly type: string }>(
  { first = [], events }: Sent<Event>,
  alive: NodeJS.Timeout,
): AsyncGenerator<string> {
  try {
    for (const event of first) yield written(event);
    for await (const event of events) yield written(event);
  } finally {
    clearInterval(alive);
  }
}

/** Answers with the events. What waits is no more than comes, and an answer that nobody reads for `unreadMs` is torn off. */
export async function sendEvents<Event extends { readonly type: string }>(
  sent: Sent<Event>,
  response: ServerResponse,
  { aliveMs = ALIVE_MS, unreadMs = UNREAD_MS, takenMs = TAKEN_MS }: Pace = {},
): Promise<void> {
  // whoever has gone meanwhile is told nothing
  if (response.destroyed) return;
  response
    .writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" })
    .flushHeaders();
  response.setTimeout(unreadMs, () => response.destroy());
  const alive = setInterval(() => {
    if (!response.writableNeedDrain) response.write(":\n\n");
  }, aliveMs);
  let taking: NodeJS.Timeout | undefined;
  void sent.over.then(() => {
    if (!response.destroyed) taking = setTimeout(() => response.destroy(), takenMs);
  });
  response.on("close", () => {
    clearInterval(alive);
    clearTimeout(taking);
  });
  await pipeline(lines(sent, alive), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
