// Puts the room's JavaScript and TypeScript files together by their imports, before any of them runs. Knows no browser.
import { parser } from "@lezer/javascript";
import { parse } from "es-module-lexer/js";
import { transform } from "sucrase";
import type { Problem } from "../messages.ts";

/** A file as it runs: its text as JavaScript, and which of its parts name another file. */
export interface Module {
  readonly path: string;
  readonly code: string;
  /** By their places in the code, in order; each is to be replaced by the quoted address of the file. */
  readonly imports: readonly { readonly from: number; readonly to: number; readonly path: string }[];
  /** Each import() as a whole. */
  readonly later: readonly { readonly from: number; readonly to: number }[];
}

/** A problem that stops everything. */
export class NotRunnable extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

const lineAt = (text: string, place: number): number => text.slice(0, place).split("\n").length;

const TYPESCRIPT = /\.[mc]?ts$/i;

/** What is left out, or left as it is, by what takes the types away. */
const NOT_TAKEN = { NamespaceDeclaration: "namespace", Decorator: "decorator" } as const;

function checkTypeScript(path: string, text: string): void {
  const tree = parser.configure({ dialect: "ts" }).parse(text);
  tree.iterate({
    enter(node) {
      if (node.name === "AmbientDeclaration") return false;
      const kind =
        node.name === "ImportDeclaration" && /^import\s+[\w$]+\s*=/.test(text.slice(node.from, node.to + 2))
          ? "importEquals"
          : NOT_TAKEN[node.name as keyof typeof NOT_TAKEN];
      if (kind !== undefined) throw new NotRunnable({ kind, path, line: lineAt(text, node.from) });
      return undefined;
    },
  });
}

function transformed(path: string, text: string, transforms: ("typescript" | "jsx")[]): string {
  try {
    return transform(text, { transforms, disableESTransforms: true }).code;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    const reason = message.replace(/ \(\d+:\d+\)$/, "").replace(/^Error transforming .*?: /, "");
    throw new NotRunnable({ kind: "syntax", path, line: loc?.line ?? 1, reason });
  }
}

/** JavaScript on the same lines. */
function withoutTypes(path: string, text: string): string {
  checkTypeScript(path, text);
  return transformed(path, text, ["typescript"]);
}

/** Browsers do not say where in a module its syntax is wrong. Throws NotRunnable where that is found. */
export function checkSyntax(modules: readonly Module[]): void {
  for (const { path, code } of modules) transformed(path, code, []);
}

/** From a path and what it imports, a path from the room's root; undefined above it. */
function joined(path: string, specifier: string): string | undefined {
  const parts = specifier.startsWith("/") ? [] : path.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === ".." && parts.pop() === undefined) return undefined;
    if (part !== ".." && part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** What a name without its end can stand for; TypeScript is imported by the names that it will have as JavaScript. */
const ENDINGS = ["", ".ts", ".js", ".mts", ".mjs", ".json", "/index.ts", "/index.js"];

function found(files: ReadonlyMap<string, string>, path: string, specifier: string, line: number): string {
  const cannot = (kind: "noFile" | "package" | "elsewhere"): never => {
    throw new NotRunnable({ kind, path, line, specifier });
  };
  if (/^[a-z][\w+.-]+:/i.test(specifier) || specifier.startsWith("//")) return cannot("elsewhere");
  if (!/^\.{0,2}\//.test(specifier)) return cannot("package");
  const target = joined(path, specifier);
  if (target === undefined) return cannot("noFile");
  const typed = /\.([mc]?)js$/.test(target) ? target.replace(/\.([mc]?)js$/, ".$1ts") : target;
  return [...ENDINGS.map((ending) => target + ending), typed].find((one) => files.has(one)) ?? cannot("noFile");
}

/** As a module. What would be JSON in no other place is none here. */
function jsonModule(path: string, text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    // browsers say one or the other, or both
    const line = /\bline (\d+)/.exec(message)?.[1];
    const place = /\bposition (\d+)/.exec(message)?.[1];
    throw new NotRunnable({
      kind: "syntax",
      path,
      line: Number(line ?? lineAt(text, Number(place ?? 0))),
      reason: message,
    });
  }
  return `export default JSON.parse(${JSON.stringify(text)})`;
}

function moduleOf(files: ReadonlyMap<string, string>, path: string, isTypeScript: boolean): Module {
  const text = files.get(path) ?? "";
  if (/\.json$/i.test(path)) return { path, code: jsonModule(path, text), imports: [], later: [] };
  const code = isTypeScript ? withoutTypes(path, text) : text;
  let parsed;
  try {
    [parsed] = parse(code);
  } catch {
    // the browser says better what is wrong
    return { path, code, imports: [], later: [] };
  }
  const imports = parsed.flatMap((one) => {
    if (one.type === "import-meta" || one.specifier === undefined) return [];
    if (one.type === "dynamic" && one.glob) return [];
    const target = found(files, path, one.specifier, lineAt(code, one.importStart));
    // without what it says of its type: each file is JavaScript by then
    if (one.type === "dynamic")
      return [{ from: one.start, to: one.attributesStart < 0 ? one.end : one.importEnd - 1, path: target }];
    // with the quotes
    return [{ from: one.start - 1, to: one.attributes ? one.importEnd : one.end + 1, path: target }];
  });
  const later = parsed.flatMap((one) =>
    one.type === "dynamic" && one.phase === null ? [{ from: one.importStart, to: one.importEnd }] : [],
  );
  return { path, code, imports, later };
}

/** All that the main file needs and itself, each after what it imports. Throws NotRunnable. */
export function modulesOf(files: ReadonlyMap<string, string>, main: string, isTypeScript: boolean): readonly Module[] {
  const done = new Map<string, Module>();
  const add = (path: string, above: readonly string[]): void => {
    if (done.has(path)) return;
    const from = above.indexOf(path);
    if (from >= 0) throw new NotRunnable({ kind: "cycle", paths: [...above.slice(from), path] });
    const module = moduleOf(files, path, TYPESCRIPT.test(path) || (path === main && isTypeScript));
    for (const each of module.imports) add(each.path, [...above, path]);
    done.set(path, module);
  };
  add(main, []);
  return [...done.values()];
}

/** The code with the addresses of what it imports. `imported` names a function that is given what each import() promises. */
export function linked(
  { path, code, imports, later }: Module,
  addressOf: (path: string) => string,
  imported?: string,
): string {
  const edits = [
    ...imports.map(({ from, to, path: target }) => ({ from, to, put: JSON.stringify(addressOf(target)) })),
    ...(imported === undefined ? [] : later).flatMap(({ from, to }) => [
      { from, to: from, put: `${imported}(` },
      { from: to, to, put: ")" },
    ]),
  ].toSorted((one, other) => one.from - other.from);
  let [text, at] = ["", 0];
  for (const { from, to, put } of edits) {
    text += code.slice(at, from) + put;
    at = to;
  }
  return `${text}${code.slice(at)}\n//# sourceURL=${encodeURI(path)}`;
}
