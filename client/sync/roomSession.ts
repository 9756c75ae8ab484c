// A tab's view of one room: what it is, its files, and the truth about the connection. Participation is its front door. Knows no DOM.
import type { Text } from "@codemirror/state";
import { type ErrorCode, ERRORS, isErrorCode } from "#protocol/errors.ts";
import { applyEvent, type Participant, type RoomDetails, type RoomEvent, type RoomFile } from "#protocol/events.ts";
import type { Language } from "#protocol/languages.ts";
import { DEFAULT_LIMITS, HELLO_FILES, type Limits } from "#protocol/limits.ts";
import type { ClientMessage, FileRequest } from "#protocol/clientMessages.ts";
import type { ConnectedClient, Presence, PresenceState, ServerMessage, You } from "#protocol/serverMessages.ts";
import type { Selection } from "#protocol/selections.ts";
import { Allowances } from "./allowances.ts";
import { Connection } from "./connection.ts";
import { noticesOf } from "./eventNotices.ts";
import { FileSession } from "./fileSession.ts";
import type { FileOwner, SessionOptions, SyncStatus, Unconfirmed } from "./ports.ts";
import { Roster } from "./roster.ts";
import { SENTENCES } from "./sentences.ts";

type ErrorMessage = Extract<ServerMessage, { type: "error" }>;

const isSame = (one: SyncStatus, other: SyncStatus): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What it tells of the room (status, people, who is here) stays the same object until it changes, so whoever shows it can compare by identity. */
export class RoomSession implements FileOwner {
  readonly #options: SessionOptions & Required<Pick<SessionOptions, "sentences">>;
  readonly #connection: Connection;
  readonly #files = new Map<number, FileSession>();
  readonly #roster: Roster;
  /** every file that the room has listed while this page is open, by its number */
  readonly #names = new Map<number, string>();
  #key: string | undefined;
  #you: You | undefined;
  #room: RoomDetails | undefined;
  #limits: Limits = DEFAULT_LIMITS;
  #allowances: Allowances;
  /** files that the server was asked for on this connection */
  #asked = new Set<number>();
  #cancelOpening = (): void => {};
  #build: string | undefined;
  #status: SyncStatus = { state: "connecting" };
  /** the file that the person looks at */
  #shown: number | undefined;
  #state: PresenceState | undefined;
  #welcomed = false;
  #waiting = false;
  #frozen = false;
  #outage: { reason?: string } | undefined;
  #ended: { code: ErrorCode; message: string } | undefined;

  constructor(options: SessionOptions) {
    this.#options = { sentences: () => SENTENCES, ...options };
    this.#key = options.identity.key;
    this.#roster = new Roster(options.clock, (participant) => this.#gone(participant));
    this.#allowances = new Allowances(this.#limits, options.clock.now());
    const listener = {
      opened: () => this.#hello(),
      message: (message: ServerMessage) => this.#message(message),
      lost: () => this.#lost(),
      awaitsMuch: () =>
        !this.#waiting && (!this.#welcomed || [...this.#files.values()].some((file) => file.awaitsText)),
    };
    this.#connection = new Connection(options.open, options.clock, listener, options.network);
  }

  get room(): RoomDetails | undefined {
    return this.#room;
  }

  get you(): You | undefined {
    return this.#you;
  }

  /** The participant's secret, once there is one. */
  get key(): string | undefined {
    return this.#key;
  }

  /** Who is here now: the number of each client and whose it is. */
  get clients(): ReadonlyMap<number, ConnectedClient> {
    return this.#roster.clients;
  }

  /** Of whom no tab is here, and who is back in a moment for all that is known: to whoever looks they are here. */
  get leaving(): ReadonlyMap<number, unknown> {
    return this.#roster.leaving;
  }

  get limits(): Limits {
    return this.#limits;
  }

  /** The server's build; another one than the page's means that the page is old. */
  get build(): string | undefined {
    return this.#build;
  }

  /** The same object as before while nothing of it has changed. */
  get status(): SyncStatus {
    const status = this.#newStatus();
    return (this.#status = isSame(status, this.#status) ? this.#status : status);
  }

  #newStatus(): SyncStatus {
    const pending = [...this.#files.values()].reduce((sum, file) => sum + file.pending, 0);
    if (this.#ended) return { state: "ended", ...this.#ended, pending };
    if (this.#waiting) return { state: "waiting" };
    if (!this.#welcomed && this.#outage)
      return { state: "offline", pending, retryAt: this.#connection.retryAt, ...this.#outage };
    if (!this.#welcomed) return { state: "connecting" };
    if (this.#frozen || this.#you?.role === "viewer") return { state: "readOnly" };
    return pending > 0 ? { state: "saving", pending } : { state: "saved" };
  }

  start(): void {
    this.#connection.start();
  }

  /** Leaves the room; what is unconfirmed is kept. */
  leave(): void {
    this.keepNow();
    for (const file of this.#files.values()) file.close();
    this.#roster.forgetLeaving();
    this.#cancelOpening();
    this.#connection.stop();
  }

  /** Tries at once to come in, also where somebody had decided against it. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Comes in as somebody new, after the room did not know this participant's key; what is open stays as it is. */
  joinAgain(): void {
    this.#key = undefined;
    this.#you = undefined;
    this.#ended = undefined;
    this.#connection.start();
    this.#options.listener.changed();
  }

  /** Nobody may write, whatever their role. */
  freeze(isFrozen: boolean): void {
    if (this.#frozen === isFrozen) return;
    this.#frozen = isFrozen;
    this.#options.listener.changed();
  }

  /** The network may have gone, or the machine may have slept: finds out. */
  suspect(): void {
    this.#connection.suspect();
  }

  /** Whether somebody looks at the page. */
  seen(isSeen: boolean): void {
    this.#connection.seen(isSeen);
  }

  /** Writes what is unconfirmed to storage without waiting: the page may be about to go. */
  keepNow(): void {
    for (const file of this.#files.values()) if (file.pending > 0) file.keepNow();
  }

  /** The person looks at this file, which is open; the others are told. */
  show(file: number): void {
    if (this.#shown === file) return;
    if (this.#shown !== undefined) this.#files.get(this.#shown)?.show(false);
    this.#shown = file;
    this.#files.get(file)?.show(true);
  }

  /** How far the person is with it. */
  get state(): PresenceState | undefined {
    return this.#state;
  }

  /** How far the person is with it; the others are told. */
  setState(state: PresenceState | undefined): void {
    this.#state = state;
    if (this.#shown !== undefined) this.#files.get(this.#shown)?.tellPresence();
  }

  setLanguage(language: Language): void {
    this.#say({ type: "room", language });
  }

  setTitle(title: string): void {
    this.#say({ type: "room", title });
  }

  /** Says something to the feature's half on the server; without a connection nothing happens. */
  send(feature: string, data: unknown): void {
    this.#say({ type: "feature", feature, data });
  }

  /** Nothing but hello may be said before welcome: it would be the end of the connection [P8]. */
  #say(message: ClientMessage): void {
    if (this.#welcomed) this.#connection.send(message);
  }

  // ---- the documents' side

  /** Opens a file; `restoring`: with what an earlier page of the same client has left unconfirmed. */
  protected openFile(number: number, restoring?: Unconfirmed): void {
    if (this.#files.has(number)) return;
    const options = { ...this.#options, file: number, owner: this, connection: this.#connection, restoring };
    this.#files.set(number, new FileSession(options));
    this.#openRest();
  }

  /** It is not needed any more here; what is unconfirmed is kept. */
  closeFile(number: number): void {
    if (this.#shown === number) this.#shown = undefined;
    this.#files.get(number)?.close();
    this.#drop(number);
    if (this.#welcomed) this.#connection.send({ type: "close", file: number });
  }

  #drop(number: number): void {
    this.#files.delete(number);
    this.#asked.delete(number);
  }

  /** The editor of the file has changed. */
  edited(file: number): void {
    this.#files.get(file)?.edited();
  }

  /** The edits of one file that the server has not confirmed. */
  pendingIn(file: number): number {
    return this.#files.get(file)?.pending ?? 0;
  }

  /** The selections of this client in the file, as the editor shows them; `top`: where the first line begins that is seen. */
  selected(file: number, selections: readonly Selection[], top?: number): void {
    this.#files.get(file)?.selected(selections, top);
  }

  // ---- the files' side

  spend(bytes: number): number {
    return this.#allowances.spend(bytes, this.#options.clock.now());
  }

  onlyHere(file: number, text: Text, base: Text | undefined): void {
    const name = this.#names.get(file) ?? "";
    if (text.length > 0) this.#options.listener.notice({ type: "onlyHere", file, name, text, base });
  }

  fileClosed(file: number, message: string, typed: string, text: Text | undefined): void {
    this.#drop(file);
    const { listener, sentences } = this.#options;
    const [name, listed] = [this.#names.get(file), this.#listed(file)];
    // what was listed once is listed for ever: the room is an older one than this page's
    const isLost = text !== undefined && name !== undefined && !listed;
    const isNews = name !== undefined && listed?.purged === true;
    listener.notice({
      type: "fileClosed",
      file,
      message: isNews ? sentences().deletedForGood(name) : message,
      text: isLost ? "" : typed,
      ...(isNews && { isNews }),
    });
    if (isLost) this.onlyHere(file, text, undefined);
    listener.changed();
  }

  // ---- the connection's side

  #hello(): void {
    const { client, name, invitation, password } = this.#options.identity;
    this.#connection.send({
      type: "hello",
      client,
      // whom the room knows it knows by name: another tab or browser may have changed it since
      ...(this.#key === undefined ? name !== undefined && { name } : { key: this.#key }),
      // once in, what opened the door must not bring back what an owner has taken away since
      ...(this.#you === undefined && invitation !== undefined && { invitation }),
      ...(this.#you === undefined && password !== undefined && { password }),
      files: this.#firstFiles(),
    });
  }

  /** As many as a hello may have. */
  #firstFiles(): FileRequest[] {
    const files = [...this.#files].slice(0, HELLO_FILES);
    this.#asked = new Set(files.map(([number]) => number));
    return files.map(([, file]) => file.request);
  }

  /** The others, no quicker than the server takes messages. */
  #openRest(): void {
    const { clock } = this.#options;
    this.#cancelOpening();
    if (!this.#welcomed) return;
    for (const [number, file] of this.#files) {
      if (this.#asked.has(number)) continue;
      const wait = this.#allowances.openings.spend(1, clock.now());
      if (wait > 0) {
        this.#cancelOpening = clock.after(wait, () => this.#openRest());
        return;
      }
      this.#asked.add(number);
      this.#connection.send({ type: "open", ...file.request });
    }
  }

  #lost(): void {
    const { listener } = this.#options;
    if (this.#welcomed) listener.notice({ type: "connectionLost" });
    if (!this.#ended) this.#outage ??= {};
    this.#disconnected();
    listener.changed();
  }

  #disconnected(): void {
    this.#welcomed = false;
    this.#waiting = false;
    this.#roster.forgetLeaving();
    this.#cancelOpening();
    for (const file of this.#files.values()) file.lost();
  }

  #message(message: ServerMessage): void {
    const { listener } = this.#options;
    switch (message.type) {
      case "welcome":
        return this.#welcome(message);
      case "waiting":
        this.#waiting = true;
        this.#ended = undefined;
        return listener.changed();
      case "file":
        return this.#inFile(message.file, (file) => file.opened(message));
      case "updates":
        return this.#inFile(message.file, (file) => file.updates(message.version, message.updates));
      case "check":
        return this.#inFile(message.file, (file) => file.check(message.version, message.hash));
      case "presence":
        return this.#presences(message.presences);
      case "joined":
        return this.#joined(message.client, message.person);
      case "left":
        return this.#left(message.client);
      case "event":
        return this.#event(message.event);
      case "feature":
        return listener.feature(message.feature, message.data);
      case "error":
        return this.#error(message);
      case "pong":
        return;
    }
  }

  #presences(presences: readonly Presence[]): void {
    const others = presences.filter(({ client }) => client !== this.#you?.client);
    this.#options.listener.presence(others.map((one) => this.#files.get(one.file)?.carryBack(one) ?? one));
  }

  /** What does not fit is a defect of ours; the file is read anew, and the server hears of it. */
  #inFile(number: number, run: (file: FileSession) => void): void {
    const file = this.#files.get(number);
    if (!file) return;
    try {
      run(file);
    } catch {
      file.diverged(0);
    }
  }

  #welcome({ you, room, clients, limits, build }: Extract<ServerMessage, { type: "welcome" }>): void {
    this.#you = you;
    this.#key = you.key ?? this.#key;
    this.#room = room;
    this.#learnNames();
    this.#roster.set(clients);
    this.#limits = limits;
    this.#allowances = new Allowances(limits, this.#options.clock.now());
    this.#build = build;
    this.#welcomed = true;
    this.#waiting = false;
    const { listener } = this.#options;
    if (this.#ended) listener.notice({ type: "backIn" });
    else if (this.#outage) listener.notice({ type: "connectionBack" });
    this.#ended = undefined;
    this.#outage = undefined;
    this.#closeGone();
    this.#openRest();
    listener.changed();
  }

  /** They were deleted for good, or the room has gone back to before they were made. */
  #closeGone(): void {
    for (const [number, file] of this.#files) {
      const listed = this.#listed(number);
      if (listed ? listed.purged : this.#names.has(number)) file.gone(ERRORS.unknown_file.sentence);
    }
  }

  #listed(number: number): RoomFile | undefined {
    return this.#room?.files.find(({ file }) => file === number);
  }

  /** What is deleted for good is known by the name that it had. */
  #learnNames(): void {
    for (const { file, name, purged } of this.#room?.files ?? []) if (!purged) this.#names.set(file, name);
  }

  #joined(client: ConnectedClient, person: Participant): void {
    const { listener } = this.#options;
    if (this.#roster.join(client)) listener.notice({ type: "joined", person });
    listener.changed();
  }

  #left(client: number): void {
    this.#roster.leave(client);
    this.#options.listener.changed();
  }

  #gone(participant: number): void {
    const person = this.#room?.participants.find((one) => one.participant === participant);
    if (person) this.#options.listener.notice({ type: "left", person });
    this.#options.listener.changed();
  }

  #event(event: RoomEvent): void {
    if (!this.#room) return;
    const { listener } = this.#options;
    const before = this.#room;
    const after = (this.#room = applyEvent(before, event));
    if (event.type === "file") this.#learnNames();
    if (event.type === "file" && event.file.purged) this.#closeGone();
    const you = this.#you;
    if (event.type === "participant" && you?.participant === event.participant.participant)
      this.#you = { ...you, role: event.participant.role };
    for (const notice of noticesOf(event, before, after, you?.participant)) listener.notice(notice);
    listener.changed();
  }

  #error({ code, like, message: sentence, fatal, file, retryAfterMs }: ErrorMessage): void {
    const known = [code, like].find(isErrorCode) ?? "internal";
    // what a feature refuses by a code of its own says more than the code that it is like
    const message = this.#options.sentences().refused(code, sentence);
    if (!fatal && file !== undefined)
      return this.#inFile(file, (one) => one.refused(known, message, retryAfterMs ?? 1000));
    if (!fatal) {
      const own = code === known ? {} : { own: code };
      return this.#options.listener.notice({ type: "said", code: known, ...own, message });
    }
    const { remedy } = ERRORS[known];
    if (remedy === "stop" || remedy === "later") return this.#end(known, message);
    this.#outage = { reason: message };
    this.#connection.reconnect(retryAfterMs);
  }

  /** It is over, for good or until somebody decides otherwise: then it is tried again when it is asked for. */
  #end(code: ErrorCode, message: string): void {
    this.keepNow();
    this.#ended = { code, message };
    this.#outage = undefined;
    this.#roster.set([]);
    if (ERRORS[code].remedy === "later") this.#connection.rest();
    else this.#connection.stop();
    this.#disconnected();
    this.#options.listener.changed();
  }
}
