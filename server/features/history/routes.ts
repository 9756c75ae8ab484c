// A room's history over HTTP: what there is, the logs of its files, and moments with names. Knows rooms only by asking them.
import { pipeline } from "node:stream/promises";
import { json, type Request, type Response, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { Feature } from "../feature.ts";
import { readPathNumber } from "../pathNumber.ts";
import type { Fork } from "./roomHistory.ts";
import { AskedOverHttp, type Waiter } from "./waiter.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 16 * 1024;
/** Nobody is sent a log, or all that there is, for longer than this, however they read. */
const LOG_WITHIN_MS = 120_000;

type OfRoom = { roomId: string };
type OfFile = OfRoom & { file: string };

/** A number in the query, in digits. Throws Refusal bad_request. */
function queried({ query }: Pick<Request, "query">, name: string, byDefault: number): number {
  const value = query[name] ?? String(byDefault);
  if (typeof value !== "string" || !/^\d{1,15}$/.test(value))
    throw new Refusal("bad_request", `${name} is a whole number`);
  return Number(value);
}

/** Sends the pieces as they are read. */
async function sent(
  pieces: AsyncIterable<string | Uint8Array>,
  { method }: { readonly method: string },
  response: Response,
): Promise<void> {
  if (method === "HEAD") return void response.end();
  await pipeline(pieces, response, { signal: AbortSignal.timeout(LOG_WITHIN_MS) }).catch((error: unknown) => {
    // the answer is torn off, and whoever reads it knows by that
    if (!response.headersSent) throw error;
  });
}

/** The fields of a body, none where there is none. Throws Refusal bad_request. */
function fieldsOf(body: unknown): object {
  if (Array.isArray(body)) throw new Refusal("bad_request", "the body is an object");
  return (body as object | undefined) ?? {};
}

export const routes: Required<Feature>["routes"] = ({ rooms, keyOf, originOf, queued, create }) => {
  const router = Router({ mergeParams: true });
  const read = json({ limit: BODY_BYTES });
  const ask = (request: Request<OfRoom>, wish: object): Promise<unknown> =>
    rooms.request(request.params.roomId, keyOf(request), "history", wish);
  const look = (request: Request<OfRoom>, wish: object): Promise<unknown> =>
    rooms.look(request.params.roomId, keyOf(request), "history", wish);

  const waiterOf = (request: Request<OfRoom>, response: Response): Waiter => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    return { origin: originOf(request), gone: gone.signal, queued: () => queued(response) };
  };

  router.get<"/", OfRoom>("/", async (request, response) => {
    const pieces = (await look(request, { type: "look" })) as AsyncGenerator<string>;
    response.type("json");
    await sent(pieces, request, response);
  });

  router.get<"/files", OfRoom>("/files", async (request, response) => {
    const { time } = request.query;
    const wish = { type: "files", ...(time !== undefined && { time: queried(request, "time", 0) }) };
    response.json(await look(request, wish));
  });

  router.get<"/files/:file/log", OfFile>("/files/:file/log", async (request, response) => {
    const from = queried(request, "from", 0);
    const wish = { type: "log", file: readPathNumber(request.params.file), from };
    const blocks = (await look(request, wish)) as AsyncGenerator<Uint8Array>;
    response.type("application/octet-stream");
    await sent(blocks, request, response);
  });

  router.get<"/files/:file/text", OfFile>("/files/:file/text", async (request, response) => {
    const { version, time } = request.query;
    const wish = {
      type: "text",
      file: readPathNumber(request.params.file),
      ...(version !== undefined && { version: queried(request, "version", 0) }),
      ...(time !== undefined && { time: queried(request, "time", 0) }),
    };
    const text = await look(request, new AskedOverHttp(wish, waiterOf(request, response)));
    response.type("text/plain; charset=utf-8").send(text);
  });

  router.get<"/files/:file/blame", OfFile>("/files/:file/blame", async (request, response) => {
    const wish = {
      type: "blame",
      file: readPathNumber(request.params.file),
      ...(request.query["version"] !== undefined && { version: queried(request, "version", 0) }),
    };
    const zipped = (await look(request, new AskedOverHttp(wish, waiterOf(request, response)))) as Uint8Array;
    // whatever the asker takes: a few kB can be many MB, which the server neither holds nor sends
    response.type("json").set("Content-Encoding", "gzip").send(Buffer.from(zipped));
  });

  router.post<"/fork", OfRoom>("/fork", read, async (request, response) => {
    const wish = { ...fieldsOf(request.body), type: "fork" };
    const asked = new AskedOverHttp(wish, waiterOf(request, response));
    const { room, kept } = (await ask(request, asked)) as Fork;
    response.status(201).json(await create(request, room, kept));
  });

  router.get<"/versions", OfRoom>("/versions", async (request, response) => {
    response.json(await look(request, { type: "versions" }));
  });

  router.post<"/versions", OfRoom>("/versions", read, async (request, response) => {
    response.status(201).json(await ask(request, { ...fieldsOf(request.body), type: "name" }));
  });

  return router;
};
