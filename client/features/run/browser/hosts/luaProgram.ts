// Runs a Lua program on wasmoon, with the room's files and its input. Knows no frame.
import { LuaFactory, type LuaEngine, LuaReturn } from "wasmoon";
import type { ConsoleStream } from "../../../../frame/messages.ts";
import type { ProgramEnd } from "../messages.ts";
import type { Console } from "./host.ts";
import { OutOfMemory } from "./memory.ts";

/** As program.lua says it. */
const OUT_OF_MEMORY = -1;
const ROOM = "/room";

const NUMBER = /^\s*[+-]?(?:0x[\da-f]*\.?[\da-f]*(?:p[+-]?\d+)?|\d*\.?\d*(?:e[+-]?\d+)?)/i;

/** What the program has not read yet of its lines. */
class Unread {
  #text = "";
  #isOver = false;

  add(line: string | undefined): void {
    if (line === undefined) this.#isOver = true;
    else this.#text += `${line}\n`;
  }

  /** By a format of Lua's `read`: what is read; false: there is nothing more; undefined: a line has to come first. */
  take(format: unknown): string | false | undefined {
    const length = this.#lengthFor(format);
    if (length === undefined && !this.#isOver) return undefined;
    if (format === "n" ? length === undefined : this.#text === "" && format !== "a") return false;
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(taken.length);
    return format === "l" ? taken.replace(/\n$/, "") : taken;
  }

  /** UTF-16 units; undefined: not all of them are here yet. */
  #lengthFor(format: unknown): number | undefined {
    const text = this.#text;
    if (typeof format === "number") return text.length >= Math.max(1, format) ? format : undefined;
    if (format === "a") return undefined;
    if (format === "n") return text.trim() === "" ? undefined : (NUMBER.exec(text)?.[0].length ?? 0);
    return text.includes("\n") ? text.indexOf("\n") + 1 : undefined;
  }
}

export interface Lua {
  /** `program`: the text of program.lua. */
  run(program: string, main: string, files: ReadonlyMap<string, string>, out: Console): Promise<ProgramEnd>;
}

/** `wasmUrl`: the address of the file of wasmoon, in whatever form it fetches. */
export async function startLua(wasmUrl: string | undefined): Promise<Lua> {
  const factory = new LuaFactory(wasmUrl);
  const engine = await factory.createEngine({ injectObjects: false, enableProxy: false });
  const { FS } = (await factory.getLuaModule()).module;
  return {
    run(program, main, files, out) {
      FS.mkdir(ROOM);
      FS.chdir(ROOM);
      for (const [path, text] of files) factory.mountFileSync(engine.global.lua, `${ROOM}/${path}`, text);
      return finished(engine, program, main, out);
    },
  };
}

/** How the C library ends: it throws this through everything. */
const isExit = (error: unknown): error is { readonly status: number } =>
  error instanceof Object && "name" in error && error.name === "ExitStatus" && "status" in error;

async function finished({ global }: LuaEngine, program: string, main: string, out: Console): Promise<ProgramEnd> {
  const unread = new Unread();
  const thread = global.newThread();
  thread.loadString(program, "@program.lua");
  thread.pushValue((stream: ConsoleStream, text: string) => out.write(stream, text));
  thread.pushValue((format: unknown) => unread.take(format));
  thread.pushValue(main);
  try {
    let { result, resultCount } = thread.resume(3);
    while (result === LuaReturn.Yield) {
      thread.pop(resultCount);
      unread.add(await out.readLine());
      ({ result, resultCount } = thread.resume(0));
    }
    thread.assertOk(result);
    const exitCode = thread.getValue(-1) as number;
    if (exitCode === OUT_OF_MEMORY) return { outcome: "memory_limit" };
    return { outcome: exitCode === 0 ? "ok" : "runtime_error", exitCode };
  } catch (error) {
    if (error instanceof OutOfMemory) return { outcome: "memory_limit" };
    const exitCode = isExit(error) ? error.status & 255 : 1;
    if (!isExit(error)) out.write("stderr", `lua: ${error instanceof Error ? error.message : String(error)}\n`);
    return { outcome: exitCode === 0 ? "ok" : "runtime_error", exitCode };
  }
}
