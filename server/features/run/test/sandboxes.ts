// What the tests of the sandbox share: running a job to its end, and looking at what is left. Knows no attack.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { needBubblewrap } from "./debian.ts";
import type { End } from "../sandbox/outcomes.ts";
import type { Job, SandboxRun } from "../sandbox/run.ts";
import { Sandbox, type SandboxOptions } from "../sandbox/sandbox.ts";

/** A sandbox that is there, or a test that failed. */
export async function openSandbox(
  languages: readonly string[],
  options: Partial<SandboxOptions> = {},
): Promise<Sandbox> {
  await needBubblewrap();
  const failed = (error: unknown): void => {
    throw error;
  };
  const sandbox = await Sandbox.open({ hidden: [process.cwd()], toolchains: [], languages, failed, ...options });
  if (sandbox.absent !== undefined) throw new Error(sandbox.absent);
  return sandbox;
}

/** A job of one file. */
export function jobOf(language: string, text: string, more: Partial<Job> = {}): Job {
  const main = `main.${language.toLowerCase()}`;
  return { key: "room", origin: "", language, files: new Map([[main, text]]), main, ...more };
}

export interface Ended extends End {
  readonly stdout: string;
  readonly stderr: string;
  readonly compiler: string;
}

/** Reads a run to its end. */
export async function ended(run: SandboxRun): Promise<Ended> {
  const said = { stdout: "", stderr: "", compiler: "" };
  for await (const event of run)
    if (event.type === "output") said[event.stream] += event.text;
    else if (event.type === "end") return { ...event, ...said };
  throw new Error("a run without an end");
}

/** Nothing more is typed to it. */
export function runClosed(sandbox: Sandbox, job: Job, typed = ""): Promise<Ended> {
  const run = sandbox.run(job);
  run.write(typed);
  run.closeStdin();
  return ended(run);
}

const GROUPS = ["memory", "pids", "cpu", "cpuacct", ""].map((controller) => join("/sys/fs/cgroup", controller));

/** When a process began, as the kernel counts. */
export const startOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!;
};

/** The groups of runs that a process of this number has made, by their folders. */
export function groupsOf(pid: number, start = startOf(pid)): string[] {
  const foldersIn = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? join(folder, entry.name) : [],
    );
  return GROUPS.filter((folder) => existsSync(folder))
    .flatMap(foldersIn)
    .filter((folder) => basename(folder).startsWith(`companion-run-${pid}-${start}-`))
    .flatMap(foldersIn);
}

/** The folders on the disk that a process of this number has made. */
export const foldersOf = (pid: number): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`companion-sandbox-${pid}-`));

/** What is left of this process's runs: a group is there as long as a process of it is. */
export const left = (): string[] => [...groupsOf(process.pid), ...foldersOf(process.pid)];
