// What every box of this server is made of, found when it starts. Knows no program.
import { readFile } from "node:fs/promises";
import { type Shown, shownOf } from "./box.ts";
import { Cgroups } from "./cgroups.ts";
import { sweepFolders } from "./folders.ts";
import { hasFilter, seccompFilter } from "./seccomp.ts";
import type { Processor } from "./syscalls.ts";
import { findTools, type Tools } from "./tools.ts";

export interface Workshop {
  readonly processor: Processor;
  readonly tools: Tools;
  readonly shown: Shown;
  readonly toolchains: readonly string[];
  readonly filter: Buffer;
  readonly cgroups: Cgroups;
}

/** Takes away what servers that are gone have left. Rejects with a sentence that says what this machine lacks. */
export async function openWorkshop(toolchains: readonly string[]): Promise<Workshop> {
  const { arch: processor, platform } = process;
  if (platform !== "linux" || !hasFilter(processor)) throw new Error("It needs Linux on x86-64 or arm64.");
  const filter = seccompFilter(processor);
  const tools = await findTools();
  await sweepFolders();
  const [mounts = "", own = ""] = await Promise.all(
    ["mounts", "cgroup"].map((name) => readFile(`/proc/self/${name}`, "utf8")),
  );
  const cgroups = await Cgroups.open(mounts, own);
  return { processor, tools, shown: await shownOf(toolchains), toolchains, filter, cgroups };
}
