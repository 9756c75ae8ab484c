// Tries to get out of a box, and to take more than it has, before anybody else may. Knows no language.
import { chmod, open, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Limits, RUN_LIMITS } from "./bounds.ts";
import { type BoxedEnd, BoxedProcess, type Workshop } from "./boxedProcess.ts";
import { makeFolder } from "./folders.ts";
import { tar } from "./tar.ts";

const MIB = 1024 * 1024;
const LIMITS: Limits = { ...RUN_LIMITS, wallMs: 10_000, cpuMs: 5_000, processes: 32 };

/** Where the probe's box has a file that this server's user alone may read. */
const SECRET = "/secret";

/** Something that must fail in a box. */
type Escape = readonly [does: string, command: string];

const NAMESPACES = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `hidden`: what of this machine nobody may see. */
async function escapes(hidden: readonly string[]): Promise<Escape[]> {
  const namespaces = await Promise.all(
    NAMESPACES.map(async (name): Promise<Escape> => {
      const own = await readlink(`/proc/self/ns/${name}`);
      return [`is in the server's ${name} namespace`, `[ "$(readlink /proc/self/ns/${name})" = ${quoted(own)} ]`];
    }),
  );
  return [
    ...namespaces,
    ...hidden.map((path): Escape => [`sees ${path}`, `ls -d ${quoted(path)}`]),
    ...["/etc/shadow", "/proc/kcore"].map((path): Escape => [`reads ${path}`, `head -c 1 ${path} | grep -q .`]),
    ...["/", "/usr", "/etc", "/dev", "/bin", "/proc"].map((path): Escape => [
      `writes to ${path}`,
      `( : > ${path}/companion ) && rm ${path}/companion`,
    ]),
    ["reads the environment that its box was started with", "tr '\\0' '\\n' < /proc/1/environ | grep -v ^PWD="],
    ["reads what is the superuser's alone", `grep -q . ${SECRET}`],
    ["has capabilities", "! grep -Eq '^CapEff:\\s0+$' /proc/self/status"],
    ["can get more rights", "! grep -Eq '^NoNewPrivs:\\s1$' /proc/self/status"],
    ["has no filter of system calls", "! grep -Eq '^Seccomp:\\s2$' /proc/self/status"],
    ["makes namespaces", "unshare --user true || unshare --net true"],
    ["mounts", "mount -t tmpfs none /tmp"],
    // the fourth is the folder itself
    ["has open files of the server's", "ls /proc/self/fd | grep -qv '^[0-3]$'"],
    ["has a network", "grep -Ev '\\||lo:' /proc/net/dev"],
  ];
}

/** What must be ended, with how it must end. */
const EXCESSES: readonly (readonly [
  takes: string,
  command: string,
  limits: Partial<Limits>,
  ends: BoxedEnd["stopped"],
])[] = [
  ["more memory than it has", "head -c 64m /dev/zero | tail", { memoryBytes: 16 * MIB }, "memory_limit"],
  [
    "more memory by writing files",
    "head -c 64m /dev/zero > /tmp/f",
    { memoryBytes: 16 * MIB, diskBytes: 128 * MIB },
    "memory_limit",
  ],
  ["more processes than it has", "while :; do sleep 100 & done", {}, "process_limit"],
  ["more time of the processor than it has", "while :; do :; done", { cpuMs: 100 }, "cpu_limit"],
  ["more output than it has", "yes", { outputBytes: 4_096 }, "output_limit"],
  ["more time than it has", "trap '' TERM; (setsid sleep 1000 &); sleep 1000", { wallMs: 100 }, "time_limit"],
];

/** Why this machine's boxes are none, in a sentence; undefined where all held. `hidden`: paths that no box may see. */
export async function probe(workshop: Workshop, hidden: readonly string[]): Promise<string | undefined> {
  const tried = await escapes([fileURLToPath(import.meta.url), ...hidden]);
  const script = tried.map(([, command], index) => `if ( ${command} ) >/dev/null 2>&1; then echo ${index}; fi`);
  const { end, output } = await withSecret((shown) =>
    inBox({ ...workshop, shown: [...workshop.shown, ...shown] }, [...script, "echo done"].join("\n"), {}),
  );
  if (end.exitCode !== 0 || !output.endsWith("done\n"))
    return `A box does not start (${output.trim().split("\n").at(-1) || end.stopped || end.exitCode}).`;
  const [escaped] = output.split("\n");
  if (escaped !== "done") return `A program in a box ${tried[Number(escaped)]?.[0]}.`;
  for (const [takes, command, limits, ends] of EXCESSES) {
    const { stopped } = (await inBox(workshop, command, limits)).end;
    if (stopped !== ends) return `A program in a box takes ${takes} (${stopped}).`;
  }
  const { end: full } = await inBox(workshop, "head -c 4m /dev/zero > /tmp/f", { diskBytes: MIB });
  return full.exitCode === 0 ? "A program in a box writes more than it may." : undefined;
}

/** A server that is not the superuser is no other user in its boxes, and has no such secret. */
async function withSecret<T>(work: (shown: string[]) => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work([]);
  const folder = await makeFolder();
  try {
    await chmod(folder, 0o755);
    await writeFile(join(folder, "secret"), "secret", { mode: 0o600 });
    return await work(["--ro-bind", join(folder, "secret"), SECRET]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function inBox(workshop: Workshop, script: string, limits: Partial<Limits>) {
  let output = "";
  const file = await open(fileURLToPath(import.meta.url));
  const process = await BoxedProcess.start(
    workshop,
    {
      place: 0,
      limits: { ...LIMITS, ...limits },
      environment: {},
      files: tar([]),
      typed: "",
      inherited: [file.fd],
      command: ["sh", "-c", script],
    },
    { output: (_stream, bytes) => void (output += bytes.toString()) },
  );
  try {
    return { end: await process.ended, output };
  } finally {
    await file.close();
  }
}
