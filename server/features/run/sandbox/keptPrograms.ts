// Compiled programs, kept in this process's memory as long as there is room. Each run has a copy; no box reaches these. Knows no compiler.
import { createHash } from "node:crypto";
import { KEPT_BYTES } from "./bounds.ts";

export interface Compiled {
  readonly program: Buffer;
  /** What the compiler said: warnings. */
  readonly said: string;
}

/** What a program is made of, as one word: all files, as a compiler may read those of any name (`#include`, `include_str!`, `//go:embed`). */
export function programKey(compiler: string, main: string, files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  const put = (text: string): void => void hash.update(`${Buffer.byteLength(text)}:`).update(text);
  [compiler, main].forEach(put);
  for (const path of [...files.keys()].sort()) [path, files.get(path)!].forEach(put);
  return hash.digest("base64");
}

export class KeptPrograms {
  /** Least recently used first. */
  readonly #kept = new Map<string, Compiled>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number = KEPT_BYTES) {
    this.#mostBytes = mostBytes;
  }

  get(key: string): Compiled | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  keep(key: string, compiled: Compiled): void {
    this.#drop(key);
    this.#kept.set(key, compiled);
    this.#bytes += sizeOf(compiled);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const found = this.#kept.get(key);
    if (found === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= sizeOf(found);
  }
}

const sizeOf = ({ program, said }: Compiled): number => program.length + said.length * 2;
