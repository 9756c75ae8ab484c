// Rooms over HTTP: create one, look at one, set its language and title, delete it. Knows rooms only by the service that it is given.
import type { IncomingMessage } from "node:http";
import { json, type ErrorRequestHandler, type Request, type RequestHandler, Router } from "express";
import * as v from "valibot";
import { ERRORS, Refusal } from "../protocol/errors.ts";
import type { RoomDetails } from "../protocol/events.ts";
import { DEFAULT_LANGUAGE, type Language, LANGUAGES } from "../protocol/languages.ts";
import { type Limits, SHORT_TEXT_CHARACTERS } from "../protocol/limits.ts";
import type { RoomSettings } from "../protocol/clientMessages.ts";
import { cleanName } from "../protocol/names.ts";
import { isAddress } from "../protocol/roomId.ts";
import type { NewRoom } from "../features/feature.ts";
import { readBody, shortText } from "../routing/described.ts";
import type { WriteBudget } from "../rooms/ports.ts";
import type { AddressLimits } from "./addressLimits.ts";
import { languageNamed, OTHER_NAMES } from "./languageNames.ts";
import { VISIBLE } from "./patterns.ts";
import { whenAnswered } from "./turns.ts";

/** What HTTP needs of the rooms, each at any of its addresses; the `roomId` of what it answers is that address. Each method throws Refusal. */
export interface RoomService {
  /** `answers`: those of the features to `requests`, in the new owner's name; when one is refused there is no room. */
  create(request: {
    name: string;
    language: Language;
    title?: string;
    requests?: readonly FeatureRequest[];
    /** texts that it begins with, at most NEW_ROOM_CHARACTERS in all; absent: one empty file */
    files?: NewRoom["files"];
    /** what features keep with it, by their names */
    kept?: Readonly<Record<string, unknown>>;
    /** counts the texts */
    writeBudget?: WriteBudget;
  }): Promise<{ room: RoomDetails; key: string; participant: number; answers: readonly unknown[] }>;
  /** `online`: connections; `here`: numbers of the participants whose they are */
  details(
    address: string,
    key?: string,
  ): Promise<(RoomDetails & { online: number; here: readonly number[] }) | undefined>;
  /** that the key is somebody's in the room, who may read it */
  recognise(address: string, key: string): Promise<void>;
  set(address: string, key: string, settings: RoomSettings): Promise<RoomDetails>;
  delete(address: string, key: string): Promise<void>;
  exists(address: string): Promise<boolean>;
  /** the id of the room at an address, which nobody is told who came by another one */
  resolve(address: string): Promise<string | undefined>;
  /** what is told in the place of an address that a feature has claimed, as long as both lead to the room */
  leadOf(address: string): Promise<string | undefined>;
}

/** What is asked of a feature; `data` is decoded by the feature. */
export interface FeatureRequest {
  readonly feature: string;
  readonly data?: unknown;
}

/** Who asks, as a network address. */
export type AddressOf = (request: IncomingMessage) => string;

/** Bytes of a request's body. */
const BODY_BYTES = 16 * 1024;

/** What one creation may ask of features. */
const MOST_REQUESTS = 20;
const FEATURE_NAME_CHARACTERS = 100;

/** In any case, or by a short name; the sentence is for whoever guesses. */
const language = v.pipe(
  v.unknown(),
  v.metadata({
    type: "string",
    enum: [...LANGUAGES, ...OTHER_NAMES],
    description: "in any case, and with any blanks, dots and dashes",
  }),
  v.transform(languageNamed),
  v.picklist(LANGUAGES),
);
const title = shortText(SHORT_TEXT_CHARACTERS, "one line; empty: none");

/** Of who creates a room. */
export const creation = v.strictObject({
  name: v.pipe(
    shortText(SHORT_TEXT_CHARACTERS, "of the person who creates it, with at least one visible character"),
    v.metadata({ pattern: VISIBLE }),
  ),
  language: v.optional(language, DEFAULT_LANGUAGE),
  title: v.optional(title, ""),
  requests: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          feature: shortText(FEATURE_NAME_CHARACTERS, "its name, as in its routes"),
          data: v.optional(v.pipe(v.unknown(), v.description("a message of the feature's, as its README has them"))),
        }),
      ),
      v.maxLength(MOST_REQUESTS),
      v.description("asked of features in the new owner's name; when one is refused there is no room"),
    ),
    [],
  ),
});

/** What is set for everybody in a room. */
export const settings = v.pipe(
  v.strictObject({ language: v.exactOptional(language), title: v.exactOptional(title) }),
  v.minEntries(1),
);

/** The participant's secret that the request bears, undefined where it bears nothing. Throws Refusal unauthorized for anything else. */
export function keyOf({ headers: { authorization } }: IncomingMessage): string | undefined {
  const key = /^Bearer ([\w-]{1,200})$/.exec(authorization ?? "")?.[1];
  if (authorization !== undefined && key === undefined) throw new Refusal("unauthorized");
  return key;
}

/** The same where there has to be one. */
function neededKeyOf(request: IncomingMessage): string {
  const key = keyOf(request);
  if (key === undefined) throw new Refusal("unauthorized");
  return key;
}

/** Before a body is read: whose no key comes with it. */
const needKey: RequestHandler = (request, _response, next) => {
  neededKeyOf(request);
  next();
};

export function roomRoutes(services: {
  rooms: RoomService;
  limits: Limits;
  addressLimits: AddressLimits;
  addressOf: AddressOf;
}): Router {
  const { rooms, limits, addressLimits, addressOf } = services;
  const router = Router();
  const body = json({ limit: BODY_BYTES });

  router.post("/", body, async (request, response) => {
    const wish = readBody(creation, request.body);
    const name = cleanName(wish.name, limits.nameCharacters);
    if (name === "") throw new Refusal("bad_request", "a name is needed, with at least one visible character");
    // counted last: somebody who mistypes is not kept from creating a room
    await addressLimits.createRoom(addressOf(request));
    const title = cleanName(wish.title, limits.titleCharacters);
    const { room, ...made } = await rooms.create({ ...wish, name, title });
    response.status(201).json({ roomId: room.roomId, ...made, room });
  });

  router.get("/:roomId", async (request, response) => {
    const room = await rooms.details(request.params.roomId, keyOf(request));
    if (room === undefined) throw new Refusal("room_not_found");
    response.json(room);
  });

  router.patch<"/:roomId", { roomId: string }>("/:roomId", needKey, body, async (request, response) => {
    const key = neededKeyOf(request);
    response.json(await rooms.set(request.params.roomId, key, readBody(settings, request.body)));
  });

  router.delete("/:roomId", async (request, response) => {
    await rooms.delete(request.params.roomId, neededKeyOf(request));
    response.status(204).end();
  });

  return router;
}

/** The room that a request names, at whatever depth of the router. */
export const placeOf = (request: Request): string => String(request.params["roomId"]);

/** Before anything that names a room: whoever has tried too many keys of it is not heard. What cannot be a key is no try. */
export const limitTries =
  (rooms: Pick<RoomService, "resolve">, addressLimits: AddressLimits, addressOf: AddressOf): RequestHandler =>
  async (request, response, next) => {
    const address = placeOf(request);
    const room = keyOf(request) !== undefined && isAddress(address) ? await rooms.resolve(address) : undefined;
    if (room !== undefined) {
      const ended = await addressLimits.beginTry(addressOf(request), room);
      whenAnswered(response, () => ended(response.statusCode === ERRORS.unauthorized.status));
    }
    next();
  };

/** Before a body is read: a key that is nobody's is told, whatever else is wrong. */
export const recognise =
  (rooms: Pick<RoomService, "recognise">): RequestHandler =>
  async (request, _response, next) => {
    const key = keyOf(request);
    if (key !== undefined && !isLook(request)) await rooms.recognise(placeOf(request), key);
    next();
  };

/** After it: counts a room that does not exist. */
export const countFailedLookUps =
  (addressLimits: AddressLimits, addressOf: AddressOf): ErrorRequestHandler =>
  async (error: unknown, request, _response, next) => {
    next(await addressLimits.failed(addressOf(request), error));
  };

/** Points that a request counts: looking is the plainest, changing takes a write, and what a feature does may take more. */
const WRITING_POINTS = 10;

/** Before anything of the API: an address has so many requests a minute. */
export const limitRequests =
  (addressLimits: AddressLimits, addressOf: AddressOf): RequestHandler =>
  async (request, _response, next) => {
    await addressLimits.request(addressOf(request), isLook(request) ? 1 : WRITING_POINTS);
    next();
  };

const isLook = ({ method }: Request): boolean => ["GET", "HEAD", "OPTIONS"].includes(method);

/** What is counted of a body that does not say how long it is. */
const UNTOLD_BYTES = 16_000;

/** Before what changes anything: what an address writes in an hour is counted, over HTTP as over its sockets. */
export const countWritten =
  (writeBudgetOf: (address: string) => WriteBudget, addressOf: AddressOf): RequestHandler =>
  (request, _response, next) => {
    if (!isLook(request)) {
      const budget = writeBudgetOf(addressOf(request));
      budget.check();
      const { "content-length": length, "transfer-encoding": encoding } = request.headers;
      budget.add(encoding === undefined ? Number(length ?? 0) : UNTOLD_BYTES);
    }
    next();
  };

/** Before what a feature answers over HTTP, where that takes more than the plainest request does. */
export const countPoints =
  (points: number, addressLimits: AddressLimits, addressOf: AddressOf): RequestHandler =>
  async (request, _response, next) => {
    await addressLimits.request(addressOf(request), points);
    next();
  };
