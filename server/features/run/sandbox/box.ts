// How a box is made: the command that starts a program with nothing of this machine but its read-only programs. Knows no run and no language.
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { RunLimits } from "./bounds.ts";
import type { Tools } from "./tools.ts";

/** Descriptors of a box, besides the three that every program has. */
const FILES = 3;
const FILTER = 4;
/** Of a box that runs a program: the program. Of one that compiles: where the program goes. */
export const PROGRAM = 5;
/** A line when all is ready for the program. */
const READY = 6;

/** Where the compiled program is, in the box that runs it. */
export const PROGRAM_PATH = "/program";
/** Where a compiler has what was prepared for it. */
export const PREPARED = "/prepared";
/** The room's files, and where programs start. */
const HOME = "/room";

/** All that can be written, each in memory of its own. */
const WRITABLE = ["/tmp", HOME, "/dev/shm"];

/** The users that runs are, one for each slot; below those that systems give to people, and of no package. */
const FIRST_USER = 59_000;

/** The group bounds a box's processes; the user's bound counts those of another server's boxes as well, which has the same users. */
const PROCESSES_OF_OTHERS = 1_024;

/** All that a box has of this machine, where it is there. Nothing in which secrets are, and no home. */
const SHOWN = [
  ...["bin", "lib", "lib32", "lib64", "libx32", "libexec", "include", "share"].map((name) => `/usr/${name}`),
  ...["bin", "lib", "include", "libexec", "go"].map((name) => `/usr/local/${name}`),
];
const SHOWN_OF_ETC = /^(alternatives|ld\.so\.cache|ld\.so\.conf|ld\.so\.conf\.d|php|perl|java-[\w-]+)$/;
/** Links into /usr, or folders where it is not merged. */
const ROOTS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** What box there is to be, as bubblewrap is told; the same for all. */
export type Shown = readonly string[];

/** `toolchains`: folders beside, whose programs come first. */
export async function shownOf(toolchains: readonly string[]): Promise<Shown> {
  const etc = (await readdir("/etc")).filter((name) => SHOWN_OF_ETC.test(name)).map((name) => `/etc/${name}`);
  const shown = [...SHOWN, ...etc, ...toolchains].flatMap((path) => ["--ro-bind-try", path, path]);
  for (const path of ROOTS) {
    const there = await lstat(path).catch(() => undefined);
    if (there?.isSymbolicLink()) shown.push("--symlink", await readlink(path), path);
    else if (there !== undefined) shown.push("--ro-bind", path, path);
  }
  return shown;
}

export interface BoxOptions {
  readonly tools: Tools;
  readonly shown: Shown;
  readonly toolchains: readonly string[];
  /** Which of those that run at once it is. */
  readonly slot: number;
  /** The files of its group that it writes itself to. */
  readonly doors: readonly string[];
  readonly limits: RunLimits;
  readonly environment: Readonly<Record<string, string>>;
  /** A program is given in by its descriptor; otherwise one may be given out. */
  readonly hasProgram: boolean;
  /** The most that it may give out; undefined: nothing, and it has no descriptor for that. */
  readonly givenBytes?: number | undefined;
  /** A folder of this machine that is at PREPARED. */
  readonly prepared?: string | undefined;
  readonly command: readonly string[];
}

/**
 * Closes what is not a box's own: a library of the server's may have opened files for all that it starts, as the database does. Bash, as
 * other shells close no descriptor above 9.
 */
const CLOSE = `for fd in /proc/self/fd/*; do fd=\${fd##*/}; if [ "$fd" -gt ${READY} ]; then eval "exec $fd>&-"; fi; done`;
/** Joins its group first, so that nothing of it is ever outside of one. Is killed first where the whole machine wants memory. */
const JOIN =
  'echo 1000 > /proc/self/oom_score_adj; while [ "$1" != -- ]; do echo 0 > "$1" || exit 1; shift; done; shift; exec -c "$@"';

/** Unpacks the files, says that all is ready, and leaves the program nothing but what it is to have. */
const enter = (isClosed: boolean): string =>
  `tar -xf - <&${FILES} && echo >&${READY} && exec ${FILES}<&- ${FILTER}<&- ${isClosed ? `${PROGRAM}<&- ` : ""}${READY}>&- && exec "$@"`;

/** The command, to be started with no environment. */
export function boxCommand(options: BoxOptions): readonly [file: string, words: string[]] {
  const { tools, doors } = options;
  return [
    tools.bash,
    ["-c", `${CLOSE}; ${JOIN}`, "box", ...doors, "--", ...bounded(options), ...asNobody(options), ...boxed(options)],
  ];
}

/** For what the group does not count, and once more for what it does. */
function bounded({ tools, limits }: BoxOptions): string[] {
  const cpuSeconds = Math.ceil(limits.cpuMs / 1_000) + 1;
  return [
    tools.prlimit,
    `--cpu=${cpuSeconds}`,
    `--fsize=${limits.diskBytes}`,
    "--core=0",
    "--nofile=512",
    "--memlock=65536",
    "--msgqueue=0",
    `--nproc=${limits.processes + PROCESSES_OF_OTHERS}`,
    "--",
  ];
}

/** Another user for each slot, where this server may choose: what two of them share is nothing. */
function asNobody({ tools, slot }: BoxOptions): string[] {
  if (process.getuid?.() !== 0) return [tools.setpriv, "--no-new-privs", "--"];
  const user = FIRST_USER + slot;
  const words = [`--reuid=${user}`, `--regid=${user}`, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"];
  return [tools.setpriv, ...words, "--no-new-privs", "--"];
}

function boxed({
  tools,
  shown,
  toolchains,
  limits,
  environment,
  hasProgram,
  givenBytes,
  prepared,
  command,
}: BoxOptions): string[] {
  const path = [
    ...toolchains.map((folder) => join(folder, "bin")),
    "/usr/local/go/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
  ];
  const settings = { PATH: path.join(":"), HOME: "/tmp", LANG: "C.UTF-8", TZ: "UTC", ...environment };
  return [
    tools.bwrap,
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--hostname",
    "box",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
    "--seccomp",
    String(FILTER),
    ...shown,
    ...(prepared === undefined ? [] : ["--ro-bind", prepared, PREPARED]),
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    ...WRITABLE.flatMap((folder) => ["--size", String(limits.diskBytes), "--tmpfs", folder]),
    ...(hasProgram ? ["--perms", "0555", "--file", String(PROGRAM), PROGRAM_PATH] : []),
    "--remount-ro",
    "/dev",
    "--remount-ro",
    "/",
    "--chdir",
    HOME,
    "--clearenv",
    ...Object.entries(settings).flatMap(([name, value]) => ["--setenv", name, value]),
    "--",
    tools.sh,
    "-c",
    enter(hasProgram || givenBytes === undefined),
    "box",
    ...command,
  ];
}
