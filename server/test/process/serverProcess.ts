// The server as people run it: a process of its own on a data folder, which can be killed and started again. Knows no store.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { OpenSocket } from "../../../client/sync/ports.ts";
import { NO_RATES } from "../noRates.ts";
import { openSocketTo, textFrom } from "../person.ts";
import { programOf } from "./program.ts";

const program = await programOf("main");
/** pino's level of what is an error of ours */
const ERROR_LEVEL = 50;

/** A free port each time. */
const TEST_SETTINGS = {
  PORT: "0",
  HOST: "127.0.0.1",
  ...NO_RATES,
};

/** A line of the server's log. */
interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly port?: number;
}

/** `code` is null when a signal ended the process. */
export interface Exit {
  readonly code: number | null;
  readonly stderr: string;
}

/** One run of the program, from its start to its end. */
interface Run {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
}

export class ServerProcess {
  readonly dataDir: string;
  /** everything that any of the runs has logged */
  readonly log: LogLine[] = [];
  readonly #settings: Readonly<Record<string, string>>;
  readonly #ownerKeys = new Map<string, string>();
  #run: Run | undefined;
  #port = 0;
  #disposed = false;
  #waiting: { msg: string; resolve: (line: LogLine) => void }[] = [];

  private constructor(dataDir: string, settings: Readonly<Record<string, string>>) {
    this.dataDir = dataDir;
    this.#settings = settings;
  }

  /** A server that is not started yet, on a new empty folder or on one that there is. */
  static async create(settings: Readonly<Record<string, string>> = {}, dataDir?: string): Promise<ServerProcess> {
    return new ServerProcess(dataDir ?? (await mkdtemp(join(tmpdir(), "companion-"))), settings);
  }

  /** Ends the process if it runs and removes the folder. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Starts the program; resolves when it says that it is open. Rejects with what it wrote when it ends instead. */
  async start(): Promise<void> {
    const { exited } = this.launch();
    const ended = exited.then(({ code, stderr }) => Promise.reject(new Error(`it ended with ${code}: ${stderr}`)));
    const { port } = await Promise.race([this.logged("open http"), ended]);
    this.#port = port ?? 0;
    ended.catch(() => {});
  }

  /** Starts the program, with settings that go before the others, and waits for nothing. */
  launch(settings: Readonly<Record<string, string>> = {}): Run {
    // A test that ran out of time still runs: it must not leave a process behind.
    if (this.#disposed) throw new Error("the server is disposed of");
    const env = { PATH: process.env.PATH, DATA_DIR: this.dataDir, ...TEST_SETTINGS, ...this.#settings, ...settings };
    const child = spawn(process.execPath, program, { env, stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    createInterface(child.stdout).on("line", (line) => this.#onLine(JSON.parse(line) as LogLine));
    const exited = new Promise<Exit>((resolve) => child.once("close", (code) => resolve({ code, stderr })));
    const run = { child, exited };
    this.#run = run;
    return run;
  }

  #onLine(line: LogLine): void {
    this.log.push(line);
    this.#waiting = this.#waiting.filter(({ msg, resolve }) => {
      if (!line.msg.startsWith(msg)) return true;
      resolve(line);
      return false;
    });
  }

  /** Resolves with the next line of the log that begins so. */
  logged(msg: string): Promise<LogLine> {
    return new Promise((resolve) => this.#waiting.push({ msg, resolve }));
  }

  /** Where its rooms are: the address of a database, or the folder. */
  get place(): string {
    return this.#settings["MONGODB_URI"] ?? this.dataDir;
  }

  /** What it logged as an error of its own. */
  get errors(): readonly LogLine[] {
    return this.log.filter(({ level }) => level >= ERROR_LEVEL);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends the process by a signal and resolves when it is gone. */
  async end(signal: NodeJS.Signals): Promise<Exit | undefined> {
    const run = this.#run;
    this.#run = undefined;
    run?.child.kill(signal);
    return run?.exited;
  }

  /** The process, while it runs. */
  get pid(): number {
    const { pid } = this.#run?.child ?? {};
    if (pid === undefined) throw new Error("it does not run");
    return pid;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Opens sockets to the room wherever the server is by then: every start has another port. */
  open(roomId: string): OpenSocket {
    return (handlers) => openSocketTo(`ws://127.0.0.1:${this.#port}/${roomId}`)(handlers);
  }

  async createRoom(name = "Olga"): Promise<{ roomId: string; key: string }> {
    const response = await fetch(`${this.url}/api/rooms`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name }),
    });
    const room = (await response.json()) as { roomId: string; key: string };
    this.#ownerKeys.set(room.roomId, room.key);
    return room;
  }

  /** The text of a room's first file as its owner finds it. */
  textOf(roomId: string): Promise<string> {
    return textFrom(roomId, this.open(roomId), this.#ownerKeys.get(roomId));
  }
}
