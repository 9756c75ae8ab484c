// One opening of a room's assistant: what was asked and answered, who may ask what, what this person asks. Draws nothing.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type {
  AssistState,
  ClientAssistMessage,
  Guardrail,
  Mode,
  OwnKey,
  ServerAssistMessage,
  ShownEntry,
} from "../../../server/features/assist/messages.ts";
import { isConnected, takesChanges } from "../../sync/status.ts";
import type { PageRoom, RunOver } from "../../ui/feature.ts";
import { LogReader } from "../../ui/logReader.ts";
import { AssistLog, OwnEntries, type Page, type Question } from "./assistLog.ts";
import { PAGE_ENTRIES, QUESTION_CHARACTERS } from "./bounds.ts";
import { type Chosen, contextOf, type Sendable, sendingOf } from "./sending.ts";
import { words } from "./words.later.ts";

/** So many are read when the panel is opened first. */
const FIRST_ENTRIES = 40;
/** Entries. */
const MOST_BEHIND = 1_000;
/** As many entries stay in memory; older ones can be read again. */
const MOST_LOADED = 2_000;
/** What the server has not taken by then is asked again, which is harmless. */
const AGAIN_AFTER_MS = 5_000;
/** Typing is looked at again after this, whether it is saved. */
const SAVED_WITHIN_MS = 50;

/** What the assistant needs of the page. */
export interface AssistPage {
  newId(): string;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Shows the panel, with the focus in it where something is to be written. */
  open(withFocus: boolean): void;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** Has a screen reader say it. */
  say(sentence: string): void;
  /** this person's key for a provider */
  readonly ownKey: ReadonlySignal<OwnKey | undefined>;
  /** what this window knows of a file that is open in it; another one when a signal changes that it reads */
  openFile: Sendable["open"];
}

/** What it needs of the room. */
export type AssistRoom = Pick<PageRoom, "roomId" | "room" | "status" | "send" | "lastRun"> & {
  readonly people: Pick<PageRoom["people"], "you">;
  readonly tabs: Pick<PageRoom["tabs"], "shown">;
};

/** Is told the whole text of an answer, once it is whole; undefined: there is none. */
type Answered = (text: string | undefined, id: string) => void;

type Ask = Extract<ClientAssistMessage, { type: "ask" }>;
type Told<Type extends ServerAssistMessage["type"]> = Extract<ServerAssistMessage, { type: Type }>;
export type Placed = Told<"placed">;

/** A question as it is shown. */
export interface ShownQuestion extends Question {
  /** as much of the answer as there is; undefined: it was not read, or is nobody else's */
  readonly text: string | undefined;
  /** private, and forgotten by the server before it was answered */
  readonly isLost: boolean;
}

export class AssistModel {
  readonly room: AssistRoom;
  readonly state = signal<AssistState | undefined>(undefined);
  /** the newest last; completions are not among them */
  readonly questions = signal<readonly ShownQuestion[]>([]);
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  readonly isOpen = signal(false);
  /** answers of others' questions that this person has not seen */
  readonly unseen = signal(0);
  /** asked for, and not taken by the server */
  readonly asking = signal<Ask | undefined>(undefined);

  readonly mode = signal<Mode>("chat");
  readonly draft = signal("");
  readonly isShared = signal(true);
  readonly chosen = signal<Chosen>({});
  /** where a proposal goes, of which more is shown than the panel has */
  readonly placed = signal<Placed | undefined>(undefined);

  /** who can be asked at all: the server's key, or one's own where that is taken */
  readonly own = computed(() => {
    const { value: own } = this.#page.ownKey;
    return own && this.state.value?.ownProviders.includes(own.provider) ? own : undefined;
  });
  readonly isReachable = computed(
    () =>
      this.state.value?.isThere === true && (this.state.value.provider !== undefined || this.own.value !== undefined),
  );
  readonly guardrail = computed<Guardrail>(() => this.state.value?.guardrail ?? "off");
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
  readonly mayRule = computed(
    () =>
      isConnected(this.room.status.value) &&
      this.room.people.you.value?.role === "owner" &&
      this.state.value?.isThere === true &&
      this.state.value.mostGuardrail !== "off",
  );
  /** may decide about what is proposed */
  readonly mayWrite = computed(
    () => takesChanges(this.room.status.value) && (this.room.people.you.value?.role ?? "viewer") !== "viewer",
  );
  /** what is proposed may go into the files: the guardrail may have become another since */
  readonly takesProposals = computed(() => this.guardrail.value === "all");
  /** what would be sent now */
  readonly sending = computed(() => sendingOf(this.mode.value, this.draft.value, this.chosen.value, this.#sendable()));

  readonly #page: AssistPage;
  readonly #own = new OwnEntries();
  /** as much of answers as has come, by the questions' ids */
  readonly #parts = new Map<string, string>();
  /** private, and not ended when the server last said which there are */
  readonly #lost = new Set<string>();
  /** who is told besides the panel, by the questions' ids */
  readonly #waiting = new Map<string, Answered>();
  /** accepted once it is known where they go, by their question and number */
  readonly #accepting = new Set<string>();
  readonly #log = new LogReader<ShownEntry, AssistLog>({
    begin: (at) => new AssistLog(at),
    ask: (from, to) => this.#send({ type: "read", from, to }),
    pageEntries: PAGE_ENTRIES,
    mostBehind: MOST_BEHIND,
  });
  #lastOn: Guardrail | undefined;
  #cancelAgain = (): void => {};

  constructor(room: AssistRoom, page: AssistPage) {
    this.room = room;
    this.#page = page;
    this.hasOlder = this.#log.hasOlder;
    this.isLoading = this.#log.isLoading;
  }

  close(): void {
    this.#cancelAgain();
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

  /** Shows the panel with a mode chosen, ready to be asked in. */
  prepare(mode?: Mode): void {
    if (mode !== undefined) this.mode.value = mode;
    this.#page.open(true);
  }

  choose(chosen: Chosen): void {
    this.chosen.value = { ...this.chosen.peek(), ...chosen };
  }

  /** Asks what is written. */
  submit(): void {
    this.#settleMode();
    if (this.asking.peek() || !this.mayAsk.peek()) return;
    const question = this.draft.peek().trim();
    if (question === "" && NEEDS_WORDS.has(this.mode.peek())) return this.#page.show(words.peek().nothingAsked);
    this.draft.value = "";
    this.ask(this.mode.peek(), question, this.isShared.peek());
  }

  /** Asks in a mode that the guardrail allows; what is sent along is as it was chosen. */
  ask(mode: Mode, question = "", isShared = this.isShared.peek(), chosen = this.chosen.peek()): void {
    if (!this.modes.peek().includes(mode)) return this.#page.show(words.peek().mayNotNow);
    this.#page.open(false);
    const { value: own } = this.own;
    this.asking.value = {
      type: "ask",
      id: this.#page.newId(),
      mode,
      isShared,
      question: question.slice(0, QUESTION_CHARACTERS),
      context: { files: [] },
      ...(own && { own }),
    };
    this.#askWith(chosen);
  }

  /** Asks why a run has failed, in the mode that the guardrail has for it. */
  explain(run: RunOver): void {
    const { modes } = this;
    const mode = (["debug", "explain", "chat"] as const).find((one) => modes.peek().includes(one)) ?? "debug";
    this.ask(mode, words.peek().whyFailed(run.path), this.isShared.peek(), { files: new Set([run.file]), run });
  }

  /**
   * Asks what comes at the caret of a file, for this person alone. The returned function gives it up; undefined: some of the file is not
   * saved yet, and nothing is asked.
   */
  complete(file: number, answered: Answered): (() => void) | undefined {
    const open = this.#page.openFile(file);
    const { version, to = 0 } = open ?? {};
    if (open && version === undefined) return undefined;
    const id = this.#page.newId();
    if (version === undefined || !this.modes.peek().includes("complete")) {
      answered(undefined, id);
      return () => {};
    }
    const { value: own } = this.own;
    const context = { files: [{ file, version, from: to, to }] };
    this.#waiting.set(id, answered);
    this.#send({ type: "ask", id, mode: "complete", isShared: false, question: "", context, ...(own && { own }) });
    return () => {
      if (this.#waiting.delete(id)) this.#send({ type: "stop", id });
    };
  }

  /** A completion stands in the text now. */
  taken(id: string): void {
    this.#send({ type: "taken", id });
  }

  /** Whether this person may have an answer ended. */
  mayStop({ participant, end }: Question): boolean {
    const you = this.room.people.you.value;
    return !end && isConnected(this.room.status.value) && (you?.participant === participant || you?.role === "owner");
  }

  stop(id: string): void {
    this.#send({ type: "stop", id });
  }

  /** Shows where a proposal goes. */
  look(id: string, block: number): void {
    this.#send({ type: "look", id, block });
  }

  lookNoMore(): void {
    this.placed.value = undefined;
  }

  /** Takes a proposal in, unless somebody has edited there meanwhile: then that is shown first. */
  accept(id: string, block: number): void {
    this.#accepting.add(`${id} ${block}`);
    this.look(id, block);
  }

  /** Takes in what is shown, also where it has changed. */
  acceptPlaced(): void {
    const { value: placed } = this.placed;
    if (placed) this.#accept(placed);
  }

  refuse(id: string, block: number): void {
    this.placed.value = undefined;
    this.#send({ type: "refuse", id, block });
  }

  /** Turns it off for everybody, or on again: as it was when this window last saw it on, else as far as the operator lets it. */
  turn(isOn: boolean): void {
    const { value: state } = this.state;
    if (!state || !this.mayRule.peek()) return;
    const guardrail = isOn ? (this.#lastOn ?? state.mostGuardrail) : "off";
    this.#send({ type: "setting", guardrail, mayAsk: state.mayAsk });
  }

  // ---- asking

  #sendable(): Sendable {
    const files = (this.room.room.value?.files ?? []).filter(({ deleted, purged }) => !deleted && !purged);
    return {
      shown: this.room.tabs.shown.value,
      files: files.map(({ file, name }) => ({ file, path: name })),
      open: (file) => this.#page.openFile(file),
      lastRun: this.room.lastRun.value,
    };
  }

  /** The guardrail may have become another. */
  #settleMode(): void {
    const [first] = this.modes.peek();
    if (first !== undefined && !this.modes.peek().includes(this.mode.peek())) this.mode.value = first;
  }

  /** Once what is typed is saved, for the server reads what it has. */
  #askWith(chosen: Chosen): void {
    const ask = this.asking.peek();
    if (!ask) return;
    this.#cancelAgain();
    const there = this.#sendable();
    const context = contextOf(sendingOf(ask.mode, ask.question, chosen, there), there);
    if (!context) {
      this.#cancelAgain = this.#page.after(SAVED_WITHIN_MS, () => this.#askWith(chosen));
      return;
    }
    this.asking.value = { ...ask, context };
    this.#askAgain();
  }

  #askAgain(): void {
    const { value: ask } = this.asking;
    if (!ask) return;
    this.#cancelAgain();
    this.#cancelAgain = this.#page.after(AGAIN_AFTER_MS, () => this.#askAgain());
    this.#send(ask);
  }

  #isTaken(id: string): void {
    if (this.asking.peek()?.id !== id) return;
    this.asking.value = undefined;
    this.#cancelAgain();
  }

  #accept({ id, block, version, isChanged }: Placed): void {
    this.placed.value = undefined;
    this.#send({ type: "accept", id, block, version, isChangeSeen: isChanged });
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
          return this.#onHead(told.head);
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
        case "refused":
          return this.#onRefused(told);
      }
    });
  }

  #onState(state: AssistState): void {
    this.state.value = state;
    if (state.guardrail !== "off") this.#lastOn = state.guardrail;
    if (!this.takesProposals.peek()) this.placed.value = undefined;
    this.#settleMode();
  }

  /** The connection is there, for the first time or again; or this window was too slow. */
  #onHead(head: number): void {
    const anew = this.#log.head(0, head);
    if (anew && head > 0) this.#log.read(Math.max(0, head - FIRST_ENTRIES), head);
    this.#changed();
    this.#log.readOn();
    // of the version that was sent then
    if (this.asking.peek()?.context.files.length) this.#askAgain();
  }

  #onEntries(page: Page): void {
    const from = this.#log.entries(page);
    const { head = 0, from: first = 0 } = this.#log.log ?? {};
    if (head - first > MOST_LOADED) this.#log.forget(head - MOST_LOADED / 2);
    this.#changed();
    // what is read later is no news
    if (from === page.from) for (const entry of page.entries) if (entry) this.#tell(entry, false);
    this.#log.readOn();
  }

  #onPage(page: Page): void {
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
    if (!isAll) for (const entry of entries) this.#tell(entry, true);
  }

  #onPart({ id, at, text }: Told<"part">): void {
    const before = this.#parts.get(id) ?? "";
    // what is between comes with the end
    if (at > before.length) return;
    this.#parts.set(id, before.slice(0, at) + text);
    this.#changed();
  }

  #onPlaced(placed: Placed): void {
    const isAccepting = this.#accepting.delete(`${placed.id} ${placed.block}`);
    if (isAccepting && !placed.isChanged) this.#accept(placed);
    else this.placed.value = placed;
  }

  #onRefused({ id, block, why, sentence, retryAfterMs }: Told<"refused">): void {
    if (id !== undefined && block !== undefined) this.#accepting.delete(`${id} ${block}`);
    if (id !== undefined) this.#answer(id, undefined);
    const { value: ask } = this.asking;
    if (ask && ask.id === id) {
      this.#isTaken(ask.id);
      if (this.draft.peek() === "") this.draft.value = ask.question;
    }
    // somebody was quicker by a moment: it is shown what they did
    if (why === "changed" && id !== undefined && block !== undefined) return this.look(id, block);
    // what somebody else has done already is shown
    if (why === "doneAlready") return;
    this.#page.show(why === "notTaken" ? sentence : words.peek().refused[why](retryAfterMs));
  }

  // ---- reading

  #changed(): void {
    const asked = this.#log.log?.questions(this.#own) ?? [];
    this.questions.value = asked
      .filter(({ mode }) => mode !== "complete")
      .map((one) => ({ ...one, text: one.end?.text ?? this.#parts.get(one.id), isLost: this.#isLost(one) }));
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
      this.#isTaken(entry.id);
      return;
    }
    if (entry.type !== "answered") return;
    if (isOwn) this.#answer(entry.id, entry.ended === "whole" ? entry.text : undefined);
    this.#parts.delete(entry.id);
    const question = this.questions.peek().find(({ id }) => id === entry.id);
    // of a private one this person is told apart
    if (!question || question.isShared === isOwn) return;
    const isMine = question.participant === this.#me;
    if (!isMine && !this.isOpen.peek() && question.isShared) this.unseen.value += 1;
    if (isMine || (this.isOpen.peek() && question.isShared)) this.#page.say(words.peek().ended[entry.ended]);
  }

  #answer(id: string, text: string | undefined): void {
    const answered = this.#waiting.get(id);
    this.#waiting.delete(id);
    answered?.(text, id);
  }

  get #me(): number | undefined {
    return this.room.people.you.peek()?.participant;
  }

  nameOf(participant: number): string {
    const people = this.room.room.value?.participants ?? [];
    return people.find((one) => one.participant === participant)?.name ?? words.value.somebody;
  }
}

/** The mode alone does not say what is wanted. @public */
export const NEEDS_WORDS: ReadonlySet<Mode> = new Set(["generate", "chat"]);
