// Runs JavaScript and TypeScript in a worker of a frame. Knows no page.
import type { ProgramEnd } from "../messages.ts";
import { blobModules } from "./blobModules.ts";
import { consoleOf, errorText } from "./consoleOf.ts";
import { type Console, serve } from "./host.ts";
import { checkSyntax, type Module, modulesOf, NotRunnable } from "./modules.ts";

const FAILED: ProgramEnd = { outcome: "runtime_error", exitCode: 1 };

/** Timers that are still to come: as long as there is one, the program has not ended. */
function countTimers(idle: () => void): { readonly isIdle: () => boolean } {
  const pending = new Set<unknown>();
  const { setTimeout, setInterval, clearTimeout } = globalThis;
  const check = (): unknown => pending.size === 0 && setTimeout(() => pending.size === 0 && idle());
  const forget = (timer: unknown): void => {
    clearTimeout(timer as number);
    if (pending.delete(timer)) check();
  };
  const once = (run: unknown, ms?: number, ...given: unknown[]): unknown => {
    const timer = setTimeout(() => {
      try {
        if (typeof run === "function") (run as (...all: unknown[]) => void)(...given);
      } finally {
        forget(timer);
      }
    }, ms);
    pending.add(timer);
    return timer;
  };
  const again = (run: unknown, ms?: number, ...given: unknown[]): unknown => {
    const timer = setInterval(() => {
      if (typeof run === "function") (run as (...all: unknown[]) => void)(...given);
    }, ms);
    pending.add(timer);
    return timer;
  };
  Object.assign(globalThis, { setTimeout: once, setInterval: again, clearTimeout: forget, clearInterval: forget });
  return { isIdle: () => pending.size === 0 };
}

/** What a program has here beside what workers have. */
function equip({ write, readLine }: Console): void {
  Object.assign(globalThis.console, consoleOf(write));
  Object.assign(globalThis, {
    /** A line that somebody types; null where there is none any more. */
    input: async (question = ""): Promise<string | null> => {
      if (question !== "") write("stdout", String(question));
      return (await readLine()) ?? null;
    },
    prompt: () => {
      throw new Error("prompt() cannot wait here. Use await input('…') instead.");
    },
    alert: (text = "") => write("stdout", `${String(text)}\n`),
  });
}

serve({
  load: () => Promise.resolve(undefined),
  run: ({ files, main, language }, out) =>
    new Promise((resolve) => {
      const fail = (error: unknown): void => {
        out.write("stderr", `${errorText(error)}\n`);
        resolve(FAILED);
      };
      addEventListener("error", (event) => {
        event.preventDefault();
        fail(event.error ?? event.message);
      });
      addEventListener("unhandledrejection", (event) => {
        event.preventDefault();
        fail(event.reason);
      });
      let hasRun = false;
      const timers = countTimers(() => hasRun && resolve({ outcome: "ok", exitCode: 0 }));
      const refuse = (error: unknown): void =>
        error instanceof NotRunnable ? resolve({ outcome: "compile_error", problem: error.problem }) : fail(error);
      let modules: readonly Module[];
      try {
        modules = modulesOf(files, main, language === "TypeScript");
      } catch (error) {
        return refuse(error);
      }
      equip(out);
      import(/* @vite-ignore */ blobModules(modules)).then(
        () => {
          hasRun = true;
          if (timers.isIdle()) resolve({ outcome: "ok", exitCode: 0 });
        },
        (error: unknown) => {
          try {
            if (error instanceof SyntaxError) checkSyntax(modules);
            fail(error);
          } catch (wrong) {
            refuse(wrong);
          }
        },
      );
    }),
});
