// One program in a box of its own, from before it starts until nothing of it is left, ended where it takes too much. Knows no language and no queue.
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { type RunLimits, STDIN_UNREAD_BYTES } from "./bounds.ts";
import { boxCommand } from "./box.ts";
import type { Group, Usage } from "./cgroups.ts";
import type { SandboxOutcome, Taken } from "./outcomes.ts";
import { makePipes, type Pipes } from "./pipes.ts";
import type { Workshop } from "./workshop.ts";

export interface Boxed {
  /** Which of those that run at once it is. */
  readonly slot: number;
  readonly limits: RunLimits;
  readonly environment: Readonly<Record<string, string>>;
  /** As a tar. */
  readonly files: Buffer;
  /** All that is typed; undefined where it is typed while it runs. */
  readonly typed: string | undefined;
  /** What was compiled, for a box that runs it. */
  readonly program?: Buffer | undefined;
  /** A folder of this machine that is at PREPARED. */
  readonly prepared?: string | undefined;
  /** The most that it may give out. */
  readonly givenBytes?: number;
  /** Open files of this server that the box is started with, as those that a library leaves open. */
  readonly inherited?: readonly number[];
  readonly command: readonly string[];
}

export interface Listener {
  /** The box is there, and the program starts. */
  readonly ready?: (() => void) | undefined;
  readonly output: (stream: "stdout" | "stderr", bytes: Buffer) => void;
}

/** Why it is over, where it did not end by itself. */
type Stopped = Extract<
  SandboxOutcome,
  "time_limit" | "cpu_limit" | "memory_limit" | "output_limit" | "process_limit" | "cancelled" | "sandbox_absent"
>;

export interface BoxedEnd extends Taken {
  /** Undefined where it ended by itself. */
  readonly stopped: Stopped | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** What it gave out. */
  readonly given: Buffer;
}

/** How often it is looked at what a group has used. */
const LOOK_MS = 50;
/** For all that is before the program starts. */
const READY_WITHIN_MS = 10_000;
/** What was printed comes after the end, but not for longer than this. */
const DRAINED_WITHIN_MS = 2_000;
/** A program that a signal ended has this and the signal's number as its exit code. */
const SIGNALLED = 128;

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

export class BoxedProcess {
  readonly ended: Promise<BoxedEnd>;
  readonly #boxed: Boxed;
  readonly #listener: Listener;
  readonly #group: Group;
  readonly #pipes: Pipes;
  readonly #child: ChildProcess;
  #stopped: Stopped | undefined;
  #readyAt: number | undefined;
  #outputBytes = 0;
  #wall: NodeJS.Timeout;
  readonly #given: Buffer[] = [];
  #givenBytes = 0;

  /** Rejects when the machine gives no more: processes, pipes, groups. */
  static async start(workshop: Workshop, boxed: Boxed, listener: Listener): Promise<BoxedProcess> {
    const group = await workshop.cgroups.make(boxed.limits);
    try {
      return new BoxedProcess(workshop, boxed, listener, group, await makePipes(workshop.tools.mkfifo, boxed.typed));
    } catch (error) {
      await group.end();
      throw error;
    }
  }

  private constructor(workshop: Workshop, boxed: Boxed, listener: Listener, group: Group, pipes: Pipes) {
    this.#boxed = boxed;
    this.#listener = listener;
    this.#group = group;
    this.#pipes = pipes;
    const [file, words] = boxCommand({
      ...workshop,
      ...boxed,
      doors: group.doors,
      hasProgram: boxed.program !== undefined,
    });
    // nothing of this server's environment: a program can read what its box was started with
    this.#child = spawn(file, words, {
      env: {},
      cwd: "/",
      stdio: [...pipes.theirs, "pipe", "pipe", "pipe", "pipe", ...(boxed.inherited ?? [])],
    });
    pipes.closeTheirs();
    const [, , , files, filter, program, ready] = this.#child.stdio as unknown[] as (Readable & Writable)[];
    for (const stream of [files, filter, program, ready, pipes.stdin, pipes.stdout, pipes.stderr])
      stream?.on("error", () => {}); // its other end is gone, which the end of the process says
    files?.end(boxed.files);
    filter?.end(workshop.filter);
    if (boxed.program !== undefined) program?.end(boxed.program);
    else program?.on("data", (bytes: Buffer) => this.#take(bytes));
    ready?.once("data", () => this.#begin());
    pipes.stdout.on("data", (bytes: Buffer) => this.#output("stdout", bytes));
    pipes.stderr.on("data", (bytes: Buffer) => this.#output("stderr", bytes));
    this.#wall = setTimeout(() => this.#stop("sandbox_absent"), READY_WITHIN_MS);
    this.ended = this.#watch([
      pipes.stdout,
      pipes.stderr,
      ...(program && boxed.program === undefined ? [program] : []),
    ]);
  }

  /** Types to it. False, and nothing is typed, where too much is unread. */
  write(text: string): boolean {
    const { stdin } = this.#pipes;
    if (stdin === undefined || stdin.destroyed || stdin.writableEnded) return true; // who wants no more misses none
    if (stdin.writableLength + Buffer.byteLength(text) > STDIN_UNREAD_BYTES) return false;
    stdin.write(text);
    return true;
  }

  closeStdin(): void {
    this.#pipes.stdin?.end();
  }

  stop(): void {
    this.#stop("cancelled");
  }

  #begin(): void {
    if (this.#stopped) return;
    this.#readyAt = performance.now();
    clearTimeout(this.#wall);
    this.#wall = setTimeout(() => this.#stop("time_limit"), this.#boxed.limits.wallMs);
    this.#listener.ready?.();
  }

  #take(bytes: Buffer): void {
    this.#givenBytes += bytes.length;
    if (this.#givenBytes > (this.#boxed.givenBytes ?? 0)) this.#stop("output_limit");
    else this.#given.push(bytes);
  }

  #output(stream: "stdout" | "stderr", bytes: Buffer): void {
    const room = this.#boxed.limits.outputBytes - this.#outputBytes;
    this.#outputBytes += bytes.length;
    if (room > 0) this.#listener.output(stream, bytes.subarray(0, room));
    if (bytes.length > room) this.#stop("output_limit");
  }

  /** The first reason is the reason. With this process all others of its box end, which the kernel sees to. */
  #stop(reason: Stopped): void {
    this.#stopped ??= reason;
    this.#child.kill("SIGKILL");
  }

  async #watch(streams: readonly Readable[]): Promise<BoxedEnd> {
    const drained = Promise.all(streams.map((stream) => new Promise((resolve) => stream.once("close", resolve))));
    const look = setInterval(() => void this.#look(), LOOK_MS);
    const code = await new Promise<number | undefined>((resolve) => {
      this.#child.once("exit", (exitCode) => resolve(exitCode ?? undefined));
      this.#child.once("error", () => resolve(undefined));
    });
    const wallMs = this.#readyAt === undefined ? 0 : performance.now() - this.#readyAt;
    clearInterval(look);
    clearTimeout(this.#wall);
    // also where what it has used is not known
    const usage = await this.#group.usage().finally(() => this.#leaveNothing(streams, drained));
    const signal = code !== undefined && code > SIGNALLED ? SIGNALS.get(code - SIGNALLED) : undefined;
    const stopped = this.#stopped ?? (this.#readyAt === undefined ? "sandbox_absent" : this.#exceeded(usage, signal));
    const byItself = stopped === undefined;
    return {
      stopped,
      exitCode: byItself && signal === undefined ? code : undefined,
      signal: byItself ? signal : undefined,
      wallMs: Math.round(wallMs),
      cpuMs: usage.cpuMs,
      memoryBytes: usage.memoryBytes,
      given: Buffer.concat(this.#given),
    };
  }

  async #leaveNothing(streams: readonly Readable[], drained: Promise<unknown>): Promise<void> {
    await this.#group.end();
    await within(drained, DRAINED_WITHIN_MS);
    for (const stream of [this.#pipes.stdin, ...streams]) stream?.destroy();
  }

  async #look(): Promise<void> {
    const usage = await this.#group.usage().catch(() => undefined); // it has just ended
    const exceeded = usage && this.#exceeded(usage, undefined);
    if (exceeded) this.#stop(exceeded);
  }

  #exceeded({ killed, refused, cpuMs }: Usage, signal: string | undefined): Stopped | undefined {
    if (killed > 0) return "memory_limit";
    if (refused > 0) return "process_limit";
    if (cpuMs > this.#boxed.limits.cpuMs || signal === "SIGXCPU") return "cpu_limit";
    return undefined;
  }
}

/** Resolves when it does, or after `ms`. */
async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
