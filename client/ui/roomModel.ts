// One opening of a room: joins the session, the editor and what the screen shows. Draws nothing.
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { ERRORS } from "#protocol/errors.ts";
import type { Participant, RoomDetails } from "#protocol/events.ts";
import type { Language } from "#protocol/languages.ts";
import type { ConnectedClient } from "#protocol/messages.ts";
import { homeUrl } from "../api.ts";
import { browserClock, browserNetwork, socketsTo } from "../browser.ts";
import { type KnownRoom, newClientId } from "../identity.ts";
import type { RoomPlace } from "../roomLink.ts";
import { deliver } from "../sync/leftovers.ts";
import { putBack } from "../sync/putBack.ts";
import type { Identity, Notice, SessionListener, SyncStatus, Unconfirmed } from "../sync/ports.ts";
import { type Myself, RoomSession } from "../sync/roomSession.ts";
import { MadeFiles } from "./madeFiles.ts";
import { announce, show } from "./notices.tsx";
import { notify } from "./notify.ts";
import type { ClientFeature, RoomFeature } from "./feature.ts";
import { LookAgain } from "./lookAgain.ts";
import { OpenFiles } from "./openFiles.ts";
import { leftBehind } from "./leftBehind.ts";
import type { Page } from "./page.ts";
import { Places } from "./places.ts";
import { giveBack } from "./refusals.tsx";
import { answers, SocketWatch } from "./socketWatch.ts";
import { spendInvitation } from "./route.ts";
import { narrow } from "./screenWidth.ts";
import { roomName, titleWords } from "./roomLookups.ts";

/** Somebody comes to a room, with what they have to open its door. */
export interface Arrival extends RoomPlace {
  /** mine; the room may have remembered another */
  readonly name: string;
  readonly password?: string;
}

/** A text of this window that the server has not. */
export type OnlyHere = Extract<Notice, { type: "onlyHere" }>;

export class RoomModel {
  readonly roomId: string;
  readonly status = signal<SyncStatus>({ state: "connecting" });
  readonly room = signal<RoomDetails | undefined>(undefined);
  readonly you = signal<Myself | undefined>(undefined);
  /** what the room is called, as far as this browser knows */
  readonly name = computed(() =>
    roomName({ roomId: this.roomId, ...this.#page.memory.room(this.roomId), ...this.room.value }),
  );
  readonly clients = signal<ReadonlyMap<number, ConnectedClient>>(new Map());
  /** participants who may be back in a moment */
  readonly leaving = signal<ReadonlyMap<number, unknown>>(new Map());
  readonly places = new Places(browserClock);
  readonly files: OpenFiles;
  /** what of the room's head is open */
  readonly dialog = signal<"people" | "menu" | undefined>(undefined);
  /** the oldest first */
  readonly onlyHere = signal<readonly OnlyHere[]>([]);
  /** nobody may write, whatever their role */
  readonly isFrozen = computed(() => [...this.features.values()].some(({ isReadOnly }) => isReadOnly?.value));
  /** what is not saved is lost when this page is closed */
  readonly isStorageFailing = signal(false);
  /** the server has a newer page */
  readonly outdated = signal(false);
  readonly sockets = new SocketWatch(() => answers(new URL("ready", homeUrl())));
  readonly hintId = "editor-hint";
  /** by name */
  readonly features: ReadonlyMap<string, RoomFeature>;

  readonly #page: Page;
  readonly #client = newClientId();
  readonly #session: RoomSession;
  readonly #madeFiles = new MadeFiles({
    clock: browserClock,
    tell: notify,
    open: (file) => this.files.edit(file),
  });
  readonly #again = new LookAgain({
    clock: browserClock,
    isSeen: () => document.visibilityState === "visible" && browserNetwork.isThere(),
    look: () => this.retryNow(),
  });
  #leave: (() => void)[] = [];
  /** what this browser remembered of the room last */
  #remembered: KnownRoom | undefined;

  constructor(page: Page, { roomId, ...arrival }: Arrival) {
    this.roomId = roomId;
    this.#page = page;
    const key = page.memory.room(roomId)?.key;
    this.#session = this.#newSession(
      { client: this.#client, ...arrival, ...(key !== undefined && { key }) },
      {
        changed: () => this.#changed(),
        opened: (file, text, sync) => this.files.opened(file, text, sync),
        presence: (presences) => this.files.place(presences),
        notice: (notice) => this.#notice(notice),
        feature: (name, data) => this.features.get(name)?.message?.(data),
      },
    );
    this.files = new OpenFiles({
      session: this.#session,
      places: this.places,
      nonce: page.nonce,
      wrapLines: narrow.peek(),
      hintId: this.hintId,
      said: show,
      before: page.memory.room(roomId)?.arrangement,
      arranged: (arrangement) => page.memory.change(roomId, { arrangement }),
    });
    this.features = new Map(page.features.map((feature) => [feature.name, this.#openFeature(feature)]));
  }

  #newSession(identity: Identity, listener: SessionListener): RoomSession {
    const { roomId } = this;
    const { keeper } = this.#page;
    return new RoomSession({
      roomId,
      open: this.sockets.over(socketsTo(roomId, homeUrl())),
      clock: browserClock,
      network: browserNetwork,
      identity,
      keeper,
      listener,
    });
  }

  /** Enters the room; `stop` leaves it. */
  start(): void {
    const listening = new AbortController();
    const { signal: whileHere } = listening;
    this.#leave = [this.#page.keeper.hold(this.#client), () => listening.abort()];
    const session = this.#session;
    this.files.start();
    session.seen(document.visibilityState === "visible");
    session.start();
    this.#leave.push(
      effect(() => {
        const isFrozen = this.isFrozen.value;
        untracked(() => session.freeze(isFrozen));
      }),
    );
    addEventListener("pagehide", () => this.#keepAll(), { signal: whileHere });
    addEventListener("storage", () => this.#rememberAgain(), { signal: whileHere });
    addEventListener("beforeunload", (event) => this.#askBeforeLoss(event), { signal: whileHere });
    document.addEventListener(
      "visibilitychange",
      () => {
        const isSeen = document.visibilityState === "visible";
        session.seen(isSeen);
        if (!isSeen) return this.#keepAll();
        this.#rememberAgain();
        session.suspect();
        if (browserNetwork.isThere()) session.retryNow();
        this.#again.seen();
      },
      { signal: whileHere },
    );
    void this.#page.keeper.eachLeftover(this.roomId, (leftover) => this.#deliver(leftover));
  }

  stop(): void {
    this.#session.stop();
    this.#madeFiles.stop();
    this.#again.over(false);
    for (const leave of this.#leave) leave();
    for (const feature of this.features.values()) feature.closed?.();
    this.files.stop();
    this.places.stop();
  }

  retryNow(): void {
    this.#session.retryNow();
  }

  /** Comes in as somebody new, because the room does not know this browser's key. */
  joinAgain(): void {
    this.#page.memory.forget(this.roomId);
    this.#session.joinAgain();
  }

  /** Puts back what the server had lost, as an edit that can be undone; the others are told. */
  putBack(own: OnlyHere): void {
    const { file, text, base } = own;
    const done = (): void => {
      this.forget(own);
      for (const feature of this.features.values()) feature.putBack?.(file);
    };
    this.files.change(file, (current) => putBack(current, text, base ?? current), done);
  }

  /** The text is not needed any more. */
  forget(own: OnlyHere): void {
    this.onlyHere.value = this.onlyHere.peek().filter((one) => one !== own);
  }

  /** The path of a file of this room; "" of one that it does not list. */
  nameOf(file: number): string {
    return this.room.value?.files.find((one) => one.file === file)?.name ?? "";
  }

  setLanguage(language: Language): void {
    this.#session.setLanguage(language);
  }

  setTitle(title: string): void {
    this.#session.setTitle(title);
  }

  #openFeature(feature: ClientFeature): RoomFeature {
    const { roomId, room, you, clients, status, files, places } = this;
    return feature.open({
      roomId,
      room,
      limits: () => this.#session.limits,
      you,
      clients,
      status,
      key: () => this.#session.key,
      file: files.shown,
      tabs: files.tabs,
      inFile: places.inFile,
      states: places.states,
      show: (one) => files.show(one),
      edit: (one) => files.edit(one),
      close: (one) => files.close(one),
      arrange: (tabs) => files.arrange(tabs),
      goToLine: (line, one = files.shown.peek()) => files.goToLine(line, one),
      ownLine: () => files.ownLine,
      goWith: (client) => files.goWith(client),
      tellView: (isTold) => files.tellView(isTold),
      tellState: (state) => this.#session.setState(state),
      enter: (client, listener) => this.#enterAgain(client, listener),
      openBeside: (one, beside) => files.openBeside(one, beside),
      leaveBeside: () => files.leaveBeside(),
      send: (data) => this.#session.sendFeature(feature.name, data),
    });
  }

  #enterAgain(client: string, listener: SessionListener): RoomSession {
    const { key } = this.#session;
    // a leftover of the client's is another window's affair only when this one is gone
    this.#leave.push(this.#page.keeper.hold(client));
    return this.#newSession({ client, ...(key !== undefined && { key }) }, listener);
  }

  #changed(): void {
    const { status, room, you, clients, leaving, build } = this.#session;
    const remembered = this.room.peek();
    const welcomed = you !== this.you.peek();
    if (welcomed && this.you.peek() === undefined) spendInvitation();
    batch(() => {
      this.status.value = status;
      this.isStorageFailing.value = this.#page.keeper.isFailing;
      this.room.value = room;
      this.you.value = you;
      this.clients.value = clients;
      this.leaving.value = leaving;
      this.outdated.value = build !== undefined && this.#page.build !== "" && build !== this.#page.build;
    });
    const isOver = status.state === "ended";
    this.#again.over(isOver && ERRORS[status.code].remedy === "later");
    if (isOver) this.dialog.value = undefined;
    this.#forgetWhatIsThere();
    const isOther =
      room?.programmingLanguage !== remembered?.programmingLanguage ||
      room?.title !== remembered?.title ||
      nameOf(room, you) !== nameOf(remembered, you);
    const isFirst = this.#remembered === undefined;
    if (room && you && (welcomed || isOther)) this.#remember(room, you);
    if (isFirst && you && !this.#page.memory.isKept) show(keptNowhere(you));
    this.files.update();
  }

  /** Somebody may have put it back. */
  #forgetWhatIsThere(): void {
    for (const own of this.onlyHere.peek())
      if (own.base && this.files.textOf(own.file)?.eq(own.text) === true) {
        this.forget(own);
        show(`The newer text of ${own.name} is there again.`);
      }
  }

  #remember(room: RoomDetails, you: Myself): void {
    const { participant } = you;
    // whole, should this site's data have been cleared since it was made
    const { key } = this.#session;
    const { memory } = this.#page;
    memory.remember({
      roomId: this.roomId,
      name: nameOf(room, you) ?? "",
      participant,
      ...(key !== undefined && { key }),
      title: room.title,
      language: room.programmingLanguage,
      gone: false,
      visited: Date.now(),
    });
    this.#remembered = memory.room(this.roomId);
  }

  /** The page may be about to go: what it alone has is put where the next one finds it. */
  #keepAll(): void {
    this.#session.keepNow();
    this.#rememberAgain();
  }

  /** Somebody may have cleared this site's data, and with it the key by which the room knows them. */
  #rememberAgain(): void {
    const { memory } = this.#page;
    if (!memory.noticeClearing() || !this.#remembered) return;
    memory.name ||= this.#remembered.name;
    memory.remember({
      ...this.#remembered,
      arrangement: { tabs: this.files.tabs.peek(), shown: this.files.shown.peek() },
    });
  }

  #notice(notice: Notice): void {
    switch (notice.type) {
      case "joined":
        return this.#tellOf("joined", notice.person, "is here");
      case "left":
        return this.#tellOf("left", notice.person, "has left");
      case "connectionLost":
        return void announce("The connection is lost. Your edits are kept here.");
      case "connectionBack":
        return void announce("The connection is back.");
      case "backIn":
        return show("You are back in the room.");
      case "renamed":
        return show(`${notice.before} is now called ${notice.person.name}`);
      case "languageChanged":
        return show(`${notice.person?.name ?? "Somebody"} changed the language to ${notice.language}`);
      case "fileMade":
        return this.#madeFiles.add(notice.file, notice.person);
      case "titleChanged":
        return show(titleWords(notice.title, notice.person?.name));
      case "refused":
        return this.#giveBack(notice);
      case "fileClosed":
        this.files.closed(notice.file);
        return notice.text === "" ? undefined : this.#giveBack(notice);
      case "onlyHere":
        this.onlyHere.value = [...this.onlyHere.peek(), notice];
        return;
      case "diverged":
        return show("The text was read anew from the server.");
      case "said":
        if (![...this.features.values()].some((feature) => feature.refused?.(notice.code, notice.message)))
          show(notice.message);
        return;
    }
  }

  /** Who comes and goes is one piece of news, however often; it leads to who is here. */
  #tellOf(kind: "joined" | "left", { participant, name }: Participant, what: string): void {
    const go = (): void => {
      this.dialog.value = "people";
    };
    notify({ kind, text: `${name} ${what}`, about: `here ${participant}`, go });
  }

  #giveBack({ file, message, text }: { readonly file: number; readonly message: string; readonly text: string }): void {
    giveBack({ id: newClientId(), message, text, path: this.nameOf(file) });
  }

  /** Resolves to whether nobody needs the leftover any more. */
  async #deliver(leftover: Unconfirmed): Promise<boolean> {
    const result = await deliver(leftover, {
      open: socketsTo(leftover.roomId, homeUrl()),
      clock: browserClock,
      network: browserNetwork,
    });
    switch (result.outcome) {
      case "delivered":
        show("Edits from an earlier visit are now saved.");
        return true;
      case "undeliverable":
        giveBack({ ...leftBehind(this.#page, leftover), ...result, path: this.nameOf(leftover.file) });
        return false;
      case "kept":
        show(`Edits from an earlier visit are still kept in this browser. ${result.message}`);
        return false;
    }
  }

  #askBeforeLoss(event: BeforeUnloadEvent): void {
    this.#session.keepNow();
    const status = this.status.peek();
    const isKeptNowhere = "pending" in status && status.pending > 0 && this.#page.keeper.isOnlyInMemory;
    // whoever comes back without their key is somebody new
    const isKeyKept = this.you.peek() === undefined || this.#page.memory.isKept;
    if (isKeptNowhere || !isKeyKept || this.onlyHere.peek().length > 0) event.preventDefault();
  }
}

const keptNowhere = ({ role }: Myself): string =>
  role === "owner"
    ? "This browser keeps nothing. To stay the owner, make your owner link under Settings."
    : "This browser keeps nothing. When you come back you are somebody new.";

const nameOf = (room: RoomDetails | undefined, you: Myself | undefined): string | undefined =>
  room?.participants.find(({ participant }) => participant === you?.participant)?.name;
