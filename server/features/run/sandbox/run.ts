// One run of a room's code, from its place in the queue to its end, as a stream of events. Knows no room and no socket.
import { StringDecoder } from "node:string_decoder";
import { type RunLimits, PROGRAM_BYTES, type SourceBounds, STDIN_UNREAD_BYTES } from "./bounds.ts";
import { type Boxed, type BoxedEnd, BoxedProcess } from "./boxedProcess.ts";
import { type Compiled, type KeptPrograms, programKey } from "./keptPrograms.ts";
import type { Toolchain } from "./languages.ts";
import { type End, NOTHING_TAKEN, type SandboxOutcome, sentenceOf, type Taken } from "./outcomes.ts";
import { type Queue, QueueFull, type Slot } from "./queue.ts";
import { tar } from "./tar.ts";
import { Unread } from "./unread.ts";
import type { Workshop } from "./workshop.ts";

export interface Job {
  /** Who waits in turn with others: a room. */
  readonly key: string;
  /** Who has many keys: a network address by a name; empty: nobody is bounded. */
  readonly origin: string;
  /** As #protocol/languages has it. */
  readonly language: string;
  /** Texts by path: relative, with no ".." in it. */
  readonly files: ReadonlyMap<string, string>;
  /** The path of the one that is run. */
  readonly main: string;
  /** Limits of the program that are not the usual ones. */
  readonly limits?: Partial<RunLimits>;
}

export type RunEvent =
  /** It waits until that many others have started. */
  | { readonly type: "queued"; readonly ahead: number }
  | { readonly type: "compiling" }
  | { readonly type: "running" }
  /** As it comes; whole characters. */
  | { readonly type: "output"; readonly stream: "compiler" | "stdout" | "stderr"; readonly text: string }
  /** The last. */
  | End;

/** What runs are made with. */
export interface RunServices {
  /** Or, in a sentence, why there is none. */
  readonly workshop: Workshop | string;
  readonly queue: Queue;
  readonly kept: KeptPrograms;
  /** What a program may take. */
  readonly limits: RunLimits;
  /** What a compiler may. */
  readonly compilerLimits: RunLimits;
  /** How large a job may be. */
  readonly sources: SourceBounds;
  /** Resolves when it is known whether this machine has the language: with what works, by its name and version. */
  found(language: string): Promise<FoundToolchain | undefined>;
  /** Told what nobody can be told: the machine gave no box. */
  failed(error: unknown): void;
}

/** A language that this machine can run. */
export interface FoundToolchain {
  readonly toolchain: Toolchain;
  /** As its toolchain says it. */
  readonly version: string;
  /** The folder that its compiler was prepared. */
  readonly prepared: string | undefined;
}

/** How a run ends, before it is put in words. */
interface Ending extends Partial<Taken> {
  readonly outcome: SandboxOutcome;
  readonly step?: End["step"];
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly retryMs?: number;
  readonly reason?: string;
}

/** Of a program's memory, what may be its heap: the rest is its own and its threads'. */
const HEAP_PART = 0.5;
const MIB = 1024 * 1024;

/** How much of the last that a program said is looked at. */
const LAST_CHARACTERS = 4_096;

export class SandboxRun implements AsyncIterable<RunEvent> {
  /** Resolves when nothing of it is left, whether the events are read or not. Never rejects. */
  readonly ended: Promise<End>;
  readonly #services: RunServices;
  readonly #job: Job;
  readonly #limits: RunLimits;
  readonly #stopping = new AbortController();
  readonly #unread = new Unread<RunEvent>(({ type }) => type === "end");
  #process: BoxedProcess | undefined;
  /** Of the step that is. */
  #step: End["step"] = "compile";
  /** What was typed before there was a program to type to. */
  #typed = "";
  #isClosed = false;

  constructor(services: RunServices, job: Job) {
    this.#services = services;
    this.#job = job;
    this.#limits = { ...services.limits, ...job.limits };
    this.ended = this.#run().then((ending) => {
      const end = this.#inWords(ending);
      this.#tell(end);
      return end;
    });
  }

  /** Types to the program. False, and nothing is typed, where it leaves too much unread. */
  write(text: string): boolean {
    if (this.#isClosed) return true;
    if (this.#step === "run" && this.#process) return this.#process.write(text);
    if (Buffer.byteLength(this.#typed) + Buffer.byteLength(text) > STDIN_UNREAD_BYTES) return false;
    this.#typed += text;
    return true;
  }

  /** Nothing more is typed. */
  closeStdin(): void {
    this.#isClosed = true;
    if (this.#step === "run") this.#process?.closeStdin();
  }

  stop(): void {
    this.#stopping.abort(new Cancelled());
  }

  /** The events that are not read yet, and those that come. For one reader. */
  [Symbol.asyncIterator](): AsyncGenerator<RunEvent> {
    return this.#unread[Symbol.asyncIterator]();
  }

  #tell(event: RunEvent): void {
    // a reader that is behind has few long pieces rather than many short ones
    this.#unread.add(event, (before) =>
      event.type === "output" && before.type === "output" && before.stream === event.stream
        ? { ...before, text: before.text + event.text }
        : undefined,
    );
  }

  #inWords(ending: Ending): End {
    const { outcome, step = this.#step, exitCode, signal, retryMs, reason } = ending;
    const limits = step === "compile" ? this.#services.compilerLimits : this.#limits;
    const said = { step, limits, exitCode, signal, retryMs, reason, language: this.#job.language };
    const sentence = sentenceOf(outcome, said);
    const { wallMs, cpuMs, memoryBytes } = { ...NOTHING_TAKEN, ...ending };
    return { type: "end", outcome, sentence, step, exitCode, signal, retryMs, wallMs, cpuMs, memoryBytes };
  }

  async #run(): Promise<Ending> {
    const { workshop, queue } = this.#services;
    if (typeof workshop === "string") return { outcome: "sandbox_absent", reason: workshop };
    if (isTooLarge(this.#job, this.#services.sources)) return { outcome: "source_too_large" };
    let slot: Slot | undefined;
    try {
      const found = await this.#unlessStopped(this.#services.found(this.#job.language));
      if (found === undefined) return { outcome: "language_unknown" };
      const told = (ahead: number): void => this.#tell({ type: "queued", ahead });
      slot = await queue.take(this.#job, told, this.#stopping.signal);
      return await this.#inPlace(workshop, slot.number, found);
    } catch (error) {
      if (error instanceof Cancelled) return { outcome: "cancelled" };
      if (error instanceof QueueFull) return { outcome: "queue_full", retryMs: error.retryMs };
      this.#services.failed(error);
      return { outcome: "sandbox_absent", reason: "The machine gives no more processes or memory. Try again later." };
    } finally {
      slot?.giveBack();
    }
  }

  async #inPlace(workshop: Workshop, slot: number, { toolchain, version, prepared }: FoundToolchain): Promise<Ending> {
    const files = tar(this.#job.files);
    let compiled: Compiled | undefined;
    if (toolchain.compile !== undefined) {
      const key = programKey(`${toolchain.language} ${version}`, this.#job.main, this.#job.files);
      compiled = this.#services.kept.get(key);
      if (compiled === undefined) {
        const { environment = {} } = toolchain;
        const command = toolchain.compile(this.#job);
        const { end, said } = await this.#compile(workshop, { slot, files, prepared, environment, command });
        if (end.stopped !== undefined) return { ...end, outcome: end.stopped, ...absence(end) };
        // only a compiler that says it has succeeded has made a program
        if (end.exitCode !== 0) return { ...end, outcome: "compile_error" };
        compiled = { program: end.given, said };
        this.#services.kept.keep(key, compiled);
      } else if (compiled.said !== "") this.#tell({ type: "output", stream: "compiler", text: compiled.said });
    }
    this.#step = "run";
    return this.#program(workshop, slot, files, compiled?.program, toolchain);
  }

  async #compile(
    workshop: Workshop,
    compiler: Pick<Boxed, "slot" | "files" | "prepared" | "environment" | "command">,
  ): Promise<{ end: BoxedEnd; said: string }> {
    this.#tell({ type: "compiling" });
    let said = "";
    const boxed = { ...compiler, limits: this.#services.compilerLimits, typed: "", givenBytes: PROGRAM_BYTES };
    const end = await this.#boxed(workshop, boxed, undefined, (_stream, text) => {
      said += text;
      this.#tell({ type: "output", stream: "compiler", text });
    });
    return { end, said };
  }

  async #program(
    workshop: Workshop,
    slot: number,
    files: Buffer,
    program: Buffer | undefined,
    { run, environment = {}, outOfMemory }: Toolchain,
  ): Promise<Ending> {
    let lastErrors = "";
    const command = run(this.#job, Math.floor((this.#limits.memoryBytes * HEAP_PART) / MIB));
    const typed = this.#isClosed ? this.#typed : undefined;
    const boxed = { slot, limits: this.#limits, environment, files, typed, program, command };
    const ready = (): void => this.#tell({ type: "running" });
    const end = await this.#boxed(workshop, boxed, ready, (stream, text) => {
      if (stream === "stderr") lastErrors = (lastErrors + text).slice(-LAST_CHARACTERS);
      this.#tell({ type: "output", stream, text });
    });
    if (end.stopped !== undefined) return { ...end, outcome: end.stopped, ...absence(end) };
    if (end.exitCode === 0) return { ...end, outcome: "ok" };
    return { ...end, outcome: outOfMemory?.test(lastErrors) ? "memory_limit" : "runtime_error" };
  }

  async #boxed(
    workshop: Workshop,
    boxed: Boxed,
    ready: (() => void) | undefined,
    said: (stream: "stdout" | "stderr", text: string) => void,
  ): Promise<BoxedEnd> {
    const { signal } = this.#stopping;
    // a character that comes in two parts is whole
    const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
    const saidNext = (stream: "stdout" | "stderr", text: string): void =>
      text === "" ? undefined : said(stream, text);
    const process = await BoxedProcess.start(workshop, boxed, {
      ready,
      output: (stream, bytes) => saidNext(stream, decoders[stream].write(bytes)),
    });
    this.#process = process;
    const stop = (): void => process.stop();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    if (this.#step === "run" && boxed.typed === undefined) this.#typeAhead(process);
    const end = await process.ended;
    signal.removeEventListener("abort", stop);
    this.#process = undefined;
    for (const stream of ["stdout", "stderr"] as const) saidNext(stream, decoders[stream].end());
    return end;
  }

  /** Rejects as soon as the run is stopped. */
  #unlessStopped<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#stopping;
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
  }

  /** What was typed while there was nothing to type to. */
  #typeAhead(process: BoxedProcess): void {
    process.write(this.#typed);
    if (this.#isClosed) process.closeStdin();
  }
}

/** The run was stopped by who may. */
class Cancelled extends Error {}

function isTooLarge({ files }: Job, most: SourceBounds): boolean {
  let bytes = 0;
  for (const [path, text] of files) bytes += Buffer.byteLength(path) + Buffer.byteLength(text);
  return files.size > most.files || bytes > most.bytes;
}

const absence = ({ stopped }: BoxedEnd) =>
  stopped === "sandbox_absent" ? { reason: "The box did not start. Try again." } : {};
