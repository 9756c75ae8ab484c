// What happens on this server and all that share its store, for whoever has ADMIN_TOKEN; and what they say to everybody. Knows no feature, and no text.
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestHandler, Router } from "express";
import type { Budgets } from "../budgets/budgets.ts";
import type { ReadOnly } from "../budgets/writtenBytes.ts";
import type { Config } from "../config.ts";
import type { Feature } from "../features/feature.ts";
import { addressGroup, type AddressLimits, trustOf } from "../http/addressLimits.ts";
import { isOwnOrigin } from "../http/ownOrigin.ts";
import type { UnderWay } from "../http/underWay.ts";
import type { Metrics } from "../metrics.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { Clock, Logger, Secrets } from "../rooms/ports.ts";
import type { SharedValues } from "../sharedValues.ts";
import type { RoomDirectory } from "../rooms/roomDirectory.ts";
import { turn } from "../rooms/log/deadline.ts";
import { readRoom } from "../rooms/log/reading.ts";
import type { RoomStore } from "../rooms/roomStore.ts";
import { LOOK_EVERY_MS, LOUDEST, SENTENCE_CHARACTERS, WRONG_TOKENS } from "./bounds.ts";
import { figuresOf } from "./figureText.ts";
import { Happenings } from "./happenings.ts";
import { Measuring } from "./measuring.ts";
import type { Overview, RoomAction, Standing } from "./messages.ts";
import { MinuteLog } from "./minuteLog.ts";
import { figuresTogether, type LiveRooms, liveRooms, Nodes, together, type Told } from "./nodes.ts";
import { refusal } from "./refusals.ts";
import { RoomList, type ListingStore } from "./roomList.ts";
import { dashboardRoutes, type DashboardCalls } from "./routes.ts";
import { Sessions } from "./sessions.ts";
import { StandingWord } from "./standing.ts";
import { EventStreams } from "./stream.ts";
import { Voice } from "./voice.ts";

/** Figures are noted for the minute's so often, also while nobody looks. */
const NOTE_EVERY_MS = 10_000;
const HASH_CHARACTERS = 12;
const NODE_CHARACTERS = 60;
/** What pages come upon by themselves, again and again: told in the counts of refusals, and not as events. */
const COUNTED_ALONE: ReadonlySet<ErrorCode> = new Set(["unauthorized", "server_read_only"]);

/** What whoever is in a room is told of what is done with it. */
const ENDINGS = {
  close: "closed_by_operator",
  expire: "expired_by_operator",
  delete: "deleted_by_operator",
} as const satisfies Record<RoomAction, ErrorCode>;

export interface DashboardOptions {
  readonly config: Config;
  readonly metrics: Metrics;
  readonly store: ListingStore & Pick<RoomStore, "deleteRoom" | "touchRoom">;
  readonly shared: SharedValues;
  /** other servers are on the same store */
  readonly isShared: boolean;
  readonly features: readonly Feature[];
  /** asked once rooms are there */
  readonly directory: () => RoomDirectory;
  readonly budgets: () => Budgets;
  /** resolves when rooms can be joined here, and otherwise throws why not */
  readonly ready: () => Promise<void>;
  /** The name of a network address in rooms. */
  readonly originOf: (address: string) => string;
  /** what is answered over HTTP, by address groups */
  readonly underWay: UnderWay;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The dashboard, and what the rest of the server tells and asks it. */
export interface Dashboard {
  /** Refusal server_read_only while nothing may be written. */
  readonly writeRefusal: ReadOnly;
  /** Throws it. */
  readonly checkWrite: () => void;
  readonly voice: Voice;
  /** the same limits, for whoever is not blocked; what is made is counted by address */
  guard(limits: AddressLimits): AddressLimits;
  /** the same logger, of which errors and warnings are told as events */
  watchLogger(logger: Logger): Logger;
  made(roomId: string): void;
  joined(roomId: string, name: string): void;
  refused(code: ErrorCode): void;
  /** something that a feature names */
  happened(feature: string, what: string, roomId: string): void;
  routes(services: {
    addressLimits: AddressLimits;
    addressOf: (request: IncomingMessage) => string;
    page: RequestHandler | undefined;
  }): Router;
  /** Reads what holds and what was counted before. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createDashboard(options: DashboardOptions): Dashboard {
  const { config, metrics, store, shared, isShared, features, directory, budgets, clock, logger, secrets } = options;
  const url = config.cluster?.nodeUrl;
  // as names of shared values may be
  const node = url === undefined ? "server" : new URL(url).host.replaceAll(/[^\w-]/g, "-").slice(0, NODE_CHARACTERS);
  const startedAt = clock.now();
  // drawn anew by whoever starts first, and the same for all from then on
  let secret = randomBytes(32).toString("base64url");
  const hashOf = (roomId: string): string =>
    createHmac("sha256", secret).update(roomId).digest("base64url").slice(0, HASH_CHARACTERS);

  const happenings = new Happenings(node, clock);
  const measuring = new Measuring(metrics, clock, config.dataDir);
  const minuteLog = new MinuteLog({ node, shared, clock, logger });
  const list = new RoomList({
    store,
    detailsOf: (roomId) => directory().live(roomId)?.details,
    hashOf,
    clock,
    logger,
  });
  const sessions = new Sessions(config.adminToken, { shared, secrets, clock });
  const standing: StandingWord = new StandingWord({
    shared,
    clock,
    logger,
    isShared,
    listener: {
      changed: () => voice.changed(),
      blocked(group) {
        sendAway(options.originOf(group));
        options.underWay.tearOff(group);
      },
      order({ action, roomId, reason }) {
        voice.ending(roomId, reason);
        const live = directory().live(roomId);
        live?.close(ENDINGS[action]);
        // a sweep, or somebody who came meanwhile, has put it off again
        if (live && action === "expire") expireNow(roomId).catch(notExpired);
      },
    },
  });
  const voice: Voice = new Voice(() => standing.said, clock);

  const expireNow = (roomId: string): Promise<unknown> => store.touchRoom(roomId, clock.now());
  const notExpired = (error: unknown): void =>
    logger.warn({ err: error }, "a room is not let expire: the store does not take it");

  /** Ends the connections that come from there, as rooms name it. */
  function sendAway(origin: string): void {
    for (const { audience } of directory().rooms)
      for (const { outlet } of audience.here) if (outlet.origin === origin) outlet.end("address_blocked");
  }

  async function tellOwn(): Promise<Told> {
    const { figures, counted } = await measuring.now();
    const trouble = await options.ready().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const troubles = features.flatMap(({ name, trouble: of }) => (of?.() ? [[name, of()!] as const] : []));
    const { addresses } = budgets();
    return {
      state: {
        node,
        ...(url !== undefined && { url }),
        startedAt,
        seenAt: clock.now(),
        ...(trouble !== undefined && { trouble }),
        featureTroubles: Object.fromEntries(troubles),
        figures,
      },
      refusals: counted.refusals,
      features: figuresOf(features),
      addresses: addresses
        .loudest(LOUDEST)
        .map(({ name, bytes }) => ({ group: name, writtenBytes: bytes, mostBytes: addresses.perHour })),
      events: happenings.latest,
    };
  }
  const ownRooms = (): LiveRooms =>
    directory().rooms.map(
      ({ roomId, audience }) => [roomId, audience.people, budgets().rooms.latelyBy(roomId)] as const,
    );
  const nodes = new Nodes({ node, shared, clock, logger, isShared, tellOwn, ownRooms });

  async function overview(ownGroup: string): Promise<Overview> {
    await standing.watch();
    const all = await nodes.all();
    const refusals = new Map<string, number>();
    for (const [code, count] of all.flatMap((told) => Object.entries(told.refusals)))
      if (count > 0) refusals.set(code, (refusals.get(code) ?? 0) + count);
    return {
      now: clock.now(),
      store: config.store,
      nodes: all.map(({ state }) => ({ ...state, isThis: state.node === node })),
      all: together(all.map(({ state }) => state.figures)),
      today: await minuteLog.today(await measuring.now()),
      refusals: [...refusals].toSorted(([, one], [, other]) => other - one),
      standing: standing.said,
      ownGroup,
      features: [...new Set(all.flatMap((told) => told.features.map(({ feature }) => feature)))],
    };
  }

  /** Of other servers, the newest first. */
  const elsewhere = async (): Promise<Told["events"]> =>
    (await nodes.all())
      .slice(1)
      .flatMap(({ events }) => events)
      .toSorted(newestFirst);

  /** Throws Refusal admin.unknown_room. */
  async function roomOf(hash: string): Promise<{ roomId: string; title: string; dateCreated: number }> {
    const roomId = await list.find(hash);
    const room = roomId === undefined ? undefined : await readRoom(store, roomId);
    if (room) return { ...room, title: directory().live(room.roomId)?.details.title ?? room.title };
    if (roomId !== undefined) list.forget(roomId);
    throw refusal("unknown_room");
  }

  async function act(action: RoomAction, hash: string, reason: string): Promise<void> {
    const { roomId } = await roomOf(hash);
    const isHere = directory().live(roomId) !== undefined;
    if (liveRooms(node, ownRooms(), await nodes.all()).get(roomId)?.people) list.emptied(roomId);
    // before anybody is told to come back, which puts it off
    if (action === "expire") await expireNow(roomId);
    await standing.order({ id: randomUUID(), at: clock.now(), action, roomId, reason });
    if (action === "expire") list.know(roomId, clock.now());
    if (action !== "delete") return;
    // whichever server has it tells everybody why before it is gone
    if (isShared && !isHere) await turn(clock, 1.5 * LOOK_EVERY_MS);
    await store.deleteRoom(roomId);
    list.forget(roomId);
  }

  const calls: DashboardCalls = {
    overview,
    minutes: () => minuteLog.minutes(),
    async rooms(by, page, isFresh) {
      const live = liveRooms(node, ownRooms(), await nodes.all());
      if (isFresh) await list.look(live);
      return list.page(by, page, live);
    },
    features: async () => ({ features: figuresTogether((await nodes.all()).map((told) => told.features)) }),
    events: async () => [...happenings.latest, ...(await elsewhere())].toSorted(newestFirst),
    async abuse(ownGroup) {
      const all = await nodes.all();
      const { perHour } = budgets().rooms;
      const loud = [...liveRooms(node, ownRooms(), all)]
        .filter(([, { writtenBytes }]) => writtenBytes > 0)
        .toSorted(([, one], [, other]) => other.writtenBytes - one.writtenBytes);
      return {
        made: await minuteLog.madeByGroup(),
        rooms: loud.slice(0, LOUDEST).map(([roomId, { writtenBytes }]) => {
          list.know(roomId);
          return { hash: hashOf(roomId), writtenBytes, mostBytes: perHour };
        }),
        addresses: all
          .flatMap(({ addresses }) => addresses)
          .toSorted((one, other) => other.writtenBytes - one.writtenBytes)
          .slice(0, LOUDEST),
        ownGroup,
        blocks: standing.said.blocks,
      };
    },
    async title(hash) {
      const { title, dateCreated } = await roomOf(hash);
      return { title, dateCreated };
    },
    act,
    block: (group, minutes, reason) => said(standing.block(group, minutes, reason)),
    notice: (text, minutes) => said(standing.notice(text, minutes)),
    readOnly: (isOn, reason) => said(standing.readOnly(isOn, reason)),
  };
  const said = async (change: Promise<void>): Promise<Standing> => {
    await change;
    return standing.said;
  };

  const streams = new EventStreams({ clock, happenings, overview, elsewhere });
  let notedAt = -Infinity;
  let stop = (): void => {};
  let isClosed = false;
  const tick = async (): Promise<void> => {
    const isDue = clock.now() - notedAt >= NOTE_EVERY_MS;
    if (isDue) notedAt = clock.now();
    if (isDue) await minuteLog.note(await measuring.now());
    await nodes.tell(standing.isWatched);
  };
  const tickLater = (): void => {
    if (isClosed) return;
    stop = clock.after(LOOK_EVERY_MS, () => {
      void tick()
        .catch((error: unknown) => logger.warn({ err: error }, "the dashboard could not measure"))
        .then(tickLater);
    });
  };
  const trouble = (what: string): void =>
    happenings.tell({ kind: "trouble", what: what.slice(0, SENTENCE_CHARACTERS) });

  return {
    writeRefusal: standing.writeRefusal,
    checkWrite: standing.checkWrite,
    voice,
    guard: (limits) => ({
      ...limits,
      async request(address, points) {
        standing.checkGroup(addressGroup(address));
        await limits.request(address, points);
      },
      openSocket(address) {
        standing.checkGroup(addressGroup(address));
        return limits.openSocket(address);
      },
      async createRoom(address) {
        // or those would be counted that are not made
        standing.checkWrite();
        await limits.createRoom(address);
        minuteLog.made(addressGroup(address));
      },
    }),
    watchLogger: (watched) => ({
      error(details, sentence) {
        trouble(sentence);
        watched.error(details, sentence);
      },
      warn(details, sentence) {
        trouble(sentence);
        watched.warn(details, sentence);
      },
      info: (details, sentence) => watched.info(details, sentence),
    }),
    made(roomId) {
      list.know(roomId);
      happenings.tell({ kind: "made", room: hashOf(roomId) });
    },
    joined(roomId, name) {
      happenings.tell({
        kind: "joined",
        room: hashOf(roomId),
        ...(config.adminNames && { name: name.slice(0, SENTENCE_CHARACTERS) }),
      });
    },
    refused(code) {
      if (!COUNTED_ALONE.has(code)) happenings.tell({ kind: "refused", what: code });
    },
    happened: (feature, what, roomId) =>
      happenings.tell({ kind: "feature", what: `${feature}.${what}`, room: hashOf(roomId) }),
    routes({ addressLimits, addressOf, page }) {
      const trust = trustOf(config.trustProxy);
      return dashboardRoutes({
        calls,
        sessions,
        streams,
        basePath: config.basePath,
        addressOf,
        isOwnOrigin: (request) => isOwnOrigin(request, trust),
        countWrong: wrongTokens(addressLimits, addressOf),
        did: (what, about, isDone) =>
          happenings.tell(
            isDone ? { kind: "action", what, ...about } : { kind: "trouble", what: notDone(what), ...about },
          ),
        logger,
        page,
      });
    },
    async start() {
      secret = (await shared.change("secret", (before) => before ?? secret)) as string;
      await standing.start();
      await minuteLog.start(await measuring.now());
      tickLater();
    },
    async close() {
      isClosed = true;
      stop();
      standing.close();
      list.close();
      streams.close();
      happenings.close();
      measuring.close();
      await nodes.leave();
    },
  };
}

/** Counted once they are known to be wrong: the right one is heard however many others were tried. */
function wrongTokens(
  limits: AddressLimits,
  addressOf: (request: IncomingMessage) => string,
): (request: IncomingMessage) => Promise<unknown> {
  const guess = limits.guesses(WRONG_TOKENS);
  return (request) => guess(addressOf(request));
}

/** As a line of the log is told. */
const notDone = (what: string): string => `the operator could not do this to its end: ${what}`;

const newestFirst = (one: { readonly time: number; readonly id: number }, other: typeof one): number =>
  other.time - one.time || other.id - one.id;
