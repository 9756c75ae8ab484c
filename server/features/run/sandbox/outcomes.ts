// How a run can end, with the sentence that a person reads. Knows no process.
import type { RunLimits } from "./bounds.ts";

export type SandboxOutcome =
  | "ok"
  | "compile_error"
  | "runtime_error"
  | "time_limit"
  | "cpu_limit"
  | "memory_limit"
  | "output_limit"
  | "process_limit"
  | "cancelled"
  | "queue_full"
  | "sandbox_absent"
  | "source_too_large"
  | "language_unknown";

/** What it took: nothing of what never began. */
export interface Taken {
  readonly wallMs: number;
  /** Of all its processes. */
  readonly cpuMs: number;
  /** The most that all its processes had at once, with the files that they wrote. */
  readonly memoryBytes: number;
}

export const NOTHING_TAKEN: Taken = { wallMs: 0, cpuMs: 0, memoryBytes: 0 };

export interface End extends Taken {
  readonly type: "end";
  readonly outcome: SandboxOutcome;
  /** In English, for a person. */
  readonly sentence: string;
  /** What ended: the compiler, or the program. */
  readonly step: "compile" | "run";
  /** Of a program that ended by itself. */
  readonly exitCode: number | undefined;
  /** SIGSEGV and the like, of a program that was ended. */
  readonly signal: string | undefined;
  /** Of queue_full: when to try again. */
  readonly retryMs: number | undefined;
}

/** What a sentence is made of. */
export interface Said {
  readonly step: End["step"];
  readonly limits: RunLimits;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly retryMs?: number | undefined;
  /** Of sandbox_absent: why. */
  readonly reason?: string | undefined;
  readonly language: string;
}

const seconds = (ms: number): string => (ms === 1_000 ? "1 second" : `${ms / 1_000} seconds`);
const rounded = (count: number): number => Math.round(count * 10) / 10;
const size = (bytes: number): string =>
  bytes < 100 * 1024 ? `${rounded(bytes / 1024)} kB` : `${rounded(bytes / 1024 / 1024)} MB`;

/** Of the signals that programs end themselves with, what a person calls them. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGSEGV: "it used memory that is not its own (SIGSEGV)",
  SIGFPE: "it divided by zero or the like (SIGFPE)",
  SIGABRT: "it gave up (SIGABRT)",
  SIGXFSZ: "it wrote too large a file (SIGXFSZ)",
};

const how = ({ exitCode, signal }: Said): string =>
  signal === undefined ? `with exit code ${exitCode}` : `by a signal: ${SIGNALS[signal] ?? signal}`;

const who = ({ step }: Said): string => (step === "compile" ? "The compiler" : "The program");

const SENTENCES: Readonly<Record<SandboxOutcome, (said: Said) => string>> = {
  ok: () => "The program ended.",
  compile_error: () => "The code does not compile. The compiler says why.",
  runtime_error: (said) => `The program ended ${how(said)}.`,
  time_limit: (said) =>
    `${who(said)} was stopped: it ran for ${seconds(said.limits.wallMs)}. No program may run for longer.`,
  cpu_limit: (said) =>
    `${who(said)} was stopped: it computed for ${seconds(said.limits.cpuMs)}. No program may compute for longer. Look for a loop that never ends.`,
  memory_limit: (said) => `${who(said)} was stopped: it needs more memory than ${size(said.limits.memoryBytes)}.`,
  output_limit: (said) => `${who(said)} was stopped: it printed more than ${size(said.limits.outputBytes)}.`,
  process_limit: (said) =>
    `${who(said)} was stopped: it had more than ${said.limits.processes} processes and threads at once.`,
  cancelled: () => "The run was stopped.",
  queue_full: ({ retryMs = 0 }) =>
    `Too many runs are waiting. Try again in ${seconds(Math.max(1, Math.ceil(retryMs / 1_000)) * 1_000)}.`,
  sandbox_absent: ({ reason }) => `This server cannot run code: ${reason}`,
  source_too_large: () => "The files are too large to run. Delete some, or make them smaller.",
  language_unknown: ({ language }) => `This server cannot run ${language}. Choose another language for the file.`,
};

export const sentenceOf = (outcome: SandboxOutcome, said: Said): string => SENTENCES[outcome](said);
