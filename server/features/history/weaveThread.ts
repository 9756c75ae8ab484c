// The thread in which logs are woven, as the server has it: asked for one answer at a time, an old text or whose a text is. Knows no room.
import { Worker } from "node:worker_threads";
import type { Note } from "#weave/noted.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { PackedCommit } from "../../rooms/roomStore.ts";
import { ThreadTime } from "./threadTime.ts";
import type { Asked, AskedText, WeaveAnswer, WeaveMessage } from "./weaveWorker.ts";

/** A thread that nobody asks for so long ends, and its memory is free. */
const IDLE_MS = 300_000;

const MIB = 1024 * 1024;

/** Of what one answer takes: ms in which the thread runs, ms of the clock, and bytes of memory besides what is kept; its heap as much, and its arrays as much. */
const BOUNDS = { cpuMs: 30_000, clockMs: 90_000, bytes: 256 * MIB };

/**
 * What took too much is not tried again for so long, by what it was too much of. What only took long by the clock may be quick in an hour with less to do: twice as
 * long each time, as everybody else waits for it, until it is as long as for all others.
 */
const AGAIN_MS = { time: 600_000, memory: 600_000, clock: 30_000 };
const MOST_AGAIN_MS = 600_000;

/** How often the time that it has run is looked at, besides. */
const LOOK_MS = 1_000;

/** An answer takes more than one may. */
export class TooMuch extends Error {
  readonly of: keyof typeof AGAIN_MS;
  /** after which it may be tried again */
  readonly againMs: number;

  /** `before`: why the same was given up the last time. */
  constructor(of: TooMuch["of"], before?: TooMuch) {
    super(`an answer takes too much ${of}`);
    this.of = of;
    this.againMs = before ? Math.min(2 * before.againMs, MOST_AGAIN_MS) : AGAIN_MS[of];
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | null)?.code === "ERR_WORKER_OUT_OF_MEMORY";

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
  #why: Refusal | TooMuch | undefined;
  #time = new ThreadTime();
  /** What took too much, and when it is tried again, in ms since 1970. */
  readonly #tooMuch = new Map<string, { readonly until: number; readonly why: TooMuch }>();
  readonly #bounds: typeof BOUNDS;

  /** Called with each answer that is given up. */
  gaveUp: (of: TooMuch["of"]) => void = () => {};
  /** ms in which it has run for answers */
  ranMs = 0;

  constructor(bounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** The text of the log at a version or a moment. Rejects as `#ask` does. */
  text(log: string, asked: AskedText, read: ReadLog, dropped?: AbortSignal): Promise<string> {
    return this.#ask(log, { text: asked }, read, dropped) as Promise<string>;
  }

  /** Whose the text of the log is at a version, as BlameAnswer in JSON, gzipped; `notes`: all that people have said of its updates. Rejects as `#ask` does. */
  blame(
    log: string,
    version: number,
    notes: readonly Note[],
    read: ReadLog,
    dropped?: AbortSignal,
  ): Promise<Uint8Array> {
    return this.#ask(log, { blame: version, notes }, read, dropped) as Promise<Uint8Array>;
  }

  /** Logs whose names begin so are gone, for good or from memory; who waits for an answer about one is refused so. */
  forget(start: string, why: Refusal): void {
    if (this.#log?.startsWith(start)) void this.end(why);
    else this.#worker?.postMessage({ type: "forget", start } satisfies WeaveMessage);
  }

  /** What it has woven is forgotten; who waits is refused so. */
  async end(why: Refusal | TooMuch = new Refusal("room_reset")): Promise<void> {
    this.#why = why;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /**
   * About the log that is known by `log`, which `read` reads from a version on. Called again when the last call has ended. Rejects with Refusal
   * version_ahead where the log has no such version, with TooMuch, with what reading rejects with, and, before the next piece of the log, with why
   * it was `dropped`: what is woven by then is kept.
   */
  async #ask(log: string, asked: Asked, read: ReadLog, dropped?: AbortSignal): Promise<string | Uint8Array> {
    const what = `${"text" in asked ? "text" : "blame"} ${log}`;
    const before = this.#givenUp(what);
    if (before && before.until > Date.now()) throw before.why;
    this.#log = log;
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    const tooLong = setTimeout(() => void this.end(new TooMuch("clock", before?.why)), this.#bounds.clockMs);
    const time = this.#time;
    const ranBefore = time.ms;
    const look = (): void => {
      if (time.ms - ranBefore > this.#bounds.cpuMs) void this.end(new TooMuch("time"));
    };
    const looking = setInterval(look, LOOK_MS);
    try {
      const answer = await this.#answer(log, asked, read, look, dropped);
      this.#tooMuch.delete(what);
      return answer;
    } catch (error) {
      if (error instanceof TooMuch) {
        this.#remember(what, error);
        // also the memory that it has taken is free
        await this.end();
      } else this.#worker?.postMessage({ type: "stop" } satisfies WeaveMessage);
      throw error;
    } finally {
      this.ranMs += time.ms - ranBefore;
      clearTimeout(tooLong);
      clearInterval(looking);
      this.#log = undefined;
      this.#worker?.unref();
      this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  /** `look` is called when the thread has done something. */
  async #answer(
    log: string,
    asked: Asked,
    read: ReadLog,
    look: () => void,
    dropped?: AbortSignal,
  ): Promise<string | Uint8Array> {
    const bounds = { kept: this.mostBytes, atWork: this.#bytesAtWork };
    let said = await this.#say({ type: "ask", log, asked, bounds });
    look();
    if ("woven" in said)
      for await (const { from, packed } of read(said.woven)) {
        dropped?.throwIfAborted();
        said = await this.#say({ type: "block", from, packed });
        look();
        if (!("woven" in said)) break;
      }
    if ("woven" in said) said = await this.#say({ type: "end" });
    if ("woven" in said) throw new Refusal("version_ahead");
    if ("isTooMuch" in said) throw new TooMuch("memory");
    return said.answer;
  }

  get #bytesAtWork(): number {
    return this.#bounds.bytes + 2 * this.mostBytes;
  }

  #remember(what: string, why: TooMuch): void {
    this.#tooMuch.set(what, { until: Date.now() + why.againMs, why });
    this.gaveUp(why.of);
  }

  /** What was given up when it was tried last: not long after that it is still known, so that the next time may be longer. */
  #givenUp(what: string) {
    const longAgo = Date.now() - MOST_AGAIN_MS;
    for (const [one, { until }] of this.#tooMuch) if (until <= longAgo) this.#tooMuch.delete(one);
    return this.#tooMuch.get(what);
  }

  #start(): Worker {
    this.#why = undefined;
    this.#time = new ThreadTime();
    const worker = new Worker(WORKER, {
      execArgv: [],
      workerData: this.#time.number,
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(this.#bytesAtWork / MIB) },
    });
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
      const failed = (error: Error): void => (settle(), reject(isOutOfMemory(error) ? new TooMuch("memory") : error));
      const ended = (): void => failed(this.#endedBy);
      worker.on("message", answered).on("error", failed).on("exit", ended);
      worker.postMessage(message);
    });
  }
}
