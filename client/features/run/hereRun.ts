// A run in this browser: what it prints, how much of that the room has been told, and how it ended. Knows no runtime and no log.
import type { Language } from "#protocol/languages.ts";
import type { ClientRunMessage, Doing } from "../../../server/features/run/messages.ts";
import type { BrowserEnd, BrowserJob, BrowserRunListener, RunningProgram } from "./browser/index.ts";
import { takesInput } from "./browserLanguages.ts";
import type { Part, Run } from "./loadedRuns.ts";

/** What is printed is told together. */
const TOLD_EVERY_MS = 100;
/** UTF-16 units told in one message. */
const TOLD_CHARACTERS = 48_000;
/** UTF-16 units of one chunk, of at most three bytes each */
const CHUNK_CHARACTERS = 5_000;

export type Progress = { readonly loaded: number; readonly total: number };
/** What there is to see of it here alone. */
export type HereState =
  { readonly is: "loading"; readonly progress?: Progress } | { readonly is: "running" } | { readonly is: "asking" };

/** What is run, as this page knows it before the room does. */
export interface HereJob {
  /** random, by which the room knows it */
  readonly id: string;
  readonly file: number;
  readonly path: string;
  readonly language: Language;
  /** what it is to read, typed before */
  readonly input: string;
  readonly participant: number;
  /** ms since 1970, by the server's clock */
  readonly time: number;
}

interface HereOptions {
  send(message: ClientRunMessage): void;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  changed(state: HereState): void;
  /** There is more to see of it. */
  grown(): void;
  /** Once, when nothing of it runs any more. */
  ended(): void;
}

/** How it ended: by itself, or with the page. */
type Ended = Omit<BrowserEnd, "outcome"> & { readonly outcome: BrowserEnd["outcome"] | "runner_left" };
type Chunk = Extract<ClientRunMessage, { type: "output" }>["chunks"][number];

export class HereRun implements BrowserRunListener {
  readonly job: HereJob;
  /** all that was printed and typed, in its order; it grows */
  parts: Part[] = [];
  /** the version of its "started"; undefined: the room does not know of it */
  run: number | undefined;
  /** how it ended by itself */
  end: Ended | undefined;
  #isOver = false;
  readonly #options: HereOptions;
  #running: RunningProgram | undefined;
  /** typed before the program can take it; undefined once it can */
  #early: { readonly text: string; readonly isEnd: boolean }[] | undefined = [];
  /** all that was printed; all that a run prints is bounded */
  #printed: Chunk[] = [];
  #untold: Chunk[] = [];
  #isHeard = false;
  #does: Doing = "running";
  /** the last of these that the room has been told */
  #saidToDo: Doing = "running";
  #cancelTelling: (() => void) | undefined;

  constructor(job: HereJob, options: HereOptions) {
    this.job = job;
    this.#options = options;
  }

  /** The room takes what is told. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Asks the room to have it. */
  get wish(): ClientRunMessage {
    const { id, file, language } = this.job;
    return { type: "run", id, place: "browser", file, language, takesInput: takesInput(language) };
  }

  /** As it is shown where the room does not know of it. */
  get shown(): Omit<Run, "run"> & { readonly run: undefined } {
    const { input: _, ...job } = this.job;
    return { ...job, run: undefined, place: "browser", parts: this.parts, ended: this.end };
  }

  /** UTF-16 units that were printed. */
  get characters(): number {
    return this.#printed.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** Begins, unless it was stopped before all was there. */
  start(run: (job: BrowserJob, listener: BrowserRunListener) => RunningProgram, job: BrowserJob): void {
    if (!this.#isOver) this.#running = run(job, this);
  }

  /** It cannot begin. */
  fail(): void {
    this.ended({ outcome: "load_failed", wallMs: 0 });
  }

  stop(): void {
    if (this.#running) this.#running.stop();
    else this.ended({ outcome: "cancelled", wallMs: 0 });
  }

  /** The page goes. */
  leave(): void {
    this.ended({ outcome: "runner_left", wallMs: 0 });
  }

  /** The room says that it is over, or the page is: nothing more is told. */
  abandon(): void {
    this.#isOver = true;
    this.#cancelTelling?.();
    this.#running?.stop();
  }

  typed(text: string, isEnd: boolean): void {
    if (text !== "") this.parts.push({ type: "input", text });
    this.#give(text, isEnd);
  }

  /** Typed while nobody can be told: what it is told later has it as a terminal shows it. */
  typedAlone(text: string, isEnd: boolean): void {
    this.output("stdout", text);
    this.#give(text, isEnd);
  }

  #give(text: string, isEnd: boolean): void {
    if (this.#early) {
      this.#early.push({ text, isEnd });
      return this.#options.grown();
    }
    if (text !== "") this.#running?.input(text);
    if (isEnd) this.#running?.endInput();
    this.#do("running");
  }

  /** Everybody's output was cleared: what goes on goes on under it. */
  clear(): void {
    this.parts = [];
  }

  // ---- what the room has of it

  /** The connection is away. */
  unheard(): void {
    this.#isHeard = false;
  }

  /** The room has so many UTF-16 units of what it printed, and takes what follows. */
  taken(characters: number): void {
    this.#isHeard = true;
    this.#saidToDo = "running";
    this.#untold = after(this.#printed, characters);
    this.#tell();
  }

  // ---- what the runtime says

  progress(progress: Progress | undefined): void {
    if (progress && !this.#isOver) this.#options.changed({ is: "loading", progress });
  }

  started(): void {
    this.#do("running");
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const { text, isEnd } of early) this.#give(text, isEnd);
  }

  output(stream: "stdout" | "stderr", text: string): void {
    if (this.#isOver || text === "") return;
    this.#printed.push({ stream, text });
    this.#untold.push({ stream, text });
    this.parts.push({ type: "output", stream, text });
    this.#cancelTelling ??= this.#options.after(TOLD_EVERY_MS, () => this.#tell());
  }

  asks(): void {
    this.#do("asking");
  }

  #do(doing: Doing): void {
    if (this.#isOver) return;
    const isOther = doing !== this.#does;
    this.#does = doing;
    // the question is read before the answer is typed
    if (isOther) this.#tell();
    this.#options.changed({ is: doing });
  }

  ended(end: Ended): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.end = end;
    this.#tell();
    this.#options.ended();
  }

  #tell(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = undefined;
    this.#options.grown();
    const { run } = this;
    if (!this.#isHeard || run === undefined) return;
    while (this.#untold.length > 0) {
      let characters = 0;
      const next = this.#untold.findIndex(({ text }) => (characters += text.length) > TOLD_CHARACTERS);
      const chunks = joined(this.#untold.splice(0, next === -1 ? this.#untold.length : Math.max(1, next)));
      this.#options.send({ type: "output", run, chunks });
    }
    if (!this.end) return this.#tellWhatItDoes(run);
    const { outcome, exitCode, wallMs, sentence } = this.end;
    this.#options.send({
      type: "end",
      run,
      outcome,
      wallMs: Math.round(wallMs),
      ...(exitCode !== undefined && { exitCode }),
      ...(sentence !== undefined && { sentence: sentence.slice(0, 300) }),
    });
  }

  #tellWhatItDoes(run: number): void {
    if (this.#does === this.#saidToDo) return;
    this.#saidToDo = this.#does;
    this.#options.send({ type: "phase", run, phase: this.#does });
  }
}

/** What follows so many UTF-16 units. */
function after(chunks: readonly Chunk[], characters: number): Chunk[] {
  let left = characters;
  return chunks.flatMap((chunk) => {
    const skipped = Math.min(left, chunk.text.length);
    left -= skipped;
    return skipped === chunk.text.length ? [] : [{ ...chunk, text: chunk.text.slice(skipped) }];
  });
}

/** What was printed one after the other is one chunk. */
function joined(chunks: readonly Chunk[]): Chunk[] {
  const all: Chunk[] = [];
  for (const chunk of chunks) {
    const last = all.at(-1);
    if (last?.stream === chunk.stream && last.text.length + chunk.text.length <= CHUNK_CHARACTERS)
      all[all.length - 1] = { ...last, text: last.text + chunk.text };
    else all.push(chunk);
  }
  return all;
}
