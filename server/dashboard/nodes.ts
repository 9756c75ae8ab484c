// What each server tells the others of itself while somebody looks, and all of it together. Knows no room's inside.
import type { Clock, Logger } from "../rooms/ports.ts";
import type { SharedValues } from "../sharedValues.ts";
import {
  EVENTS_SHARED,
  LOOK_EVERY_MS,
  LOUDEST,
  MOST_NODES,
  NODE_GONE_MS,
  ROOMS_SHARED,
  TELL_EVERY_MS,
} from "./bounds.ts";
import type { Figure } from "../features/figures.ts";
import type { Abuse, FeatureFigures, Figures, NodeState, ServerEvent } from "./messages.ts";
import type { LiveRoom } from "./roomList.ts";

/** Rooms in memory. */
export type LiveRooms = readonly (readonly [roomId: string, people: number, writtenBytes: number])[];

/** What one server tells of itself. */
export interface Told {
  readonly state: Omit<NodeState, "isThis">;
  readonly refusals: Readonly<Record<string, number>>;
  readonly features: FeatureFigures["features"];
  readonly addresses: Abuse["addresses"];
  readonly events: readonly ServerEvent[];
  /** those with the most people first; of another server alone */
  readonly rooms?: LiveRooms;
}

export class Nodes {
  readonly node: string;
  readonly #shared: SharedValues;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** other servers are on the same store */
  readonly #isShared: boolean;
  readonly #tellOwn: () => Promise<Told>;
  readonly #ownRooms: () => LiveRooms;
  #toldAt = -Infinity;
  #gathered: { readonly at: number; readonly all: Promise<readonly Told[]> } | undefined;

  constructor(services: {
    node: string;
    shared: SharedValues;
    clock: Clock;
    logger: Logger;
    isShared: boolean;
    tellOwn: () => Promise<Told>;
    ownRooms: () => LiveRooms;
  }) {
    this.node = services.node;
    this.#shared = services.shared;
    this.#clock = services.clock;
    this.#logger = services.logger;
    this.#isShared = services.isShared;
    this.#tellOwn = services.tellOwn;
    this.#ownRooms = services.ownRooms;
  }

  /** Tells the others, where it is time to. Never rejects. */
  async tell(isWatched: boolean): Promise<void> {
    const now = this.#clock.now();
    if (!this.#isShared || now - this.#toldAt < (isWatched ? LOOK_EVERY_MS : TELL_EVERY_MS)) return;
    this.#toldAt = now;
    try {
      const own = await this.#tellOwn();
      const told: Told = {
        ...own,
        rooms: this.#ownRooms()
          .toSorted(([, one], [, other]) => other - one)
          .slice(0, ROOMS_SHARED),
        addresses: own.addresses.slice(0, LOUDEST),
        events: own.events.slice(0, EVENTS_SHARED),
      };
      await this.#shared.change(this.#nameOf(this.node), () => told);
    } catch (error) {
      this.#logger.warn({ err: error }, "the dashboard of other servers was not told of this one");
    }
  }

  /** It is there no more. Does not reject: where that cannot be said the others find out. */
  async leave(): Promise<void> {
    if (!this.#isShared) return;
    await this.#shared
      .change(this.#nameOf(this.node), () => undefined)
      .catch((error: unknown) => this.#logger.warn({ err: error }, "the dashboard of other servers shows this one on"));
  }

  #nameOf(node: string): string {
    return `node/${node}`;
  }

  /** What all have told, this one's as it is now at the head. */
  all(): Promise<readonly Told[]> {
    const at = this.#clock.now();
    if (!this.#gathered || at - this.#gathered.at >= LOOK_EVERY_MS / 2) {
      const all = this.#gather(at);
      this.#gathered = { at, all };
      all.catch(() => (this.#gathered = undefined));
    }
    return this.#gathered.all;
  }

  async #gather(now: number): Promise<readonly Told[]> {
    const all = [await this.#tellOwn()];
    if (!this.#isShared) return all;
    for (const name of await this.#shared.names(this.#nameOf(""))) {
      if (name === this.#nameOf(this.node) || all.length >= MOST_NODES) continue;
      const told = (await this.#shared.read(name)) as Told | undefined;
      if (told && told.state.seenAt > now - NODE_GONE_MS) all.push(told);
      else if (told) await this.#shared.change(name, () => undefined);
    }
    return all;
  }
}

/** Sums, and the worst of what cannot be summed; disks are each server's own: the fullest is told. */
export function together(all: readonly Figures[]): Figures {
  const sum = (of: (figures: Figures) => number): number => all.reduce((total, figures) => total + of(figures), 0);
  const most = (of: (figures: Figures) => number | null): number | null => {
    const known = all.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  const [fullest] = all
    .filter(({ diskFreeBytes }) => diskFreeBytes !== null)
    .toSorted((one, other) => one.diskFreeBytes! - other.diskFreeBytes!);
  return {
    people: sum(({ people }) => people),
    tabs: sum(({ tabs }) => tabs),
    rooms: sum(({ rooms }) => rooms),
    keystrokesPerSecond: Math.round(sum(({ keystrokesPerSecond }) => keystrokesPerSecond) * 10) / 10,
    roomsSaving: sum(({ roomsSaving }) => roomsSaving),
    appendMs: { middle: most(({ appendMs }) => appendMs.middle), slow: most(({ appendMs }) => appendMs.slow) },
    loopMs: {
      middle: most(({ loopMs }) => loopMs.middle) ?? 0,
      slow: most(({ loopMs }) => loopMs.slow) ?? 0,
      most: most(({ loopMs }) => loopMs.most) ?? 0,
    },
    cpuPercent: sum(({ cpuPercent }) => cpuPercent),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    heapBytes: sum(({ heapBytes }) => heapBytes),
    diskFreeBytes: fullest?.diskFreeBytes ?? null,
    diskBytes: fullest?.diskBytes ?? null,
  };
}

/** The same figure of several servers as one: summed, but for the least of what they share. */
export function figuresTogether(all: readonly FeatureFigures["features"][]): FeatureFigures["features"] {
  const byFeature = new Map<string, Map<string, Figure>>();
  for (const { feature, figures } of all.flat()) {
    const known = byFeature.get(feature) ?? new Map<string, Figure>();
    byFeature.set(feature, known);
    for (const figure of figures) {
      const key = JSON.stringify([figure.name, figure.label]);
      known.set(key, summed(known.get(key), figure));
    }
  }
  return [...byFeature].map(([feature, figures]) => ({ feature, figures: [...figures.values()] }));
}

function summed(one: Figure | undefined, other: Figure): Figure {
  if (one === undefined || one.kind !== other.kind) return other;
  if (one.kind !== "histogram" || other.kind !== "histogram") {
    if (one.kind === "histogram" || other.kind === "histogram") return other;
    return { ...one, value: one.isShared ? Math.min(one.value, other.value) : one.value + other.value };
  }
  // of another build, whose ends are others
  if (JSON.stringify(one.ends) !== JSON.stringify(other.ends)) return other;
  return {
    ...one,
    counts: one.counts.map((count, place) => count + (other.counts[place] ?? 0)),
    sum: one.sum + other.sum,
  };
}

/** Rooms in memory anywhere, by their ids. */
export const liveRooms = (node: string, own: LiveRooms, all: readonly Told[]): ReadonlyMap<string, LiveRoom> =>
  new Map(
    [...all.map(({ state, rooms = [] }) => [state.node, rooms] as const), [node, own] as const].flatMap(
      ([name, rooms]) =>
        rooms.map(([roomId, people, writtenBytes]) => [roomId, { node: name, people, writtenBytes }] as const),
    ),
  );
