// Loads what runs a language, from this site alone and within a time, and keeps the memory of a Python that has started. Knows no frame.
import { createStore, del, get, set } from "idb-keyval";
import asmUrl from "pyodide/pyodide.asm.mjs?asis";
import wasmUrl from "pyodide/pyodide.asm.wasm?url";
import lockUrl from "pyodide/pyodide-lock.json?url";
import pyodideUrl from "pyodide/pyodide.mjs?asis";
import stdlibUrl from "pyodide/python_stdlib.zip?url";
import { browserClock } from "../../../browser.ts";
import javascriptUrl from "./hosts/javascript.ts?apart";
import previewUrl from "./hosts/preview.ts?apart";
import pythonUrl from "./hosts/python.ts?apart";
import type { Handed, Runtime } from "./messages.ts";

/** The site does not answer, or nothing more comes of what it sends. */
export class NotLoaded extends Error {}

interface Progress {
  readonly loaded: number;
  readonly total: number;
}

interface Loaded {
  readonly script: ArrayBuffer;
  readonly runtime: Runtime;
}

/** Without a byte. */
const SILENT_MS = 20_000;
const STORAGE_MS = 3_000;

/** What Python is made of, with the bytes that each has when it is unpacked. */
const PYTHON_FILES = [
  { name: "pyodide.asm.wasm", url: wasmUrl, bytes: 9_598_218 },
  { name: "python_stdlib.zip", url: stdlibUrl, bytes: 2_545_637 },
  { name: "pyodide.asm.mjs", url: asmUrl, bytes: 1_250_344 },
  { name: "pyodide-lock.json", url: lockUrl, bytes: 119_077 },
  { name: "pyodide.mjs", url: pyodideUrl, bytes: 17_931 },
] as const;

/** A snapshot is of these very files, which the hash in its name says, and of what was imported before it. */
const SNAPSHOT = `${wasmUrl} ${pythonUrl}`;

async function loaded(url: string, heard: (bytes: number) => void, signal: AbortSignal): Promise<ArrayBuffer> {
  const given = new AbortController();
  const stop = (): void => given.abort();
  signal.addEventListener("abort", stop);
  let cancel = browserClock.after(SILENT_MS, stop);
  try {
    const answer = await fetch(url, { signal: given.signal });
    if (!answer.ok || !answer.body) throw new NotLoaded(`${answer.status}`);
    const parts: BlobPart[] = [];
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      cancel();
      cancel = browserClock.after(SILENT_MS, stop);
      parts.push(value);
      heard(value.length);
    }
    return await new Blob(parts).arrayBuffer();
  } catch (error) {
    throw error instanceof NotLoaded ? error : new NotLoaded("no answer", { cause: error });
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
}

/** What the storage answers in time; it may be forbidden, or never answer. */
const inTime = <Value>(asked: () => Promise<Value>): Promise<Value | undefined> =>
  new Promise((resolve) => {
    const nothing = (): void => resolve(undefined);
    const cancel = browserClock.after(STORAGE_MS, nothing);
    const answer = (value?: Value): void => {
      cancel();
      resolve(value);
    };
    Promise.resolve().then(asked).then(answer, nothing);
  });

const store = () => createStore("companion-runtimes", "snapshots");

async function keptSnapshot(): Promise<ArrayBuffer | undefined> {
  const kept = await inTime(() => get<unknown>(SNAPSHOT, store()));
  return kept instanceof ArrayBuffer ? kept : undefined;
}

/** For the next start, in place of those of other versions. */
export function keepSnapshot(snapshot: ArrayBuffer): void {
  void inTime(() => set(SNAPSHOT, snapshot, store()));
}

export function forgetSnapshot(): void {
  void inTime(() => del(SNAPSHOT, store()));
}

interface LoadableRuntime {
  readonly where: Handed["where"];
  /** Rejects with NotLoaded. */
  load(progress: (progress: Progress) => void, signal: AbortSignal): Promise<Loaded>;
}

const scriptAlone = (where: Handed["where"], url: string): LoadableRuntime => ({
  where,
  load: async (_progress, signal) => ({
    script: await loaded(url, () => {}, signal),
    runtime: { files: new Map() },
  }),
});

const python: LoadableRuntime = {
  where: "worker",
  async load(progress, signal) {
    const total = PYTHON_FILES.reduce((sum, { bytes }) => sum + bytes, 0);
    let heard = 0;
    const hear = (bytes: number): void => progress({ loaded: Math.min(total, (heard += bytes)), total });
    const [script, snapshot, ...files] = await Promise.all([
      loaded(pythonUrl, () => {}, signal),
      keptSnapshot(),
      ...PYTHON_FILES.map(async ({ name, url }) => [name, await loaded(url, hear, signal)] as const),
    ]);
    return { script, runtime: { files: new Map(files), snapshot } };
  },
};

export const RUNTIMES = {
  javascript: scriptAlone("worker", javascriptUrl),
  python,
  preview: scriptAlone("window", previewUrl),
} as const satisfies Readonly<Record<string, LoadableRuntime>>;
