// Lets a process stand still and go on, as the freezer of a service or a container does. Knows no program.
import { readdir, readFile } from "node:fs/promises";

/** Every thread of the process stands still when this resolves, wherever it was; the kernel keeps what comes for it. */
export async function freeze(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  const runs = async (thread: string): Promise<boolean> =>
    !/^\d+ \(.*\) T /.test(await readFile(`/proc/${pid}/task/${thread}/stat`, "utf8"));
  while ((await Promise.all((await readdir(`/proc/${pid}/task`)).map(runs))).includes(true));
}

/** It goes on where it was. */
export function thaw(pid: number): void {
  process.kill(pid, "SIGCONT");
}
