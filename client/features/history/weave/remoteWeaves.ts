// The page's side of the thread with the weaves: asks it and hears it. Knows no weave.
import type { Note } from "#weave/noted.ts";
import { ApiError } from "../../../api.ts";
import { refusalWords, words as errorWords } from "../../../words.errors.ts";
import type { SomeEdits } from "./edits.ts";
import type { Answer, Asked, WeaveQuestions } from "./questions.ts";
import { words } from "../words.later.ts";
import type { FromWorker, LogAddress, ToWorker } from "./weaveWorker.ts";

/** As much of a Worker as is needed. */
export interface Thread {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(problem: ApiError): void;
}

/** Every call rejects with ApiError. */
export class RemoteWeaves {
  readonly #thread: Thread;
  readonly #waiting = new Map<number, Waiting>();
  readonly #heard = new Map<number, (edits: SomeEdits) => void>();
  #lastId = 0;
  #isDead = false;

  constructor(thread: Thread) {
    this.#thread = thread;
    thread.onmessage = ({ data }) => this.#take(data);
    thread.onerror = () => this.#fail();
  }

  /** It could not be loaded, or has a defect, and answers nothing any more. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Calls with what is read of a file. */
  hear(file: number, heard: (edits: SomeEdits) => void): void {
    this.#heard.set(file, heard);
  }

  async read(file: number, read: LogAddress, notes: readonly Note[]): Promise<void> {
    await this.#post((id) => ({ id, file, read, notes }));
  }

  ask<Name extends keyof WeaveQuestions>(file: number, name: Name, ...args: Asked<Name>): Promise<Answer<Name>> {
    return this.#post((id) => ({ id, file, ask: name, args })) as Promise<Answer<Name>>;
  }

  forget(file: number): void {
    this.#heard.delete(file);
    this.#thread.postMessage({ file, forget: true });
  }

  /** Who waits for an answer gets none. */
  end(): void {
    this.#thread.terminate();
    this.#waiting.clear();
    this.#heard.clear();
  }

  #post(message: (id: number) => ToWorker): Promise<unknown> {
    if (this.#isDead) return Promise.reject(unreachable());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread.postMessage(message(id));
    });
  }

  #take(data: FromWorker): void {
    if ("edits" in data) return this.#heard.get(data.file)?.(data.edits);
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ("answer" in data) return waiting?.resolve(data.answer);
    return waiting?.reject(problemOf(data.problem));
  }

  #fail(): void {
    const all = [...this.#waiting.values()];
    this.#isDead = true;
    this.end();
    for (const { reject } of all) reject(unreachable());
  }
}

function problemOf({ code, message }: { readonly code?: string; readonly message: string }): ApiError {
  if (code === "unreachable") return unreachable();
  if (code !== undefined) return new ApiError(code, refusalWords(code, message));
  reportError(new Error(`the history's thread: ${message}`));
  return new ApiError("internal", words.peek().defect);
}

const unreachable = (): ApiError => new ApiError("unreachable", errorWords.peek().unreachable);
