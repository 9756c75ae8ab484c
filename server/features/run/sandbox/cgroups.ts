// Groups of processes that the kernel counts and bounds together, by either version of its interface. Knows no program.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RunLimits } from "./bounds.ts";

/** What a group has used. */
export interface Usage {
  readonly cpuMs: number;
  /** The most at once. */
  readonly memoryBytes: number;
  /** Processes that were killed for want of memory. */
  readonly killed: number;
  /** Processes that were not started, as there were too many. */
  readonly refused: number;
}

/** The folders of a group, by controller; of version 2 all are one. */
type Folders = Readonly<Record<"memory" | "pids" | "cpu" | "cpuacct", string>>;

/** A file of a controller. */
type ControlFile = readonly [controller: keyof Folders, file: string];

/** A number that is in a file: the first that this finds, and how many of it make one of ours. */
type Reading = readonly [...file: ControlFile, pattern: RegExp, divisor: number];

interface Interface {
  readonly memoryMost: ControlFile;
  /** So that what is over the limit does not go to the disk; where the kernel keeps no account of that, there is no such file. */
  readonly swap: ControlFile;
  readonly swapMost: (memoryBytes: number) => number;
  readonly processesMost: ControlFile;
  readonly weight: ControlFile;
  /** A tenth of what a group has by default. */
  readonly tenth: number;
  readonly cpu: Reading;
  /** The most at once; version 2 has no such file before Linux 5.19. */
  readonly memory: Reading;
  readonly memoryNow: Reading;
  readonly killed: Reading;
  readonly refused: Reading;
}

const FIRST: Interface = {
  memoryMost: ["memory", "memory.limit_in_bytes"],
  swap: ["memory", "memory.memsw.limit_in_bytes"],
  swapMost: (memoryBytes) => memoryBytes,
  processesMost: ["pids", "pids.max"],
  weight: ["cpu", "cpu.shares"],
  tenth: 102,
  cpu: ["cpuacct", "cpuacct.usage", /^(\d+)/, 1e6],
  memory: ["memory", "memory.max_usage_in_bytes", /^(\d+)/, 1],
  memoryNow: ["memory", "memory.usage_in_bytes", /^(\d+)/, 1],
  killed: ["memory", "memory.oom_control", /^oom_kill (\d+)/m, 1],
  refused: ["pids", "pids.events", /^max (\d+)/m, 1],
};

const SECOND: Interface = {
  memoryMost: ["memory", "memory.max"],
  swap: ["memory", "memory.swap.max"],
  swapMost: () => 0,
  processesMost: ["pids", "pids.max"],
  weight: ["cpu", "cpu.weight"],
  tenth: 10,
  cpu: ["cpuacct", "cpu.stat", /^usage_usec (\d+)/m, 1e3],
  memory: ["memory", "memory.peak", /^(\d+)/, 1],
  memoryNow: ["memory", "memory.current", /^(\d+)/, 1],
  killed: ["memory", "memory.events", /^oom_kill (\d+)/m, 1],
  refused: ["pids", "pids.events", /^max (\d+)/m, 1],
};

/** bubblewrap itself, outside of the box and in it. */
const PROCESSES_OF_BOX = 2;
const PAUSE_MS = 5;
const GONE_WITHIN_MS = 10_000;

/** What our groups are called; the number and the start of the server's process follow, and a word, as a process may have several. */
const PREFIX = "companion-run-";

const folderOf = (folders: Folders, [controller, file]: ControlFile | Reading): string =>
  join(folders[controller], file);
const unique = (folders: Folders): string[] => [...new Set(Object.values(folders))];
const within = (folders: Folders, name: string): Folders =>
  Object.fromEntries(
    Object.entries(folders).map(([controller, folder]) => [controller, join(folder, name)]),
  ) as Folders;

/** The processes of one box, from before the first starts until after the last has ended. */
export class Group {
  readonly #folders: Folders;
  readonly #interface: Interface;
  #mostSeenBytes = 0;

  constructor(folders: Folders, kind: Interface) {
    this.#folders = folders;
    this.#interface = kind;
  }

  /** A process that writes 0 to each of these is in the group, with all that it starts. */
  get doors(): string[] {
    return unique(this.#folders).map((folder) => join(folder, "cgroup.procs"));
  }

  /** Rejects where the kernel does not say. */
  async usage(): Promise<Usage> {
    const { cpu, killed, refused } = this.#interface;
    const [cpuMs, memoryBytes, killedCount, refusedCount] = await Promise.all([
      this.#read(cpu),
      this.#memoryBytes(),
      this.#read(killed),
      this.#read(refused),
    ]);
    return { cpuMs, memoryBytes, killed: killedCount, refused: refusedCount };
  }

  /** Ends every process of the group and takes the group away. Rejects when one does not end. */
  async end(): Promise<void> {
    await writeFile(folderOf(this.#folders, this.#interface.processesMost), "0");
    await removed(this.#folders);
  }

  /** The most at once, or the most that was seen whenever this was asked. */
  async #memoryBytes(): Promise<number> {
    const { memory, memoryNow } = this.#interface;
    try {
      return await this.#read(memory);
    } catch {
      this.#mostSeenBytes = Math.max(this.#mostSeenBytes, await this.#read(memoryNow));
      return this.#mostSeenBytes;
    }
  }

  async #read(reading: Reading): Promise<number> {
    const text = await readFile(folderOf(this.#folders, reading), "utf8");
    return Math.round(Number(reading[2].exec(text)?.[1] ?? 0) / reading[3]);
  }
}

/** Where groups are made. */
export class Cgroups {
  readonly #folders: Folders;
  readonly #interface: Interface;
  #made = 0;

  private constructor(folders: Folders, kind: Interface) {
    this.#folders = folders;
    this.#interface = kind;
  }

  /**
   * Ends what a server that was killed has left, and makes a folder for this one, with a tenth of a server's share of the
   * processors. Rejects with a sentence when this server may not make groups. `mounts`: as in /proc/self/mounts; `own`: as in
   * /proc/self/cgroup.
   */
  static async open(mounts: string, own: string): Promise<Cgroups> {
    const { folders, kind } = await found(mounts, own);
    const cgroups = new Cgroups(
      within(folders, `${PREFIX}${await nameOf(process.pid)}-${randomBytes(4).toString("hex")}`),
      kind,
    );
    try {
      await sweep(folders);
      for (const folder of unique(cgroups.#folders)) await mkdir(folder);
      if (kind === SECOND) await delegate(dirname(cgroups.#folders.memory), cgroups.#folders.memory);
      await writeFile(folderOf(cgroups.#folders, kind.weight), String(kind.tenth));
      return cgroups;
    } catch (error) {
      throw new Error(`It may not make control groups below ${folders.memory} (${(error as Error).message}).`);
    }
  }

  async make({ memoryBytes, processes }: RunLimits): Promise<Group> {
    const folders = within(this.#folders, String(this.#made++));
    const { memoryMost, swap, swapMost, processesMost } = this.#interface;
    for (const folder of unique(folders)) await mkdir(folder);
    await writeFile(folderOf(folders, memoryMost), String(memoryBytes));
    await writeFile(folderOf(folders, processesMost), String(processes + PROCESSES_OF_BOX));
    await writeFile(folderOf(folders, swap), String(swapMost(memoryBytes))).catch(() => {});
    return new Group(folders, this.#interface);
  }

  /** When all groups have ended. */
  async close(): Promise<void> {
    await removed(this.#folders);
  }
}

/** Where this server may make groups. Rejects with a sentence. */
async function found(mounts: string, own: string): Promise<{ folders: Folders; kind: Interface }> {
  const mounted = mounts.split("\n").map((line) => {
    const [, folder = "", type = "", options = ""] = line.split(" ");
    return { folder, type, options: options.split(",") };
  });
  const first = (controller: string): string | undefined =>
    mounted.find(({ type, options }) => type === "cgroup" && options.includes(controller))?.folder;
  const [memory, pids, cpu, cpuacct] = [first("memory"), first("pids"), first("cpu"), first("cpuacct")];
  if (memory !== undefined && pids !== undefined && cpu !== undefined && cpuacct !== undefined)
    return { folders: { memory, pids, cpu, cpuacct }, kind: FIRST };
  const second = mounted.find(({ type }) => type === "cgroup2")?.folder;
  const path = /^0::(.*)$/m.exec(own)?.[1];
  if (second === undefined || path === undefined) throw new Error("This machine has no control groups.");
  const below = join(second, path);
  // a server that was here before has moved into a group of its own
  const folder = basename(below) === SERVER ? dirname(below) : below;
  return { folders: { memory: folder, pids: folder, cpu: folder, cpuacct: folder }, kind: SECOND };
}

const SERVER = "server";

/** Has the kernel count and bound below `folder`, for which no process may be in it: this one goes into a group beside. */
async function delegate(folder: string, runs: string): Promise<void> {
  await mkdir(join(folder, SERVER)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await writeFile(join(folder, SERVER, "cgroup.procs"), String(process.pid));
  for (const each of [folder, runs]) await writeFile(join(each, "cgroup.subtree_control"), "+cpu +memory +pids");
}

/** A process's number comes again, its number and start do not. */
async function nameOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // what follows the program's name, which may have blanks and brackets
  return `${pid}-${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
}

/** Ends and takes away the groups of servers that are gone. */
async function sweep(folders: Folders): Promise<void> {
  const names = new Set((await Promise.all(unique(folders).map((folder) => readdir(folder)))).flat());
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue;
    const [pid, start] = name.slice(PREFIX.length).split("-");
    const alive = await nameOf(Number(pid)).catch(() => undefined);
    if (alive !== `${pid}-${start}`) await removed(within(folders, name));
  }
}

/** Ends all processes in the folders and below them, and takes the folders away. */
async function removed(folders: Folders): Promise<void> {
  await Promise.all(unique(folders).map((folder) => folderRemoved(folder, Date.now() + GONE_WITHIN_MS)));
}

async function folderRemoved(folder: string, until: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await folderRemoved(join(folder, entry.name), until);
  for (;;) {
    for (const pid of await processesOf(folder)) end(pid);
    try {
      return await rmdir(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return;
      if (Date.now() > until) throw error;
      await wait(PAUSE_MS);
    }
  }
}

async function processesOf(folder: string): Promise<number[]> {
  const text = await readFile(join(folder, "cgroup.procs"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
}

function end(pid: number): void {
  try {
    // 0 is of another namespace of processes, and to kill it would be to kill this server
    if (pid > 0) process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}
