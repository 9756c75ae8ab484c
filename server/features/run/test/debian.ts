// Has what the tests of the sandbox need installed from Debian, where it is not there. Knows nothing of what is run with it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The packages of the programs that the long tests run, by where a box finds each. */
const TOOLCHAINS: Readonly<Record<string, string>> = {
  esbuild: "esbuild",
  "g++": "g++",
  go: "golang-go",
  javac: "default-jdk-headless",
  "lua5.4": "lua5.4",
  perl: "perl",
  php: "php-cli",
  ruby: "ruby",
  rustc: "rustc",
};
const FOLDERS = ["/usr/local/go/bin", "/usr/local/bin", "/usr/bin"];

const has = (program: string): boolean => FOLDERS.some((folder) => existsSync(`${folder}/${program}`));

/** Whether they are there now says all. */
async function install(packages: readonly string[]): Promise<void> {
  if (packages.length === 0 || process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]])
    await run("apt-get", words, { env }).catch(() => {});
}

/** Rejects with one sentence that says how to get it. */
export async function needBubblewrap(): Promise<void> {
  if (!has("bwrap")) await install(["bubblewrap"]);
  if (!has("bwrap"))
    throw new Error(
      "The tests of the sandbox need bubblewrap, root, and control groups that can be written to: apt-get install bubblewrap.",
    );
}

/** All languages that a server may have. Rejects with one sentence that says how to get those that are missing. */
export async function needToolchains(): Promise<void> {
  const missing = (): string[] => Object.entries(TOOLCHAINS).flatMap(([program, name]) => (has(program) ? [] : [name]));
  await install(missing());
  const left = missing();
  if (left.length > 0)
    throw new Error(`The long tests of the sandbox need toolchains: apt-get install ${left.join(" ")}.`);
}
