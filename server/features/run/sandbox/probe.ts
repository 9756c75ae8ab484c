// Tries to get out of a box, and to take more than it has, before anybody else may. Knows no language, and takes nothing for held that was not tried.
import { chmod, open, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RUN_LIMITS, type RunLimits } from "./bounds.ts";
import { type BoxedEnd, BoxedProcess } from "./boxedProcess.ts";
import { makeFolder } from "./folders.ts";
import { calling, callingAsAnother } from "./oneCall.ts";
import { COLUMNS, DENIED, LOOKED_AT, type Processor } from "./syscalls.ts";
import { tar } from "./tar.ts";
import type { Workshop } from "./workshop.ts";

const MIB = 1024 * 1024;
const LIMITS: RunLimits = { ...RUN_LIMITS, wallMs: 10_000, cpuMs: 5_000, processes: 32 };

/** Where the probe's box has a file that this server's user alone may read. */
const SECRET = "/secret";

/** What the commands below are made of: one that is missing would fail as if the box had held. */
const TOOLS = ["chmod", "grep", "head", "ls", "readlink", "rm", "setsid", "sleep", "tail", "tr", "yes"];

/** Something that must fail in a box. */
type Escape = readonly [does: string, command: string];

const AF_INET = 2;
const AF_VSOCK = 40;
const STREAM = 1;
const CLONE_NEWUSER = 0x10000000;
const GETPID = { x64: 39, arm64: 172 };

const NAMESPACES = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Has the box make a program of these bytes, run it and end as it does; where the box is none, nothing of it stays in /tmp. */
const running = (program: Buffer): string => {
  const octal = [...program].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`);
  return `call=/tmp/companion-call-$$; printf '${octal.join("")}' > $call && chmod 755 $call && $call; how=$?; rm -f $call; exit $how`;
};

/** Calls that the filter denies, and for what each would be good. */
function calls(processor: Processor): Escape[] {
  const column = COLUMNS[processor];
  const numberOf = (name: string): number => DENIED[name]![column]!;
  const socket = (family: number): Buffer => calling(processor, LOOKED_AT.socket[column], [family, STREAM, 0]);
  return [
    ["reaches the machine that hosts this one (AF_VSOCK)", running(socket(AF_VSOCK))],
    ["has sockets of the internet", running(socket(AF_INET))],
    ["makes namespaces", running(calling(processor, numberOf("unshare"), [CLONE_NEWUSER]))],
    ["mounts", running(calling(processor, numberOf("mount"), [0, "/tmp", "tmpfs"]))],
    ...callingAsAnother(processor).map((program): Escape => ["calls as another architecture", running(program)]),
  ];
}

/** `hidden`: what of this machine nobody may see. */
async function escapes(processor: Processor, hidden: readonly string[]): Promise<Escape[]> {
  const namespaces = await Promise.all(
    NAMESPACES.map(async (name): Promise<Escape> => {
      const own = await readlink(`/proc/self/ns/${name}`);
      return [`is in the server's ${name} namespace`, `[ "$(readlink /proc/self/ns/${name})" = ${quoted(own)} ]`];
    }),
  );
  return [
    ...namespaces,
    ...hidden.map((path): Escape => [`sees ${path}`, `ls -d ${quoted(path)}`]),
    ["reads /etc/shadow", "head -c 1 /etc/shadow | grep -q ."],
    ["sets what the kernel does", ": > /proc/sys/kernel/core_pattern"],
    ...["/", "/usr", "/etc", "/dev", "/bin"].map((path): Escape => [
      `writes to ${path}`,
      `( : > ${path}/companion ) && rm ${path}/companion`,
    ]),
    ["reads the environment that its box was started with", "tr '\\0' '\\n' < /proc/1/environ | grep -v ^PWD="],
    ["reads what is the superuser's alone", `grep -q . ${SECRET}`],
    ["has capabilities", "! grep -Eq '^CapEff:\\s0+$' /proc/self/status"],
    ["can get more rights", "! grep -Eq '^NoNewPrivs:\\s1$' /proc/self/status"],
    ["has no filter of system calls", "! grep -Eq '^Seccomp:\\s2$' /proc/self/status"],
    // the fourth is the folder itself
    ["has open files of the server's", "ls /proc/self/fd | grep -qv '^[0-3]$'"],
    ["has a network", "grep -Ev '\\||lo:' /proc/net/dev"],
    ...calls(processor),
  ];
}

/** What must be ended, with how it must end. */
const EXCESSES: readonly (readonly [
  takes: string,
  command: string,
  limits: Partial<RunLimits>,
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

/** Ends with 0 where half of what may be written is, and four times of it is not. */
const FILLS = "head -c 512k /dev/zero > /tmp/f || exit 1; head -c 4m /dev/zero > /tmp/f && exit 1; exit 0";

/** Begins a line that says why a box cannot be tried. */
const NOT_TRIED = "untried:";

/** Why this machine's boxes are none, in a sentence; undefined where all held. `hidden`: paths that no box may see. */
export async function probe(workshop: Workshop, hidden: readonly string[]): Promise<string | undefined> {
  const tried = await escapes(workshop.processor, [fileURLToPath(import.meta.url), ...hidden]);
  const script = [
    ...TOOLS.map((tool) => `command -v ${tool} >/dev/null || echo ${NOT_TRIED} it has no ${tool}`),
    `( ${running(calling(workshop.processor, GETPID[workshop.processor]))} ) || echo ${NOT_TRIED} it runs no program of the probe`,
    ...tried.map(([, command], index) => `if ( ${command} ) >/dev/null 2>&1; then echo ${index}; fi`),
    "echo done",
  ];
  const { end, stdout, stderr } = await withSecret((shown) =>
    inBox({ ...workshop, shown: [...workshop.shown, ...shown] }, script.join("\n"), {}),
  );
  const said = stdout.trim().split("\n");
  if (end.exitCode !== 0 || said.pop() !== "done")
    return `A box does not start (${stderr.trim().split("\n").at(-1) || end.stopped || end.exitCode}).`;
  const untried = said.find((line) => line.startsWith(NOT_TRIED));
  if (untried) return `What a box holds cannot be tried: ${untried.slice(NOT_TRIED.length + 1)}.`;
  if (said.length > 0) return `A program in a box ${said.map((index) => tried[Number(index)]?.[0]).join(", ")}.`;
  for (const [takes, command, limits, ends] of EXCESSES) {
    const { stopped } = (await inBox(workshop, command, limits)).end;
    if (stopped !== ends) return `A program in a box takes ${takes} (${stopped}).`;
  }
  const { end: full } = await inBox(workshop, FILLS, { diskBytes: MIB });
  return full.exitCode === 0 ? undefined : "A program in a box writes more than it may.";
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

async function inBox(workshop: Workshop, script: string, limits: Partial<RunLimits>) {
  const said = { stdout: "", stderr: "" };
  const file = await open(fileURLToPath(import.meta.url));
  const process = await BoxedProcess.start(
    workshop,
    {
      slot: 0,
      limits: { ...LIMITS, ...limits },
      environment: {},
      files: tar([]),
      typed: "",
      inherited: [file.fd],
      command: ["sh", "-c", script],
    },
    { output: (stream, bytes) => void (said[stream] += bytes.toString()) },
  );
  try {
    return { end: await process.ended, ...said };
  } finally {
    await file.close();
  }
}
