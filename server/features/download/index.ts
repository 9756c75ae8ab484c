// A file of a room as a download. Knows rooms only by reading them.
import { Router } from "express";
import { Refusal } from "../../protocol/errors.ts";
import type { Language } from "../../protocol/languages.ts";
import type { Feature } from "../feature.ts";

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

/** The last part of the file's name in the room, with the language's extension where it has none. */
export function downloadName(name: string, language: Language): string {
  const last = name
    .split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/[\p{Cc}<>:"|?*]/gu, "_")
    .replace(/^\.+/, "")
    .trim();
  const base = last || "main";
  return /.\.\w+$/.test(base) ? base : `${base}.${EXTENSIONS[language] ?? "txt"}`;
}

const download: Feature = {
  name: "download",
  routes({ rooms }) {
    const router = Router({ mergeParams: true });
    router.get<"/:file", { roomId: string; file: string }>("/:file", async (request, response) => {
      const { roomId, file: number } = request.params;
      const room = await rooms.details(roomId);
      if (room === undefined) throw new Refusal("room_not_found");
      const file = room.files.find((each) => String(each.file) === number);
      if (file === undefined) throw new Refusal("unknown_file");
      const text = await rooms.text(roomId, file.file);
      if (text === undefined) throw new Refusal("unknown_file");
      response
        .attachment(downloadName(file.name, room.programmingLanguage))
        .type("text/plain; charset=utf-8")
        .send(text);
    });
    return router;
  },
  paths: {
    "/{file}": {
      get: {
        summary: "The text of a file, to keep",
        parameters: [
          { name: "file", in: "path", required: true, schema: { type: "integer" }, description: "its number" },
        ],
        responses: {
          "200": {
            description: "The text as an attachment, in UTF-8.",
            content: { "text/plain": { schema: { type: "string" } } },
          },
          "404": {
            description: "Refused: room_not_found, unknown_file",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
          },
          "429": {
            description: "Refused: rate_limited",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
          },
        },
      },
    },
  },
};

export default download;
