// Runs a file of SQL and those that it reads, and writes what comes of it. Knows no frame.
import type { Problem, ProgramEnd } from "../messages.ts";
import type { Console } from "./host.ts";
import { OutOfMemory } from "./memory.ts";
import { type Sqlite, SqlProblem } from "./sqlite.ts";
import { writeTable } from "./table.ts";

type Files = ReadonlyMap<string, string>;

/** What is said in the page's words. */
class Stopped extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

const lineAt = (text: string, place: number): number => text.slice(0, place).split("\n").length;

/** From the folder of the file that reads it, or from the top. */
function found(files: Files, from: string, name: string): string | undefined {
  const plain = name.replace(/^(?:\.\/)+/, "");
  return [from.slice(0, from.lastIndexOf("/") + 1) + plain, plain].find((path) => files.has(path));
}

function run(sqlite: Sqlite, files: Files, above: readonly string[], path: string, out: Console): void {
  if (above.includes(path)) throw new Stopped({ kind: "cycle", paths: [...above.slice(above.indexOf(path)), path] });
  const text = files.get(path) ?? "";
  try {
    for (const step of sqlite.steps(text)) {
      if ("rows" in step) {
        writeTable(step, (line) => out.write("stdout", line));
        continue;
      }
      const place = { path, line: lineAt(text, step.at) };
      if ("refused" in step) throw new Stopped({ kind: "makesFiles", ...place });
      const [, name] = /^\.read\s+["']?(.+?)["']?$/.exec(step.command) ?? [];
      if (name === undefined) throw new Stopped({ kind: "command", specifier: step.command, ...place });
      const read = found(files, path, name);
      if (read === undefined) throw new Stopped({ kind: "noFile", specifier: name, ...place });
      run(sqlite, files, [...above, path], read, out);
    }
  } catch (error) {
    if (!(error instanceof SqlProblem)) throw error;
    out.write("stderr", `${path}:${lineAt(text, error.at)}: ${error.message}\n`);
    throw new Failed();
  }
}

/** It has said why. */
class Failed extends Error {}

export function runSql(sqlite: Sqlite, files: Files, main: string, out: Console): ProgramEnd {
  try {
    run(sqlite, files, [], main, out);
    return { outcome: "ok", exitCode: 0 };
  } catch (error) {
    if (error instanceof OutOfMemory) return { outcome: "memory_limit" };
    if (error instanceof Stopped) return { outcome: "runtime_error", exitCode: 1, problem: error.problem };
    if (error instanceof Failed) return { outcome: "runtime_error", exitCode: 1 };
    throw error;
  }
}
