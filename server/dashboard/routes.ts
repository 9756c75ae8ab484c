// The dashboard over HTTP: signing in and out, figures, rooms and what the operator says. Knows no figure's source.
import type { IncomingMessage } from "node:http";
import { json, type Request, type RequestHandler, type Response, Router } from "express";
import * as v from "valibot";
import { readBody, shortText, whole } from "../routing/described.ts";
import { addressGroup, groupNamed } from "../http/addressLimits.ts";
import { refuseOtherMethods } from "../http/errors.ts";
import { cleanName } from "../protocol/names.ts";
import { Refusal } from "../protocol/errors.ts";
import type { Logger } from "../rooms/ports.ts";
import {
  BODY_BYTES,
  EVENTS_SHOWN,
  MOST_MINUTES,
  NOTICE_CHARACTERS,
  REASON_CHARACTERS,
  SESSION_MS,
  TOKEN_CHARACTERS,
} from "./bounds.ts";
import type {
  Abuse,
  BlockWish,
  EventKind,
  Events,
  FeatureFigures,
  Minutes,
  NoticeWish,
  Overview,
  ReadOnlyWish,
  RoomAction,
  RoomOrder,
  RoomPage,
  RoomTitle,
  ServerEvent,
  Standing,
  WithReason,
} from "./messages.ts";
import { refusal } from "./refusals.ts";
import type { Sessions } from "./sessions.ts";
import type { EventStreams } from "./stream.ts";

const ROOM_ACTIONS = ["close", "expire", "delete"] as const satisfies readonly RoomAction[];

/** What the routes ask, with the asker's own address group where it counts. */
export interface DashboardCalls {
  overview(ownGroup: string): Promise<Overview>;
  minutes(): Promise<Minutes>;
  /** `isFresh`: once all have been looked at anew */
  rooms(by: RoomOrder, page: number, isFresh: boolean): Promise<RoomPage>;
  features(): Promise<FeatureFigures>;
  /** of all servers, the newest first */
  events(): Promise<readonly ServerEvent[]>;
  abuse(ownGroup: string): Promise<Abuse>;
  /** Throws Refusal admin.unknown_room, as the next. */
  title(hash: string): Promise<RoomTitle>;
  act(action: RoomAction, hash: string, reason: string): Promise<void>;
  block(group: string, minutes: number, reason: string): Promise<Standing>;
  notice(text: string, minutes: number): Promise<Standing>;
  readOnly(isOn: boolean, reason: string): Promise<Standing>;
}

type About = Pick<ServerEvent, "room" | "group">;

export interface RouteServices {
  readonly calls: DashboardCalls;
  readonly sessions: Sessions;
  readonly streams: EventStreams;
  readonly basePath: string;
  /** the network address that a request comes from */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  /** Counts a wrong token. Rejects with Refusal rate_limited when there were too many. */
  readonly countWrong: (request: IncomingMessage) => Promise<unknown>;
  /** Remembers what the operator has done, or could not do to its end. */
  readonly did: (what: string, about: About, isDone: boolean) => void;
  readonly logger: Logger;
  /** serves the page; absent: it was not built */
  readonly page: RequestHandler | undefined;
}

const COOKIE = "companion_admin";

const reason = shortText(REASON_CHARACTERS, "told to whom it concerns; may be empty");
const signIn = v.strictObject({ token: v.pipe(v.string(), v.maxLength(TOKEN_CHARACTERS)) });
const withReason = v.strictObject({ reason }) satisfies v.GenericSchema<WithReason>;
const minutes = v.pipe(whole("from now on"), v.maxValue(MOST_MINUTES));
const blockWish = v.strictObject({
  group: v.pipe(v.string(), v.maxLength(REASON_CHARACTERS)),
  minutes,
  reason,
}) satisfies v.GenericSchema<BlockWish>;
const noticeWish = v.strictObject({
  text: shortText(NOTICE_CHARACTERS, "plain text; empty: none"),
  minutes,
}) satisfies v.GenericSchema<NoticeWish>;
const readOnlyWish = v.strictObject({ isOn: v.boolean(), reason }) satisfies v.GenericSchema<ReadOnlyWish>;
const ORDERS = ["people", "size", "visit", "busiest"] as const satisfies readonly RoomOrder[];
const KINDS = ["made", "joined", "feature", "refused", "trouble", "action"] as const satisfies readonly EventKind[];
const roomsQuery = v.object({
  by: v.optional(v.picklist(ORDERS), "people"),
  page: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)), "0"),
  fresh: v.optional(v.literal("1")),
});
const short = v.pipe(v.string(), v.maxLength(REASON_CHARACTERS));
const eventsQuery = v.object({
  kinds: v.optional(
    v.pipe(
      short,
      v.transform((text) => text.split(",").filter((kind) => kind !== "")),
      v.array(v.picklist(KINDS)),
    ),
  ),
  room: v.optional(short),
  what: v.optional(short),
});

const secretOf = ({ headers: { cookie } }: IncomingMessage): string | undefined =>
  new RegExp(`(?:^|; ?)${COOKIE}=([\\w-]{16,64})(?:;|$)`).exec(cookie ?? "")?.[1];

/** Browsers keep a Secure cookie that came by plain HTTP from this machine alone. */
const keepsCookies = (request: Request): boolean =>
  request.secure || /^(localhost|127(\.\d+){3}|\[::1\]|[\w.-]+\.localhost)$/i.test(request.hostname);

/** Mounted at /admin. */
export function dashboardRoutes(services: RouteServices): Router {
  const { calls, sessions, streams, addressOf, isOwnOrigin, countWrong, did, logger, page } = services;
  const groupOf = (request: Request): string => addressGroup(addressOf(request));
  const setCookie = (response: Response, secret: string, maxAge: number): void =>
    void response.cookie(COOKIE, secret, {
      path: `${services.basePath}/admin`,
      httpOnly: true,
      secure: true,
      sameSite: "strict",
      maxAge,
    });
  /** Logged before it is done, for what fails halfway was done by half; and where it fails, by code alone where it was refused. */
  const act = async <Result>(
    request: Request,
    what: string,
    details: object,
    about: About,
    run: () => Promise<Result>,
  ): Promise<Result> => {
    const by = groupOf(request);
    logger.info({ what, ...details, ...about, by }, "the operator acts");
    try {
      const result = await run();
      did(what, about, true);
      return result;
    } catch (error) {
      const why = error instanceof Refusal ? { code: error.told.code } : { err: error };
      logger.warn({ what, ...about, by, ...why }, "the operator could not do this to its end");
      did(what, about, false);
      throw error;
    }
  };

  const site = Router();
  if (page) site.get("/", page);
  const api = Router();
  site.use("/api", (_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  // a page of another site may send what it likes, and has no part in this one
  site.use("/api", (request, _response, next) => {
    const isLook = request.method === "GET" || request.method === "HEAD";
    if (!isLook && !isOwnOrigin(request)) throw new Refusal("origin_refused");
    next();
  });

  const open = Router();
  open.post("/session", json({ limit: BODY_BYTES }), async (request, response) => {
    const { token } = readBody(signIn, request.body);
    if (!sessions.isToken(token)) {
      logger.warn({ group: groupOf(request) }, "a wrong token for the dashboard");
      await countWrong(request);
      throw refusal("wrong_token");
    }
    if (!keepsCookies(request)) throw refusal("needs_https");
    setCookie(response, await act(request, "sign-in", {}, {}, () => sessions.begin()), SESSION_MS);
    response.status(204).end();
  });
  open.delete("/session", async (request, response) => {
    const secret = secretOf(request);
    setCookie(response, "", 0);
    // a stranger's sign-out is nothing that was done
    if (secret !== undefined && (await sessions.isOpen(secret)))
      await act(request, "sign-out", {}, {}, () => sessions.end(secret));
    response.status(204).end();
  });
  site.use("/api", refuseOtherMethods(open));

  site.use("/api", async (request, _response, next) => {
    await sessions.check(secretOf(request));
    next();
  });
  const body = json({ limit: BODY_BYTES });

  api.get("/overview", async (request, response) => {
    response.json(await calls.overview(groupOf(request)));
  });
  api.get("/minutes", async (_request, response) => {
    response.json(await calls.minutes());
  });
  api.get("/rooms", async (request, response) => {
    const { by, page: number, fresh } = readBody(roomsQuery, { ...request.query });
    response.json(await calls.rooms(by, number, fresh !== undefined));
  });
  api.get("/features", async (_request, response) => {
    response.json(await calls.features());
  });
  api.get("/events", async (request, response) => {
    const { kinds, room, what } = readBody(eventsQuery, { ...request.query });
    const events = (await calls.events()).filter(
      (event) =>
        (kinds === undefined || kinds.includes(event.kind)) &&
        (room === undefined || event.room === room) &&
        (what === undefined || event.what?.includes(what) === true),
    );
    response.json({ events: events.slice(0, EVENTS_SHOWN) } satisfies Events);
  });
  api.get("/abuse", async (request, response) => {
    response.json(await calls.abuse(groupOf(request)));
  });
  api.get("/live", async (request, response) => {
    const secret = secretOf(request);
    await streams.open(response, groupOf(request), () => sessions.check(secret));
  });

  api.post<"/rooms/:hash/title", { hash: string }>("/rooms/:hash/title", async (request, response) => {
    const { hash } = request.params;
    response.json(await act(request, "title", {}, { room: hash }, () => calls.title(hash)));
  });
  for (const action of ROOM_ACTIONS)
    api.post<`/rooms/:hash/${RoomAction}`, { hash: string }>(
      `/rooms/:hash/${action}`,
      body,
      async (request, response) => {
        const { hash } = request.params;
        const wish = readBody(withReason, request.body);
        await act(request, action, wish, { room: hash }, () => calls.act(action, hash, wish.reason));
        response.status(204).end();
      },
    );

  api.put("/blocks", body, async (request, response) => {
    const wish = readBody(blockWish, request.body);
    const group = groupNamed(wish.group);
    if (group === undefined) throw refusal("no_address");
    if (group === groupOf(request) && wish.minutes > 0) throw refusal("own_address");
    const what = wish.minutes > 0 ? "block" : "unblock";
    const block = (): Promise<Standing> => calls.block(group, wish.minutes, wish.reason.trim());
    response.json(await act(request, what, wish, { group }, block));
  });
  api.put("/notice", body, async (request, response) => {
    const wish = readBody(noticeWish, request.body);
    const text = cleanText(wish.text);
    const what = text === "" ? "notice-end" : "notice";
    const { minutes } = wish;
    response.json(await act(request, what, { text, minutes }, {}, () => calls.notice(text, minutes)));
  });
  api.put("/read-only", body, async (request, response) => {
    const wish = readBody(readOnlyWish, request.body);
    const what = wish.isOn ? "read-only" : "read-only-end";
    response.json(await act(request, what, wish, {}, () => calls.readOnly(wish.isOn, cleanText(wish.reason))));
  });
  site.use("/api", refuseOtherMethods(api));
  return site;
}

/** One line of what is to be seen. */
const cleanText = (text: string): string => cleanName(text, NOTICE_CHARACTERS);
