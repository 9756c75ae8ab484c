// Keeps a second process out of a data folder. Knows sockets and the folder, nothing of what is kept there.
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the operating system takes as the path of a socket: 104 bytes on macOS, 108 on Linux, the end mark included. */
const SOCKET_PATH_BYTES = 100;
const OWNER = /^owner-\w+\.sock$/;

/**
 * Takes the folder for this process, or rejects with a sentence for whoever started it. The returned function gives it back.
 *
 * The process listens on a socket file of its own in the folder, and only then looks for the sockets of others: of two that
 * start at once at least one sees the other. A socket that answers belongs to a living process, in whatever container and
 * whatever its pid; the kernel ends that with the process, so a file left behind by a kill is refused and swept away.
 * File names are never used again, so sweeping cannot hit a newcomer.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const short = await shortPath(dataDir);
  const own = `owner-${randomBytes(6).toString("hex")}.sock`;
  const server = createServer((socket) => socket.destroy());
  const release = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
    await rm(join(dataDir, own), { force: true });
  };
  try {
    await listen(server, join(short.path, own)).catch((error: Error) => {
      throw new Error(`Cannot lock ${dataDir} (${error.message}); set DATA_DIR to a folder on a local disk.`);
    });
    for (const name of await readdir(dataDir)) {
      if (!OWNER.test(name) || name === own) continue;
      if (await isAlive(join(short.path, name))) {
        throw new Error(`Another Code Companion is using ${dataDir}; stop it or set DATA_DIR to another folder.`);
      }
      await rm(join(dataDir, name), { force: true });
    }
  } catch (error) {
    await release();
    throw error;
  } finally {
    await short.dispose();
  }
  return release;
}

/** The folder itself, or a link to it where its path leaves no room for a socket's name. */
async function shortPath(dataDir: string): Promise<{ path: string; dispose: () => Promise<void> }> {
  const longest = join(dataDir, `owner-${"0".repeat(12)}.sock`);
  if (Buffer.byteLength(longest) <= SOCKET_PATH_BYTES) return { path: dataDir, dispose: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "lock-"));
  const path = join(folder, "data");
  await symlink(dataDir, path);
  return { path, dispose: () => rm(folder, { recursive: true, force: true }) };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
    server.unref();
  });
}

/** Only a clear "nobody listens here" counts as dead; whatever else goes wrong may be a living process. */
function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "ECONNREFUSED" && code !== "ENOENT"));
  });
}
