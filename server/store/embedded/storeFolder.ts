// A data folder with a store in it, for the tests of what a disk suffers: opened, closed, written to by a process, counted past the store.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { open } from "lmdb";
import type { ListedRoomStore } from "../anyStore.ts";
import { openEmbeddedStore } from "./embeddedStore.ts";

const WRITER = fileURLToPath(new URL("./writer.process.ts", import.meta.url));

const tables = ["rooms", "times", "due", "doomed", "doomedStreams", "commits", "segments", "snapshots"];
const addressTables = ["addresses", "addressesOf", "dueAddresses"];
/** What there is in each table of a folder without rooms. */
export const NOTHING_ON_DISK = Object.fromEntries([...tables, ...addressTables].map((name) => [name, 0]));

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "store-"));

export class StoreFolder {
  #path = "";
  #store: ListedRoomStore | undefined;
  readonly #children: ChildProcess[] = [];

  get path(): string {
    return this.#path;
  }

  /** The store, which is open. */
  get store(): ListedRoomStore {
    if (!this.#store) throw new Error("the store is not open");
    return this.#store;
  }

  async make(): Promise<void> {
    this.#path = await temporaryFolder();
  }

  /** Ends what was started in it. */
  async remove(): Promise<void> {
    for (const child of this.#children.splice(0)) if (child.kill("SIGKILL")) await once(child, "exit");
    await this.closeStore();
    await rm(this.#path, { recursive: true });
  }

  async openStore(): Promise<ListedRoomStore> {
    return (this.#store = await openEmbeddedStore(this.#path));
  }

  async closeStore(): Promise<void> {
    await this.#store?.close();
    this.#store = undefined;
  }

  /** Runs the writer, its written files bounded to `blocks` (of 512 or 1,024 bytes) where given. */
  startWriter(mode: string, blocks?: number) {
    const limit = blocks === undefined ? "" : `ulimit -f ${blocks};`;
    const command = [process.execPath, "--import", "tsx", WRITER, this.#path, mode];
    const child = spawn("sh", ["-c", `${limit} exec "$@"`, "sh", ...command], { stdio: ["ignore", "pipe", "pipe"] });
    this.#children.push(child);
    let errors = "";
    child.stderr.on("data", (text) => (errors += text));
    const lines = createInterface({ input: child.stdout });
    const exit = once(child, "close");
    /** All that it said, as objects. Kills it after `killAfter` lines. */
    const heard = async <Line>(killAfter = Infinity): Promise<Line[]> => {
      const said: Line[] = [];
      for await (const line of lines) {
        said.push(JSON.parse(line) as Line);
        if (said.length === killAfter) child.kill("SIGKILL");
      }
      await exit;
      if (said.length === 0) throw new Error(`the writer said nothing: ${errors}`);
      return said;
    };
    return { child, lines, exit, heard };
  }

  /** How many records there are in all, looked up past the store, which is closed. */
  async recordsOnDisk(): Promise<Record<string, number>> {
    await this.closeStore();
    const root = open({ path: this.#path, noSubdir: false, overlappingSync: false });
    const names = Object.keys(NOTHING_ON_DISK);
    const counts = names.map((name) => [name, root.openDB({ name, encoding: "binary" }).getKeysCount()]);
    await root.close();
    return Object.fromEntries(counts) as Record<string, number>;
  }
}
