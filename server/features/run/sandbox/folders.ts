// Folders on the disk that this server makes for a while, none of which a box can write to; those of servers that are gone are taken away. Knows no use of one.
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The number of the server's process follows. */
const PREFIX = "companion-sandbox-";

/** A new one, for nobody but this server's user. Who makes it takes it away. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Takes one away, and lets what is still open of it tell a box nothing: there it has the name that it had last, but for the server's number. */
export async function forgetFolder(folder: string): Promise<void> {
  const nameless = join(dirname(folder), `${PREFIX}${randomUUID()}`);
  await rename(folder, nameless);
  await rm(nameless, { recursive: true, force: true });
}

/** Takes away what servers that are gone have left. */
export async function sweepFolders(): Promise<void> {
  for (const name of await readdir(tmpdir()))
    if (name.startsWith(PREFIX) && !isAlive(Number.parseInt(name.slice(PREFIX.length))))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
