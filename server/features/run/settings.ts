// What an operator sets of running code. Knows no run.
import type { Feature } from "../feature.ts";
import { OUTPUT_BYTES } from "./messages.ts";
import { COMPILE_LIMITS, type RunLimits, RUN_LIMITS, SOURCE_BOUNDS } from "./sandbox/bounds.ts";

export const RUNNER = "RUNNER";
export const TOOLCHAINS = "RUN_TOOLCHAINS";
export const SLOTS = "RUN_SLOTS";
const SECONDS = "RUN_SECONDS";
const CPU_SECONDS = "RUN_CPU_SECONDS";
const MEMORY_MB = "RUN_MEMORY_MB";
const PROCESSES = "RUN_PROCESSES";
const COMPILER_MEMORY_MB = "RUN_COMPILER_MEMORY_MB";
const OUTPUT_KB = "RUN_OUTPUT_KB";
const SOURCE_KB = "RUN_SOURCE_KB";
const SOURCE_FILES = "RUN_SOURCE_FILES";

const KIB = 1024;
const MIB = 1024 * KIB;

/** What no machine has. */
const MOST_SLOTS = 1_024;

/** Whoever needs more than an hour, or a terabyte, needs something else. */
const MOST_SECONDS = 3_600;
const MOST_MEMORY_MB = 1_048_576;
const MOST_PROCESSES = 32_768;

/** No room keeps more of its runs whole. */
const MOST_OUTPUT_KB = 8_192;
/** They are unpacked where a program writes, and are half of that at most. */
const MOST_SOURCE_KB = 16_384;
const MOST_SOURCE_FILES = 10_000;

const wholeFrom =
  (least: number, most: number) =>
  (written: string): number => {
    if (!/^\d{1,7}$/.test(written) || Number(written) < least || Number(written) > most)
      throw new Error(`must be a whole number from ${least} to ${most}`);
    return Number(written);
  };

export const settings = {
  [RUNNER]: {
    byDefault: "off",
    read(written: string): "off" | "sandbox" {
      if (written !== "off" && written !== "sandbox") throw new Error("must be one of off, sandbox");
      return written;
    },
  },
  [TOOLCHAINS]: {
    byDefault: "",
    read(written: string): readonly string[] {
      const folders = written.split(",").flatMap((folder) => folder.trim() || []);
      if (!folders.every((folder) => folder.startsWith("/")))
        throw new Error("must be a comma-separated list of folders, like /usr/local/go");
      return folders;
    },
  },
  [SLOTS]: {
    byDefault: "0",
    read: wholeFrom(0, MOST_SLOTS),
  },
  [SECONDS]: { byDefault: String(RUN_LIMITS.wallMs / 1_000), read: wholeFrom(1, MOST_SECONDS) },
  [CPU_SECONDS]: { byDefault: String(RUN_LIMITS.cpuMs / 1_000), read: wholeFrom(1, MOST_SECONDS) },
  // what a language itself needs to start
  [MEMORY_MB]: { byDefault: String(RUN_LIMITS.memoryBytes / MIB), read: wholeFrom(16, MOST_MEMORY_MB) },
  [PROCESSES]: { byDefault: String(RUN_LIMITS.processes), read: wholeFrom(1, MOST_PROCESSES) },
  // what the smallest of them needs for a file of a line
  [COMPILER_MEMORY_MB]: { byDefault: String(COMPILE_LIMITS.memoryBytes / MIB), read: wholeFrom(64, MOST_MEMORY_MB) },
  [OUTPUT_KB]: { byDefault: String(OUTPUT_BYTES / KIB), read: wholeFrom(1, MOST_OUTPUT_KB) },
  [SOURCE_KB]: { byDefault: String(SOURCE_BOUNDS.bytes / KIB), read: wholeFrom(1, MOST_SOURCE_KB) },
  [SOURCE_FILES]: { byDefault: String(SOURCE_BOUNDS.files), read: wholeFrom(1, MOST_SOURCE_FILES) },
} satisfies Feature["settings"];

/** What a run may take, as it is set: a program, a compiler, what either prints, and the files. */
export function boundsOf(setting: (name: string) => unknown) {
  const outputBytes = Number(setting(OUTPUT_KB)) * KIB;
  const limits: Partial<RunLimits> = {
    wallMs: Number(setting(SECONDS)) * 1_000,
    cpuMs: Number(setting(CPU_SECONDS)) * 1_000,
    memoryBytes: Number(setting(MEMORY_MB)) * MIB,
    processes: Number(setting(PROCESSES)),
    outputBytes,
  };
  const compilerLimits: Partial<RunLimits> = { memoryBytes: Number(setting(COMPILER_MEMORY_MB)) * MIB, outputBytes };
  const sources = { bytes: Number(setting(SOURCE_KB)) * KIB, files: Number(setting(SOURCE_FILES)) };
  return { limits, compilerLimits, sources, outputBytes };
}
