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
  const ending = path.split(".").at(-1)?.toLowerCase() ?? "";
  const text = files.get(path) ?? "";
  const parts = ending === "js" ? placed(text, path) : text;
  return URL.createObjectURL(new Blob([parts], { type: TYPES[ending] ?? "text/plain" }));
}

/** A script whose errors name its file. */
const placed = (text: string, path: string): string => `${text}\n//# sourceURL=${encodeURI(path)}`;

/** What is written in a page itself, of no type or of one that is JavaScript. */
const SCRIPT = /^$|^module$|(?:java|ecma)script$/i;

/** Has the scripts that stand in a page name it in their errors, with the places where they stand. */
function placeScripts(page: Document, files: Files, main: string): void {
  const whole = files.get(main) ?? "";
  let at = 0;
  for (const script of page.querySelectorAll("script:not([src])") as NodeListOf<HTMLScriptElement>) {
    const { text } = script;
    at = Math.max(at, whole.indexOf(text, at));
    const before = whole.slice(0, at).split("\n");
    const there = `${"\n".repeat(before.length - 1)}${" ".repeat(before.at(-1)?.length ?? 0)}${text}`;
    at += text.length;
    if (!SCRIPT.test(script.type)) continue;
    if (script.type === "module") script.src = inlineModule(files, main, there);
    else script.text = placed(there, main);
  }
}

/** A module that is written in the page: it stands in the page's place. */
const inlineModule = (files: Files, main: string, text: string): string =>
  blobModules(modulesOf(new Map([...files, [main, text]]), main, false));

function fillIn(page: Document, files: Files, main: string): void {
  for (const link of page.querySelectorAll("link[rel~=stylesheet][href]")) {
    const path = fileOf(files, main, link.getAttribute("href"));
    if (path === undefined) continue;
    const style = page.createElement("style");
    style.textContent = files.get(path) ?? "";
    link.replaceWith(style);
  }
  placeScripts(page, files, main);
  for (const script of page.querySelectorAll("script")) {
    const path = fileOf(files, main, script.getAttribute("src"));
    if (path === undefined) continue;
    // TypeScript becomes JavaScript on the way
    const plain = script.type !== "module" && !path.endsWith(".ts");
    script.setAttribute("src", plain ? blobOf(files, path) : blobModules(modulesOf(files, path, false)));
  }
  for (const image of page.querySelectorAll("img[src], source[src]")) {
    const path = fileOf(files, main, image.getAttribute("src"));
    if (path !== undefined) image.setAttribute("src", blobOf(files, path));
  }
}

/** Before what is wrong with a script that stands in a page: the page was written. */
const OF_WRITING = /Failed to execute 'write' on 'Document': /;

function listen({ write }: Console): void {
  Object.assign(globalThis.console, consoleOf(write));
  addEventListener("error", ({ error, message, filename, lineno, colno }) => {
    const text = errorText(error ?? message).replace(OF_WRITING, "");
    // of what does not parse the error itself names none
    const isPlaced = text.includes("\n") || filename === "" || filename.includes("://");
    write("stderr", `${text}${isPlaced ? "" : `\n    at ${filename}:${lineno}:${colno}`}\n`);
  });
  addEventListener("unhandledrejection", ({ reason }) => write("stderr", `${errorText(reason)}\n`));
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
