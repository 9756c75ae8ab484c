// What Prettier can format, and what it needs for that. Knows no text.
import type { Language } from "#protocol/languages.ts";

type Plugin = "babel" | "estree" | "html" | "markdown" | "postcss" | "typescript" | "yaml";

interface Formatted {
  readonly parser: string;
  readonly plugins: readonly Plugin[];
  /** a part of a text can be formatted by itself */
  readonly byPart?: true;
}

const SCRIPT = { parser: "babel", plugins: ["babel", "estree"], byPart: true } as const;
const TYPED = { parser: "typescript", plugins: ["typescript", "estree"], byPart: true } as const;

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
};
