// Asking over HTTP: a question of the room, streamed as whoever asks is told of it. Knows no provider.
import type { IncomingMessage } from "node:http";
import { json, Router } from "express";
import type { Feature } from "../feature.ts";
import { sendEvents } from "../../routing/sentEvents.ts";
import type { AskStream } from "./askStream.ts";
import type { AskedOverHttp } from "./messages.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 128 * 1024;

/** A person's own key, and whose it is for: in headers, as what is in addresses and bodies is kept by others more often. */
export const OWN_HEADERS = {
  key: "X-Provider-Key",
  provider: "X-Provider",
  model: "X-Provider-Model",
} as const;

/** Undefined where no key comes along. */
function ownOf({ headers }: IncomingMessage): object | undefined {
  const [key, provider, model] = Object.values(OWN_HEADERS).map((name) => headers[name.toLowerCase()]);
  return key === undefined ? undefined : { key, provider, model };
}

export const routes: Required<Feature>["routes"] = ({ rooms, keyOf, originOf, isSheltered }) => {
  const router = Router({ mergeParams: true });
  router.get<"/", { roomId: string }>("/", async (request, response) => {
    const { type: _, ...state } = (await rooms.look(request.params.roomId, keyOf(request), "assist", {
      origin: originOf(request),
    } satisfies AskedOverHttp)) as { readonly type: string };
    response.json(state);
  });
  router.post<"/", { roomId: string }>("/", json({ limit: BODY_BYTES }), async (request, response) => {
    const data = (request.body ?? {}) as unknown;
    const stream = (await rooms.request(request.params.roomId, keyOf(request), "assist", {
      origin: originOf(request),
      data,
      own: ownOf(request),
      isSheltered: isSheltered(request),
    } satisfies AskedOverHttp)) as AskStream;
    response.on("close", () => stream.stop());
    if (response.destroyed) stream.stop();
    await sendEvents({ events: stream, over: stream.over }, response);
  });
  return router;
};
