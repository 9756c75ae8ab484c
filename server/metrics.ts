// What Prometheus may know of this process: counted where it happens, measured when asked. Knows no route and no socket.
import { statfs } from "node:fs/promises";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { type ErrorCode, ERRORS } from "./protocol/errors.ts";
import type { Logger } from "./rooms/ports.ts";
import type { Room } from "./rooms/room.ts";
import { type Append, type AppendOutcome, EVENTS, FEATURE_STREAMS, type RoomStore } from "./rooms/roomStore.ts";

/** Seconds; a commit on a good disk takes a few milliseconds, and is given up after 10 s. */
const APPEND_BUCKETS = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 5, 10];

/** So many appends wait at most to be put into the histogram. */
const UNTOLD_MOST = 1_000;

/** The store's calls of which those that fail are counted and no more: typed, so that one that is new is among them or watched by itself. */
const PLAIN_CALLS = {
  createRoom: true,
  loadRoom: true,
  touchRoom: true,
  expiryOf: true,
  read: true,
  readPacked: true,
  endOf: true,
  latestSnapshot: true,
  putSnapshot: true,
  claimAddress: true,
  roomAt: true,
  releaseAddress: true,
  expireAddresses: true,
  deleteStream: true,
  deleteRoom: true,
  expireRooms: true,
  ready: true,
} satisfies Record<Exclude<keyof RoomStore, "append" | "close">, true>;
type PlainCall = keyof typeof PLAIN_CALLS;

/** What has been counted since the process began. */
export interface Counted {
  readonly roomsMade: number;
  /** into rooms, again and again too; and of those who were new in one */
  readonly joined: number;
  readonly newcomers: number;
  /** updates of files that the store has kept */
  readonly keystrokes: number;
  readonly errors: number;
  readonly storeErrors: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** by `feature.event` */
  readonly ofFeatures: Readonly<Record<string, number>>;
  /** how many appends took at most so many seconds, for each of the ascending ends, and how many there were */
  readonly appends: { readonly ends: readonly number[]; readonly upTo: readonly number[]; readonly all: number };
}

/** What is in memory now. */
export interface Measured {
  readonly rooms: number;
  readonly tabs: number;
  /** without robots */
  readonly people: number;
  /** rooms with something accepted that is not shown yet */
  readonly saving: number;
}

/** As Prometheus' own have them. */
interface MetricValues {
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Partial<Record<string, string | number>>>;
    readonly metricName?: string;
  }[];
}

export interface Metrics {
  /** Somebody has made a room. */
  made(): void;
  /** Somebody has come into a room; `isNew`: whom it did not know. */
  joined(isNew: boolean): void;
  /** For whoever looks: not in the path of a keystroke. */
  counted(): Promise<Counted>;
  measured(): Measured;
  /** Somebody was told this code. */
  refused(code: ErrorCode): void;
  /** A call of the store has thrown this. */
  isOfStore(error: unknown): boolean;
  /** the same store, its appends timed, its commits and errors counted */
  watchStore(store: RoomStore): RoomStore;
  /** the same logger, its errors and warnings counted */
  watchLogger(logger: Logger): Logger;
  /** A feature counts something that it names. */
  countFeature(feature: string, what: string, by: number): void;
  /** what else is told in Prometheus' text format, when it is asked for */
  also(text: () => string): void;
  readonly contentType: string;
  /** All of it, in Prometheus' text format. */
  text(): Promise<string>;
}

/** `rooms`: those in memory; they are looked at when somebody asks, so that a keystroke pays for none of it. `folder`: on the disk that is told of. */
export function createMetrics(rooms: () => readonly Room[], folder: string): Metrics {
  const registry = new Registry();
  const about = <Labels extends string>(name: string, help: string, labelNames: readonly Labels[]) => ({
    name: `companion_${name}`,
    help,
    labelNames,
    registers: [registry],
  });
  const gauge = (name: string, help: string) => new Gauge(about(name, help, []));
  const counter = <Labels extends string = never>(name: string, help: string, ...labels: Labels[]) =>
    new Counter(about(name, help, labels));

  const roomsOpen = gauge("rooms_open", "Rooms in memory");
  const peopleHere = gauge("people_here", "People who are in a room");
  const roomsMade = counter("rooms_made_total", "Rooms that were made");
  const joins = counter("joins_total", "Tabs that came into a room, by whether it knew the person", "who");
  const clientsConnected = gauge("clients_connected", "Clients that are in a room");
  const roomsSaving = gauge("rooms_saving", "Rooms with updates that are accepted and not yet shown: the queue");
  const commitsAppending = gauge("commits_appending", "Commits in the append that is under way");
  const updatesStored = counter("updates_stored_total", "Updates of files that the store has kept");
  const commitsStored = counter("commits_stored_total", "Commits that the store has kept, those of events included");
  const commitsRefused = counter("commits_refused_total", "Commits that the store did not keep", "outcome");
  const storeErrors = counter("store_errors_total", "Calls of the store that failed", "operation");
  const refusals = counter("refusals_total", "Errors that clients and callers were told", "code");
  const featureEvents = counter("feature_events_total", "What features count of their own", "feature", "event");
  const logged = counter("logged_total", "Lines of the log that tell of trouble of our own", "level");
  const appendSeconds = new Histogram({
    ...about("append_seconds", "Time that the store took for one append of commits", []),
    buckets: APPEND_BUCKETS,
  });

  new Gauge({
    ...about("disk_free_bytes", "Of the disk that the server's folder is on", []),
    async collect() {
      const disk = await statfs(folder).catch(() => undefined);
      if (disk) this.set(disk.bavail * disk.bsize);
      else this.remove();
    },
  });

  // A counter that is there from the start, or its first step would not be seen as one.
  for (const code of Object.keys(ERRORS)) refusals.inc({ code }, 0);
  for (const who of ["new", "known"]) joins.inc({ who }, 0);
  for (const outcome of ["conflict", "gone"]) commitsRefused.inc({ outcome }, 0);
  for (const level of ["error", "warn"]) logged.inc({ level }, 0);

  const ofStore = new WeakSet<Error>();
  const plain = (store: RoomStore, operation: PlainCall) => {
    storeErrors.inc({ operation }, 0);
    return async (...args: never[]): Promise<unknown> => {
      try {
        return await (store[operation] as (...args: never[]) => Promise<unknown>)(...args);
      } catch (error) {
        storeErrors.inc({ operation });
        if (error instanceof Error) ofStore.add(error);
        throw error;
      }
    };
  };

  // Every keystroke passes here, and pays for plain numbers alone; Prometheus' own get them when it asks.
  const untold = { commits: 0, updates: 0, seconds: [] as number[] };
  let appending = 0;
  const tellAppends = (): void => {
    commitsAppending.set(appending);
    commitsStored.inc(untold.commits);
    updatesStored.inc(untold.updates);
    untold.commits = untold.updates = 0;
    for (const seconds of untold.seconds.splice(0)) appendSeconds.observe(seconds);
  };
  storeErrors.inc({ operation: "append" }, 0);
  const append = (store: RoomStore, appends: readonly Append[]): Promise<AppendOutcome[]> => {
    const begun = performance.now();
    appending += appends.length;
    const ended = (): void => {
      appending -= appends.length;
      untold.seconds.push((performance.now() - begun) / 1_000);
      if (untold.seconds.length === UNTOLD_MOST) tellAppends();
    };
    const outcomes = store.append(appends);
    outcomes.then(
      (known) => {
        ended();
        known.forEach((outcome, index) => {
          if (outcome !== "ok") return commitsRefused.inc({ outcome });
          const { stream, count } = appends[index]!;
          untold.commits++;
          if (stream.file !== EVENTS && stream.file < FEATURE_STREAMS) untold.updates += count;
        });
      },
      () => {
        ended();
        storeErrors.inc({ operation: "append" });
      },
    );
    return outcomes;
  };

  const measured = (): Measured => {
    let [open, saving, tabs, people] = [0, 0, 0, 0];
    for (const room of rooms()) {
      open++;
      tabs += room.audience.size;
      people += room.audience.people;
      if (room.busy) saving++;
    }
    return { rooms: open, saving, tabs, people };
  };
  const measureRooms = (): void => {
    const now = measured();
    roomsOpen.set(now.rooms);
    roomsSaving.set(now.saving);
    clientsConnected.set(now.tabs);
    peopleHere.set(now.people);
  };

  /** By what each is labelled with, the labels' values joined by a dot. */
  const byLabel = async (of: { get(): Promise<MetricValues> }): Promise<Record<string, number>> => {
    const { values } = await of.get();
    return Object.fromEntries(values.map(({ value, labels }) => [Object.values(labels).join("."), value]));
  };
  const sumOf = async (of: { get(): Promise<MetricValues> }): Promise<number> =>
    Object.values(await byLabel(of)).reduce((sum, value) => sum + value, 0);
  const appendsUpTo = async (): Promise<Counted["appends"]> => {
    const { values }: MetricValues = await appendSeconds.get();
    const buckets = values.flatMap(({ labels: { le }, value }) => (typeof le === "number" ? [{ le, value }] : []));
    return {
      ends: buckets.map(({ le }) => le),
      upTo: buckets.map(({ value }) => value),
      all: values.find(({ metricName }) => metricName?.endsWith("_count"))?.value ?? 0,
    };
  };

  let also = (): string => "";
  // What nobody asks for is not measured: the process itself is from the first question on.
  let watchesProcess = false;

  return {
    refused: (code) => refusals.inc({ code }),
    isOfStore: (error) => error instanceof Error && ofStore.has(error),
    made: () => roomsMade.inc(),
    joined: (isNew) => joins.inc({ who: isNew ? "new" : "known" }),
    also: (text) => (also = text),
    measured,
    async counted() {
      tellAppends();
      const who = await byLabel(joins);
      return {
        roomsMade: await sumOf(roomsMade),
        joined: await sumOf(joins),
        newcomers: who["new"] ?? 0,
        keystrokes: await sumOf(updatesStored),
        errors: (await byLabel(logged))["error"] ?? 0,
        storeErrors: await sumOf(storeErrors),
        refusals: await byLabel(refusals),
        ofFeatures: await byLabel(featureEvents),
        appends: await appendsUpTo(),
      };
    },

    countFeature: (feature, event, by) => featureEvents.inc({ feature, event }, by),

    watchStore: (store) => ({
      ...(Object.fromEntries(
        (Object.keys(PLAIN_CALLS) as PlainCall[]).map((name) => [name, plain(store, name)]),
      ) as unknown as Pick<RoomStore, PlainCall>),
      append: (appends) => append(store, appends),
      close: () => store.close(),
    }),

    watchLogger: (logger) => ({
      error(details, sentence) {
        logged.inc({ level: "error" });
        logger.error(details, sentence);
      },
      warn(details, sentence) {
        logged.inc({ level: "warn" });
        logger.warn(details, sentence);
      },
      info: (details, sentence) => logger.info(details, sentence),
    }),

    contentType: registry.contentType,
    async text() {
      if (!watchesProcess) collectDefaultMetrics({ register: registry });
      watchesProcess = true;
      measureRooms();
      tellAppends();
      return (await registry.metrics()) + also();
    },
  };
}
