// How much a run may take of the machine, and how many wait for one. Knows no language.

/** What one process and all that it starts may take, together. */
export interface RunLimits {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly memoryBytes: number;
  /** Threads count as processes do. */
  readonly processes: number;
  /** Of stdout and stderr together. */
  readonly outputBytes: number;
  /** Of each folder that can be written, in memory as all else. */
  readonly diskBytes: number;
}

const MIB = 1024 * 1024;

export const RUN_LIMITS: RunLimits = {
  wallMs: 30_000,
  cpuMs: 10_000,
  memoryBytes: 128 * MIB,
  processes: 64,
  outputBytes: MIB,
  diskBytes: 32 * MIB,
};

/** Of a compiler, which the source is not the only one to make busy. */
export const COMPILE_LIMITS: RunLimits = {
  wallMs: 60_000,
  cpuMs: 30_000,
  memoryBytes: 512 * MIB,
  processes: 64,
  outputBytes: MIB,
  diskBytes: 256 * MIB,
};

/** Of what a compiler makes once, of what comes with it. */
export const PREPARE_LIMITS: RunLimits = { ...COMPILE_LIMITS, wallMs: 600_000, cpuMs: 120_000 };
export const PREPARED_BYTES = 256 * MIB;

/** The files of a job, with their paths. */
export interface SourceBounds {
  readonly bytes: number;
  readonly files: number;
}
export const SOURCE_BOUNDS: SourceBounds = { bytes: 4 * MIB, files: 1_000 };

/** What is typed to a program that does not read it. */
export const STDIN_UNREAD_BYTES = 64 * 1024;

/** One compiled program, and all that are kept. */
export const PROGRAM_BYTES = 32 * MIB;
export const KEPT_BYTES = 128 * MIB;

/** Runs that wait for a slot: all, those of one origin, which is a network address, and those of one key, which is a room's. */
export const WAITING = 100;
export const WAITING_OF_ORIGIN = 50;
export const WAITING_OF_KEY = 5;
