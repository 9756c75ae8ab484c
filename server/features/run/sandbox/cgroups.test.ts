// Groups of processes: what a killed server leaves of them, and version 2 against files of the same names. Knows no run.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { foldersOf, groupsOf, openSandbox } from "../test/sandboxes.ts";
import { RUN_LIMITS } from "./bounds.ts";
import { Cgroups } from "./cgroups.ts";

const SANDBOX = new URL("./sandbox.ts", import.meta.url).href;

/** A server that runs what never ends, and says so when it has begun. */
const SERVER = `
  const { Sandbox } = await import(${JSON.stringify(SANDBOX)});
  const sandbox = await Sandbox.open({ hidden: [], toolchains: [], languages: ["Shell"], failed: console.error });
  const files = new Map([["main.sh", "trap '' TERM HUP; (setsid sleep 1000 &) ; echo here; sleep 1000"]]);
  const run = sandbox.run({ key: "", origin: "", language: "Shell", files, main: "main.sh" });
  for await (const event of run) if (event.type === "output") console.log(event.text);
`;

const processesIn = (folders: readonly string[]): string[] =>
  folders.flatMap((folder) => readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean));

describe("the groups", () => {
  it("[M7] have no process when a server is killed, and are taken away when the next starts", async () => {
    const words = ["--import", "tsx", "--input-type=module", "-e", SERVER];
    const server = spawn(process.execPath, words, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH },
    });
    const pid = server.pid!;
    const start = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[21]!;
    await new Promise((resolve) => server.stdout.once("data", resolve));
    const groups = groupsOf(pid, start);
    expect(processesIn(groups).length).toBeGreaterThan(2);
    server.kill("SIGKILL");
    await new Promise((resolve) => server.once("exit", resolve));
    const until = Date.now() + 10_000;
    while (processesIn(groups).length > 0 && Date.now() < until) await new Promise((resolve) => setImmediate(resolve));
    expect(processesIn(groups)).toEqual([]);
    await (await openSandbox([])).close();
    expect([groupsOf(pid, start), foldersOf(pid)]).toEqual([[], []]);
  }, 90_000);

  it("[M5][M8] of version 2 are made below the server's own, which goes aside, with a tenth of its share", async () => {
    const folder = mkdtempSync(join(tmpdir(), "companion-cgroup2-"));
    try {
      mkdirSync(join(folder, "service"));
      const cgroups = await Cgroups.open(`cgroup2 ${folder} cgroup2 rw 0 0\n`, "0::/service\n");
      await cgroups.make(RUN_LIMITS);
      const service = join(folder, "service");
      const read = (...path: string[]): string => readFileSync(join(service, ...path), "utf8");
      const runs = readdirSync(service).find((name) => name.startsWith("companion-run-"))!;
      expect(read("server", "cgroup.procs")).toBe(String(process.pid));
      expect([read("cgroup.subtree_control"), read(runs, "cgroup.subtree_control")]).toEqual(
        Array.from({ length: 2 }, () => "+cpu +memory +pids"),
      );
      expect(read(runs, "cpu.weight")).toBe("10");
      expect([read(runs, "0", "memory.max"), read(runs, "0", "memory.swap.max")]).toEqual(["134217728", "0"]);
      expect(read(runs, "0", "pids.max")).toBe("66");
      const again = await Cgroups.open(`cgroup2 ${folder} cgroup2 rw 0 0\n`, "0::/service/server\n");
      expect(again).toBeDefined();
      expect(existsSync(join(service, "server", "server"))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("[M6] of version 2 have the most memory that was seen where the kernel keeps no peak", async () => {
    const folder = mkdtempSync(join(tmpdir(), "companion-cgroup2-"));
    try {
      mkdirSync(join(folder, "service"));
      const cgroups = await Cgroups.open(`cgroup2 ${folder} cgroup2 rw 0 0\n`, "0::/service\n");
      const group = await cgroups.make(RUN_LIMITS);
      const own = dirname(group.doors[0]!);
      const says = (file: string, text: string): void => writeFileSync(join(own, file), text);
      says("cpu.stat", "usage_usec 7000\nuser_usec 1\n");
      for (const file of ["memory.events", "pids.events"]) says(file, "max 0\noom_kill 0\n");
      const seen: number[] = [];
      for (const now of [4_096, 65_536, 8_192]) {
        says("memory.current", `${now}\n`);
        seen.push((await group.usage()).memoryBytes);
      }
      says("memory.peak", "131072\n");
      expect(await group.usage()).toEqual({ cpuMs: 7, memoryBytes: 131_072, killed: 0, refused: 0 });
      expect(seen).toEqual([4_096, 65_536, 65_536]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("[M1] are a reason why nothing runs where there are none, or none can be made", async () => {
    await expect(Cgroups.open("proc /proc proc rw 0 0\n", "0::/\n")).rejects.toThrow(
      "This machine has no control groups.",
    );
    await expect(Cgroups.open("cgroup2 /proc/self/fdinfo cgroup2 rw 0 0\n", "0::/\n")).rejects.toThrow(
      "It may not make control groups below /proc/self/fdinfo",
    );
  });
});
