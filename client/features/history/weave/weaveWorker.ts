// The weaves of a room's files, in a thread beside the page: reads their logs, builds, and answers what is asked of them. Knows no screen.
import type { UpdateJSON } from "#protocol/updates.ts";
import type { Note } from "#weave/noted.ts";
import { NotedWeave } from "#weave/notedWeave.ts";
import { Authors } from "./authors.ts";
import type { SomeEdits } from "./edits.ts";
import { blocksIn, BrokenOff, breakOff } from "./logBlocks.ts";
import { answer, type WeaveQuestions, type Woven } from "./questions.ts";

/** Where a file's log is, and what opens it. */
export interface LogAddress {
  readonly url: string;
  /** a participant's secret */
  readonly key: string | undefined;
}

export type ToWorker =
  /** reads on to the end of the log; `notes`: all that people have said of the file's updates */
  | { readonly id: number; readonly file: number; readonly read: LogAddress; readonly notes: readonly Note[] }
  | {
      readonly id: number;
      readonly file: number;
      readonly ask: keyof WeaveQuestions;
      readonly args: readonly unknown[];
    }
  /** the weave is needed no more */
  | { readonly file: number; readonly forget: true };

export type FromWorker =
  | { readonly id: number; readonly answer: unknown }
  /** `code`: the server's, or `unreachable` where no answer came; a defect of ours has none */
  | { readonly id: number; readonly problem: { readonly code?: string; readonly message: string } }
  | { readonly file: number; readonly edits: SomeEdits };

class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A file's weave as far as it is read, with who made which version. */
class Weaving {
  readonly woven: NotedWeave;
  readonly #authors = new Authors();

  constructor(notes: readonly Note[]) {
    this.woven = new NotedWeave(notes, (version) => this.#authors.of(version));
  }

  append(update: UpdateJSON): void {
    this.woven.append(update);
    this.#authors.push(update[0]);
  }
}

/** A file's history, and how far it is read. */
class Reading {
  readonly #file: number;
  #weaving = new Weaving([]);
  /** the page has the columns of so many edits */
  #told = 0;
  #reading: Promise<void> | undefined;
  /** who waits for a version that is not read yet */
  #waiting: (() => void)[] = [];

  constructor(file: number) {
    this.#file = file;
  }

  /** To the end of the log. Who asks while it is read gets what is there when that is done. */
  async read(address: LogAddress, notes: readonly Note[]): Promise<void> {
    await this.#reading?.catch(() => {});
    this.#reading = this.#read(address, notes);
    return this.#reading.finally(() => {
      this.#reading = undefined;
      this.#hasGrown();
    });
  }

  async #read({ url, key }: LogAddress, notes: readonly Note[]): Promise<void> {
    // meanwhile the old one answers
    const weaving = this.#weaving.woven.hears(notes) ? this.#weaving : new Weaving(notes);
    const { weave } = weaving.woven;
    const response = await fetch(`${url}?from=${weave.head}`, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    }).catch(breakOff);
    if (!response.ok || !response.body) throw await refusalIn(response);
    for await (const { from, updates } of blocksIn(response.body)) {
      // what is packed in one piece is sent in one piece, from before what was asked for
      const news = updates.slice(weave.head - from);
      const isTold = Math.max(0, this.#told - weave.head);
      for (const update of news) weaving.append(update);
      this.#tell(news.slice(isTold));
      if (this.#weaving === weaving) this.#hasGrown();
    }
    this.#weaving = weaving;
  }

  #tell(news: readonly UpdateJSON[]): void {
    if (news.length === 0) return;
    this.#told += news.length;
    const edits = columnsOf(news);
    postMessage({ file: this.#file, edits } satisfies FromWorker, {
      transfer: Object.values(edits).map((column: Uint32Array | Float64Array) => column.buffer as ArrayBuffer),
    });
  }

  #hasGrown(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  answer(name: keyof WeaveQuestions, args: readonly unknown[]): Promise<unknown> {
    return answer(name, args, async (version): Promise<Woven> => {
      while (this.#weaving.woven.weave.head < version && this.#reading)
        await new Promise<void>((resolve) => void this.#waiting.push(resolve));
      return this.#weaving.woven;
    });
  }
}

async function refusalIn(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  return new Refused(body.error?.code ?? "internal", body.error?.message ?? "");
}

function columnsOf(updates: readonly UpdateJSON[]): SomeEdits {
  const { length } = updates;
  const edits = {
    authors: new Uint32Array(length),
    times: new Float64Array(length),
    inserted: new Uint32Array(length),
    carets: new Uint32Array(length),
  };
  for (const [index, [client, , time, change]] of updates.entries()) {
    edits.authors[index] = client;
    edits.times[index] = time;
    let at = 0;
    for (const section of change) {
      if (typeof section === "number") {
        at += section;
        continue;
      }
      const [, ...lines] = section;
      const inserted = lines.reduce((sum, line) => sum + line.length, Math.max(0, lines.length - 1));
      at += inserted;
      edits.inserted[index]! += inserted;
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

function codeOf(error: unknown): { readonly code?: string } {
  if (error instanceof Refused) return { code: error.code };
  return error instanceof BrokenOff ? { code: "unreachable" } : {};
}

async function answered(message: Exclude<ToWorker, { forget: true }>): Promise<FromWorker> {
  const { id, file } = message;
  try {
    const reading = readingOf(file);
    const answer =
      "read" in message
        ? await reading.read(message.read, message.notes)
        : await reading.answer(message.ask, message.args);
    return { id, answer };
  } catch (error) {
    return { id, problem: { ...codeOf(error), message: error instanceof Error ? error.message : String(error) } };
  }
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("forget" in data) files.delete(data.file);
  else void answered(data).then((answer) => postMessage(answer));
});
