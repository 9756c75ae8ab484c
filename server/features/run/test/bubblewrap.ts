// Has bubblewrap installed for the tests of the sandbox, where it is not. Knows nothing of what is run with it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Rejects with one sentence that says how to get it. */
export async function needBubblewrap(): Promise<void> {
  if (await isThere()) return;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const words of [["update"], ["install", "-y", "bubblewrap"]])
      await run("apt-get", words, { env }).catch(() => {}); // whether it is there now says all
  }
  if (!(await isThere()))
    throw new Error(
      "The tests of the sandbox need bubblewrap, root, and control groups that can be written to: apt-get install bubblewrap.",
    );
}

const isThere = (): Promise<boolean> =>
  run("bwrap", ["--version"]).then(
    () => true,
    () => false,
  );
