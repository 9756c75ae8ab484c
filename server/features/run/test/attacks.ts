// Programs that try to get out of a box, or to take all that there is, in the languages that can say so. Knows no test.
import type { Limits } from "../sandbox/bounds.ts";
import type { Outcome } from "../sandbox/outcomes.ts";

export interface Attack {
  readonly does: string;
  /** How it may end: whichever bound it meets first. */
  readonly ends: readonly Outcome[];
  readonly limits?: Partial<Limits>;
  /** Programs by language. One that gets out prints "escaped". */
  readonly programs: Readonly<Record<string, string>>;
}

const MIB = 1024 * 1024;
const SMALL: Partial<Limits> = { memoryBytes: 64 * MIB, wallMs: 20_000 };
/** Ended by what it does, or refused it: the program may say so and fail, or go on. */
const REFUSED: readonly Outcome[] = ["ok", "runtime_error"];

const python = (body: string): string => `import os, sys, socket, ctypes, signal, time\n${body}\n`;
/** Whether one of these, each a statement, does not fail. */
const pythonTries = (statements: readonly string[]): string =>
  python(
    statements
      .map((each) => `try:\n    ${each}\n    print("escaped", ${JSON.stringify(each)})\nexcept OSError: pass`)
      .join("\n"),
  );
const c = (body: string): string =>
  `#define _GNU_SOURCE\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <signal.h>\n#include <unistd.h>\n#include <errno.h>\n#include <sched.h>\n#include <fcntl.h>\n#include <sys/syscall.h>\n#include <sys/socket.h>\n#include <sys/mount.h>\n#include <sys/wait.h>\n#include <sys/ptrace.h>\nint main(void) {\n${body}\n return 0;\n}\n`;
const java = (body: string): string =>
  `import java.io.*;\nimport java.nio.file.*;\nimport java.util.*;\nclass Main { public static void main(String[] words) throws Exception {\n${body}\n} }\n`;

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

export const ATTACKS: readonly Attack[] = [
  {
    does: "forks without end",
    ends: ["process_limit"],
    programs: {
      Shell: "bomb() { bomb | bomb & }; bomb; sleep 100",
      C: c("for (;;) fork();"),
      Python: python("while True:\n    try: os.fork()\n    except OSError: pass"),
      Perl: "while (1) { fork(); }\n",
      Ruby: "loop { fork rescue nil }\n",
      JavaScript:
        'const { spawn } = require("node:child_process");\nsetInterval(() => { for (let i = 0; i < 20; i++) spawn("sleep", ["100"]).on("error", () => {}); }, 10);\n',
      Java: java('for (;;) try { new ProcessBuilder("sleep", "100").start(); } catch (IOException e) {}'),
      PHP: "<?php while (true) { if (function_exists('pcntl_fork')) @pcntl_fork(); else @proc_open('sleep 100', [], $p) && $a[] = $p; }\n",
      Lua: 'while true do os.execute("sleep 100 &") end\n',
    },
  },
  {
    does: "takes memory in one process",
    ends: ["memory_limit"],
    limits: { memoryBytes: 64 * MIB },
    programs: {
      C: c("for (;;) { char *p = malloc(1 << 20); if (p) memset(p, 1, 1 << 20); }"),
      Python: python("a = []\nwhile True: a.append(bytearray(1 << 20))"),
      Perl: 'my @a; while (1) { push @a, "x" x 1000000; }\n',
      Ruby: 'a = []; loop { a << ("x" * 1000000) }\n',
      PHP: "<?php $a = []; while (true) $a[] = str_repeat('x', 1000000);\n",
      Lua: 'local a = {} while true do a[#a + 1] = string.rep("x", 1000000) .. #a end\n',
      JavaScript: "const a = []; for (;;) a.push(new Array(10_000).fill(a.length));\n",
      Java: java("List<byte[]> a = new ArrayList<>(); for (;;) a.add(new byte[1 << 20]);"),
      Shell: 'a=x; while :; do a="$a$a"; done',
    },
  },
  {
    does: "takes memory in many processes",
    ends: ["memory_limit"],
    limits: SMALL,
    programs: {
      C: c(
        "for (int i = 0; i < 20; i++) if (fork() == 0) { char *p = malloc(8 << 20); memset(p, 1, 8 << 20); sleep(100); }\n sleep(100);",
      ),
      Python: python(
        "for i in range(16):\n    if os.fork() == 0:\n        a = bytearray(8 << 20)\n        for j in range(0, len(a), 4096): a[j] = 1\n        time.sleep(100)\ntime.sleep(100)",
      ),
      Shell: "for i in 1 2 3 4 5 6 7 8 9 10; do head -c 20m /dev/zero | tail | sleep 100 & done; sleep 100",
    },
  },
  {
    does: "fills the disk",
    ends: ["memory_limit", "ok", "runtime_error"],
    limits: { diskBytes: 8 * MIB, wallMs: 20_000 },
    programs: {
      Shell:
        "for f in /tmp /room /dev/shm / /usr /var/tmp /dev; do head -c 20m /dev/zero > $f/f && echo escaped $f; done 2>/dev/null; exit 0",
      Python: pythonTries(['open("/tmp/f", "wb").write(bytes(20 << 20))', 'open("f", "wb").write(bytes(20 << 20))']),
      C: c(
        'for (int i = 0; i < 200000; i++) { char s[32]; sprintf(s, "/tmp/%d", i); int f = open(s, O_CREAT | O_WRONLY, 0600); if (f < 0) return 0; close(f); }\n',
      ),
    },
  },
  {
    does: "prints without end",
    // what Node cannot write at once it keeps, until its loop ends: it may have no more memory first
    ends: ["output_limit", "memory_limit"],
    programs: {
      Shell: "yes",
      C: c('for (;;) fprintf(stderr, "%01000d\\n", 1);'),
      Python: python('while True: print("x" * 1000)'),
      JavaScript: 'for (;;) console.log("x".repeat(1000));\n',
      Java: java('for (;;) System.out.println("x".repeat(1000));'),
      Perl: 'print "x" x 1000 while 1;\n',
      Ruby: 'loop { puts "x" * 1000 }\n',
      PHP: "<?php while (true) echo str_repeat('x', 1000);\n",
      Lua: 'while true do print(string.rep("x", 1000)) end\n',
    },
  },
  {
    does: "ignores all signals, and has a daemon beside it",
    ends: ["time_limit"],
    limits: { wallMs: 1_500 },
    programs: {
      Shell: "trap '' TERM INT HUP QUIT; (setsid nohup sleep 1000 >/dev/null 2>&1 &); while :; do sleep 1000; done",
      C: c(
        "for (int s = 1; s < 64; s++) signal(s, SIG_IGN);\n if (fork() == 0) { setsid(); if (fork() == 0) { close(0); close(1); close(2); for (;;) pause(); } _exit(0); }\n for (;;) pause();",
      ),
      Python: python(
        "for s in range(1, 64):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(1000)\n    os._exit(0)\ntime.sleep(1000)",
      ),
      JavaScript:
        'require("node:child_process").spawn("sleep", ["1000"], { detached: true, stdio: "ignore" }).unref();\nfor (const s of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(s, () => {});\nsetInterval(() => {}, 1000);\n',
    },
  },
  {
    does: "leaves a daemon",
    ends: ["ok"],
    programs: {
      Shell: "(setsid nohup sleep 1000 >/dev/null 2>&1 &)",
      C: c("if (fork() == 0) { setsid(); if (fork() == 0) { close(0); close(1); close(2); for (;;) pause(); } }"),
      Perl: "use POSIX; if (!fork) { POSIX::setsid(); if (!fork) { sleep 1000 } exit }\n",
    },
  },
  {
    does: "reads what is the machine's",
    ends: REFUSED,
    programs: {
      Shell: PATHS.map((path) => `{ ls ${path}/. || cat ${path}; } >/dev/null 2>&1 && echo escaped ${path}`).join("\n"),
      Python: pythonTries(
        PATHS.map((path) => `os.listdir("${path}") if os.path.isdir("${path}") else open("${path}", "rb").read(1)`),
      ),
      JavaScript: `const fs = require("node:fs");\nfor (const p of ${JSON.stringify(PATHS)}) try { fs.statSync(p).isDirectory() ? fs.readdirSync(p) : fs.readSync(fs.openSync(p), Buffer.alloc(1)); console.log("escaped", p); } catch {}\n`,
      Perl: PATHS.map(
        (path) =>
          `print "escaped ${path}\\n" if opendir(my $d, "${path}") || (open(my $f, "<", "${path}") && defined getc($f));`,
      ).join("\n"),
    },
  },
  {
    does: "looks for others' processes, environment and runs",
    ends: REFUSED,
    programs: {
      Shell:
        'cat /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | grep -E "SANDBOX_SECRET" && echo escaped\nfor p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done | grep -E "[j]est|[s]ystemd" | grep -v bwrap && echo escaped',
      Python: python(
        'for p in filter(str.isdigit, os.listdir("/proc")):\n    for f in ("environ", "cmdline"):\n        try: t = open(f"/proc/{p}/{f}").read()\n        except OSError: continue\n        if "SANDBOX_SECRET" in t or "jest" in t: print("escaped", p, f)\nprint("escaped" if "SANDBOX_SECRET" in os.environ else "none")',
      ),
      JavaScript:
        'const fs = require("node:fs");\nif ("SANDBOX_SECRET" in process.env) console.log("escaped");\nfor (const p of fs.readdirSync("/proc").filter((n) => /^\\d+$/.test(n))) try { if (/SANDBOX_SECRET/.test(fs.readFileSync(`/proc/${p}/environ`, "utf8"))) console.log("escaped"); } catch {}\n',
    },
  },
  {
    does: "sends signals to others",
    ends: ["ok", "runtime_error"],
    programs: {
      Shell:
        "kill -9 $SERVER_PID 2>/dev/null; for i in $(seq 20 400); do kill -9 $i 2>/dev/null && [ $i -gt 40 ] && echo escaped $i; done; exit 0",
      C: c(" kill(-1, SIGKILL); kill(1, SIGKILL);"),
    },
  },
  {
    does: "reaches a network",
    ends: REFUSED,
    limits: { wallMs: 20_000 },
    programs: {
      Python: python(
        'for f in list(range(64)):\n    if f in (1, 2, 10): continue\n    for t in (1, 2, 3, 5):\n        try:\n            socket.socket(f, t, 0)\n            print("escaped", f, t)\n        except OSError: pass\nfor f, a in ((2, ("127.0.0.1", SERVER_PORT)), (2, ("1.1.1.1", 53)), (10, ("::1", SERVER_PORT)), (1, "\\0/tmp/.X11-unix/X0"), (1, "/run/docker.sock"), (1, "/var/run/dbus/system_bus_socket")):\n    try:\n        s = socket.socket(f, 1)\n        s.settimeout(1)\n        s.connect(a)\n        print("escaped", a)\n    except OSError: pass\nfor t in (2, 3):\n    try:\n        s = socket.socket(2, t)\n        s.sendto(b"x", ("1.1.1.1", 53))\n        print("escaped", t)\n    except OSError: pass',
      ),
      Shell:
        "(exec 3<>/dev/tcp/127.0.0.1/SERVER_PORT) 2>/dev/null && echo escaped; (exec 3<>/dev/tcp/1.1.1.1/53) 2>/dev/null && echo escaped; exit 0",
      JavaScript:
        'const net = require("node:net");\nfor (const host of ["127.0.0.1", "1.1.1.1", "::1"]) net.connect(SERVER_PORT, host, () => console.log("escaped", host)).on("error", () => {});\nfetch("http://example.org").then(() => console.log("escaped"), () => {});\n',
      Java: java(
        'for (String host : List.of("127.0.0.1", "1.1.1.1")) try { new java.net.Socket(host, SERVER_PORT); System.out.println("escaped"); } catch (IOException e) {}',
      ),
    },
  },
  {
    does: "gets out by links",
    ends: REFUSED,
    programs: {
      Shell:
        "for t in / /etc/shadow /proc/1/root /proc/1/cwd /proc/self/root/../..; do ln -sfn $t l; cat l l/etc/shadow l/root/.profile 2>/dev/null | grep -q . && echo escaped $t; done\nln /usr/bin/sh h 2>/dev/null && echo escaped hard\nfor p in /proc/self/fd/*; do ls $p/../../etc/shadow >/dev/null 2>&1 && echo escaped $p; done\ncp /bin/sh s; chmod 6755 s; ./s -p -c 'cat /etc/shadow' 2>/dev/null && echo escaped\nmknod d b 254 0 2>/dev/null && echo escaped device\n: > /program 2>/dev/null && echo escaped program\nexit 0",
      Python: pythonTries([
        'os.link("/usr/bin/python3.11", "h")',
        'os.mknod("d", 0o60600, os.makedev(254, 0))',
        'os.symlink("/proc/1/root", "l") or os.listdir("l/root")',
        'os.chroot("/tmp")',
        "os.setuid(0)",
        'os.chown("/tmp", 0, 0)',
        'os.rename("/usr/bin/sh", "/tmp/sh")',
        'open("/proc/sys/kernel/core_pattern", "wb", 0).write(b"|/room/x")',
        'open("/proc/sysrq-trigger", "wb", 0).write(b"h")',
        'open("/proc/1/oom_score_adj", "wb", 0).write(b"-1000")',
      ]),
    },
  },
  {
    does: "calls what the filter denies",
    ends: REFUSED,
    programs: {
      C: c(
        `${Object.entries(CALLS)
          .map(
            ([name, number]) =>
              ` errno = 0; if (syscall(${number}, 0, 0, 0, 0, 0) != -1 || errno != EPERM) printf("escaped ${name} %d\\n", errno);`,
          )
          .join("\n")}
 if (syscall(1000, 0) != -1 || errno != ENOSYS) puts("escaped unknown");
 if (unshare(CLONE_NEWUSER) == 0 || unshare(CLONE_NEWNET) == 0) puts("escaped unshare");
 if (syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) >= 0) puts("escaped clone");
 if (socket(40, SOCK_STREAM, 0) >= 0 || errno != EAFNOSUPPORT) puts("escaped vsock");
 if (mount("none", "/tmp", "tmpfs", 0, 0) == 0) puts("escaped mount");
 puts("tried");`,
      ),
      Perl: `${Object.entries(CALLS)
        .map(
          ([name, number]) =>
            `$! = 0; print "escaped ${name}\\n" if syscall(${number}, 0, 0, 0, 0, 0) != -1 || $! != 1;`,
        )
        .join("\n")}\nprint "tried\\n";\n`,
      Python: python(
        `libc = ctypes.CDLL(None, use_errno=True)\nfor n, k in ${JSON.stringify(Object.entries(CALLS))}:\n    if libc.syscall(k, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1: print("escaped", n)\nprint("tried")`,
      ),
    },
  },
  {
    does: "calls as another architecture",
    ends: ["runtime_error"],
    programs: {
      // getpid as a 32-bit program and with the numbers of x32; who is killed prints nothing
      C: c('long r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(20)); printf("escaped %ld\\n", r);'),
    },
  },
];
