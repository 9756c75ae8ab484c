// The Express app: what is served where, under which headers. Does not listen, and knows no feature by name.
import type { IncomingMessage } from "node:http";
import express, { type Express, type Request, Router } from "express";
import type { Budgets } from "./budgets/budgets.ts";
import type { Config } from "./config.ts";
import type { Feature, NewRoom, RoomReader, SiteServices } from "./features/feature.ts";
import { addressGroup, type AddressLimits, clientAddress, trustOf } from "./http/addressLimits.ts";
import { allowOrigins } from "./http/cors.ts";
import { answerErrors, type MountedRoute, notFound, refuseOtherMethods, routesOf } from "./http/errors.ts";
import { healthRoutes } from "./http/health.ts";
import { type HttpMetrics, metricsRoutes } from "./http/metrics.ts";
import { openApi, openApiRoute } from "./http/openapi.ts";
import { type BuiltClient, pageRoutes } from "./http/page.ts";
import { refuseUnknownQueries } from "./http/queries.ts";
import {
  countFailedLookUps,
  countPoints,
  countWritten,
  keyOf,
  limitRequests,
  limitTries,
  recognise,
  roomRoutes,
  type RoomService,
} from "./http/rooms.ts";
import { securityHeaders } from "./http/security.ts";
import { isSheltered } from "./http/sheltered.ts";
import { inTurn, queued, timeOf } from "./http/turns.ts";
import type { UnderWay } from "./http/underWay.ts";
import { Refusal } from "./protocol/errors.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Clock, Logger } from "./rooms/ports.ts";

/** What whoever watches the server asks for, and gets whatever waits for others. */
const WATCHED: ReadonlySet<string> = new Set(["/health", "/ready", "/metrics"]);

export interface AppOptions {
  readonly config: Config;
  readonly rooms: RoomService & RoomReader;
  /** resolves when rooms can be joined, and otherwise throws why not */
  readonly ready: () => Promise<void>;
  readonly addressLimits: AddressLimits;
  readonly budgets: Budgets;
  /** The name of a network address, which tells nothing of it. */
  readonly originOf: (address: string) => string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  readonly features: readonly Feature[];
  /** what is answered is told to it; absent: nobody tears it off */
  readonly underWay?: UnderWay | undefined;
  /** Its routes, given who asks; absent: there is no dashboard. */
  readonly dashboard?: ((addressOf: (request: IncomingMessage) => string) => Router) | undefined;
  /** what whoever runs the server says; absent: nothing */
  readonly operatorSaid?: SiteServices["operatorSaid"] | undefined;
  /** absent: the API alone */
  readonly client?: BuiltClient | undefined;
  /** absent: every room is this server's */
  readonly neighbours?: Neighbours | undefined;
}

/** The app, and its API's routes as they are mounted, the base path not included. */
export function createApp(options: AppOptions): { app: Express; routes: readonly MountedRoute[] } {
  const { config, rooms, addressLimits, budgets, logger, metrics, features, neighbours } = options;
  const trust = trustOf(config.trustProxy);
  const addressOf = (request: IncomingMessage): string =>
    neighbours?.addressOf(request) ?? clientAddress(request, trust);
  const groupOf = (request: IncomingMessage): string => addressGroup(addressOf(request));
  const site = Router();
  const routes: MountedRoute[] = [];
  const mount = (path: string, router: Router): void => {
    for (const route of routesOf(router))
      routes.push({ ...route, path: route.path === "/" ? path : `${path}${route.path}` });
    site.use(path || "/", refuseOtherMethods(router));
  };

  const isSmall = ({ path }: Request): boolean => WATCHED.has(path);
  site.use(
    inTurn({ budgets, addressOf: groupOf, isSmall, clock: options.clock }),
    ...securityHeaders(config.hstsMaxAgeSeconds),
  );
  const troubles = (): Readonly<Record<string, string>> =>
    Object.fromEntries(features.flatMap(({ name, trouble }) => (trouble?.() ? [[name, trouble()!]] : [])));
  mount("", healthRoutes(options.ready, troubles, logger));
  mount("", metricsRoutes(config.metricsToken, metrics));
  site.use("/api", allowOrigins(config.allowedOrigins), (_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  // before it is asked who may: whoever may not meanwhile is torn off
  site.use("/api", (request, response, next) => {
    options.underWay?.begun(groupOf(request), response);
    next();
  });
  site.use("/api", limitRequests(addressLimits, addressOf));
  site.use("/api", countWritten(budgets.writeBudgetOf, groupOf));
  site.use("/api/rooms/:roomId", limitTries(rooms, addressLimits, addressOf));
  if (neighbours)
    site.use(
      "/api/rooms/:roomId",
      neighbours.handOnRequests(addressOf, (address) => rooms.resolve(address)),
    );
  const document = openApi(features, config.basePath);
  site.use("/api/rooms/:roomId", recognise(rooms), refuseUnknownQueries(document.paths, rooms));
  mount("/api/rooms", roomRoutes({ rooms, limits: config.limits, addressLimits, addressOf }));
  const create = async (request: IncomingMessage, room: NewRoom, kept: Record<string, unknown>): Promise<object> => {
    await addressLimits.createRoom(addressOf(request));
    const made = await rooms.create({ ...room, kept, writeBudget: budgets.writeBudgetOf(groupOf(request)) });
    return { roomId: made.room.roomId, ...made };
  };
  const forSite: SiteServices = {
    setting: (name) => config.ofFeatures[name],
    leadOf: (address) => rooms.leadOf(address),
    operatorSaid: () => options.operatorSaid?.() ?? {},
    guesses(perMinute) {
      const guess = addressLimits.guesses(perMinute);
      return (request) => guess(addressOf(request));
    },
  };
  for (const { name, routes: routesFor, requestPoints } of features) {
    if (!routesFor) continue;
    if (requestPoints) site.use(`/api/rooms/:roomId/${name}`, countPoints(requestPoints, addressLimits, addressOf));
    mount(
      `/api/rooms/:roomId/${name}`,
      routesFor({
        rooms,
        keyOf,
        originOf: (request) => options.originOf(addressOf(request)),
        queued,
        timeOf,
        isSheltered: (request) => isSheltered(request, trust, neighbours?.addressOf(request)),
        create: (request, room, kept) => create(request, room, { [name]: kept }),
      }),
    );
  }
  mount("/api", openApiRoute(document));
  for (const [name, { routes: routesFor }] of features.flatMap(({ site = {} }) => Object.entries(site))) {
    const path = `/api/${name}`;
    if (routes.some((route) => `${route.path}/`.startsWith(`${path}/`)))
      throw new Error(`invariant: something else is at ${path}`);
    mount(path, routesFor(forSite));
  }
  site.use("/api", notFound);
  if (options.dashboard) site.use("/admin", options.dashboard(addressOf), notFound);
  site.use("/api/rooms/:roomId", countFailedLookUps(addressLimits, addressOf));

  if (options.client)
    site.use(
      pageRoutes({
        client: options.client,
        basePath: config.basePath,
        logger,
        refused: metrics.refused,
        async find(request, address) {
          await addressLimits.request(addressOf(request), 1);
          await addressLimits.lookUp(addressOf(request), undefined, async () => {
            if (!(await rooms.exists(address))) throw new Refusal("room_not_found");
          });
        },
      }),
    );
  site.use(notFound);

  const app = express();
  app.set("trust proxy", trust).disable("x-powered-by").disable("etag");
  app.use(config.basePath || "/", site);
  app.use(notFound, answerErrors(logger, metrics));
  return { app, routes };
}
