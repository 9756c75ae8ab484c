// What the page and a program in a frame say to each other, over a port of theirs. Knows neither.
import type { Output } from "../../../frame/messages.ts";

/** UTF-16 units of all files together; of more nothing is run, which is said. */
export const MOST_SOURCE = 8_000_000;

/** A line of a file of the room, from 1. */
interface SourceLine {
  readonly path: string;
  readonly line: number;
}

/** Why a program cannot run, or go on, as it is written. */
export type Problem =
  | ({ readonly kind: "syntax"; readonly reason: string } & SourceLine)
  | ({ readonly kind: "namespace" | "decorator" | "importEquals" } & SourceLine)
  | ({ readonly kind: "makesFiles" } & SourceLine)
  /** what it wants is a page's; `page`: a file that names it */
  | { readonly kind: "needsPage"; readonly page: string | undefined }
  | ({ readonly kind: "noFile" | "package" | "elsewhere" | "command"; readonly specifier: string } & SourceLine)
  | { readonly kind: "cycle"; readonly paths: readonly string[] };

/** How a program can end by itself; all else is the page's word. */
export const OWN_ENDS = ["ok", "compile_error", "runtime_error", "memory_limit", "load_failed"] as const;

export interface ProgramEnd {
  readonly outcome: (typeof OWN_ENDS)[number];
  readonly problem?: Problem;
  readonly exitCode?: number;
}

export interface Program {
  readonly language: string;
  /** The path of the file that it begins with. */
  readonly main: string;
  readonly files: ReadonlyMap<string, string>;
  /** What it reads first. */
  readonly input: string;
  /** In UTF-8; who writes more is ended. */
  readonly outputBytes: number;
  /** Nothing is typed while it runs. */
  readonly inputEnds: boolean;
}

/** A runtime's files by their names, and the memory of one that has started, if one was kept. */
export interface Runtime {
  readonly files: ReadonlyMap<string, ArrayBuffer>;
  readonly snapshot?: ArrayBuffer | undefined;
}

export type ToProgram =
  | { readonly type: "load"; readonly runtime: Runtime }
  | { readonly type: "run"; readonly program: Program }
  /** a line */
  | { readonly type: "input"; readonly text: string }
  | { readonly type: "endInput" };

/** `loaded` comes before any of the program is there: only then a snapshot is the runtime's, and not something that the program made up. */
export type FromProgram =
  | { readonly type: "loaded"; readonly snapshot?: ArrayBuffer | undefined }
  | Output
  | { readonly type: "asks" }
  | ({ readonly type: "ended" } & ProgramEnd);
