// Puts a server together from its settings: store, rooms, app, sockets; and takes it apart again. Knows no feature by name.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "./app.ts";
import { createBudgets } from "./budgets/budgets.ts";
import type { Config } from "./config.ts";
import { figuresOf, figureText } from "./dashboard/figureText.ts";
import { createDashboard } from "./dashboard/index.ts";
import type { ListingStore } from "./dashboard/roomList.ts";
import type { Feature, RoomReader } from "./features/feature.ts";
import { featureHost, readerGuard } from "./features/featureHost.ts";
import { createAddressLimits, namesOfAddresses } from "./http/addressLimits.ts";
import { type BuiltClient, dashboardPage } from "./http/page.ts";
import type { RoomService } from "./http/rooms.ts";
import { createRoomService } from "./http/roomService.ts";
import { UnderWay } from "./http/underWay.ts";
import { remembered } from "./http/health.ts";
import { createMetrics } from "./metrics.ts";
import type { Neighbours } from "./neighbours.ts";
import { eventLoopTurns, newRoomId, systemClock, systemSecrets } from "./platform.ts";
import type { ErrorCode } from "./protocol/errors.ts";
import { CommitLoop } from "./rooms/log/commitLoop.ts";
import { within } from "./rooms/log/deadline.ts";
import type { Clock, Logger } from "./rooms/ports.ts";
import { RoomDirectory } from "./rooms/roomDirectory.ts";
import type { RoomStore } from "./rooms/roomStore.ts";
import { type SharedValues, valuesOf } from "./sharedValues.ts";
import { boundConnections } from "./socket/connections.ts";
import { socketFrames } from "./socket/frames.ts";
import { serveSockets } from "./socket/upgrade.ts";
import { sweepExpired } from "./sweep.ts";

const DAY_MS = 24 * 3_600_000;
const SWEEP_EVERY_MS = 3_600_000;
/** An append that takes longer is given up. */
const APPEND_TIMEOUT_MS = 10_000;
/** A store that says nothing for so long is not ready. */
const READY_WITHIN_MS = 5_000;
/** Asking takes a write: whoever asks again so soon is told the same. */
const READY_KNOWN_MS = 1_000;

export interface RunningServer {
  readonly server: Server;
  readonly port: number;
  readonly rooms: RoomService & RoomReader;
  /** Stops gracefully: no new sockets, everything accepted is stored and shown, clients are told to come back. */
  stop(): Promise<void>;
}

/** Resolves once the port is open; rooms can be joined by then. */
export async function startServer(options: {
  config: Config;
  store: RoomStore & ListingStore & { readonly values: SharedValues };
  features: readonly Feature[];
  client: BuiltClient | undefined;
  /** absent: this server alone writes to the store */
  neighbours?: Neighbours | undefined;
  logger: Logger;
  clock?: Clock;
}): Promise<RunningServer> {
  const { config, features, client, neighbours, clock = systemClock } = options;
  const metrics = createMetrics(() => directory.rooms, config.dataDir);
  const watched = metrics.watchStore(options.store);
  const store = neighbours?.guard(watched) ?? watched;
  metrics.also(() => figureText(figuresOf(features)));
  const counted = metrics.watchLogger(options.logger);
  const originOf = namesOfAddresses(systemSecrets);
  const underWay = new UnderWay();
  const dashboard =
    config.adminToken === ""
      ? undefined
      : createDashboard({
          config,
          metrics,
          store: options.store,
          shared: valuesOf(options.store.values, "dashboard"),
          isShared: neighbours !== undefined,
          features,
          directory: () => directory,
          budgets: () => budgets,
          ready: () => ready(),
          originOf,
          underWay,
          secrets: systemSecrets,
          clock,
          logger: counted,
        });
  const logger = dashboard?.watchLogger(counted) ?? counted;
  const refused = (code: ErrorCode): void => {
    metrics.refused(code);
    dashboard?.refused(code);
  };
  const budgets = createBudgets(config.shares, clock, eventLoopTurns, dashboard?.writeRefusal);
  const expireAfterMs = config.roomExpiryDays === 0 ? Infinity : config.roomExpiryDays * DAY_MS;
  const writeBudgets = budgets.rooms;
  const commitLoop = new CommitLoop({ store, clock, logger, timeoutMs: APPEND_TIMEOUT_MS, writeBudgets });
  const directory = new RoomDirectory(
    {
      store,
      commitLoop,
      clock,
      logger,
      secrets: systemSecrets,
      frames: socketFrames,
      limits: config.limits,
      writeBudgets,
      isShared: neighbours !== undefined,
      openFeatures: featureHost(features, {
        store,
        commitLoop,
        clock,
        logger,
        isShared: neighbours !== undefined,
        values: options.store.values,
        expireAfterMs,
        ...(dashboard && { operator: dashboard.voice }),
        count(feature, what, by, roomId) {
          metrics.countFeature(feature, what, by ?? 1);
          if (by === undefined) dashboard?.happened(feature, what, roomId);
        },
        settings: config.ofFeatures,
      }),
      build: client?.build ?? "none",
    },
    {
      unloadAfterMs: config.roomUnloadSeconds * 1000,
      expireAfterMs,
      released: (roomId) => neighbours?.release(roomId),
      handOver: async () => neighbours?.leave(),
    },
  );
  const limits = createAddressLimits(config.rates);
  const addressLimits = dashboard?.guard(limits) ?? limits;
  const storeReady = (): Promise<void> => within(clock, READY_WITHIN_MS, store.ready(), "the store does not answer");
  const lastReady = remembered(storeReady, READY_KNOWN_MS, clock);
  const ready = async (): Promise<void> => {
    await lastReady();
    neighbours?.assertReady();
  };
  const service = createRoomService({
    directory,
    store,
    clock,
    secrets: systemSecrets,
    newRoomId,
    admitReader: readerGuard(features),
  });
  const rooms: RoomService & RoomReader = {
    ...service,
    async create(request) {
      dashboard?.checkWrite();
      const made = await service.create(request);
      metrics.made();
      dashboard?.made(made.room.roomId);
      return made;
    },
    async delete(address, key) {
      dashboard?.checkWrite();
      await service.delete(address, key);
    },
  };
  const { app } = createApp({
    config,
    rooms,
    ready,
    addressLimits,
    budgets,
    originOf,
    clock,
    logger,
    metrics: { ...metrics, refused },
    features,
    underWay: dashboard && underWay,
    dashboard:
      dashboard &&
      ((addressOf) =>
        dashboard.routes({ addressLimits: limits, addressOf, page: dashboardPage(client, config.basePath) })),
    operatorSaid: dashboard && (() => dashboard.voice.said),
    client,
    neighbours,
  });
  const server = createServer(app);
  boundConnections(server, config, neighbours);
  const sockets = serveSockets({
    server,
    config,
    directory,
    addressLimits,
    budgets,
    originOf,
    neighbours,
    refused,
    joined(roomId, name, isNew) {
      metrics.joined(isNew);
      dashboard?.joined(roomId, name);
    },
    clock,
    logger,
  });
  neighbours?.onLost(() => directory.rooms.forEach((room) => room.close("room_reset")));

  const stopping = new AbortController();
  let swept = Promise.resolve();
  const sweep = (): void => {
    if (dashboard?.voice.said.readOnly) return;
    swept = sweepExpired(directory, store, clock.now(), stopping.signal).then(
      (gone) => {
        if (gone > 0) logger.info({ gone }, "expired rooms were deleted");
      },
      (error: unknown) => logger.error({ err: error }, "the sweep of expired rooms failed"),
    );
  };
  const sweeping = setInterval(sweep, SWEEP_EVERY_MS);

  await storeReady();
  await dashboard?.start();
  const ofFeatures = { logger, clock, setting: (name: string) => config.ofFeatures[name], dataDir: config.dataDir };
  for (const feature of features)
    await feature.start?.({ ...ofFeatures, values: valuesOf(options.store.values, feature.name) });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, resolve);
  });
  sweep();

  return {
    server,
    port: (server.address() as AddressInfo).port,
    rooms,
    async stop() {
      clearInterval(sweeping);
      stopping.abort();
      sockets.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      await directory.drain();
      await sockets.closed();
      server.closeAllConnections();
      await closed;
      await Promise.all(features.map(async (feature) => feature.close?.()));
      await neighbours?.close();
      await swept;
      await dashboard?.close();
      await store.close();
    },
  };
}
