// Names of the code that the docs have in backticks, held against the sources. Knows no prose, and of a source its words.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What is another program's, or only shows what something looks like. */
const OTHERS: readonly string[] = [
  "O_DIRECT",
  "aqqqbcnninihNIH",
  "atClusterTime",
  "camelCase.ts",
  "crypto.subtle",
  "readWrite",
  "worker_connections",
  "worker_rlimit_nofile",
];
/** Figures of `/metrics`: the code puts their names together. */
const FIGURE = /^(?:companion|nodejs)_/;

const CHAIN = /^#?[A-Za-z_$][\w$]*(?:\.#?[A-Za-z_$][\w$]*)*$/;
/** What no word of English looks like, and no word of a message: `#opening`, `room.log`, `isHeld`, `Outlet`, `DATA_DIR`. */
const OF_CODE = /[#._]|[a-z][A-Z]|^[A-Z]/;
const FILE = /\.(?:[cm]?[jt]s|tsx|json|css|html|ya?ml)$/;
const COMMENT = /^\s*(?:\/\*[^]*?\*\/|\/\/.*)$/gm;
const DECLARED = /\b(?:class|interface|type|const|function)\s+([A-Za-z_$][\w$]*)/g;

/** A source without its comments: an old name may live on in one. */
interface Source {
  readonly words: ReadonlySet<string>;
  /** those of the words that it gives a meaning */
  readonly declared: ReadonlySet<string>;
}

/** All files of the repository but packages, and what is built or measured. */
export const FILES: readonly string[] = readdirSync(".", { withFileTypes: true }).flatMap((entry) => {
  if (!entry.isDirectory()) return [entry.name];
  if (!["server", "client", "bench", "docs", ".scripts", ".ci"].includes(entry.name)) return [];
  return readdirSync(entry.name, { recursive: true, encoding: "utf8" })
    .map((path) => join(entry.name, path))
    .filter((path) => !/(?:^|\/)(?:node_modules|results)\//.test(path));
});

/** Where names are shown that are nowhere. */
const NO_SOURCES = ["server/test/docs.test.ts", "server/test/namesInDocs.ts"];
const isSource = (path: string): boolean =>
  /\.(?:[cm]?[jt]s|tsx|py|html)$|^package\.json$|^\.env\.example$/.test(path) && !NO_SOURCES.includes(path);

const NAMES: ReadonlySet<string> = new Set(FILES.map((path) => basename(path)));

const sourceOf = (text: string): Source => {
  const code = text.replaceAll(COMMENT, "");
  return {
    words: new Set((code.match(/#?[A-Za-z_$][\w$]*/g) ?? []).flatMap((word) => [word, word.replace("#", "")])),
    declared: new Set([...code.matchAll(DECLARED)].map(([, word = ""]) => word)),
  };
};

let sources: readonly Source[] | undefined;
const allSources = (): readonly Source[] =>
  (sources ??= FILES.filter(isSource).map((path) => sourceOf(readFileSync(path, "utf8"))));

/** Whether a file is called so, or a source has all words of it; of a type's member, one that says what the type is, where any does. */
function isThere(name: string): boolean {
  if (FILE.test(name)) return NAMES.has(name);
  const [first = "", ...rest] = name.split(".");
  const isMember = rest.length > 0 && /^[A-Z]/.test(first);
  const owners = isMember ? allSources().filter(({ declared }) => declared.has(first)) : [];
  const having = owners.length > 0 ? owners : allSources();
  return having.some(({ words }) => [first, ...rest].every((word) => words.has(word)));
}

/** What stands alone in backticks and can only be a name of the code, with the line on which it is; of a call what is called. */
const namesIn = (text: string): { readonly name: string; readonly line: number }[] =>
  text
    .replaceAll(/^```[^]*?^```/gm, (block) => block.replaceAll(/[^\n]/g, ""))
    .split("\n")
    .flatMap((words, index) =>
      [...words.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => ({
        name: span.replace(/\(.*\)$/, ""),
        line: index + 1,
      })),
    )
    .filter(({ name }) => CHAIN.test(name) && OF_CODE.test(name) && !FIGURE.test(name));

/** Names of the code in a page that no source has, as `page:line name`. */
export const missingNames = (page: string, text: string): string[] =>
  namesIn(text)
    .filter(({ name }) => !OTHERS.includes(name) && !isThere(name))
    .map(({ name, line }) => `${page}:${line} ${name}`);

/** Exceptions that are none: no page has the name any more, or a source has it by now. */
export function needlessExceptions(texts: readonly string[]): string[] {
  const named = new Set(texts.flatMap(namesIn).map(({ name }) => name));
  return OTHERS.filter((name) => !named.has(name) || isThere(name));
}
