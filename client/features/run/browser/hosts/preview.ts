// Shows an HTML file of the room in the window of a frame, with the files that it names. Knows no page around it.
import type { Problem } from "../messages.ts";
import { blobModules } from "./blobModules.ts";
import { consoleOf, errorText } from "./consoleOf.ts";
import { type Console, serve } from "./host.ts";
import { pathOf } from "../pages.ts";
import { modulesOf, NotRunnable } from "./modules.ts";

type Files = ReadonlyMap<string, string>;

const TYPES: Readonly<Record<string, string>> = { svg: "image/svg+xml", css: "text/css", js: "text/javascript" };

/** The room's file that an address in the page names. */
function fileOf(files: Files, main: string, address: string | null): string | undefined {
  const path = address === null ? undefined : pathOf(address, main);
  return path !== undefined && files.has(path) ? path : undefined;
}

function blobOf(files: Files, path: string): string {
  const type = TYPES[path.split(".").at(-1)?.toLowerCase() ?? ""] ?? "text/plain";
  return URL.createObjectURL(new Blob([files.get(path) ?? ""], { type }));
}

/** A module that is written in the page: it stands beside the page, as a file would. */
function inlineModule(files: Files, main: string, text: string): string {
  const path = `${main}.module.js`;
  return blobModules(modulesOf(new Map([...files, [path, text]]), path, false));
}

function fillIn(page: Document, files: Files, main: string): void {
  for (const link of page.querySelectorAll("link[rel~=stylesheet][href]")) {
    const path = fileOf(files, main, link.getAttribute("href"));
    if (path === undefined) continue;
    const style = page.createElement("style");
    style.textContent = files.get(path) ?? "";
    link.replaceWith(style);
  }
  for (const script of page.querySelectorAll("script")) {
    const isModule = script.type === "module";
    const path = fileOf(files, main, script.getAttribute("src"));
    if (path === undefined) {
      if (isModule && !script.hasAttribute("src")) script.src = inlineModule(files, main, script.text);
      continue;
    }
    // TypeScript becomes JavaScript on the way
    const plain = !isModule && !path.endsWith(".ts");
    script.setAttribute("src", plain ? blobOf(files, path) : blobModules(modulesOf(files, path, false)));
  }
  for (const image of page.querySelectorAll("img[src], source[src]")) {
    const path = fileOf(files, main, image.getAttribute("src"));
    if (path !== undefined) image.setAttribute("src", blobOf(files, path));
  }
}

function listen({ write }: Console): void {
  Object.assign(globalThis.console, consoleOf(write));
  const fail = (error: unknown): void => write("stderr", `${errorText(error)}\n`);
  addEventListener("error", (event) => fail(event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => fail(event.reason));
}

/** Its doctype comes first, or the page would be in quirks mode. */
const written = (page: Document): string => `${page.doctype ? "<!doctype html>" : ""}${page.documentElement.outerHTML}`;

const problemOf = (error: unknown): Problem | undefined => (error instanceof NotRunnable ? error.problem : undefined);

serve({
  load: () => Promise.resolve(undefined),
  run({ files, main }, out) {
    const page = new DOMParser().parseFromString(files.get(main) ?? "", "text/html");
    try {
      fillIn(page, files, main);
    } catch (error) {
      const problem = problemOf(error);
      if (problem) return Promise.resolve({ outcome: "compile_error", problem });
      throw error;
    }
    const text = written(page);
    document.open();
    // opening takes the listeners away
    listen(out);
    document.write(text);
    document.close();
    // it is there until it is stopped
    return new Promise(() => {});
  },
});
