// A real sandbox from the outside: each way in which a run ends, what is typed and printed, what is compiled. Knows no room.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { open } from "lmdb";
import { ended, jobOf, left, openSandbox, runClosed } from "../test/sandboxes.ts";
import { SOURCE_BOUNDS, STDIN_UNREAD_BYTES, WAITING_OF_KEY } from "./bounds.ts";
import type { Job, RunEvent } from "./run.ts";
import { Sandbox } from "./sandbox.ts";

const MIB = 1024 * 1024;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["Shell", "Python", "C"], { slots: 1 });
  await sandbox.tried;
}, 120_000);
afterAll(() => sandbox.close(), 60_000);

const shell = (text: string, more: Partial<Job> = {}) => runClosed(sandbox, jobOf("Shell", text, more));
const python = (text: string, more: Partial<Job> = {}) => runClosed(sandbox, jobOf("Python", text, more));
const c = (text: string, more: Partial<Job> = {}) => runClosed(sandbox, jobOf("C", text, more));

describe("a box", () => {
  it("[M2] has no open file of the server's, also of those that a library leaves open for what it starts", async () => {
    const folder = await mkdtemp(join(tmpdir(), "companion-open-"));
    const database = open({ path: folder, noSubdir: false });
    try {
      // the fourth is the folder itself
      expect(await shell("ls /proc/self/fd | tr '\\n' ' '")).toMatchObject({ outcome: "ok", stdout: "0 1 2 3 " });
    } finally {
      await database.close();
      await rm(folder, { recursive: true });
    }
  });

  it("[M2] is told nothing of the server by the names of what it reads and prints to", async () => {
    const { stdout } = await shell("readlink /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2");
    expect(stdout.split("\n")).toHaveLength(4);
    expect(stdout).not.toMatch(new RegExp(`\\b${process.pid}\\b`));
  });

  it("[M3] has no sockets of the internet, in which a box could fill the machine's memory by talking to itself", async () => {
    const text = `
import socket
for family in socket.AF_INET, socket.AF_INET6:
    for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
        try: socket.socket(family, kind); print("there")
        except OSError: print("refused")
print(len(socket.socketpair()))
`;
    expect((await python(text)).stdout).toBe("refused\n".repeat(4) + "2\n");
  });
});

describe("a run", () => {
  it("[M6] ends as ok, with what it took", async () => {
    const end = await shell("echo out; echo err >&2");
    expect(end).toMatchObject({ outcome: "ok", step: "run", exitCode: 0, stdout: "out\n", stderr: "err\n" });
    expect(end.sentence).toBe("The program ended.");
    expect(end.wallMs).toBeGreaterThan(0);
    expect(end.cpuMs).toBeGreaterThan(0);
    expect(end.memoryBytes).toBeGreaterThan(100_000);
    expect(left()).toEqual([]);
  });

  it("[M6] ends as runtime_error, with its exit code or the signal that ended it", async () => {
    expect(await shell("exit 3")).toMatchObject({
      outcome: "runtime_error",
      exitCode: 3,
      signal: undefined,
      sentence: "The program ended with exit code 3.",
    });
    expect(await c("int main(void) { return *(volatile int *)0; }")).toMatchObject({
      outcome: "runtime_error",
      exitCode: undefined,
      signal: "SIGSEGV",
      sentence: "The program ended by a signal: it used memory that is not its own (SIGSEGV).",
    });
  });

  it("[M6][M9] ends as compile_error, with what the compiler says, and runs nothing", async () => {
    const end = await c("int main(void) { return x; }");
    expect(end).toMatchObject({ outcome: "compile_error", step: "compile", exitCode: 1, stdout: "" });
    expect(end.compiler).toContain("main.c:1:25: error");
    expect(end.sentence).toBe("The code does not compile. The compiler says why.");
  });

  it.each([
    ["time_limit", "sleep 100", { wallMs: 500 }, "it ran for 0.5 seconds"],
    ["cpu_limit", "while :; do :; done", { cpuMs: 200 }, "it computed for 0.2 seconds"],
    ["memory_limit", "head -c 100m /dev/zero | tail", { memoryBytes: 16 * MIB }, "more memory than 16 MB"],
    ["output_limit", "yes", { outputBytes: MIB / 2 }, "it printed more than 0.5 MB"],
    ["process_limit", "while :; do sleep 100 & done", { processes: 10 }, "more than 10 processes and threads"],
  ] as const)("[M5][M6] ends as %s", async (outcome, text, limits, sentence) => {
    const end = await shell(text, { limits });
    expect(end).toMatchObject({ outcome, step: "run", exitCode: undefined, signal: undefined });
    expect(end.sentence).toContain(sentence);
    expect(left()).toEqual([]);
  });

  it("[M5] has no more output than it may, and all of what it may", async () => {
    const end = await shell("yes", { limits: { outputBytes: 1001 } });
    expect(end.stdout).toBe("y\n".repeat(500) + "y");
  });

  it("[M6] ends as cancelled at once when it is stopped, with all of it", async () => {
    const run = sandbox.run(jobOf("Shell", "trap '' TERM INT HUP; echo here; (setsid sleep 1000 &); sleep 1000"));
    for await (const event of run) if (event.type === "output") run.stop();
    const end = await run.ended;
    expect(end).toMatchObject({ outcome: "cancelled", sentence: "The run was stopped." });
    expect(left()).toEqual([]);
  });

  it("[M6][M8] ends as queue_full with a time, and as cancelled where it still waits", async () => {
    const first = sandbox.run(jobOf("Shell", "read line; echo $line"));
    for await (const event of first) if (event.type === "running") break;
    const waiting = Array.from({ length: WAITING_OF_KEY }, () => sandbox.run(jobOf("Shell", "echo")));
    const refused = await ended(sandbox.run(jobOf("Shell", "echo")));
    expect(refused).toMatchObject({ outcome: "queue_full", wallMs: 0 });
    expect(refused.retryMs).toBeGreaterThanOrEqual(1_000);
    expect(refused.sentence).toMatch(/^Too many runs are waiting\. Try again in \d+ seconds?\.$/);
    const last: RunEvent[] = [];
    for (const run of waiting) run.stop();
    for await (const event of waiting.at(-1)!) last.push(event);
    expect(last[0]).toEqual({ type: "queued", ahead: WAITING_OF_KEY - 1 });
    expect(last.at(-1)).toMatchObject({ type: "end", outcome: "cancelled" });
    first.write("go on\n");
    expect((await ended(first)).stdout).toBe("go on\n");
  });

  it("[M6] ends as source_too_large", async () => {
    const end = await shell(`#${"x".repeat(SOURCE_BOUNDS.bytes)}`);
    expect(end).toMatchObject({ outcome: "source_too_large", wallMs: 0 });
    expect(end.sentence).toContain("too large to run");
  });

  it("[M5][M6] gives a compiler and sources what is set for them", async () => {
    const compilerLimits = { memoryBytes: 64 * MIB, outputBytes: 100 };
    const small = await openSandbox(["C"], { compilerLimits, sources: { bytes: 400, files: 2 } });
    const run = (text: string, ...more: string[]) => {
      const files = new Map([["main.c", text], ...more.map((name) => [name, ""] as const)]);
      return ended(small.run(jobOf("C", text, { main: "main.c", files })));
    };
    try {
      expect(await run("int many[20000000] = {1}; int main(void) { return 0; }")).toMatchObject({
        outcome: "memory_limit",
        sentence: "The compiler was stopped: it needs more memory than 64 MB.",
      });
      expect(await run("int main(void) { return x + y + z; }")).toMatchObject({
        outcome: "output_limit",
        sentence: "The compiler was stopped: it printed more than 0.1 kB.",
      });
      const large = [await run("x".repeat(401)), await run("", "a.h", "b.h")];
      expect(large.map(({ outcome }) => outcome)).toEqual(["source_too_large", "source_too_large"]);
    } finally {
      await small.close();
    }
  });

  it("[M6][M11] ends as language_unknown", async () => {
    const end = await ended(sandbox.run(jobOf("Cobol", "")));
    expect(end).toMatchObject({ outcome: "language_unknown" });
    expect(end.sentence).toBe("This server cannot run Cobol. Choose another language for the file.");
  });

  it("[M1][M6] ends as sandbox_absent where a program in a box sees what it may not", async () => {
    const seeing = await Sandbox.open({ hidden: ["/usr/bin"], toolchains: [], failed: () => {} });
    expect(seeing.absent).toBe("A program in a box sees /usr/bin.");
    const end = await ended(seeing.run(jobOf("Shell", "echo")));
    expect(end).toMatchObject({
      outcome: "sandbox_absent",
      sentence: "This server cannot run code: A program in a box sees /usr/bin.",
      stdout: "",
    });
    expect(seeing.languages).toEqual([]);
    await seeing.close();
  });
});

describe("what is typed and printed", () => {
  it("[M10] goes to and fro while it runs, a prompt without a line's end too", async () => {
    const text =
      '#include <stdio.h>\nint main(void) { char s[9]; printf("name? "); scanf("%8s", s); printf("hello %s", s); }';
    const run = sandbox.run(jobOf("C", text));
    let output = "";
    for await (const event of run) {
      if (event.type !== "output" || event.stream !== "stdout") continue;
      output += event.text;
      if (output === "name? ") run.write("Ada\n");
    }
    expect(output).toBe("name? hello Ada");
  });

  it("[M10] is kept where it is typed before the program is there", async () => {
    const run = sandbox.run(jobOf("Shell", "cat; cat /dev/stdin; echo end > /dev/stderr"));
    run.write("one\n");
    run.write("two\n");
    run.closeStdin();
    expect(await ended(run)).toMatchObject({ outcome: "ok", stdout: "one\ntwo\none\ntwo\n", stderr: "end\n" });
  });

  it("[M10] is not taken where too much of it is unread", async () => {
    const run = sandbox.run(jobOf("Shell", "sleep 1000"));
    expect(run.write("x".repeat(STDIN_UNREAD_BYTES))).toBe(true);
    expect(run.write("x")).toBe(false);
    for await (const event of run) if (event.type === "running") break;
    let taken = 0;
    while (run.write("x".repeat(1024)) && taken < 1_000) taken++;
    expect(taken).toBeLessThan(1_000);
    run.stop();
    await run.ended;
  });

  it("[M10] comes in whole characters, and what never is one as a mark", async () => {
    const end = await shell("printf '\\xf0\\x9f'; sleep 0.2; printf '\\x98\\x80 \\xf0\\x9f'");
    expect(end.stdout).toBe("😀 �");
  });
});

describe("what is compiled", () => {
  const text = '#include "said.h"\n#include <stdio.h>\nint main(void) { puts(SAID); }';
  const files = (said: string) =>
    new Map([
      ["main.c", text],
      ["said.h", `#define SAID "${said}"`],
    ]);
  const events = async (job: Job): Promise<string[]> => {
    const found: string[] = [];
    let output = "";
    for await (const event of sandbox.run(job))
      if (event.type === "output") output += event.text;
      else found.push(event.type);
    return [...found, output];
  };

  it("[M9][M11] is compiled again when a file that it imports changes, and else not", async () => {
    const job = (said: string) => jobOf("C", "", { main: "main.c", files: files(said) });
    expect(await events(job("one"))).toEqual(["compiling", "running", "end", "one\n"]);
    expect(await events(job("one"))).toEqual(["running", "end", "one\n"]);
    expect(await events(job("two"))).toEqual(["compiling", "running", "end", "two\n"]);
    expect(await events(job("one"))).toEqual(["running", "end", "one\n"]);
  });

  it("[M9] is each run's own copy, which it cannot change", async () => {
    const again =
      '#include <stdio.h>\nint main(int n, char **a) { FILE *f = fopen(a[0], "w"); puts(f ? "changed" : "same"); return 0; }';
    expect((await c(again)).stdout).toBe("same\n");
    expect((await c(again)).stdout).toBe("same\n");
  });

  it("[M9] says its warnings again", async () => {
    const warned = "int main(void) { int unused; return 0; }";
    const first = await c(warned);
    expect(first.compiler).toContain("unused variable");
    expect((await c(warned)).compiler).toBe(first.compiler);
  });

  it("[M11] has the room's other files beside it, in folders too, without their main functions", async () => {
    const more = new Map([
      ["main.c", 'int twice(int);\n#include <stdio.h>\nint main(void) { printf("%d\\n", twice(21)); }'],
      ["lib/twice.c", "int twice(int n) { return 2 * n; }"],
      ["other.c", "int main(void) { return 1; }"],
    ]);
    expect((await runClosed(sandbox, jobOf("C", "", { main: "main.c", files: more }))).stdout).toBe("42\n");
    const python = new Map([
      ["app.py", "from lib.said import said\nprint(said, open('lib/data.txt').read())"],
      ["lib/said.py", "said = 'hello'"],
      ["lib/data.txt", "data"],
    ]);
    expect((await runClosed(sandbox, jobOf("Python", "", { main: "app.py", files: python }))).stdout).toBe(
      "hello data\n",
    );
  });
});

describe("the languages", () => {
  it("[M11] are found after the start, with their versions, and none that is not there", async () => {
    await sandbox.tried;
    expect(sandbox.languages.map(({ language }) => language)).toEqual(["Shell", "Python", "C"]);
    for (const { version } of sandbox.languages) expect(version).toMatch(/\d+\.\d+/);
  });

  it("[M7] leave nothing when the sandbox is closed while they are tried", async () => {
    const closed = await openSandbox(["Shell", "Perl"]);
    const run = closed.run(jobOf("Perl", "sleep 1000"));
    await closed.close();
    expect((await run.ended).outcome).not.toBe("ok");
    expect(left()).toEqual([]);
  });
});
