// The weaves of a room's files, in a thread beside the page: reads their logs, builds, and answers what is asked of them. Knows no screen.
import type { UpdateJSON } from "#protocol/updates.ts";
import { between } from "#weave/between.ts";
import { Weave } from "#weave/weave.ts";
import type { SomeEdits } from "./edits.ts";
import { blocksIn } from "./logBlocks.ts";

/** What can be asked of a file's weave, by name. It holds the versions that the arguments name: `versions` says which those are. */
const QUESTIONS = {
  /** The text at a version. */
  text: { versions: (version: number) => [version], answer: (weave: Weave, version: number) => weave.textAt(version) },
  /** The change that makes the text at one version of that at another; either may be the older one. */
  change: {
    versions: (from: number, to: number) => [from, to],
    answer: (weave: Weave, from: number, to: number) => between(weave, from, to).change,
  },
} satisfies Record<string, Question>;

interface Question {
  // of each question its own
  readonly versions: (...asked: never[]) => readonly number[];
  readonly answer: (weave: Weave, ...asked: never[]) => unknown;
}

export type Questions = typeof QUESTIONS;
export type Asked<Name extends keyof Questions> = Parameters<Questions[Name]["versions"]>;
export type Answer<Name extends keyof Questions> = ReturnType<Questions[Name]["answer"]>;

/** Where a file's log is, and what opens it. */
export interface LogAddress {
  readonly url: string;
  /** a participant's secret */
  readonly key: string | undefined;
}

export type ToWorker =
  /** reads on to the end of the log */
  | { readonly id: number; readonly file: number; readonly read: LogAddress }
  | { readonly id: number; readonly file: number; readonly ask: keyof Questions; readonly args: readonly unknown[] }
  /** the weave is needed no more */
  | { readonly file: number; readonly forget: true };

export type FromWorker =
  | { readonly id: number; readonly answer: unknown }
  /** `code`: the server's; without one the answer did not come */
  | { readonly id: number; readonly problem: { readonly code?: string; readonly message: string } }
  | { readonly file: number; readonly edits: SomeEdits };

class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A file's weave, and how far it is read. */
class Reading {
  readonly #file: number;
  readonly #weave = new Weave();
  #reading: Promise<void> | undefined;
  /** who waits for a version that is not read yet */
  #waiting: (() => void)[] = [];

  constructor(file: number) {
    this.#file = file;
  }

  /** To the end of the log. Who asks while it is read gets what is there when that is done. */
  async read(address: LogAddress): Promise<void> {
    await this.#reading?.catch(() => {});
    this.#reading = this.#read(address);
    return this.#reading.finally(() => {
      this.#reading = undefined;
      this.#hasGrown();
    });
  }

  async #read({ url, key }: LogAddress): Promise<void> {
    const weave = this.#weave;
    const response = await fetch(`${url}?from=${weave.head}`, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
    if (!response.ok || !response.body) throw await refusalIn(response);
    for await (const { from, updates } of blocksIn(response.body)) {
      // what is packed in one piece is sent in one piece, from before what was asked for
      const news = updates.slice(weave.head - from);
      if (news.length === 0) continue;
      const edits = appended(weave, news);
      postMessage({ file: this.#file, edits } satisfies FromWorker, {
        transfer: Object.values(edits).map((column: Uint32Array | Float64Array) => column.buffer as ArrayBuffer),
      });
      this.#hasGrown();
    }
  }

  #hasGrown(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  async answer(name: keyof Questions, args: readonly unknown[]): Promise<unknown> {
    const { versions, answer }: Question = QUESTIONS[name];
    const newest = Math.max(...versions(...(args as never[])));
    while (this.#weave.head < newest && this.#reading)
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    return answer(this.#weave, ...(args as never[]));
  }
}

async function refusalIn(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  return new Refused(body.error?.code ?? "internal", body.error?.message ?? "");
}

/** Takes the updates into the weave; their columns. */
function appended(weave: Weave, updates: readonly UpdateJSON[]): SomeEdits {
  const { length } = updates;
  const edits = {
    authors: new Uint32Array(length),
    times: new Float64Array(length),
    inserted: new Uint32Array(length),
    deleted: new Uint32Array(length),
    carets: new Uint32Array(length),
  };
  for (const [index, [client, , time, change]] of updates.entries()) {
    weave.append(change);
    edits.authors[index] = client;
    edits.times[index] = time;
    let at = 0;
    for (const section of change) {
      if (typeof section === "number") {
        at += section;
        continue;
      }
      const [deleted, ...lines] = section;
      const inserted = lines.reduce((sum, line) => sum + line.length, Math.max(0, lines.length - 1));
      at += inserted;
      edits.inserted[index]! += inserted;
      edits.deleted[index]! += deleted;
      edits.carets[index] = at;
    }
  }
  return edits;
}

const files = new Map<number, Reading>();

function readingOf(file: number): Reading {
  let reading = files.get(file);
  if (!reading) files.set(file, (reading = new Reading(file)));
  return reading;
}

async function answered(message: Exclude<ToWorker, { forget: true }>): Promise<FromWorker> {
  const { id, file } = message;
  try {
    const reading = readingOf(file);
    const answer =
      "read" in message ? await reading.read(message.read) : await reading.answer(message.ask, message.args);
    return { id, answer };
  } catch (error) {
    const code = error instanceof Refused ? { code: error.code } : {};
    return { id, problem: { ...code, message: error instanceof Error ? error.message : String(error) } };
  }
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("forget" in data) files.delete(data.file);
  else void answered(data).then((answer) => postMessage(answer));
});
