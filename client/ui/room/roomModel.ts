// One opening of a room: joins the session, the editor and what the screen shows. Draws nothing.
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { ERRORS } from "#protocol/errors.ts";
import type { RoomDetails } from "#protocol/events.ts";
import type { Language } from "#protocol/languages.ts";
import { homeUrl } from "../../api.ts";
import { browserClock, browserNetwork, socketsTo } from "../../browser.ts";
import { type KnownRoom, newClientId } from "../../identity.ts";
import { pressed } from "../../pressed.ts";
import type { RoomPlace } from "../../roomLink.ts";
import type { Identity, Notice, SyncStatus, Unconfirmed } from "../../sync/ports.ts";
import { type MakeEditor, Participation } from "../../sync/participation.ts";
import type { You } from "#protocol/serverMessages.ts";
import type { Sentences } from "../../sync/sentences.ts";
import { refusalWords } from "../../words.errors.ts";
import { tellEmpty } from "./files/emptyText.ts";
import { MadeFiles } from "./files/madeFiles.ts";
import { announce, show } from "../parts/notices.tsx";
import { notify } from "../parts/notify.ts";
import type { FeatureOpening } from "../pageFeature.ts";
import { isTyped, keyOf } from "../keys.ts";
import { LookAgain } from "./connection/lookAgain.ts";
import { OpenFiles } from "./files/openFiles.ts";
import { leftBehind } from "./connection/leftBehind.ts";
import type { Page } from "../page.ts";
import { isPhoneNow } from "../phone.ts";
import { Presences } from "./files/presences.ts";
import { giveBack } from "./connection/givenBack.ts";
import { answers, SocketWatch } from "./connection/socketWatch.ts";
import { RoomPeople } from "./people/roomPeople.ts";
import { spendInvitation } from "../route.ts";
import { PEOPLE, titleWords } from "./people/roomNews.ts";
import { type Caret, tellCaret } from "./files/caret.ts";
import { words } from "../words.ts";
import { Workbench } from "./workbench/workbench.ts";

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
  /** as the server has told it */
  readonly #details = signal<RoomDetails | undefined>(undefined);
  readonly room = computed(() => {
    const { value: details } = this.#details;
    return details && { ...details, participants: details.participants.map((one) => this.people.named(one)) };
  });
  readonly people = new RoomPeople({
    room: this.room,
    robot: (feature) => this.features.get(feature)?.robot?.(),
    go: () => this.workbench.show(PEOPLE, true),
  });
  /** how the room is named, as far as this browser knows */
  readonly named = computed<Pick<KnownRoom, "title" | "dateCreated">>(
    () => this.room.value ?? this.#page.memory.room(this.roomId) ?? {},
  );
  readonly presences = new Presences(browserClock);
  readonly files: OpenFiles;
  /** those without a letter, by their numbers */
  readonly emptyFiles = signal<ReadonlySet<number>>(new Set());
  /** where the caret is in the file that is shown */
  readonly caret = signal<Caret | undefined>(undefined);
  /** what of the room's head is open */
  readonly dialog = signal<"menu" | undefined>(undefined);
  /** the oldest first */
  readonly onlyHere = signal<readonly OnlyHere[]>([]);
  /** nobody may write, whatever their role */
  readonly isFrozen = computed(() => [...this.features.values()].some(({ isReadOnly }) => isReadOnly?.value));
  /** what is typed is kept here, for the server takes no changes just now */
  readonly isHeld = computed(() => [...this.features.values()].some(({ isHeld }) => isHeld?.value));
  /** what is not saved is lost when this page is closed */
  readonly isStorageFailing = signal(false);
  /** the server has a newer page */
  readonly outdated = signal(false);
  readonly sockets = new SocketWatch(() => answers(new URL("ready", homeUrl())));
  readonly hintId = "editor-hint";
  /** what is over has nothing beside it, and no feature does anything in it */
  readonly isOver = computed(() => this.status.value.state === "ended");
  /** what can be done now by a name or a key */
  readonly commands = computed(() => [
    ...(this.isOver.value ? [] : [...this.features.values()].flatMap((feature) => feature.commands?.() ?? [])),
    ...(this.around.value?.pageCommands(this) ?? []),
  ]);
  /** the room's title is being edited */
  readonly isRenaming = signal(false);
  readonly workbench: Workbench;
  /** what is around the code, once it is here */
  readonly around = signal<typeof import("./around/around.ts") | undefined>(undefined);

  readonly #page: Page;
  readonly #features = signal<ReadonlyMap<string, FeatureOpening>>(new Map());
  /** what the server's halves have said before the features were here; undefined once they are, or will not be */
  #unheard: (() => void)[] | undefined = [];
  readonly #client = newClientId();
  readonly #session: Participation;
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
      (file, text, sync) => this.files.opened(file, text, sync),
    );
    this.#session.listen({
      changed: () => this.#changed(),
      presence: (presences) => this.files.place(presences),
      notice: (notice) => this.#notice(notice),
      feature: (name, data) => this.#hear(() => this.features.get(name)?.message?.(data)),
    });
    this.files = new OpenFiles({
      session: this.#session,
      presences: this.presences,
      nonce: page.nonce,
      wrapLines: isPhoneNow(),
      hintId: this.hintId,
      said: show,
      extension: (file) => [
        ...[...this.features.values()].map((feature) => feature.editor?.(file) ?? []),
        tellCaret(this.caret),
        tellEmpty((isEmpty) => this.#tellEmpty(file, isEmpty)),
      ],
      before: page.memory.room(roomId)?.arrangement,
      arranged: (arrangement) => page.memory.change(roomId, { arrangement }),
    });
    this.workbench = new Workbench({
      places: computed(
        () =>
          this.around.value && [
            this.around.value.peoplePlace(this),
            ...[...this.features.values()].flatMap(({ places }) => places ?? []),
          ],
      ),
      before: page.memory.workbench,
      keep: (now) => page.memory.keepWorkbench(now),
    });
  }

  #tellEmpty(file: number, isEmpty: boolean): void {
    const files = new Set(this.emptyFiles.peek());
    files[isEmpty ? "add" : "delete"](file);
    this.emptyFiles.value = files;
  }

  /** by name; none before they are loaded */
  get features(): ReadonlyMap<string, FeatureOpening> {
    return this.#features.value;
  }

  /** All but the code comes behind it. */
  async #loadAround(isHere: () => boolean): Promise<void> {
    const loaded = await Promise.all([import("./around/around.ts"), this.#page.features()]).catch(() => undefined);
    if (!isHere()) return;
    if (loaded === undefined) show(words.value.aroundNotLoaded);
    else {
      const [around, features] = loaded;
      const opening = {
        model: this,
        session: this.#session,
        nonce: this.#page.nonce,
        unseen: this.#madeFiles.unseen,
        enter: (client: string) => this.#enterAgain(client),
        fileMaking: features.find(({ fileMaking }) => fileMaking)?.fileMaking,
      };
      const opened = new Map(
        features.map((feature) => [feature.name, feature.open(around.roomFor(feature.name, opening))]),
      );
      batch(() => {
        this.#features.value = opened;
        this.around.value = around;
      });
      this.files.extend();
    }
    for (const tell of this.#unheard ?? []) tell();
    this.#unheard = undefined;
  }

  /** In the order in which it came. */
  #hear(tell: () => void): void {
    if (this.#unheard) this.#unheard.push(tell);
    else tell();
  }

  #newSession(identity: Identity, editor?: MakeEditor): Participation {
    const { roomId } = this;
    const { keeper } = this.#page;
    return new Participation({
      roomId,
      open: this.sockets.over(socketsTo(roomId, homeUrl())),
      clock: browserClock,
      network: browserNetwork,
      identity,
      keeper,
      sentences,
      ...(editor && { editor }),
    });
  }

  /** Enters the room; `stop` leaves it. */
  start(): void {
    const listening = new AbortController();
    const { signal: whileHere } = listening;
    this.#leave = [this.#page.keeper.hold(this.#client), () => listening.abort()];
    const session = this.#session;
    this.files.start();
    void this.#loadAround(() => !whileHere.aborted);
    session.seen(document.visibilityState === "visible");
    session.start();
    this.#leave.push(
      effect(() => {
        const isFrozen = this.isFrozen.value;
        untracked(() => session.freeze(isFrozen));
      }),
    );
    this.#leave.push(
      effect(() => {
        const shown = this.files.shown.value;
        untracked(() => this.#madeFiles.seen(shown));
      }),
    );
    addEventListener(
      "keydown",
      pressed((event: KeyboardEvent) => this.#press(event)),
      { signal: whileHere },
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
    this.#noteVisit();
    this.#session.leave();
    this.#madeFiles.stop();
    this.#again.over(false);
    for (const leave of this.#leave) leave();
    for (const feature of this.features.values()) feature.closed?.();
    this.files.stop();
    this.presences.stop();
  }

  /** Does what the key is for, unless somebody has taken it on its way up. */
  #press(event: KeyboardEvent): void {
    // AltGr is Ctrl and Alt to some browsers, and types a sign
    if (event.defaultPrevented || event.getModifierState("AltGraph")) return;
    // a dialog has all keys, also where what had the focus in it has gone
    if (document.querySelector("dialog:modal")) return;
    const key = keyOf(event);
    if (isTyped(key, event.target)) return;
    const command = this.commands.peek().find((one) => [one.key].flat().includes(key));
    if (command === undefined) return;
    event.preventDefault();
    command.run();
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
  async putBack(own: OnlyHere): Promise<void> {
    const { file, text, base } = own;
    const { changesToPutBack } = await import("../../sync/putBack.ts");
    const done = (): void => {
      this.forget(own);
      for (const feature of this.features.values()) feature.putBack?.(file);
    };
    this.files.change(file, (current) => changesToPutBack(current, text, base ?? current), done);
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

  #enterAgain(client: string): Participation {
    const { key } = this.#session;
    // a leftover of the client's is another window's affair only when this one is gone
    this.#leave.push(this.#page.keeper.hold(client));
    return this.#newSession({ client, ...(key !== undefined && { key }) });
  }

  #changed(): void {
    const { status, room, you, build } = this.#session;
    const remembered = this.#details.peek();
    const before = this.people.you.peek();
    const myName = (): string | undefined => this.people.person(you?.participant)?.name;
    const nameBefore = myName();
    const welcomed = you !== before;
    if (welcomed && before === undefined) spendInvitation();
    batch(() => {
      this.status.value = status;
      this.isStorageFailing.value = this.#page.keeper.isFailing;
      this.#details.value = room;
      this.people.heard(this.#session);
      this.outdated.value = build !== undefined && this.#page.build !== "" && build !== this.#page.build;
    });
    const isOver = status.state === "ended";
    this.#again.over(isOver && ERRORS[status.code].remedy === "later");
    if (isOver) this.dialog.value = undefined;
    this.#forgetWhatIsThere();
    const isOther =
      room?.programmingLanguage !== remembered?.programmingLanguage ||
      room?.title !== remembered?.title ||
      myName() !== nameBefore;
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
        show(words.value.isThereAgain(own.name));
      }
  }

  #remember(room: RoomDetails, you: You): void {
    const { participant } = you;
    // whole, should this site's data have been cleared since it was made
    const { key } = this.#session;
    const { memory } = this.#page;
    memory.remember({
      roomId: this.roomId,
      name: this.people.person(participant)?.name ?? "",
      participant,
      ...(key !== undefined && { key }),
      title: room.title,
      dateCreated: room.dateCreated,
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
    this.#noteVisit();
  }

  /** The room was visited until now, as far as this page is in it. */
  #noteVisit(): void {
    if (this.people.you.peek() === undefined || this.isOver.peek()) return;
    this.#page.memory.change(this.roomId, { visited: Date.now() });
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
        return this.people.tellOf("joined", notice.person, words.value.isHere);
      case "left":
        return this.people.tellOf("left", notice.person, words.value.hasLeft);
      case "connectionLost":
        return void announce(words.value.connectionLost);
      case "connectionBack":
        return void announce(words.value.connectionBack);
      case "backIn":
        return show(words.value.backIn);
      case "renamed":
        return show(words.value.renamed(notice.before, notice.person.name));
      case "languageChanged":
        return show(words.value.languageChanged(notice.person?.name ?? words.value.somebody, notice.language));
      case "fileMade":
        return this.#madeFiles.add(notice.file, notice.person);
      case "titleChanged":
        return show(titleWords(notice.title, notice.person?.name));
      case "refused":
        return this.#giveBack(notice);
      case "fileClosed":
        this.files.closed(notice.file);
        if (notice.text !== "") return this.#giveBack(notice);
        return notice.isNews ? show(notice.message) : undefined;
      case "onlyHere":
        this.onlyHere.value = [...this.onlyHere.peek(), notice];
        return;
      case "diverged":
        return show(words.value.readAgain);
      case "said": {
        const { code, message, own } = notice;
        const isSaid = [...this.features.values()].some((feature) => feature.refused?.(code, message, own));
        return isSaid ? undefined : show(message);
      }
    }
  }

  #giveBack({ file, message, text }: { readonly file: number; readonly message: string; readonly text: string }): void {
    giveBack({ id: newClientId(), message, text, path: this.nameOf(file) });
  }

  /** Resolves to whether nobody needs the leftover any more. */
  async #deliver(leftover: Unconfirmed): Promise<boolean> {
    const { deliver } = await import("../../sync/leftovers.ts");
    const result = await deliver(leftover, {
      open: socketsTo(leftover.roomId, homeUrl()),
      clock: browserClock,
      network: browserNetwork,
      sentences,
    });
    switch (result.outcome) {
      case "delivered":
        show(words.value.leftovers.saved);
        return true;
      case "undeliverable":
        giveBack({ ...leftBehind(this.#page, leftover), ...result, path: this.nameOf(leftover.file) });
        return false;
      case "kept":
        show(words.value.leftovers.kept(result.message));
        return false;
    }
  }

  #askBeforeLoss(event: BeforeUnloadEvent): void {
    this.#session.keepNow();
    const status = this.status.peek();
    const isKeptNowhere = "pending" in status && status.pending > 0 && this.#page.keeper.isOnlyInMemory;
    // whoever comes back without their key is somebody new
    const isKeyKept = this.people.you.peek() === undefined || this.#page.memory.isKept;
    if (isKeptNowhere || !isKeyKept || this.onlyHere.peek().length > 0) event.preventDefault();
  }
}

/** What the core says, and the server by it. */
const sentences = (): Sentences => ({ ...words.value.core, refused: refusalWords });

const keptNowhere = ({ role }: You): string => words.value.keptNowhere[role === "owner" ? "owner" : "others"];
