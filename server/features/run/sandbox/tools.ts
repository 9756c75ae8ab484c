// The programs that a box is made with: where they are. Knows no box.
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";

/** The server's own PATH may lead into a home folder. */
const FOLDERS = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"];

/** Each with what to install where it is not. */
const PACKAGES = {
  bwrap: "bubblewrap",
  prlimit: "util-linux",
  setpriv: "util-linux",
  mkfifo: "coreutils",
  bash: "bash",
  sh: "a shell",
  tar: "tar",
} as const;

export type Tools = Readonly<Record<keyof typeof PACKAGES, string>>;

/** The path of each. Rejects with a sentence that says what to install. */
export async function findTools(): Promise<Tools> {
  const found = await Promise.all(
    Object.entries(PACKAGES).map(async ([name, from]) => {
      for (const folder of FOLDERS) if (await canRun(join(folder, name))) return [name, join(folder, name)];
      throw new Error(`${name} is not installed. Install ${from}.`);
    }),
  );
  return Object.fromEntries(found) as Tools;
}

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
