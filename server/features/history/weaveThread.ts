// The thread in which old texts are put together, as the server has it: asked for one text at a time. Knows no room.
import { Worker } from "node:worker_threads";
import { Refusal } from "../../protocol/errors.ts";
import type { PackedCommit } from "../../rooms/roomStore.ts";
import type { AskedText, WeaveAnswer, WeaveMessage } from "./weaveWorker.ts";

/** A thread that nobody asks for so long ends, and its memory is free. */
const IDLE_MS = 30_000;

/** Beside all of the server where that is built. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "./test/weaveWorker.mjs" : "./weaveWorker.js",
  import.meta.url,
);

export class WeaveThread {
  /** of memory, that what it has woven may take once it has answered; 0: nothing is kept */
  mostBytes = 0;
  #worker: Worker | undefined;
  /** what it was asked for last */
  #log: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** it was ended, and not by itself */
  #why: Refusal | undefined;

  /**
   * The text of the log that is known by `log`, which `read` reads from a version on. Called again when the last call has ended. Rejects with Refusal
   * version_ahead where the log has no such version, and with what reading rejects with.
   */
  async text(log: string, asked: AskedText, read: (from: number) => AsyncIterable<PackedCommit>): Promise<string> {
    const { mostBytes } = this;
    this.#log = log;
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    try {
      let answer = await this.#say({ type: "text", log, asked, mostBytes });
      if ("woven" in answer)
        for await (const { from, packed } of read(answer.woven)) {
          answer = await this.#say({ type: "block", from, packed });
          if ("text" in answer) break;
        }
      if ("woven" in answer) answer = await this.#say({ type: "end" });
      if ("woven" in answer) throw new Refusal("version_ahead");
      return answer.text;
    } finally {
      this.#worker?.unref();
      this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  /** Logs whose names begin so are gone for good; who waits for a text of one is refused as for a file that is not there. */
  forget(start: string): void {
    if (this.#log?.startsWith(start)) void this.end(new Refusal("unknown_file"));
  }

  /** What it has woven is forgotten; who waits is refused so. */
  async end(why = new Refusal("room_reset")): Promise<void> {
    this.#why = why;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
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
    return this.#why ?? new Error("the thread of old texts has ended");
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
