// How a run of a room can end: as in the sandbox, or in ways that only rooms have. Knows no run.
import type { SandboxOutcome } from "./sandbox/outcomes.ts";

export type Outcome = SandboxOutcome | "load_failed" | "server_stopped" | "runner_left";

/** Those that the browser that runs it may say. */
export const BROWSER_OUTCOMES = [
  "ok",
  "compile_error",
  "runtime_error",
  "time_limit",
  "cpu_limit",
  "memory_limit",
  "output_limit",
  "cancelled",
  "source_too_large",
  "language_unknown",
  "load_failed",
  "runner_left",
] as const satisfies readonly Outcome[];

/** Of those that the room itself says, in English for a person. */
export const SENTENCES = {
  server_stopped: "The server was restarted, or everybody had left, before the program ended. Run it again.",
  runner_left: "The browser that ran it has gone. Run it again.",
  output_limit: "The program was stopped: it printed more than it may.",
  cancelled: "The run was stopped.",
} as const satisfies Partial<Record<Outcome, string>>;

/** To whoever follows a run over HTTP when the room leaves this server's memory: no entry can tell why. */
export const ROOM_CLOSED =
  "The run ended with the room: the server is being restarted, everybody had left, or the room was deleted. Run it again if the room is there.";

/** To whoever follows a run over HTTP and may not read the room any more. */
export const SENT_AWAY = "The run was stopped: you may not read this room any more.";

/** Of those that a browser says without a sentence of its own. */
export const BROWSER_SENTENCES: Readonly<Record<(typeof BROWSER_OUTCOMES)[number], string>> = {
  ...SENTENCES,
  ok: "The program ended.",
  compile_error: "The code does not compile. The output says why.",
  runtime_error: "The program ended with an error.",
  time_limit: "The program was stopped: it ran for longer than it may.",
  cpu_limit: "The program was stopped: it computed for longer than it may. Look for a loop that never ends.",
  memory_limit: "The program was stopped: it needs more memory than it may have.",
  source_too_large: "The files are too large to run. Delete some, or make them smaller.",
  language_unknown: "Browsers cannot run this language. Choose another language for the file.",
  load_failed: "What is needed to run this language could not be loaded. Check your connection, and run it again.",
};
