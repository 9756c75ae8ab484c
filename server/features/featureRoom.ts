// A live room as one feature has it: what it may ask, tell and keep. Knows no other feature.
import type { Text } from "@codemirror/state";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import type { Participant, RoomDetails, RoomEvent, RoomFile } from "../protocol/events.ts";
import type { Limits } from "../protocol/limits.ts";
import type { ConnectedClient } from "../protocol/serverMessages.ts";
import type { Mark, RoomPort } from "../rooms/roomPort.ts";
import type { UpdatesPage } from "../rooms/file/liveFile.ts";
import { filesAt, type PastClient, pastClients } from "../rooms/log/past.ts";
import type { RobotHello } from "../rooms/people/people.ts";
import type { Asker } from "../rooms/people/rights.ts";
import { publicDetails, streamOf } from "../rooms/log/roomDocument.ts";
import type { Outlet } from "../rooms/ports.ts";
import type { RoomServices } from "../rooms/roomServices.ts";
import { FEATURE_STREAMS, NAMED_STREAMS, type PackedCommit } from "../rooms/roomStore.ts";
import { type SharedValues, valuesOf } from "../sharedValues.ts";
import { Robot } from "./robot.ts";
import { FeatureLog, type LogListener, type LogServices } from "./featureLog.ts";
import { Readings } from "./readings.ts";

/** What features need of the process. */
export interface HostServices extends Pick<RoomServices, "store" | "commitLoop" | "clock" | "isShared" | "logger"> {
  readonly values: SharedValues;
  /** Counts something that a feature names, for whoever reads /metrics; `by` is there for what is added up; absent: nobody does. */
  readonly count?: (feature: string, what: string, by: number | undefined, roomId: string) => void;
  /** what whoever runs the server says; absent: nothing */
  readonly operator?: OperatorVoice;
  /** ms after the last visit for which this server keeps a room; absent, or Infinity: for ever */
  readonly expireAfterMs?: number;
  /** what the features' settings are, by their names; absent: each by its default */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What whoever runs the server says to everybody in its rooms. */
export interface OperatorVoice {
  /** What holds now; times in ms since 1970. */
  readonly said: {
    readonly notice?: { readonly text: string; readonly since: number; readonly until: number };
    /** nothing may be written meanwhile, for this reason, which may be empty */
    readonly readOnly?: { readonly since: number; readonly reason: string };
  };
  /** `hear` runs when that changes, and right before the operator has the room closed, with the reason; the returned function ends it. */
  listen(roomId: string, hear: (ending?: { readonly reason: string }) => void): () => void;
}

/** Logs that one feature names in a room. */
const LOGS_PER_FEATURE = 1_000;

/** A setting of a feature's own, from the environment. */
export interface FeatureSetting {
  /** as it would be written in the environment */
  readonly byDefault: string;
  /** What it is, of its text. Throws an Error with what is right, as in "must be a whole number". */
  read(text: string): unknown;
}

/** What a feature has that is named nowhere else. */
export interface FeatureOwn {
  readonly name: string;
  /** by the variables that they are read from, which no other part has; in .env.example and README like every other */
  readonly settings?: Readonly<Record<string, FeatureSetting>>;
  /** The codes with which it refuses, told as `name.code`: each is like one of the core's but for its sentence. */
  readonly errors?: Readonly<Record<string, { readonly like: ErrorCode; readonly sentence: string }>>;
  /** Logs that it has had a number for since before names were given numbers: FEATURE_STREAMS and so much. No two features have the same. */
  readonly logs?: Readonly<Record<string, number>>;
}

export class FeatureRoom {
  readonly #room: RoomPort;
  readonly #services: HostServices;
  readonly #feature: FeatureOwn;
  readonly #guard: (run: () => void) => void;
  // a room has one of this for each feature, most of which need little of it: nothing is made before it is needed
  #logNames: readonly string[] = [];
  #robots: readonly Robot[] = [];
  #readings: Readings | undefined;
  /** closes a log, cancels a timer, or ends what it hears of outside of the room */
  #ends: Set<() => void> | undefined;
  #isEnded = false;

  /** `guard`: runs what is the feature's own, whose defects are its own. */
  constructor(room: RoomPort, services: HostServices, feature: FeatureOwn, guard: (run: () => void) => void) {
    this.#room = room;
    this.#services = services;
    this.#feature = feature;
    this.#guard = guard;
  }

  get limits(): Limits {
    return this.#room.limits;
  }

  /** ms since 1970 */
  get now(): number {
    return this.#services.clock.now();
  }

  // ---- the room

  /** The room as everybody may see it. */
  get details(): RoomDetails {
    return publicDetails(this.#room.log.durable);
  }

  /** The room as it will be once all that was accepted is durable: what a new entry must fit. */
  get accepted(): RoomDetails {
    return publicDetails(this.#room.log.accepted);
  }

  /** Puts an entry into the room's own log; everybody is told of it once it is durable. */
  accept(event: RoomEvent): void {
    this.#room.log.accept(event);
  }

  /** Runs when everything accepted by now is durable, or the room closes. */
  whenDurable(run: () => void): void {
    this.#room.log.whenDurable(() => this.#guard(run));
  }

  /** As RoomPort.purge says. */
  purge(files: readonly RoomFile[], by: { readonly time: number; readonly participant: number }): Promise<void> {
    return this.#room.purge(files, by);
  }

  /** Whether the participant may change what the room holds, as it is accepted: for every feature that changes it to ask. */
  mayWrite(participant: number): boolean {
    return this.#room.rights.mayWrite(participant);
  }

  /** Whether the participant may still read the room: not who was removed, and while it is frozen owners alone. */
  mayRead(participant: number): boolean {
    return this.#room.rights.mayRead(participant);
  }

  /** As Rights.seesHistory says. */
  seesHistory(asker: Asker): boolean {
    return this.#room.rights.seesHistory(asker);
  }

  /** As RoomPort.rightsChanged says, of all clients. */
  rightsChanged(): void {
    this.#room.rightsChanged();
  }

  /** While it is frozen nobody may write, owners neither, but in files that the room does not list. Until it is lifted, or the room leaves memory. */
  freeze(isFrozen: boolean): void {
    this.#room.rights.isFrozen = isFrozen;
  }

  /** Nothing may be written in any room now: what a feature would write by itself waits. */
  get isReadOnly(): boolean {
    return this.#room.isReadOnly;
  }

  /** As RoomPort.expireWithin says. */
  expireWithin(ms: number): void {
    this.#room.expireWithin(ms);
  }

  /** ms after the last visit after which the room expires; Infinity: never. */
  get expiresAfterMs(): number {
    return Math.min(this.#room.expiresWithinMs, this.#services.expireAfterMs ?? Infinity);
  }

  /**
   * Counts as a visit that is over now, by the store too, so that it holds should this server end. Resolves to when the room is deleted
   * unless somebody visits it later, in ms since 1970; Infinity: never. Throws Refusal store_unavailable.
   */
  async visit(): Promise<number> {
    const expiresAt = this.now + this.expiresAfterMs;
    await this.#stored(this.#services.store.touchRoom(this.#roomId, expiresAt), "a room's visit was not kept");
    return expiresAt;
  }

  // ---- its files

  /**
   * The text of a file that the room lists, as everybody may see it, at a version or now; whether somebody has it open or not. Throws
   * Refusal unknown_file, and version_ahead of a version that nobody may see yet.
   */
  textAt(file: number, version?: number): Promise<Text> {
    return this.#room.files.text(file, version);
  }

  /**
   * The updates of a file that the room lists, in pages, from version `from` on and before `to`, as far as everybody may see them.
   * Throws Refusal unknown_file.
   */
  read(file: number, from: number, to?: number): AsyncGenerator<UpdatesPage> {
    return this.#room.files.updates(file, from, to);
  }

  /**
   * The log of a file that the room lists, as the store has it packed, from the piece on that holds version `from`: what it has kept, which
   * may be a moment ahead of what everybody sees. Throws Refusal unknown_file.
   */
  packed(file: number, from: number): AsyncGenerator<PackedCommit> {
    return this.#room.files.packed(file, from);
  }

  /** The files that there were at a moment, in ms since 1970, as they were then. `work`: in whose turn they are read. */
  filesAt(time: number, work: Outlet["work"]): Promise<RoomFile[]> {
    return filesAt(this.#room.log, time, work);
  }

  /** How many updates each of these files has, in their order. */
  versions(files: readonly number[]): Promise<number[]> {
    return this.#room.files.versions(files);
  }

  // ---- the people in it

  /** What all features of the room mark of what happened beside its texts, in the order of the times. */
  marks(): Promise<Mark[]> {
    return this.#room.marks();
  }

  /**
   * Every tab that ever came: its number, whose it is, and when it came first, in ms since 1970; those that were forgotten too. `work`: in whose
   * turn they are read.
   */
  pastClients(work: Outlet["work"]): Promise<PastClient[]> {
    return pastClients(this.#room.log, work);
  }

  /** Who has this number, as it is accepted, also when they have left or were removed; undefined: nobody ever had it. */
  person(participant: number): Participant | undefined {
    return this.#room.log.accepted.participants.find((one) => one.participant === participant);
  }

  /** Whether they own the room, alone or with others, as it is accepted. */
  isOwner(participant: number): boolean {
    return this.person(participant)?.role === "owner";
  }

  /** All tabs that a participant ever had, but those that were forgotten. */
  clientsOf(participant: number): ReadonlySet<number> {
    const { clients } = this.#room.log.accepted;
    return new Set(clients.flatMap((one) => (one.participant === participant ? [one.client] : [])));
  }

  /**
   * Takes part in the room as somebody who is no person, whom everybody sees, until it leaves, the feature is switched off or the room
   * leaves memory. Called so again it is the same, and on behalf of a participant it may write what they may. Throws Refusal removed, bad_hello,
   * room_full, and that with which the room closes.
   */
  async enter(robot: RobotHello): Promise<Robot> {
    this.#assertOn();
    const entered = await Robot.enter(this.#room, this.#services.clock, this.#feature.name, robot);
    this.#robots = [...this.#robots.filter(({ isHere }) => isHere), entered];
    if (this.#isEnded) entered.leave();
    this.#assertOn();
    return entered;
  }

  /** Everybody's open tabs, and by which address each came. */
  get clients(): readonly (ConnectedClient & Asker)[] {
    return this.#room.audience.here.map(({ client, participant, address }) => ({ client, participant, address }));
  }

  /**
   * What counts as one network address, by a name that tells nothing of it and is another after a restart; undefined when that client
   * has left.
   */
  originOf(number: number): string | undefined {
    return this.#room.audience.get(number)?.outlet.origin;
  }

  /** What that client says is read by nobody on its way: it comes encrypted, or from this machine itself; false when it has left. */
  isSheltered(number: number): boolean {
    return this.#room.audience.get(number)?.outlet.isSheltered ?? false;
  }

  /** Sends the feature's own data to everybody who is here. */
  broadcast(data: unknown): void {
    this.#room.audience.tellAll({ type: "feature", feature: this.#feature.name, data });
  }

  /** Sends it to one client; ignored when that client has left. */
  send(number: number, data: unknown): void {
    const { audience } = this.#room;
    const client = audience.get(number);
    if (client?.welcomed) audience.tell(client, { type: "feature", feature: this.#feature.name, data });
  }

  /** Sends it to those of these clients that keep up; the others, which it returns, are sent nothing before `drained` is told of them. */
  offer(numbers: readonly number[], data: unknown): readonly number[] {
    const { audience } = this.#room;
    const here = numbers.flatMap((number) => audience.get(number) ?? []).filter(({ welcomed }) => welcomed);
    const slow = here.filter(({ outlet }) => outlet.full).map(({ client }) => client);
    audience.tellEach(
      here.filter(({ outlet }) => !outlet.full),
      { type: "feature", feature: this.#feature.name, data },
    );
    return slow;
  }

  /** Its socket takes frames again. */
  drained(number: number): void {
    this.#readings?.drained(number);
  }

  left(number: number): void {
    this.#readings?.left(number);
  }

  /** A name as it would be the participant's: cleaned, and with a number where somebody else has it; empty when nothing is left. */
  nameFor(participant: number, name: string): string {
    return this.#room.people.nameFor(participant, name);
  }

  /** As RoomPort.dismiss says. */
  dismiss(participant: number, code: ErrorCode, address?: string): void {
    this.#room.dismiss(participant, code, address);
  }

  // ---- what is the feature's own

  /** What it keeps for all servers on the store together, in no room: small, and changed rarely. */
  get values(): SharedValues {
    return valuesOf(this.#services.values, this.#feature.name);
  }

  /** What the feature has kept with the room last, undefined at first: JSON of its own, which nobody else is shown. */
  kept(): unknown {
    return this.#room.log.accepted.kept?.[this.#feature.name];
  }

  /** Keeps it, by an entry of the room's own log: whole, so it is small. */
  keep(value: unknown): void {
    this.#room.log.accept({ type: "kept", time: this.now, feature: this.#feature.name, value });
  }

  /**
   * Opens a log of the feature's own, kept with the room and deleted with it, by a name; once. Throws when it has very many, which is a
   * defect of the feature.
   */
  log<Entry>(name: string, listener: LogListener<Entry>): FeatureLog<Entry> {
    this.#assertOn();
    if (this.#logNames.includes(name)) throw new Error(`the log ${name} is open`);
    const { log, audience } = this.#room;
    const number = this.#numberOf(name) ?? this.#newNumber(name);
    const { store, commitLoop, isShared } = this.#services;
    const services: LogServices = {
      store,
      commitLoop,
      isShared,
      guard: this.#guard,
      rewrite: (own, change) => log.erasing.rewrite(number, own, this.#guarded(change)),
      isReadOnly: () => this.isReadOnly,
      after: (ms, run) => void this.after(ms, run),
      reading: (client, read) => (this.#readings ??= new Readings(audience)).add(client, read),
      failed: (reason) => this.#room.failed(reason),
    };
    // one that has just got its number may have another after a crash, unless that is stored first
    const known = log.settled().then(() => streamOf(log.accepted, number));
    const opened = new FeatureLog(known, services, listener);
    this.#logNames = [...this.#logNames, name];
    this.#atEnd(() => opened.close());
    return opened;
  }

  /** The names of the logs that there are. */
  get logs(): readonly string[] {
    const start = `${this.#feature.name}/`;
    const keys = Object.keys(this.#room.log.accepted.logs ?? {}).filter((one) => one.startsWith(start));
    return [...Object.keys(this.#feature.logs ?? {}), ...keys.map((one) => one.slice(start.length))];
  }

  /** What a feature makes of its entries is its own: once it throws, they stay as they are. */
  #guarded(change: (entry: unknown, version: number) => unknown): typeof change {
    return (entry, version) => {
      let changed = entry;
      if (!this.#isEnded) this.#guard(() => (changed = change(entry, version)));
      return changed;
    };
  }

  /** Nothing of a feature's own begins once it is switched off, or the room has closed. */
  #assertOn(): void {
    if (this.#isEnded) throw new Refusal("unknown_feature");
  }

  #keyOf(name: string): string {
    return `${this.#feature.name}/${name}`;
  }

  #numberOf(name: string): number | undefined {
    const before = this.#feature.logs?.[name];
    return before === undefined ? this.#room.log.accepted.logs?.[this.#keyOf(name)] : FEATURE_STREAMS + before;
  }

  #newNumber(name: string): number {
    if (this.logs.length >= LOGS_PER_FEATURE) throw new Error(`a feature has ${LOGS_PER_FEATURE} logs at most`);
    const stream = NAMED_STREAMS + this.#room.log.accepted.eventsVersion;
    this.#room.log.accept({ type: "named", time: this.now, log: this.#keyOf(name), stream });
    return stream;
  }

  /** A refusal by a code that the feature has declared; `detail` is told behind its sentence. */
  refusal(code: string, detail?: string, retryAfterMs?: number): Refusal {
    const kind = this.#feature.errors?.[code];
    if (!kind) throw new Error(`${this.#feature.name} declares no error ${code}`);
    const own = { code: `${this.#feature.name}.${code}`, sentence: kind.sentence } as const;
    return new Refusal(kind.like, detail, retryAfterMs, own);
  }

  /** What one of the feature's settings is. */
  setting(name: string): unknown {
    const setting = this.#feature.settings?.[name];
    if (!setting) throw new Error(`${this.#feature.name} declares no setting ${name}`);
    return this.#services.settings?.[name] ?? setting.read(setting.byDefault);
  }

  /** Trouble of the feature's own, written with the room and the feature; `details` never has what people typed, nor secrets. */
  warn(details: object, sentence: string): void {
    this.#services.logger.warn({ ...details, room: this.#roomId, feature: this.#feature.name }, sentence);
  }

  /** Counts something that happened, or, with `by`, adds up something that is no event, as ms are. Few names: each is a line of /metrics. */
  count(what: string, by?: number): void {
    this.#services.count?.(this.#feature.name, what, by, this.#roomId);
  }

  /** What whoever runs the server says to everybody; nothing, where nobody can. */
  get operatorSaid(): OperatorVoice["said"] {
    return this.#services.operator?.said ?? {};
  }

  /** `hear` runs as OperatorVoice.listen says, until the room leaves memory. */
  whenOperatorSays(hear: (ending?: { readonly reason: string }) => void): void {
    const stop = this.#services.operator?.listen(this.#roomId, (ending) => this.#guard(() => hear(ending)));
    if (stop) this.#atEnd(stop);
  }

  /** Runs once after `ms`, unless the room is not in memory by then; the returned function cancels. */
  after(ms: number, run: () => void): () => void {
    const stop = this.#services.clock.after(ms, () => {
      this.#ends?.delete(cancel);
      if (!this.#isEnded) this.#guard(run);
    });
    const cancel = (): void => {
      this.#ends?.delete(cancel);
      stop();
    };
    this.#atEnd(cancel);
    return cancel;
  }

  /** Makes a further address lead to the room, as RoomStore.claimAddress says; false when it is taken. Throws Refusal store_unavailable. */
  claimAddress(address: string, expiresAt: number, leadsTo?: string): Promise<boolean> {
    return this.#stored(
      this.#services.store.claimAddress(address, this.#roomId, expiresAt, leadsTo),
      "an address of a room was not kept",
    );
  }

  /** An address of the room leads nowhere from now on. Throws Refusal store_unavailable. */
  releaseAddress(address: string): Promise<void> {
    return this.#stored(this.#services.store.releaseAddress(address), "an address of a room was not released");
  }

  #stored<Kept>(run: Promise<Kept>, sentence: string): Promise<Kept> {
    return run.catch((error: unknown) => {
      this.#services.logger.error({ err: error, room: this.#roomId }, sentence);
      throw new Refusal("store_unavailable");
    });
  }

  get #roomId(): string {
    return this.#room.log.accepted.roomId;
  }

  #atEnd(run: () => void): void {
    (this.#ends ??= new Set()).add(run);
  }

  /** The room has closed, or the feature is switched off: nothing of its own goes on. */
  end(): void {
    this.#isEnded = true;
    for (const end of this.#ends ?? []) end();
    for (const robot of this.#robots) robot.leave();
  }
}
