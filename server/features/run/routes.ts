// Running code over HTTP: a run of the room on the server, streamed as everybody there sees it. Knows no sandbox.
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { json, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { Feature } from "../feature.ts";
import type { AskedOverHttp, ShownEntry } from "./messages.ts";
import type { RunStream, StreamEvent } from "./runStream.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 64 * 1024;
/** Something is said this often, or whoever is between would take the connection for a dead one. */
const ALIVE_MS = 15_000;
/** An answer of which nothing is taken for so long is read by nobody. */
const UNREAD_MS = 60_000;
/** What there is of a run that is over is taken within this, however slowly. */
const TAKEN_MS = 120_000;

/** Of a run that never began, the refusal that says so. */
function refusalOf({ outcome, sentence = "", retryMs }: Extract<ShownEntry, { type: "ended" }>): Refusal | undefined {
  if (outcome === "queue_full") return new Refusal("rate_limited", undefined, retryMs);
  if (outcome === "sandbox_absent")
    return new Refusal("store_unavailable", undefined, undefined, { code: "run.absent", sentence });
  // the room has left memory before it began
  if (outcome === "server_stopped") return new Refusal("store_unavailable");
  if (outcome === "language_unknown")
    return new Refusal("bad_request", undefined, undefined, { code: "run.language_unknown", sentence });
  if (outcome === "source_too_large")
    return new Refusal("too_large", undefined, undefined, { code: "run.source_too_large", sentence });
  return undefined;
}

const written = ({ type, ...event }: StreamEvent): string => `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;

/** What is sent after what was read already. Nothing is written beside it once it is over, as `pipeline` ends the answer then. */
async function* sent(
  first: readonly StreamEvent[],
  events: AsyncGenerator<StreamEvent>,
  response: ServerResponse,
  aliveMs: number,
): AsyncGenerator<string> {
  const alive = setInterval(() => {
    if (!response.writableNeedDrain) response.write(":\n\n");
  }, aliveMs);
  response.on("close", () => clearInterval(alive));
  try {
    for (const event of first) yield written(event);
    for await (const event of events) yield written(event);
  } finally {
    clearInterval(alive);
  }
}

/**
 * Answers with the stream, as fast as it is read: what waits is no more than the run prints, and an answer that nobody reads for
 * `unreadMs` is torn off. Rejects with the Refusal of a run that never began.
 */
export async function send(
  stream: RunStream,
  response: ServerResponse,
  { aliveMs = ALIVE_MS, unreadMs = UNREAD_MS, takenMs = TAKEN_MS } = {},
): Promise<void> {
  response.on("close", () => stream.stop());
  const events = stream[Symbol.asyncIterator]();
  const first: StreamEvent[] = [];
  for (;;) {
    const { value: event, done } = await events.next();
    if (done) break;
    const refusal = event.type === "ended" ? refusalOf(event) : undefined;
    if (refusal) throw refusal;
    first.push(event);
    if (event.type !== "started") break;
  }
  // whoever has gone meanwhile is told nothing
  if (response.destroyed) return;
  response
    .writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" })
    .flushHeaders();
  response.setTimeout(unreadMs, () => response.destroy());
  let taking: NodeJS.Timeout | undefined;
  void stream.over.then(() => {
    if (!response.destroyed) taking = setTimeout(() => response.destroy(), takenMs);
  });
  response.on("close", () => clearTimeout(taking));
  await pipeline(sent(first, events, response, aliveMs), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}

export const routes: Required<Feature>["routes"] = ({ rooms, keyOf, originOf }) => {
  const router = Router({ mergeParams: true });
  router.post<"/", { roomId: string }>("/", json({ limit: BODY_BYTES }), async (request, response) => {
    const asked: AskedOverHttp = { origin: originOf(request), data: request.body ?? {} };
    const stream = await rooms.request(request.params.roomId, keyOf(request), "run", asked);
    await send(stream as RunStream, response);
  });
  return router;
};
