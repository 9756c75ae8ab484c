// One opening of a room's assistant: what was asked and answered, who may ask what, what becomes of proposals. Draws nothing.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type {
  AssistState,
  ClientAssistMessage,
  Guardrail,
  MayAsk,
  Mode,
  OwnKey,
  ServerAssistMessage,
  ShownEntry,
} from "../../../server/features/assist/messages.ts";
import { isConnected, takesChanges } from "../../sync/status.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import type { EntryPage } from "../../ui/parts/logs/loadedEntries.ts";
import { LogReader } from "../../ui/parts/logs/logReader.ts";
import { Asking, type AskingRoom, type AskingSurroundings } from "./asking.ts";
import { LoadedQuestions, OwnEntries, type Question } from "./loadedQuestions.ts";
import { GUARDRAILS, PAGE_ENTRIES } from "./bounds.ts";
import { CaretSends, type CaretSurroundings } from "./caretSends.ts";
import { endSays } from "./endSays.ts";
import type { Recipient } from "./recipient.ts";
import { words } from "./words.later.ts";

/** So many are read when the panel is opened first. */
const FIRST_ENTRIES = 40;
/** Entries. */
const MOST_BEHIND = 1_000;
/** As many entries stay in memory; older ones can be read again. */
const MOST_LOADED = 2_000;

/** What the assistant needs of the page. */
export interface AssistSurroundings extends AskingSurroundings {
  /** Has a screen reader say it. */
  say(sentence: string): void;
  /** this person's key for a provider */
  readonly ownKey: ReadonlySignal<OwnKey | undefined>;
  readonly caret: CaretSurroundings;
}

/** What it needs of the room. */
export type AssistRoom = AskingRoom &
  Pick<PageRoom, "roomId" | "status" | "send"> & {
    readonly people: Pick<PageRoom["people"], "you" | "isOwner" | "person" | "nameOf">;
  };

type Told<Type extends ServerAssistMessage["type"]> = Extract<ServerAssistMessage, { type: Type }>;
export type Placed = Told<"placed">;

/** A question as it is shown. */
export interface ShownQuestion extends Question {
  /** as much of the answer as there is; undefined: it was not read, or is nobody else's */
  readonly text: string | undefined;
  /** private, and forgotten by the server before it was answered */
  readonly isLost: boolean;
}

const keyOf = (id: string, block: number): string => `${id} ${block}`;

const notTakenSays = (sentence: string, retryMs: number | undefined): string =>
  retryMs === undefined ? sentence : `${sentence} ${words.peek().tryIn(retryMs)}`;

export class AssistModel {
  readonly room: AssistRoom;
  readonly state = signal<AssistState | undefined>(undefined);
  /** the newest last; completions are not among them */
  readonly questions = signal<readonly ShownQuestion[]>([]);
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly isOpen = signal(false);
  /** answers that this person has not seen */
  readonly unseen = signal(0);
  /** what this person asks */
  readonly asking: Asking;
  /** what of it goes at a caret */
  readonly caret: CaretSends;
  /** where a proposal goes, of which more is shown than the panel has */
  readonly placed = signal<Placed | undefined>(undefined);
  /** why what this person wanted of a proposal last was not done, in a sentence, by its question and number */
  readonly #problems = signal<ReadonlyMap<string, string>>(new Map());

  /** who can be asked at all: the server's key, or one's own where that is taken */
  readonly own = computed(() => {
    const { value: own } = this.#surroundings.ownKey;
    return own && this.state.value?.ownProviders.includes(own.provider) ? own : undefined;
  });
  readonly isReachable = computed(
    () =>
      this.state.value?.isThere === true && (this.state.value.provider !== undefined || this.own.value !== undefined),
  );
  /** to whom all goes that is asked; undefined: nobody can be asked */
  readonly recipient = computed<Recipient | undefined>(() => {
    const { value: own } = this.own;
    const { provider, model = "" } = own ?? this.state.value ?? {};
    return provider === undefined ? undefined : { provider, model, isOwnKey: own !== undefined };
  });
  /** there is something of it for this person: it can be asked, or was; without a key and a question it is nothing to them */
  readonly isAround = computed(
    () => this.state.value?.isThere === true && (this.isReachable.value || this.questions.value.length > 0),
  );
  readonly guardrail = computed<Guardrail>(() => this.state.value?.guardrail ?? "off");
  /** those that owners choose from: the operator's is the least strict that there is */
  readonly guardrails = computed(() =>
    GUARDRAILS.slice(0, GUARDRAILS.indexOf(this.state.value?.mostGuardrail ?? "off") + 1),
  );
  /** in which this person may ask now; none: they may not */
  readonly modes = computed<readonly Mode[]>(() => {
    const role = this.room.people.you.value?.role;
    const mayAsk = role === "owner" || (role === "editor" && this.state.value?.mayAsk === "editors");
    return mayAsk && this.isReachable.value && takesChanges(this.room.status.value)
      ? (this.state.value?.modes ?? [])
      : [];
  });
  readonly mayAsk = computed(() => this.modes.value.length > 0);
  /** may say what holds for everybody */
  readonly maySetGuardrail = computed(
    () =>
      isConnected(this.room.status.value) &&
      this.room.people.isOwner.value &&
      this.isAround.value &&
      this.state.value?.mostGuardrail !== "off",
  );
  /** may decide about what is proposed */
  readonly mayWrite = computed(
    () => takesChanges(this.room.status.value) && (this.room.people.you.value?.role ?? "viewer") !== "viewer",
  );
  /** what is proposed may go into the files: the guardrail may have become another since */
  readonly takesProposals = computed(() => this.guardrail.value === "all");

  readonly #surroundings: AssistSurroundings;
  readonly #own = new OwnEntries();
  /** as much of answers as has come, by the questions' ids */
  readonly #parts = new Map<string, string>();
  /** private, and not ended when the server last said which there are */
  readonly #lost = new Set<string>();
  /** proposals of which something is wanted that the server has not answered, by their question and number; true: accepted once it is known where it goes */
  readonly #wanted = new Map<string, boolean>();
  readonly #log = new LogReader<ShownEntry, LoadedQuestions>({
    begin: (at) => new LoadedQuestions(at),
    ask: (from, to) => this.#send({ type: "read", from, to }),
    pageEntries: PAGE_ENTRIES,
    mostBehind: MOST_BEHIND,
  });
  #lastOn: Guardrail | undefined;

  constructor(room: AssistRoom, surroundings: AssistSurroundings) {
    this.room = room;
    this.#surroundings = surroundings;
    this.hasOlder = this.#log.hasOlder;
    this.isLoading = this.#log.isLoading;
    this.caret = new CaretSends(surroundings.caret, this.recipient);
    this.asking = new Asking(room, surroundings, this, (message) => this.#send(message));
  }

  close(): void {
    this.asking.close();
  }

  /** How many updates a file had when it was reviewed for everybody last, as far as that was read; another one when a signal changes that it reads. */
  reviewedAt(file: number): number | undefined {
    const reviews = this.questions.value.filter(
      ({ mode, isShared, end }) => mode === "review" && isShared && end?.ended === "whole",
    );
    const sent = reviews.flatMap(({ context }) => context?.files ?? []);
    return sent.findLast((one) => one.file === file)?.version;
  }

  // ---- what a person does

  /** The panel is there to be read from now on, or not any more. */
  setOpen(isOpen: boolean): void {
    this.isOpen.value = isOpen;
    if (!isOpen) return;
    this.unseen.value = 0;
    if (this.questions.value.length < FIRST_ENTRIES / 4) this.readOlder();
  }

  readOlder(): void {
    this.#log.readOlder();
  }

  /** Whether this person may have an answer ended. */
  mayStop({ participant, end }: Question): boolean {
    const you = this.room.people.you.value;
    return !end && isConnected(this.room.status.value) && (you?.participant === participant || you?.role === "owner");
  }

  stop(id: string): void {
    this.#send({ type: "stop", id });
  }

  /** Why what this person wanted of a proposal last was not done. */
  problemOf(id: string, block: number): string | undefined {
    return this.#problems.value.get(keyOf(id, block));
  }

  /** Shows where a proposal goes. */
  look(id: string, block: number): void {
    this.#want(id, block);
    this.#send({ type: "look", id, block });
  }

  /** People type where it is shown: nothing else is wanted of it, and why nothing came stays. */
  lookAnew(id: string, block: number): void {
    this.#wanted.set(keyOf(id, block), false);
    this.#send({ type: "look", id, block });
  }

  lookNoMore(): void {
    this.placed.value = undefined;
  }

  /** Takes a proposal in, unless somebody has edited there meanwhile: then that is shown first. */
  accept(id: string, block: number): void {
    this.#want(id, block, true);
    this.#send({ type: "look", id, block });
  }

  /** Takes in what is shown, also where it has changed. */
  acceptPlaced(): void {
    const { value: placed } = this.placed;
    if (placed) this.#accept(placed);
  }

  refuse(id: string, block: number): void {
    this.placed.value = undefined;
    this.#want(id, block);
    this.#send({ type: "refuse", id, block });
  }

  /** Turns it off for everybody, or on again: as it was when this window last saw it on, else as far as the operator lets it. */
  turn(isOn: boolean): void {
    this.set({ guardrail: isOn ? (this.#lastOn ?? this.state.peek()?.mostGuardrail ?? "off") : "off" });
  }

  /** Says for everybody what the assistant may do, or who may ask it; what is not named stays. */
  set(changed: { readonly guardrail?: Guardrail; readonly mayAsk?: MayAsk }): void {
    const state = this.state.peek();
    if (!state || !this.maySetGuardrail.peek()) return;
    this.#send({ type: "setting", guardrail: state.guardrail, mayAsk: state.mayAsk, ...changed });
  }

  #accept({ id, block, version, isChanged }: Placed): void {
    this.placed.value = undefined;
    this.#want(id, block);
    this.#send({ type: "accept", id, block, version, isChangeSeen: isChanged });
  }

  #want(id: string, block: number, isAccepting = false): void {
    this.#wanted.set(keyOf(id, block), isAccepting);
    const problems = new Map(this.#problems.peek());
    if (problems.delete(keyOf(id, block))) this.#problems.value = problems;
  }

  /** Nothing came of these; it is said where they are shown, and so for as long as nothing else is wanted of them. */
  #inVain(keys: Iterable<string>, sentence: string): void {
    const problems = new Map(this.#problems.peek());
    for (const key of keys) {
      this.#wanted.delete(key);
      problems.set(key, sentence);
    }
    this.#problems.value = problems;
  }

  /** The room has taken nothing of what this window said to a feature just now, and says so to the person: it may have been about proposals, a question, or at a caret. */
  notTaken(sentence: string): void {
    this.asking.waits(sentence);
    this.#inVain([...this.#wanted.keys()], sentence);
    this.asking.notTaken((id) => this.#own.has(id));
  }

  #send(message: ClientAssistMessage): void {
    this.room.send(message);
  }

  // ---- what the other half says

  message(data: unknown): void {
    // from the server that this page came from
    const told = data as ServerAssistMessage;
    batch(() => {
      switch (told.type) {
        case "state":
          return this.#onState(told);
        case "head":
          return this.#onHead(told);
        case "entries":
          return this.#onEntries(told);
        case "page":
          return this.#onPage(told);
        case "own":
          return this.#onOwn(told.entries, told.isAll === true);
        case "part":
          return this.#onPart(told);
        case "placed":
          return this.#onPlaced(told);
        case "askedBefore":
          return this.asking.isTaken(told.id);
        case "refused":
          return this.#onRefused(told);
      }
    });
  }

  #onState(state: AssistState): void {
    this.state.value = state;
    if (state.guardrail !== "off") this.#lastOn = state.guardrail;
    if (!this.takesProposals.peek()) this.placed.value = undefined;
    this.asking.settleMode();
  }

  /** The connection is there, for the first time or again; this window was too slow; the log was begun; or there is more in it for this person. */
  #onHead({ head, isAnew }: Told<"head">): void {
    const anew = this.#log.head(0, head, isAnew);
    if (anew && head > 0) this.#log.read(Math.max(0, head - FIRST_ENTRIES), head);
    // what is shown stays until it is read anew
    if (!isAnew) this.#changed();
    this.#log.readOn();
  }

  #onEntries(page: EntryPage<ShownEntry>): void {
    const from = this.#log.entries(page);
    const { head = 0, from: first = 0 } = this.#log.log ?? {};
    if (head - first > MOST_LOADED) this.#log.forget(head - MOST_LOADED / 2);
    this.#changed();
    // what is read later is no news
    if (from === page.from) for (const entry of page.entries) if (entry) this.#tell(entry, false);
    this.#log.readOn();
  }

  #onPage(page: EntryPage<ShownEntry>): void {
    if (!this.#log.page(page)) return;
    this.#changed();
    this.#log.readOn();
  }

  #onOwn(entries: readonly ShownEntry[], isAll: boolean): void {
    this.#own.add(entries, isAll);
    if (isAll)
      for (const { id, isShared, participant, end } of this.questions.peek())
        if (!isShared && participant === this.#me && !end && !this.#own.has(id)) this.#lost.add(id);
    this.#changed();
    // all that there are is told on coming in alone
    if (isAll) {
      for (const entry of entries) if (entry.type === "answered") this.#tellCaret(entry);
      this.asking.notTaken((id) => this.#own.has(id), words.peek().caret.connectionBroke);
      this.asking.connected();
      this.notTaken(words.peek().connectionBroke);
    } else for (const entry of entries) this.#tell(entry, true);
  }

  #onPart({ id, at, text }: Told<"part">): void {
    const before = this.#parts.get(id) ?? "";
    // what is between comes with the end
    if (at > before.length) return;
    this.#parts.set(id, before.slice(0, at) + text);
    this.#changed();
  }

  #onPlaced(placed: Placed): void {
    const key = keyOf(placed.id, placed.block);
    const isAccepting = this.#wanted.get(key) === true;
    this.#wanted.delete(key);
    if (isAccepting && !placed.isChanged) this.#accept(placed);
    else this.placed.value = placed;
  }

  #onRefused({ id, block, why, sentence, retryAfterMs }: Told<"refused">): void {
    if (id !== undefined) this.asking.isRefused(id);
    // what somebody else has done already is shown
    if (why === "doneAlready") return;
    const says = why === "notTaken" ? notTakenSays(sentence, retryAfterMs) : words.peek().refused[why](retryAfterMs);
    if (id === undefined || block === undefined) return this.#surroundings.show(says);
    // somebody was quicker by a moment: it is shown what they did
    if (why === "changed") return this.look(id, block);
    this.#inVain([keyOf(id, block)], says);
    // where its proposal is not seen
    if (!this.isOpen.peek()) this.#surroundings.show(says);
  }

  // ---- reading

  #changed(): void {
    const asked = this.#log.log?.questions(this.#own) ?? [];
    this.questions.value = asked
      .filter(({ mode }) => mode !== "complete")
      .map((one) => ({ ...one, text: one.end ? one.end.text : this.#parts.get(one.id), isLost: this.#isLost(one) }));
    const { value: placed } = this.placed;
    const looked = asked.find(({ id }) => id === placed?.id);
    if (placed && looked?.verdicts.has(placed.block)) this.placed.value = undefined;
  }

  #isLost({ id, isShared, participant, end }: Question): boolean {
    if (isShared || participant !== this.#me) return false;
    return this.#lost.has(id) || (end !== undefined && end.text === undefined && !this.#own.has(id));
  }

  /** What has happened just now; `isOwn`: with the words of a private question. */
  #tell(entry: ShownEntry, isOwn: boolean): void {
    if (entry.type === "asked") {
      this.asking.isTaken(entry.id);
      return;
    }
    if (entry.type === "accepted" || entry.type === "refusedBlock") return this.#tellVerdict(entry);
    if (entry.type !== "answered") return;
    if (isOwn) this.#tellCaret(entry);
    this.#parts.delete(entry.id);
    const question = this.questions.peek().find(({ id }) => id === entry.id);
    // of a private one this person is told apart
    if (!question || question.isShared === isOwn) return;
    const isMine = question.participant === this.#me;
    if (!this.isOpen.peek() && (isMine || question.isShared)) this.unseen.value += 1;
    if (isMine || (this.isOpen.peek() && question.isShared)) this.#surroundings.say(words.peek().ended[entry.ended]);
  }

  /** What this person has decided, and how many proposals of the answer are left to them. */
  #tellVerdict({ id, block, participant, type }: Extract<ShownEntry, { type: "accepted" | "refusedBlock" }>): void {
    this.#wanted.delete(keyOf(id, block));
    const question = this.questions.peek().find((one) => one.id === id);
    if (!question || participant !== this.#me) return;
    const left = (question.end?.blocks ?? []).filter((one) => "changes" in one && !question.verdicts.has(one.block));
    const { acceptedLeft, refusedLeft } = words.peek();
    this.#surroundings.say((type === "accepted" ? acceptedLeft : refusedLeft)(left.length));
  }

  /** Whoever waits at a caret: what is half there is nothing to go on with. */
  #tellCaret(end: Extract<ShownEntry, { type: "answered" }>): void {
    const { id, ended, text } = end;
    const isWhole = ended === "whole";
    const notWhole = (): string => endSays(end, this.#own.isByOwnKey(id));
    // what was stopped somebody did not want any more
    const why = isWhole ? words.peek().nothingToGoOn : ended === "stopped" ? undefined : notWhole();
    this.asking.answered(id, isWhole ? text : undefined, why);
  }

  get #me(): number | undefined {
    return this.room.people.you.peek()?.participant;
  }
}
