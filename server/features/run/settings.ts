// What an operator sets of running code. Knows no run.
import type { Feature } from "../feature.ts";
import { RUN_LIMITS, type RunLimits } from "./sandbox/bounds.ts";

export const RUNNER = "RUNNER";
export const TOOLCHAINS = "RUN_TOOLCHAINS";
export const SLOTS = "RUN_SLOTS";
const SECONDS = "RUN_SECONDS";
const CPU_SECONDS = "RUN_CPU_SECONDS";
const MEMORY_MB = "RUN_MEMORY_MB";
const PROCESSES = "RUN_PROCESSES";

const MIB = 1024 * 1024;

/** What no machine has. */
const MOST_SLOTS = 1_024;

/** Whoever needs more than an hour, or a terabyte, needs something else. */
const MOST_SECONDS = 3_600;
const MOST_MEMORY_MB = 1_048_576;
const MOST_PROCESSES = 32_768;

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
} satisfies Feature["settings"];

/** What a program may take, as it is set. */
export const limitsOf = (setting: (name: string) => unknown): Partial<RunLimits> => ({
  wallMs: Number(setting(SECONDS)) * 1_000,
  cpuMs: Number(setting(CPU_SECONDS)) * 1_000,
  memoryBytes: Number(setting(MEMORY_MB)) * MIB,
  processes: Number(setting(PROCESSES)),
});
