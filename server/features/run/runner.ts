// What runs code for rooms, as rooms have it: the sandbox, nothing, or a fake one in tests. Knows no room.
import type { ServerState } from "./messages.ts";
import type { Job, RunEvent } from "./sandbox/run.ts";
import type { Available } from "./sandbox/sandbox.ts";

/** A run, whose events are for one reader. */
export interface RunnerRun extends AsyncIterable<RunEvent> {
  /** Types to it. False, and nothing is typed, where it leaves too much unread. */
  write(text: string): boolean;
  /** Nothing more is typed. */
  closeStdin(): void;
  stop(): void;
}

export interface Runner {
  /** Why it runs nothing, in a sentence. */
  readonly absent: string | undefined;
  /** Those that were tried and work, so far. */
  readonly languages: readonly Available[];
  /** Runs that have begun, and those that wait for their turn. */
  readonly underWay: { readonly running: number; readonly waiting: number };
  /** Resolves when all are tried. */
  readonly tried: Promise<void>;
  run(job: Job): RunnerRun;
  close(): Promise<void>;
}

/** Of a server on which no code runs. */
export const OFF = "whoever runs this server has not turned that on.";

/** As people in a room are told. `outputBytes`: what a run may print, wherever it runs. */
export function stateOf(runner: Runner | undefined, outputBytes: number): ServerState {
  const nothing = { type: "server", languages: [], outputBytes } as const;
  if (!runner) return { ...nothing, state: "off" };
  const { absent, languages } = runner;
  return absent === undefined
    ? { ...nothing, state: "ready", languages: [...languages] }
    : { ...nothing, state: "absent", sentence: `This server cannot run code: ${absent}` };
}
