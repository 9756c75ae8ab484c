// Runs JavaScript and TypeScript in a worker of a frame. Knows no page.
import type { ProgramEnd } from "../messages.ts";
import { pageThatNames } from "../pages.ts";
import { blobModules } from "./blobModules.ts";
import { consoleOf, errorText } from "./consoleOf.ts";
import { type Console, serve } from "./host.ts";
import { checkSyntax, type Module, modulesOf, NotRunnable } from "./modules.ts";
import { PendingWork } from "./pendingWork.ts";

/** Each import() of a program goes through the function of this name. */
const IMPORTED = "__imported";

const FAILED: ProgramEnd = { outcome: "runtime_error", exitCode: 1 };

/** How Chromium, Firefox and Safari say that a program has no page. */
const OF_PAGES = /\b(?:document|window)\b.*(?:not defined|find variable)|variable: (?:document|window)$/;

/** What a program has here beside what workers have. */
function equip({ write, readLine }: Console, work: PendingWork): void {
  Object.assign(globalThis.console, consoleOf(write));
  Object.assign(globalThis, {
    /** A line that somebody types; null where there is none any more. */
    input: async (question = ""): Promise<string | null> => {
      if (question !== "") write("stdout", String(question));
      return (await work.until(readLine())) ?? null;
    },
    prompt: () => {
      throw new Error("prompt() cannot wait here. Use await input('…') instead.");
    },
    alert: (text = "") => write("stdout", `${String(text)}\n`),
    [IMPORTED]: (imported: Promise<unknown>) => work.until(imported),
  });
}

serve({
  load: () => Promise.resolve(undefined),
  run: ({ files, main, language }, out) =>
    new Promise((resolve) => {
      const fail = (error: unknown): void => {
        out.write("stderr", `${errorText(error)}\n`);
        const needsPage = error instanceof ReferenceError && OF_PAGES.test(error.message);
        const problem = { kind: "needsPage", page: pageThatNames(main, files) } as const;
        resolve({ ...FAILED, ...(needsPage && { problem }) });
      };
      addEventListener("error", (event) => {
        event.preventDefault();
        fail(event.error ?? event.message);
      });
      addEventListener("unhandledrejection", (event) => {
        event.preventDefault();
        fail(event.reason);
      });
      const work = new PendingWork(globalThis, () => resolve({ outcome: "ok", exitCode: 0 }));
      const refuse = (error: unknown): void =>
        error instanceof NotRunnable ? resolve({ outcome: "compile_error", problem: error.problem }) : fail(error);
      let modules: readonly Module[];
      try {
        modules = modulesOf(files, main, language === "TypeScript");
      } catch (error) {
        return refuse(error);
      }
      equip(out, work);
      work.watch();
      work.until(import(/* @vite-ignore */ blobModules(modules, IMPORTED))).catch((error: unknown) => {
        try {
          if (error instanceof SyntaxError) checkSyntax(modules);
          fail(error);
        } catch (wrong) {
          refuse(wrong);
        }
      });
    }),
});
