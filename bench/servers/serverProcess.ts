// A contestant's server: a process of its own on core 0 with a folder of its own. Knows no protocol.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { anonymousKiB, cpuMs, diskKiB, rssKiB } from "../measure.ts";
import type { Contestant } from "./contestant.ts";

const SERVER_CORE = "0";
const START_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 10_000;
/** What the first collection lets go of may have held something else. */
const COLLECTIONS = 2;
/** What was asked for by a signal is done by then. */
const DONE_AFTER_MS = 500;
/** Arguments of node for a server that is to collect its garbage when it is told to … */
export const COLLECTS_GARBAGE = ["--expose-gc", "--import", new URL("collectGarbage.mjs", import.meta.url).href];
/** … and for one that is to tell how long the turns of its event loop were. */
export const TELLS_TURNS = ["--import", new URL("longTurns.mjs", import.meta.url).href];

/** All that starting it takes. */
type Served = Pick<Contestant, "name" | "server">;

export class ServerProcess {
  readonly port: number;
  readonly dataDir = mkdtempSync(join(tmpdir(), "bench-"));
  readonly #contestant: Served;
  readonly #nodeArgs: readonly string[];
  readonly #started: (pid: number) => void;
  readonly #longTurns = `${this.dataDir}.turns`;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  /** `started` is told of every process, so that somebody else can end it when this one cannot. */
  constructor(contestant: Served, port: number, nodeArgs: readonly string[], started: (pid: number) => void) {
    this.#contestant = contestant;
    this.port = port;
    this.#nodeArgs = nodeArgs;
    this.#started = started;
  }

  /** Starts it and resolves with the ms until its port is open. */
  async start(): Promise<number> {
    const { args, env, cwd, log } = this.#contestant.server(this.dataDir);
    const begin = performance.now();
    const command = ["-c", SERVER_CORE, process.execPath, ...this.#nodeArgs, ...args];
    const output = log === undefined ? undefined : openSync(log, "a");
    const child = spawn("taskset", command, {
      cwd,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(this.port),
        LONG_TURNS: this.#longTurns,
        ...env,
      },
      stdio: ["ignore", output ?? "ignore", "inherit"],
    });
    if (output !== undefined) closeSync(output);
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once("close", resolve));
    this.#started(this.pid);
    while (!(await this.#isOpen())) {
      if (child.exitCode !== null) throw new Error(`${this.#contestant.name} ended with ${child.exitCode}`);
      if (performance.now() - begin > START_WITHIN_MS)
        throw new Error(`${this.#contestant.name} does not open its port`);
      await sleep(2);
    }
    return performance.now() - begin;
  }

  #isOpen(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("the server does not run");
    return pid;
  }

  /** CPU used so far, in ms. */
  get cpuMs(): number {
    return cpuMs(this.pid);
  }

  get rssKiB(): number {
    return rssKiB(this.pid);
  }

  /** Memory that the process alone has, without what it maps of files, in KiB. */
  get anonymousKiB(): number {
    return anonymousKiB(this.pid);
  }

  /** Of a server that was started with `COLLECTS_GARBAGE`. */
  async collectGarbage(): Promise<void> {
    for (let time = 0; time < COLLECTIONS; time++) {
      process.kill(this.pid, "SIGUSR2");
      await sleep(DONE_AFTER_MS);
    }
  }

  /** The turns of more than 10 ms since the last time, in ms of CPU; of a server that was started with `TELLS_TURNS`. */
  async longTurnsMs(): Promise<readonly number[]> {
    process.kill(this.pid, "SIGUSR2");
    await sleep(DONE_AFTER_MS);
    return JSON.parse(readFileSync(this.#longTurns, "utf8")) as number[];
  }

  get diskKiB(): number {
    return diskKiB(this.dataDir);
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
    await this.#ended;
    clearTimeout(late);
  }

  async dispose(): Promise<void> {
    await this.end("SIGTERM");
    for (const path of [this.dataDir, this.#longTurns]) rmSync(path, { recursive: true, force: true });
  }
}
