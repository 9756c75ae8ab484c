// The programming languages a room can be set to. Knows names only; the client finds the highlighting by the name.

/** Names as CodeMirror's language-data has them, in the order in which a person is shown them. */
// prettier-ignore
export const LANGUAGES = [
  "Plain Text", "JavaScript", "TypeScript", "JSX", "TSX", "Python", "Java", "C", "C++", "C#", "Go", "Rust", "Ruby",
  "PHP", "Swift", "Kotlin", "Scala", "Dart", "SQL", "PostgreSQL", "MySQL", "HTML", "CSS", "SCSS", "Sass", "LESS",
  "Vue", "JSON", "YAML", "TOML", "XML", "Markdown", "Shell", "PowerShell", "Dockerfile", "Nginx", "Lua", "Perl", "R",
  "Julia", "Haskell", "OCaml", "F#", "Elm", "Erlang", "Clojure", "Common Lisp", "Scheme", "Groovy", "Objective-C",
  "Fortran", "Pascal", "Cobol", "VB.NET", "Tcl", "CoffeeScript", "WebAssembly", "Verilog", "VHDL", "CMake",
  "ProtoBuf", "diff", "LaTeX", "Octave",
] as const;

export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = "JavaScript";

export const isLanguage = (value: unknown): value is Language => (LANGUAGES as readonly unknown[]).includes(value);
