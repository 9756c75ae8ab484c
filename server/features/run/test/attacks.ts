// The attacks on a box: how each may end, and which languages cannot express it. What they do is in attacks/, a program for each language. Knows no test.
import type { RunLimits } from "../sandbox/bounds.ts";
import type { SandboxOutcome } from "../sandbox/outcomes.ts";

export interface Attack {
  /** By which the programs know it: the first line that is typed to them. */
  readonly word: string;
  readonly does: string;
  /** How it may end: whichever bound it meets first. */
  readonly ends: readonly SandboxOutcome[];
  readonly limits?: Partial<RunLimits>;
  /** Languages without a way to say it, but by having a shell do it. */
  readonly cannot?: readonly string[];
}

const MIB = 1024 * 1024;
/** It is refused what it does: the program may say so and fail, or go on. */
const REFUSED: readonly SandboxOutcome[] = ["ok", "runtime_error"];

export const ATTACKS: readonly Attack[] = [
  { word: "forks", does: "forks without end", ends: ["process_limit"] },
  {
    word: "memory",
    does: "takes memory in one process",
    ends: ["memory_limit"],
    limits: { memoryBytes: 64 * MIB },
  },
  {
    word: "memories",
    does: "takes memory in many processes",
    ends: ["memory_limit"],
    limits: { memoryBytes: 100 * MIB, wallMs: 20_000 },
    cannot: ["Lua"],
  },
  {
    word: "disk",
    does: "fills the disk",
    ends: ["memory_limit", ...REFUSED],
    // more than the largest program, and less than what is written
    limits: { diskBytes: 16 * MIB, wallMs: 20_000 },
  },
  {
    word: "output",
    does: "prints without end",
    // what Node cannot write at once it keeps, until its loop ends: it may have no more memory first
    ends: ["output_limit", "memory_limit"],
  },
  {
    word: "stays",
    does: "ignores all signals, and has a daemon beside it",
    ends: ["time_limit"],
    limits: { wallMs: 1_500 },
    cannot: ["Lua"],
  },
  { word: "daemon", does: "leaves a daemon", ends: ["ok"] },
  { word: "reads", does: "reads what is the machine's", ends: REFUSED },
  { word: "looks", does: "looks for others' processes, environment and runs", ends: REFUSED },
  { word: "signals", does: "sends signals to others", ends: REFUSED, cannot: ["Lua"] },
  {
    word: "network",
    does: "reaches a network",
    ends: REFUSED,
    limits: { wallMs: 20_000 },
    cannot: ["Lua"],
  },
  { word: "links", does: "gets out by links, or as another user", ends: REFUSED },
  {
    word: "calls",
    does: "calls what the filter denies",
    ends: REFUSED,
    cannot: ["Shell", "JavaScript", "TypeScript", "Java", "PHP", "Lua"],
  },
  {
    word: "foreign",
    does: "calls as another architecture",
    ends: ["runtime_error"],
    cannot: ["Shell", "Python", "JavaScript", "TypeScript", "Go", "Java", "Perl", "Ruby", "PHP", "Lua"],
  },
];

/** The program of each language, and what it is called in a room. */
export const PROGRAMS: Readonly<Record<string, readonly [file: string, main: string]>> = {
  C: ["attack.c", "attack.c"],
  "C++": ["attack.c", "attack.cpp"],
  Go: ["attack.go", "attack.go"],
  Java: ["Attack.java", "Attack.java"],
  JavaScript: ["attack.js", "attack.js"],
  Lua: ["attack.lua", "attack.lua"],
  PHP: ["attack.php", "attack.php"],
  Perl: ["attack.pl", "attack.pl"],
  Python: ["attack.py", "attack.py"],
  Ruby: ["attack.rb", "attack.rb"],
  Rust: ["attack.rs", "attack.rs"],
  Shell: ["attack.sh", "attack.sh"],
  TypeScript: ["attack.js", "attack.ts"],
};

/** Of the machine: each is a secret, or would be a way out. */
const PATHS = [
  "/etc/passwd",
  "/etc/shadow",
  "/root",
  "/home",
  "/var",
  "/work",
  "/sys/kernel",
  "/proc/1/root/root",
  "/proc/kcore",
  "/dev/mem",
  "/dev/sda",
  "/dev/vda",
  "/dev/kmsg",
  "/run",
];

/** Tried by number, where no library has a name for it: all with arguments that fail later if they are let in. */
const CALLS = {
  ptrace: 101,
  keyctl: 250,
  add_key: 248,
  bpf: 321,
  userfaultfd: 323,
  perf_event_open: 298,
  io_uring_setup: 425,
  unshare: 272,
  setns: 308,
  mount: 165,
  pivot_root: 155,
  chroot: 161,
  kexec_load: 246,
  init_module: 175,
  open_by_handle_at: 304,
  process_vm_readv: 310,
  fsopen: 430,
  open_tree: 428,
  personality: 135,
  syslog: 103,
};

/** What is typed to a program. `port`: where this machine listens; `pid`: a process that is not in the box. */
export const typedTo = ({ word }: Attack, port: number, pid: number): string =>
  `${[
    word,
    port,
    pid,
    PATHS.join(" "),
    Object.entries(CALLS)
      .map((call) => call.join(":"))
      .join(" "),
  ].join("\n")}\n`;
