// What files are called where they are kept: any system takes these names, and none leads out of its folder. Knows no room.
import type { RoomDetails, RoomFile } from "../../protocol/events.ts";
import { TakenPaths } from "../../protocol/filePaths.ts";
import type { Language } from "../../protocol/languages.ts";

/** What a file is called where its own name does not say; a language that is not here gives "txt". */
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

/** Windows has devices under these names, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** One part of a path without what a system or a shell would read anything into; never empty, "." or "..". */
const safePart = (part: string): string =>
  part
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]|[. ]$/gu, "_")
    .replace(/^ +/, "")
    .replace(DEVICE, "_$1") || "_";

/** The parts of a file's path in the room, with the language's extension where a name that was given here has none. */
function partsOf({ name, imported }: RoomFile, language: Language): string[] {
  const parts = name
    .split(/[/\\]/)
    .filter((part) => part !== "")
    .map(safePart);
  const last = parts.pop() ?? "main";
  const isComplete = imported !== undefined || last.includes(".");
  return [...parts, isComplete ? last : `${last}.${EXTENSIONS[language] ?? "txt"}`];
}

/** What one file is called when it is kept alone. */
export const downloadName = (file: RoomFile, language: Language): string => partsOf(file, language).at(-1)!;

/** What the archive of a room is called. */
export const archiveName = ({ title, roomId }: RoomDetails): string =>
  `${safePart((title || roomId).replaceAll(/[/\\]/g, "_"))}.zip`;

/** The path of each file in an archive. Made safe, two can be the same: then one gets a number. */
export function archivePaths(files: readonly RoomFile[], language: Language): string[] {
  const taken = new TakenPaths();
  return files.map((file) => {
    const path = taken.free(partsOf(file, language).join("/"));
    taken.add(path);
    return path;
  });
}
