// The commands of languages as a shell takes them, without a box: with this machine's Node and esbuild, and a stand-in for what it may not have.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text as textOf } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { PROGRAM, PROGRAM_PATH } from "./box.ts";
import { TOOLCHAINS, type Toolchain } from "./languages.ts";

/** Says with what it is called, and what is in the files of ours that it is told to read first. */
const STAND_IN = `#!/bin/sh
for word in "$@"; do echo "$word"; case "$word" in -r*) cat "\${word#-r}"; echo;; esac; done
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "companion-commands-"));
  for (const name of ["bin", "tmp"]) await mkdir(join(folder, name));
  for (const name of ["ruby", "perl"]) await writeFile(join(folder, "bin", name), STAND_IN, { mode: 0o755 });
});
afterEach(() => rm(folder, { recursive: true }));

const toolchain = (language: string): Toolchain => TOOLCHAINS.find((one) => one.language === language)!;

/** Runs what a box would, in a folder of its own: what a box has at /tmp is there as well. */
async function runs(command: readonly string[], typed = "") {
  const [file, ...words] = command.map((word) => word.replaceAll("/tmp/", join(folder, "tmp/")));
  const bin = [join(folder, "bin"), resolve("node_modules/.bin"), dirname(process.execPath), "/usr/bin", "/bin"];
  const stdio = Array.from({ length: PROGRAM + 1 }, () => "pipe" as const);
  const child: ChildProcess = spawn(file!, words, { cwd: folder, env: { PATH: bin.join(":") }, stdio });
  child.stdin!.on("error", () => {}); // it reads nothing, and has ended
  child.stdin!.end(typed);
  const printed = (fd: number): Promise<string> => textOf((child.stdio as unknown[])[fd] as Readable);
  const said = [once(child, "close"), printed(1), printed(2), printed(PROGRAM)] as const;
  const [[exitCode], stdout, stderr, program] = await Promise.all(said);
  return { exitCode: exitCode as number, stdout, stderr, program };
}

const job = (main: string, text = "") => ({ main, files: new Map([[main, text]]) });

it("[M11] Ruby is given the room's file itself, and one of ours before it by which it prints at once", async () => {
  const { stdout } = await runs(toolchain("Ruby").run(job("-e.rb"), 64));
  expect(stdout.split("\n")).toEqual([`-r${folder}/tmp/sync.rb`, "$stdout.sync = true", "./-e.rb", ""]);
});

it("[M11] Perl is given the room's file itself, and prints at once", async () => {
  const { stdout } = await runs(toolchain("Perl").run(job("main.pl"), 64));
  expect(stdout.split("\n")).toEqual(["-Mvars;$|=1", "./main.pl", ""]);
});

const ASKS = "console.log(await input('name? ')); console.log(await input());";

it.each([
  ["a module", "main.mjs", ASKS],
  ["a script, which is the main one", "main.cjs", `(async () => { ${ASKS} })(); console.log(require.main === module);`],
])("[M11] JavaScript asks for lines in %s", async (_, main, text) => {
  await writeFile(join(folder, main), text);
  const { stdout } = await runs(toolchain("JavaScript").run(job(main), 64), "Ada\n");
  expect(stdout.replace("true\n", "")).toBe("name? Ada\nnull\n");
  expect(stdout.includes("true")).toBe(main.endsWith(".cjs"));
});

it.each([
  [
    "a script where it can be",
    'import { sep } from "node:path";\nconsole.log(sep, require.main === module);',
    "/ true\n",
  ],
  [
    "a module where it awaits at its top",
    `declare function input(q?: string): Promise<string | null>;\n${ASKS}`,
    "name? Ada\nnull\n",
  ],
])("[M11] TypeScript is %s", async (_, text, said) => {
  await writeFile(join(folder, "main.ts"), text);
  const compiled = await runs(toolchain("TypeScript").compile!(job("main.ts")));
  expect(compiled).toMatchObject({ exitCode: 0, stderr: "" });
  await writeFile(join(folder, "program"), compiled.program);
  const command = toolchain("TypeScript").run(job("main.ts"), 64);
  expect(command.at(-1)).toBe(PROGRAM_PATH);
  expect((await runs([...command.slice(0, -1), "./program"], "Ada\n")).stdout).toBe(said);
});

it("[M11] TypeScript that is wrong is said to be once", async () => {
  await writeFile(join(folder, "main.ts"), "const a = ;\nawait 1;");
  const { exitCode, stderr, program } = await runs(toolchain("TypeScript").compile!(job("main.ts")));
  expect([exitCode, stderr.match(/ERROR/g), program]).toEqual([1, ["ERROR"], ""]);
});
