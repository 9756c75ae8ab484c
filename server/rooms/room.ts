// A live room: who comes and goes, what they say, and the room's own log. Synchronous but for reading; knows no socket and no database.
import type { Text } from "@codemirror/state";
import { Allowance } from "../protocol/allowance.ts";
import type { FileRequest, Hello, RoomMessage, RoomSettings } from "../protocol/clientMessages.ts";
import { type ErrorCode, ERRORS, Refusal } from "../protocol/errors.ts";
import {
  type Participant,
  purged,
  type Role,
  type RoomDetails,
  type RoomEvent,
  type RoomFile,
} from "../protocol/events.ts";
import { firstFileName, namedByLanguage } from "../protocol/firstFile.ts";
import type { Limits } from "../protocol/limits.ts";
import { cleanName } from "../protocol/names.ts";
import type { ConnectedClient, ServerMessage } from "../protocol/serverMessages.ts";
import type { FeatureHost, Mark, RoomPort } from "./roomPort.ts";
import { type FilesHost, LiveFiles } from "./file/liveFiles.ts";
import { PresenceBoard } from "./file/presence.ts";
import { within } from "./log/deadline.ts";
import { publicDetails, type RoomDocument } from "./log/roomDocument.ts";
import { RoomLog } from "./log/roomLog.ts";
import { Audience, type RoomClient } from "./people/audience.ts";
import { isUnstored, People, type RobotHello } from "./people/people.ts";
import { Rights } from "./people/rights.ts";
import type { Outlet, WriteBudget } from "./ports.ts";
import type { RoomServices } from "./roomServices.ts";
import type { AppendOutcome } from "./roomStore.ts";
import { Timers } from "./timers.ts";

const CHECK_EVERY_MS = 30_000;
/** A store that does not say within so long whether a room is there has trouble of its own. */
const GONE_WITHIN_MS = 2_000;
/** Putting an old text together costs as much as so many messages. */
const OLD_TEXT_COST = 5;

const WRITTEN = {
  near: "This room is close to its limit of writing for this hour. Beyond it, what is typed waits in each browser.",
  over: ERRORS.written_much.sentence,
};

/** All rooms, as one of them knows them. */
export interface RoomHost {
  /** Nobody is in the room any more: it leaves memory unless somebody comes. */
  unloadLater(room: Room): void;
  /** The room expires as it says from now on, and not only from its next visit; maybe while it is made. */
  touch(room: Room): void;
  /** The room has closed, and is not in memory any more. */
  forget(room: Room): void;
}

/** Somebody at the door, by which address, and what is to be done once they are in. */
interface Arrival {
  readonly hello: Hello;
  readonly outlet: Outlet;
  readonly address: string;
  readonly whenIn: ((participant: number) => void)[];
}

export class Room implements RoomPort, FilesHost {
  readonly #services: RoomServices;
  readonly #host: RoomHost;
  readonly log: RoomLog;
  /** who may come in as whom */
  readonly people: People;
  readonly audience: Audience;
  readonly rights: Rights;
  readonly timers: Timers<"show" | "presence" | "check">;
  readonly files: LiveFiles;
  readonly #presence: PresenceBoard;
  readonly #features: FeatureHost;
  #listening = true;
  #expiresWithinMs = Infinity;
  /** those for whom it is not decided yet whether they come in */
  #coming = 0;
  /** with which everybody was told */
  #closed: ErrorCode | undefined;

  constructor(document: RoomDocument, services: RoomServices, host: RoomHost) {
    this.#services = services;
    this.#host = host;
    this.log = new RoomLog(document, services, this);
    this.people = new People(this.log, services);
    this.audience = new Audience(services.frames);
    this.rights = new Rights(this.log, this.people, {
      mayOpen: (file, participant) => this.#features.mayOpen(file, participant),
      seesHistory: (asker) => this.#features.seesHistory(asker),
    });
    this.timers = new Timers(services.clock);
    this.files = new LiveFiles(services, this);
    this.#presence = new PresenceBoard(this.files, this, services.clock);
    this.#features = services.openFeatures(this);
  }

  /** asked for anew each time: of a room that is quiet for long nothing is kept */
  get #writeBudget(): WriteBudget {
    return this.#services.writeBudgets.of(this.roomId);
  }

  get roomId(): string {
    return this.log.accepted.roomId;
  }

  get limits(): Limits {
    return this.#services.limits;
  }

  /** What anybody with the link may know, as far as it is durable. */
  get details(): RoomDetails {
    return publicDetails(this.log.durable);
  }

  /** ms after the last visit after which the room expires at the latest, as its features say */
  get expiresWithinMs(): number {
    return this.#expiresWithinMs;
  }

  /** Nothing may be written in any room now. */
  get isReadOnly(): boolean {
    return this.#services.writeBudgets.readOnly !== undefined;
  }

  /** Something is accepted that is not durable yet, or somebody waits to be let in. */
  get busy(): boolean {
    return this.#coming > 0 || this.log.busy || this.files.busy;
  }

  // ---- coming and going

  /**
   * Lets a client in that comes by this address, once the features that guard the door say in which role. It is welcomed, and
   * only then shown to others, when all that its coming wrote is durable.
   * Throws Refusal unauthorized, removed, bad_hello, client_taken, room_full, rate_limited, written_much, those of the features, and that with which the room closes.
   */
  async join(hello: Hello, outlet: Outlet, address: string): Promise<RoomClient> {
    const arrival = { hello, outlet, address, whenIn: [] };
    this.#coming++;
    try {
      // whoever leaves much unread waits before it is decided in which role they come: behind that it may be another
      const admitted = await outlet.work(() => ({ role: this.#admit(arrival) }));
      return this.#letIn(arrival, await admitted.role);
    } finally {
      this.#coming--;
    }
  }

  /** The role in which they come in, once it is decided. */
  #admit({ hello, outlet, address, whenIn }: Arrival): Role | Promise<Role> {
    const { limits, frames, secrets } = this.#services;
    return this.#features.admit({
      address,
      clientHash: secrets.hash(hello.client),
      person: this.people.recognise(hello),
      name: cleanName(hello.name ?? "", limits.nameCharacters),
      invitation: hello.invitation,
      password: hello.password,
      wait: () => outlet.send(frames.encode(JSON.stringify({ type: "waiting" } satisfies ServerMessage))),
      whenGone: (run) => outlet.whenEnded(run),
      whenIn: (run) => void whenIn.push(run),
    });
  }

  #letIn({ hello, outlet, address, whenIn }: Arrival, role: Role): RoomClient {
    const { limits } = this.#services;
    if (this.#closed) throw new Refusal(this.#closed);
    const known = this.people.clientOf(hello.client);
    const before = known && this.audience.get(known.client);
    // an owner has to be able to put out those who fill it
    const isFull = role !== "owner" && this.audience.size >= limits.clientsPerRoom;
    if (!before && isFull) throw new Refusal("room_full");
    // whom the room knows goes on reading
    if (!this.people.recognise(hello)) this.#writeBudget.check();
    const { key, ...connected } = this.#admitAs(hello, role);
    this.#supersede(before);
    const client = this.#roomClient(
      connected,
      address,
      outlet,
      hello.files.map(({ file }) => file),
    );
    this.audience.add(client);
    for (const run of whenIn) run(client.participant);
    this.log.whenDurable(() => void outlet.work(() => this.#welcome(client, hello.files, key)));
    return client;
  }

  #admitAs(hello: Hello, role: Role): ConnectedClient & { readonly key?: string } {
    const { readOnly } = this.#services.writeBudgets;
    if (readOnly) return this.people.admitUnstored(hello, role, readOnly);
    return this.people.admit(hello, role, (client) => this.audience.get(client) !== undefined);
  }

  #roomClient(
    connected: ConnectedClient,
    address: string,
    outlet: Outlet,
    files: readonly number[],
    robot?: RobotHello,
  ): RoomClient {
    const { limits, clock } = this.#services;
    const allowance = (perSecond: number, burst: number): Allowance => new Allowance(perSecond, burst, clock.now());
    return {
      client: connected.client,
      participant: connected.participant,
      address,
      outlet,
      welcomed: false,
      pushes: allowance(limits.pushesPerSecond, limits.pushBurst),
      presences: allowance(limits.presencesPerSecond, limits.presencesPerSecond * 2),
      messages: allowance(limits.messagesPerSecond, limits.messagesPerSecond * 2),
      wanted: new Set(files),
      isRobot: robot !== undefined,
      behalf: robot?.behalf,
    };
  }

  /**
   * Lets a feature take part as somebody who is no person, with a client of its own that has the rights of its role and the rates of
   * everybody. Resolves when it is welcomed. Throws Refusal removed, bad_hello, room_full, and that with which the room closes.
   */
  async enter(feature: string, robot: RobotHello, outlet: Outlet): Promise<RoomClient> {
    if (this.#closed) throw new Refusal(this.#closed);
    if (!this.#listening) throw new Refusal("server_draining");
    this.#writeBudget.check();
    if (this.audience.size >= this.limits.clientsPerRoom) throw new Refusal("room_full");
    const connected = this.people.admitRobot(feature, robot);
    this.#supersede(this.audience.get(connected.client));
    const client = this.#roomClient(connected, this.roomId, outlet, [], robot);
    this.audience.add(client);
    await this.log.settled();
    this.#welcome(client, [], undefined);
    return client;
  }

  #welcome(client: RoomClient, files: readonly FileRequest[], key: string | undefined): void {
    if (!this.audience.has(client)) return;
    const person = this.people.person(client.participant);
    const connected = { client: client.client, participant: client.participant };
    this.audience.tellAll({ type: "joined", client: connected, person });
    client.welcomed = true;
    this.audience.tell(client, {
      type: "welcome",
      you: { ...connected, role: person.role, ...(key !== undefined && { key }) },
      // whoever came by another address is not told the room's id
      room: { ...this.details, roomId: client.address },
      clients: this.audience.connected,
      limits: this.#services.limits,
      build: this.#services.build,
    });
    this.#presence.tell(client, (elsewhere) => files.every(({ file }) => file !== elsewhere));
    void this.#openAll(client, files);
    this.#features.joined(connected);
    this.timers.after("check", CHECK_EVERY_MS, () => this.#check());
  }

  /** One after the other: each takes its turn. */
  async #openAll(client: RoomClient, files: readonly FileRequest[]): Promise<void> {
    for (const file of files) await this.#open(client, file);
  }

  async #open(client: RoomClient, request: FileRequest): Promise<void> {
    if (await this.files.open(client, request)) this.#presence.tell(client, (opened) => opened === request.file);
  }

  /** The same client has come by another connection. */
  #supersede(before: RoomClient | undefined): void {
    if (!before) return;
    before.outlet.end("superseded");
    this.leave(before);
  }

  /** The client's connection has ended. */
  leave(client: RoomClient): void {
    if (!this.audience.has(client)) return;
    this.audience.remove(client);
    if (isUnstored(client)) this.people.forgetUnstored(client);
    this.#presence.remove(client.client);
    this.files.unfollow(client.client);
    if (client.welcomed) {
      this.audience.tellAll({ type: "left", client: client.client });
      this.#features.left({ client: client.client, participant: client.participant });
    }
    if (!client.isRobot && this.audience.isEmpty) this.#host.unloadLater(this);
  }

  // ---- what a client says

  /** Whether what a client says may have something written: what only reads is neither counted nor held up. */
  writes(message: RoomMessage): boolean {
    if (message.type === "feature") return this.#features.writes(message.feature, message.data);
    return message.type === "push" || message.type === "room";
  }

  /** Handles one message; `characters` is its length on the wire. Throws Refusal; then nothing has changed. */
  receive(client: RoomClient, message: RoomMessage, characters: number): void {
    if (!this.#listening || !this.audience.has(client)) return;
    if (message.type === "hello") throw new Refusal("bad_hello", "a second hello");
    if (!client.welcomed) throw new Refusal("bad_hello", "wait for welcome");
    // it comes again, and is stored
    if (isUnstored(client) && !this.isReadOnly) throw new Refusal("room_reset");
    if (message.type === "push") return this.files.push(client, message, characters);
    if (message.type === "presence") return this.#presence.say(client, message);
    // a feature's share of what a client may say is its own
    const cost = message.type === "feature" ? 0 : "text" in message && message.text ? OLD_TEXT_COST : 1;
    const wait = client.messages.spend(cost, this.#services.clock.now());
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    switch (message.type) {
      case "open":
        client.wanted.add(message.file);
        return void this.#open(client, message);
      case "close":
        client.wanted.delete(message.file);
        return this.files.unfollow(client.client, message.file);
      case "room":
        return this.set(client.participant, message);
      case "diverged":
        return this.#services.logger.warn(
          { room: this.roomId, client: client.client, file: message.file, version: message.version },
          "a client's text differs from the server's",
        );
      case "feature":
        if (this.writes(message)) this.#writeBudget.check();
        return void this.#features
          .message(client, message.feature, message.data)
          ?.catch((error: unknown) => this.refuse(client, error));
    }
  }

  /** What was asked for before is refused; anything but a Refusal is trouble with the store. */
  refuse(client: RoomClient, error: unknown, file?: number): void {
    if (!(error instanceof Refusal)) return void this.#unreadable(error);
    const { code, message, kind, told } = error;
    // another process has written to the room; what is under way finds that out by itself
    if (code === "room_reset" && !this.files.busy) return this.#fail(code);
    if (kind.close !== undefined) return client.outlet.end(code);
    this.audience.tell(client, { type: "error", ...told, message, fatal: false, ...(file !== undefined && { file }) });
  }

  /** The client's socket takes frames again: it gets what it has missed. */
  drained(client: RoomClient): void {
    this.#features.drained({ client: client.client, participant: client.participant });
    this.files.drained(client, (file) => this.#presence.tell(client, (read) => read === file));
  }

  /** The text of a file that the room lists, as everybody may see it; nobody opens it by that. Throws Refusal unknown_file. */
  async text(number: number): Promise<Text> {
    return this.files.text(number);
  }

  // ---- the room's own log

  /** For everybody, in the name of this participant. Throws Refusal read_only. */
  set(participant: number, { language, title }: RoomSettings): void {
    if (!this.rights.mayWrite(participant)) throw new Refusal("read_only");
    this.#writeBudget.check();
    const { limits, clock } = this.#services;
    const before = this.log.accepted;
    const by = { time: clock.now(), participant };
    const clean = title === undefined ? before.title : cleanName(title, limits.titleCharacters);
    if (language && language !== before.programmingLanguage) {
      this.log.accept({ type: "language", ...by, language });
      const named = namedByLanguage(before);
      if (named) this.log.accept({ type: "file", ...by, file: { ...named, name: firstFileName(language) } });
    }
    if (clean !== before.title) this.log.accept({ type: "title", ...by, title: clean });
  }

  /**
   * What a feature answers to a participant, who asks by this address, the room's own where none is named, once all that it wrote is durable.
   * Throws Refusal unknown_feature, written_much, those of the feature, and that with which the room closes before.
   */
  async request(from: Participant, feature: string, data: unknown, address = this.roomId): Promise<unknown> {
    this.#writeBudget.check();
    return this.look(from, feature, data, address);
  }

  /** The same for what only reads. Throws the same but written_much. */
  async look(from: Participant, feature: string, data: unknown, address: string): Promise<unknown> {
    const answer = await this.#features.request(from, feature, data, address);
    await this.log.settled();
    return typeof answer === "function" ? (answer as () => unknown)() : answer;
  }

  tell(event: RoomEvent): number {
    this.audience.tellAll({ type: "event", event });
    if (event.type === "participant") this.rightsChanged(this.audience.of(event.participant.participant));
    if (event.type === "file" && event.file.deleted) this.files.closeTo(this.audience.here, event.file.file);
    return this.audience.size;
  }

  rightsChanged(clients: readonly RoomClient[] = this.audience.here): void {
    this.files.closeTo(clients);
    this.#features.rightsChanged(clients);
  }

  wrote(): void {
    const news = this.#writeBudget.news();
    if (!news) return;
    const { is, ...retry } = news;
    this.audience.tellAll({ type: "error", code: "written_much", message: WRITTEN[is], fatal: false, ...retry });
  }

  async purge(files: readonly RoomFile[], by: { readonly time: number; readonly participant: number }): Promise<void> {
    for (const file of files) this.log.accept({ type: "file", ...by, file: purged(file) });
    const numbers = files.map(({ file }) => file);
    this.log.erasing.drop(numbers, async () => {
      await this.files.end(numbers);
      this.#features.purged(numbers);
    });
    await this.log.settled();
  }

  // ---- how it ends

  dismiss(participant: number, code: ErrorCode, address?: string): void {
    for (const client of this.audience.of(participant)) {
      if (address !== undefined && client.address !== address) continue;
      client.outlet.end(code);
      this.leave(client);
    }
  }

  marks(): Promise<Mark[]> {
    return this.#features.marks();
  }

  expireWithin(ms: number): void {
    if (ms === this.#expiresWithinMs) return;
    this.#expiresWithinMs = ms;
    this.#host.touch(this);
  }

  failed(reason: AppendOutcome | "error"): void {
    if (reason === "gone") this.close("room_not_found");
    else this.#fail(reason === "conflict" ? "room_reset" : "store_unavailable");
  }

  /** Something could not be read, which is no trouble of ours where somebody has deleted the room meanwhile. */
  async #unreadable(error: unknown): Promise<void> {
    const { clock, store } = this.#services;
    const asked = within(clock, GONE_WITHIN_MS, store.loadRoom(this.roomId), "the store does not answer");
    const isThere = await asked.then(Boolean, () => true);
    if (isThere) this.#fail("store_unavailable", error);
    else this.close("room_not_found");
  }

  /** Crash-only: the room does not guess, it is dropped and read again. Clients send again what was not confirmed. */
  #fail(code: "room_reset" | "store_unavailable", error?: unknown): void {
    if (this.#closed) return;
    // a room that is read again because of a commit in another's place is in order then
    const level = code === "room_reset" ? "warn" : "error";
    this.#services.logger[level]({ room: this.roomId, code, err: error }, "a room was dropped from memory");
    this.close(code);
  }

  /** Shows what is durable, ends every connection with the code and forgets the room. */
  close(code: ErrorCode): void {
    if (this.#closed) return;
    this.files.close();
    this.#listening = false;
    this.#closed = code;
    this.timers.close();
    this.audience.end(code);
    this.#features.closed();
    this.log.close(code);
    this.#host.forget(this);
  }

  /** From now on nothing more is accepted; clients keep what they have and send it again elsewhere. */
  stopListening(): void {
    this.#listening = false;
  }

  /** Writes the snapshots that make the next opening quick. */
  async storeSnapshots(closing: boolean): Promise<void> {
    if (this.isReadOnly) return;
    await this.files.storeSnapshots(closing);
  }

  #check(): void {
    if (this.audience.size === 0) return;
    if (!this.isReadOnly)
      for (const client of this.audience.here) if (isUnstored(client)) client.outlet.end("room_reset");
    void this.files.check().then(() => this.storeSnapshots(false));
    this.timers.after("check", CHECK_EVERY_MS, () => this.#check());
  }
}
