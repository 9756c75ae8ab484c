// Finds the Python programs that tests run: kept from before, or installed once into a venv of their own. Knows nothing of what they are run for.
import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const CACHE = join(homedir(), ".cache", "code-companion");
const run = promisify(execFile);

/** The programs by name, each with the package that it is in, or that it has at hand. */
const PACKAGES = {
  "openapi-spec-validator": "openapi-spec-validator==0.9.0",
  schemathesis: "schemathesis==4.32.5",
  python: "websockets==17.4",
} as const;

/** The path of a program that can be run. Rejects with one sentence that says how to get it. */
export async function needPythonProgram(name: keyof typeof PACKAGES): Promise<string> {
  const kept = join(CACHE, PACKAGES[name]);
  const program = join(kept, "bin", name);
  if (await canRun(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const venv = await mkdtemp(join(CACHE, "venv-"));
  try {
    await run("python3", ["-m", "venv", venv]);
    await run(join(venv, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", PACKAGES[name]]);
    // only what is whole has the name, and of two who make it at once one has it
    await symlink(venv, kept);
  } catch (error) {
    await rm(venv, { recursive: true, force: true });
    if (!(await canRun(program)))
      throw new Error(`These tests need python3 with venv and pip (apt-get install python3-venv): ${lastLine(error)}`);
  }
  return program;
}

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split("\n").at(-1)!;
}
