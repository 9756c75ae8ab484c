// What one person asks of the assistant: the question that they write, on its way until the server has taken it, and what comes at a caret. Draws nothing.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ClientAssistMessage, Mode, OwnKey } from "../../../server/features/assist/messages.ts";
import type { PageRoom, RunOver } from "../../ui/pageFeature.ts";
import { QUESTION_CHARACTERS } from "./bounds.ts";
import type { CaretSends } from "./caretSends.ts";
import { type Chosen, contextOf, type Sendable, type Sending, sendingOf } from "./sending.ts";
import { words } from "./words.later.ts";

/** What the server has not taken by then is asked again, which is harmless. */
const AGAIN_AFTER_MS = 5_000;
/** Typing is looked at again after this, whether it is saved. */
const SAVED_WITHIN_MS = 50;

/** The mode alone does not say what is wanted. @public */
export const NEEDS_WORDS: ReadonlySet<Mode> = new Set(["generate", "chat"]);

/** What asking needs of the page. */
export interface AskingSurroundings {
  newId(): string;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Shows the panel, with the focus in it where something is to be written. */
  open(withFocus: boolean): void;
  /** Tells the person in passing. */
  show(sentence: string): void;
  /** what this window knows of a file that is open in it; another one when a signal changes that it reads */
  openFile: Sendable["open"];
}

/** What it needs of the room. */
export type AskingRoom = Pick<PageRoom, "room" | "lastRun"> & { readonly tabs: Pick<PageRoom["tabs"], "shown"> };

/** Who is asked, and for what. */
interface May {
  /** in which this person may ask now; none: they may not */
  readonly modes: ReadonlySignal<readonly Mode[]>;
  /** by their own key; undefined: by the server's */
  readonly own: ReadonlySignal<OwnKey | undefined>;
  /** how many updates a file had when it was reviewed last */
  reviewedAt: Sendable["reviewedAt"];
  /** what goes at a caret */
  readonly caret: Pick<CaretSends, "isShown">;
}

interface AskOptions {
  /** may be empty where the mode says enough */
  readonly question?: string;
  readonly isShared?: boolean;
  readonly chosen?: Chosen;
  /** what is asked from elsewhere leaves the panel as it is */
  readonly isInPanel?: boolean;
}

/** Is told the whole text of an answer, once it is whole; undefined: there is none. `why` nothing comes of it, unless that is said elsewhere or needs no word. */
type Answered = (text: string | undefined, id: string, why?: string) => void;

type Ask = Extract<ClientAssistMessage, { type: "ask" }>;

export class Asking {
  readonly mode = signal<Mode>("chat");
  readonly draft = signal("");
  readonly isShared = signal(true);
  readonly chosen = signal<Chosen>({});
  /** asked for last, and not taken by the server */
  readonly onItsWay = computed(() => [...this.#onTheirWay.value.values()].at(-1));
  /** why it is, as far as that was said; it is asked again */
  readonly waitsBecause = signal<string | undefined>(undefined);
  /** what would be sent now */
  readonly sending = computed(() => this.sendingOf(this.mode.value, this.draft.value));

  readonly #room: AskingRoom;
  readonly #surroundings: AskingSurroundings;
  readonly #may: May;
  readonly #send: (message: ClientAssistMessage) => void;
  /** by their ids: from elsewhere more is asked before the first is taken */
  readonly #onTheirWay = signal<ReadonlyMap<string, Ask>>(new Map());
  /** ends what is put off of those, by their ids */
  readonly #cancels = new Map<string, () => void>();
  /** who is told besides the panel, by the questions' ids */
  readonly #waiting = new Map<string, Answered>();

  constructor(
    room: AskingRoom,
    surroundings: AskingSurroundings,
    may: May,
    send: (message: ClientAssistMessage) => void,
  ) {
    this.#room = room;
    this.#surroundings = surroundings;
    this.#may = may;
    this.#send = send;
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel();
  }

  // ---- what a person does

  /** Shows the panel with a mode chosen, ready to be asked in. */
  prepare(mode?: Mode): void {
    if (mode !== undefined) this.mode.value = mode;
    this.#surroundings.open(true);
  }

  choose(chosen: Chosen): void {
    this.chosen.value = { ...this.chosen.peek(), ...chosen };
  }

  /** Asks what is written. */
  submit(): void {
    this.settleMode();
    if (this.onItsWay.peek() || this.#may.modes.peek().length === 0) return;
    const question = this.draft.peek().trim();
    if (question === "" && NEEDS_WORDS.has(this.mode.peek())) return this.#surroundings.show(words.peek().nothingAsked);
    const over = question.length - QUESTION_CHARACTERS;
    if (over > 0) return this.#surroundings.show(words.peek().askedTooLong(over));
    this.draft.value = "";
    this.ask(this.mode.peek(), { question });
  }

  /** Asks in a mode that the guardrail allows; what is sent along is as it was chosen. False: it cannot be asked, which is said. */
  ask(mode: Mode, options: AskOptions = {}): boolean {
    const { question = "", isShared = this.isShared.peek(), chosen = this.chosen.peek(), isInPanel = true } = options;
    if (!this.#may.modes.peek().includes(mode)) {
      this.#surroundings.show(words.peek().mayNotNow);
      return false;
    }
    if (isInPanel) this.#surroundings.open(false);
    const { value: own } = this.#may.own;
    this.waitsBecause.value = undefined;
    const id = this.#surroundings.newId();
    this.#put({
      type: "ask",
      id,
      mode,
      isShared,
      question: question.slice(0, QUESTION_CHARACTERS),
      context: { files: [] },
      ...(own && { own }),
    });
    this.#askWith(id, chosen);
    return true;
  }

  /** What would be sent with this question, as it is chosen; another one when a signal changes that it reads. */
  sendingOf(mode: Mode, question: string, chosen = this.chosen.value): Sending {
    return sendingOf(mode, question, chosen, this.#sendable());
  }

  /** What goes beside what is selected, whatever is chosen in the panel: its file. */
  get #besideSelection(): Chosen {
    return { files: new Set([this.#room.tabs.shown.value]), run: false };
  }

  /** What would be sent by `askSelected`; another one when a signal changes that it reads. */
  sendingSelected(mode: Mode): Sending {
    return this.sendingOf(mode, "", this.#besideSelection);
  }

  /** Asks about what is selected, in a mode that needs no words. */
  askSelected(mode: Mode): void {
    this.ask(mode, { chosen: this.#besideSelection });
  }

  /** Why a run has failed, in the mode that the guardrail has for it, with its file and its output. */
  #whyFailed(run: RunOver) {
    const { value: modes } = this.#may.modes;
    const mode = (["debug", "explain", "chat"] as const).find((one) => modes.includes(one)) ?? "debug";
    return { mode, question: words.value.whyFailed(run.path), chosen: { files: new Set([run.file]), run } };
  }

  /** What would be sent by `explain`; another one when a signal changes that it reads. */
  sendingWhy(run: RunOver): Sending {
    const { mode, question, chosen } = this.#whyFailed(run);
    return this.sendingOf(mode, question, chosen);
  }

  /** Asks why a run has failed. */
  explain(run: RunOver): void {
    const { mode, ...options } = this.#whyFailed(run);
    this.ask(mode, options);
  }

  /**
   * Asks what comes at the caret of a file, for this person alone. The returned function gives it up; undefined: some of the file is not
   * saved yet, and nothing is asked.
   */
  complete(file: number, answered: Answered): (() => void) | undefined {
    const open = this.#surroundings.openFile(file);
    const { version, to = 0 } = open ?? {};
    if (open && version === undefined) return undefined;
    const id = this.#surroundings.newId();
    const mayNot = version === undefined || !this.#may.modes.peek().includes("complete");
    if (mayNot || !this.#may.caret.isShown.peek()) {
      answered(undefined, id, mayNot ? words.peek().mayNotNow : words.peek().caret.notShown);
      return () => {};
    }
    const { value: own } = this.#may.own;
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

  // ---- on its way

  #sendable(): Sendable {
    const files = (this.#room.room.value?.files ?? []).filter(({ deleted, purged }) => !deleted && !purged);
    return {
      shown: this.#room.tabs.shown.value,
      files: files.map(({ file, name }) => ({ file, path: name })),
      open: (file) => this.#surroundings.openFile(file),
      lastRun: this.#room.lastRun.value,
      reviewedAt: (file) => this.#may.reviewedAt(file),
    };
  }

  /** The guardrail may have become another. */
  settleMode(): void {
    const modes = this.#may.modes.peek();
    const [first] = modes;
    if (first !== undefined && !modes.includes(this.mode.peek())) this.mode.value = first;
  }

  #put(ask: Ask): void {
    this.#onTheirWay.value = new Map(this.#onTheirWay.peek()).set(ask.id, ask);
  }

  /** Once what is typed is saved, for the server reads what it has. */
  #askWith(id: string, chosen: Chosen): void {
    const ask = this.#onTheirWay.peek().get(id);
    if (!ask) return;
    const there = this.#sendable();
    const context = contextOf(sendingOf(ask.mode, ask.question, chosen, there), there);
    if (!context) return this.#later(id, SAVED_WITHIN_MS, () => this.#askWith(id, chosen));
    this.#put({ ...ask, context });
    this.#askAgain(id);
  }

  #askAgain(id: string): void {
    const ask = this.#onTheirWay.peek().get(id);
    if (!ask) return;
    this.#later(id, AGAIN_AFTER_MS, () => this.#askAgain(id));
    this.#send(ask);
  }

  /** In the place of what was put off of this question before. */
  #later(id: string, ms: number, run: () => void): void {
    this.#cancels.get(id)?.();
    this.#cancels.set(id, this.#surroundings.after(ms, run));
  }

  /** The connection is there again: what was on its way is asked of the version that was sent then. */
  connected(): void {
    for (const { id, context } of this.#onTheirWay.peek().values()) if (context.files.length > 0) this.#askAgain(id);
  }

  /** The room takes nothing just now, for this reason. */
  waits(sentence: string): void {
    if (this.onItsWay.peek()) this.waitsBecause.value = sentence;
  }

  /** The server has it. */
  isTaken(id: string): void {
    const left = new Map(this.#onTheirWay.peek());
    if (!left.delete(id)) return;
    this.#onTheirWay.value = left;
    this.#cancels.get(id)?.();
    this.#cancels.delete(id);
    this.waitsBecause.value = undefined;
  }

  /** It is not asked, and is a draft again, before what was written since. */
  isRefused(id: string): void {
    this.answered(id, undefined);
    const ask = this.#onTheirWay.peek().get(id);
    if (!ask) return;
    this.isTaken(id);
    this.draft.value = [ask.question, this.draft.peek()].filter((text) => text !== "").join("\n\n");
  }

  /** Of what was asked at carets the server has no more than it knows by `isKnown`; `why` the rest comes to nothing. */
  notTaken(isKnown: (id: string) => boolean, why?: string): void {
    for (const id of this.#waiting.keys()) if (!isKnown(id)) this.answered(id, undefined, why);
  }

  /** What was asked at a caret has its answer; undefined: it has none. */
  answered(id: string, text: string | undefined, why?: string): void {
    const answered = this.#waiting.get(id);
    this.#waiting.delete(id);
    answered?.(text, id, why);
  }
}
