// What the first file of a room is called, by the room's language. Knows no room from the inside.
import type { RoomDetails, RoomFile } from "./events.ts";
import type { Language } from "./languages.ts";

// prettier-ignore
const EXTENSIONS: Partial<Record<Language, string>> = {
  JavaScript: "js", TypeScript: "ts", JSX: "jsx", TSX: "tsx", Python: "py", Java: "java", C: "c", "C++": "cpp",
  "C#": "cs", Go: "go", Rust: "rs", Ruby: "rb", PHP: "php", Swift: "swift", Kotlin: "kt", Scala: "scala",
  Dart: "dart", SQL: "sql", PostgreSQL: "sql", MySQL: "sql", HTML: "html", CSS: "css", SCSS: "scss", Sass: "sass",
  LESS: "less", Vue: "vue", JSON: "json", YAML: "yaml", TOML: "toml", XML: "xml", Markdown: "md", Shell: "sh",
  PowerShell: "ps1", Dockerfile: "dockerfile", Nginx: "conf", Lua: "lua", Perl: "pl", R: "r", Julia: "jl",
  Haskell: "hs", OCaml: "ml", "F#": "fs", Elm: "elm", Erlang: "erl", Clojure: "clj", "Common Lisp": "lisp",
  Scheme: "scm", Groovy: "groovy", "Objective-C": "m", Fortran: "f90", Pascal: "pas", Cobol: "cob", "VB.NET": "vb",
  Tcl: "tcl", CoffeeScript: "coffee", WebAssembly: "wat", Verilog: "v", VHDL: "vhd", CMake: "cmake",
  ProtoBuf: "proto", diff: "diff", LaTeX: "tex", Octave: "m",
};

/** Where something else than `main` is looked for, or no extension says the language. */
const NAMES: Partial<Record<Language, string>> = {
  Java: "Main.java",
  HTML: "index.html",
  Dockerfile: "Dockerfile",
  CMake: "CMakeLists.txt",
  Nginx: "nginx.conf",
  PostgreSQL: "main.pgsql",
  MySQL: "main.mysql",
  Octave: "main",
};

/** Of a file without one, without its dot. @public */
export const extensionOf = (language: Language): string => EXTENSIONS[language] ?? "txt";

/** `main.py`; its name alone says the language, or nothing of any. */
export const firstFileName = (language: Language): string => NAMES[language] ?? `main.${extensionOf(language)}`;

/** The only file of a room, as long as it is called as the room's language has it. */
export function namedByLanguage(room: Pick<RoomDetails, "files" | "programmingLanguage">): RoomFile | undefined {
  const [only, ...others] = room.files.filter(({ deleted }) => deleted === undefined);
  return others.length === 0 && only?.name === firstFileName(room.programmingLanguage) ? only : undefined;
}
