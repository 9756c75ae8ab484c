// Which language somebody means, by the names that people and programs have for it. Knows no room.
import { type Language, LANGUAGES } from "../protocol/languages.ts";

/** What a language is called as well; the extensions of its files among it. */
// prettier-ignore
const SHORT_NAMES: Partial<Record<Language, string>> = {
  "Plain Text": "plain text txt none", JavaScript: "js mjs cjs node nodejs ecmascript es6", TypeScript: "ts mts cts",
  JSX: "react javascriptreact", TSX: "typescriptreact", Python: "py py3 python3 python2", C: "h", "C++": "cpp cxx cc hpp cplusplus",
  "C#": "cs csharp", Go: "golang", Rust: "rs", Ruby: "rb", PHP: "php8", Kotlin: "kt kts", Scala: "sc",
  SQL: "sqlite mssql tsql plsql", PostgreSQL: "postgres pg psql pgsql", MySQL: "mariadb", HTML: "htm html5 xhtml", CSS: "css3",
  Vue: "vuejs", JSON: "json5 jsonc", YAML: "yml", XML: "svg", Markdown: "md gfm", Shell: "sh bash zsh ksh shellscript",
  PowerShell: "ps ps1 pwsh", Dockerfile: "docker containerfile", Nginx: "nginxconf", Perl: "pl", R: "rlang", Julia: "jl",
  Haskell: "hs", OCaml: "ml", "F#": "fs fsharp", Erlang: "erl", Clojure: "clj", "Common Lisp": "lisp cl", Scheme: "scm",
  Groovy: "gradle", "Objective-C": "objc", Fortran: "f90 f95", Pascal: "pas delphi", Cobol: "cbl cob",
  "VB.NET": "vb visualbasic", Tcl: "tk", CoffeeScript: "coffee", WebAssembly: "wasm wat wast", Verilog: "sv systemverilog",
  VHDL: "vhd", ProtoBuf: "proto protocolbuffers", diff: "patch", LaTeX: "tex", Octave: "matlab",
};

/** What languages are called besides their own names. */
export const OTHER_NAMES: readonly string[] = Object.values(SHORT_NAMES).flatMap((names) => names.split(" "));

/** Case, blanks, dots and dashes tell no two names apart. */
const comparable = (name: string): string => name.toLowerCase().replaceAll(/[\s._-]/g, "");

const byName = new Map(
  LANGUAGES.flatMap((language) =>
    [comparable(language), ...(SHORT_NAMES[language]?.split(" ") ?? [])].map((name) => [name, language] as const),
  ),
);

/** The language, or undefined for what is not the name of one. */
export const languageNamed = (name: unknown): Language | undefined =>
  typeof name === "string" ? byName.get(comparable(name)) : undefined;
