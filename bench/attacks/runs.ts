// Runs of a trial: each in a process of its own on core 1, while the servers have core 0, and ended after its time with all that it started.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Metrics } from "../scenarios/scenario.ts";
import { TIMES_CONTROL } from "./siege.ts";
import type { Trial } from "./trial.ts";

const LOAD = fileURLToPath(new URL("load.ts", import.meta.url));
const LOAD_CORE = "1";

/** Rejects when it fails or takes too long. */
export async function runOnce({ name, boundSeconds }: Trial): Promise<Metrics> {
  const folder = mkdtempSync(join(tmpdir(), "attack-"));
  const child = spawn("taskset", ["-c", LOAD_CORE, process.execPath, "--import", "tsx", LOAD, name], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // JSON knows no Infinity
    serialization: "advanced",
    env: { ...process.env, TMPDIR: folder },
    detached: true,
  });
  // the whole group, with its servers and attackers
  const bound = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), boundSeconds * 1_000);
  try {
    let metrics: Metrics | undefined;
    child.on("message", (message: Metrics) => (metrics = message));
    const [code] = (await once(child, "close")) as [number | null];
    if (!metrics) throw new Error(`${name} ended ${code === null ? "by its time" : `with ${code}`}`);
    return metrics;
  } finally {
    clearTimeout(bound);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What must not be in any run. */
const NEVER = ["lost", "keptOut"];

/**
 * The middle one of three whole runs, by how it compares with its own control: ratios are quoted of one run. What must never be is
 * the most of all three.
 */
export async function middleRun(trial: Trial): Promise<Metrics> {
  const runs = [await runOnce(trial), await runOnce(trial), await runOnce(trial)];
  const [, middle = {}] = runs.toSorted((one, other) => (one[TIMES_CONTROL] ?? NaN) - (other[TIMES_CONTROL] ?? NaN));
  const most = NEVER.filter((name) => name in middle).map((name) => [
    name,
    Math.max(...runs.map((run) => run[name] ?? NaN)),
  ]);
  return { ...middle, ...(Object.fromEntries(most) as Metrics) };
}
