// A room's files over HTTP: the same wishes as on the socket, in the name of whoever's key it is. Knows rooms only by asking them.
import type { IncomingMessage } from "node:http";
import { json, type Request, type Response, Router } from "express";
import * as v from "valibot";
import { Refusal } from "../../protocol/errors.ts";
import {
  answer,
  ASKING,
  body,
  COMPONENTS,
  KEY_NEEDED,
  KEY_TAKEN,
  LOOKING,
  parameter,
  refused,
} from "../../routing/described.ts";
import type { RoomReader } from "../feature.ts";
import { inPath, readPathNumber } from "../../routing/pathNumber.ts";
import { file, path, SAID } from "./messages.ts";

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
  const read = json({ limit: BODY_BYTES });

  /** What the path says of the wish wins over what the body says. */
  const ask = async (request: Request<OfRoom>, response: Response, wish: object): Promise<void> => {
    response.json(await rooms.request(request.params.roomId, keyOf(request), "files", wish));
  };

  router.get<"/", OfRoom>("/", async (request, response) => {
    const room = await rooms.details(request.params.roomId, keyOf(request));
    if (!room) throw new Refusal("room_not_found");
    response.json({ files: room.files.filter(({ purged }) => !purged) });
  });
  router.post<"/", OfRoom>("/", read, (request, response) =>
    ask(request, response.status(201), { ...bodyOf(request), type: "create" }),
  );
  router.patch<"/folder", OfRoom>("/folder", read, (request, response) =>
    ask(request, response, { ...bodyOf(request), type: "changeFolder" }),
  );
  router.delete<"/folder", OfRoom>("/folder", (request, response) =>
    ask(request, response, { type: "deleteFolder", folder: request.query["name"] }),
  );
  router.patch<"/:file", OfFile>("/:file", read, (request, response) =>
    ask(request, response, { ...bodyOf(request), type: "change", file: readPathNumber(request.params.file) }),
  );
  router.delete<"/:file", OfFile>("/:file", (request, response) =>
    ask(request, response, { type: "delete", files: [readPathNumber(request.params.file)] }),
  );
  router.post<"/:file/restore", OfFile>("/:file/restore", (request, response) =>
    ask(request, response, { type: "restore", files: [readPathNumber(request.params.file)] }),
  );
  router.post<"/:file/purge", OfFile>("/:file/purge", (request, response) =>
    ask(request, response, { type: "purge", files: [readPathNumber(request.params.file)] }),
  );
  return router;
}

const answerOf = (description: string) => answer(description, v.strictObject({ files: v.array(COMPONENTS.File) }));
const CHANGED = "The files that are others now, each as it is. None, where it was so already.";
const wish = (summary: string, status: string, more: object = {}) => ({
  summary,
  ...KEY_NEEDED,
  ...more,
  responses: {
    [status]: answerOf(CHANGED),
    ...refused(...ASKING, "not_owner", "bad_file_name", "unknown_file", "name_taken", "last_file", "too_many_files"),
  },
});
const ofFile = { parameters: [parameter("path", "file", inPath(file))] };

/** In OpenAPI, by path from the feature's own on. */
export const paths = {
  "": {
    get: {
      summary: "The files of a room, with those that were deleted and can be put back",
      ...KEY_TAKEN,
      responses: { "200": answerOf("All of them."), ...refused(...LOOKING) },
    },
    post: wish("Make a file", "201", body(SAID.create)),
  },
  "/folder": {
    patch: wish("Rename or move a folder, with all that is in it", "200", body(SAID.changeFolder)),
    delete: wish("Delete a folder, with all that is in it", "200", { parameters: [parameter("query", "name", path)] }),
  },
  "/{file}": {
    ...ofFile,
    patch: wish(
      "Rename or move a file, put it elsewhere among its siblings, or say what its text has been imported with",
      "200",
      body(SAID.change),
    ),
    delete: wish("Delete a file; it can be put back", "200"),
  },
  "/{file}/restore": { ...ofFile, post: wish("Put a deleted file back, under a free name", "200") },
  "/{file}/purge": {
    ...ofFile,
    post: wish("Delete a deleted file for good, with all that was ever typed in it; owners alone", "200"),
  },
};
