// Runs programs in this browser: each in a frame of its own that has no network, no storage and no way to the page. Knows no room.
import { browserClock } from "../../../browser.ts";
import { NotFetched } from "../../../frame/fetched.ts";
import { FRAME_MS, openFrame, type OpenFrame } from "../../../frame/openFrame.ts";
import { BROWSER_LANGUAGES } from "../browserLanguages.ts";
import { type FromProgram, MOST_SOURCE, OWN_ENDS, type Problem, type Program, type ProgramEnd } from "./messages.ts";
import { forgetSnapshot, keepSnapshot, RUNTIMES } from "./runtimes.ts";
import { words } from "./words.ts";

export interface BrowserJob {
  /** One of BROWSER_LANGUAGES. */
  readonly language: string;
  /** The path of the file to begin with. */
  readonly main: string;
  /** All of the room's texts by their paths. */
  readonly files: ReadonlyMap<string, string>;
  /** What the program reads first. */
  readonly input: string;
  /** UTF-8 that it may print. */
  readonly outputBytes: number;
}

type BrowserOutcome =
  ProgramEnd["outcome"] | "time_limit" | "output_limit" | "cancelled" | "source_too_large" | "language_unknown";

export interface BrowserEnd {
  readonly outcome: BrowserOutcome;
  /** Where there is more to say than the outcome does, in the page's language. */
  readonly sentence?: string;
  readonly exitCode?: number;
  /** Since it started; 0 where it never did. */
  readonly wallMs: number;
}

export interface BrowserRunListener {
  /** Bytes of the runtime that have come; undefined: it is there. */
  progress(progress: { readonly loaded: number; readonly total: number } | undefined): void;
  /** From now on it takes input. */
  started(): void;
  /** At most 16 kB in UTF-8. */
  output(stream: "stdout" | "stderr", text: string): void;
  /** The program waits for a line. */
  asks(): void;
  /** Once, and nothing after it. */
  ended(end: BrowserEnd): void;
}

export interface RunningProgram {
  /** A line that was typed; its end need not be there. */
  input(text: string): void;
  /** There is no more to read. */
  endInput(): void;
  /** It has ended when this returns. */
  stop(): void;
}

/** Without the time in which it waits for a person. */
const MOST_MS = 30_000;
/** UTF-16 units, of at most three bytes each. */
const PART = 5_000;
const START_MS = 60_000;
/** More than any program's output is batched to: whoever says so much does not mean it. */
const MOST_MESSAGES_PER_SECOND = 1_000;
/** UTF-16 units of an input that is told at once. */
const MOST_INPUT = 1_000_000;

/** Without a letter cut in two. */
function* inParts(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + PART);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1] ?? "")) to--;
    yield text.slice(from, to);
    from = to;
  }
}

/** UTF-16 units of what a problem quotes. */
const MOST_QUOTED = 300;

function problemIn(data: unknown): Problem | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { kind, path, line, ...rest } = data as Record<string, unknown>;
  const quoted = (value: unknown): string => String(value).slice(0, MOST_QUOTED);
  if (kind === "cycle") {
    const paths = (data as { paths?: unknown }).paths;
    return Array.isArray(paths) ? { kind, paths: paths.slice(0, 20).map(quoted) } : undefined;
  }
  if (kind === "needsPage") return { kind, page: rest["page"] === undefined ? undefined : quoted(rest["page"]) };
  const place = { path: quoted(path), line: Number(line) };
  switch (kind) {
    case "syntax":
      return { kind, ...place, reason: quoted(rest["reason"]) };
    case "namespace":
    case "decorator":
    case "importEquals":
    case "makesFiles":
      return { kind, ...place };
    case "noFile":
    case "package":
    case "elsewhere":
    case "command":
      return { kind, ...place, specifier: quoted(rest["specifier"]) };
    default:
      return undefined;
  }
}

/** What a program says, as far as it makes sense: it may say anything. */
function sense(data: unknown): FromProgram | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const said = data as Record<string, unknown>;
  switch (said["type"]) {
    case "loaded":
      return { type: "loaded", snapshot: said["snapshot"] instanceof ArrayBuffer ? said["snapshot"] : undefined };
    case "asks":
      return { type: "asks" };
    case "output": {
      const text = said["text"];
      return typeof text === "string"
        ? { type: "output", stream: said["stream"] === "stderr" ? "stderr" : "stdout", text }
        : undefined;
    }
    case "ended": {
      const outcome = OWN_ENDS.find((one) => one === said["outcome"]) ?? "runtime_error";
      const exitCode = said["exitCode"];
      const problem = problemIn(said["problem"]);
      return {
        type: "ended",
        outcome,
        ...(Number.isInteger(exitCode) && { exitCode: exitCode as number }),
        ...(problem && { problem }),
      };
    }
    default:
      return undefined;
  }
}

class Running implements RunningProgram {
  readonly #job: BrowserJob;
  readonly #listener: BrowserRunListener;
  readonly #host: HTMLElement;
  readonly #loading = new AbortController();
  #frame: OpenFrame | undefined;
  #cancelDeadline = (): void => {};
  #hasEnded = false;
  #isThere = false;
  #startedAt: number | undefined;
  #bytes = 0;
  #messages = 0;
  #countedFrom = 0;
  #msLeft = MOST_MS;
  #runsSince: number | undefined;

  constructor(host: HTMLElement, job: BrowserJob, listener: BrowserRunListener) {
    this.#host = host;
    this.#job = job;
    this.#listener = listener;
    void this.#start();
  }

  input(text: string): void {
    this.#resume();
    this.#frame?.say({ type: "input", text: text.slice(0, MOST_INPUT) });
  }

  endInput(): void {
    this.#resume();
    this.#frame?.say({ type: "endInput" });
  }

  stop(): void {
    this.#end({ outcome: "cancelled" });
  }

  get #isPreview(): boolean {
    return BROWSER_LANGUAGES[this.#job.language]?.runtime === "preview";
  }

  async #start(): Promise<void> {
    // whoever runs it hears nothing before it has the run
    await Promise.resolve();
    const language = BROWSER_LANGUAGES[this.#job.language];
    if (!language) return this.#end({ outcome: "language_unknown" });
    let size = 0;
    for (const text of this.#job.files.values()) size += text.length;
    if (size > MOST_SOURCE) return this.#end({ outcome: "source_too_large" });
    try {
      const runtime = RUNTIMES[language.runtime];
      const { signal } = this.#loading;
      const handed = await runtime.load((progress) => this.#hasEnded || this.#listener.progress(progress), signal);
      if (this.#hasEnded) return;
      this.#listener.progress(undefined);
      this.#frame = openFrame(this.#host, { where: runtime.where, script: handed.script }, words.peek().preview, {
        heard: (data) => this.#hear(data),
        failed: () => this.#notStarted(),
        gone: () => this.#lose(),
      });
      this.#within(FRAME_MS + START_MS, () => this.#notStarted());
      this.#frame.say({ type: "load", runtime: handed.runtime });
    } catch (error) {
      if (!(error instanceof NotFetched)) reportError(error);
      this.#end({ outcome: "load_failed", sentence: words.peek().notLoaded });
    }
  }

  #within(ms: number, over: () => void): void {
    this.#cancelDeadline();
    this.#cancelDeadline = browserClock.after(ms, over);
  }

  #hear(data: unknown): void {
    if (this.#hasEnded) return;
    const now = browserClock.now();
    if (now - this.#countedFrom > 1_000) [this.#countedFrom, this.#messages] = [now, 0];
    if (++this.#messages > MOST_MESSAGES_PER_SECOND) return this.#end({ outcome: "output_limit" });
    const said = sense(data);
    if (said?.type === "loaded") return this.#loaded(said.snapshot);
    if (said?.type === "ended") return this.#endItself(said);
    if (this.#startedAt === undefined) return;
    if (said?.type === "output") this.#output(said.stream, said.text);
    if (said?.type === "asks") {
      this.#pause();
      this.#listener.asks();
    }
  }

  #loaded(snapshot: ArrayBuffer | undefined): void {
    // a second one is the program's
    if (this.#isThere) return;
    this.#isThere = true;
    const { language, main, files, input, outputBytes } = this.#job;
    if (snapshot) keepSnapshot(snapshot);
    this.#cancelDeadline();
    this.#startedAt = browserClock.now();
    if (!this.#isPreview) this.#resume();
    const inputEnds = BROWSER_LANGUAGES[language]?.asks !== true;
    const program: Program = { language, main, files, input: input.slice(0, MOST_INPUT), outputBytes, inputEnds };
    this.#frame?.say({ type: "run", program });
    this.#listener.started();
  }

  #output(stream: "stdout" | "stderr", text: string): void {
    const left = this.#job.outputBytes - this.#bytes;
    // whole characters, as many as the room takes: what is far too long is not even counted
    const { read, written } = new TextEncoder().encodeInto(text, new Uint8Array(Math.min(left, 3 * text.length)));
    this.#bytes += written;
    for (const part of inParts(text.slice(0, read))) this.#listener.output(stream, part);
    if (read < text.length) this.#end({ outcome: "output_limit" });
  }

  /** Its time is not counted while it waits for a person. */
  #pause(): void {
    if (this.#runsSince === undefined) return;
    this.#cancelDeadline();
    this.#msLeft -= browserClock.now() - this.#runsSince;
    this.#runsSince = undefined;
  }

  #resume(): void {
    if (this.#startedAt === undefined || this.#runsSince !== undefined || this.#isPreview) return;
    this.#runsSince = browserClock.now();
    this.#within(Math.max(0, this.#msLeft), () => this.#end({ outcome: "time_limit" }));
  }

  #endItself({ outcome, problem, exitCode }: ProgramEnd): void {
    if (outcome === "load_failed") return this.#notStarted();
    const sentence = problem && words.peek().problem(problem);
    this.#end({ outcome, ...(sentence !== undefined && { sentence }), ...(exitCode !== undefined && { exitCode }) });
  }

  #notStarted(): void {
    // it may be what does not let it start
    if (this.#startedAt === undefined) forgetSnapshot();
    this.#end({ outcome: "load_failed", sentence: words.peek().notStarted });
  }

  /** The frame answers no more: the loop of a preview holds it, or its process has ended. */
  #lose(): void {
    if (this.#startedAt === undefined) return this.#notStarted();
    if (this.#isPreview) return this.#end({ outcome: "time_limit", sentence: words.peek().frozen });
    this.#end({ outcome: "memory_limit", sentence: words.peek().died });
  }

  #end(end: Omit<BrowserEnd, "wallMs">): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#cancelDeadline();
    this.#loading.abort();
    // with all that runs in it, and at once
    this.#frame?.close();
    const wallMs = this.#startedAt === undefined ? 0 : Math.round(browserClock.now() - this.#startedAt);
    this.#listener.ended({ ...end, wallMs });
  }
}

/** Has one run at a time: frames share a process in some browsers, where one that hangs would hold the others. */
export class BrowserRunner {
  readonly #host: HTMLElement;
  #running: RunningProgram | undefined;

  /** Frames are put into the host; what a preview shows is seen there. */
  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Stops what still runs, a preview too. */
  run(job: BrowserJob, listener: BrowserRunListener): RunningProgram {
    this.close();
    this.#running = new Running(this.#host, job, listener);
    return this.#running;
  }

  /** Stops what runs. */
  close(): void {
    this.#running?.stop();
  }
}
