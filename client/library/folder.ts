// A folder that keeps what a program must have when it comes again: its keys to rooms, and edits that are not confirmed. Knows no socket.
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { dirname, join, resolve } from "node:path";
import type { Delivery } from "../sync/leftovers.ts";
import type { Unconfirmed, UnconfirmedKeeper } from "../sync/ports.ts";

type Key = Pick<Unconfirmed, "roomId" | "file" | "client">;

const EDITS = "edits";
const KEYS = "keys";
/** edits that the server will never take, for whoever looks after the program */
const UNDELIVERED = "undelivered";
const FOLDERS = [EDITS, KEYS, UNDELIVERED];
/** What is being written; one that a kill has left is nothing. */
const UNFINISHED = ".new";

/** Returns when it is on the disk: a file with this text in it; or without a text, a folder with its names. */
function toDisk(path: string, text?: string): void {
  const descriptor = openSync(path, text === undefined ? "r" : "w", 0o600);
  try {
    if (text !== undefined) writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const nameOf = ({ roomId, file, client }: Key): string => `${roomId}.${file}.${client}.json`;

/**
 * Holds one program's edits until they are confirmed. A file is written beside its place, brought to the disk, and put there by a rename,
 * which is brought to the disk as well: so each is whole or absent, whenever the program or the machine ends. All of it is done before a call returns, thus in the order of the
 * calls; that takes a disk's moment, and only for what was not confirmed within 100 ms. One program has the folder at a time.
 */
export class Folder implements UnconfirmedKeeper {
  readonly #path: string;
  readonly #release: () => void;
  readonly #warn: (message: string) => void;
  /** clients of this program */
  readonly #mine = new Set<string>();
  /** a client is one connection at a time */
  #turn: Promise<void> = Promise.resolve();

  private constructor(path: string, release: () => void, warn: (message: string) => void) {
    this.#path = path;
    this.#release = release;
    this.#warn = warn;
  }

  /** Makes the folder where there is none. Rejects when another program has it, or it cannot be used. `warn` hears of edits that could not be kept or delivered. */
  static async open(path: string, warn: (message: string) => void = process.emitWarning): Promise<Folder> {
    const full = resolve(path);
    const first = mkdirSync(full, { recursive: true, mode: 0o700 });
    for (const folder of FOLDERS) mkdirSync(join(path, folder), { recursive: true, mode: 0o700 });
    toDisk(path);
    // and the names of those that are made, in the folders above
    for (let made = first && full; made !== undefined; made = made === first ? undefined : dirname(made))
      toDisk(dirname(made));
    const release = await lock(path);
    for (const folder of FOLDERS)
      for (const name of readdirSync(join(path, folder)))
        if (name.endsWith(UNFINISHED)) rmSync(join(path, folder, name), { force: true });
    return new Folder(path, release, warn);
  }

  /** Another program may have it. Leave the rooms before. */
  close(): void {
    this.#release();
  }

  /** The secret by which the room knows this program. */
  key(roomId: string): string | undefined {
    return this.#read<{ key: string }>(KEYS, `${roomId}.json`)?.key;
  }

  keepKey(roomId: string, key: string): void {
    if (this.key(roomId) !== key) this.#write(KEYS, `${roomId}.json`, { key });
  }

  async put(unconfirmed: Unconfirmed): Promise<void> {
    await this.putNow(unconfirmed);
  }

  putNow(unconfirmed: Unconfirmed): Promise<void> {
    this.#mine.add(unconfirmed.client);
    this.#write(EDITS, nameOf(unconfirmed), unconfirmed);
    return Promise.resolve();
  }

  remove(unconfirmed: Key): Promise<void> {
    const path = join(this.#path, EDITS, nameOf(unconfirmed));
    // what stays is sent once more by a later program, and the server drops it as a duplicate
    this.#attempt(path, "removed", () => rmSync(path, { force: true }));
    return Promise.resolve();
  }

  /** Hands each leftover of the room, of programs that are gone, to `deliver`. It stays where that says so, and is put aside where it never will be taken. */
  eachLeftover(roomId: string, deliver: (leftover: Unconfirmed) => Promise<Delivery>): Promise<void> {
    const turn = this.#turn.then(() => this.#deliverAll(roomId, deliver));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #deliverAll(roomId: string, deliver: (leftover: Unconfirmed) => Promise<Delivery>): Promise<void> {
    for (const name of readdirSync(join(this.#path, EDITS)).toSorted()) {
      if (!name.startsWith(`${roomId}.`)) continue;
      const leftover = this.#read<Unconfirmed>(EDITS, name);
      if (leftover === undefined || this.#mine.has(leftover.client)) continue;
      const delivery = await deliver(leftover);
      if (delivery.outcome === "delivered") await this.remove(leftover);
      if (delivery.outcome !== "undeliverable") continue;
      const aside = join(UNDELIVERED, name);
      renameSync(join(this.#path, EDITS, name), join(this.#path, aside));
      this.#warn(`Edits of file ${leftover.file} could not be delivered: ${delivery.message} They are in ${aside}.`);
    }
  }

  #read<T>(folder: string, name: string): T | undefined {
    const path = join(this.#path, folder, name);
    try {
      return JSON.parse(readFileSync(path, "utf8")) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.#warn(`${path} cannot be read: ${String(error)}`);
      return undefined;
    }
  }

  #write(folder: string, name: string, content: object): void {
    const path = join(this.#path, folder, name);
    this.#attempt(path, "kept", () => {
      toDisk(path + UNFINISHED, JSON.stringify(content));
      renameSync(path + UNFINISHED, path);
      // the new name is the folder's
      toDisk(join(this.#path, folder));
    });
  }

  /** A disk that is full or gone costs what it does not take, not the session. */
  #attempt(path: string, what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#warn(`${path} cannot be ${what}: ${String(error)}`);
    }
  }
}

const OWNER = /^owner-\w+\.sock$/;

/**
 * Listens in the folder, and only then looks for others who do: of two that start at once at least one sees the other. The kernel ends
 * the listening with the program, so the file that a kill leaves answers no more and is swept away.
 */
async function lock(path: string): Promise<() => void> {
  const own = `owner-${randomBytes(6).toString("hex")}.sock`;
  const server = createServer((socket) => socket.destroy()).unref();
  const release = (): void => {
    server.close();
    rmSync(join(path, own), { force: true });
  };
  await listening(server, join(path, own));
  for (const name of readdirSync(path)) {
    if (!OWNER.test(name) || name === own) continue;
    if (await answers(join(path, name))) {
      release();
      throw new Error(`Another program is using ${path}: end it, or take another folder.`);
    }
    rmSync(join(path, name), { force: true });
  }
  return release;
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Error(`Cannot lock ${path}: ${error.message}`)));
    server.listen(path, resolve);
  });
}

/** Only a clear "nobody listens here" counts as gone. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "ECONNREFUSED" && code !== "ENOENT"));
  });
}
