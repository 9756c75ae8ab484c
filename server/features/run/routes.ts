// Running code over HTTP: a run of the room on the server, streamed as everybody there sees it. Knows no sandbox.
import type { ServerResponse } from "node:http";
import { json, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { Feature } from "../feature.ts";
import { type Pace, sendEvents } from "../../routing/sentEvents.ts";
import type { AskedOverHttp, ShownEntry } from "./messages.ts";
import type { RunStream, StreamEvent } from "./runStream.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 64 * 1024;

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

/** Answers with the stream. Rejects with the Refusal of a run that never began. */
export async function send(stream: RunStream, response: ServerResponse, pace?: Pace): Promise<void> {
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
  await sendEvents({ first, events, over: stream.over }, response, pace);
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
