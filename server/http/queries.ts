// Refuses a query that says what no route reads: misspelt it would be taken for not said, and something else be answered. Knows of routes what the document says.
import type { RequestHandler } from "express";
import { Refusal } from "../protocol/errors.ts";
import { keyOf, placeOf, type RoomService } from "./rooms.ts";

const OF_ROOM = "/api/rooms/{roomId}";

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
}

/** For what is below a room's address; `paths` are the document's. Who somebody is comes first (H64). */
export function refuseUnknownQueries(paths: object, rooms: Pick<RoomService, "recognise">): RequestHandler {
  const known = Object.entries(paths as Record<string, Record<string, Operation>>)
    .filter(([path]) => path.startsWith(OF_ROOM))
    .map(([path, item]) => {
      const below = path.slice(OF_ROOM.length).replaceAll(/\{\w+\}/g, "[^/]+");
      return { pattern: new RegExp(`^${below}/?$`, "i"), item };
    });
  return async (request, _response, next) => {
    const said = Object.keys(request.query);
    if (said.length === 0) return next();
    const method = request.method === "HEAD" ? "get" : request.method.toLowerCase();
    const operations = known.flatMap(({ pattern, item }) =>
      pattern.test(request.path) && item[method] ? [item[method]] : [],
    );
    const parameters = operations.flatMap((operation) => operation.parameters ?? []);
    const names = parameters.flatMap(({ in: place, name }) => (place === "query" ? [name] : []));
    // where there is no operation that is what is said
    if (operations.length === 0 || said.every((name) => names.includes(name))) return next();
    const key = keyOf(request);
    if (key !== undefined) await rooms.recognise(placeOf(request), key);
    throw new Refusal(
      "bad_request",
      names.length === 0 ? "the address takes no query" : `the query takes ${names.join(", ")} and nothing else`,
    );
  };
}
