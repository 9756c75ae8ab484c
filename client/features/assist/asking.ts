// What one person asks of the assistant: the question that they write, on its way until the server has taken it, and what comes at a caret. Draws nothing.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ClientAssistMessage, Mode, OwnKey } from "../../../server/features/assist/messages.ts";
import type { PageRoom, RunOver } from "../../ui/feature.ts";
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
export interface AskingPage {
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
  /** asked for, and not taken by the server */
  readonly onItsWay = signal<Ask | undefined>(undefined);
  /** why it is, as far as that was said; it is asked again */
  readonly waitsBecause = signal<string | undefined>(undefined);
  /** what would be sent now */
  readonly sending = computed(() => this.sendingOf(this.mode.value, this.draft.value));

  readonly #room: AskingRoom;
  readonly #page: AskingPage;
  readonly #may: May;
  readonly #send: (message: ClientAssistMessage) => void;
  /** who is told besides the panel, by the questions' ids */
  readonly #waiting = new Map<string, Answered>();
  #cancelAgain = (): void => {};

  constructor(room: AskingRoom, page: AskingPage, may: May, send: (message: ClientAssistMessage) => void) {
    this.#room = room;
    this.#page = page;
    this.#may = may;
    this.#send = send;
  }

  close(): void {
    this.#cancelAgain();
  }

  // ---- what a person does

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
    this.settleMode();
    if (this.onItsWay.peek() || this.#may.modes.peek().length === 0) return;
    const question = this.draft.peek().trim();
    if (question === "" && NEEDS_WORDS.has(this.mode.peek())) return this.#page.show(words.peek().nothingAsked);
    this.draft.value = "";
    this.ask(this.mode.peek(), { question });
  }

  /** Asks in a mode that the guardrail allows; what is sent along is as it was chosen. False: it cannot be asked, which is said. */
  ask(mode: Mode, options: AskOptions = {}): boolean {
    const { question = "", isShared = this.isShared.peek(), chosen = this.chosen.peek(), isInPanel = true } = options;
    if (!this.#may.modes.peek().includes(mode)) {
      this.#page.show(words.peek().mayNotNow);
      return false;
    }
    if (isInPanel) this.#page.open(false);
    const { value: own } = this.#may.own;
    this.waitsBecause.value = undefined;
    this.onItsWay.value = {
      type: "ask",
      id: this.#page.newId(),
      mode,
      isShared,
      question: question.slice(0, QUESTION_CHARACTERS),
      context: { files: [] },
      ...(own && { own }),
    };
    this.#askWith(chosen);
    return true;
  }

  /** What would be sent with this question, as it is chosen; another one when a signal changes that it reads. */
  sendingOf(mode: Mode, question: string): Sending {
    return sendingOf(mode, question, this.chosen.value, this.#sendable());
  }

  /** Asks why a run has failed, in the mode that the guardrail has for it. */
  explain(run: RunOver): void {
    const { modes } = this.#may;
    const mode = (["debug", "explain", "chat"] as const).find((one) => modes.peek().includes(one)) ?? "debug";
    this.ask(mode, { question: words.peek().whyFailed(run.path), chosen: { files: new Set([run.file]), run } });
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
      open: (file) => this.#page.openFile(file),
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

  /** Once what is typed is saved, for the server reads what it has. */
  #askWith(chosen: Chosen): void {
    const ask = this.onItsWay.peek();
    if (!ask) return;
    this.#cancelAgain();
    const there = this.#sendable();
    const context = contextOf(sendingOf(ask.mode, ask.question, chosen, there), there);
    if (!context) {
      this.#cancelAgain = this.#page.after(SAVED_WITHIN_MS, () => this.#askWith(chosen));
      return;
    }
    this.onItsWay.value = { ...ask, context };
    this.#askAgain();
  }

  #askAgain(): void {
    const { value: ask } = this.onItsWay;
    if (!ask) return;
    this.#cancelAgain();
    this.#cancelAgain = this.#page.after(AGAIN_AFTER_MS, () => this.#askAgain());
    this.#send(ask);
  }

  /** The connection is there again: what was on its way is asked of the version that was sent then. */
  connected(): void {
    if (this.onItsWay.peek()?.context.files.length) this.#askAgain();
  }

  /** The room takes nothing just now, for this reason. */
  waits(sentence: string): void {
    if (this.onItsWay.peek()) this.waitsBecause.value = sentence;
  }

  /** The server has it. */
  isTaken(id: string): void {
    if (this.onItsWay.peek()?.id !== id) return;
    this.onItsWay.value = undefined;
    this.waitsBecause.value = undefined;
    this.#cancelAgain();
  }

  /** It is not asked, and is a draft again. */
  isRefused(id: string): void {
    this.answered(id, undefined);
    const { value: ask } = this.onItsWay;
    if (ask?.id !== id) return;
    this.isTaken(id);
    if (this.draft.peek() === "") this.draft.value = ask.question;
  }

  /** What was asked at a caret has its answer; undefined: it has none. */
  answered(id: string, text: string | undefined, why?: string): void {
    const answered = this.#waiting.get(id);
    this.#waiting.delete(id);
    answered?.(text, id, why);
  }
}
