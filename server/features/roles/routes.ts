// The roles over HTTP: each route is one of the feature's messages in the name of whoever bears a key. Knows no room.
import { json, type Request, type RequestHandler, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { Feature } from "../feature.ts";
import { readPathNumber } from "../../routing/pathNumber.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 4 * 1024;

type Params = { roomId: string; kind?: string; participant?: string };

export const routes: Required<Feature>["routes"] = ({ rooms, keyOf }) => {
  /** Answers with what the feature answers to the message that the request is. */
  const asks =
    (message: (request: Request<Params>) => object): RequestHandler<Params> =>
    async (request, response) => {
      response.json(await rooms.request(request.params.roomId, keyOf(request), "roles", message(request)));
    };
  /** What the body says. Throws Refusal bad_request. */
  const body = ({ body: said }: Request<Params>): object => {
    if (typeof said !== "object" || said === null || Array.isArray(said))
      throw new Refusal("bad_request", "a JSON object is needed");
    return said as object;
  };
  const number = ({ params }: Request<Params>): number | undefined => readPathNumber(params.participant);
  const yesNo = (said: unknown): unknown => ({ true: true, false: false })[String(said)] ?? said;
  /** What of these the query says. */
  const query = ({ query: said }: Request<Params>, ...names: readonly string[]): object =>
    Object.fromEntries(names.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])));

  const router = Router({ mergeParams: true });
  router.use(json({ limit: BODY_BYTES }));
  router.get("/", async (request: Request<Params>, response) => {
    response.json(await rooms.look(request.params.roomId, keyOf(request), "roles", { type: "read" }));
  });
  router.patch(
    "/settings",
    asks((request) => ({ ...body(request), type: "settings" })),
  );
  router.put(
    "/links/:kind",
    asks(({ params }) => ({ type: "link", kind: params.kind, on: true })),
  );
  router.delete(
    "/links/:kind",
    asks(({ params }) => ({ type: "link", kind: params.kind, on: false })),
  );
  router.patch(
    "/participants",
    asks((request) => ({ ...body(request), type: "everyone" })),
  );
  router.get(
    "/participants/revokes",
    asks((request) => ({ ...query(request, "role"), type: "revokes" })),
  );
  router.patch(
    "/participants/:participant",
    asks((request) => ({ ...body(request), type: "person", participant: number(request) })),
  );
  router.delete(
    "/participants/:participant",
    asks((request) => ({
      ...query(request, "shown"),
      type: "remove",
      participant: number(request),
      links: yesNo(request.query["links"] ?? "false"),
    })),
  );
  router.get(
    "/participants/:participant/revokes",
    asks((request) => ({ ...query(request, "role"), type: "revokes", participant: number(request) })),
  );
  router.post(
    "/undo",
    asks((request) => ({ ...body(request), type: "undo" })),
  );
  router.put(
    "/owner",
    asks((request) => ({ ...body(request), type: "handOver" })),
  );
  router.post(
    "/lobby",
    asks((request) => ({ ...body(request), type: "lobby" })),
  );
  return router;
};
