// Pipes between the server and a box. Node gives its children sockets, which no program can open again as /dev/stdin or /dev/stderr. Knows no process.
import { execFile } from "node:child_process";
import { closeSync, constants, openSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { forgetFolder, makeFolder } from "./folders.ts";

export interface Pipes {
  /** For the child: descriptors of its standard input, output and errors. */
  readonly theirs: readonly [stdin: number, stdout: number, stderr: number];
  /** Undefined where all that is typed was there before. */
  readonly stdin: Socket | undefined;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** Once the child has its own. */
  closeTheirs(): void;
}

/**
 * Pipes that any user can open again through /proc, and that have no name when this resolves. What is typed comes from a pipe, or is
 * `typed` and nothing else: a file, as who opens a named pipe that nobody writes to any more waits for ever.
 */
export async function makePipes(mkfifo: string, typed: string | undefined): Promise<Pipes> {
  const folder = await makeFolder();
  try {
    const [stdin, stdout, stderr] = ["in", "out", "err"].map((name) => join(folder, name)) as [string, string, string];
    const pipes = typed === undefined ? [stdin, stdout, stderr] : [stdout, stderr];
    await promisify(execFile)(mkfifo, ["-m", "666", ...pipes], { env: {} });
    if (typed !== undefined) writeFileSync(stdin, typed);
    return opened(stdin, stdout, stderr, typed === undefined);
  } finally {
    await forgetFolder(folder);
  }
}

function opened(stdin: string, stdout: string, stderr: string, isTyped: boolean): Pipes {
  const open: number[] = [];
  const end = (path: string, flags: number): number => {
    const descriptor = openSync(path, flags);
    open.push(descriptor);
    return descriptor;
  };
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  try {
    // to open an end waits for the other, but for a reader that does not block
    const [ourOut, ourErr] = [end(stdout, O_RDONLY | O_NONBLOCK), end(stderr, O_RDONLY | O_NONBLOCK)];
    const [theirOut, theirErr] = [end(stdout, O_WRONLY), end(stderr, O_WRONLY)];
    let ourIn: number | undefined;
    if (isTyped) {
      const first = end(stdin, O_RDONLY | O_NONBLOCK);
      ourIn = end(stdin, O_WRONLY | O_NONBLOCK);
      open.splice(open.indexOf(first), 1);
      closeSync(first);
    }
    // theirs must block, or programs fail
    const theirs = [end(stdin, O_RDONLY), theirOut, theirErr] as const;
    const reading = (fd: number): Socket => new Socket({ fd, readable: true, writable: false });
    return {
      theirs,
      stdin: ourIn === undefined ? undefined : new Socket({ fd: ourIn, readable: false, writable: true }),
      stdout: reading(ourOut),
      stderr: reading(ourErr),
      closeTheirs: () => theirs.forEach((descriptor) => closeSync(descriptor)),
    };
  } catch (error) {
    open.forEach((descriptor) => closeSync(descriptor));
    throw error;
  }
}
