// The HTTP API in OpenAPI 3.1, served at /api/openapi.json. Tests hold it against the routes and against real answers.
import { Router } from "express";
import type { Feature } from "../features/feature.ts";
import { ERRORS } from "../protocol/errors.ts";
import { DEFAULT_LANGUAGE, LANGUAGES } from "../protocol/languages.ts";
import { ROOM_ID_ALPHABET, ROOM_ID_LENGTH, VIEWING_ADDRESS_LENGTH } from "../protocol/roomId.ts";

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const integer = (description: string): Schema => ({ type: "integer", minimum: 0, description });
const time = (description: string): Schema => integer(`${description}, in ms since 1970`);
const string = (description: string): Schema => ({ type: "string", description });
const list = (items: Schema): Schema => ({ type: "array", items });
/** All properties are there, those that are optional excepted, and no others. */
const object = (
  properties: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: "object",
  required: Object.keys(properties),
  additionalProperties: false,
  properties: { ...properties, ...optional },
});

const answer = (description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});
const refused = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => {
      const codes = Object.entries(ERRORS).flatMap(([code, kind]) => (kind.status === status ? [code] : []));
      return [String(status), answer(`Refused: ${codes.join(", ")}`, ref("Error"))];
    }),
  );
const body = (schema: Schema) => ({ required: true, content: { "application/json": { schema } } });

const roomId = {
  name: "roomId",
  in: "path",
  required: true,
  description: "an address of the room: its id, or a viewing address",
  schema: { type: "string", pattern: `^[${ROOM_ID_ALPHABET}]{${ROOM_ID_LENGTH},${VIEWING_ADDRESS_LENGTH}}$` },
};

const details = {
  roomId: string("the address by which the room was asked for, also the last part of the room's link"),
  title: string("what the room is called; empty: it has its id alone"),
  dateCreated: time("when it was created"),
  owner: integer("number of the participant who owns it"),
  participants: list(ref("Participant")),
  programmingLanguage: ref("Language"),
  files: list(ref("File")),
};

const schemas = {
  Language: { type: "string", enum: LANGUAGES },
  LanguageName: string(
    `one of ${LANGUAGES.join(", ")}, in any case, or a usual short name: js, ts, py, c++, golang, sh and others`,
  ),
  Participant: object(
    {
      participant: integer("number of the person in the room"),
      name: string("one line"),
      role: { type: "string", enum: ["owner", "editor", "viewer"] },
      colour: integer("index into the palette"),
      dateJoined: time("when they joined first"),
    },
    {
      lastSeen: time("when they left last, as far as that is known"),
      removed: { type: "boolean", description: "put out of the room by an owner" },
    },
  ),
  File: object(
    { file: integer("number of the file in the room"), name: string("a path, with / between folders and name") },
    {
      order: { type: "number", description: "its place among its siblings, ascending; absent: its number" },
      deleted: object({ time: time("when it was deleted"), participant: integer("by whom") }),
      imported: ref("Imported"),
    },
  ),
  Imported: object(
    { lineBreak: { type: "string", enum: ["\n", "\r\n", "\r"], description: "of the text that was imported" } },
    { byteOrderMark: { type: "boolean", description: "it began with one" } },
  ),
  Room: object(details),
  RoomNow: object({
    ...details,
    online: integer("connections that are open now"),
    here: list(integer("number of a participant whose connection is open")),
  }),
  CreatedRoom: object({
    roomId: details.roomId,
    key: string("the owner's secret, told this once"),
    participant: integer("the owner's number"),
    room: ref("Room"),
    answers: list({ description: "of the features to the requests, in their order" }),
  }),
  Joined: object({
    address: string("of the room, the last part of its link"),
    invitation: string("what a link has behind a #"),
  }),
  Error: object({
    error: object({
      code: { type: "string", enum: Object.keys(ERRORS) },
      message: string("a sentence for a person"),
    }),
  }),
  Status: object({ status: string("ok or ready") }),
};

const paths = {
  "/health": { get: { summary: "Alive", responses: { "200": answer("It is.", ref("Status")) } } },
  "/ready": {
    get: {
      summary: "Rooms can be joined and the store answers",
      responses: { "200": answer("They can.", ref("Status")), ...refused(503) },
    },
  },
  "/metrics": {
    get: {
      summary: "Figures for Prometheus, for who has METRICS_TOKEN as Bearer; without that setting there are none",
      responses: {
        "200": { description: "The figures.", content: { "text/plain": { schema: { type: "string" } } } },
        ...refused(401, 404),
      },
    },
  },
  "/api/openapi.json": {
    get: { summary: "This document", responses: { "200": answer("OpenAPI 3.1", { type: "object" }) } },
  },
  "/api/join-code": {
    post: {
      summary: "The address that a join code leads to; wrong codes are few in a minute",
      requestBody: body({
        type: "object",
        required: ["code"],
        additionalProperties: false,
        properties: { code: string("as it was read out, in any case, with any spaces and dashes") },
      }),
      responses: { "200": answer("There it is.", ref("Joined")), ...refused(400, 404, 413, 429, 503) },
    },
  },
  "/api/rooms": {
    post: {
      summary: "Create a room",
      requestBody: body({
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: {
          name: string("of the person who creates it"),
          language: { ...ref("LanguageName"), default: DEFAULT_LANGUAGE },
          title: string("one line"),
          requests: {
            ...list({
              type: "object",
              required: ["feature"],
              additionalProperties: false,
              properties: {
                feature: string("its name, as in its routes"),
                data: { description: "a message of the feature's, as its README has them" },
              },
            }),
            description: "at most 20, asked of features in the new owner's name; when one is refused there is no room",
          },
        },
      }),
      responses: { "201": answer("Created.", ref("CreatedRoom")), ...refused(400, 413, 429, 503) },
    },
  },
  "/api/rooms/{roomId}": {
    parameters: [roomId],
    get: {
      summary: "A room and who is in it",
      responses: { "200": answer("The room.", ref("RoomNow")), ...refused(404, 429, 503) },
    },
    patch: {
      summary: "Set the room's language, its title or both, for everybody",
      security: [{ key: [] }],
      requestBody: body({
        type: "object",
        minProperties: 1,
        additionalProperties: false,
        properties: { language: ref("LanguageName"), title: string("one line; empty: none") },
      }),
      responses: {
        "200": answer("The room as it is now.", ref("Room")),
        ...refused(400, 401, 403, 404, 413, 429, 503),
      },
    },
    delete: {
      summary: "Delete the room with all that was written in it, for ever; everybody in it is told",
      security: [{ key: [] }],
      responses: { "204": { description: "It is gone." }, ...refused(401, 403, 404, 429, 503) },
    },
  },
};

/** The whole document: the core's routes and those of the features that are there. */
export function openApi(features: readonly Feature[], basePath: string) {
  const ofFeatures = features.flatMap((feature) =>
    Object.entries(feature.paths ?? {}).map(([path, item]) => [
      `/api/rooms/{roomId}/${feature.name}${path}`,
      { parameters: [roomId], ...item },
    ]),
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "Code Companion",
      version: "1",
      description: "Pair-coding rooms. What is typed goes over the room's WebSocket, not over this.",
    },
    servers: [{ url: basePath === "" ? "/" : basePath }],
    paths: { ...paths, ...(Object.fromEntries(ofFeatures) as Record<string, object>) },
    components: {
      schemas,
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "the participant's key" } },
    },
  };
}

export function openApiRoute(document: object): Router {
  const router = Router();
  router.get("/openapi.json", (_request, response) => {
    response.json(document);
  });
  return router;
}
