// What an operator may set of running code. Knows no run.
import { describe, expect, it } from "@jest/globals";
import { boundsOf, settings } from "./settings.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const read = (name: string, written?: string): unknown => {
  const { byDefault, read: readText } = settings[name as keyof typeof settings];
  return readText(written ?? byDefault);
};
const bounds = (written: Readonly<Record<string, string>> = {}) => boundsOf((name) => read(name, written[name]));

describe("the settings of runs", () => {
  it("[M5] are at first what docs/run.md says", () => {
    expect(bounds()).toEqual({
      limits: { wallMs: 30_000, cpuMs: 10_000, memoryBytes: 128 * MIB, processes: 64, outputBytes: MIB },
      compilerLimits: { memoryBytes: 512 * MIB, outputBytes: MIB },
      sources: { bytes: 4 * MIB, files: 1_000 },
      outputBytes: MIB,
    });
  });

  it("[M5] bound a compiler's memory, what is printed, and the files", () => {
    const written = { RUN_COMPILER_MEMORY_MB: "64", RUN_OUTPUT_KB: "8", RUN_SOURCE_KB: "2", RUN_SOURCE_FILES: "3" };
    expect(bounds(written)).toMatchObject({
      limits: { outputBytes: 8 * KIB },
      compilerLimits: { memoryBytes: 64 * MIB, outputBytes: 8 * KIB },
      sources: { bytes: 2 * KIB, files: 3 },
      outputBytes: 8 * KIB,
    });
  });

  it.each([
    ["RUN_SECONDS", 1, 3_600],
    ["RUN_CPU_SECONDS", 1, 3_600],
    ["RUN_MEMORY_MB", 16, 1_048_576],
    ["RUN_PROCESSES", 1, 32_768],
    ["RUN_COMPILER_MEMORY_MB", 64, 1_048_576],
    ["RUN_OUTPUT_KB", 1, 8_192],
    ["RUN_SOURCE_KB", 1, 16_384],
    ["RUN_SOURCE_FILES", 1, 10_000],
  ])("[M5] keep the server from starting where they make no sense: %s from %i to %i", (name, least, most) => {
    expect([read(name, String(least)), read(name, String(most))]).toEqual([least, most]);
    for (const written of [least - 1, most + 1, "", "1.5", "many", "-1"])
      expect(() => read(name, String(written))).toThrow(`must be a whole number from ${least} to ${most}`);
  });
});
