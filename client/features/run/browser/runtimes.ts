// Loads what runs a language, from this site alone and within a time, and keeps the memory of a Python that has started. Knows no frame.
import { createStore, del, get, set } from "idb-keyval";
import asmUrl from "pyodide/pyodide.asm.mjs?asis";
import wasmUrl from "pyodide/pyodide.asm.wasm?url";
import lockUrl from "pyodide/pyodide-lock.json?url";
import pyodideUrl from "pyodide/pyodide.mjs?asis";
import stdlibUrl from "pyodide/python_stdlib.zip?url";
import sqlWasmUrl from "sql.js/dist/sql-wasm.wasm?url";
import luaWasmUrl from "wasmoon/dist/glue.wasm?url";
import { browserClock } from "../../../browser.ts";
import { fetched } from "../../../frame/fetched.ts";
import type { Handed } from "../../../frame/messages.ts";
import javascriptUrl from "./hosts/javascript.ts?apart";
import luaUrl from "./hosts/lua.ts?apart";
import previewUrl from "./hosts/preview.ts?apart";
import pythonUrl from "./hosts/python.ts?apart";
import sqlUrl from "./hosts/sql.ts?apart";
import type { Runtime } from "./messages.ts";

interface Progress {
  readonly loaded: number;
  readonly total: number;
}

interface Loaded {
  readonly script: ArrayBuffer;
  readonly runtime: Runtime;
}

const STORAGE_MS = 3_000;

interface RuntimeFile {
  readonly name: string;
  readonly url: string;
  /** When it is unpacked. */
  readonly bytes: number;
}

const PYTHON_FILES: readonly RuntimeFile[] = [
  { name: "pyodide.asm.wasm", url: wasmUrl, bytes: 9_598_218 },
  { name: "python_stdlib.zip", url: stdlibUrl, bytes: 2_545_637 },
  { name: "pyodide.asm.mjs", url: asmUrl, bytes: 1_250_344 },
  { name: "pyodide-lock.json", url: lockUrl, bytes: 119_077 },
  { name: "pyodide.mjs", url: pyodideUrl, bytes: 17_931 },
];
const LUA_FILES: readonly RuntimeFile[] = [{ name: "glue.wasm", url: luaWasmUrl, bytes: 271_581 }];
const SQL_FILES: readonly RuntimeFile[] = [{ name: "sql-wasm.wasm", url: sqlWasmUrl, bytes: 688_280 }];

/** A snapshot is of these very files, which the hash in its name says, and of what was imported before it. */
const SNAPSHOT = `${wasmUrl} ${pythonUrl}`;

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
  /** Rejects with NotFetched. */
  load(progress: (progress: Progress) => void, signal: AbortSignal): Promise<Loaded>;
}

/** A script and the files that it is handed, if any. */
const runtimeOf = (
  where: Handed["where"],
  scriptUrl: string,
  files: readonly RuntimeFile[] = [],
  kept: () => Promise<ArrayBuffer | undefined> = () => Promise.resolve(undefined),
): LoadableRuntime => ({
  where,
  async load(progress, signal) {
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    let heard = 0;
    const hear = (bytes: number): void => progress({ loaded: Math.min(total, (heard += bytes)), total });
    const [script, snapshot, ...handed] = await Promise.all([
      fetched(scriptUrl, signal),
      kept(),
      ...files.map(async ({ name, url }) => [name, await fetched(url, signal, hear)] as const),
    ]);
    return { script, runtime: { files: new Map(handed), snapshot } };
  },
});

export const RUNTIMES = {
  javascript: runtimeOf("worker", javascriptUrl),
  lua: runtimeOf("worker", luaUrl, LUA_FILES),
  preview: runtimeOf("window", previewUrl),
  python: runtimeOf("worker", pythonUrl, PYTHON_FILES, keptSnapshot),
  sql: runtimeOf("worker", sqlUrl, SQL_FILES),
} as const satisfies Readonly<Record<string, LoadableRuntime>>;
