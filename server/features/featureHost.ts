// Runs all features of a room, and switches off in that room the one that throws; asks them who may read. Knows no feature by name.
import { Allowance } from "../protocol/allowance.ts";
import { Refusal } from "../protocol/errors.ts";
import type { Participant, Role } from "../protocol/events.ts";
import type { ConnectedClient } from "../protocol/serverMessages.ts";
import type { Coming, FeatureHost, Mark, OpenFeatures, RoomPort } from "../rooms/roomPort.ts";
import type { Asker } from "../rooms/people/rights.ts";
import type { Feature, HttpReader, RoomHooks } from "./feature.ts";
import { FeatureRoom, type HostServices } from "./featureRoom.ts";

/** Of one feature. */
const MOST_MARKS = 5_000;
/** UTF-16 units of a mark's kind, and of its word. */
const MARK_CHARACTERS = 20;

const cut = ({ kind, word, ...mark }: Mark): Mark => ({
  ...mark,
  kind: kind.slice(0, MARK_CHARACTERS),
  ...(word !== undefined && { word: word.slice(0, MARK_CHARACTERS) }),
});

/** Of whatever a client sent; undefined where it names none. */
function typeOf(data: unknown): string | undefined {
  const type: unknown = (data as { readonly type?: unknown } | null | undefined)?.type;
  return typeof type === "string" ? type : undefined;
}

function costOf(data: unknown, costs: Feature["costs"] = {}): number {
  const type = typeOf(data);
  return type !== undefined && Object.hasOwn(costs, type) ? costs[type]! : 1;
}

/** What rooms open when they go live. Throws when two features have a log in common. */
export function featureHost(features: readonly Feature[], services: HostServices): OpenFeatures {
  const numbers = features.flatMap(({ logs = {} }) => Object.values(logs));
  if (new Set(numbers).size < numbers.length) throw new Error("invariant: two features have the same log");
  const named = new Map(features.map((feature) => [feature.name, feature]));
  return (room) => new Host(named, services, room);
}

/** The features of one live room. */
class Host implements FeatureHost {
  readonly #services: HostServices;
  readonly #room: RoomPort;
  readonly #features: ReadonlyMap<string, Feature>;
  readonly #live = new Map<string, RoomHooks>();
  readonly #rooms = new Map<string, FeatureRoom>();
  /** what each participant may still ask of each feature, by both, once they have asked */
  readonly #allowances = new Map<string, Allowance>();
  /** a feature that guards the door is switched off: it must not stand open */
  #isUnguarded = false;
  /** one that says who sees history is switched off */
  #isBlind = false;

  constructor(features: ReadonlyMap<string, Feature>, services: HostServices, room: RoomPort) {
    this.#features = features;
    this.#services = services;
    this.#room = room;
    for (const feature of features.values()) if (feature.open) this.#open(feature);
  }

  #open(feature: Feature): void {
    const { name } = feature;
    const room = new FeatureRoom(this.#room, this.#services, feature, (run) => this.#guard(name, run));
    this.#rooms.set(name, room);
    this.#guard(name, () => {
      const hooks = feature.open?.(room);
      if (hooks) this.#live.set(name, hooks);
    });
  }

  // ---- what the room tells

  admit(coming: Coming): Role | Promise<Role> {
    for (const [name, feature] of this.#live) {
      const guarded: Coming = {
        ...coming,
        whenGone: (run) => coming.whenGone(() => this.#guard(name, run)),
        whenIn: (run) => coming.whenIn((participant) => this.#guard(name, () => run(participant))),
      };
      const role = this.#answer(name, () => feature.admit?.(guarded));
      if (role !== undefined) return role;
    }
    if (this.#isUnguarded && !coming.person) throw new Refusal("not_admitted");
    return coming.person?.role ?? "editor";
  }

  mayOpen(file: number, participant: number): boolean {
    let may = false;
    this.#each((feature) => {
      may ||= feature.mayOpen?.(file, participant) ?? false;
    });
    return may;
  }

  seesHistory(asker: Asker): boolean {
    const asked = [...this.#live].filter(([, feature]) => feature.seesHistory !== undefined);
    let sees = asked.length > 0 || this.#room.people.person(asker.participant).role !== "viewer";
    for (const [name, feature] of asked) this.#guard(name, () => (sees &&= feature.seesHistory!(asker)));
    return sees && !this.#isBlind;
  }

  rightsChanged(clients: readonly (ConnectedClient & Asker)[]): void {
    this.#each((feature) => feature.rightsChanged?.(clients));
  }

  async marks(): Promise<Mark[]> {
    const all: Mark[] = [];
    for (const [name, feature] of this.#live) {
      const marks = await this.#marksOf(name, feature);
      all.push(...marks.slice(-MOST_MARKS).map(cut));
    }
    return all.toSorted((one, other) => one.time - other.time);
  }

  /** None of a feature that does not answer. */
  async #marksOf(name: string, feature: RoomHooks): Promise<readonly Mark[]> {
    try {
      return await this.#answer(name, () => feature.marks?.() ?? []);
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  }

  joined(client: ConnectedClient): void {
    this.#each((feature) => feature.joined?.(client));
  }

  left(client: ConnectedClient): void {
    for (const room of this.#rooms.values()) room.left(client.client);
    this.#each((feature) => feature.left?.(client));
  }

  drained(client: ConnectedClient): void {
    for (const room of this.#rooms.values()) room.drained(client.client);
    this.#each((feature) => feature.drained?.(client));
  }

  writes(name: string, data: unknown): boolean {
    const type = typeOf(data);
    return type === undefined || !this.#features.get(name)?.writesNothing?.includes(type);
  }

  message(from: ConnectedClient & Asker, name: string, data: unknown): void | Promise<void> {
    const feature = this.#live.get(name);
    if (!feature?.message) throw new Refusal("unknown_feature");
    this.#spend(from.participant, name, data);
    return this.#answer(name, () => feature.message?.(from, data));
  }

  request(from: Participant, name: string, data: unknown, address: string): unknown {
    const feature = this.#live.get(name);
    if (!feature?.request) throw new Refusal("unknown_feature");
    this.#spend(from.participant, name, data);
    return this.#answer(name, () => feature.request?.(from, data, address));
  }

  /** Over the socket and over HTTP alike. Throws Refusal rate_limited. */
  #spend(participant: number, name: string, data: unknown): void {
    const now = this.#services.clock.now();
    const key = `${participant} ${name}`;
    let allowance = this.#allowances.get(key);
    if (!allowance) {
      const { messagesPerSecond } = this.#room.limits;
      const byDefault = { perSecond: messagesPerSecond, atOnce: messagesPerSecond * 2 };
      const { perSecond, atOnce } = (messagesPerSecond > 0 && this.#features.get(name)?.messages) || byDefault;
      this.#allowances.set(key, (allowance = new Allowance(perSecond, atOnce, now)));
    }
    const wait = allowance.spend(costOf(data, this.#features.get(name)?.costs), now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
  }

  purged(files: readonly number[]): void {
    this.#each((feature) => feature.purged?.(files));
  }

  closed(): void {
    for (const room of this.#rooms.values()) room.end();
    for (const [name, feature] of this.#live) this.#close(name, feature);
  }

  // ---- what happens to one that throws

  #switchOff(name: string, error: unknown): void {
    const feature = this.#live.get(name);
    this.#isUnguarded ||= feature?.admit !== undefined;
    this.#isBlind ||= feature?.seesHistory !== undefined;
    this.#live.delete(name);
    this.#rooms.get(name)?.end();
    const { roomId } = this.#room.log.accepted;
    this.#services.logger.error({ err: error, room: roomId, feature: name }, "a feature was switched off in a room");
    // what it holds of the server's is this room's no more
    if (feature) this.#close(name, feature);
  }

  #close(name: string, feature: RoomHooks): void {
    try {
      feature.closed?.();
    } catch (error) {
      const { roomId } = this.#room.log.accepted;
      this.#services.logger.error({ err: error, room: roomId, feature: name }, "a feature could not be closed");
    }
  }

  #guard(name: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#switchOff(name, error);
    }
  }

  #each(run: (feature: RoomHooks) => void): void {
    for (const [name, feature] of this.#live) this.#guard(name, () => run(feature));
  }

  /** A Refusal is the other side's; anything else switches the feature off, and is a refusal to the one who asked. */
  #refuse(name: string, error: unknown): never {
    if (error instanceof Refusal) throw error;
    this.#switchOff(name, error);
    throw new Refusal("unknown_feature");
  }

  #answer<Answer>(name: string, run: () => Answer): Answer {
    try {
      const given = run();
      return given instanceof Promise ? (given.catch((error: unknown) => this.#refuse(name, error)) as Answer) : given;
    } catch (error) {
      return this.#refuse(name, error);
    }
  }
}

/** Throws the Refusal of a feature that does not let somebody read a room, by what features have `kept` with it. */
export const readerGuard =
  (features: readonly Feature[]) =>
  (reader: HttpReader, kept: Readonly<Record<string, unknown>> = {}): void => {
    for (const feature of features) feature.admitReader?.(reader, kept[feature.name]);
  };
