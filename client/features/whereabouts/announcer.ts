// What others change, gathered into a sentence now and then. Knows no room and no text.
import type { Lines } from "./words.ts";
import { words } from "./words.ts";

/** Nobody types on for so long. */
const REST_MS = 1_000;
/** Whoever types on and on is told of meanwhile. */
const MOST_MS = 5_000;
/** The others are a number. */
const NAMED = 3;

interface AnnouncerOptions {
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  say(sentence: string): void;
}

interface Gathered {
  readonly name: string;
  readonly file: string | undefined;
  readonly lines: Set<number>;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  /** the oldest first */
  readonly #gathered = new Map<string, Gathered>();
  #rest: (() => void) | undefined;
  #latest: (() => void) | undefined;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Somebody has changed these lines, from 1; `file`: of a file that is not shown. */
  heard(name: string, lines: readonly number[], file?: string): void {
    const key = JSON.stringify([name, file]);
    const one = this.#gathered.get(key) ?? { name, file, lines: new Set() };
    this.#gathered.set(key, one);
    for (const line of lines) one.lines.add(line);
    this.#rest?.();
    this.#rest = this.#options.after(REST_MS, () => this.#say());
    this.#latest ??= this.#options.after(MOST_MS, () => this.#say());
  }

  /** Says no more. */
  stop(): void {
    this.#gathered.clear();
    this.#rest?.();
    this.#latest?.();
    this.#rest = this.#latest = undefined;
  }

  #say(): void {
    const all = [...this.#gathered.values()];
    this.stop();
    const others = new Set(all.slice(NAMED).map(({ name }) => name)).size;
    this.#options.say(
      [
        ...all.slice(0, NAMED).map(({ name, file, lines }) => words.value.changed(name, summary(lines), file)),
        ...(others > 0 ? [words.value.othersChanged(others)] : []),
      ].join(" "),
    );
  }
}

const summary = (lines: ReadonlySet<number>): Lines => {
  const inOrder = [...lines].toSorted((one, other) => one - other);
  return { first: inOrder[0] ?? 1, last: inOrder.at(-1) ?? 1, count: inOrder.length };
};
