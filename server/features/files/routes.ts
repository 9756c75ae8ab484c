// A room's files over HTTP: the same wishes as on the socket, in the name of whoever's key it is. Knows rooms only by asking them.
import type { IncomingMessage } from "node:http";
import { json, type Request, type Response, Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { RoomReader } from "../feature.ts";

/** Bytes of a request's body. */
const BODY_BYTES = 16 * 1024;

type OfRoom = { roomId: string };
type OfFile = OfRoom & { file: string };

function bodyOf({ body }: Request): object {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal("bad_request", "a JSON object is needed");
  return body as object;
}

export function fileRoutes(rooms: RoomReader, keyOf: (request: IncomingMessage) => string | undefined): Router {
  const router = Router({ mergeParams: true });
  const body = json({ limit: BODY_BYTES });

  /** What the path says of the wish wins over what the body says. */
  const ask = async (request: Request<OfRoom>, response: Response, wish: object): Promise<void> => {
    response.json(await rooms.request(request.params.roomId, keyOf(request), "files", wish));
  };

  router.get<"/", OfRoom>("/", async (request, response) => {
    const room = await rooms.details(request.params.roomId, keyOf(request));
    if (!room) throw new Refusal("room_not_found");
    response.json({ files: room.files });
  });
  router.post<"/", OfRoom>("/", body, (request, response) =>
    ask(request, response.status(201), { ...bodyOf(request), type: "create" }),
  );
  router.patch<"/folder", OfRoom>("/folder", body, (request, response) =>
    ask(request, response, { ...bodyOf(request), type: "changeFolder" }),
  );
  router.delete<"/folder", OfRoom>("/folder", (request, response) =>
    ask(request, response, { type: "deleteFolder", folder: request.query["name"] }),
  );
  router.patch<"/:file", OfFile>("/:file", body, (request, response) =>
    ask(request, response, { ...bodyOf(request), type: "change", file: Number(request.params.file) }),
  );
  router.delete<"/:file", OfFile>("/:file", (request, response) =>
    ask(request, response, { type: "delete", files: [Number(request.params.file)] }),
  );
  router.post<"/:file/restore", OfFile>("/:file/restore", (request, response) =>
    ask(request, response, { type: "restore", files: [Number(request.params.file)] }),
  );
  return router;
}

const jsonOf = (schema: object) => ({ content: { "application/json": { schema } } });
const refused = (codes: string) => ({
  description: `Refused: ${codes}`,
  ...jsonOf({ $ref: "#/components/schemas/Error" }),
});
const answer = (description: string) => ({
  description,
  ...jsonOf({
    type: "object",
    required: ["files"],
    additionalProperties: false,
    properties: { files: { type: "array", items: { $ref: "#/components/schemas/File" } } },
  }),
});
const CHANGED = "The files that are others now, each as it is. None, where it was so already.";
const wish = (summary: string, status: string, more: object = {}) => ({
  summary,
  security: [{ key: [] }],
  ...more,
  responses: {
    [status]: answer(CHANGED),
    "400": refused("bad_request, bad_file_name"),
    "401": refused("unauthorized"),
    "403": refused("read_only, removed"),
    "404": refused("room_not_found, unknown_file"),
    "409": refused("name_taken, last_file, too_many_files"),
    "429": refused("rate_limited"),
    "503": refused("store_unavailable, room_reset"),
  },
});
const bodyWith = (properties: object, required: readonly string[]) => ({
  requestBody: {
    required: true,
    ...jsonOf({ type: "object", additionalProperties: false, properties, required }),
  },
});

const name = { type: "string", description: "a path, with / between folders and name" };
const before = {
  type: ["integer", "null"],
  description: "the number of the sibling before which it goes; null: after all of them",
};
const imported = { $ref: "#/components/schemas/Imported" };
const ofFile = {
  parameters: [{ name: "file", in: "path", required: true, schema: { type: "integer" }, description: "its number" }],
};

/** In OpenAPI, by path from the feature's own on. */
export const paths = {
  "": {
    get: {
      summary: "The files of a room, with those that were deleted",
      responses: {
        "200": answer("All of them."),
        "404": refused("room_not_found"),
        "429": refused("rate_limited"),
        "503": refused("store_unavailable"),
      },
    },
    post: wish("Make a file", "201", bodyWith({ name, before, imported }, ["name"])),
  },
  "/folder": {
    patch: wish(
      "Rename or move a folder, with all that is in it",
      "200",
      bodyWith({ folder: { type: "string", description: "its path" }, name }, ["folder", "name"]),
    ),
    delete: wish("Delete a folder, with all that is in it", "200", {
      parameters: [
        { name: "name", in: "query", required: true, schema: { type: "string" }, description: "the folder's path" },
      ],
    }),
  },
  "/{file}": {
    ...ofFile,
    patch: wish(
      "Rename or move a file, put it elsewhere among its siblings, or say what its text has been imported with",
      "200",
      bodyWith({ name, before, imported }, []),
    ),
    delete: wish("Delete a file; it can be put back", "200"),
  },
  "/{file}/restore": { ...ofFile, post: wish("Put a deleted file back, under a free name", "200") },
};
