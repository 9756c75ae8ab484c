// The HTTP API in OpenAPI 3.1, served at /api/openapi.json. Tests hold it against the routes and against real answers.
import { Router } from "express";
import * as v from "valibot";
import {
  answer,
  body,
  CHANGING,
  COMPONENTS,
  componentSchemas,
  KEY_NEEDED,
  KEY_TAKEN,
  LOOKING,
  parameter,
  refused,
  said,
  text,
  time,
  whole,
} from "../routing/described.ts";
import type { Feature } from "../features/feature.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { RoomDetails } from "../protocol/events.ts";
import { ROOM_ID_ALPHABET, ROOM_ID_LENGTH, VIEWING_ADDRESS_LENGTH } from "../protocol/roomId.ts";
import { creation, settings } from "./rooms.ts";

const ADDRESS = new RegExp(`^[${ROOM_ID_ALPHABET}]{${ROOM_ID_LENGTH},${VIEWING_ADDRESS_LENGTH}}$`);
const roomId = parameter(
  "path",
  "roomId",
  v.pipe(text("an address of the room: its id, or a viewing address"), v.regex(ADDRESS)),
);

const room = v.strictObject({
  roomId: text("the address by which the room was asked for, also the last part of the room's link"),
  title: text("what the room is called; empty: it has its id alone"),
  dateCreated: time("when it was created"),
  owner: whole("number of the participant who owns it", 1),
  participants: v.array(COMPONENTS.Participant),
  programmingLanguage: COMPONENTS.Language,
  files: v.array(COMPONENTS.File),
}) satisfies v.GenericSchema<RoomDetails>;
const roomNow = v.strictObject({
  ...room.entries,
  online: whole("connections that are open now"),
  here: v.array(whole("number of a participant whose connection is open", 1)),
});
const createdRoom = v.strictObject({
  roomId: room.entries.roomId,
  key: text("the owner's secret, told this once"),
  participant: whole("the owner's number", 1),
  room,
  answers: said(v.array(v.unknown()), "of the features to the requests, in their order"),
});
const status = v.strictObject({ status: text("ok or ready") });
const readiness = v.strictObject({
  ...status.entries,
  troubles: v.exactOptional(said(v.record(v.string(), v.string()), "what features cannot do here, by their names")),
});

/** Of a creation: what features refuse to an owner is refused to it too. */
const CREATING = [
  "bad_request",
  "bad_file_name",
  "unknown_feature",
  "unknown_file",
  "unknown_person",
  "last_file",
  "last_owner",
  "name_taken",
  "outdated",
  "too_many_files",
  "too_large",
  "rate_limited",
  "written_much",
  "room_reset",
  "store_unavailable",
  "server_draining",
] as const satisfies readonly ErrorCode[];

const paths = {
  "/health": { get: { summary: "Alive", responses: { "200": answer("It is.", status) } } },
  "/ready": {
    get: {
      summary: "Rooms can be joined and the store answers",
      responses: { "200": answer("They can.", readiness), ...refused("store_unavailable", "server_draining") },
    },
  },
  "/metrics": {
    get: {
      summary: "Figures for Prometheus, for who has METRICS_TOKEN as Bearer; without that setting there are none",
      security: [{ metrics: [] }],
      responses: {
        "200": { description: "The figures.", content: { "text/plain": { schema: { type: "string" } } } },
        ...refused("unauthorized", "not_found"),
      },
    },
  },
  "/api/openapi.json": {
    get: {
      summary: "This document",
      responses: { "200": answer("OpenAPI 3.1", v.looseObject({})), ...refused("rate_limited") },
    },
  },
  "/api/rooms": {
    post: {
      summary: "Create a room",
      ...body(creation),
      responses: { "201": answer("Created.", createdRoom), ...refused(...CREATING) },
    },
  },
  "/api/rooms/{roomId}": {
    parameters: [roomId],
    get: {
      summary: "A room and who is in it",
      ...KEY_TAKEN,
      responses: { "200": answer("The room.", roomNow), ...refused(...LOOKING) },
    },
    patch: {
      summary: "Set the room's language, its title or both, for everybody",
      ...KEY_NEEDED,
      ...body(settings),
      responses: { "200": answer("The room as it is now.", room), ...refused(...CHANGING) },
    },
    delete: {
      summary: "Delete the room with all that was written in it, for ever; everybody in it is told",
      ...KEY_NEEDED,
      responses: { "204": { description: "It is gone." }, ...refused(...CHANGING, "not_owner") },
    },
  },
};

/** The whole document: the core's routes and those of the features that are there. */
export function openApi(features: readonly Feature[], basePath: string) {
  const ofFeatures = features.flatMap((feature) =>
    Object.entries(feature.paths ?? {}).map(([path, item]) => [
      `/api/rooms/{roomId}/${feature.name}${path}`,
      { ...item, parameters: [roomId, ...(item.parameters ?? [])] },
    ]),
  );
  const ofSite = features.flatMap(({ site = {} }) =>
    Object.entries(site).flatMap(([name, { paths: below }]) =>
      Object.entries(below).map(([path, item]) => [`/api/${name}${path}`, item]),
    ),
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "Code Companion",
      version: "1",
      description: "Pair-coding rooms. What is typed goes over the room's WebSocket, not over this.",
    },
    servers: [{ url: basePath === "" ? "/" : basePath }],
    paths: { ...paths, ...(Object.fromEntries([...ofFeatures, ...ofSite]) as Record<string, object>) },
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "the participant's key" },
        metrics: { type: "http", scheme: "bearer", description: "METRICS_TOKEN" },
      },
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
