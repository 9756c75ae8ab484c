// What can be formatted, by what, and what that needs. Knows no text.
import type { Language } from "#protocol/languages.ts";

type Plugin = "babel" | "estree" | "html" | "markdown" | "postcss" | "typescript" | "yaml";

/** Formatters that are programs in WebAssembly. */
export type FormatProgram = "gofmt" | "clangFormat" | "ruff";

type Formatted = (
  { readonly parser: string; readonly plugins: readonly Plugin[] } | { readonly program: FormatProgram }
) & {
  /** a part of a text can be formatted by itself */
  readonly byPart?: true;
};

const SCRIPT = { parser: "babel", plugins: ["babel", "estree"], byPart: true } as const;
const TYPED = { parser: "typescript", plugins: ["typescript", "estree"], byPart: true } as const;

const CLANG = { program: "clangFormat", byPart: true } as const;

export const FORMATTED: Partial<Record<Language, Formatted>> = {
  JavaScript: SCRIPT,
  JSX: SCRIPT,
  TypeScript: TYPED,
  TSX: TYPED,
  JSON: { parser: "json", plugins: ["babel", "estree"], byPart: true },
  HTML: { parser: "html", plugins: ["html", "babel", "estree", "postcss"] },
  Vue: { parser: "vue", plugins: ["html", "babel", "estree", "postcss", "typescript"] },
  CSS: { parser: "css", plugins: ["postcss"] },
  SCSS: { parser: "scss", plugins: ["postcss"] },
  LESS: { parser: "less", plugins: ["postcss"] },
  Markdown: { parser: "markdown", plugins: ["markdown"] },
  YAML: { parser: "yaml", plugins: ["yaml"] },
  Python: { program: "ruff", byPart: true },
  Go: { program: "gofmt" },
  C: CLANG,
  "C++": CLANG,
  "C#": CLANG,
  Java: CLANG,
  "Objective-C": CLANG,
  ProtoBuf: CLANG,
};
