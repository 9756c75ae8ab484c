// A run in this browser, and what the room is told of it. Knows no runtime and no room.
import type { BrowserEnd, BrowserJob, BrowserRun, BrowserRunListener } from "./browser/index.ts";
import type { ClientRunMessage } from "../../../server/features/run/messages.ts";

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

interface HereOptions {
  readonly run: number;
  send(message: ClientRunMessage): void;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  changed(state: HereState): void;
  /** Once, when the room is told. */
  ended(): void;
}

/** How it ended: by itself, or with the page. */
type Ended = Omit<BrowserEnd, "outcome"> & { readonly outcome: BrowserEnd["outcome"] | "runner_left" };
type Chunk = Extract<ClientRunMessage, { type: "output" }>["chunks"][number];

export class HereRun implements BrowserRunListener {
  readonly run: number;
  readonly #options: HereOptions;
  #running: BrowserRun | undefined;
  #hasEnded = false;
  #untold: Chunk[] = [];
  #cancelTelling: (() => void) | undefined;

  constructor(options: HereOptions) {
    this.run = options.run;
    this.#options = options;
  }

  /** Begins, unless it was stopped before all was there. */
  start(run: (job: BrowserJob, listener: BrowserRunListener) => BrowserRun, job: BrowserJob): void {
    if (!this.#hasEnded) this.#running = run(job, this);
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

  /** The room knows already that it is over. */
  abandon(): void {
    this.#hasEnded = true;
    this.#cancelTelling?.();
    this.#running?.stop();
  }

  typed(text: string, isEnd: boolean): void {
    if (text !== "") this.#running?.input(text);
    if (isEnd) this.#running?.endInput();
    if (!this.#hasEnded) this.#options.changed({ is: "running" });
  }

  // ---- what the runtime says

  progress(progress: Progress | undefined): void {
    if (progress && !this.#hasEnded) this.#options.changed({ is: "loading", progress });
  }

  started(): void {
    if (!this.#hasEnded) this.#options.changed({ is: "running" });
  }

  output(stream: "stdout" | "stderr", text: string): void {
    if (this.#hasEnded || text === "") return;
    this.#untold.push({ stream, text });
    this.#cancelTelling ??= this.#options.after(TOLD_EVERY_MS, () => this.#tell());
  }

  asks(): void {
    if (this.#hasEnded) return;
    // the question is read before the answer is typed
    this.#tell();
    this.#options.changed({ is: "asking" });
  }

  ended({ outcome, exitCode, wallMs, sentence }: Ended): void {
    if (this.#hasEnded) return;
    this.#tell();
    this.#hasEnded = true;
    this.#options.send({
      type: "end",
      run: this.run,
      outcome,
      wallMs: Math.round(wallMs),
      ...(exitCode !== undefined && { exitCode }),
      ...(sentence !== undefined && { sentence: sentence.slice(0, 300) }),
    });
    this.#options.ended();
  }

  #tell(): void {
    this.#cancelTelling?.();
    this.#cancelTelling = undefined;
    while (this.#untold.length > 0) {
      let characters = 0;
      const next = this.#untold.findIndex(({ text }) => (characters += text.length) > TOLD_CHARACTERS);
      const chunks = joined(this.#untold.splice(0, next === -1 ? this.#untold.length : Math.max(1, next)));
      this.#options.send({ type: "output", run: this.run, chunks });
    }
  }
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
