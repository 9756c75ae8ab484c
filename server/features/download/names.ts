// What a room's files are called where they are kept, with their folders: any system takes the paths, and none leads out. Knows no text.
import type { RoomDetails, RoomFile } from "../../protocol/events.ts";
import { diskName } from "../../protocol/diskNames.ts";
import { PART_BYTES, PATH_BYTES, TakenPaths } from "../../protocol/filePaths.ts";
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

/** The parts of a file's path in the room, with the language's extension where a name that was given here has none. */
function partsOf({ name, imported }: RoomFile, language: Language): string[] {
  const parts = name.split(/[/\\]/).filter((part) => part !== "");
  const last = diskName(parts.pop() ?? "main");
  const isComplete = imported !== undefined || last.includes(".");
  return [...parts, isComplete ? last : `${last}.${EXTENSIONS[language] ?? "txt"}`].map((part) => diskName(part));
}

/** Of a path that is too long for a disk the folders stay that leave room for any name. */
function foldersOf(parts: readonly string[]): string[] {
  const folders = parts.slice(0, -1);
  if (Buffer.byteLength(parts.join("/")) <= PATH_BYTES) return folders;
  let left = PATH_BYTES - PART_BYTES;
  return folders.filter((folder) => {
    const bytes = Buffer.byteLength(`${folder}/`);
    const isKept = bytes <= left;
    if (isKept) left -= bytes;
    return isKept;
  });
}

/** What one file is called when it is kept alone. */
export const downloadName = (file: RoomFile, language: Language): string => partsOf(file, language).at(-1)!;

/** What the archive of a room is called. */
export const archiveName = ({ title, roomId }: RoomDetails): string =>
  `${diskName(title || roomId, PART_BYTES - ".zip".length)}.zip`;

/** The path of each file in an archive. Made safe, two can be the same: then one gets a number. */
export function archivePaths(files: readonly RoomFile[], language: Language): string[] {
  const taken = new TakenPaths();
  return files.map((file) => {
    const parts = partsOf(file, language);
    const path = taken.free([...foldersOf(parts), parts.at(-1)!].join("/"));
    taken.add(path);
    return path;
  });
}
