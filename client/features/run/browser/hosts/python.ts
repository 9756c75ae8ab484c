// Runs Python in a worker of a frame, on Pyodide, whose files the page hands over. Knows no page.
import type { loadPyodide } from "pyodide";
import type { ProgramEnd, Runtime } from "../messages.ts";
import { type Console, serve } from "./host.ts";
import { capMemory } from "./memory.ts";
import PROGRAM from "./program.py?raw";

const ROOM = "/room";
/** Where there is nothing: each file is handed over. */
const NOWHERE = "https://runtime.invalid/";

/** What programs import most; in a snapshot they are there at once. */
const USUAL =
  "import collections, copy, csv, dataclasses, datetime, decimal, enum, fractions, functools, hashlib, heapq, io, itertools, json, math, os, random, re, statistics, string, sys, time, traceback, typing, unittest, asyncio";

type Options = NonNullable<Parameters<typeof loadPyodide>[0]>;
type Pyodide = Awaited<ReturnType<typeof loadPyodide>> & { makeMemorySnapshot(): Uint8Array };

const TYPES: Readonly<Record<string, string>> = { wasm: "application/wasm", json: "application/json" };

/** Pyodide fetches its parts by their names: it gets them from what was handed over. */
function answerFetches(files: ReadonlyMap<string, ArrayBuffer>): void {
  globalThis.fetch = (asked) => {
    const name = (asked instanceof Request ? asked.url : String(asked)).split("/").at(-1) ?? "";
    const bytes = files.get(name);
    if (!bytes) return Promise.reject(new Error("There is no network here."));
    const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    return Promise.resolve(new Response(bytes, { headers: { "content-type": type } }));
  };
}

async function moduleIn<Module>({ files }: Runtime, name: string): Promise<Module> {
  const url = URL.createObjectURL(new Blob([files.get(name) ?? ""], { type: "text/javascript" }));
  return (await import(/* @vite-ignore */ url)) as Module;
}

async function start(runtime: Runtime, options: Options): Promise<Pyodide> {
  const [pyodide, asm] = await Promise.all([
    moduleIn<{ loadPyodide: typeof loadPyodide }>(runtime, "pyodide.mjs"),
    moduleIn<{ default: NonNullable<Options["createPyodideModule"]> }>(runtime, "pyodide.asm.mjs"),
  ]);
  const loaded = await pyodide.loadPyodide({ ...options, indexURL: NOWHERE, createPyodideModule: asm.default });
  return loaded as Pyodide;
}

/** As program.py says it. */
const OUT_OF_MEMORY = -1;

let python: Pyodide;

async function load(runtime: Runtime): Promise<ArrayBuffer | undefined> {
  capMemory();
  answerFetches(runtime.files);
  if (runtime.snapshot)
    try {
      python = await start(runtime, { _loadSnapshot: runtime.snapshot });
      return undefined;
    } catch {
      // one that does not fit is made anew
    }
  python = await start(runtime, { _makeSnapshot: true });
  python.runPython(USUAL);
  return new Uint8Array(python.makeMemorySnapshot()).buffer;
}

function writing(out: Console, stream: "stdout" | "stderr") {
  const decoder = new TextDecoder();
  return {
    isatty: false,
    write(bytes: Uint8Array) {
      out.write(stream, decoder.decode(bytes, { stream: true }));
      return bytes.length;
    },
  };
}

/** For all that is ever written to files, which are not in the memory of WebAssembly. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;
/** As the C library has it: there is no space left. */
const ENOSPC = 51;

interface FileNode {
  readonly usedBytes: number;
}

/** What Pyodide has of files in memory, in its version. */
interface MemoryFiles {
  resizeFileStorage(node: FileNode, size: number): void;
  readonly ops_table: {
    readonly file: { readonly stream: { write(stream: { readonly node: FileNode }, ...rest: unknown[]): number } };
  };
}

/** A program that writes more is told so by its own language. */
function capFiles(): void {
  const { ErrnoError, filesystems } = python.FS as unknown as {
    ErrnoError: new (code: number) => Error;
    filesystems: { MEMFS: MemoryFiles };
  };
  const files = filesystems.MEMFS;
  let taken = 0;
  const take = (node: FileNode, size: number): void => {
    taken += Math.max(0, size - node.usedBytes);
    if (taken > MOST_FILE_BYTES) throw new ErrnoError(ENOSPC);
  };
  const resize = files.resizeFileStorage.bind(files);
  files.resizeFileStorage = (node, size) => {
    take(node, size);
    resize(node, size);
  };
  const { stream } = files.ops_table.file;
  const write = stream.write.bind(stream);
  stream.write = (to, ...rest) => {
    const [, , length, position] = rest as [unknown, number, number, number];
    take(to.node, position + length);
    return write(to, ...rest);
  };
}

function putFiles(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const whole = `${ROOM}/${path}`;
    python.FS.mkdirTree(whole.slice(0, whole.lastIndexOf("/")));
    python.FS.writeFile(whole, text);
  }
}

serve({
  load,
  async run({ files, main, inputEnds }, out) {
    python.setStdout(writing(out, "stdout"));
    python.setStderr(writing(out, "stderr"));
    putFiles(files);
    capFiles();
    python.registerJsModule("_companion", {
      main,
      canWait: !inputEnds,
      readLine: () => out.readLine(),
      readLineNow: () => out.readLineNow(),
    });
    const exitCode = (await python.runPythonAsync(PROGRAM)) as number;
    const outcomes: Readonly<Record<number, ProgramEnd["outcome"]>> = { 0: "ok", [OUT_OF_MEMORY]: "memory_limit" };
    return { outcome: outcomes[exitCode] ?? "runtime_error", ...(exitCode >= 0 && { exitCode }) };
  },
});
