// A live room: who is in it, what they may do, its files and its own log. Synchronous but for reading; knows no socket and no database.
import type { Text } from "@codemirror/state";
import type { Participant, Role, RoomDetails, RoomEvent } from "../protocol/events.ts";
import { type ErrorCode, ERRORS, Refusal } from "../protocol/errors.ts";
import { PRESENCE_INTERVAL_MS } from "../protocol/limits.ts";
import type { ClientMessage, Hello, OpenFile, Push, RoomSettings, ServerMessage } from "../protocol/messages.ts";
import { cleanName } from "../protocol/names.ts";
import { Allowance } from "../protocol/allowance.ts";
import { Audience, type RoomClient } from "./audience.ts";
import type { CommitSource } from "./commitLoop.ts";
import { within } from "./deadline.ts";
import type { RoomFeatures, RoomHandle } from "./feature.ts";
import type { Outlet, WrittenShare } from "./ports.ts";
import { People } from "./people.ts";
import { PresenceBoard } from "./presence.ts";
import { publicDetails, type RoomDocument, type StoredEvent } from "./roomDocument.ts";
import type { RoomFile } from "./roomFile.ts";
import { RoomFiles } from "./roomFiles.ts";
import { RoomLog, WRITES_AT_ONCE } from "./roomLog.ts";
import type { RoomServices } from "./roomServices.ts";
import { type Append, type AppendOutcome, EVENTS } from "./roomStore.ts";

/** Everybody moving costs a frame for each, of all: the interval grows with the room. */
const PRESENCE_MS_PER_CLIENT = 2;
const CHECK_EVERY_MS = 30_000;
/** Work (steps over a section of a change) and bytes that cost as much as one more push. */
const WORK_PER_PUSH = 10_000;
const CHARACTERS_PER_PUSH = 50_000;
/** A store that does not say within so long whether a room is there has trouble of its own. */
const GONE_WITHIN_MS = 2_000;
/** Putting an old text together costs as much as so many messages. */
const OLD_TEXT_COST = 5;
/** Selections that are told at once: each goes to everybody. */
const SELECTIONS_AT_ONCE = 2_000;
/** Steps over which one presence is carried at most; what would take more is as old as what is not in memory. */
const PRESENCE_WORK = 50_000;

const WRITTEN = {
  near: "Nearly as much was written in this room as may be in an hour. After that, what is typed waits in each browser.",
  over: ERRORS.written_much.sentence,
};

/** Told by a room of what concerns whoever keeps it. */
export interface RoomListener {
  /** nobody is in it any more */
  readonly empty: () => void;
  /** `keepForMs` has changed, maybe while the room is made */
  readonly keepFor: (ms: number) => void;
  readonly closed: () => void;
}

export class Room implements CommitSource {
  readonly #services: RoomServices;
  readonly #onEmpty: () => void;
  readonly #onClosed: () => void;
  readonly #onKeepFor: RoomListener["keepFor"];
  readonly #log: RoomLog;
  /** who may come in as whom */
  readonly people: People;
  readonly #audience: Audience;
  readonly #files: RoomFiles;
  readonly #written: WrittenShare;
  readonly #presence: PresenceBoard;
  readonly #features: RoomFeatures;
  readonly #timers = new Map<string, () => void>();
  #shownAt = 0;
  /** to how many that was written */
  #shownTo = 0;
  #listening = true;
  #frozen = false;
  #keepForMs = Infinity;
  /** those for whom it is not decided yet whether they come in */
  #coming = 0;
  /** with which everybody was told */
  #closed: ErrorCode | undefined;

  constructor(document: RoomDocument, services: RoomServices, on: RoomListener) {
    this.#services = services;
    this.#log = new RoomLog(document, (run) => services.clock.after(0, run));
    this.people = new People(this.#log, (event) => this.#accept(event), services);
    this.#audience = new Audience(services.frames);
    this.#files = new RoomFiles(services, document.roomId);
    this.#written = services.written.of(document.roomId);
    this.#presence = new PresenceBoard((presence) => this.#files.carry(presence));
    this.#onEmpty = on.empty;
    this.#onClosed = on.closed;
    this.#onKeepFor = on.keepFor;
    this.#features = services.openFeatures(this.#handle());
  }

  #handle(): RoomHandle {
    return {
      limits: this.#services.limits,
      details: () => this.details,
      accepted: () => publicDetails(this.#log.accepted),
      clients: () => this.#audience.here.map(({ client, participant }) => ({ client, participant })),
      text: (file) => this.#files.get(file)?.authority,
      broadcast: (feature, data) => this.#audience.tellAll({ type: "feature", feature, data }),
      send: (number, feature, data) => {
        const client = this.#audience.get(number);
        if (client?.welcomed) this.#audience.tell(client, { type: "feature", feature, data });
      },
      nameFor: (participant, name) => this.people.nameFor(participant, name),
      accept: (event) => this.#accept(event),
      kept: (feature) => this.#log.accepted.kept?.[feature],
      keep: (feature, value) => this.#accept({ type: "kept", time: this.#services.clock.now(), feature, value }),
      whenDurable: (run) => this.#log.whenDurable(run),
      dismiss: (participant, code, address) => this.#dismiss(participant, code, address),
      close: (code) => this.close(code),
      freeze: (isFrozen) => (this.#frozen = isFrozen),
      mayWrite: (participant) => this.#mayWrite(participant),
      keepFor: (ms) => {
        if (ms === this.#keepForMs) return;
        this.#keepForMs = ms;
        this.#onKeepFor(ms);
      },
      failed: (reason) => this.failed(reason),
    };
  }

  get roomId(): string {
    return this.#log.accepted.roomId;
  }

  /** The room as it will be stored once everything accepted is. */
  get accepted(): RoomDocument {
    return this.#log.accepted;
  }

  /** What anybody with the link may know, as far as it is durable. */
  get details(): RoomDetails {
    return publicDetails(this.#log.durable);
  }

  get clientCount(): number {
    return this.#audience.size;
  }

  /** The participants who are here now. */
  get here(): readonly number[] {
    return [...new Set(this.#audience.here.map(({ participant }) => participant))];
  }

  /** ms after the last visit for which the room is kept at most */
  get keepForMs(): number {
    return this.#keepForMs;
  }

  /** Something is accepted that is not durable yet, or somebody waits to be let in. */
  get busy(): boolean {
    return this.#coming > 0 || this.#log.busy || this.#files.busy;
  }

  // ---- coming and going

  /**
   * Lets a client in that comes by this address, once the features that guard the door say in which role. It is welcomed, and
   * only then shown to others, when all that its coming wrote is durable.
   * Throws Refusal unauthorized, removed, bad_hello, client_taken, room_full, rate_limited, written_much, those of the features, and that with which the room closes.
   */
  async join(hello: Hello, outlet: Outlet, address: string): Promise<RoomClient> {
    const whenIn: ((participant: number) => void)[] = [];
    const role = await this.#admit(hello, outlet, address, whenIn);
    return outlet.work(() => this.#letIn(hello, outlet, address, role, whenIn));
  }

  #letIn(
    hello: Hello,
    outlet: Outlet,
    address: string,
    role: Role,
    whenIn: readonly ((participant: number) => void)[],
  ): RoomClient {
    const { limits, clock } = this.#services;
    if (this.#closed) throw new Refusal(this.#closed);
    const numbered = this.people.numberOf(hello.client);
    const before = numbered && this.#audience.get(numbered.client);
    // an owner has to be able to put out those who fill it
    const isFull = role !== "owner" && this.#audience.size >= limits.clientsPerRoom;
    if (!before && isFull) throw new Refusal("room_full");
    // whom the room knows goes on reading
    if (!this.people.recognise(hello)) this.#written.check();
    const {
      client: number,
      participant,
      key,
    } = this.people.admit(hello, role, (number) => this.#audience.get(number) !== undefined);
    before?.outlet.end("superseded");
    if (before) this.leave(before);
    const allowance = (perSecond: number, burst: number): Allowance => new Allowance(perSecond, burst, clock.now());
    const client: RoomClient = {
      client: number,
      participant,
      address,
      outlet,
      welcomed: false,
      pushes: allowance(limits.pushesPerSecond, limits.pushBurst),
      presences: allowance(limits.presencesPerSecond, limits.presencesPerSecond * 2),
      messages: allowance(limits.messagesPerSecond, limits.messagesPerSecond * 2),
      wanted: new Set(hello.files.map(({ file }) => file)),
    };
    this.#audience.add(client);
    for (const run of whenIn) run(participant);
    this.#log.whenDurable(() => void outlet.work(() => this.#welcome(client, hello.files, key)));
    return client;
  }

  /** The role in which they come in, once it is decided. */
  async #admit(
    hello: Hello,
    outlet: Outlet,
    address: string,
    whenIn: ((participant: number) => void)[],
  ): Promise<Role> {
    const { limits, frames, secrets } = this.#services;
    this.#coming++;
    try {
      return await this.#features.admit({
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
    } finally {
      this.#coming--;
    }
  }

  #welcome(client: RoomClient, files: readonly OpenFile[], key: string | undefined): void {
    if (!this.#audience.has(client)) return;
    const person = this.people.person(client.participant);
    const numbers = { client: client.client, participant: client.participant };
    this.#audience.tellAll({ type: "joined", client: numbers, person });
    client.welcomed = true;
    this.#audience.tell(client, {
      type: "welcome",
      you: { ...numbers, role: person.role, ...(key !== undefined && { key }) },
      // whoever came by another address is not told the room's id
      room: { ...this.details, roomId: client.address },
      clients: this.#audience.here.map(({ client: number, participant }) => ({ client: number, participant })),
      limits: this.#services.limits,
      build: this.#services.build,
    });
    this.#tellPresences(client, (elsewhere) => files.every(({ file }) => file !== elsewhere));
    void this.#openAll(client, files);
    this.#features.joined(numbers);
    this.#timer("check", CHECK_EVERY_MS, () => this.#check());
  }

  /** The client's connection has ended. */
  leave(client: RoomClient): void {
    if (!this.#audience.has(client)) return;
    this.#audience.remove(client);
    this.#presence.remove(client.client);
    this.#files.unfollow(client.client);
    if (client.welcomed) {
      this.#audience.tellAll({ type: "left", client: client.client });
      this.#features.left({ client: client.client, participant: client.participant });
    }
    if (this.#audience.size === 0) this.#onEmpty();
  }

  #dismiss(participant: number, code: ErrorCode, address?: string): void {
    for (const client of this.#audience.of(participant)) {
      if (address !== undefined && client.address !== address) continue;
      client.outlet.end(code);
      this.leave(client);
    }
  }

  /** They, or the file, are not what they were: what they may not open any more is closed to them. */
  #closeFiles(clients: readonly RoomClient[], only?: number): void {
    for (const [number, file] of this.#files)
      if (only === undefined || number === only)
        for (const client of clients)
          if (file.isFollowedBy(client.client) && !this.#mayOpen(number, client.participant)) {
            this.#refuse(client, new Refusal("unknown_file"), number);
            file.unfollow(client.client);
          }
  }

  // ---- what a client says

  /** Handles one message; `characters` is its length on the wire. Throws Refusal; then nothing has changed. */
  receive(client: RoomClient, message: Exclude<ClientMessage, { type: "ping" }>, characters: number): void {
    if (!this.#listening || !this.#audience.has(client)) return;
    if (message.type === "hello") throw new Refusal("bad_hello", "a second hello");
    if (!client.welcomed) throw new Refusal("bad_hello", "wait for welcome");
    if (message.type === "push") return this.#push(client, message, characters);
    if (message.type === "presence") return this.#present(client, message);
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
        return this.#files.get(message.file)?.unfollow(client.client);
      case "room":
        return this.set(client.participant, message);
      case "diverged":
        return this.#services.log.warn(
          { room: this.roomId, client: client.client, file: message.file, version: message.version },
          "a client's text differs from the server's",
        );
      case "feature":
        this.#written.check();
        return void this.#features
          .message(client, message.feature, message.data)
          ?.catch((error: unknown) => this.#refuse(client, error));
    }
  }

  /** `file`: one of a feature's own stays its affair while the room is frozen. */
  #mayWrite(participant: number, file?: number): boolean {
    const isFrozen = this.#frozen && (file === undefined || this.#isListed(file));
    return !isFrozen && this.people.person(participant).role !== "viewer";
  }

  #push(client: RoomClient, push: Push, characters: number): void {
    if (!this.#mayWrite(client.participant, push.file)) throw new Refusal("read_only");
    const file = this.#files.get(push.file);
    if (!file?.isFollowedBy(client.client)) throw new Refusal("unknown_file", "open it first");
    this.#written.check();
    const now = this.#services.clock.now();
    const work = file.authority.workOf(push);
    const cost = 1 + work / WORK_PER_PUSH + characters / CHARACTERS_PER_PUSH;
    const wait = client.pushes.spend(cost, now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    if (file.push(client.client, push, work, now)) this.#services.commitLoop.commitNow(this);
  }

  /** What comes too often, or cannot be placed, is dropped without a word [C9]. */
  #present(client: RoomClient, message: Extract<ClientMessage, { type: "presence" }>): void {
    const file = this.#files.get(message.file);
    if (!file?.isFollowedBy(client.client)) return;
    const { type: _, ...place } = message;
    const work = file.authority.stepsSince(place.version) * (place.selections.length + 1);
    if (work > PRESENCE_WORK || client.presences.spend(1 + work / WORK_PER_PUSH, this.#services.clock.now()) > 0)
      return;
    const presence = file.carry({ client: client.client, ...place });
    if (!presence) return;
    this.#presence.put(presence);
    this.#tellPresenceSoon();
  }

  #tellPresenceSoon(): void {
    this.#timer("presence", Math.max(PRESENCE_INTERVAL_MS, this.#audience.size * PRESENCE_MS_PER_CLIENT), () =>
      this.#tellPresence(),
    );
  }

  #tellPresence(): void {
    // whoever is told where somebody is must have the text in which that is
    if (!this.#show()) return this.#tellPresenceSoon();
    const told = this.#presence.takeUntold(SELECTIONS_AT_ONCE);
    if (this.#presence.hasUntold) this.#tellPresenceSoon();
    const presences = told.filter(({ file }) => this.#isListed(file));
    if (presences.length > 0) this.#audience.tellAll({ type: "presence", presences });
    for (const presence of told)
      if (!this.#isListed(presence.file))
        for (const client of this.#audience.here)
          if (this.#mayKnow(client, presence.file))
            this.#audience.tell(client, { type: "presence", presences: [presence] });
  }

  /** One after the other: each takes its turn. */
  async #openAll(client: RoomClient, files: readonly OpenFile[]): Promise<void> {
    for (const file of files) await this.#open(client, file);
  }

  async #open(client: RoomClient, request: OpenFile): Promise<void> {
    try {
      if (!this.#mayOpen(request.file, client.participant)) throw new Refusal("unknown_file");
      const file = await this.#files.open(request.file);
      await client.outlet.work(() => this.#follow(client, file, request));
      this.#tellPresences(client, (opened) => opened === request.file);
    } catch (error) {
      this.#refuse(client, error, request.file);
    }
  }

  /** They may have gone meanwhile, or closed it again, or become another. Throws Refusal unknown_file. */
  #follow(client: RoomClient, file: RoomFile, request: OpenFile): Promise<void> | undefined {
    if (this.#closed || !this.#audience.has(client) || !client.wanted.has(request.file)) return undefined;
    const { client: number, participant, outlet } = client;
    if (!this.#mayOpen(request.file, participant)) throw new Refusal("unknown_file");
    return file.follow({ client: number, outlet, seesHistory: () => this.#seesHistory(participant) }, request);
  }

  /** What was asked for before is refused; anything but a Refusal is trouble with the store. */
  #refuse(client: RoomClient, error: unknown, file?: number): void {
    if (!(error instanceof Refusal)) return void this.#unreadable(error);
    const { code, message, kind } = error;
    // another process has written to the room; what is under way finds that out by itself
    if (code === "room_reset" && !this.#files.busy) return this.#fail(code);
    if (kind.close !== undefined) return client.outlet.end(code);
    this.#audience.tell(client, { type: "error", code, message, fatal: false, ...(file !== undefined && { file }) });
  }

  /** What was deleted is history. */
  #mayOpen(number: number, participant: number): boolean {
    const file = this.#log.durable.files.find((one) => one.file === number);
    return file ? !file.deleted || this.#seesHistory(participant) : this.#features.mayOpen(number, participant);
  }

  /** Whether they may be sent what was in a text once, and not only what is in it now. */
  #seesHistory(participant: number): boolean {
    return this.people.person(participant).role !== "viewer";
  }

  /** The text of a file that the room lists, as everybody may see it; nobody opens it by that. Throws Refusal unknown_file. */
  async text(number: number): Promise<Text> {
    if (!this.#isListed(number)) throw new Refusal("unknown_file");
    return this.#files.text(number);
  }

  #isListed(number: number): boolean {
    return this.#log.durable.files.some(({ file }) => file === number);
  }

  /** The client's socket takes frames again: it gets what it has missed. */
  drained(client: RoomClient): void {
    for (const [number, file] of this.#files)
      file.drained(client.client).then(
        () => this.#tellPresences(client, (read) => read === number),
        (error: unknown) => this.#unreadable(error),
      );
  }

  /** Tells one client where the others are in these files. */
  #tellPresences(client: RoomClient, isMeant: (file: number) => boolean): void {
    const presences = this.#presence.allIn((file) => isMeant(file) && this.#mayKnow(client, file));
    if (presences.length > 0) this.#audience.tell(client, { type: "presence", presences });
  }

  /** Of a file that the room does not list, only those hear who have it open. */
  #mayKnow({ client }: RoomClient, file: number): boolean {
    return this.#isListed(file) || this.#files.get(file)?.isFollowedBy(client) === true;
  }

  // ---- the room's own log

  /** For everybody, in the name of this participant. Throws Refusal read_only. */
  set(participant: number, { language, title }: RoomSettings): void {
    if (!this.#mayWrite(participant)) throw new Refusal("read_only");
    this.#written.check();
    const { limits, clock } = this.#services;
    const before = this.#log.accepted;
    const by = { time: clock.now(), participant };
    const clean = title === undefined ? before.title : cleanName(title, limits.titleCharacters);
    if (language && language !== before.programmingLanguage) this.#accept({ type: "language", ...by, language });
    if (clean !== before.title) this.#accept({ type: "title", ...by, title: clean });
  }

  /**
   * What a feature answers to a participant, once all that it wrote is durable.
   * Throws Refusal unknown_feature, written_much, those of the feature, and that with which the room closes before.
   */
  async request(from: Participant, feature: string, data: unknown): Promise<unknown> {
    this.#written.check();
    const answer = await this.#features.request(from, feature, data);
    await this.settled();
    return answer;
  }

  #accept(event: StoredEvent): void {
    this.#log.accept(event);
    this.#services.commitLoop.enqueue(this);
  }

  /** Resolves when all that the room's own log has accepted by now is durable. Throws the Refusal with which the room closes before. */
  settled(): Promise<void> {
    return this.#log.settled();
  }

  // ---- the commit loop's side

  take(): readonly Append[] {
    if (this.#closed) return [];
    const events = this.#log.take();
    return [...(events ? [events] : []), ...this.#files.take()];
  }

  committed(appends: readonly Append[]): void {
    if (this.#closed) return;
    const now = this.#services.clock.now();
    for (const append of appends) {
      if (append.stream.file === EVENTS) this.#log.committed((event) => this.#tellEvent(event));
      else this.#files.committed(append, now);
    }
    const news = this.#written.news();
    if (news) this.#audience.tellAll({ type: "error", code: "written_much", message: WRITTEN[news], fatal: false });
    const writes = Math.max(this.#audience.size, this.#shownTo);
    const wait = this.#shownAt + (writes * this.#services.limits.showMicrosPerClient) / 1000 - now;
    if (wait < 1) this.#show();
    else this.#timer("show", wait, () => this.#show());
    for (const { stream, from, entries } of appends)
      if (this.#isListed(stream.file)) this.#features.committed(stream.file, from, entries);
  }

  #tellEvent(event: RoomEvent): number {
    this.#audience.tellAll({ type: "event", event });
    if (event.type === "participant") this.#closeFiles(this.#audience.of(event.participant.participant));
    if (event.type === "file" && event.file.deleted) this.#closeFiles(this.#audience.here, event.file.file);
    return this.#audience.size;
  }

  /** False: a part of it, the rest is shown when everything else that has arrived had its turn. */
  #show(): boolean {
    const { writes, isAll } = this.#files.show(WRITES_AT_ONCE);
    this.#shownAt = this.#services.clock.now();
    this.#shownTo = writes;
    if (!isAll) this.#timer("show", 0, () => this.#show());
    return isAll;
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
    this.#services.log[level]({ room: this.roomId, code, err: error }, "a room was dropped from memory");
    this.close(code);
  }

  /** Shows what is durable, ends every connection with the code and forgets the room. */
  close(code: ErrorCode): void {
    if (this.#closed) return;
    this.#files.show();
    this.#listening = false;
    this.#closed = code;
    for (const cancel of this.#timers.values()) cancel();
    this.#audience.end(code);
    this.#features.closed();
    this.#log.close(code);
    this.#onClosed();
  }

  /** From now on nothing more is accepted; clients keep what they have and send it again elsewhere. */
  stopListening(): void {
    this.#listening = false;
  }

  /** Writes the snapshots that make the next opening quick. */
  async keepSnapshots(closing: boolean): Promise<void> {
    await this.#files.keepSnapshots(closing);
  }

  #check(): void {
    if (this.#audience.size === 0) return;
    void this.#files.check().then(() => this.keepSnapshots(false));
    this.#timer("check", CHECK_EVERY_MS, () => this.#check());
  }

  /** One timer of a kind at a time. */
  #timer(kind: "show" | "presence" | "check", ms: number, run: () => void): void {
    if (this.#timers.has(kind) || this.#closed) return;
    this.#timers.set(
      kind,
      this.#services.clock.after(ms, () => {
        this.#timers.delete(kind);
        run();
      }),
    );
  }
}
