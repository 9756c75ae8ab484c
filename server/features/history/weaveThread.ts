// The thread in which logs are woven, as the server has it: asked for one answer at a time, an old text or whose a text is. Knows no room.
import { Worker } from "node:worker_threads";
import type { Note } from "#weave/noted.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { PackedCommit } from "../../rooms/roomStore.ts";
import type { Asked, AskedText, WeaveAnswer, WeaveMessage } from "./weaveWorker.ts";

/** A thread that nobody asks for so long ends, and its memory is free. */
const IDLE_MS = 300_000;

/** Reads a log from a version on. */
type ReadLog = (from: number) => AsyncIterable<PackedCommit>;

/** Beside all of the server where that is built. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "./test/weaveWorker.mjs" : "./weaveWorker.js",
  import.meta.url,
);

export class WeaveThread {
  /** of memory, that what it has woven may take between two answers; 0: nothing is kept */
  mostBytes = 0;
  #worker: Worker | undefined;
  /** what it is asked about now */
  #log: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** it was ended, and not by itself */
  #why: Refusal | undefined;

  /** The text of the log at a version or a moment. Rejects as `#ask` does. */
  text(log: string, asked: AskedText, read: ReadLog): Promise<string> {
    return this.#ask(log, { text: asked }, read) as Promise<string>;
  }

  /** Whose the text of the log is at a version, as BlameAnswer in JSON, gzipped; `notes`: all that people have said of its updates. Rejects as `#ask` does. */
  blame(log: string, version: number, notes: readonly Note[], read: ReadLog): Promise<Uint8Array> {
    return this.#ask(log, { blame: version, notes }, read) as Promise<Uint8Array>;
  }

  /** Logs whose names begin so are gone, for good or from memory; who waits for an answer about one is refused so. */
  forget(start: string, why: Refusal): void {
    if (this.#log?.startsWith(start)) void this.end(why);
    else this.#worker?.postMessage({ type: "forget", start } satisfies WeaveMessage);
  }

  /** What it has woven is forgotten; who waits is refused so. */
  async end(why = new Refusal("room_reset")): Promise<void> {
    this.#why = why;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /**
   * About the log that is known by `log`, which `read` reads from a version on. Called again when the last call has ended. Rejects with Refusal
   * version_ahead where the log has no such version, and with what reading rejects with.
   */
  async #ask(log: string, asked: Asked, read: ReadLog): Promise<string | Uint8Array> {
    const { mostBytes } = this;
    this.#log = log;
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    try {
      let said = await this.#say({ type: "ask", log, asked, mostBytes });
      if ("woven" in said)
        for await (const { from, packed } of read(said.woven)) {
          said = await this.#say({ type: "block", from, packed });
          if ("answer" in said) break;
        }
      if ("woven" in said) said = await this.#say({ type: "end" });
      if ("woven" in said) throw new Refusal("version_ahead");
      return said.answer;
    } finally {
      this.#log = undefined;
      this.#worker?.unref();
      this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  #start(): Worker {
    this.#why = undefined;
    const worker = new Worker(WORKER, { execArgv: [] });
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on("error", gone).on("exit", gone);
    return worker;
  }

  get #endedBy(): Error {
    return this.#why ?? new Error("the thread of weaves has ended");
  }

  /** Rejects when the thread ends by it. */
  #say(message: WeaveMessage): Promise<WeaveAnswer> {
    const worker = this.#worker;
    if (!worker) throw this.#endedBy;
    return new Promise((resolve, reject) => {
      const settle = (): void => void worker.off("message", answered).off("error", failed).off("exit", ended);
      const answered = (answer: WeaveAnswer): void => (settle(), resolve(answer));
      const failed = (error: Error): void => (settle(), reject(error));
      const ended = (): void => failed(this.#endedBy);
      worker.on("message", answered).on("error", failed).on("exit", ended);
      worker.postMessage(message);
    });
  }
}
