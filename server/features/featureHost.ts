// Runs all features of a room, and switches off in that room the one that throws; asks them who may read. Knows no feature by name.
import { Allowance } from "../protocol/allowance.ts";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import type { Participant, Role, RoomDetails, RoomEvent } from "../protocol/events.ts";
import type { ConnectedClient } from "../protocol/messages.ts";
import { readUpdates } from "../protocol/updates.ts";
import type { Coming, OpenFeatures, RoomFeatures, RoomHandle } from "../rooms/feature.ts";
import type { RoomServices } from "../rooms/roomServices.ts";
import type { Feature, FeatureRoom, Reader, RoomFeature } from "./feature.ts";
import { FeatureLog, type LogListener } from "./featureLog.ts";

/** What the host needs of the process, for the logs of features. */
export type HostServices = Pick<RoomServices, "store" | "commitLoop" | "clock" | "isShared" | "log">;

/** What rooms open when they go live. */
export const featureHost =
  (features: readonly Feature[], services: HostServices): OpenFeatures =>
  (room) =>
    new Host(features, services, room);

/** The features of one live room. */
class Host implements RoomFeatures {
  readonly services: HostServices;
  readonly room: RoomHandle;
  readonly #live = new Map<string, RoomFeature>();
  readonly #features: ReadonlyMap<string, Feature>;
  /** what each participant may still ask of each feature, by both, once they have asked */
  readonly #allowances = new Map<string, Allowance>();
  readonly #logs = new Map<string, { close(): void }>();
  /** what cancels each timer that runs */
  readonly #timers = new Set<() => void>();
  /** somebody is told of commits */
  #listens = false;
  /** a feature that guards the door is switched off: it must not stand open */
  #isUnguarded = false;

  constructor(features: readonly Feature[], services: HostServices, room: RoomHandle) {
    this.services = services;
    this.room = room;
    this.#features = new Map(features.map((feature) => [feature.name, feature]));
    for (const feature of features)
      this.#guard(feature.name, () => {
        const opened = feature.open?.(new HostedRoom(this, feature.name));
        if (!opened) return;
        this.#live.set(feature.name, opened);
        this.#listens ||= opened.committed !== undefined;
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

  joined(client: ConnectedClient): void {
    this.#each((feature) => feature.joined?.(client));
  }

  left(client: ConnectedClient): void {
    this.#each((feature) => feature.left?.(client));
  }

  committed(file: number, version: number, entries: string): void {
    // Parsing costs as much as all else here, and most rooms have nobody who listens.
    if (!this.#listens) return;
    const updates = readUpdates(entries);
    this.#each((feature) => feature.committed?.(file, version, updates));
  }

  message(from: ConnectedClient, name: string, data: unknown): void | Promise<void> {
    const feature = this.#live.get(name);
    if (!feature?.message) throw new Refusal("unknown_feature");
    this.#spend(from.participant, name);
    return this.#answer(name, () => feature.message?.(from, data));
  }

  request(from: Participant, name: string, data: unknown): unknown {
    const feature = this.#live.get(name);
    if (!feature?.request) throw new Refusal("unknown_feature");
    this.#spend(from.participant, name);
    return this.#answer(name, () => feature.request?.(from, data));
  }

  /** Over the socket and over HTTP alike. Throws Refusal rate_limited. */
  #spend(participant: number, name: string): void {
    const now = this.services.clock.now();
    const key = `${participant} ${name}`;
    let allowance = this.#allowances.get(key);
    if (!allowance) {
      const { messagesPerSecond } = this.room.limits;
      const byDefault = { perSecond: messagesPerSecond, atOnce: messagesPerSecond * 2 };
      const { perSecond, atOnce } = (messagesPerSecond > 0 && this.#features.get(name)?.messages) || byDefault;
      this.#allowances.set(key, (allowance = new Allowance(perSecond, atOnce, now)));
    }
    const wait = allowance.spend(1, now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
  }

  closed(): void {
    for (const one of this.#logs.values()) one.close();
    for (const cancel of this.#timers) cancel();
    this.#each((feature) => feature.closed?.());
  }

  // ---- what a feature asks for

  after(name: string, ms: number, run: () => void): () => void {
    const stop = this.services.clock.after(ms, () => {
      this.#timers.delete(cancel);
      if (this.#live.has(name)) this.#guard(name, run);
    });
    const cancel = (): void => {
      this.#timers.delete(cancel);
      stop();
    };
    this.#timers.add(cancel);
    return cancel;
  }

  log<Entry>(name: string, stream: number, listener: LogListener<Entry>): FeatureLog<Entry> {
    const { store, commitLoop, isShared } = this.services;
    const opened = new FeatureLog(
      { roomId: this.room.details().roomId, file: stream },
      {
        store,
        commitLoop,
        isShared,
        guard: (run) => this.#guard(name, run),
        failed: (reason) => this.room.failed(reason),
      },
      listener,
    );
    this.#logs.set(name, opened);
    return opened;
  }

  /** What of an address was asked of the store. Throws Refusal store_unavailable. */
  stored<Kept>(run: Promise<Kept>): Promise<Kept> {
    return run.catch((error: unknown) => {
      this.services.log.error({ err: error, room: this.room.details().roomId }, "an address of a room was not kept");
      throw new Refusal("store_unavailable");
    });
  }

  // ---- what happens to one that throws

  #switchOff(name: string, error: unknown): void {
    this.#isUnguarded ||= this.#live.get(name)?.admit !== undefined;
    this.#live.delete(name);
    this.#logs.get(name)?.close();
    const { roomId } = this.room.details();
    this.services.log.error({ err: error, room: roomId, feature: name }, "a feature was switched off in a room");
  }

  #guard(name: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#switchOff(name, error);
    }
  }

  #each(run: (feature: RoomFeature) => void): void {
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

/** A live room as one feature has it: nothing but two fields, since each room has one for every feature. */
class HostedRoom implements FeatureRoom {
  readonly #host: Host;
  readonly #name: string;

  constructor(host: Host, name: string) {
    this.#host = host;
    this.#name = name;
  }

  get limits(): FeatureRoom["limits"] {
    return this.#host.room.limits;
  }

  details(): RoomDetails {
    return this.#host.room.details();
  }

  accepted(): RoomDetails {
    return this.#host.room.accepted();
  }

  clients(): readonly ConnectedClient[] {
    return this.#host.room.clients();
  }

  text(file: number): ReturnType<FeatureRoom["text"]> {
    return this.#host.room.text(file);
  }

  broadcast(feature: string, data: unknown): void {
    this.#host.room.broadcast(feature, data);
  }

  send(client: number, feature: string, data: unknown): void {
    this.#host.room.send(client, feature, data);
  }

  nameFor(participant: number, name: string): string {
    return this.#host.room.nameFor(participant, name);
  }

  accept(event: RoomEvent): void {
    this.#host.room.accept(event);
  }

  kept(): unknown {
    return this.#host.room.kept(this.#name);
  }

  keep(value: unknown): void {
    this.#host.room.keep(this.#name, value);
  }

  whenDurable(run: () => void): void {
    this.#host.room.whenDurable(run);
  }

  dismiss(participant: number, code: ErrorCode, address?: string): void {
    this.#host.room.dismiss(participant, code, address);
  }

  close(code: ErrorCode): void {
    this.#host.room.close(code);
  }

  freeze(isFrozen: boolean): void {
    this.#host.room.freeze(isFrozen);
  }

  mayWrite(participant: number): boolean {
    return this.#host.room.mayWrite(participant);
  }

  keepFor(ms: number): void {
    this.#host.room.keepFor(ms);
  }

  now(): number {
    return this.#host.services.clock.now();
  }

  after(ms: number, run: () => void): () => void {
    return this.#host.after(this.#name, ms, run);
  }

  claimAddress(address: string, expiresAt: number, leadsTo?: string): Promise<boolean> {
    const { room, services } = this.#host;
    return this.#host.stored(services.store.claimAddress(address, room.details().roomId, expiresAt, leadsTo));
  }

  releaseAddress(address: string): Promise<void> {
    return this.#host.stored(this.#host.services.store.releaseAddress(address));
  }

  log<Entry>(stream: number, listener: LogListener<Entry>): FeatureLog<Entry> {
    return this.#host.log(this.#name, stream, listener);
  }
}

/** Throws the Refusal of a feature that does not let somebody read a room, by what features have `kept` with it. */
export const readerGuard =
  (features: readonly Feature[]) =>
  (reader: Reader, kept: Readonly<Record<string, unknown>> = {}): void => {
    for (const feature of features) feature.admitReader?.(reader, kept[feature.name]);
  };
