// A room's history over HTTP: what there is, the logs of its files, and moments with names. Knows rooms only by asking them.
import { pipeline } from "node:stream/promises";
import { json, type Request, type Response, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { Feature } from "../feature.ts";
import { readPathNumber } from "../../routing/pathNumber.ts";
import type { Fork } from "./roomHistory.ts";
import { AskedOverHttp } from "./waiter.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 16 * 1024;
/** Nobody is sent a log, or all that there is, for longer than this, however they read. */
const LOG_WITHIN_MS = 120_000;

type OfRoom = { roomId: string };
type OfFile = OfRoom & { file: string };

const ofFile = ({ params }: Request<OfFile>) => ({ file: readPathNumber(params.file) });

/** Those of these numbers that the query says, in digits. Throws Refusal bad_request. */
function queried({ query }: Pick<Request, "query">, ...names: readonly string[]): Record<string, number> {
  const said = names.filter((name) => query[name] !== undefined);
  return Object.fromEntries(
    said.map((name) => {
      const value = query[name];
      if (typeof value !== "string" || !/^\d{1,15}$/.test(value))
        throw new Refusal("bad_request", `${name} is a whole number`);
      return [name, Number(value)];
    }),
  );
}

/** Who asks for the head alone is told what would come, for which nothing is put together. */
const isHead = ({ method }: Pick<Request, "method">): boolean => method === "HEAD";

const GZIPPED = { "Content-Encoding": "gzip" };
const TEXT = "text/plain; charset=utf-8";
const [BYTES, JSON_LIST] = ["application/octet-stream", "application/json"];

/** Sends the pieces as they are read. */
async function sent(pieces: AsyncIterable<string | Uint8Array>, response: Response): Promise<void> {
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

export const routes: Required<Feature>["routes"] = ({ rooms, keyOf, originOf, queued, timeOf, create }) => {
  const router = Router({ mergeParams: true });
  const read = json({ limit: BODY_BYTES });
  const asked = (request: Request<OfRoom>, response: Response, wish: object): AskedOverHttp => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const { work, charge } = timeOf(response);
    const origin = originOf(request);
    return new AskedOverHttp(wish, { origin, gone: gone.signal, queued: () => queued(response), work, charge });
  };
  const ask = (request: Request<OfRoom>, response: Response, wish: object): Promise<unknown> =>
    rooms.request(request.params.roomId, keyOf(request), "history", asked(request, response, wish));
  const look = (request: Request<OfRoom>, response: Response, wish: object): Promise<unknown> =>
    rooms.look(request.params.roomId, keyOf(request), "history", asked(request, response, wish));

  router.get<"/", OfRoom>("/", async (request, response) => {
    if (isHead(request)) {
      await look(request, response, { type: "may" });
      return void response.type("json").end();
    }
    const pieces = (await look(request, response, { type: "look" })) as AsyncGenerator<string>;
    response.type("json");
    await sent(pieces, response);
  });

  router.get<"/files", OfRoom>("/files", async (request, response) => {
    response.json(await look(request, response, { type: "files", ...queried(request, "time") }));
  });

  router.get<"/files/:file/log", OfFile>("/files/:file/log", async (request, response) => {
    // who accepts anything, as many libraries say of themselves, gets the bytes
    const isList = !request.accepts(BYTES) && Boolean(request.accepts(JSON_LIST));
    const wish = { type: isList ? "updates" : "log", ...ofFile(request), ...queried(request, "from", "to") };
    const pieces = (await look(request, response, wish)) as AsyncGenerator<Uint8Array | string>;
    response.vary("Accept").type(isList ? JSON_LIST : BYTES);
    if (isHead(request)) return void response.end();
    await sent(pieces, response);
  });

  router.get<"/files/:file/text", OfFile>("/files/:file/text", async (request, response) => {
    const { time, ...version } = queried(request, "version", "time");
    if (time !== undefined && "version" in version) throw new Refusal("bad_request", "version or time, not both");
    if (isHead(request)) {
      await look(request, response, { type: "has", ...ofFile(request), ...version });
      return void response.type(TEXT).end();
    }
    const wish = { type: "text", ...ofFile(request), ...version, ...(time !== undefined && { time }) };
    const text = await look(request, response, wish);
    response.type(TEXT).send(text);
  });

  router.get<"/files/:file/blame", OfFile>("/files/:file/blame", async (request, response) => {
    const wish = { ...ofFile(request), ...queried(request, "version") };
    if (isHead(request)) {
      await look(request, response, { type: "has", ...wish });
      return void response.type("json").set(GZIPPED).end();
    }
    const zipped = (await look(request, response, { type: "blame", ...wish })) as Uint8Array;
    // whatever the asker takes: a few kB can be many MB, which the server neither holds nor sends
    response.type("json").set(GZIPPED).send(Buffer.from(zipped));
  });

  router.post<"/fork", OfRoom>("/fork", read, async (request, response) => {
    const wish = { ...fieldsOf(request.body), type: "fork" };
    const { room, kept } = (await ask(request, response, wish)) as Fork;
    response.status(201).json(await create(request, room, kept));
  });

  router.get<"/versions", OfRoom>("/versions", async (request, response) => {
    response.json(await look(request, response, { type: "versions" }));
  });

  router.post<"/versions", OfRoom>("/versions", read, async (request, response) => {
    response.status(201).json(await ask(request, response, { ...fieldsOf(request.body), type: "name" }));
  });

  return router;
};
